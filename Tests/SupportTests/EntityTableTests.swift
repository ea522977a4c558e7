import Support
import Testing

/// An id for the tests.
private struct NodeID: EntityID {
  let rawValue: UInt32
}

@Suite struct EntityTableTests {
  @Test func idsAreDense() {
    var table = EntityTable<NodeID, String>()
    #expect(table.isEmpty)
    let first = table.append("a")
    let second = table.append("b")
    #expect(first.index == 0 && second.index == 1 && first < second)
    table[first] += "c"
    #expect(table[first] == "ac" && table[second] == "b" && table.count == 2)
    #expect(Array(table.ids) == [first, second])
  }

  @Test func annotationsHaveADefault() {
    var notes = SecondaryTable<NodeID, Int>(default: -1, count: 1)
    #expect(notes[NodeID(index: 100)] == -1)
    notes[NodeID(index: 3)] = 7
    notes[NodeID(index: 5)] += 2
    #expect((0..<7).map { notes[NodeID(index: $0)] } == [-1, -1, -1, 7, -1, 1, -1])
  }
}
