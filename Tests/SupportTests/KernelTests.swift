import Support
import Testing

/// The small kernels against models of themselves.
@Suite struct KernelTests {
  /// Every sorted array of up to five numbers below four, every range of it, and every bound.
  @Test func binarySearchFindsTheFirstIndex() {
    var arrays: [[Int]] = [[]]
    for _ in 0..<5 {
      arrays += arrays.flatMap { array in ((array.last ?? 0)..<4).map { array + [$0] } }
    }
    for array in Set(arrays) {
      for low in 0...array.count {
        for high in low...array.count {
          for bound in 0...4 {
            let found = (low..<high).firstIndex(behind: { array[$0] < bound })
            let expected = (low..<high).first { array[$0] >= bound } ?? high
            #expect(found == expected)
          }
        }
      }
    }
  }

  /// Random joins, compared with sets that are relabeled as a whole.
  @Test(arguments: 1...40)
  func unionFindKeepsWhoStandsForASet(_ count: Int) {
    var random = SplitMix64(state: UInt64(count))
    var sets = UnionFind(count: count / 2)
    while sets.count < count { sets.append() }
    var model = Array(0..<count)
    for _ in 0..<2 * count {
      let (a, b) = (
        Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random)
      )
      let (from, to) = (model[a], model[b])
      #expect(sets.join(a, into: b) == (from != to))
      for index in model.indices where model[index] == from { model[index] = to }
      for index in model.indices { #expect(sets.find(index) == model[index]) }
    }
  }

  /// Random keys, compared with filtering.
  @Test(arguments: 0..<30)
  func rowsAreGroupedInOrder(_ seed: Int) {
    var random = SplitMix64(state: UInt64(seed))
    let count = seed % 7
    let keys = (0..<(count == 0 ? 0 : seed)).map { _ in
      Int32.random(in: 0..<Int32(count), using: &random)
    }
    let elements = keys.indices.map { "\($0)" }
    let rows = CompressedRows(elements, by: keys, count: count)
    let typed = EntityRows<String, String>(
      elements, by: keys.map { EntityID(Int($0)) }, count: count)
    #expect(rows.count == count)
    #expect(rows.elements.count == elements.count)
    for row in 0..<count {
      let expected = zip(keys, elements).filter { $0.0 == row }.map(\.1)
      #expect(Array(rows[row]) == expected)
      #expect(Array(rows.elements[rows.range(row)]) == expected)
      #expect(Array(typed[EntityID(row)]) == expected)
      #expect(typed.range(EntityID(row)) == rows.range(row))
    }
  }

  /// Every pattern of five flags.
  @Test func flaggedElementsAreRemoved() {
    for pattern in 0..<32 {
      let flags = (0..<5).map { pattern >> $0 & 1 != 0 }
      var elements = [0, 1, 2, 3, 4]
      elements.removeAll(flagged: flags)
      #expect(elements == (0..<5).filter { !flags[$0] })
    }
  }

  /// The first numbers of the published generator for the state 1234567.
  @Test func splitMixIsThePublishedOne() {
    var random = SplitMix64(state: 1_234_567)
    let numbers = (0..<5).map { _ in random.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }
}
