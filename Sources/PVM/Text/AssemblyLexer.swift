/// Splits an assembly text into tokens. A comment runs from `;` to the end of the line.
struct AssemblyLexer {
  /// What a token is.
  enum Kind: Equatable {
    /// Letters, digits, `_`, `.` and `$`: a name or a number.
    case word
    /// One of `@ : , [ ] + -`.
    case symbol(UInt8)
    /// The end of a line.
    case newline
    /// The end of the text.
    case end
  }

  /// A piece of the text.
  struct Token {
    /// What it is.
    var kind: Kind
    /// Its bytes, of a word.
    var text: [UInt8]
    /// Its line, counted from 1.
    var line: Int
    /// Its column in bytes, counted from 1.
    var column: Int

    /// Whether it is this symbol.
    func isSymbol(_ symbol: UInt8) -> Bool { kind == .symbol(symbol) }

    /// An error at this token.
    func error(_ kind: PVMError.Kind) -> PVMError { PVMError(kind, .line(line, column: column)) }
  }

  /// The text.
  private let bytes: [UInt8]
  /// Index of the next byte.
  private var index = 0
  /// The line of the next byte.
  private var line = 1
  /// Index of the first byte of that line.
  private var lineStart = 0

  /// Starts at the beginning of a text.
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next token; at the end, the end again and again.
  ///
  /// - Throws: `unexpectedCharacter`.
  mutating func next() throws(PVMError) -> Token {
    skipBlanksAndComment()
    var token = Token(kind: .end, text: [], line: line, column: index - lineStart + 1)
    guard index < bytes.count else { return token }
    let byte = bytes[index]
    if AssemblyLexer.isWordByte(byte) {
      let start = index
      while index < bytes.count, AssemblyLexer.isWordByte(bytes[index]) { index += 1 }
      token.kind = .word
      token.text = Array(bytes[start..<index])
      return token
    }
    index += 1
    switch byte {
    case UInt8(ascii: "\n"):
      token.kind = .newline
      line += 1
      lineStart = index
    case UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      token.kind = .symbol(byte)
    default: throw token.error(.unexpectedCharacter(byte))
    }
    return token
  }

  /// Goes to the next byte that belongs to a token.
  private mutating func skipBlanksAndComment() {
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
      case UInt8(ascii: ";"):
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
      default: return
      }
    }
  }

  /// Whether a byte belongs to a word.
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"):
      true
    default: false
    }
  }
}
