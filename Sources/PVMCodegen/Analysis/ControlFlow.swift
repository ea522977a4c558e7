internal import Support

/// Steps that several passes over the blocks share.
enum ControlFlow {
  /// Which blocks can be reached from the entry.
  static func reachable(_ function: MachineFunction) -> BlockTable<Bool> {
    var reachable = GrowingSet(count: function.blocks.count, [BlockID.entry])
    while let block = reachable.next() {
      for edge in function.blocks[block].successors { reachable.insert(edge.target) }
    }
    return reachable.flags
  }

  /// Deletes the blocks that cannot be reached from the entry; says whether there were any.
  @discardableResult
  static func removeUnreachableBlocks(_ function: inout MachineFunction) -> Bool {
    let isReachable = reachable(function)
    let order = isReachable.indices.filter { isReachable[$0] }
    guard order.count < function.blocks.count else { return false }
    reorder(&function, order)
    return true
  }

  /// Puts blocks into a new order; those that are left out must not be reachable from the others.
  ///
  /// - Parameter order: which block each new one was; the entry stays first.
  static func reorder(_ function: inout MachineFunction, _ order: [BlockID]) {
    var newIndex = BlockTable<BlockID>(repeating: .none, count: function.blocks.count)
    for (new, old) in order.enumerated() { newIndex[old] = BlockID(new) }
    var blocks = BlockTable<MachineBlock>()
    blocks.reserveCapacity(order.count)
    for old in order {
      let new = blocks.append(function.blocks[old])
      for edge in blocks[new].successors.indices {
        let target = blocks[new].successors[edge].target
        blocks[new].successors[edge].target = newIndex[target]
      }
    }
    function.blocks = blocks
  }
}
