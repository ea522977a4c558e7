/// Splits machine IR text into tokens.
struct MachineLexer {
  /// A token.
  enum Token: Equatable {
    /// A word: letters, digits and underscores, not starting with a digit.
    case word(String)
    /// An integer.
    case integer(Int64)
    /// A number with a point or an exponent.
    case real(Double)
    /// A text between quotes, without them.
    case string(String)
    /// A punctuation character; `>` stands for `->`.
    case mark(UInt8)
    /// The end of a line that is not empty.
    case endOfLine
    /// The end of the text.
    case end
  }

  /// The text.
  private let bytes: [UInt8]
  /// The index of the next byte.
  private var position = 0
  /// The number of the current line, from 1.
  private(set) var line = 1

  /// Starts at the beginning of a text.
  init(_ text: String) { bytes = Array(text.utf8) }

  /// The byte at a distance from the current one, 0 past the end.
  private func byte(_ distance: Int = 0) -> UInt8 {
    let index = position + distance
    return index < bytes.count ? bytes[index] : 0
  }

  /// Reads a token.
  mutating func next() throws(CodegenError) -> Token {
    while position < bytes.count {
      switch byte() {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: ";"):
        while position < bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\n"):
        position += 1
        line += 1
        return .endOfLine
      default: return try token()
      }
    }
    return .end
  }

  /// Reads the token that starts at the current byte.
  private mutating func token() throws(CodegenError) -> Token {
    let first = byte()
    if MachineLexer.isLetter(first) {
      let start = position
      while MachineLexer.isLetter(byte()) || MachineLexer.isDigit(byte()) { position += 1 }
      return .word(String(decoding: bytes[start..<position], as: UTF8.self))
    }
    if MachineLexer.isDigit(first) { return try number(isNegative: false) }
    if first == UInt8(ascii: "-") {
      if byte(1) == UInt8(ascii: ">") {
        position += 2
        return .mark(UInt8(ascii: ">"))
      }
      if MachineLexer.isDigit(byte(1)) {
        position += 1
        return try number(isNegative: true)
      }
    }
    if first == UInt8(ascii: "\"") { return try string() }
    position += 1
    return .mark(first)
  }

  /// Reads the digits of a number.
  private mutating func number(isNegative: Bool) throws(CodegenError) -> Token {
    let start = position
    if byte() == UInt8(ascii: "0"), byte(1) == UInt8(ascii: "x") {
      position += 2
      while MachineLexer.isDigit(byte()) || MachineLexer.isLetter(byte()) { position += 1 }
      let text = String(decoding: bytes[start + 2..<position], as: UTF8.self)
      guard let value = UInt64(text, radix: 16) else { throw error("'\(text)' is no number") }
      let pattern = Int64(bitPattern: value)
      return .integer(isNegative ? 0 &- pattern : pattern)
    }
    var isReal = false
    while true {
      let character = byte()
      if MachineLexer.isDigit(character) {
        position += 1
      } else if character == UInt8(ascii: "."), MachineLexer.isDigit(byte(1)) {
        isReal = true
        position += 1
      } else if character == UInt8(ascii: "e") {
        isReal = true
        position += byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+") ? 2 : 1
      } else {
        break
      }
    }
    let text = (isNegative ? "-" : "") + String(decoding: bytes[start..<position], as: UTF8.self)
    if isReal {
      guard let value = Double(text) else { throw error("'\(text)' is no number") }
      return .real(value)
    }
    guard let value = Int64(text) else { throw error("'\(text)' is no 64-bit number") }
    return .integer(value)
  }

  /// Reads a text between quotes.
  private mutating func string() throws(CodegenError) -> Token {
    var content: [UInt8] = []
    position += 1
    while byte() != UInt8(ascii: "\"") {
      guard position < bytes.count, byte() != UInt8(ascii: "\n") else {
        throw error("a quote is missing")
      }
      if byte() == UInt8(ascii: "\\") {
        position += 1
        switch byte() {
        case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "r"): content.append(UInt8(ascii: "\r"))
        default: content.append(byte())
        }
      } else {
        content.append(byte())
      }
      position += 1
    }
    position += 1
    return .string(String(decoding: content, as: UTF8.self))
  }

  /// An error in the current line.
  func error(_ message: String) -> CodegenError {
    CodegenError(.machineSyntax(line: line, message: message))
  }

  /// Whether a character may start a word.
  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether a character is a decimal digit.
  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
