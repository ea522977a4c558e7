internal import Support

extension TOMLParser {
  /// How deeply arrays may be nested.
  private static let maximumDepth = 16

  /// Reads a value.
  mutating func value(depth: Int) throws(TOMLError) -> TOMLValue {
    let start = place
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return TOMLValue(kind: .text(try string(mayHaveLines: true)), place: start)
    case UInt8(ascii: "["):
      guard depth < TOMLParser.maximumDepth else { throw TOMLError(.nestedTooDeeply, start) }
      return TOMLValue(kind: .array(try elements(depth)), place: start)
    case UInt8(ascii: "{"):
      throw TOMLError(
        .unsupported("inline tables", instead: "write a table with a heading, [name]"), start)
    default:
      let word = word()
      switch word {
      case "true": return TOMLValue(kind: .boolean(true), place: start)
      case "false": return TOMLValue(kind: .boolean(false), place: start)
      default: return TOMLValue(kind: .integer(try integer(word, start)), place: start)
      }
    }
  }

  /// Takes what stands up to the next blank, comma, bracket, comment or line feed.
  private mutating func word() -> String {
    let start = position
    while let byte = next, !Array(" \t\r\n,]#".utf8).contains(byte) { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  /// The integer that a word is.
  private func integer(_ word: String, _ start: TOMLPlace) throws(TOMLError) -> Int64 {
    let expected = TOMLError(
      .expected("a text in quotes, a number, true, false or an array"), start)
    let isSigned = word.hasPrefix("-") || word.hasPrefix("+")
    let unsigned = isSigned ? word.dropFirst() : word[...]
    guard let first = unsigned.utf8.first, (0x30...0x39).contains(first) else { throw expected }
    let radix =
      unsigned.hasPrefix("0x")
      ? 16 : unsigned.hasPrefix("0o") ? 8 : unsigned.hasPrefix("0b") ? 2 : 10
    let digits = radix == 10 ? unsigned : unsigned.dropFirst(2)
    let parts = digits.split(separator: "_", omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.hexDigitValue ?? radix) < radix }
    }
    // A leading zero means nothing in decimal numbers, and something else elsewhere; only decimal numbers have signs.
    guard isNumber, radix == 10 ? first != 0x30 || digits == "0" : !isSigned else {
      if radix == 10, unsigned.contains(where: { ".eE:-".contains($0) }) {
        throw TOMLError(
          .unsupported("floats and dates", instead: "write a whole number or a text"), start)
      }
      throw expected
    }
    guard let number = Int64((word.hasPrefix("-") ? "-" : "") + parts.joined(), radix: radix)
    else { throw TOMLError(.tooLarge, start) }
    return number
  }

  /// Reads an array; its elements may stand in lines of their own.
  private mutating func elements(_ depth: Int) throws(TOMLError) -> [TOMLValue] {
    position += 1
    var elements: [TOMLValue] = []
    while true {
      try skipLines()
      if next == UInt8(ascii: "]") { break }
      elements.append(try value(depth: depth + 1))
      try skipLines()
      if next == UInt8(ascii: "]") { break }
      guard next == UInt8(ascii: ",") else { throw TOMLError(.expected("',' or ']'"), place) }
      position += 1
    }
    position += 1
    return elements
  }

  // MARK: Texts

  /// Reads a text in quotes of either kind; with three of them, and if that is allowed, it may have several lines.
  mutating func string(mayHaveLines: Bool) throws(TOMLError) -> String {
    let start = place
    let quote = text[position]
    let isLong = mayHaveLines && text[position...].starts(with: [quote, quote, quote])
    position += isLong ? 3 : 1
    // A line feed right behind the quotes is no part of the text.
    if isLong { _ = takeLineFeed() }
    var bytes: [UInt8] = []
    while let byte = next {
      if byte == quote {
        if !isLong {
          position += 1
          return String(decoding: bytes, as: UTF8.self)
        }
        let quotes = text[position...].prefix { $0 == quote }.count
        // Up to two quotes may stand at the end of a long text, before the three that end it.
        position += min(quotes, 5)
        bytes += [UInt8](repeating: quote, count: quotes < 3 ? quotes : min(quotes, 5) - 3)
        if quotes >= 3 { return String(decoding: bytes, as: UTF8.self) }
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try escape(into: &bytes, isLong: isLong)
      } else if byte == 0x0A || byte == 0x0D {
        guard isLong else { throw TOMLError(.unterminated, start) }
        guard takeLineFeed() else { throw TOMLError(.control(byte), place) }
        bytes.append(0x0A)
      } else {
        try checkControl(byte)
        bytes.append(byte)
        position += 1
      }
    }
    throw TOMLError(.unterminated, start)
  }

  /// Reads an escape.
  private mutating func escape(into bytes: inout [UInt8], isLong: Bool) throws(TOMLError) {
    let start = place
    position += 1
    let letter = next
    if isLong, skipContinuation() { return }
    position += 1
    switch letter {
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(text[position - 1])
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = letter == UInt8(ascii: "u") ? 4 : 8
      let digits = String(decoding: text[position...].prefix(count), as: UTF8.self)
      guard digits.utf8.count == count, digits.allSatisfy(\.isHexDigit),
        let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
      else { throw TOMLError(.escape, start) }
      bytes += Array(String(scalar).utf8)
      position += count
    default: throw TOMLError(.escape, start)
    }
  }

  /// Skips the end of a line behind a backslash and all blanks and line feeds that follow; false if something else stands there.
  private mutating func skipContinuation() -> Bool {
    let before = position
    skipSpace()
    guard takeLineFeed() else {
      position = before
      return false
    }
    repeat { skipSpace() } while takeLineFeed()
    return true
  }
}
