/// A reason to expect that a branch goes one way rather than the other.
///
/// As in Ball and Larus, "Branch Prediction for Free" (PLDI 1993), they look at the branch and at the blocks it leads to. They are taken for
/// independent pieces of evidence, whose odds are multiplied, which is how Wu and Larus, "Static Branch Frequency and Program Profile
/// Analysis" (MICRO 1994) combine them. The factors are fitted to profiles (`Docs/Decisions/0024`).
enum BranchHeuristic: CaseIterable {
  /// The way leaves the innermost loop, and the other one does not.
  case leavesLoop
  /// The way leads into a loop, or not out of one: once for each level that its block is deeper in loops.
  case isDeeper
  /// The way leads back to the innermost loop's header.
  case closesLoop
  /// What only this way leads to calls a function.
  case calls
  /// What only this way leads to is a switch.
  case switches
  /// What only this way leads to is long: once for each doubling of the instructions there.
  case isLong
  /// The block that the way leads to returns, or one that it jumps on to.
  case returns
  /// Two values that are computed are equal.
  case equalValues
  /// A value equals a positive constant.
  case equalsConstant
  /// A signed number is below 0, or thereabouts.
  case isNegative

  /// By what the odds of a way are multiplied if this holds for it once.
  var odds: Double {
    switch self {
    case .leavesLoop: 0.4
    case .isDeeper: 1.75
    case .closesLoop: 1.65
    case .calls: 0.4
    case .switches: 2.9
    case .isLong: 1.2
    case .returns: 0.62
    case .equalValues: 0.53
    case .equalsConstant: 0.4
    case .isNegative: 0.5
    }
  }
}
