import Support
import Testing

/// Typed ids, and tables that are indexed by them.
@Suite struct EntityTableTests {
  /// What the ids of the tests stand for.
  private enum City {}

  @Test func idsAreOrderedByPosition() {
    let first = EntityID<City>(3)
    let second = EntityID<City>(7)
    #expect(first < second && first != second && second.index == 7)
    #expect(first.next == EntityID(4) && first.advanced(by: 4) == second)
    #expect(first.distance(to: second) == 4 && second.distance(to: first) == -4)
    #expect(Array(first..<second).map(\.index) == [3, 4, 5, 6])
    #expect("\(second)" == "7")
  }

  @Test func noneIsNoEntity() {
    let none = EntityID<City>.none
    #expect(!none.exists && EntityID<City>(0).exists)
    #expect(EntityID<City>(1 << 31) < none)
    #expect("\(none)" == "none")
    #expect(MemoryLayout<EntityID<City>>.size == 4)
  }

  @Test func appendingMakesIDs() {
    var names = EntityTable<City, String>()
    #expect(names.isEmpty && names.nextID == EntityID(0))
    let ghent = names.append("Ghent")
    let turin = names.append("Turin")
    #expect(names[ghent] == "Ghent" && names[turin] == "Turin" && names.count == 2)
    names[ghent] += "!"
    #expect(names.values == ["Ghent!", "Turin"])
    #expect(names.indexed().map { "\($0.0) \($0.1)" } == ["0 Ghent!", "1 Turin"])
  }

  @Test func tablesAnnotateOtherTables() {
    let names = EntityTable<City, String>(["Ghent", "Turin", "Kyoto"])
    var visits = EntityTable<City, Int>(repeating: 0, count: names.count)
    for city in names.indices.reversed() where names[city].contains("o") { visits[city] += 1 }
    #expect(visits == EntityTable([0, 0, 1]))
    #expect(names.mapValues(\.count) == EntityTable([5, 5, 5]))
    #expect(visits.firstIndex(of: 1) == EntityID(2))
    #expect(Array(names.values(in: EntityID(1)..<names.endIndex)) == ["Turin", "Kyoto"])
  }
}
