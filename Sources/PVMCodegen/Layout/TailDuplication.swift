internal import PVM
internal import Support

/// Copies blocks to the ends of blocks that jump to them.
///
/// Why it pays: a jump costs as much as an addition, and falling through is no help: a block that a
/// branch leads to needs a terminator in front of it, so that the way in costs an instruction
/// anyhow. A copy costs bytes instead. This also turns loops that test at the top into loops that
/// test at the bottom, and returns directly where there was a jump to a return.
///
/// A block that ends with a call is left alone: the call returns to wherever the jump would go.
///
/// Cost: linear in the code plus the copies, which are limited per block and by the cost model.
enum TailDuplication {
  /// How many blocks may be appended to one.
  private static let maximumCopies = 4

  /// Duplicates in a framed function; says whether anything changed.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    var incoming = BlockTable(repeating: 0, count: function.blocks.count)
    for block in function.blocks {
      for edge in block.successors { incoming[edge.target] += 1 }
    }
    let candidates = function.blocks.indices.filter { endsWithJump(function.blocks[$0]) }
    let order = candidates.sorted {
      let left = function.blocks[$0].frequency
      let right = function.blocks[$1].frequency
      return left != right ? left > right : $0 < $1
    }
    var sizes = BlockTable(repeating: -1, count: function.blocks.count)
    var isChanged = false
    for block in order {
      for _ in 0..<maximumCopies {
        guard endsWithJump(function.blocks[block]) else { break }
        let target = function.blocks[block].successors[0].target
        guard target != block, incoming[target] > 1 else { break }
        if sizes[target] < 0 {
          sizes[target] = CodeSize.estimate(function.blocks[target], in: function)
        }
        guard isWorth(function, block, target, size: sizes[target], costs) else { break }
        let copied = function.blocks[target]
        let frequency = function.blocks[block].frequency
        function.blocks[block].instructions.removeLast()
        function.blocks[block].instructions += copied.instructions
        function.blocks[block].successors = copied.successors
        function.blocks[target].frequency = max(0, copied.frequency - frequency)
        incoming[target] -= 1
        for edge in copied.successors { incoming[edge.target] += 1 }
        sizes[block] = -1
        isChanged = true
      }
    }
    return isChanged
  }

  /// Whether a block ends with a jump that is executed.
  private static func endsWithJump(_ block: MachineBlock) -> Bool {
    let count = block.instructions.count
    guard count > 0, block.instructions[count - 1].opcode == MachineOpcode(.jump) else {
      return false
    }
    return count < 2 || block.instructions[count - 2].opcode != .call
  }

  /// Whether it pays to copy a block behind another.
  private static func isWorth(
    _ function: MachineFunction, _ block: BlockID, _ target: BlockID, size: Int, _ costs: CostModel
  ) -> Bool {
    guard size <= costs.maximumDuplicateSize,
      let last = function.blocks[target].instructions.last
    else { return false }
    var growth = size - CodeSize.jump
    // Both copies of a branch want one of its targets next to them; one may need a jump.
    if let opcode = last.opcode.opcode, opcode.traits.contains(.conditionalBranch) {
      growth += CodeSize.jump
    }
    let gas = function.blocks[block].frequency * costs.gas(of: MachineOpcode(.jump))
    return costs.isWorth(bytes: growth, saving: gas)
  }
}
