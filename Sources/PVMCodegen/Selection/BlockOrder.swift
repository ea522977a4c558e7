package import LLVM
internal import Support

/// The blocks of an LLVM function that control can reach, in the order in which they become machine blocks.
package struct BlockOrder {
  /// The blocks in reverse post-order: each before its successors except along loops' back edges.
  package let blocks: BlockTable<BasicBlock>
  /// Which machine block each becomes.
  package let indices: [BasicBlock: BlockID]
  /// The header of the innermost loop around each block, or none; a loop reaches from its header to its last block.
  package let loopHeaders: BlockTable<BlockID>

  /// Orders the blocks of a function.
  package init(_ function: Function) {
    let blocks = BlockTable(Self.reversePostOrder(function))
    var indices: [BasicBlock: BlockID] = [:]
    indices.reserveCapacity(blocks.count)
    for (index, block) in blocks.indexed() { indices[block] = index }
    self.blocks = blocks
    self.indices = indices
    loopHeaders = Self.loopHeaders(blocks, indices)
  }

  /// Whether a value is computed by an instruction in front of the innermost loop around a block.
  package func isMade(_ value: Value, outsideLoopAround block: BlockID) -> Bool {
    guard let definition = value.asInstruction, let place = indices[definition.parent]
    else { return false }
    let header = loopHeaders[block]
    return header.exists && place < header
  }

  /// Finds the loop headers: where a branch goes back to.
  private static func loopHeaders(
    _ blocks: BlockTable<BasicBlock>, _ indices: [BasicBlock: BlockID]
  ) -> BlockTable<BlockID> {
    var ends: [BlockID: BlockID] = [:]
    for (index, block) in blocks.indexed() {
      for successor in block.successors {
        if let header = indices[successor], header <= index { ends[header] = index }
      }
    }
    var result = BlockTable<BlockID>()
    var open: [(header: BlockID, end: BlockID)] = []
    for index in blocks.indices {
      if let end = ends[index] { open.append((index, end)) }
      open.removeAll { $0.end < index }
      result.append(open.last?.header ?? .none)
    }
    return result
  }

  /// The blocks that control can reach, each before its successors except along loops' back edges.
  private static func reversePostOrder(_ function: Function) -> [BasicBlock] {
    guard let entry = function.entry else { return [] }
    var order: [BasicBlock] = []
    var seen: Set<BasicBlock> = [entry]
    var stack: [(block: BasicBlock, successors: [BasicBlock], next: Int)] = [
      (entry, entry.successors, 0)
    ]
    while let top = stack.last {
      if top.next < top.successors.count {
        stack[stack.count - 1].next += 1
        let successor = top.successors[top.next]
        if seen.insert(successor).inserted {
          stack.append((successor, successor.successors, 0))
        }
      } else {
        order.append(top.block)
        stack.removeLast()
      }
    }
    order.reverse()
    return order
  }
}
