internal import PVM
internal import Support

/// The part of a function that pays for its calls: where values that live across calls have registers
/// that calls preserve, or are in memory, and where the frame exists.
///
/// Problem: ways through the function that make no call should not pay. Method: moving into the region
/// costs as much as the edge is taken, so that the cheapest region is a minimum cut between the entry and
/// the blocks with calls, the one nearest to the calls ("shrink wrapping"; Chow, "Minimizing Register
/// Usage Penalty at Procedure Calls"). What can only be reached through the region is in it, too.
struct CallRegion {
  /// More blocks than this, and no region is searched.
  private static let maximumBlockCount = 2_000

  /// Whether each block is in the region.
  let isInside: BlockTable<Bool>
  /// How often the region is entered per call of the function.
  let entryFrequency: Double

  /// Finds the region; nil if the function makes no call, makes one at its beginning, or is too large.
  init?(_ function: MachineFunction, _ graph: ControlFlowGraph, _ costs: CostModel) {
    guard graph.blockCount <= CallRegion.maximumBlockCount else { return nil }
    let calls = BlockTable(
      function.blocks.indices.map { block in
        graph.isReachable(block)
          && function.blocks[block].instructions.contains { $0.opcode == .call }
      })
    guard calls.contains(true), !calls[.entry] else { return nil }
    let frequencies = EdgeFrequencies(function, graph)
    var cut = MinimumCut()
    cut.reset()
    let nodes = BlockTable(
      calls.indices.map {
        calls[$0] ? MinimumCut.source : $0 == .entry ? MinimumCut.sink : cut.addNode()
      })
    for block in graph.reversePostorder {
      for edge in graph.incoming(block) {
        let source = edge.source
        guard nodes[source] != nodes[block] else { continue }
        cut.addArc(
          nodes[block], nodes[source],
          frequencies.of(source, edge.position) + costs.placement)
      }
    }
    _ = cut.solve()
    // What is reached without entering the calls' side is outside.
    var outside = GrowingSet(count: calls.count, [BlockID.entry])
    while let block = outside.next() {
      for edge in function.blocks[block].successors {
        let node = nodes[edge.target]
        if node != MinimumCut.source, !cut.isOnSourceSide(node) { outside.insert(edge.target) }
      }
    }
    let isInside = outside.flags.mapValues { !$0 }
    var entryFrequency = 0.0
    for block in graph.reversePostorder where !isInside[block] {
      for (position, edge) in function.blocks[block].successors.enumerated()
      where isInside[edge.target] {
        entryFrequency += frequencies.of(block, position)
      }
    }
    self.isInside = isInside
    self.entryFrequency = entryFrequency
  }
}
