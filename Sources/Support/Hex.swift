/// Hexadecimal text: fixed width for dumps, and both directions for byte strings.
public enum Hex {
  /// The sixteen digits in ASCII.
  @usableFromInline
  static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x57 + value
  }

  /// The value of an ASCII digit, upper or lower case, or nil.
  public static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x41...0x46: digit - 0x37
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }

  /// Reads pairs of digits; white space between bytes and a leading `0x` are skipped, anything else
  /// gives nil. Example: `Hex.bytes("0x00 ff".utf8)` is `[0, 255]`.
  public static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var high: UInt8?
    var isFirst = true
    var mayBePrefix = false
    for character in text {
      if character == 0x20 || (0x09...0x0D).contains(character) {
        if high != nil { return nil }
        continue
      }
      if mayBePrefix, character == 0x78 || character == 0x58 {
        high = nil
        mayBePrefix = false
        continue
      }
      mayBePrefix = isFirst && character == 0x30
      isFirst = false
      guard let digit = value(ofDigit: character) else { return nil }
      if let upper = high {
        result.append(upper << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return high == nil ? result : nil
  }

  /// Appends a number in lower case digits, padded with zeros to `width` digits.
  public static func append(_ value: UInt64, width: Int, to text: inout [UInt8]) {
    let digits = max(width, (67 - value.leadingZeroBitCount) / 4, 1)
    for position in stride(from: digits - 1, through: 0, by: -1) {
      text.append(digit(position < 16 ? UInt8(value &>> UInt64(4 * position) & 15) : 0))
    }
  }

  #if !hasFeature(Embedded)
    /// A number in lower case digits, padded with zeros to `width` digits, without prefix.
    public static func string(_ value: UInt64, width: Int = 1) -> String {
      var text: [UInt8] = []
      append(value, width: width, to: &text)
      return String(decoding: text, as: UTF8.self)
    }

    /// Bytes as pairs of digits, joined by a separator.
    public static func string(_ bytes: some Collection<UInt8>, separator: String = "") -> String {
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count * (2 + separator.utf8.count))
      var isFirst = true
      for byte in bytes {
        if !isFirst { text.append(contentsOf: separator.utf8) }
        isFirst = false
        append(UInt64(byte), width: 2, to: &text)
      }
      return String(decoding: text, as: UTF8.self)
    }
  #endif
}
