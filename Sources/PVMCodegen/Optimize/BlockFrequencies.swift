import PVM
internal import Support

/// Estimates how often each block runs per call of its function, from the shape of the control flow.
///
/// Branch probabilities follow Ball and Larus, "Branch Prediction for Free" (PLDI 1993): loops go
/// round, traps do not happen, values are seldom equal to constants. A loop whose every round
/// makes a recursive call is not expected to go round: a recursion that ends makes less than one such call per
/// call on average, and often the loop was one of them. Frequencies follow Wu and Larus, "Static Branch Frequency and Program Profile Analysis" (MICRO 1994): loops are solved from
/// the inside out. Cost: blocks times loop depth.
package enum BlockFrequencies {
  /// The probability that control stays in a loop where it could leave.
  private static let staysInLoop = 0.875
  /// The probability of an edge to a block that always ends in a trap.
  private static let cold = 1e-5
  /// The largest frequency, so that products stay finite.
  private static let maximum = 1e12

  /// Sets the frequency of every block.
  package static func estimate(_ function: inout MachineFunction) {
    let graph = ControlFlowGraph(function)
    let dominators = DominatorTree(graph)
    let loops = LoopInfo(graph, dominators)
    let probabilities = edgeProbabilities(function, graph, dominators, loops)
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

  /// The probability of each edge of each block.
  private static func edgeProbabilities(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ dominators: DominatorTree,
    _ loops: LoopInfo
  ) -> BlockTable<[Double]> {
    let isCold = coldBlocks(function, graph)
    let recurses = recursiveLoops(function, graph, dominators, loops)
    return BlockTable(
      function.blocks.indices.map { block in
        let successors = function.blocks[block].successors
        guard successors.count > 1 else { return successors.isEmpty ? [] : [1] }
        var weights = [Double](repeating: 1, count: successors.count)
        if successors.count == 2, let end = function.blocks[block].instructions.last {
          switch end.opcode.opcode {
          case .branchEqImm, .branchEq: weights = [0.375, 0.625]
          case .branchNeImm, .branchNe: weights = [0.625, 0.375]
          default: break
          }
        }
        // Leaving the innermost loop that other edges stay in is unlikely.
        let loop = loops.innermost[block]
        if loop.exists, !recurses[loop] {
          let stays = successors.map { loops.contains(loop, $0.target) }
          if stays.contains(true), stays.contains(false) {
            let staying = stays.count { $0 }
            for index in stays.indices {
              weights[index] =
                stays[index]
                ? weights[index] * staysInLoop / Double(staying)
                : weights[index] * (1 - staysInLoop) / Double(stays.count - staying)
            }
          }
        }
        for (index, edge) in successors.enumerated() where isCold[edge.target] {
          weights[index] *= cold
        }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
      })
  }

  /// For each loop, whether the function calls itself in every round.
  private static func recursiveLoops(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ dominators: DominatorTree,
    _ loops: LoopInfo
  ) -> LoopTable<Bool> {
    var result = LoopTable(repeating: false, count: loops.loops.count)
    for (index, block) in function.blocks.indexed() where loops.innermost[index].exists {
      let loop = loops.innermost[index]
      let callsItself = block.instructions.contains {
        $0.opcode == .call && function.callee(of: $0) == .direct(function.index)
      }
      guard callsItself else { continue }
      result[loop] = graph.incoming(loops.loops[loop].header).allSatisfy {
        !loops.contains(loop, $0.source) || dominators.dominates(index, $0.source)
      }
    }
    return result
  }

  /// The blocks from which every path ends in a trap.
  private static func coldBlocks(
    _ function: MachineFunction, _ graph: ControlFlowGraph
  ) -> BlockTable<Bool> {
    var result = BlockTable<Bool>(repeating: false, count: function.blocks.count)
    for block in graph.reversePostorder.reversed() {
      let body = function.blocks[block]
      if body.instructions.last?.opcode == MachineOpcode(.trap) {
        result[block] = true
      } else if !body.successors.isEmpty {
        result[block] = body.successors.allSatisfy { result[$0.target] }
      }
    }
    return result
  }
}
