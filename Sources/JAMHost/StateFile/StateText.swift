internal import Support

/// A value on its way into a state file; objects keep the order of their members.
enum StateText {
  /// Members in order.
  case object([(name: String, value: StateText)])
  /// Elements in order.
  case list([StateText])
  /// A number.
  case natural(UInt64)
  /// Bytes, in hexadecimal.
  case bytes([UInt8])
  /// A word without characters that JSON escapes.
  case word(String)

  /// A number.
  static func natural(_ value: UInt32) -> StateText { .natural(UInt64(value)) }

  /// A hash.
  static func hash(_ value: Hash32) -> StateText { .bytes(value.bytes) }

  /// Appends the value; lines after the first are indented.
  func write(to text: inout [UInt8], indentation: Int = 0) {
    switch self {
    case .object(let members):
      StateText.write(
        members.map { (name: $0.name, value: $0.value) }, in: ("{", "}"), to: &text, indentation)
    case .list(let elements):
      StateText.write(
        elements.map { (name: nil, value: $0) }, in: ("[", "]"), to: &text, indentation)
    case .natural(let value): text += String(value).utf8
    case .bytes(let bytes):
      text += "\"0x".utf8
      for byte in bytes { Hex.append(UInt64(byte), width: 2, to: &text) }
      text.append(UInt8(ascii: "\""))
    case .word(let word): text += "\"\(word)\"".utf8
    }
  }

  /// Appends parts between brackets, a line each.
  private static func write(
    _ parts: [(name: String?, value: StateText)], in brackets: (String, String),
    to text: inout [UInt8], _ indentation: Int
  ) {
    text += brackets.0.utf8
    let inner = indentation + 2
    for (index, part) in parts.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text.append(UInt8(ascii: "\n"))
      text += [UInt8](repeating: 0x20, count: inner)
      if let name = part.name { text += "\"\(name)\": ".utf8 }
      part.value.write(to: &text, indentation: inner)
    }
    if !parts.isEmpty {
      text.append(UInt8(ascii: "\n"))
      text += [UInt8](repeating: 0x20, count: indentation)
    }
    text += brackets.1.utf8
  }
}
