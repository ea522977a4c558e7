internal import PVM

/// The values of a function in SSA form whose register holds their low 32 bits sign-extended.
///
/// Cost: linear in operands.
struct SignExtendedValues {
  /// Whether each is one, by number of the virtual register.
  private var isOne: [Bool]
  /// The values of which it has been found that they are none, and not yet what follows from it.
  private var work: [Int] = []

  /// Analyzes a function: every value is one until an instruction, or an argument, shows otherwise.
  init(_ function: MachineFunction) {
    isOne = Array(repeating: true, count: function.virtualRegisterCount)
    var dependents: [[Int]] = Array(repeating: [], count: isOne.count)
    for parameter in function.parameters where !parameter.isSignExtended { refuse(parameter.value) }
    for call in function.calls {
      for result in call.results where !result.isSignExtended { refuse(result.value) }
    }
    for block in function.blocks {
      for instruction in block.instructions where instruction.def.isVirtual {
        switch instruction.opcode {
        case .loadConstant where Immediate.fits(instruction.x): break
        case .copy, MachineOpcode(.moveReg), MachineOpcode(.cmovIz), MachineOpcode(.cmovNz):
          for register in [instruction.s1, instruction.s3] where register.isVirtual {
            dependents[register.virtualIndex].append(instruction.def.virtualIndex)
          }
        default:
          if !instruction.isSignExtending { refuse(instruction.def) }
        }
      }
      for edge in block.successors {
        for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters) {
          dependents[argument.virtualIndex].append(parameter.virtualIndex)
        }
      }
    }
    while let value = work.popLast() {
      for dependent in dependents[value] { refuse(MachineRegister(virtual: dependent)) }
    }
  }

  /// Notes that a value is none.
  private mutating func refuse(_ register: MachineRegister) {
    guard register.isVirtual, isOne[register.virtualIndex] else { return }
    isOne[register.virtualIndex] = false
    work.append(register.virtualIndex)
  }

  /// Whether a register holds its value's low 32 bits sign-extended.
  func contains(_ register: MachineRegister) -> Bool {
    register.isVirtual && register.virtualIndex < isOne.count && isOne[register.virtualIndex]
  }
}

extension MachineInstruction {
  /// Whether the low 32 bits of the result are sign-extended whatever the operands are.
  var isSignExtending: Bool {
    switch opcode {
    case MachineOpcode(.addImm32), MachineOpcode(.add32), MachineOpcode(.sub32),
      MachineOpcode(.mulImm32), MachineOpcode(.shloLImm32), MachineOpcode(.loadI32),
      MachineOpcode(.loadIndI32), MachineOpcode(.loadIndU8), MachineOpcode(.loadIndU16):
      true
    default: false
    }
  }
}
