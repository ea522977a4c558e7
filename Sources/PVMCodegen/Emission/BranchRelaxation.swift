internal import PVM
internal import Support

/// Finds the smallest sizes for the offsets of all branches of a program.
///
/// Problem: an offset takes 0 to 4 bytes, depending on the distance to the target, which depends on
/// the sizes of the offsets in between. Method: all start with no byte and grow as long as one does
/// not fit. Growing never makes another distance shorter, so the result is the least fixed point:
/// no assignment of sizes that fits has any smaller size.
///
/// Cost: linear in branches per round; each round but the last lets a branch grow, and in practice
/// there are few rounds.
package struct BranchRelaxation {
  /// A branch. Positions do not count the offsets, whose sizes are not known yet.
  package struct Branch: Sendable {
    /// The position of its first byte.
    package var start: Int
    /// The position of its target.
    package var target: Int
    /// How many branches have their offset before the target.
    package var branchesBeforeTarget: Int

    /// Creates a branch.
    package init(start: Int, target: Int, branchesBeforeTarget: Int) {
      self.start = start
      self.target = target
      self.branchesBeforeTarget = branchesBeforeTarget
    }
  }

  /// How many bytes the offset of each branch takes.
  package private(set) var sizes: [UInt8]
  /// How many bytes the offsets of all branches before each one take, and of all.
  package private(set) var before: [Int]

  /// Finds the sizes.
  ///
  /// - Parameter branches: in the order of their offsets.
  package init(_ branches: [Branch]) {
    sizes = Array(repeating: 0, count: branches.count)
    before = Array(repeating: 0, count: branches.count + 1)
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (index, branch) in branches.enumerated() {
        let target = branch.target + before[branch.branchesBeforeTarget]
        let size = UInt8(Immediate.size(Int64(target - branch.start - before[index])))
        if size > sizes[index] {
          sizes[index] = size
          isGrowing = true
        }
      }
      if isGrowing {
        for index in branches.indices { before[index + 1] = before[index] + Int(sizes[index]) }
      }
    }
  }
}
