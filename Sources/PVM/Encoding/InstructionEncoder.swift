internal import Support

/// Instructions to bytes, one layout per format (`pvm.md` section 7).
///
/// Immediates and offsets take their shortest form. Immediates other than that of `load_imm_64`,
/// and offsets, must fit four signed bytes: where only the low 32 bits of an immediate count, the
/// caller normalizes it (`Immediate.normalized32`).
public enum InstructionEncoder {
  /// Whether all immediates and the offset fit their fields.
  public static func isEncodable(_ instruction: Instruction, at pc: Int) -> Bool {
    let format = instruction.opcode.format
    if format.hasX, format != .regImm64, !Immediate.fits(instruction.x) { return false }
    if format.hasY, !Immediate.fits(instruction.y) { return false }
    guard format.hasTarget else { return true }
    let (offset, overflow) = instruction.target.subtractingReportingOverflow(Int64(pc))
    return !overflow && Immediate.fits(offset)
  }

  /// How many bytes the encoding takes at a code index.
  ///
  /// - Parameter offsetSize: how many bytes the offset takes, if not as few as possible; formats
  ///   without one ignore it.
  public static func encodedSize(
    of instruction: Instruction, at pc: Int, offsetSize: Int? = nil
  ) -> Int {
    let fixed = sizeWithoutOffset(of: instruction)
    guard instruction.opcode.format.hasTarget else { return fixed }
    return fixed + (offsetSize ?? self.offsetSize(of: instruction, at: pc))
  }

  /// How many bytes the encoding takes, not counting the offset.
  public static func sizeWithoutOffset(of instruction: Instruction) -> Int {
    switch instruction.opcode.format {
    case .none, .off: 1
    case .imm: 1 + Immediate.size(instruction.x)
    case .regImm64: 10
    case .immImm, .regImmImm: 2 + Immediate.size(instruction.x) + Immediate.size(instruction.y)
    case .regImm, .regRegImm, .regImmOff: 2 + Immediate.size(instruction.x)
    case .regReg, .regRegOff: 2
    case .regRegImmImm: 3 + Immediate.size(instruction.x) + Immediate.size(instruction.y)
    case .regRegReg: 3
    }
  }

  /// How few bytes the offset to the target takes from a code index, 0 to 4.
  public static func offsetSize(of instruction: Instruction, at pc: Int) -> Int {
    Immediate.size(instruction.target &- Int64(pc))
  }

  /// Appends the encoding of an instruction at a code index, which need not be the size of `code`.
  ///
  /// - Parameter offsetSize: how many bytes the offset takes, if not as few as possible; it must
  ///   fit them. Formats without an offset ignore it.
  /// - Requires: `isEncodable`, and that the target has the instruction; anything else ends the
  ///   process.
  /// - Returns: how many bytes were appended.
  @discardableResult
  public static func encode(
    _ instruction: Instruction, at pc: Int, into code: inout [UInt8], for target: Target,
    offsetSize: Int? = nil
  ) -> Int {
    Invariant.check(isEncodable(instruction, at: pc), "operands fit their fields")
    let start = code.count
    let format = instruction.opcode.format
    let a = instruction.a.number
    let b = instruction.b.number
    let xSize = format.hasX ? Immediate.size(instruction.x) : 0
    code.append(
      Invariant.unwrap(target.byte(of: instruction.opcode), "the target has the instruction"))
    switch format {
    case .none, .imm, .off: break
    case .regImm64:
      code.append(a)
      code.append(littleEndian: UInt64(bitPattern: instruction.x), byteCount: 8)
      return 10
    case .immImm: code.append(UInt8(xSize))
    case .regImm: code.append(a)
    case .regImmImm, .regImmOff: code.append(a | UInt8(xSize) &<< 4)
    case .regReg: code.append(instruction.d.number | a &<< 4)
    case .regRegImm, .regRegOff: code.append(a | b &<< 4)
    case .regRegImmImm:
      code.append(a | b &<< 4)
      code.append(UInt8(xSize))
    case .regRegReg:
      code.append(a | b &<< 4)
      code.append(instruction.d.number)
    }
    code.append(littleEndian: UInt64(bitPattern: instruction.x), byteCount: xSize)
    if format.hasY {
      code.append(
        littleEndian: UInt64(bitPattern: instruction.y), byteCount: Immediate.size(instruction.y))
    }
    if format.hasTarget {
      let offset = instruction.target &- Int64(pc)
      let size = offsetSize ?? Immediate.size(offset)
      Invariant.check(
        size >= Immediate.size(offset) && size <= 4, "the offset fits the size asked for")
      code.append(littleEndian: UInt64(bitPattern: offset), byteCount: size)
    }
    return code.count - start
  }
}
