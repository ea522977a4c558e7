internal import Support

/// The name of a pass, or of a step over the whole program, of code generation. Programs are right without the
/// optional ones, only larger or slower; `bench ablate` measures what each is worth.
package enum CodegenPass: String, CaseIterable, Sendable {
  // MARK: Selection

  /// Makes branches of selections, where that takes less.
  case branchedSelections = "branched-selections"

  // MARK: Phase selected

  /// Removes selected instructions whose results nobody uses.
  case deadCode = "dead-code"
  /// Keeps values in the frame that are live in so many blocks that sets of live values would be too large.
  case rangeDemotion = "range-demotion"
  /// Estimates how often each block runs.
  case blockFrequencies = "block-frequencies"
  /// Lets loop variables share a register with their next values.
  case loopExitValues = "loop-exit-values"
  /// Computes values where they are needed, if that runs less often.
  case postponement
  /// Loads in front of branches what is needed behind them, where blocks have costs.
  case earlyLoads = "early-loads"
  /// Computes both ways of branches and selects, where blocks have costs.
  case ifConversion = "if-conversion"
  /// Puts the memory's base into registers where offsets become shorter.
  case addressBases = "address-bases"
  /// Lets accesses with long offsets share an addition.
  case sharedOffsets = "shared-offsets"
  /// Shares constants and puts them where they run least often.
  case constantPlacement = "constant-placement"
  /// Gives paths without calls returns of their own.
  case earlyReturns = "early-returns"
  /// Orders the instructions of blocks so that fewer registers are needed.
  case pressureScheduling = "pressure-scheduling"
  /// Marks the arithmetic that computes addresses, for profiles.
  case addressPurposes = "address-purposes"
  /// Copies initial contents of the memory to their place when the program starts.
  case startUpCopies = "start-up-copies"

  // MARK: Allocation

  /// Gives critical edges blocks of their own.
  case criticalEdges = "critical-edges"
  /// Cuts live ranges where the part of a function with calls begins and ends.
  case callRegionSplitting = "call-region-splitting"
  /// Gives the old values of conditional moves registers of their own.
  case tiedOperands = "tied-operands"
  /// Replaces virtual registers by those of the PVM.
  case registerAllocation = "register-allocation"

  // MARK: Program

  /// Loads constants that are needed several times from read-only data.
  case wideConstants = "wide-constants"
  /// Leaves out what entry points store in scalars that are overwritten or never read.
  case entryScalars = "entry-scalars"

  // MARK: Phases allocated and framed

  /// Chains, merges and inverts branches.
  case branchSimplification = "branch-simplification"
  /// Uses what registers and slots already hold.
  case valueForwarding = "value-forwarding"
  /// Moves computations to where they are needed.
  case sinking = "sinking"
  /// Folds copies, constants and addresses into their users.
  case operandAbsorption = "operand-absorption"
  /// Moves spill stores towards the loads that need them.
  case spillStoreSinking = "spill-store-sinking"
  /// Reloads at the start of blocks what is reloaded in front of them, where blocks have costs.
  case reloadSinking = "reload-sinking"
  /// Removes allocated instructions whose results nobody uses.
  case deadDefinitions = "dead-definitions"
  /// Makes the frame real.
  case frameLowering = "frame-lowering"
  /// Writes results where a copy would bring them.
  case moveRetargeting = "move-retargeting"
  /// Enters loops at their step instead of jumping over it.
  case loopSteps = "loop-steps"
  /// Does in front of branches what one of their ways does.
  case edgeHoisting = "edge-hoisting"
  /// Loads constants with the jump that follows.
  case constantOnTheWay = "constant-on-the-way"
  /// Lets blocks that end the same way share that end.
  case tailMerging = "tail-merging"
  /// Copies small blocks to the ends of those that jump to them.
  case tailDuplication = "tail-duplication"
  /// Orders blocks so that few jumps are left.
  case blockLayout = "block-layout"
  /// Marks the sides of branches that are seldom taken, where blocks have costs.
  case branchMarks = "branch-marks"
  /// Orders the instructions of blocks so that the machine takes fewer cycles, where blocks have costs.
  case latencyScheduling = "latency-scheduling"

  /// Whether programs are right without it.
  package var isOptional: Bool {
    switch self {
    case .blockFrequencies, .rangeDemotion, .addressPurposes, .startUpCopies, .criticalEdges,
      .tiedOperands, .registerAllocation, .frameLowering:
      false
    default: true
    }
  }
}
