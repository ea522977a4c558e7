import PVMCodegen
import Support
import Testing

/// How the cases of switches are grouped.
@Suite struct SwitchClusterTests {
  /// Groups cases given as values and blocks.
  private func clusters(_ cases: [(Int64, BlockID)]) -> [SwitchCluster] {
    SwitchCluster.clusters(of: cases.map { (value: $0.0, edge: MachineEdge($0.1)) })
  }

  /// A cluster with one target.
  private func run(_ values: ClosedRange<Int64>, _ target: BlockID) -> SwitchCluster {
    SwitchCluster(
      low: values.lowerBound, high: values.upperBound, targets: .one(MachineEdge(target)))
  }

  @Test func adjacentValuesWithOneTargetAreARun() {
    #expect(
      clusters([(1, 5), (2, 5), (3, 5), (5, 5), (6, 7)]) == [
        run(1...3, 5), run(5...5, 5), run(6...6, 7),
      ])
  }

  @Test func fourRunsNearEachOtherAreATable() {
    let result = clusters([(10, 1), (11, 2), (13, 3), (14, 1)])
    let edges: [MachineEdge?] = [
      MachineEdge(1), MachineEdge(2), nil, MachineEdge(3), MachineEdge(1),
    ]
    #expect(result == [SwitchCluster(low: 10, high: 14, targets: .table(edges))])
  }

  @Test func sparseValuesAreNone() {
    // Four of eleven values are less than two fifths.
    #expect(clusters([(0, 1), (3, 2), (7, 3), (10, 4)]).count == 4)
    // Four of ten are enough.
    #expect(clusters([(0, 1), (3, 2), (7, 3), (9, 4)]).count == 1)
  }

  @Test func tablesStopWhereValuesAreFar() {
    let result = clusters([(0, 1), (1, 2), (2, 3), (3, 4), (1000, 5)])
    #expect(result.map(\.low) == [0, 1000])
    #expect(result.map(\.high) == [3, 1000])
  }

  @Test func distancesMayExceedAllNumbers() {
    let result = clusters([(.min, 1), (-1, 2), (0, 3), (1, 4), (2, 5), (.max, 6)])
    #expect(result.map(\.low) == [.min, -1, .max])
    #expect(result[0] == run(.min ... .min, 1))
  }

  @Test func tablesHaveAtMost4096Values() {
    let cases = (0..<5000).map { (Int64($0), BlockID($0 % 3)) }
    let result = clusters(cases)
    #expect(result.map(\.low) == [0, 4096])
    #expect(result.map(\.high) == [4095, 4999])
  }
}
