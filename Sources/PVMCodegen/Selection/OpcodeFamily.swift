package import LLVM
package import PVM

/// The PVM's instructions for a binary operation of LLVM, by width.
package struct OpcodeFamily {
  /// An instruction of 32 bits, whose result is sign-extended, and the same of 64.
  package struct Pair {
    /// The one of 32 bits, for widths up to that.
    package var word: Opcode
    /// The one of 64 bits.
    package var double: Opcode

    /// A pair.
    package init(_ word: Opcode, _ double: Opcode) {
      self.word = word
      self.double = double
    }

    /// The one for a width.
    package func opcode(_ width: Int) -> Opcode { width <= 32 ? word : double }
  }

  /// On two registers.
  package let registers: Pair
  /// With an immediate on the right, if there is one; for subtractions the addition of the immediate's negative.
  package let immediate: Pair?
  /// With an immediate on the left, if that is an instruction of its own.
  package let leftImmediate: Pair?
  /// The right operand that leaves the left one as it is, if there is one that selections are made with.
  package let identity: Int64?
  /// Whether a result of 32 bits is sign-extended only if the operands are.
  package let keepsForm: Bool
  /// Whether the operands may be exchanged.
  package let isCommutative: Bool
  /// Whether the right operand is a shift amount.
  package let isShift: Bool

  /// A row of the table.
  private init(
    _ registers: Pair, immediate: Pair? = nil, leftImmediate: Pair? = nil, identity: Int64? = nil,
    keepsForm: Bool = false, isCommutative: Bool = false, isShift: Bool = false
  ) {
    self.registers = registers
    self.immediate = immediate
    self.leftImmediate = leftImmediate
    self.identity = identity
    self.keepsForm = keepsForm
    self.isCommutative = isCommutative
    self.isShift = isShift
  }

  /// A bitwise operation, which is the same for both widths.
  private static func bitwise(_ opcode: Opcode, _ immediate: Opcode, identity: Int64)
    -> OpcodeFamily
  {
    OpcodeFamily(
      Pair(opcode, opcode), immediate: Pair(immediate, immediate), identity: identity,
      keepsForm: true, isCommutative: true)
  }

  /// A shift.
  private static func shift(_ registers: Pair, immediate: Pair, leftImmediate: Pair)
    -> OpcodeFamily
  {
    OpcodeFamily(
      registers, immediate: immediate, leftImmediate: leftImmediate, identity: 0, isShift: true)
  }

  /// The operations.
  private static let table: [IROpcode: OpcodeFamily] = [
    .add: OpcodeFamily(
      Pair(.add32, .add64), immediate: Pair(.addImm32, .addImm64), identity: 0,
      isCommutative: true),
    .sub: OpcodeFamily(
      Pair(.sub32, .sub64), immediate: Pair(.addImm32, .addImm64),
      leftImmediate: Pair(.negAddImm32, .negAddImm64), identity: 0),
    .mul: OpcodeFamily(
      Pair(.mul32, .mul64), immediate: Pair(.mulImm32, .mulImm64), isCommutative: true),
    .udiv: OpcodeFamily(Pair(.divU32, .divU64)),
    .sdiv: OpcodeFamily(Pair(.divS32, .divS64)),
    .urem: OpcodeFamily(Pair(.remU32, .remU64)),
    .srem: OpcodeFamily(Pair(.remS32, .remS64)),
    .shl: shift(
      Pair(.shloL32, .shloL64), immediate: Pair(.shloLImm32, .shloLImm64),
      leftImmediate: Pair(.shloLImmAlt32, .shloLImmAlt64)),
    .lshr: shift(
      Pair(.shloR32, .shloR64), immediate: Pair(.shloRImm32, .shloRImm64),
      leftImmediate: Pair(.shloRImmAlt32, .shloRImmAlt64)),
    .ashr: shift(
      Pair(.sharR32, .sharR64), immediate: Pair(.sharRImm32, .sharRImm64),
      leftImmediate: Pair(.sharRImmAlt32, .sharRImmAlt64)),
    .and: bitwise(.and, .andImm, identity: -1),
    .or: bitwise(.or, .orImm, identity: 0),
    .xor: bitwise(.xor, .xorImm, identity: 0),
  ]

  /// The instructions for an operation; nil if it has no row.
  package static func of(_ opcode: IROpcode?) -> OpcodeFamily? { opcode.flatMap { table[$0] } }
}
