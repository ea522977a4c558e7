import LLVM

/// The blocks of an LLVM function that control can reach, in the order in which they become machine blocks.
struct BlockOrder {
  /// The blocks in reverse post-order: each before its successors except along loops' back edges.
  let blocks: [BasicBlock]
  /// The index of each block.
  let indices: [BasicBlock: Int]
  /// The index of the header of the innermost loop around each block, or -1; a loop reaches from its header to its last block.
  let loopHeaders: [Int]

  /// Orders the blocks of a function.
  init(_ function: Function) {
    let blocks = Self.reversePostOrder(function)
    var indices: [BasicBlock: Int] = [:]
    indices.reserveCapacity(blocks.count)
    for (index, block) in blocks.enumerated() { indices[block] = index }
    self.blocks = blocks
    self.indices = indices
    loopHeaders = Self.loopHeaders(blocks, indices)
  }

  /// Whether a value is computed by an instruction in front of the innermost loop around a block, given by its index.
  func isMade(_ value: Value, outsideLoopAround block: Int) -> Bool {
    guard let definition = value.asInstruction, let place = indices[definition.parent]
    else { return false }
    return place < loopHeaders[block]
  }

  /// Finds the loop headers: where a branch goes back to.
  private static func loopHeaders(
    _ blocks: [BasicBlock], _ indices: [BasicBlock: Int]
  ) -> [Int] {
    var ends: [Int: Int] = [:]
    for (index, block) in blocks.enumerated() {
      for successor in block.successors {
        if let header = indices[successor], header <= index { ends[header] = index }
      }
    }
    var result: [Int] = []
    var open: [(header: Int, end: Int)] = []
    for index in blocks.indices {
      if let end = ends[index] { open.append((index, end)) }
      open.removeAll { $0.end < index }
      result.append(open.last?.header ?? -1)
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
