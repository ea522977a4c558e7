internal import PVM
internal import Support

/// Marks the arithmetic of a selected function that computes nothing but addresses, for profiles.
///
/// A value is an address if all its uses are as the base of a load or store, or in sums and shifts
/// that make other addresses; the greatest solution, so that a pointer that a loop advances is one. Cost:
/// linear in operands.
package enum AddressPurposes {
  /// Marks the instructions of a function in phase `selected`.
  package static func mark(_ function: inout MachineFunction) {
    let isAddress = addresses(function)
    for block in function.blocks.indices {
      for index in function.blocks[block].instructions.indices {
        let instruction = function.blocks[block].instructions[index]
        guard instruction.def.isVirtual, isAddress[instruction.def.virtual],
          isArithmetic(instruction.opcode)
        else { continue }
        function.blocks[block].instructions[index].purpose = .address
      }
    }
  }

  /// Which virtual registers hold nothing but addresses.
  private static func addresses(_ function: MachineFunction) -> RegisterTable<Bool> {
    var others = GrowingSet<MachineRegister>(count: function.virtualRegisterCount)
    /// The values that each value is made from, as pairs of user and operand.
    var makings: [(result: VirtualRegister, operand: VirtualRegister)] = []
    func isOther(_ register: MachineRegister) {
      if register.isVirtual { others.insert(register.virtual) }
    }
    func makes(_ result: MachineRegister, from operand: MachineRegister) {
      guard operand.isVirtual, result.isVirtual else { return isOther(operand) }
      makings.append((result.virtual, operand.virtual))
    }
    for block in function.blocks {
      for instruction in block.instructions {
        if isArithmetic(instruction.opcode) || instruction.opcode == .copy {
          instruction.forEachRead { makes(instruction.def, from: $0) }
        } else {
          let base = baseOperand(instruction)
          if base != 1 { isOther(instruction.s1) }
          if base != 2 { isOther(instruction.s2) }
          isOther(instruction.s3)
        }
        for argument in function.arguments(of: instruction) { isOther(argument.value) }
      }
      for edge in block.successors {
        for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters) {
          makes(parameter, from: argument)
        }
      }
    }
    let count = function.virtualRegisterCount
    let operands = EntityRows(
      makings.map(\.operand), by: makings.map(\.result), count: count)
    while let result = others.next() {
      for operand in operands[result] { others.insert(operand) }
    }
    return others.flags.mapValues { !$0 }
  }

  /// Whether an instruction scales or offsets: sums, differences and shifts to the left.
  private static func isArithmetic(_ opcode: MachineOpcode) -> Bool {
    switch opcode.opcode {
    case .addImm32, .addImm64, .add32, .add64, .sub32, .sub64, .negAddImm32, .negAddImm64,
      .shloLImm32, .shloLImm64:
      true
    default: false
    }
  }

  /// The number of the operand that is the base of a load or store; 0 if there is none.
  private static func baseOperand(_ instruction: MachineInstruction) -> Int {
    guard let opcode = instruction.opcode.opcode else { return 0 }
    switch opcode.format {
    case .regRegImm: return opcode.traits.contains(.loads) ? 1 : 2
    case .regImmImm: return 1
    default: return 0
    }
  }
}
