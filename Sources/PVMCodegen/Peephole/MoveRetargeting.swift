internal import PVM
internal import Support

/// Lets an instruction write the register that its result is copied to, in a framed function: the
/// copy disappears.
///
/// This is possible if the copied register is not read behind the copy, is written in the same block
/// by an instruction with a free choice, and the copy's target is not touched in between. Readers in
/// between are renamed.
///
/// Cost: linear in instructions times the length of a bounded search.
package enum MoveRetargeting {
  /// How far the definition is searched.
  private static let searchLimit = 64

  /// Changes a framed function; says whether anything changed.
  @discardableResult
  package static func run(_ function: inout MachineFunction) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = LocationLiveness(function, graph)
    var isChanged = false
    var isDeleted: [Bool] = []
    for block in graph.reversePostorder {
      var instructions = function.blocks[block].instructions
      guard instructions.contains(where: { $0.opcode == MachineOpcode(.moveReg) }) else { continue }
      isDeleted.removeAll(keepingCapacity: true)
      isDeleted.append(contentsOf: repeatElement(false, count: instructions.count))
      var live = liveness.atEnd[block]
      var hasDeleted = false
      for position in instructions.indices.reversed() {
        let instruction = instructions[position]
        if instruction.opcode == MachineOpcode(.moveReg), let source = instruction.s1.physical,
          let target = instruction.def.physical, !live.registers.contains(source),
          let start = definition(
            of: source, avoiding: target, before: position, instructions, function)
        {
          instructions[start].def = MachineRegister(target)
          for index in start + 1..<position {
            if instructions[index].s1 == instruction.s1 { instructions[index].s1 = instruction.def }
            if instructions[index].s2 == instruction.s1 { instructions[index].s2 = instruction.def }
          }
          isDeleted[position] = true
          hasDeleted = true
        } else {
          live.step(back: instruction, in: function)
        }
      }
      guard hasDeleted else { continue }
      isChanged = true
      instructions.removeAll(flagged: isDeleted)
      function.blocks[block].instructions = instructions
    }
    return isChanged
  }

  /// The position of the instruction that writes a register and could as well write another; nil if
  /// something is in the way.
  private static func definition(
    of source: Register, avoiding target: Register, before end: Int,
    _ instructions: [MachineInstruction], _ function: MachineFunction
  ) -> Int? {
    guard source != .stackPointer, target != .stackPointer, source != target else { return nil }
    let operand = MachineRegister(source)
    var position = end - 1
    let limit = max(0, end - searchLimit)
    while position >= limit {
      let instruction = instructions[position]
      let written = instruction.registersWritten(in: function)
      if written.contains(source) {
        // A conditional move also reads what it writes, and calls have no choice.
        return instruction.def == operand && !instruction.s3.exists && !written.contains(target)
          ? position : nil
      }
      if instruction.registersTouched(in: function).contains(target) { return nil }
      if instruction.registersRead(in: function).contains(source) {
        let isOperand = instruction.s1 == operand || instruction.s2 == operand
        if instruction.hasCallDescription || instruction.s3 == operand || !isOperand { return nil }
      }
      position -= 1
    }
    return nil
  }
}
