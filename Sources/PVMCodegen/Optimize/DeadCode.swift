import PVM
internal import Support

/// Removes instructions whose results nobody uses.
///
/// Selection makes little dead code: pieces of multi-instruction lowerings of which only a part is
/// needed, such as the upper word of a wide value. Loads count as removable: WebAssembly's exact
/// semantics, where asked for, check the address separately. Cost: linear.
package enum DeadCode {
  /// Removes dead instructions from a function in phase `selected`; says whether there were any.
  package static func run(_ function: inout MachineFunction) -> Bool {
    var uses = RegisterTable<Int32>(repeating: 0, count: function.virtualRegisterCount)
    func count(_ register: MachineRegister, _ change: Int32) {
      if register.isVirtual { uses[register.virtual] += change }
    }
    for block in function.blocks {
      for instruction in block.instructions {
        function.forEachUse(of: instruction) { count($0, 1) }
      }
      block.forEachEdgeArgument { count($0, 1) }
    }
    // From the last to the first: a dead user frees its operands' definitions, which usually come
    // before it. What a block order hides stays for the next round.
    var hasChanged = true
    var isChanged = false
    while hasChanged {
      hasChanged = false
      for block in function.blocks.indices.reversed() {
        var isDead = [Bool](repeating: false, count: function.blocks[block].instructions.count)
        var anyDead = false
        for index in isDead.indices.reversed() {
          let instruction = function.blocks[block].instructions[index]
          guard instruction.def.isVirtual, uses[instruction.def.virtual] == 0,
            isRemovable(instruction)
          else { continue }
          isDead[index] = true
          anyDead = true
          instruction.forEachRead { count($0, -1) }
        }
        guard anyDead else { continue }
        hasChanged = true
        isChanged = true
        function.blocks[block].instructions.removeAll(flagged: isDead)
      }
    }
    return isChanged
  }

  /// Whether an instruction does nothing but compute its result.
  private static func isRemovable(_ instruction: MachineInstruction) -> Bool {
    guard let opcode = instruction.opcode.opcode else {
      return instruction.opcode == .copy || instruction.opcode == .loadConstant
        || instruction.opcode == .zeroExtend32 || instruction.opcode == .frameAddress
        || instruction.opcode == .loadIncoming
    }
    return opcode != .sbrk && !opcode.row.traits.contains(.terminatesBlock)
  }
}
