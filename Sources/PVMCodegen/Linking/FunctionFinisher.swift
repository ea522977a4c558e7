/// The stages from an allocated function to its code fragment.
struct FunctionFinisher {
  /// What the stages may do.
  let options: LinkOptions

  /// Runs the stages behind allocation and before emission.
  ///
  /// - Throws: `limit` for frames, `verification` if a stage broke something.
  func finish(_ function: inout MachineFunction) throws(CodegenError) {
    try verify(function, "register allocation")
    if function.phase < .framed {
      if let layout = options.layout { try improveAllocated(&function, layout) }
      try FrameLowering.run(&function)
      try verify(function, "frame lowering")
    }
    if let layout = options.layout { try improveFramed(&function, layout) }
  }

  /// How often the passes over allocated code run; each may make work for the others.
  private static let maximumRounds = 3

  /// Runs the passes over allocated code.
  private func improveAllocated(
    _ function: inout MachineFunction, _ layout: LayoutOptions
  ) throws(CodegenError) {
    BranchSimplification.run(&function)
    if EarlyExits.run(&function, layout) {
      BranchSimplification.run(&function, sharesBlocks: false)
      try verify(function, "splitting early exits")
    }
    for _ in 0..<FunctionFinisher.maximumRounds {
      guard ValueForwarding.run(&function) else { break }
      DeadDefinitions.run(&function)
      try verify(function, "value forwarding")
      if !Sinking.run(&function) { break }
      try verify(function, "sinking")
    }
    if OperandAbsorption.run(&function, layout) {
      try verify(function, "operand absorption")
    }
    SpillStoreSinking.run(&function)
    DeadDefinitions.run(&function)
    try verify(function, "spill store sinking")
  }

  /// Runs the passes over framed code.
  private func improveFramed(
    _ function: inout MachineFunction, _ layout: LayoutOptions
  ) throws(CodegenError) {
    BranchSimplification.run(&function)
    MoveRetargeting.run(&function)
    OperandAbsorption.run(&function, layout)
    DeadDefinitions.run(&function)
    try verify(function, "peephole")
    ConstantOnTheWay.run(&function)
    if TailDuplication.run(&function, layout) {
      BranchSimplification.run(&function)
      ConstantOnTheWay.run(&function)
    }
    try verify(function, "branch simplification")
    BlockLayout.run(&function, layout)
    try verify(function, "block layout")
  }

  /// Checks a function if asked to.
  private func verify(_ function: MachineFunction, _ stage: String) throws(CodegenError) {
    if options.verifies { try MachineVerifier.verify(function, after: stage) }
  }
}
