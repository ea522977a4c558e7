internal import PVM
internal import Support

/// Loads a constant in the instruction that leaves a block: `load_imm` and a later jump become
/// `load_imm_jump`, with a return or a switch `load_imm_jump_ind`. This saves an instruction.
///
/// The constant may be loaded anywhere in the block if nothing after it reads or writes the
/// register. Of several constants the last one is taken.
///
/// Cost: linear in instructions.
package enum ConstantOnTheWay {
  /// Changes a framed function; says whether it did.
  package static func run(_ function: inout MachineFunction) -> Bool {
    var isChanged = false
    for index in function.blocks.indices {
      let instructions = function.blocks[index].instructions
      guard let last = instructions.last, !last.def.exists, canCarry(last, in: function),
        let position = findConstant(instructions, in: function)
      else { continue }
      let constant = instructions[position]
      var carrier = last
      if carrier.opcode == MachineOpcode(.jump) { carrier.opcode = MachineOpcode(.loadImmJump) }
      carrier.def = constant.def
      carrier.x = constant.x
      function.blocks[index].instructions[instructions.count - 1] = carrier
      function.blocks[index].instructions.remove(at: position)
      isChanged = true
    }
    return isChanged
  }

  /// Whether a terminator has a form that loads a constant.
  private static func canCarry(_ last: MachineInstruction, in function: MachineFunction) -> Bool {
    switch last.opcode {
    case MachineOpcode(.jump), .ret, .switchJump: return true
    case .tailCall: return function.callee(of: last) != .indirect
    default: return false
    }
  }

  /// The position of the last constant whose register nothing after it touches.
  private static func findConstant(
    _ instructions: [MachineInstruction], in function: MachineFunction
  ) -> Int? {
    // The terminator reads its jump address before it writes, but one register cannot be both the
    // address that was there and the constant that should be.
    var touched = RegisterSet()
    if let register = instructions[instructions.count - 1].s1.physical {
      touched.insert(register)
    }
    // A call right before a jump returns to the jump's target, which is as cheap.
    if instructions.count >= 2, instructions[instructions.count - 1].opcode == MachineOpcode(.jump),
      instructions[instructions.count - 2].opcode == .call
    {
      return nil
    }
    for position in instructions.indices.dropLast().reversed() {
      let instruction = instructions[position]
      if instruction.opcode == MachineOpcode(.loadImm), let register = instruction.def.physical,
        !touched.contains(register)
      {
        return position
      }
      touched = touched.union(instruction.registersTouched(in: function))
      if touched == .all { return nil }
    }
    return nil
  }
}
