extension Semantics {
  /// What an instruction without effects on memory or control writes into the register it defines;
  /// nil for all others (loads, stores, jumps, branches, `ecalli`, `sbrk`, `trap`).
  ///
  /// - Parameters:
  ///   - a: old value of register A.
  ///   - b: old value of register B.
  ///   - d: old value of register D.
  ///   - x: immediate X, sign-extended.
  @inlinable
  public static func evaluate(
    _ opcode: Opcode, a: UInt64 = 0, b: UInt64 = 0, d: UInt64 = 0, x: UInt64 = 0
  ) -> UInt64? {
    switch opcode {
    case .trap, .fallthrough, .unlikely, .ecalli, .sbrk: nil
    case .jump, .jumpInd, .loadImmJump, .loadImmJumpInd: nil
    case .branchEqImm, .branchNeImm, .branchLtUImm, .branchLeUImm, .branchGeUImm, .branchGtUImm,
      .branchLtSImm, .branchLeSImm, .branchGeSImm, .branchGtSImm, .branchEq, .branchNe, .branchLtU,
      .branchLtS, .branchGeU, .branchGeS:
      nil
    case .storeImmU8, .storeImmU16, .storeImmU32, .storeImmU64, .storeU8, .storeU16, .storeU32,
      .storeU64, .storeImmIndU8, .storeImmIndU16, .storeImmIndU32, .storeImmIndU64, .storeIndU8,
      .storeIndU16, .storeIndU32, .storeIndU64:
      nil
    case .loadU8, .loadI8, .loadU16, .loadI16, .loadU32, .loadI32, .loadU64, .loadIndU8, .loadIndI8,
      .loadIndU16, .loadIndI16, .loadIndU32, .loadIndI32, .loadIndU64:
      nil
    case .loadImm64, .loadImm: x
    case .moveReg: a
    case .countSetBits64: countSetBits64(a)
    case .countSetBits32: countSetBits32(a)
    case .leadingZeroBits64: leadingZeroBits64(a)
    case .leadingZeroBits32: leadingZeroBits32(a)
    case .trailingZeroBits64: trailingZeroBits64(a)
    case .trailingZeroBits32: trailingZeroBits32(a)
    case .signExtend8: signExtend8(a)
    case .signExtend16: signExtend16(a)
    case .zeroExtend16: zeroExtend16(a)
    case .reverseBytes: reverseBytes(a)
    case .addImm32: add32(b, x)
    case .andImm: b & x
    case .xorImm: b ^ x
    case .orImm: b | x
    case .mulImm32: mul32(b, x)
    case .setLtUImm: setLtU(b, x)
    case .setLtSImm: setLtS(b, x)
    case .shloLImm32: shloL32(b, x)
    case .shloRImm32: shloR32(b, x)
    case .sharRImm32: sharR32(b, x)
    case .negAddImm32: sub32(x, b)
    case .setGtUImm: setLtU(x, b)
    case .setGtSImm: setLtS(x, b)
    case .shloLImmAlt32: shloL32(x, b)
    case .shloRImmAlt32: shloR32(x, b)
    case .sharRImmAlt32: sharR32(x, b)
    case .cmovIzImm: b == 0 ? x : a
    case .cmovNzImm: b != 0 ? x : a
    case .addImm64: add64(b, x)
    case .mulImm64: mul64(b, x)
    case .shloLImm64: shloL64(b, x)
    case .shloRImm64: shloR64(b, x)
    case .sharRImm64: sharR64(b, x)
    case .negAddImm64: sub64(x, b)
    case .shloLImmAlt64: shloL64(x, b)
    case .shloRImmAlt64: shloR64(x, b)
    case .sharRImmAlt64: sharR64(x, b)
    case .rotR64Imm: rotR64(b, x)
    case .rotR64ImmAlt: rotR64(x, b)
    case .rotR32Imm: rotR32(b, x)
    case .rotR32ImmAlt: rotR32(x, b)
    case .add32: add32(a, b)
    case .sub32: sub32(a, b)
    case .mul32: mul32(a, b)
    case .divU32: divU32(a, b)
    case .divS32: divS32(a, b)
    case .remU32: remU32(a, b)
    case .remS32: remS32(a, b)
    case .shloL32: shloL32(a, b)
    case .shloR32: shloR32(a, b)
    case .sharR32: sharR32(a, b)
    case .add64: add64(a, b)
    case .sub64: sub64(a, b)
    case .mul64: mul64(a, b)
    case .divU64: divU64(a, b)
    case .divS64: divS64(a, b)
    case .remU64: remU64(a, b)
    case .remS64: remS64(a, b)
    case .shloL64: shloL64(a, b)
    case .shloR64: shloR64(a, b)
    case .sharR64: sharR64(a, b)
    case .and: a & b
    case .xor: a ^ b
    case .or: a | b
    case .mulUpperSS: mulUpperSS(a, b)
    case .mulUpperUU: mulUpperUU(a, b)
    case .mulUpperSU: mulUpperSU(a, b)
    case .setLtU: setLtU(a, b)
    case .setLtS: setLtS(a, b)
    case .cmovIz: b == 0 ? a : d
    case .cmovNz: b != 0 ? a : d
    case .rotL64: rotL64(a, b)
    case .rotL32: rotL32(a, b)
    case .rotR64: rotR64(a, b)
    case .rotR32: rotR32(a, b)
    case .andInv: andInv(a, b)
    case .orInv: orInv(a, b)
    case .xnor: xnor(a, b)
    case .max: max(a, b)
    case .maxU: maxU(a, b)
    case .min: min(a, b)
    case .minU: minU(a, b)
    }
  }

  /// Whether a conditional branch is taken; nil for all other instructions.
  ///
  /// - Parameters:
  ///   - a: value of register A.
  ///   - b: value of register B, or immediate X, sign-extended, for the branches that have one.
  @inlinable
  public static func branchCondition(_ opcode: Opcode, _ a: UInt64, _ b: UInt64) -> Bool? {
    switch opcode {
    case .branchEq, .branchEqImm: a == b
    case .branchNe, .branchNeImm: a != b
    case .branchLtU, .branchLtUImm: a < b
    case .branchLeUImm: a <= b
    case .branchGeU, .branchGeUImm: a >= b
    case .branchGtUImm: a > b
    case .branchLtS, .branchLtSImm: s64(a) < s64(b)
    case .branchLeSImm: s64(a) <= s64(b)
    case .branchGeS, .branchGeSImm: s64(a) >= s64(b)
    case .branchGtSImm: s64(a) > s64(b)
    default: nil
    }
  }
}
