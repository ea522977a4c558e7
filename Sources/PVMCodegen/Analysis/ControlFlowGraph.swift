internal import Support

/// A way into a block: which block, and which of its successor edges.
package struct IncomingEdge: Hashable, Sendable {
  /// The index of the block that the edge leaves.
  package let source: Int32
  /// The edge's position among that block's successors.
  package let position: Int32
}

/// Predecessors and reverse postorder of a function's blocks, in dense arrays.
package struct ControlFlowGraph: Sendable {
  /// How many blocks there are.
  package let blockCount: Int
  /// Indices of the reachable blocks, each before its successors except along back edges.
  package let reversePostorder: [Int32]
  /// The position of each block in `reversePostorder`, or -1 for an unreachable block.
  package let position: [Int32]
  /// The edges from reachable blocks by the block that they lead to.
  private let incoming: CompressedRows<IncomingEdge>

  /// Analyzes a function.
  ///
  /// - Complexity: linear in blocks and edges.
  package init(_ function: MachineFunction) {
    let count = function.blocks.count
    blockCount = count
    var order: [Int32] = []
    order.reserveCapacity(count)
    var position = [Int32](repeating: -1, count: count)
    if count > 0 {
      // Depth first with an explicit stack; successors are visited last to first so that the first
      // successor comes first in reverse postorder.
      var stack: [(block: Int32, next: Int32)] = []
      position[0] = 0
      stack.append((0, Int32(function.blocks[0].successors.count)))
      while let top = stack.last {
        if top.next == 0 {
          order.append(top.block)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next -= 1
        let target = function.blocks[Int(top.block)].successors[Int(top.next) - 1].target
        if position[target] < 0 {
          position[target] = 0
          stack.append((Int32(target), Int32(function.blocks[target].successors.count)))
        }
      }
    }
    order.reverse()
    for (index, block) in order.enumerated() { position[Int(block)] = Int32(index) }

    var edges: [IncomingEdge] = []
    var targets: [Int32] = []
    for block in 0..<count where position[block] >= 0 {
      for (index, edge) in function.blocks[block].successors.enumerated() {
        edges.append(IncomingEdge(source: Int32(block), position: Int32(index)))
        targets.append(Int32(edge.target))
      }
    }
    reversePostorder = order
    self.position = position
    incoming = CompressedRows(edges, by: targets, count: count)
  }

  /// The edges from reachable blocks into a block.
  package func incoming(_ block: Int) -> ArraySlice<IncomingEdge> { incoming[block] }

  /// Whether a block can be reached from the entry.
  package func isReachable(_ block: Int) -> Bool { position[block] >= 0 }
}
