internal import Support

/// A JSON value of the debug adapter protocol.
public indirect enum JSONValue: Equatable, Sendable {
  /// Nothing.
  case null
  /// True or false.
  case boolean(Bool)
  /// An integer.
  case integer(Int)
  /// Another number.
  case number(Double)
  /// A text.
  case string(String)
  /// Elements.
  case array([JSONValue])
  /// Members in order.
  case object([Member])

  /// A member of an object.
  public struct Member: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: JSONValue

    /// Creates a member.
    public init(name: String, value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// An object with these members.
  public static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// The member with a name; nil if this is no object, has none or has nothing there.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self,
      let value = members.first(where: { $0.name == name })?.value, value != .null
    else { return nil }
    return value
  }

  /// The text, if it is one.
  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The integer, if it is one.
  public var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }

  /// Whether it is true; nil if it is neither true nor false.
  public var boolean: Bool? {
    if case .boolean(let flag) = self { flag } else { nil }
  }

  /// The elements, if it is an array.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The value as text on one line.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Appends the value.
  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += String(number)
    case .number(let number): text += number.isFinite ? "\(number)" : "null"
    case .string(let string): JSONValue.write(string, to: &text)
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        JSONValue.write(member.name, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  /// Appends a text in quotes.
  private static func write(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _ where scalar.isInvisible:
        for unit in String(scalar).utf16 { text += "\\u" + Hex.string(UInt64(unit), width: 4) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}

/// Reads a JSON value strictly by RFC 8259.
public struct JSONValueParser {
  /// Why a text is none.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and where.
    public let description: String
  }

  /// The text.
  private let text: [UInt8]
  /// Index of the next byte.
  private var position = 0

  /// How deeply values may be nested.
  private static let maximumDepth = 64

  /// Reads a text that is one value.
  public static func parse(_ text: [UInt8]) throws(Failure) -> JSONValue {
    var parser = JSONValueParser(text: text)
    let value = try parser.value(0)
    parser.skipSpace()
    guard parser.position == text.count else { throw parser.failure("something follows") }
    return value
  }

  /// Starts at the beginning of a text.
  private init(text: [UInt8]) { self.text = text }

  /// The next byte, or nil at the end.
  private var next: UInt8? { position < text.count ? text[position] : nil }

  /// A failure at the next byte.
  private func failure(_ what: String) -> Failure {
    Failure(description: "malformed JSON at byte \(position): \(what)")
  }

  /// Skips white space.
  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  /// Takes a byte if it is next.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    position += 1
    return true
  }

  /// Reads a value.
  private mutating func value(_ depth: Int) throws(Failure) -> JSONValue {
    guard depth < JSONValueParser.maximumDepth else { throw failure("nested too deeply") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["):
      position += 1
      var elements: [JSONValue] = []
      if take(UInt8(ascii: "]")) { return .array([]) }
      repeat { elements.append(try value(depth + 1)) } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw failure("']' is expected") }
      return .array(elements)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  /// Reads an object; of members of the same name the first counts.
  private mutating func object(_ depth: Int) throws(Failure) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a name is expected") }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw failure("':' is expected") }
      members.append(JSONValue.Member(name: name, value: try value(depth + 1)))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw failure("'}' is expected") }
    return .object(members)
  }

  /// Reads a word.
  private mutating func word(_ word: String, _ value: JSONValue) throws(Failure) -> JSONValue {
    guard text[position...].starts(with: word.utf8) else { throw failure("a value is expected") }
    position += word.utf8.count
    return value
  }

  /// Takes digits; whether there are any.
  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position > start
  }

  /// Reads a number.
  private mutating func number() throws(Failure) -> JSONValue {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    let first = position
    guard digits(), text[first] != 0x30 || position == first + 1 else {
      throw failure("a value is expected")
    }
    if next == UInt8(ascii: ".") {
      position += 1
      guard digits() else { throw failure("a digit is expected") }
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      guard digits() else { throw failure("a digit is expected") }
    }
    let digits = String(decoding: text[start..<position], as: UTF8.self)
    if let integer = Int(digits) { return .integer(integer) }
    return .number(Double(digits) ?? 0)
  }

  /// Reads a text in quotes.
  private mutating func string() throws(Failure) -> String {
    position += 1
    var bytes: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let result = String(validUTF8: bytes) else { throw failure("no UTF-8") }
        return result
      case UInt8(ascii: "\\"): try escape(into: &bytes)
      case 0..<0x20: throw failure("a control character")
      default: bytes.append(byte)
      }
    }
    throw failure("a quote is missing")
  }

  /// Reads what follows a backslash.
  private mutating func escape(into bytes: inout [UInt8]) throws(Failure) {
    let byte = next ?? 0
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "u"):
      var units = [try codeUnit()]
      if (0xD800...0xDBFF).contains(units[0]), text[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try codeUnit())
      }
      let scalar = String(decoding: units, as: UTF16.self)
      bytes += scalar.utf8
    default: throw failure("an unknown escape")
    }
  }

  /// Reads four hexadecimal digits.
  private mutating func codeUnit() throws(Failure) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Hex.value(ofDigit: byte) else {
        throw failure("a hexadecimal digit is expected")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
