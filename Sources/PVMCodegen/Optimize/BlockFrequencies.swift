import PVM
internal import Support

/// Estimates how often each block runs per call of its function, from the shape of the control flow.
///
/// The probabilities of branches are those of `EdgeProbabilities`. Frequencies follow Wu and Larus, "Static Branch Frequency and
/// Program Profile Analysis" (MICRO 1994): loops are solved from the inside out. Cost: blocks times loop depth.
package enum BlockFrequencies {
  /// The largest frequency, so that products stay finite.
  private static let maximum = 1e12

  /// Sets the frequency of every block.
  package static func estimate(_ function: inout MachineFunction) {
    let graph = ControlFlowGraph(function)
    let dominators = DominatorTree(graph)
    let loops = LoopInfo(graph, dominators)
    let edges = EdgeProbabilities(function, graph, dominators, loops)
    let probabilities = BlockTable(function.blocks.indices.map { edges.edges(of: $0) })
    var cyclic = LoopTable<Double>(repeating: 0, count: loops.loops.count)
    // Inner loops have larger depth; parents come after their children in this order.
    let order = loops.loops.indices.sorted {
      (loops.loops[$1].depth, $0) < (loops.loops[$0].depth, $1)
    }
    var blocksOfLoop = LoopTable<[BlockID]>(repeating: [], count: loops.loops.count)
    for block in graph.reversePostorder {
      var loop = loops.innermost[block]
      while loop.exists {
        blocksOfLoop[loop].append(block)
        loop = loops.loops[loop].parent
      }
    }
    var frequency = BlockTable<Double>(repeating: 0, count: graph.blockCount)
    var headerOf = BlockTable<LoopID>(repeating: .none, count: graph.blockCount)
    for (index, loop) in loops.loops.indexed() { headerOf[loop.header] = index }

    func propagate(_ blocks: [BlockID], from entry: BlockID, within loop: LoopID) {
      for block in blocks {
        var sum = block == entry ? 1.0 : 0
        if block != entry {
          for edge in graph.incoming(block)
          where graph.position[edge.source] >= 0
            && graph.position[edge.source] < graph.position[block]
            && (!loop.exists || loops.contains(loop, edge.source))
          {
            sum += frequency[edge.source] * probabilities[edge.source][edge.position]
          }
        }
        let inner = headerOf[block]
        if inner.exists, inner != loop { sum /= 1 - cyclic[inner] }
        frequency[block] = min(sum, maximum)
      }
    }

    for loop in order {
      let header = loops.loops[loop].header
      propagate(blocksOfLoop[loop], from: header, within: loop)
      var back = 0.0
      for edge in graph.incoming(header)
      where graph.position[edge.source] >= graph.position[header] {
        back += frequency[edge.source] * probabilities[edge.source][edge.position]
      }
      cyclic[loop] = min(back, 0.99)
    }
    propagate(graph.reversePostorder, from: .entry, within: .none)
    for block in function.blocks.indices { function.blocks[block].frequency = frequency[block] }
  }
}
