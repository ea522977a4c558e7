internal import PVM
internal import Support

/// The values of a function in SSA form whose register holds their low 32 bits sign-extended.
///
/// Cost: linear in operands.
struct SignExtendedValues {
  /// The values that are none.
  private var others: GrowingSet<MachineRegister>
  /// The end of the registers that were analyzed.
  private let end: VirtualRegister

  /// Analyzes a function: every value is one until an instruction, or an argument, shows otherwise.
  init(_ function: MachineFunction) {
    others = GrowingSet(count: function.virtualRegisterCount)
    end = function.virtualRegisters.upperBound
    var dependents = RegisterTable<[VirtualRegister]>(
      repeating: [], count: function.virtualRegisterCount)
    for parameter in function.parameters where !parameter.isSignExtended { refuse(parameter.value) }
    for call in function.calls {
      for result in call.results where !result.isSignExtended { refuse(result.value) }
    }
    for block in function.blocks {
      for instruction in block.instructions where instruction.def.isVirtual {
        if instruction.isSignExtending { continue }
        guard instruction.keepsSignExtension else {
          refuse(instruction.def)
          continue
        }
        instruction.forEachSource { source in
          guard source.isVirtual else { return refuse(instruction.def) }
          dependents[source.virtual].append(instruction.def.virtual)
        }
      }
      for edge in block.successors {
        for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters) {
          dependents[argument.virtual].append(parameter.virtual)
        }
      }
    }
    while let value = others.next() {
      for dependent in dependents[value] { others.insert(dependent) }
    }
  }

  /// Notes that a value is none.
  private mutating func refuse(_ register: MachineRegister) {
    if register.isVirtual { others.insert(register.virtual) }
  }

  /// Whether a register holds its value's low 32 bits sign-extended.
  func contains(_ register: MachineRegister) -> Bool {
    register.isVirtual && register.virtual < end && !others.contains(register.virtual)
  }
}

extension MachineInstruction {
  /// Whether the low 32 bits of the result are sign-extended whatever the operands are.
  var isSignExtending: Bool {
    switch opcode {
    case .loadConstant, MachineOpcode(.loadImm): Immediate.fits(x)
    case .frameAddress: true
    default: opcode.opcode?.traits.contains(.signExtends32) ?? false
    }
  }

  /// Whether the low 32 bits of the result are sign-extended if those of its sources are.
  fileprivate var keepsSignExtension: Bool {
    opcode.isCopy || opcode.opcode?.traits.contains(.keepsSignExtension32) ?? false
  }

  /// Calls a function with each register that the result is made of: those that are read, except the
  /// condition of a conditional move.
  fileprivate func forEachSource(_ body: (MachineRegister) -> Void) {
    if !s3.exists {
      forEachRead(body)
    } else {
      // With an immediate, s1 is the condition, else s2.
      if s2.exists { body(s1) }
      body(s3)
    }
  }
}
