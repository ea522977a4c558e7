/// A JSON value, as far as source maps have them.
enum JSONValue {
  /// A text.
  case string(String)
  /// An integer; other numbers are 0.
  case number(Int)
  /// Elements.
  case array([JSONValue])
  /// Members in order.
  case object([(name: String, value: JSONValue)])
  /// True, false or null.
  case other

  /// A member of an object; nil if there is none.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text, if it is one.
  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements, if it is an array.
  var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}

/// Reads JSON.
struct JSONReader {
  /// What is read.
  private let bytes: [UInt8]
  /// The index of the next byte.
  private var position = 0
  /// How deep values may be nested.
  private static let maximumDepth = 64

  /// Reads a value with nothing behind it but space; nil if that is malformed.
  static func value(_ bytes: [UInt8]) -> JSONValue? {
    var reader = JSONReader(bytes: bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipSpace()
    return reader.position == bytes.count ? value : nil
  }

  /// Starts at the beginning.
  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Skips space.
  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// Skips a character if it is next.
  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Reads a value.
  private mutating func value(depth: Int) -> JSONValue? {
    skipSpace()
    guard position < bytes.count, depth < Self.maximumDepth else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string().map { .string($0) }
    default: return word()
    }
  }

  /// Reads an object.
  private mutating func object(depth: Int) -> JSONValue? {
    guard skip("{") else { return nil }
    var members: [(name: String, value: JSONValue)] = []
    if skip("}") { return .object(members) }
    repeat {
      skipSpace()
      guard let name = string(), skip(":"), let value = value(depth: depth + 1) else { return nil }
      members.append((name, value))
    } while skip(",")
    return skip("}") ? .object(members) : nil
  }

  /// Reads an array.
  private mutating func array(depth: Int) -> JSONValue? {
    guard skip("[") else { return nil }
    var elements: [JSONValue] = []
    if skip("]") { return .array(elements) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while skip(",")
    return skip("]") ? .array(elements) : nil
  }

  /// Reads a text between quotes.
  private mutating func string() -> String? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    position += 1
    var content: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        content += Array(String(Character(scalar)).utf8)
      default: content.append(byte)
      }
    }
    return nil
  }

  /// Reads what follows a backslash.
  private mutating func escape() -> Unicode.Scalar? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"):
      guard let unit = unit() else { return nil }
      guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
      guard bytes[position...].starts(with: Array("\\u".utf8)) else { return "\u{FFFD}" }
      position += 2
      guard let low = self.unit() else { return nil }
      return Unicode.Scalar(0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF) ?? "\u{FFFD}"
    default: return byte < 0x80 ? Unicode.Scalar(byte) : nil
    }
  }

  /// Reads four hexadecimal digits.
  private mutating func unit() -> UInt32? {
    guard bytes.count - position >= 4 else { return nil }
    let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
    position += 4
    return UInt32(digits, radix: 16)
  }

  /// Reads a number, `true`, `false` or `null`.
  private mutating func word() -> JSONValue? {
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      guard
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "E")
          || [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
      else { break }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if ["true", "false", "null"].contains(text) { return .other }
    if let number = Int(text) { return .number(number) }
    return Double(text) == nil ? nil : .number(0)
  }
}
