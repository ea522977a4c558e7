internal import Support

/// Blocks in an order that reaches each before its successors where possible.
struct ControlFlowOrder {
  /// The reachable blocks.
  var order: [BlockID] = []

  /// Orders the blocks of a function.
  init(_ function: MachineFunction) {
    var isSeen = BlockTable<Bool>(repeating: false, count: function.blocks.count)
    var stack: [(block: BlockID, next: Int)] = [(.entry, 0)]
    isSeen[.entry] = true
    while let (block, next) = stack.last {
      guard next < function.blocks[block].successors.count else {
        order.append(block)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let target = function.blocks[block].successors[next].target
      if !isSeen[target] {
        isSeen[target] = true
        stack.append((target, 0))
      }
    }
    order.reverse()
  }
}
