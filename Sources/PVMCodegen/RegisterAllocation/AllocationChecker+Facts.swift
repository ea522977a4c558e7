extension AllocationChecker {
  /// A register or spill slot, and a value it holds.
  struct Fact: Comparable {
    /// The register's number, or 16 plus the slot.
    var place: Int32
    /// The value.
    var value: Int32

    /// Orders by place, then value.
    static func < (left: Fact, right: Fact) -> Bool {
      left.place != right.place ? left.place < right.place : left.value < right.value
    }
  }

  /// What is known while a block is executed: the values of each place.
  struct Facts {
    /// Sets of values by place, small and unordered; places beyond the last are empty.
    private var values: [[Int32]] = []

    /// Unpacks facts.
    init(_ facts: [Fact]) {
      for fact in facts { add(fact.place, fact.value) }
    }

    /// The facts, packed.
    var sorted: [Fact] {
      var result: [Fact] = []
      for (place, set) in values.enumerated() {
        for value in set.sorted() { result.append(Fact(place: Int32(place), value: value)) }
      }
      return result
    }

    /// Whether a place holds a value.
    func holds(_ place: Int32, _ value: Int32) -> Bool {
      Int(place) < values.count && values[Int(place)].contains(value)
    }

    /// Adds a value to a place.
    mutating func add(_ place: Int32, _ value: Int32) {
      while values.count <= Int(place) { values.append([]) }
      if !values[Int(place)].contains(value) { values[Int(place)].append(value) }
    }

    /// Forgets what a place holds.
    mutating func clear(_ place: Int32) {
      if Int(place) < values.count { values[Int(place)].removeAll(keepingCapacity: true) }
    }

    /// Forgets a value wherever it is: it is about to be made anew.
    mutating func forget(_ value: Int32) {
      for place in values.indices where !values[place].isEmpty {
        values[place].removeAll { $0 == value }
      }
    }

    /// Makes one place hold what another does.
    mutating func copy(_ source: Int32, to target: Int32) {
      if source == target { return }
      while values.count <= Int(max(source, target)) { values.append([]) }
      values[Int(target)] = values[Int(source)]
    }
  }
}
