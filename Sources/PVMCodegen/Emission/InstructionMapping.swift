internal import PVM
internal import Support

extension MachineInstruction {
  /// The instruction of the PVM, by the mapping table of `MachineInstruction`; its target is 0.
  ///
  /// - Requires: a PVM opcode with physical operands, as the verifier has checked.
  func encoded(as opcode: Opcode) -> Instruction {
    let roles = opcode.roles
    var result = Instruction(opcode, x: ImmediateWidth.shortest(x, of: opcode))
    switch opcode.format {
    case .none, .imm, .off: break
    case .regImm64, .regImm, .regImmImm, .regImmOff:
      result.a = MachineInstruction.physical(roles.a.writes ? def : s1)
    case .immImm: break
    case .regReg:
      result.d = MachineInstruction.physical(def)
      result.a = MachineInstruction.physical(s1)
    case .regRegImm:
      result.a = MachineInstruction.physical(roles.a.writes ? def : s1)
      result.b = MachineInstruction.physical(roles.a.writes ? s1 : s2)
    case .regRegOff:
      result.a = MachineInstruction.physical(s1)
      result.b = MachineInstruction.physical(s2)
    case .regRegImmImm:
      result.a = MachineInstruction.physical(def)
      result.b = MachineInstruction.physical(s1)
    case .regRegReg:
      result.d = MachineInstruction.physical(def)
      result.a = MachineInstruction.physical(s1)
      result.b = MachineInstruction.physical(s2)
    }
    if opcode.format.hasY { result.y = ImmediateWidth.shortestY(Int64(y), of: opcode) }
    return result
  }

  /// The register of an operand that must have one.
  static func physical(_ register: MachineRegister) -> Register {
    Invariant.unwrap(register.physical, "emitted code is allocated")
  }
}

/// How many low bits of an immediate count, which allows shorter forms: a store of the byte 255 can
/// as well store -1.
enum ImmediateWidth {
  /// The shortest equivalent of immediate X.
  static func shortest(_ x: Int64, of opcode: Opcode) -> Int64 {
    let row = opcode.traits
    if row.contains(.loads) || row.contains(.stores) { return Immediate.normalized32(x) }
    switch opcode {
    case .addImm32, .mulImm32, .negAddImm32, .shloLImmAlt32, .shloRImmAlt32, .sharRImmAlt32,
      .rotR32ImmAlt, .jumpInd:
      return Immediate.normalized32(x)
    case .shloLImm32, .shloRImm32, .sharRImm32, .rotR32Imm: return x & 31
    case .shloLImm64, .shloRImm64, .sharRImm64, .rotR64Imm: return x & 63
    default: return x
    }
  }

  /// The shortest equivalent of immediate Y.
  static func shortestY(_ y: Int64, of opcode: Opcode) -> Int64 {
    switch opcode {
    case .storeImmU8, .storeImmIndU8: Int64(Int8(truncatingIfNeeded: y))
    case .storeImmU16, .storeImmIndU16: Int64(Int16(truncatingIfNeeded: y))
    default: y
    }
  }
}
