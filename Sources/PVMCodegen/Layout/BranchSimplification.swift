internal import PVM
internal import Support

/// Cleans up the graph of blocks of an allocated or framed function:
///
/// - an edge to a block that does nothing but jump goes where that block goes,
/// - a branch with the same target on both sides is a jump,
/// - blocks with the same instructions and successors are one block (all traps, for example),
/// - a block that jumps to a block with no other predecessor continues with that block.
///
/// No step executes more instructions than before: where sharing blocks costs a jump,
/// `TailDuplication` and `BlockLayout` undo it.
///
/// Cost: linear in instructions and edges per round; a few rounds.
enum BranchSimplification {
  /// The most rounds; each may make new work for the next, but little of it.
  private static let maximumRounds = 4

  /// Simplifies an allocated or framed function; says whether anything changed.
  static func run(_ function: inout MachineFunction) -> Bool {
    var hasChanged = false
    for _ in 0..<maximumRounds {
      var isChanged = threadJumps(&function)
      isChanged = ControlFlow.removeUnreachableBlocks(&function) || isChanged
      isChanged = shareBlocks(&function) || isChanged
      isChanged = mergeLines(&function) || isChanged
      if !isChanged { break }
      hasChanged = true
    }
    return ControlFlow.removeUnreachableBlocks(&function) || hasChanged
  }

  /// Redirects edges past blocks that only jump, and makes jumps of branches that do not decide.
  private static func threadJumps(_ function: inout MachineFunction) -> Bool {
    var isChanged = false
    // Where an edge to each block should lead instead; found by following jumps once.
    var destination = BlockTable(Array(function.blocks.indices))
    var isSettled = BlockTable(repeating: false, count: function.blocks.count)
    var path: [BlockID] = []
    for block in function.blocks.indices where !isSettled[block] {
      var current = block
      path.removeAll(keepingCapacity: true)
      while !isSettled[current], onlyJumps(function.blocks[current]) {
        isSettled[current] = true
        path.append(current)
        current = function.blocks[current].successors[0].target
      }
      // Jumps in a circle, which the walk has just closed, stay.
      let end = destination[current]
      isSettled[current] = true
      for step in path { destination[step] = end }
    }
    for index in function.blocks.indices {
      for edge in function.blocks[index].successors.indices {
        let target = function.blocks[index].successors[edge].target
        if destination[target] != target {
          function.blocks[index].successors[edge].target = destination[target]
          isChanged = true
        }
      }
      let edges = function.blocks[index].successors
      if edges.count == 2, edges[0].target == edges[1].target,
        let last = function.blocks[index].instructions.last, last.opcode != .switchJump
      {
        function.blocks[index].successors.removeLast()
        function.blocks[index].instructions.removeLast()
        function.blocks[index].instructions.append(MachineInstruction(.jump))
        isChanged = true
      }
    }
    return isChanged
  }

  /// Whether a block does nothing but jump.
  private static func onlyJumps(_ block: MachineBlock) -> Bool {
    block.instructions.count == 1 && block.instructions[0].opcode == MachineOpcode(.jump)
  }

  /// What makes blocks the same.
  private struct Content: Hashable {
    /// The instructions, with the same index for equal call descriptions.
    var instructions: [MachineInstruction]
    /// Where the block goes.
    var successors: [MachineEdge]
  }

  /// Redirects edges to the first of several blocks that do the same.
  private static func shareBlocks(_ function: inout MachineFunction) -> Bool {
    // Only looked up, never iterated.
    var calls: [CallDescription: CallID] = [:]
    var first: [Content: BlockID] = [:]
    var replacement = BlockTable(Array(function.blocks.indices))
    var isChanged = false
    for index in function.blocks.indices.dropFirst() {
      var content = Content(
        instructions: function.blocks[index].instructions,
        successors: function.blocks[index].successors)
      for position in content.instructions.indices
      where content.instructions[position].hasCallDescription {
        let number = content.instructions[position].call
        let call = function.calls[number]
        if let same = calls[call] {
          content.instructions[position].call = same
        } else {
          calls[call] = number
        }
      }
      if let same = first[content] {
        replacement[index] = same
        function.blocks[same].frequency += function.blocks[index].frequency
        isChanged = true
      } else {
        first[content] = index
      }
    }
    guard isChanged else { return false }
    for index in function.blocks.indices {
      for edge in function.blocks[index].successors.indices {
        let target = function.blocks[index].successors[edge].target
        function.blocks[index].successors[edge].target = replacement[target]
      }
    }
    ControlFlow.removeUnreachableBlocks(&function)
    return true
  }

  /// Appends blocks to their only predecessor, if that only jumps to them.
  private static func mergeLines(_ function: inout MachineFunction) -> Bool {
    var incoming = BlockTable(repeating: 0, count: function.blocks.count)
    for block in function.blocks {
      for edge in block.successors { incoming[edge.target] += 1 }
    }
    var isMerged = BlockTable(repeating: false, count: function.blocks.count)
    var isChanged = false
    for index in function.blocks.indices where !isMerged[index] {
      while let last = function.blocks[index].instructions.last,
        function.blocks[index].successors.count == 1, last.opcode != .switchJump
      {
        let target = function.blocks[index].successors[0].target
        guard target != .entry, target != index, incoming[target] == 1 else { break }
        function.blocks[index].instructions.removeLast()
        if last.opcode == MachineOpcode(.loadImmJump) {
          function.blocks[index].instructions.append(
            MachineInstruction(.loadImm, def: last.def, x: last.x))
        }
        function.blocks[index].instructions += function.blocks[target].instructions
        function.blocks[index].successors = function.blocks[target].successors
        // What is left is not reachable any more.
        function.blocks[target].instructions = [MachineInstruction(.trap)]
        function.blocks[target].successors = []
        isMerged[target] = true
        isChanged = true
      }
    }
    if isChanged { ControlFlow.removeUnreachableBlocks(&function) }
    return isChanged
  }
}
