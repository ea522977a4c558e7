/// A pass of code generation that can be left out: programs are right without it, only larger or
/// slower. `bench ablate` measures what each is worth.
package enum CodegenPass: String, CaseIterable, Sendable {
  /// Makes branches of selections, where that takes less.
  case branchedSelections = "branched-selections"
  /// Removes selected instructions whose results nobody uses.
  case deadCode = "dead-code"
  /// Lets loop variables share a register with their next values.
  case loopExitValues = "loop-exit-values"
  /// Computes values where they are needed, if that runs less often.
  case postponement
  /// Puts the memory's base into registers where offsets become shorter.
  case addressBases = "address-bases"
  /// Lets accesses with long offsets share an addition.
  case sharedOffsets = "shared-offsets"
  /// Shares constants and puts them where they run least often.
  case constantPlacement = "constant-placement"
  /// Gives paths without calls returns of their own, and cuts the ranges of parameters where calls begin.
  case earlyReturns = "early-returns"
  /// Orders the instructions of blocks so that fewer registers are needed.
  case pressureScheduling = "pressure-scheduling"
  /// Loads constants that are needed several times from read-only data.
  case wideConstants = "wide-constants"
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
  /// Removes allocated instructions whose results nobody uses.
  case deadDefinitions = "dead-definitions"
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
}
