internal import Support

/// How often each edge is expected to be taken, derived from the blocks' frequencies.
///
/// An edge that is alone at one end has the frequency of that end. The others follow by subtracting
/// known edges from their blocks as long as that determines one, and are shared out otherwise.
package struct EdgeFrequencies: Sendable {
  /// Where each block's edges begin in `values`.
  private let starts: BlockTable<Int32>
  /// Frequencies, grouped by source block, in successor order.
  private let values: [Double]

  /// Derives the frequencies.
  package init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let count = function.blocks.count
    var edgeCount = 0
    let starts = function.blocks.mapValues { block in
      defer { edgeCount += block.successors.count }
      return Int32(edgeCount)
    }
    var values = [Double](repeating: -1, count: edgeCount)
    var unknownOut = BlockTable<Int32>(repeating: 0, count: count)
    var unknownIn = BlockTable<Int32>(repeating: 0, count: count)
    var restOut = function.blocks.mapValues(\.frequency)
    var restIn = restOut
    for block in graph.reversePostorder {
      unknownOut[block] = Int32(function.blocks[block].successors.count)
      unknownIn[block] = Int32(graph.incoming(block).count)
    }
    // A block is put on the list when one side of it has a single unknown edge.
    var work = Array(graph.reversePostorder.reversed())
    func settle(_ source: BlockID, _ position: Int, _ value: Double) {
      values[Int(starts[source]) + position] = value
      let target = function.blocks[source].successors[position].target
      unknownOut[source] -= 1
      unknownIn[target] -= 1
      restOut[source] = max(0, restOut[source] - value)
      restIn[target] = max(0, restIn[target] - value)
      work.append(source)
      work.append(target)
    }
    while let block = work.popLast() {
      if unknownOut[block] == 1 {
        for position in 0..<function.blocks[block].successors.count
        where values[Int(starts[block]) + position] < 0 {
          let target = function.blocks[block].successors[position].target
          settle(block, position, min(restOut[block], function.blocks[target].frequency))
          break
        }
      }
      if unknownIn[block] == 1 {
        for edge in graph.incoming(block)
        where values[Int(starts[edge.source]) + edge.position] < 0 {
          settle(
            edge.source, edge.position, min(restIn[block], restOut[edge.source]))
          break
        }
      }
    }
    for block in function.blocks.indices {
      for (position, edge) in function.blocks[block].successors.enumerated()
      where values[Int(starts[block]) + position] < 0 {
        let share = restOut[block] / Double(max(1, unknownOut[block]))
        values[Int(starts[block]) + position] = min(share, restIn[edge.target])
      }
    }
    self.starts = starts
    self.values = values
  }

  /// The frequency of a block's edge.
  package func of(_ block: BlockID, _ position: Int) -> Double {
    values[Int(starts[block]) + position]
  }
}
