/// Blocks in an order that reaches each before its successors where possible.
struct ControlFlowOrder {
  /// The reachable blocks.
  var order: [Int] = []

  /// Orders the blocks of a function.
  init(_ function: MachineFunction) {
    var isSeen = [Bool](repeating: false, count: function.blocks.count)
    var stack: [(block: Int, next: Int)] = [(0, 0)]
    isSeen[0] = true
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
