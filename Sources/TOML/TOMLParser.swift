internal import Support

/// Reads the lines of a text: headings, keys, and what stands behind them.
struct TOMLParser {
  /// The text.
  let text: [UInt8]
  /// Index of the next byte.
  var position = 0
  /// The line of the next byte.
  private var line = 1
  /// Index of the first byte of that line.
  private var lineStart = 0

  /// Starts at the beginning of a text.
  init(_ text: [UInt8]) { self.text = text }

  /// The place of the next byte.
  var place: TOMLPlace { TOMLPlace(line: line, column: position - lineStart + 1) }

  /// The next byte, or nil at the end.
  var next: UInt8? { position < text.count ? text[position] : nil }

  /// Reads the whole text.
  mutating func document() throws(TOMLError) -> [TOMLTable] {
    try checkUTF8()
    var tables = [TOMLTable(name: "", place: place, isElement: false)]
    while true {
      skipSpace()
      guard let byte = next else { return tables }
      switch byte {
      case UInt8(ascii: "["): tables.append(try heading(after: tables))
      case UInt8(ascii: "#"), 0x0A, 0x0D: break
      default:
        let entry = try entry()
        if tables[tables.count - 1].entries.contains(where: { $0.key == entry.key }) {
          throw TOMLError(.duplicateKey(entry.key), entry.place)
        }
        tables[tables.count - 1].entries.append(entry)
      }
      try endLine()
    }
  }

  /// Rejects a text that is not UTF-8.
  private func checkUTF8() throws(TOMLError) {
    guard String(validating: text, as: UTF8.self) == nil else { return }
    // The first line that is not; a line feed is no part of a longer sequence.
    var line = 1
    var lineStart = 0
    for (index, byte) in text.enumerated() where byte == 0x0A {
      if String(validating: text[lineStart...index], as: UTF8.self) == nil { break }
      line += 1
      lineStart = index + 1
    }
    throw TOMLError(.notUTF8, TOMLPlace(line: line, column: 1))
  }

  // MARK: Space

  /// Skips blanks and tabs.
  mutating func skipSpace() {
    while next == 0x20 || next == 0x09 { position += 1 }
  }

  /// Skips a line feed, with or without a carriage return before it; false if there is none.
  mutating func takeLineFeed() -> Bool {
    if next == 0x0D, position + 1 < text.count, text[position + 1] == 0x0A { position += 1 }
    guard next == 0x0A else { return false }
    position += 1
    line += 1
    lineStart = position
    return true
  }

  /// Skips a comment, if there is one.
  mutating func skipComment() throws(TOMLError) {
    guard next == UInt8(ascii: "#") else { return }
    while let byte = next, byte != 0x0A {
      if byte == 0x0D, position + 1 < text.count, text[position + 1] == 0x0A { return }
      try checkControl(byte)
      position += 1
    }
  }

  /// Rejects a control character.
  func checkControl(_ byte: UInt8) throws(TOMLError) {
    if byte < 0x20 && byte != 0x09 || byte == 0x7F { throw TOMLError(.control(byte), place) }
  }

  /// Skips the rest of a line, in which there may only be a comment.
  private mutating func endLine() throws(TOMLError) {
    skipSpace()
    try skipComment()
    guard takeLineFeed() || next == nil else {
      throw TOMLError(.expected("the end of the line, or a comment"), place)
    }
  }

  /// Skips blanks, comments and line feeds.
  mutating func skipLines() throws(TOMLError) {
    repeat {
      skipSpace()
      try skipComment()
    } while takeLineFeed()
  }

  // MARK: Headings and keys

  /// Reads `[name]` or `[[name]]`.
  private mutating func heading(after tables: [TOMLTable]) throws(TOMLError) -> TOMLTable {
    let start = place
    position += 1
    let isElement = next == UInt8(ascii: "[")
    if isElement { position += 1 }
    skipSpace()
    let name = try key()
    skipSpace()
    for _ in 0..<(isElement ? 2 : 1) {
      guard next == UInt8(ascii: "]") else {
        throw TOMLError(.expected(isElement ? "']]'" : "']'"), place)
      }
      position += 1
    }
    if tables.contains(where: { $0.name == name && !($0.isElement && isElement) }) {
      throw TOMLError(.duplicateTable(name), start)
    }
    return TOMLTable(name: name, place: start, isElement: isElement)
  }

  /// Reads `key = value`.
  private mutating func entry() throws(TOMLError) -> TOMLEntry {
    let start = place
    let key = try key()
    skipSpace()
    guard next == UInt8(ascii: "=") else { throw TOMLError(.expected("'='"), place) }
    position += 1
    skipSpace()
    return TOMLEntry(key: key, place: start, value: try value(depth: 0))
  }

  /// Reads a key, bare or in quotes.
  private mutating func key() throws(TOMLError) -> String {
    let key: String
    if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
      key = try string(mayHaveLines: false)
    } else {
      let start = position
      while let byte = next, TOMLParser.isBare(byte) { position += 1 }
      guard position > start else { throw TOMLError(.expected("a key"), place) }
      key = String(decoding: text[start..<position], as: UTF8.self)
    }
    skipSpace()
    if next == UInt8(ascii: ".") {
      throw TOMLError(
        .unsupported("dotted keys", instead: "write a key that needs a point in quotes"), place)
    }
    return key
  }

  /// Whether a byte may be in a key without quotes.
  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
