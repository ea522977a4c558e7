internal import Support

/// Runs passes over functions; after each of them it verifies, measures and prints what it is asked to.
package struct PassRunner: Sendable {
  /// What passes know and find out.
  package var context: PassContext
  /// How long passes took, if that is measured.
  package var times = PassTimes()

  /// Creates a runner.
  package init(_ options: PassOptions) { context = PassContext(options) }

  /// Runs steps on a function; says whether one may have changed it.
  ///
  /// - Throws: what a pass throws; `verification` naming the pass that broke an invariant.
  @discardableResult
  package mutating func run(
    _ steps: [PassStep], on function: inout MachineFunction
  ) throws(CodegenError) -> Bool {
    var isChanged = false
    for step in steps {
      switch step {
      case .pass(let pass):
        if try run(pass, on: &function) { isChanged = true }
      case .cleaned(let pass, let cleaning):
        if try run(pass, on: &function) {
          isChanged = true
          try run(cleaning, on: &function)
        }
      case .repeated(let maximum, let members):
        var round = 0
        while round < maximum, try run(members, on: &function) {
          isChanged = true
          round += 1
        }
      }
    }
    return isChanged
  }

  /// Runs a pass on a function, unless it is left out; says whether it may have changed it.
  @discardableResult
  package mutating func run(
    _ pass: Pass, on function: inout MachineFunction
  ) throws(CodegenError) -> Bool {
    guard context.options.runs(pass) else { return false }
    Invariant.check(pass.phases.contains(function.phase), "the function is in a phase of the pass")
    let before = context.options.verifies ? function : nil
    let isChanged: Bool
    if context.options.measuresTime {
      let clock = ContinuousClock()
      let start = clock.now
      isChanged = try pass.run(&function, &context)
      times.add(pass.name.rawValue, start.duration(to: clock.now), isChanged: isChanged)
    } else {
      isChanged = try pass.run(&function, &context)
    }
    if isChanged, context.options.recordsPositions { function.completePositions() }
    context.options.observer?.note(pass.name, function)
    guard let before else { return isChanged }
    if isChanged {
      try MachineVerifier.verify(function, after: pass.name.rawValue)
      if let promise = context.promise {
        try ClobberSummary.verify(function, keeps: promise, after: pass.name.rawValue)
      }
    } else if function != before {
      throw CodegenError(
        .verification(
          stage: pass.name.rawValue, message: "the pass changed the function and says it did not"),
        function: function.name)
    }
    return isChanged
  }

  /// Replaces a selected function's virtual registers.
  ///
  /// - Throws: `allocatorStuck` or `allocation` (an internal error, whatever the input).
  package mutating func allocate(_ function: inout MachineFunction) throws(CodegenError) {
    try run(Pipeline.allocation, on: &function)
  }

  /// Brings an allocated or framed function to what is emitted.
  ///
  /// - Throws: `limit` for frames.
  package mutating func finish(_ function: inout MachineFunction) throws(CodegenError) {
    if function.phase < .framed { try run(Pipeline.allocated, on: &function) }
    try run(Pipeline.framed, on: &function)
  }
}
