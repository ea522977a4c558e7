/// A row of the table of costs of Gray Paper 0.8 (`pvm-0.8.md` section 4.3).
public struct InstructionTiming: Sendable {
  /// What the number of decode slots depends on.
  public enum SlotRule: Sendable {
    /// Nothing.
    case fixed
    /// One more unless the destination is also a source.
    case destination
    /// One more unless the destination is the first source.
    case firstSource
  }

  /// Cycles from the start until the result is there, and for which units are held.
  public let latency: UInt8
  /// Decode slots, the fewest.
  public let slots: UInt8
  /// When it is one more.
  public let slotRule: SlotRule
  /// The units.
  public let units: FunctionalUnits

  /// Creates a row.
  @inlinable
  init(
    _ latency: UInt8, _ slots: UInt8, _ units: FunctionalUnits, _ slotRule: SlotRule = .fixed
  ) {
    self.latency = latency
    self.slots = slots
    self.units = units
    self.slotRule = slotRule
  }

  /// Cycles of every access to memory, the table's declared placeholder.
  @inlinable
  public static var memoryLatency: UInt8 { 25 }
  /// Cycles of a branch.
  @inlinable
  public static var branchLatency: UInt8 { 20 }
  /// Cycles of a branch of which a side begins with `unlikely` or `trap`.
  @inlinable
  public static var markedBranchLatency: UInt8 { 1 }
  /// Cycles of `unlikely`.
  @inlinable
  public static var markLatency: UInt8 { 40 }
}

extension Opcode {
  /// The row of the instruction; branches as if no side were marked. `sbrk`, which 0.8 does not have,
  /// has that of a trap.
  public var timing: InstructionTiming {
    // Not by inlining: the compiler makes constant tables of it.
    @inline(never) get {
      switch self {
      case .moveReg: InstructionTiming(0, 1, .none)
      case .trap, .fallthrough, .sbrk: InstructionTiming(2, 1, .none)
      case .unlikely: InstructionTiming(InstructionTiming.markLatency, 1, .none)
      case .ecalli: InstructionTiming(100, 4, .arithmetic)
      case .loadImm: InstructionTiming(1, 1, .none)
      case .loadImm64: InstructionTiming(1, 2, .none)
      case .jump, .loadImmJump: InstructionTiming(15, 1, .none)
      case .jumpInd, .loadImmJumpInd: InstructionTiming(22, 1, .none)
      case .branchEqImm, .branchNeImm, .branchLtUImm, .branchLeUImm, .branchGeUImm,
        .branchGtUImm, .branchLtSImm, .branchLeSImm, .branchGeSImm, .branchGtSImm, .branchEq,
        .branchNe, .branchLtU, .branchLtS, .branchGeU, .branchGeS:
        InstructionTiming(InstructionTiming.branchLatency, 1, .arithmetic)
      case .loadU8, .loadI8, .loadU16, .loadI16, .loadU32, .loadI32, .loadU64, .loadIndU8,
        .loadIndI8, .loadIndU16, .loadIndI16, .loadIndU32, .loadIndI32, .loadIndU64:
        InstructionTiming(InstructionTiming.memoryLatency, 1, .load)
      case .storeImmU8, .storeImmU16, .storeImmU32, .storeImmU64, .storeU8, .storeU16, .storeU32,
        .storeU64, .storeImmIndU8, .storeImmIndU16, .storeImmIndU32, .storeImmIndU64, .storeIndU8,
        .storeIndU16, .storeIndU32, .storeIndU64:
        InstructionTiming(InstructionTiming.memoryLatency, 1, .store)
      case .and, .xor, .or, .add64, .sub64, .andImm, .xorImm, .orImm, .addImm64, .shloLImm64,
        .shloRImm64, .sharRImm64, .rotR64Imm, .reverseBytes:
        InstructionTiming(1, 1, .arithmetic, .destination)
      case .add32, .sub32, .addImm32, .shloLImm32, .shloRImm32, .sharRImm32, .rotR32Imm, .xnor:
        InstructionTiming(2, 2, .arithmetic, .destination)
      case .countSetBits64, .countSetBits32, .leadingZeroBits64, .leadingZeroBits32, .signExtend8,
        .signExtend16, .zeroExtend16:
        InstructionTiming(1, 1, .arithmetic)
      case .trailingZeroBits64, .trailingZeroBits32: InstructionTiming(2, 1, .twoArithmetic)
      case .shloL64, .shloR64, .sharR64, .rotL64, .rotR64:
        InstructionTiming(1, 2, .arithmetic, .firstSource)
      case .shloL32, .shloR32, .sharR32, .rotL32, .rotR32:
        InstructionTiming(2, 3, .arithmetic, .firstSource)
      case .shloLImmAlt64, .shloRImmAlt64, .sharRImmAlt64, .rotR64ImmAlt:
        InstructionTiming(1, 3, .arithmetic)
      case .shloLImmAlt32, .shloRImmAlt32, .sharRImmAlt32, .rotR32ImmAlt:
        InstructionTiming(2, 4, .arithmetic)
      case .setLtU, .setLtS, .setLtUImm, .setLtSImm, .setGtUImm, .setGtSImm:
        InstructionTiming(3, 3, .arithmetic)
      case .cmovIz, .cmovNz: InstructionTiming(2, 2, .arithmetic)
      case .cmovIzImm, .cmovNzImm: InstructionTiming(2, 3, .arithmetic)
      case .max, .maxU, .min, .minU: InstructionTiming(3, 2, .arithmetic, .destination)
      case .divU32, .divS32, .remU32, .remS32, .divU64, .divS64, .remU64, .remS64:
        InstructionTiming(60, 4, .divide)
      case .andInv, .orInv, .negAddImm64: InstructionTiming(2, 3, .arithmetic)
      case .negAddImm32: InstructionTiming(3, 4, .arithmetic)
      case .mul64, .mulImm64: InstructionTiming(3, 1, .multiply, .destination)
      case .mul32, .mulImm32: InstructionTiming(4, 2, .multiply, .destination)
      case .mulUpperSS, .mulUpperUU: InstructionTiming(4, 4, .multiply)
      case .mulUpperSU: InstructionTiming(6, 4, .multiply)
      }
    }
  }
}
