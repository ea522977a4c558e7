internal import Support

/// A way into a block: which block, and which of its successor edges.
package struct IncomingEdge: Hashable, Sendable {
  /// The block that the edge leaves.
  package let source: BlockID
  /// The edge's position among that block's successors, which takes 32 bits.
  private let storedPosition: Int32

  /// An edge out of a block.
  init(source: BlockID, position: Int) {
    self.source = source
    storedPosition = Int32(position)
  }

  /// The edge's position among that block's successors.
  package var position: Int { Int(storedPosition) }
}

/// Predecessors and reverse postorder of a function's blocks, in dense arrays.
package struct ControlFlowGraph: Sendable {
  /// How many blocks there are.
  package let blockCount: Int
  /// The reachable blocks, each before its successors except along back edges.
  package let reversePostorder: [BlockID]
  /// The position of each block in `reversePostorder`, or -1 for an unreachable block.
  package let position: BlockTable<Int32>
  /// The edges from reachable blocks by the block that they lead to.
  private let incoming: EntityRows<MachineBlock, IncomingEdge>

  /// Analyzes a function.
  ///
  /// - Complexity: linear in blocks and edges.
  package init(_ function: MachineFunction) {
    let count = function.blocks.count
    blockCount = count
    var order: [BlockID] = []
    order.reserveCapacity(count)
    var position = BlockTable<Int32>(repeating: -1, count: count)
    if count > 0 {
      // Depth first with an explicit stack; successors are visited last to first so that the first
      // successor comes first in reverse postorder.
      var stack: [(block: BlockID, next: Int32)] = []
      position[.entry] = 0
      stack.append((.entry, Int32(function.blocks[.entry].successors.count)))
      while let top = stack.last {
        if top.next == 0 {
          order.append(top.block)
          stack.removeLast()
          continue
        }
        stack[stack.count - 1].next -= 1
        let target = function.blocks[top.block].successors[Int(top.next) - 1].target
        if position[target] < 0 {
          position[target] = 0
          stack.append((target, Int32(function.blocks[target].successors.count)))
        }
      }
    }
    order.reverse()
    for (index, block) in order.enumerated() { position[block] = Int32(index) }

    var edges: [IncomingEdge] = []
    var targets: [BlockID] = []
    for block in position.indices where position[block] >= 0 {
      for (index, edge) in function.blocks[block].successors.enumerated() {
        edges.append(IncomingEdge(source: block, position: index))
        targets.append(edge.target)
      }
    }
    reversePostorder = order
    self.position = position
    incoming = EntityRows(edges, by: targets, count: count)
  }

  /// The edges from reachable blocks into a block.
  package func incoming(_ block: BlockID) -> ArraySlice<IncomingEdge> { incoming[block] }

  /// Whether a block can be reached from the entry.
  package func isReachable(_ block: BlockID) -> Bool { position[block] >= 0 }
}
