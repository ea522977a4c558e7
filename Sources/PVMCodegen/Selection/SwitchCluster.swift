/// Consecutive cases of a switch that are dispatched together.
package struct SwitchCluster: Equatable {
  /// Where the cases go.
  package enum Targets: Equatable {
    /// All to the same place.
    case one(MachineEdge)
    /// Each by its value from low to high, in a jump table; nil where there is no case.
    case table([MachineEdge?])
  }

  /// The first value.
  package var low: Int64
  /// The last value.
  package var high: Int64
  /// Where they go.
  package var targets: Targets

  /// Creates a cluster.
  package init(low: Int64, high: Int64, targets: Targets) {
    self.low = low
    self.high = high
    self.targets = targets
  }

  /// The most values of a jump table.
  private static let maximumTable = 4096
  /// The fewest runs of values that are worth a jump table.
  private static let minimumRuns = 4

  /// Groups cases into runs with one target and, where they are dense, jump tables.
  ///
  /// Tables grow greedily from the left while they stay at least two fifths full.
  ///
  /// - Parameter cases: the cases by ascending value, each value once.
  package static func clusters(of cases: [(value: Int64, edge: MachineEdge)]) -> [SwitchCluster] {
    let runs = runs(of: cases)
    var result: [SwitchCluster] = []
    var start = 0
    while start < runs.count {
      let end = endOfTable(runs, from: start)
      if end - start >= minimumRuns {
        result.append(table(runs[start..<end]))
        start = end
      } else {
        result.append(
          SwitchCluster(
            low: runs[start].low, high: runs[start].high, targets: .one(runs[start].edge)))
        start += 1
      }
    }
    return result
  }

  /// Adjacent values that go to one place.
  private struct Run {
    /// The first value.
    var low: Int64
    /// The last value.
    var high: Int64
    /// Where they go.
    var edge: MachineEdge

    /// How many values there are.
    var count: Int { Int(high &- low) + 1 }
  }

  /// Joins adjacent values that go to one place.
  private static func runs(of cases: [(value: Int64, edge: MachineEdge)]) -> [Run] {
    var runs: [Run] = []
    for (value, edge) in cases {
      if let last = runs.last, last.high &+ 1 == value, last.edge == edge {
        runs[runs.count - 1].high = value
      } else {
        runs.append(Run(low: value, high: value, edge: edge))
      }
    }
    return runs
  }

  /// The end of the runs that make a table that is full enough, from one on.
  private static func endOfTable(_ runs: [Run], from start: Int) -> Int {
    var values = 0
    var best = start
    for end in start..<runs.count {
      let (distance, overflow) = runs[end].high.subtractingReportingOverflow(runs[start].low)
      guard !overflow, distance < Int64(maximumTable) else { break }
      let size = Int(distance) + 1
      values += runs[end].count
      if values * 5 >= size * 2 { best = end }
      // It would take more cases than may come.
      if size > values * 8 + 64 { break }
    }
    return best + 1
  }

  /// The jump table of some runs.
  private static func table(_ runs: ArraySlice<Run>) -> SwitchCluster {
    let low = runs[runs.startIndex].low
    var edges: [MachineEdge?] = []
    for run in runs {
      edges.append(
        contentsOf: repeatElement(MachineEdge?.none, count: Int(run.low &- low) - edges.count))
      edges.append(contentsOf: repeatElement(Optional(run.edge), count: run.count))
    }
    return SwitchCluster(
      low: low, high: runs[runs.endIndex - 1].high, targets: .table(edges))
  }
}
