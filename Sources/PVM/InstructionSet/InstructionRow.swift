/// The thirteen argument layouts (Gray Paper 0.7.2, appendix A.5; `pvm.md` section 7).
public enum OperandFormat: UInt8, CaseIterable, Sendable {
  /// No arguments.
  case none
  /// One immediate X.
  case imm
  /// Register A and an eight-byte immediate X.
  case regImm64
  /// Immediates X and Y.
  case immImm
  /// A code offset.
  case off
  /// Register A and immediate X.
  case regImm
  /// Register A, immediates X and Y.
  case regImmImm
  /// Register A, immediate X and a code offset.
  case regImmOff
  /// Registers D and A.
  case regReg
  /// Registers A and B, immediate X.
  case regRegImm
  /// Registers A and B, and a code offset.
  case regRegOff
  /// Registers A and B, immediates X and Y.
  case regRegImmImm
  /// Registers A, B and D.
  case regRegReg
}

/// What an instruction does with a register operand.
public enum OperandRole: UInt8, Sendable {
  /// The format has no such operand.
  case none
  /// The register is written.
  case define
  /// The register is read.
  case use
  /// The register is read and may be written: a conditional move keeps the old value.
  case defineAndUse

  /// Whether the old value is read.
  public var reads: Bool { self == .use || self == .defineAndUse }

  /// Whether the register is, or may be, written.
  public var writes: Bool { self == .define || self == .defineAndUse }
}

/// The roles of the register operands A, B and D of an instruction.
public struct OperandRoles: Equatable, Sendable {
  /// Role of register A.
  public var a: OperandRole
  /// Role of register B.
  public var b: OperandRole
  /// Role of register D.
  public var d: OperandRole

  /// Creates the roles; an operand that is not named does not exist.
  public init(a: OperandRole = .none, b: OperandRole = .none, d: OperandRole = .none) {
    self.a = a
    self.b = b
    self.d = d
  }
}

/// Further facts about an instruction.
public struct OpcodeTraits: OptionSet, Sendable {
  /// The bits.
  public let rawValue: UInt8

  /// Creates a set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  // Computed, and the combinations with names of their own, so that the table of the rows is made of
  // constants: the compiler does not fold the array literals of option sets.

  /// None of the facts.
  static var none: OpcodeTraits { OpcodeTraits(rawValue: 0) }
  /// Ends a basic block (Gray Paper 0.7.2, equation A.3).
  public static var terminatesBlock: OpcodeTraits { OpcodeTraits(rawValue: 1) }
  /// Jumps or falls through.
  public static var conditionalBranch: OpcodeTraits { OpcodeTraits(rawValue: 2) }
  /// Ends a basic block; jumps or falls through.
  static var branches: OpcodeTraits { OpcodeTraits(rawValue: 1 | 2) }
  /// Reads RAM.
  public static var loads: OpcodeTraits { OpcodeTraits(rawValue: 4) }
  /// Writes RAM.
  public static var stores: OpcodeTraits { OpcodeTraits(rawValue: 8) }
  /// The result is the sign extension of its own low 32 bits.
  public static var signExtends32: OpcodeTraits { OpcodeTraits(rawValue: 16) }
  /// The result is the sign extension of its own low 32 bits if that is so of the registers that it is
  /// made of: those that are read, conditions aside.
  public static var keepsSignExtension32: OpcodeTraits { OpcodeTraits(rawValue: 32) }
  /// Reads RAM; the result is the sign extension of its own low 32 bits.
  static var loadsSigned32: OpcodeTraits { OpcodeTraits(rawValue: 4 | 16) }
}

/// What the instruction table says about one instruction.
public struct InstructionRow: Sendable {
  /// The name of the specification, for example `add_imm_32`.
  public let mnemonic: StaticString
  /// How its arguments are laid out.
  public let format: OperandFormat
  /// What it does with its registers.
  public let roles: OperandRoles
  /// Further facts.
  public let traits: OpcodeTraits
  /// The effect, as the specification writes it.
  public let effect: StaticString

  /// Creates a row.
  @inlinable
  init(
    _ mnemonic: StaticString, _ format: OperandFormat, _ roles: OperandRoles,
    _ traits: OpcodeTraits, _ effect: StaticString
  ) {
    self.mnemonic = mnemonic
    self.format = format
    self.roles = roles
    self.traits = traits
    self.effect = effect
  }
}
