import PVM
internal import Support

/// Makes a selected function ready for allocation, without changing what it computes.
///
/// - Unreachable blocks become a bare trap.
/// - `move_reg` becomes `copy`.
/// - Critical edges get a block of their own, appended at the end.
/// - The old value of a conditional move becomes a fresh copy that dies there, so that it can share
///   the result's register.
package enum AllocationPreparation {
  /// Prepares the blocks.
  package static func prepareBlocks(_ function: inout MachineFunction) {
    clearUnreachableBlocks(&function)
    splitCriticalEdges(&function)
  }

  /// Prepares the instructions.
  package static func prepareInstructions(_ function: inout MachineFunction) {
    for block in function.blocks.indices { prepareInstructions(&function, block) }
  }

  /// Empties blocks that nothing reaches.
  private static func clearUnreachableBlocks(_ function: inout MachineFunction) {
    let graph = ControlFlowGraph(function)
    for block in function.blocks.indices where !graph.isReachable(block) {
      function.blocks[block] = MachineBlock(
        instructions: [MachineInstruction(.trap)], frequency: function.blocks[block].frequency)
    }
  }

  /// Gives every edge from a block with several successors to a block with several predecessors a
  /// block of its own, appended at the end, with the edge's arguments on its `jump`.
  package static func splitCriticalEdges(_ function: inout MachineFunction) {
    let graph = ControlFlowGraph(function)
    let frequencies = EdgeFrequencies(function, graph)
    for block in function.blocks.indices where function.blocks[block].successors.count > 1 {
      for position in 0..<function.blocks[block].successors.count {
        let edge = function.blocks[block].successors[position]
        guard graph.incoming(edge.target).count > 1 else { continue }
        let split = function.blocks.append(
          MachineBlock(
            instructions: [MachineInstruction(.jump)], successors: [edge],
            frequency: frequencies.of(block, position)))
        function.blocks[block].successors[position] = MachineEdge(split)
      }
    }
  }

  /// Normalizes copies and isolates the old values of conditional moves.
  private static func prepareInstructions(_ function: inout MachineFunction, _ block: BlockID) {
    let old = function.blocks[block].instructions
    let needsWork = old.contains { $0.s3.isVirtual || $0.opcode == MachineOpcode(.moveReg) }
    guard needsWork else { return }
    var new: [MachineInstruction] = []
    new.reserveCapacity(old.count + 4)
    for var instruction in old {
      if instruction.opcode == MachineOpcode(.moveReg) {
        instruction.opcode = .copy
      } else if instruction.s3.isVirtual {
        let fresh = function.makeVirtualRegister()
        new.append(MachineInstruction(.copy, def: fresh, instruction.s3))
        instruction.s3 = fresh
      }
      new.append(instruction)
    }
    function.blocks[block].instructions = new
  }

  /// Takes out appended blocks that hold nothing but their `jump`.
  package static func removeEmptySplitBlocks(
    _ function: inout MachineFunction, originalCount: Int
  ) {
    var replacement = BlockTable(Array(function.blocks.indices))
    var kept = BlockID(originalCount)
    for block in kept..<function.blocks.endIndex {
      let isEmpty = function.blocks[block].instructions.count == 1
      replacement[block] = isEmpty ? function.blocks[block].successors[0].target : kept
      if isEmpty { continue }
      if kept != block { function.blocks[kept] = function.blocks[block] }
      kept = kept.next
    }
    guard kept < function.blocks.endIndex else { return }
    function.blocks.values.removeLast(function.blocks.count - kept.index)
    for block in function.blocks.indices {
      for position in function.blocks[block].successors.indices {
        function.blocks[block].successors[position].target =
          replacement[function.blocks[block].successors[position].target]
      }
    }
  }
}
