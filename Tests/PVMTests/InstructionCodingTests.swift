import PVM
import Support
import TestSupport
import Testing

@Suite struct InstructionCodingTests {
  /// The encodings of the specification, section 7; the pc is 100.
  static let examples: [(String, Instruction)] = [
    ("00", Instruction(.trap)),
    ("0A 64", Instruction(.ecalli, x: 100)),
    (
      "14 07 EF BE AD DE 78 56 34 12",
      Instruction(.loadImm64, a: Register(7), x: 0x1234_5678_DEAD_BEEF)
    ),
    ("1F 03 00 00 02 34 12", Instruction(.storeImmU16, x: 0x20000, y: 0x1234)),
    ("28 FB", Instruction(.jump, target: 95)),
    ("33 07 00 00 02", Instruction(.loadImm, a: Register(7), x: 0x20000)),
    ("47 17 01 34 12", Instruction(.storeImmIndU16, a: Register(7), x: 1, y: 0x1234)),
    ("51 17 D2 06", Instruction(.branchEqImm, a: Register(7), x: -46, target: 106)),
    ("64 73", Instruction(.moveReg, a: Register(7), d: Register(3))),
    ("7A 78 10", Instruction(.storeIndU32, a: Register(8), b: Register(7), x: 16)),
    ("AC 87 06", Instruction(.branchLtU, a: Register(7), b: Register(8), target: 106)),
    (
      "B4 78 02 D2 04 01",
      Instruction(.loadImmJumpInd, a: Register(8), b: Register(7), x: 1234, y: 1)
    ),
    ("BE 87 09", Instruction(.add32, a: Register(7), b: Register(8), d: Register(9))),
  ]

  /// Values at and beside the borders of the immediate sizes.
  static let immediates: [Int64] = [
    0, 1, -1, 127, 128, -128, -129, 0x7FFF, 0x8000, -0x8000, -0x8001, 0x7F_FFFF, 0x80_0000,
    -0x80_0000, -0x80_0001, 0x7FFF_FFFF, -0x8000_0000,
  ]

  /// Whether so many bytes hold a value in two's complement.
  static func holds(_ value: Int64, size: Int) -> Bool {
    guard size > 0 else { return value == 0 }
    let half = Int64(1) << Int64(8 * size - 1)
    return size >= 8 || (value >= -half && value < half)
  }

  /// A code in which an instruction stands at pc 100 and is followed by another.
  static func decode(_ bytes: [UInt8]) -> DecodedInstruction {
    var mask = OpcodeMask()
    mask.append(count: 100)
    mask.append(count: bytes.count)
    mask.append(count: 1)
    return InstructionDecoder.decode(
      Array(repeating: 0, count: 100) + bytes + [1], mask, at: 100, for: .gp07)
  }

  @Test(arguments: examples)
  func examplesOfTheSpecification(_ text: String, _ instruction: Instruction) throws {
    let bytes = try #require(Hex.bytes(text.utf8))
    var encoded: [UInt8] = []
    let size = InstructionEncoder.encode(instruction, at: 100, into: &encoded, for: .gp07)
    #expect(encoded == bytes)
    #expect(size == bytes.count)
    let decoded = Self.decode(bytes)
    #expect(decoded.instruction == instruction)
    #expect(decoded.length == bytes.count && decoded.next == 100 + bytes.count)
  }

  @Test func immediateSizesAreTheShortest() {
    for bit in 0..<40 {
      for delta: Int64 in [-2, -1, 0, 1, 2] {
        for value in [(Int64(1) << Int64(bit)) + delta, -(Int64(1) << Int64(bit)) + delta] {
          let shortest = (0...8).first { Self.holds(value, size: $0) }
          #expect(Immediate.fits(value) == ((shortest ?? 9) <= 4))
          if Immediate.fits(value) { #expect(Immediate.size(value) == shortest) }
        }
      }
    }
    #expect(Immediate.normalized32(0xFEFE_0000) == -0x0102_0000)
  }

  @Test(arguments: Target.gp07.opcodes)
  func everyOperandComesBack(_ opcode: Opcode) {
    let format = opcode.format
    let roles = opcode.roles
    let xs: [Int64] =
      format == .regImm64
      ? Self.immediates + [Int64.max, Int64.min, 0x1_0000_0000]
      : format.hasX ? Self.immediates : [0]
    let ys = format.hasY ? Self.immediates : [0]
    let offsets = format.hasTarget ? Self.immediates : [0]
    let numbers = (0..<UInt8(Register.count)).map(Register.init)
    var failures = 0
    for x in xs {
      for y in ys {
        for offset in offsets {
          // Every register in every place; all combinations would not find more.
          for (index, register) in numbers.enumerated() {
            let instruction = Instruction(
              opcode, a: roles.a == .none ? Register(0) : register,
              b: roles.b == .none ? Register(0) : numbers[(index + 5) % 13],
              d: roles.d == .none ? Register(0) : numbers[(index + 9) % 13], x: x, y: y,
              target: format.hasTarget ? 100 + offset : 0)
            var bytes: [UInt8] = []
            let size = InstructionEncoder.encode(instruction, at: 100, into: &bytes, for: .gp07)
            let expected = InstructionEncoder.encodedSize(of: instruction, at: 100)
            if size != bytes.count || size != expected || size > 11 { failures += 1 }
            if Self.decode(bytes).instruction != instruction { failures += 1 }
          }
        }
      }
    }
    #expect(failures == 0)
  }

  @Test func offsetsCanBeLonger() {
    for opcode in Target.gp07.opcodes where opcode.format.hasTarget {
      for offset in Self.immediates {
        let instruction = Instruction(opcode, target: 100 + offset)
        for size in InstructionEncoder.offsetSize(of: instruction, at: 100)...4 {
          var bytes: [UInt8] = []
          InstructionEncoder.encode(
            instruction, at: 100, into: &bytes, for: .gp07, offsetSize: size)
          #expect(
            bytes.count == InstructionEncoder.sizeWithoutOffset(of: instruction) + size)
          #expect(
            bytes.count
              == InstructionEncoder.encodedSize(of: instruction, at: 100, offsetSize: size))
          #expect(Self.decode(bytes).instruction == instruction)
        }
      }
    }
  }

  @Test func whatDoesNotFitIsNotEncodable() {
    let tooLarge: Int64 = 0x8000_0000
    #expect(InstructionEncoder.isEncodable(Instruction(.loadImm64, x: Int64.min), at: 0))
    #expect(!InstructionEncoder.isEncodable(Instruction(.loadImm, x: tooLarge), at: 0))
    #expect(!InstructionEncoder.isEncodable(Instruction(.storeImmU8, y: -tooLarge - 1), at: 0))
    #expect(!InstructionEncoder.isEncodable(Instruction(.jump, target: tooLarge), at: 0))
    #expect(InstructionEncoder.isEncodable(Instruction(.jump, target: tooLarge), at: 1))
    #expect(!InstructionEncoder.isEncodable(Instruction(.jump, target: Int64.min), at: 1))
    // Operands that the format does not have do not matter.
    #expect(
      InstructionEncoder.isEncodable(Instruction(.trap, x: tooLarge, target: tooLarge), at: 0))
  }

  @Test func encodingWhatDoesNotFitEndsTheProcess() async {
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = []
      InstructionEncoder.encode(Instruction(.loadImm, x: 1 << 31), at: 0, into: &bytes, for: .gp07)
    }
    await #expect(processExitsWith: .failure) {
      var bytes: [UInt8] = []
      InstructionEncoder.encode(
        Instruction(.jump, target: 300), at: 0, into: &bytes, for: .gp07, offsetSize: 1)
    }
  }

  @Test func decodingAgreesWithTheSpecificationOnRandomBytes() {
    var random = SeededRandom(seed: 3)
    for round in 0..<20_000 {
      let length = Int(random.next() % 40) + 1
      var code = random.bytes(length)
      // Half of the bytes are opcodes, and few are starts, so that arguments are long.
      let pc = Int(random.next() % UInt64(length))
      let opcode = Target.gp07.opcodes[round % Target.gp07.opcodes.count]
      code[pc] = opcode.rawValue
      var mask = OpcodeMask(count: length)
      for index in 0..<length where random.next() % 8 == 0 { mask.set(index) }
      mask.set(pc)
      let decoded = InstructionDecoder.decode(code, mask, at: pc, for: .gp07)
      let expected = LiteralDecoder(code: code, pc: pc, skip: mask.skip(pc))
      if decoded.instruction != expected.instruction(opcode) {
        Issue.record("\(opcode) in \(Hex.string(code)) at \(pc), skip \(mask.skip(pc))")
        return
      }
    }
  }

  @Test func whereThereIsNoInstruction() {
    var mask = OpcodeMask(count: 4)
    mask.set(0)
    mask.set(2)
    let code: [UInt8] = [190, 1, 2, 0]
    let undefined = InstructionDecoder.decode(code, mask, at: 2, for: .gp07)
    #expect(undefined.instruction == nil && undefined.byte == 2 && undefined.length == 2)
    let between = InstructionDecoder.decode(code, mask, at: 1, for: .gp07)
    #expect(between.instruction == nil && between.byte == 1 && between.length == 1)
    for pc in [4, 100, -1, Int.max, Int.min] {
      let outside = InstructionDecoder.decode(code, mask, at: pc, for: .gp07)
      #expect(outside.instruction == nil && outside.byte == 0 && outside.length == 1)
      #expect(outside.effective == Instruction(.trap))
    }
  }
}

/// The specification's `decode_args`, word for word.
struct LiteralDecoder {
  /// The code.
  let code: [UInt8]
  /// Where the opcode is.
  let pc: Int
  /// How many argument bytes there are.
  let skip: Int

  /// The code, continued by zeros.
  private func z(_ index: Int) -> Int { index < code.count ? Int(code[index]) : 0 }

  /// A sign-extended immediate.
  private func imm(_ at: Int, _ n: Int) -> Int64 {
    var v: Int64 = 0
    for i in 0..<n { v += Int64(z(at + i)) << Int64(8 * i) }
    if n > 0, v >= Int64(1) << Int64(8 * n - 1) { v -= Int64(1) << Int64(8 * n) }
    return v
  }

  /// The instruction.
  func instruction(_ opcode: Opcode) -> Instruction {
    var result = Instruction(opcode)
    let b1 = z(pc + 1)
    let b2 = z(pc + 2)
    let l = skip
    let lo = Register(UInt8(min(12, b1 % 16)))
    let hi = Register(UInt8(min(12, b1 / 16)))
    var lx = 0
    var at = 0
    switch opcode.format {
    case .none: return result
    case .imm:
      result.x = imm(pc + 1, min(4, l))
      return result
    case .regImm64:
      result.a = lo
      var bits: UInt64 = 0
      for i in 0..<8 { bits |= UInt64(z(pc + 2 + i)) << UInt64(8 * i) }
      result.x = Int64(bitPattern: bits)
      return result
    case .off:
      result.target = Int64(pc) + imm(pc + 1, min(4, l))
      return result
    case .regImm:
      result.a = lo
      result.x = imm(pc + 2, min(4, max(0, l - 1)))
      return result
    case .regReg:
      result.d = lo
      result.a = hi
      return result
    case .regRegImm:
      result.a = lo
      result.b = hi
      result.x = imm(pc + 2, min(4, max(0, l - 1)))
      return result
    case .regRegOff:
      result.a = lo
      result.b = hi
      result.target = Int64(pc) + imm(pc + 2, min(4, max(0, l - 1)))
      return result
    case .regRegReg:
      result.a = lo
      result.b = hi
      result.d = Register(UInt8(min(12, b2)))
      return result
    case .immImm: (lx, at) = (min(4, b1 % 8), 2)
    case .regImmImm, .regImmOff:
      (lx, at) = (min(4, b1 / 16 % 8), 2)
      result.a = lo
    case .regRegImmImm:
      (lx, at) = (min(4, b2 % 8), 3)
      result.a = lo
      result.b = hi
    }
    let ly = min(4, max(0, l - lx - (at - 1)))
    result.x = imm(pc + at, lx)
    let second = imm(pc + at + lx, ly)
    if opcode.format == .regImmOff {
      result.target = Int64(pc) + second
    } else {
      result.y = second
    }
    return result
  }
}
