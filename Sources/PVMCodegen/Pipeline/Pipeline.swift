internal import Support

/// The passes of code generation, and the order in which they run.
package enum Pipeline {
  /// From selection to allocation.
  package static let selected: [PassStep] = [
    .pass(deadCode),
    .pass(rangeDemotion),
    .pass(blockFrequencies),
    .pass(loopExitValues),
    .pass(postponement),
    .repeated(atMost: 2, [.pass(earlyLoads), .pass(ifConversion)]),
    .pass(addressBases),
    .pass(sharedOffsets),
    .cleaned(constantPlacement, by: [.pass(rangeDemotion)]),
    .pass(earlyReturns),
    .pass(pressureScheduling),
    .pass(addressPurposes),
    .pass(startUpCopies),
  ]

  /// From virtual registers to those of the PVM.
  package static let allocation: [PassStep] = [
    .pass(criticalEdges),
    .pass(callRegionSplitting),
    .pass(tiedOperands),
    .pass(registerAllocation),
  ]

  /// From allocation to the frame.
  package static let allocated: [PassStep] = [
    .pass(branchSimplification),
    .repeated(
      atMost: 3, [.cleaned(valueForwarding, by: [.pass(deadDefinitions)]), .pass(sinking)]),
    .pass(operandAbsorption),
    .pass(spillStoreSinking),
    .pass(deadDefinitions),
    .repeated(atMost: 2, [.cleaned(reloadSinking, by: [.pass(deadDefinitions)])]),
    .pass(frameLowering),
  ]

  /// From the frame to emission.
  package static let framed: [PassStep] = [
    .pass(branchSimplification),
    .pass(moveRetargeting),
    .pass(operandAbsorption),
    .pass(deadDefinitions),
    .cleaned(tailMerging, by: [.pass(branchSimplification)]),
    .pass(loopSteps),
    .pass(edgeHoisting),
    .pass(constantOnTheWay),
    .cleaned(tailDuplication, by: [.pass(branchSimplification), .pass(constantOnTheWay)]),
    .pass(blockLayout),
    .pass(branchMarks),
    .cleaned(latencyScheduling, by: [.pass(branchMarks)]),
  ]

  /// All passes, in the order in which they first run.
  package static let passes: [Pass] = {
    var passes: [Pass] = []
    func note(_ pass: Pass) {
      if !passes.contains(where: { $0.name == pass.name }) { passes.append(pass) }
    }
    func note(_ steps: [PassStep]) {
      for step in steps {
        switch step {
        case .pass(let pass): note(pass)
        case .cleaned(let pass, let cleaning):
          note(pass)
          note(cleaning)
        case .repeated(_, let members): note(members)
        }
      }
    }
    note(selected + allocation + allocated + framed)
    return passes
  }()
}

// MARK: Phase selected

extension Pipeline {
  private static let deadCode = Pass(.deadCode, .selected, .always) { function, _ in
    DeadCode.run(&function)
  }
  private static let rangeDemotion = Pass(.rangeDemotion, .selected, .always) {
    function, context in
    RangeDemotion.run(&function, limits: context.options.rangeLimits)
  }
  private static let blockFrequencies = Pass(.blockFrequencies, .selected, .always) {
    function, context in
    BlockFrequencies.estimate(&function)
    function.noteOrigins()
    if let profile = context.options.profile { _ = profile.apply(to: &function) }
    return true
  }
  private static let loopExitValues = Pass(.loopExitValues, .selected) { function, _ in
    LoopExitValues.run(&function)
  }
  private static let postponement = Pass(.postponement, .selected) { function, context in
    Postponement.run(&function, context.costs)
  }
  private static let earlyLoads = Pass(.earlyLoads, .selected) { function, context in
    EarlyLoads.run(&function, context.mappedMemory, context.costs)
  }
  private static let ifConversion = Pass(.ifConversion, .selected) { function, context in
    IfConversion.run(&function, context.costs)
  }
  private static let addressBases = Pass(.addressBases, .selected) { function, context in
    AddressBases.run(&function, base: context.memoryBase, context.costs)
  }
  private static let sharedOffsets = Pass(.sharedOffsets, .selected) { function, context in
    SharedOffsets.run(&function, context.costs)
  }
  private static let constantPlacement = Pass(.constantPlacement, .selected, .always) {
    function, context in
    ConstantPlacement.run(&function, context.costs)
  }
  private static let earlyReturns = Pass(.earlyReturns, .selected) { function, context in
    EarlyReturns.run(&function, context.costs)
  }
  private static let pressureScheduling = Pass(.pressureScheduling, .selected) {
    function, context in
    PressureScheduling.run(&function, context.costs)
  }
  private static let addressPurposes = Pass(.addressPurposes, .selected, .always) { function, _ in
    AddressPurposes.mark(&function)
    return false
  }
  private static let startUpCopies = Pass(.startUpCopies, .selected, .always) { function, context in
    if context.startUpCopies.isEmpty { return false }
    StartUpCopy.insert(context.startUpCopies, into: &function)
    return true
  }
}

// MARK: Allocation

extension Pipeline {
  private static let criticalEdges = Pass(.criticalEdges, .selected, .always) { function, context in
    context.unallocated = context.options.checksAllocation ? function : nil
    context.unallocatedBlockCount = function.blocks.count
    AllocationPreparation.prepareBlocks(&function)
    return true
  }
  private static let callRegionSplitting = Pass(.callRegionSplitting, .selected) {
    function, context in
    CallRegionSplitting.run(&function, context.costs)
  }
  private static let tiedOperands = Pass(.tiedOperands, .selected, .always) { function, _ in
    AllocationPreparation.prepareInstructions(&function)
    return true
  }
  private static let registerAllocation = Pass(.registerAllocation, .selected, .always) {
    function, context throws(CodegenError) in
    context.statistics.add(
      try RegisterAllocator.allocate(
        &function, context.costs, seed: context.options.seed,
        originalBlockCount: context.unallocatedBlockCount ?? function.blocks.count))
    if let original = context.unallocated {
      try AllocationChecker.check(before: original, after: function)
    }
    context.unallocated = nil
    context.unallocatedBlockCount = nil
    return true
  }
}

// MARK: Phases allocated and framed

extension Pipeline {
  private static let branchSimplification = Pass(.branchSimplification, .allocated ... .framed) {
    function, _ in
    BranchSimplification.run(&function)
  }
  private static let valueForwarding = Pass(.valueForwarding, .allocated) { function, _ in
    ValueForwarding.run(&function)
  }
  private static let sinking = Pass(.sinking, .allocated) { function, context in
    Sinking.run(&function, context.costs)
  }
  private static let operandAbsorption = Pass(.operandAbsorption, .allocated ... .framed) {
    function, context in
    OperandAbsorption.run(&function, context.costs)
  }
  private static let spillStoreSinking = Pass(.spillStoreSinking, .allocated) { function, _ in
    SpillStoreSinking.run(&function)
  }
  private static let reloadSinking = Pass(.reloadSinking, .allocated) { function, context in
    ReloadSinking.run(&function, context.costs)
  }
  private static let deadDefinitions = Pass(.deadDefinitions, .allocated ... .framed) {
    function, _ in
    DeadDefinitions.run(&function)
  }
  private static let frameLowering = Pass(.frameLowering, .allocated, .always) {
    function, context throws(CodegenError) in
    try FrameLowering.run(
      &function, wideConstants: context.wideConstants, context.costs)
    return true
  }
  private static let moveRetargeting = Pass(.moveRetargeting, .framed) { function, _ in
    MoveRetargeting.run(&function)
  }
  private static let tailMerging = Pass(.tailMerging, .framed) { function, context in
    TailMerging.run(&function, context.costs)
  }
  private static let loopSteps = Pass(.loopSteps, .framed) { function, context in
    LoopSteps.run(&function, context.costs)
  }
  private static let edgeHoisting = Pass(.edgeHoisting, .framed) { function, context in
    EdgeHoisting.run(&function, context.costs)
  }
  private static let constantOnTheWay = Pass(.constantOnTheWay, .framed) { function, _ in
    ConstantOnTheWay.run(&function)
  }
  private static let tailDuplication = Pass(.tailDuplication, .framed) { function, context in
    TailDuplication.run(&function, context.costs)
  }
  private static let blockLayout = Pass(.blockLayout, .framed) { function, context in
    BlockLayout.run(&function, context.costs)
  }
  private static let branchMarks = Pass(.branchMarks, .framed) { function, context in
    BranchMarks.run(&function, context.costs)
  }
  private static let latencyScheduling = Pass(.latencyScheduling, .framed) { function, context in
    LatencyScheduling.run(&function, context.costs)
  }
}
