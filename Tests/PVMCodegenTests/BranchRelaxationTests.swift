import PVM
import PVMCodegen
import Support
import TestSupport
import Testing

/// Sizes of branch offsets.
@Suite struct BranchRelaxationTests {
  /// How many bytes an offset takes, as the specification says.
  func size(_ offset: Int) -> Int {
    if offset == 0 { return 0 }
    for size in 1..<4 where offset >= -(1 << (8 * size - 1)) && offset < 1 << (8 * size - 1) {
      return size
    }
    return 4
  }

  /// The smallest sizes by trying all; branches may use more bytes than they need.
  func bruteForce(_ branches: [BranchRelaxation.Branch]) -> [UInt8] {
    var best: [UInt8] = []
    var bestTotal = Int.max
    for code in 0..<(1 << (2 * branches.count)) {
      // Up to three bytes each are enough for what is tested.
      let sizes = branches.indices.map { UInt8(code >> (2 * $0) & 3) }
      func before(_ rank: Int) -> Int { sizes[..<rank].reduce(0) { $0 + Int($1) } }
      let fits = branches.indices.allSatisfy { index in
        let target = branches[index].target + before(branches[index].branchesBeforeTarget)
        return size(target - branches[index].start - before(index)) <= Int(sizes[index])
      }
      let total = before(branches.count)
      if fits, total < bestTotal {
        bestTotal = total
        best = sizes
      }
    }
    return best
  }

  /// On random graphs near the limits of one and two bytes, nothing is smaller.
  @Test func bruteForceAgrees() {
    var generator = SeededRandom(seed: 1)
    for round in 0..<2000 {
      let count = Int.random(in: 1...5, using: &generator)
      // Instructions lie between the points 0, 1, …; a branch is at some of them.
      let spread = round % 2 == 0 ? 130 : 33_000
      var points = (0...count).map { _ in Int.random(in: 0...spread, using: &generator) }
      points.sort()
      let branches = (0..<count).map { index in
        let target = Int.random(in: 0...count, using: &generator)
        // A branch starts two bytes before its offset; a target is a start, or the end.
        let position = target < count ? points[target] + 2 * target : points[count] + 2 * count
        return BranchRelaxation.Branch(
          start: points[index] + 2 * index, target: position, branchesBeforeTarget: target)
      }
      let relaxation = BranchRelaxation(branches)
      #expect(relaxation.sizes == bruteForce(branches), "round \(round)")
      #expect(relaxation.before.last == relaxation.sizes.reduce(0) { $0 + Int($1) })
    }
  }

  /// The limits themselves.
  @Test(arguments: [
    (0, 0), (1, 1), (127, 1), (128, 2), (-128, 1), (-129, 2), (32767, 2), (32768, 3), (-32768, 2),
    (8_388_607, 3), (8_388_608, 4), (-8_388_609, 4),
  ])
  func limits(_ offset: Int, _ expected: Int) {
    let branch = BranchRelaxation.Branch(
      start: 10_000_000, target: 10_000_000 + offset, branchesBeforeTarget: 0)
    #expect(BranchRelaxation([branch]).sizes == [UInt8(expected)])
  }
}
