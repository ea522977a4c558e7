import Support
import Testing

@Suite struct BitSetTests {
  @Test func membersComeInOrder() {
    var set = BitSet()
    for member in [130, 0, 63, 64, 5] {
      let isNew = set.insert(member)
      #expect(isNew)
    }
    let again = set.insert(64)
    #expect(!again)
    #expect(Array(set) == [0, 5, 63, 64, 130])
    #expect(set.count == 5)
    #expect(!set.contains(-1) && !set.contains(1000) && set.contains(130))
  }

  @Test func removalKeepsTheRest() {
    var set = BitSet(capacity: 10)
    set.insert(3)
    set.insert(200)
    let removed = set.remove(200)
    let missing = set.remove(201)
    #expect(removed && !missing)
    #expect(Array(set) == [3])
    set.removeAll()
    #expect(set.isEmpty)
  }

  @Test func setAlgebraAgreesWithSwiftSets() {
    var state: UInt64 = 7
    func random() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % 300
    }
    for _ in 0..<200 {
      let left = Set((0..<20).map { _ in random() })
      let right = Set((0..<20).map { _ in random() }.filter { $0 < 150 })
      var a = BitSet()
      for member in left { a.insert(member) }
      var b = BitSet()
      for member in right { b.insert(member) }
      var union = a
      let isChanged = union.formUnion(b)
      #expect(isChanged == !right.isSubset(of: left))
      #expect(Array(union) == left.union(right).sorted())
      let isChangedAgain = union.formUnion(b)
      #expect(!isChangedAgain)
      var intersection = a
      intersection.formIntersection(b)
      #expect(Array(intersection) == left.intersection(right).sorted())
      var difference = a
      difference.subtract(b)
      #expect(Array(difference) == left.subtracting(right).sorted())
      #expect(a.intersects(b) == !left.isDisjoint(with: right))
    }
  }

  @Test func equalityIgnoresStorage() {
    var large = BitSet(capacity: 1000)
    large.insert(2)
    var small = BitSet()
    small.insert(2)
    #expect(large == small)
    #expect(large.hashValue == small.hashValue)
    large.insert(999)
    #expect(large != small && small != large)
  }
}
