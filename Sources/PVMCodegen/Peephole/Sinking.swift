internal import PVM
internal import Support

/// Moves computations of an allocated function behind the branch whose only one side needs them.
///
/// What is set up in front of a branch, but not for the branch itself, is often for one side only:
/// for an early exit or the rest of the function, or around loops. The computation must have
/// no effect, its operands must last, and the side that needs it must have no other way in. Where blocks have costs, loads of spilled
/// values stay beside other accesses to memory, which they do not make longer.
///
/// Cost: linear in instructions.
package enum Sinking {
  /// Changes an allocated function; says whether anything changed.
  @discardableResult
  package static func run(
    _ function: inout MachineFunction, _ costs: CostModel = CostModel()
  ) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = LocationLiveness(function, graph)
    var liveAtStart = liveness.atStart.mapValues(\.registers)
    var isChanged = false
    for block in graph.reversePostorder
    where function.blocks[block].successors.count > 1 {
      // What the instructions that stay touch, from the end.
      var read = RegisterSet()
      var written = RegisterSet()
      var storedSlots: [Int32] = []
      let keepsLoads =
        costs.chargesBlocks && Sinking.hasAccess(function.blocks[block].instructions)
      var position = function.blocks[block].instructions.count - 1
      while position >= 0 {
        let instruction = function.blocks[block].instructions[position]
        if !(keepsLoads && instruction.opcode == .spillLoad),
          let target = target(
            of: instruction, read, written, storedSlots, function.blocks[block].successors,
            liveAtStart),
          graph.incoming(target).count == 1
        {
          function.blocks[block].instructions.remove(at: position)
          function.blocks[target].instructions.insert(instruction, at: 0)
          liveAtStart[target] =
            liveAtStart[target].subtracting(instruction.registersWritten(in: function))
            .union(instruction.registersRead(in: function))
          isChanged = true
        } else {
          read = read.union(instruction.registersRead(in: function))
          written = written.union(instruction.registersWritten(in: function))
          if instruction.opcode == .spillStore { storedSlots.append(instruction.y) }
        }
        position -= 1
      }
    }
    return isChanged
  }

  /// Whether there is an access to memory behind the last call but of spilled values.
  private static func hasAccess(_ instructions: [MachineInstruction]) -> Bool {
    let start = (instructions.lastIndex { $0.opcode == .call } ?? -1) + 1
    return instructions[start...].contains {
      guard let traits = $0.opcode.opcode?.traits else { return $0.opcode == .spillStore }
      return traits.contains(.loads) || traits.contains(.stores)
    }
  }

  /// The only successor that needs an instruction, if it can be moved there.
  private static func target(
    of instruction: MachineInstruction, _ read: RegisterSet, _ written: RegisterSet,
    _ storedSlots: [Int32], _ successors: [MachineEdge], _ liveAtStart: BlockTable<RegisterSet>
  ) -> BlockID? {
    guard let def = instruction.def.physical, def != .stackPointer, isMovable(instruction),
      !read.contains(def), !written.contains(def)
    else { return nil }
    for operand in [instruction.s1, instruction.s2, instruction.s3] {
      if let register = operand.physical, written.contains(register) { return nil }
    }
    if instruction.opcode == .spillLoad, storedSlots.contains(instruction.y) { return nil }
    var target: BlockID?
    for edge in successors where liveAtStart[edge.target].contains(def) && edge.target != target {
      if target != nil { return nil }
      target = edge.target
    }
    return target
  }

  /// Whether an instruction only computes its result, from registers and what does not change.
  private static func isMovable(_ instruction: MachineInstruction) -> Bool {
    if instruction.isTerminator || instruction.hasCallDescription { return false }
    guard let opcode = instruction.opcode.opcode else { return true }
    return !opcode.traits.contains(.loads) && opcode != .sbrk
  }
}
