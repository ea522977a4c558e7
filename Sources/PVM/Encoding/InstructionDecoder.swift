/// What is found at a code index.
public struct DecodedInstruction: Hashable, Sendable {
  /// The instruction; nil where execution traps because there is none: past the end, between
  /// instruction starts, at an undefined opcode.
  public var instruction: Instruction?
  /// The byte at the index, 0 past the end.
  public var byte: UInt8
  /// The index.
  public var pc: Int
  /// How many bytes it is from here to the next instruction: 1 to 25.
  public var length: Int

  /// The index of the next instruction.
  @inlinable
  public var next: Int { pc &+ length }

  /// What executes here: the instruction, or a trap where there is none.
  @inlinable
  public var effective: Instruction { instruction ?? Instruction(.trap) }
}

/// Bytes to instructions, one layout per format (`pvm.md` sections 3 and 7).
public enum InstructionDecoder {
  /// Decodes what is at a code index, which may lie outside the code.
  public static func decode(
    _ code: [UInt8], _ mask: OpcodeMask, at pc: Int, for target: Target
  ) -> DecodedInstruction {
    guard code.indices.contains(pc) else {
      return DecodedInstruction(instruction: nil, byte: 0, pc: pc, length: 1)
    }
    let skip = mask.skip(pc)
    var result = DecodedInstruction(instruction: nil, byte: code[pc], pc: pc, length: skip + 1)
    if mask.isStart(pc), let opcode = target.opcode(code[pc]) {
      result.instruction = decode(opcode, code, at: pc, skip: skip)
    }
    return result
  }

  /// Decodes what is at a code index of a program.
  public static func decode(_ program: ProgramBlob, at pc: Int) -> DecodedInstruction {
    decode(program.code, program.mask, at: pc, for: program.target)
  }

  /// Decodes the arguments of an opcode that has `skip` argument bytes.
  static func decode(
    _ opcode: Opcode, _ code: [UInt8], at pc: Int, skip: Int
  ) -> Instruction {
    var result = Instruction(opcode)
    let first = byte(code, pc + 1)
    let low = Register(first & 15)
    let high = Register(first &>> 4)
    switch opcode.format {
    case .none: break
    case .imm: result.x = Immediate.decode(code, at: pc + 1, size: min(4, skip))
    case .regImm64:
      result.a = low
      for index in 0..<8 {
        result.x |= Int64(byte(code, pc + 2 + index)) &<< Int64(8 * index)
      }
    case .immImm: decodeTwo(&result, code, at: pc, 2, xSize: first & 7, skip)
    case .off: result.target = target(code, pc, at: pc + 1, size: min(4, skip))
    case .regImm:
      result.a = low
      result.x = Immediate.decode(code, at: pc + 2, size: min(4, max(0, skip - 1)))
    case .regImmImm, .regImmOff:
      result.a = low
      decodeTwo(&result, code, at: pc, 2, xSize: first &>> 4 & 7, skip)
    case .regReg:
      result.d = low
      result.a = high
    case .regRegImm:
      result.a = low
      result.b = high
      result.x = Immediate.decode(code, at: pc + 2, size: min(4, max(0, skip - 1)))
    case .regRegOff:
      result.a = low
      result.b = high
      result.target = target(code, pc, at: pc + 2, size: min(4, max(0, skip - 1)))
    case .regRegImmImm:
      result.a = low
      result.b = high
      decodeTwo(&result, code, at: pc, 3, xSize: byte(code, pc + 2) & 7, skip)
    case .regRegReg:
      result.a = low
      result.b = high
      result.d = Register(byte(code, pc + 2))
    }
    return result
  }

  /// Decodes X, which starts `start` bytes after the opcode, and then Y or the target.
  private static func decodeTwo(
    _ result: inout Instruction, _ code: [UInt8], at pc: Int, _ start: Int, xSize: UInt8,
    _ skip: Int
  ) {
    let xSize = min(4, Int(xSize))
    let second = pc + start + xSize
    let size = min(4, max(0, skip - xSize - (start - 1)))
    result.x = Immediate.decode(code, at: pc + start, size: xSize)
    if result.opcode.format.hasTarget {
      result.target = target(code, pc, at: second, size: size)
    } else {
      result.y = Immediate.decode(code, at: second, size: size)
    }
  }

  /// The target that an offset of `size` bytes at an index stands for.
  private static func target(_ code: [UInt8], _ pc: Int, at index: Int, size: Int) -> Int64 {
    Int64(pc) + Immediate.decode(code, at: index, size: size)
  }

  /// The code, continued by endless zero bytes.
  private static func byte(_ code: [UInt8], _ index: Int) -> UInt8 {
    index < code.count ? code[index] : 0
  }
}
