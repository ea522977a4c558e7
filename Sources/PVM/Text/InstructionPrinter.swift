internal import Support

/// Single instructions as assembly.
public enum InstructionPrinter {
  /// The instruction in assembly, with its target, if any, as a code index. Example:
  /// `store_ind_u32 [r7 + 4], r2`.
  public static func text(of instruction: Instruction) -> String {
    var text: [UInt8] = []
    append(instruction, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the instruction in assembly.
  ///
  /// - Parameters:
  ///   - offsetSize: the size of the offset, if it is to be written.
  ///   - target: the label of the target; without one it is written as a code index.
  static func append(
    _ instruction: Instruction, offsetSize: Int? = nil, target: [UInt8]? = nil,
    to text: inout [UInt8]
  ) {
    let opcode = Int(instruction.opcode.rawValue)
    text.append(contentsOf: AssemblySyntax.mnemonicTable[opcode])
    if let offsetSize {
      text.append(UInt8(ascii: "."))
      text.append(0x30 + UInt8(offsetSize))
    }
    var isFirst = true
    for operand in AssemblySyntax.operandTable[opcode] {
      if !isFirst { text.append(UInt8(ascii: ",")) }
      isFirst = false
      text.append(UInt8(ascii: " "))
      switch operand {
      case .a: append(instruction.a, to: &text)
      case .b: append(instruction.b, to: &text)
      case .d: append(instruction.d, to: &text)
      case .x: append(instruction.x, to: &text)
      case .y: append(instruction.y, to: &text)
      case .target:
        if let target {
          text.append(contentsOf: target)
        } else {
          text.append(UInt8(ascii: "@"))
          appendDecimal(instruction.target, to: &text)
        }
      case .memoryX: appendAddress(base: nil, instruction.x, to: &text)
      case .memoryAX: appendAddress(base: instruction.a, instruction.x, to: &text)
      case .memoryBX: appendAddress(base: instruction.b, instruction.x, to: &text)
      }
    }
  }

  /// Appends a register.
  private static func append(_ register: Register, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "r"))
    appendDecimal(Int64(register.number), to: &text)
  }

  /// Appends an immediate: small ones in decimal, others in hexadecimal.
  private static func append(_ value: Int64, to text: inout [UInt8]) {
    if value.magnitude < 0x10000 { return appendDecimal(value, to: &text) }
    if value < 0 { text.append(UInt8(ascii: "-")) }
    appendHex(value.magnitude, to: &text)
  }

  /// Appends a memory operand.
  private static func appendAddress(
    base: Register?, _ offset: Int64, to text: inout [UInt8]
  ) {
    text.append(UInt8(ascii: "["))
    if let base {
      append(base, to: &text)
      if offset != 0 {
        text.append(contentsOf: (offset < 0 ? " - " : " + ").utf8)
        if offset.magnitude < 0x10000 {
          appendDecimal(Int64(offset.magnitude), to: &text)
        } else {
          appendHex(offset.magnitude, to: &text)
        }
      }
    } else {
      appendHex(UInt64(UInt32(truncatingIfNeeded: offset)), to: &text)
    }
    text.append(UInt8(ascii: "]"))
  }

  /// Appends a hexadecimal number.
  private static func appendHex(_ value: UInt64, to text: inout [UInt8]) {
    text.append(contentsOf: "0x".utf8)
    Hex.append(value, width: 1, to: &text)
  }

  /// Appends a decimal number.
  static func appendDecimal(_ value: Int64, to text: inout [UInt8]) {
    if value < 0 { text.append(UInt8(ascii: "-")) }
    let start = text.count
    var rest = value.magnitude
    repeat {
      text.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest != 0
    text[start...].reverse()
  }
}
