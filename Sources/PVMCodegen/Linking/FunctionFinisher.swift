/// The stages from an allocated function to its code fragment.
struct FunctionFinisher {
  /// What the stages may do.
  let options: LinkOptions
  /// The constants in read-only data.
  let wideConstants: WideConstants

  /// Runs the stages behind allocation and before emission.
  ///
  /// - Throws: `limit` for frames, `verification` if a stage broke something.
  func finish(_ function: inout MachineFunction) throws(CodegenError) {
    try verify(function, "register allocation")
    function.completePositions()
    if function.phase < .framed {
      if let layout = options.layout { try improveAllocated(&function, layout) }
      try FrameLowering.run(
        &function, wideConstants: wideConstants,
        layoutOptions: options.layout)
      try verify(function, "frame lowering")
    }
    if let layout = options.layout { try improveFramed(&function, layout) }
    function.completePositions()
  }

  /// How often the passes over allocated code run; each may make work for the others.
  private static let maximumRounds = 3

  /// Runs the passes over allocated code.
  private func improveAllocated(
    _ function: inout MachineFunction, _ layout: LayoutOptions
  ) throws(CodegenError) {
    if runs(.branchSimplification) { BranchSimplification.run(&function) }
    for _ in 0..<FunctionFinisher.maximumRounds {
      guard runs(.valueForwarding), ValueForwarding.run(&function) else { break }
      if runs(.deadDefinitions) { DeadDefinitions.run(&function) }
      try verify(function, "value forwarding")
      guard runs(.sinking), Sinking.run(&function) else { break }
      try verify(function, "sinking")
    }
    if runs(.operandAbsorption), OperandAbsorption.run(&function, layout) {
      try verify(function, "operand absorption")
    }
    if runs(.spillStoreSinking) { SpillStoreSinking.run(&function) }
    if runs(.deadDefinitions) { DeadDefinitions.run(&function) }
    try verify(function, "spill store sinking")
  }

  /// Runs the passes over framed code.
  private func improveFramed(
    _ function: inout MachineFunction, _ layout: LayoutOptions
  ) throws(CodegenError) {
    if runs(.branchSimplification) { BranchSimplification.run(&function) }
    if runs(.moveRetargeting) { MoveRetargeting.run(&function) }
    if runs(.operandAbsorption) { OperandAbsorption.run(&function, layout) }
    if runs(.deadDefinitions) { DeadDefinitions.run(&function) }
    try verify(function, "peephole")
    if runs(.tailMerging), TailMerging.run(&function, layout) {
      if runs(.branchSimplification) { BranchSimplification.run(&function) }
      try verify(function, "tail merging")
    }
    if runs(.loopSteps), LoopSteps.run(&function, layout) { try verify(function, "loop steps") }
    if runs(.edgeHoisting), EdgeHoisting.run(&function) { try verify(function, "edge hoisting") }
    if runs(.constantOnTheWay) { ConstantOnTheWay.run(&function) }
    if runs(.tailDuplication), TailDuplication.run(&function, layout) {
      if runs(.branchSimplification) { BranchSimplification.run(&function) }
      if runs(.constantOnTheWay) { ConstantOnTheWay.run(&function) }
    }
    try verify(function, "branch simplification")
    if runs(.blockLayout) { BlockLayout.run(&function, layout) }
    try verify(function, "block layout")
  }

  /// Whether a pass is to run.
  private func runs(_ pass: CodegenPass) -> Bool { !options.disabled.contains(pass) }

  /// Checks a function if asked to.
  private func verify(_ function: MachineFunction, _ stage: String) throws(CodegenError) {
    if options.verifies { try MachineVerifier.verify(function, after: stage) }
  }
}
