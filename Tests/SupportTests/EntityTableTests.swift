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

  /// Reachability in random graphs, compared with what a number of rounds finds.
  @Test(arguments: 1...30)
  func setsGrowByWhatFollows(_ count: Int) {
    var random = SplitMix64(state: UInt64(count))
    let successors = EntityTable<City, [EntityID<City>]>(
      (0..<count).map { _ in
        (0..<Int.random(in: 0..<3, using: &random)).map { _ in
          EntityID(Int.random(in: 0..<count, using: &random))
        }
      })
    var set = GrowingSet(count: count, [EntityID<City>(0)])
    #expect(!set.isSettled && !set.insert(EntityID(0)))
    while let city = set.next() {
      for next in successors[city] { set.insert(next) }
    }
    #expect(set.isSettled)
    var model = EntityTable<City, Bool>(repeating: false, count: count)
    model[EntityID(0)] = true
    for _ in 0..<count {
      for city in model.indices where model[city] {
        for next in successors[city] { model[next] = true }
      }
    }
    #expect(set.flags == model)
    #expect(model.indices.allSatisfy { set.contains($0) == model[$0] })
  }
}
