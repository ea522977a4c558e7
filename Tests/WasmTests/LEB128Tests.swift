import Testing
import Wasm

/// Integers as the binary format writes them, seen through `i32.const`, `i64.const`, block types and indices.
struct LEB128Tests {
  /// The constant that a body of one constant instruction holds, or the error.
  static func constant(_ opcode: UInt8, _ immediate: [UInt8]) -> Result<Instruction, WasmError> {
    // A global's initializer.
    let type: UInt8 = opcode == 0x41 ? 0x7F : 0x7E
    let bytes = ModuleBytes.module(
      (6, ModuleBytes.vector([[type, 0x00, opcode] + immediate + [0x0B]])))
    do throws(WasmError) {
      let module = try ModuleDecoder.decode(bytes)
      guard let instruction = module.globals.first?.initializer?.single else {
        return .success(.nop)
      }
      return .success(instruction)
    } catch {
      return .failure(error)
    }
  }

  /// Numbers around every change of length.
  static let numbers: [Int64] = (0..<64).flatMap { shift -> [Int64] in
    let power = Int64(1) << Int64(shift)
    return [power &- 1, power, power &+ 1, 0 &- power, 1 &- power, -1 &- power]
  }

  /// Shortest forms of signed numbers.
  @Test(arguments: numbers)
  func signed(_ number: Int64) throws {
    #expect(try Self.constant(0x42, ModuleBytes.signed(number)).get() == .i64Const(number))
    if let small = Int32(exactly: number) {
      #expect(try Self.constant(0x41, ModuleBytes.signed(number)).get() == .i32Const(small))
    }
  }

  /// Longer forms mean the same up to the longest that the width allows.
  @Test(arguments: [-1, 0, 1, 63, 64, -64, -65, 8191, -8192] as [Int64])
  func paddedSigned(_ number: Int64) throws {
    for (opcode, longest) in [(0x41, 5), (0x42, 10)] as [(UInt8, Int)] {
      var bytes = ModuleBytes.signed(number)
      while bytes.count < longest {
        bytes[bytes.count - 1] |= 0x80
        bytes.append(number < 0 ? 0x7F : 0x00)
        let expected = opcode == 0x41 ? Instruction.i32Const(Int32(number)) : .i64Const(number)
        #expect(try Self.constant(opcode, bytes).get() == expected)
      }
      bytes[bytes.count - 1] |= 0x80
      bytes.append(number < 0 ? 0x7F : 0x00)
      #expect(throws: WasmError(.integerTooLong, at: 14)) {
        try Self.constant(opcode, bytes).get()
      }
    }
  }

  /// In the last byte every bit beyond the width has to be a copy of the sign.
  @Test func lastByte() throws {
    for last in UInt8(0)...0x7F {
      let narrow = Self.constant(0x41, [0x80, 0x80, 0x80, 0x80, last])
      let wide = Self.constant(0x42, Array(repeating: 0x80, count: 9) + [last])
      let topOfNarrow = last & 0x78
      if topOfNarrow == 0 || topOfNarrow == 0x78 {
        let value = Int32(truncatingIfNeeded: UInt32(last & 0x0F) << 28)
        #expect(try narrow.get() == .i32Const(value))
      } else {
        #expect(throws: WasmError(.integerTooLarge, at: 14)) { try narrow.get() }
      }
      if last == 0 || last == 0x7F {
        #expect(try wide.get() == .i64Const(last == 0 ? 0 : .min))
      } else {
        #expect(throws: WasmError(.integerTooLarge, at: 14)) { try wide.get() }
      }
    }
  }

  /// Unsigned numbers of 32 bits, as a function's type index shows them.
  @Test func unsigned() throws {
    for number in Self.numbers.compactMap(UInt32.init(exactly:)) where number > 0 {
      let error = ModuleBytes.error(ModuleBytes.module((8, ModuleBytes.unsigned(number))))
      #expect(error?.kind == .unknown(.function, Int(number)))
    }
    for last in UInt8(0)...0xFF {
      let kind = ModuleBytes.error(ModuleBytes.module((8, [0xFF, 0xFF, 0xFF, 0xFF, last])))?.kind
      switch last {
      case 0...0x0F:
        #expect(kind == .unknown(.function, Int(last) << 28 | 0x0FFF_FFFF))
      case 0x10...0x7F: #expect(kind == .integerTooLarge)
      default: #expect(kind == .integerTooLong)
      }
    }
  }

  /// A number that the section's end cuts short.
  @Test func truncated() {
    #expect(
      ModuleBytes.error(ModuleBytes.module((8, [0x80, 0x80])))
        == WasmError(.unexpectedEnd, at: 12))
  }

  /// A block type is a signed number of 33 bits, and a type index only if it is not negative.
  @Test func blockTypes() {
    func kind(_ type: [UInt8]) -> WasmError.Kind? {
      ModuleBytes.error(ModuleBytes.function(code: [0x02] + type + [0x0B]))?.kind
    }
    #expect(kind([0x40]) == nil)
    #expect(kind([0x00]) == nil)
    #expect(kind([0x80, 0x80, 0x80, 0x80, 0x00]) == nil)
    #expect(kind([0x01]) == .unknown(.type, 1))
    #expect(kind([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]) == .unknown(.type, 0xFFFF_FFFF))
    #expect(kind([0xFF, 0xFF, 0xFF, 0xFF, 0x1F]) == .integerTooLarge)
    #expect(kind([0xFF, 0x7F]) == .invalidBlockType)
    #expect(kind([0x80, 0x80, 0x80, 0x80, 0x70]) == .invalidBlockType)
    #expect(kind([0x41]) == .invalidValueType(0x41))
    #expect(kind([0x7F]) == .operandMissing(expected: .i32))
  }
}
