package import PVM

/// Which instruction does with a constant what another does with a register: pairs of rows of the
/// instruction table. Only instructions without effects and branches are here; stores have their own
/// mapping.
package enum ImmediateForms {
  /// How the constant of the new instruction follows from the value in the register.
  package enum Constant: Sendable {
    /// The same.
    case same
    /// Its negative.
    case negated
  }

  /// An instruction with an immediate; `s1` is the operand that stays in a register.
  package struct Form: Sendable {
    /// The instruction.
    package var opcode: Opcode
    /// Its immediate.
    package var constant = Constant.same
  }

  /// The form for a constant second operand (s2).
  package static func second(_ opcode: Opcode) -> Form? {
    switch opcode {
    case .add32: Form(opcode: .addImm32)
    case .add64: Form(opcode: .addImm64)
    case .sub32: Form(opcode: .addImm32, constant: .negated)
    case .sub64: Form(opcode: .addImm64, constant: .negated)
    case .mul32: Form(opcode: .mulImm32)
    case .mul64: Form(opcode: .mulImm64)
    case .and: Form(opcode: .andImm)
    case .or: Form(opcode: .orImm)
    case .xor: Form(opcode: .xorImm)
    case .shloL32: Form(opcode: .shloLImm32)
    case .shloR32: Form(opcode: .shloRImm32)
    case .sharR32: Form(opcode: .sharRImm32)
    case .shloL64: Form(opcode: .shloLImm64)
    case .shloR64: Form(opcode: .shloRImm64)
    case .sharR64: Form(opcode: .sharRImm64)
    case .rotR64: Form(opcode: .rotR64Imm)
    case .rotR32: Form(opcode: .rotR32Imm)
    case .rotL64: Form(opcode: .rotR64Imm, constant: .negated)
    case .rotL32: Form(opcode: .rotR32Imm, constant: .negated)
    case .setLtU: Form(opcode: .setLtUImm)
    case .setLtS: Form(opcode: .setLtSImm)
    case .branchEq: Form(opcode: .branchEqImm)
    case .branchNe: Form(opcode: .branchNeImm)
    case .branchLtU: Form(opcode: .branchLtUImm)
    case .branchLtS: Form(opcode: .branchLtSImm)
    case .branchGeU: Form(opcode: .branchGeUImm)
    case .branchGeS: Form(opcode: .branchGeSImm)
    default: nil
    }
  }

  /// The form for a constant first operand (s1).
  package static func first(_ opcode: Opcode) -> Form? {
    switch opcode {
    case .add32: Form(opcode: .addImm32)
    case .add64: Form(opcode: .addImm64)
    case .sub32: Form(opcode: .negAddImm32)
    case .sub64: Form(opcode: .negAddImm64)
    case .mul32: Form(opcode: .mulImm32)
    case .mul64: Form(opcode: .mulImm64)
    case .and: Form(opcode: .andImm)
    case .or: Form(opcode: .orImm)
    case .xor: Form(opcode: .xorImm)
    case .shloL32: Form(opcode: .shloLImmAlt32)
    case .shloR32: Form(opcode: .shloRImmAlt32)
    case .sharR32: Form(opcode: .sharRImmAlt32)
    case .shloL64: Form(opcode: .shloLImmAlt64)
    case .shloR64: Form(opcode: .shloRImmAlt64)
    case .sharR64: Form(opcode: .sharRImmAlt64)
    case .rotR64: Form(opcode: .rotR64ImmAlt)
    case .rotR32: Form(opcode: .rotR32ImmAlt)
    case .setLtU: Form(opcode: .setGtUImm)
    case .setLtS: Form(opcode: .setGtSImm)
    case .branchEq: Form(opcode: .branchEqImm)
    case .branchNe: Form(opcode: .branchNeImm)
    case .branchLtU: Form(opcode: .branchGtUImm)
    case .branchLtS: Form(opcode: .branchGtSImm)
    case .branchGeU: Form(opcode: .branchLeUImm)
    case .branchGeS: Form(opcode: .branchLeSImm)
    case .cmovIz: Form(opcode: .cmovIzImm)
    case .cmovNz: Form(opcode: .cmovNzImm)
    default: nil
    }
  }

  /// The store of a constant that replaces a store of a register.
  package static func store(_ opcode: Opcode) -> Opcode? {
    switch opcode {
    case .storeU8: .storeImmU8
    case .storeU16: .storeImmU16
    case .storeU32: .storeImmU32
    case .storeU64: .storeImmU64
    case .storeIndU8: .storeImmIndU8
    case .storeIndU16: .storeImmIndU16
    case .storeIndU32: .storeImmIndU32
    case .storeIndU64: .storeImmIndU64
    default: nil
    }
  }
}
