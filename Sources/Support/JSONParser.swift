#if !hasFeature(Embedded)
  /// Reads a JSON text strictly by RFC 8259 into nodes that know where they are.
  public struct JSONParser {
    /// The text.
    private let text: [UInt8]
    /// Index of the next byte.
    private var position = 0
    /// The line of the next byte.
    private var line = 1
    /// Index of the first byte of that line.
    private var lineStart = 0

    /// How deeply values may be nested.
    private let maximumDepth: Int

    /// Reads a text that is one value.
    ///
    /// - Parameter maximumDepth: how deeply values may be nested.
    public static func parse(
      _ text: [UInt8], maximumDepth: Int = 64
    ) throws(JSONError) -> JSONNode {
      var parser = JSONParser(text: text, maximumDepth: maximumDepth)
      let node = try parser.value(depth: 0)
      parser.skipSpace()
      guard parser.position == text.count else {
        throw JSONError(.trailingContent, parser.place)
      }
      return node
    }

    /// Starts at the beginning of a text.
    private init(text: [UInt8], maximumDepth: Int) {
      self.text = text
      self.maximumDepth = maximumDepth
    }

    /// The place of the next byte.
    private var place: JSONPlace { JSONPlace(line: line, column: position - lineStart + 1) }

    /// The next byte, or nil at the end.
    private var next: UInt8? { position < text.count ? text[position] : nil }

    /// Skips white space.
    private mutating func skipSpace() {
      while let byte = next {
        switch byte {
        case 0x0A:
          position += 1
          line += 1
          lineStart = position
        case 0x20, 0x09, 0x0D: position += 1
        default: return
        }
      }
    }

    /// The error that something else should be here.
    private func expected(_ what: String) -> JSONError {
      JSONError(next == nil ? .truncated : .expected(what), place)
    }

    /// Takes a byte that must be this one.
    private mutating func take(_ byte: UInt8, _ what: String) throws(JSONError) {
      skipSpace()
      guard next == byte else { throw expected(what) }
      position += 1
    }

    /// Takes a byte if it is this one.
    private mutating func takeIfNext(_ byte: UInt8) -> Bool {
      skipSpace()
      guard next == byte else { return false }
      position += 1
      return true
    }

    /// Reads a value.
    private mutating func value(depth: Int) throws(JSONError) -> JSONNode {
      skipSpace()
      let start = place
      guard depth < maximumDepth else { throw JSONError(.nestedTooDeeply, start) }
      switch next {
      case UInt8(ascii: "{"): return JSONNode(value: .object(try members(depth)), place: start)
      case UInt8(ascii: "["): return JSONNode(value: .array(try elements(depth)), place: start)
      case UInt8(ascii: "\""): return JSONNode(value: .text(try string()), place: start)
      case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte):
        return JSONNode(value: try number(), place: start)
      case UInt8(ascii: "t"): return try word("true", .boolean(true), start)
      case UInt8(ascii: "f"): return try word("false", .boolean(false), start)
      case UInt8(ascii: "n"): return try word("null", .null, start)
      default: throw expected("a value")
      }
    }

    /// Reads a word.
    private mutating func word(
      _ word: String, _ value: JSONNode.Value, _ start: JSONPlace
    ) throws(JSONError) -> JSONNode {
      guard text[position...].starts(with: word.utf8) else { throw expected("a value") }
      position += word.utf8.count
      return JSONNode(value: value, place: start)
    }

    /// Reads an object.
    private mutating func members(_ depth: Int) throws(JSONError) -> [JSONNode.Member] {
      position += 1
      var members: [JSONNode.Member] = []
      var names: Set<[UInt8]> = []
      if takeIfNext(UInt8(ascii: "}")) { return members }
      while true {
        skipSpace()
        let start = place
        guard next == UInt8(ascii: "\"") else { throw expected("a field name in quotes") }
        let name = try string()
        guard names.insert(Array(name.utf8)).inserted else {
          throw JSONError(.duplicateField(name), start)
        }
        try take(UInt8(ascii: ":"), "':'")
        members.append(
          JSONNode.Member(name: name, place: start, value: try value(depth: depth + 1)))
        if takeIfNext(UInt8(ascii: "}")) { return members }
        try take(UInt8(ascii: ","), "',' or '}'")
      }
    }

    /// Reads an array.
    private mutating func elements(_ depth: Int) throws(JSONError) -> [JSONNode] {
      position += 1
      var elements: [JSONNode] = []
      if takeIfNext(UInt8(ascii: "]")) { return elements }
      while true {
        elements.append(try value(depth: depth + 1))
        if takeIfNext(UInt8(ascii: "]")) { return elements }
        try take(UInt8(ascii: ","), "',' or ']'")
      }
    }

    /// Reads a number.
    private mutating func number() throws(JSONError) -> JSONNode.Value {
      let first = position
      let isNegative = next == UInt8(ascii: "-")
      if isNegative { position += 1 }
      let start = position
      var value: UInt64? = 0
      while let byte = next, (0x30...0x39).contains(byte) {
        value = value.flatMap { JSONParser.appended($0, digit: UInt64(byte - 0x30)) }
        position += 1
      }
      guard position > start, text[start] != 0x30 || position == start + 1 else {
        throw expected("a number without leading zeros")
      }
      var isInteger = true
      if next == UInt8(ascii: ".") {
        isInteger = false
        position += 1
        try digits()
      }
      if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
        isInteger = false
        position += 1
        if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
        try digits()
      }
      if isInteger, !isNegative { return .natural(value) }
      // What the grammar of JSON allows, Swift reads, large numbers as infinity.
      return .number(Double(String(decoding: text[first..<position], as: UTF8.self)) ?? 0)
    }

    /// Skips one or more digits.
    private mutating func digits() throws(JSONError) {
      let start = position
      while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
      if position == start { throw expected("a digit") }
    }

    /// A number with another digit behind it; nil if it is not below 2^64.
    private static func appended(_ value: UInt64, digit: UInt64) -> UInt64? {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(digit)
      return overflow || carry ? nil : sum
    }

    // MARK: Texts

    /// Reads a text in quotes.
    private mutating func string() throws(JSONError) -> String {
      let start = place
      position += 1
      var bytes: [UInt8] = []
      while let byte = next {
        position += 1
        switch byte {
        case UInt8(ascii: "\""):
          guard let result = String(validUTF8: bytes) else {
            throw JSONError(.malformedText, start)
          }
          return result
        case UInt8(ascii: "\\"): try escape(into: &bytes)
        case 0..<0x20:
          position -= 1
          throw JSONError(.malformedText, place)
        default: bytes.append(byte)
        }
      }
      throw JSONError(.truncated, place)
    }

    /// Reads what follows a backslash.
    private mutating func escape(into bytes: inout [UInt8]) throws(JSONError) {
      let start = JSONPlace(line: line, column: position - lineStart)
      guard let byte = next else { throw JSONError(.truncated, place) }
      position += 1
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(byte)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        guard let first = codeUnit() else { throw JSONError(.malformedText, start) }
        var number = UInt32(first)
        if (0xD800...0xDBFF).contains(first) {
          guard text[position...].starts(with: "\\u".utf8) else {
            throw JSONError(.malformedText, start)
          }
          position += 2
          guard let second = codeUnit(), (0xDC00...0xDFFF).contains(second) else {
            throw JSONError(.malformedText, start)
          }
          number = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(number) else {
          throw JSONError(.malformedText, start)
        }
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
      default: throw JSONError(.malformedText, start)
      }
    }

    /// Reads four hexadecimal digits.
    private mutating func codeUnit() -> UInt16? {
      guard position + 4 <= text.count else { return nil }
      var value: UInt16 = 0
      for digit in text[position..<position + 4] {
        guard let digit = Hex.value(ofDigit: digit) else { return nil }
        value = value << 4 | UInt16(digit)
      }
      position += 4
      return value
    }
  }
#endif
