extension MachineFunction {
  /// Drops the blocks that control cannot reach; the others keep their order.
  package mutating func removeUnreachableBlocks() {
    var isReachable = [Bool](repeating: false, count: blocks.count)
    var work = blocks.isEmpty ? [] : [0]
    if !blocks.isEmpty { isReachable[0] = true }
    while let block = work.popLast() {
      for edge in blocks[block].successors where !isReachable[edge.target] {
        isReachable[edge.target] = true
        work.append(edge.target)
      }
    }
    guard isReachable.contains(false) else { return }
    var position = [Int](repeating: -1, count: blocks.count)
    var kept: [MachineBlock] = []
    for index in blocks.indices where isReachable[index] {
      position[index] = kept.count
      kept.append(blocks[index])
    }
    for block in kept.indices {
      for edge in kept[block].successors.indices {
        kept[block].successors[edge].target = position[kept[block].successors[edge].target]
      }
    }
    blocks = kept
  }
}
