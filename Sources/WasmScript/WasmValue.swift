internal import Foundation
public import Wasm

/// A value passed to a function or returned by it.
public enum WasmValue: Hashable, Sendable {
  case i32(UInt32)
  case i64(UInt64)
  /// A number by its IEEE 754 bits.
  case f32(UInt32)
  /// A number by its IEEE 754 bits.
  case f64(UInt64)
  case v128(V128)
  /// A function reference; nil is the null reference.
  case funcref(UInt32?)
  /// A reference of the embedder's; nil is the null reference.
  case externref(UInt32?)

  /// The value's type.
  public var type: ValueType {
    switch self {
    case .i32: .i32
    case .i64: .i64
    case .f32: .f32
    case .f64: .f64
    case .v128: .v128
    case .funcref: .funcref
    case .externref: .externref
    }
  }
}

// MARK: Text

extension WasmValue: CustomStringConvertible {
  /// Type and value, such as `i32:-1`, `f64:0.5`, `f32:nan:0x400000` or `v128:0x` and 32 digits.
  public var description: String { "\(type):\(text)" }

  /// The type's keyword.
  public var typeName: String { type.description }

  /// Reads a value of the type with a keyword.
  ///
  /// - Returns: nil if there is no such type or the text is no value of it.
  public init?(typeName: String, _ text: String) {
    guard let type = ValueType.allCases.first(where: { $0.description == typeName }) else {
      return nil
    }
    self.init(type, text)
  }

  /// The value without its type, as `init(_:_:)` reads it.
  public var text: String {
    switch self {
    case .i32(let bits): "\(Int32(bitPattern: bits))"
    case .i64(let bits): "\(Int64(bitPattern: bits))"
    case .f32(let bits): Self.text(Float(bitPattern: bits), payload: UInt64(bits & 0x7F_FFFF))
    case .f64(let bits):
      Self.text(Double(bitPattern: bits), payload: bits & 0xF_FFFF_FFFF_FFFF)
    case .v128(let bits): "0x" + Self.hexadecimal(bits.high) + Self.hexadecimal(bits.low)
    case .funcref(let reference), .externref(let reference): reference.map { "\($0)" } ?? "null"
    }
  }

  /// A number as the shortest text that means it; of a NaN sign and payload.
  private static func text(
    _ number: some BinaryFloatingPoint & CustomStringConvertible, payload: UInt64
  ) -> String {
    guard number.isNaN else { return "\(number)" }
    return (number.sign == .minus ? "-" : "") + "nan:0x" + String(payload, radix: 16)
  }

  /// Sixteen hexadecimal digits.
  private static func hexadecimal(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// Reads a value of a type: integers signed or unsigned, decimal or hexadecimal; floats also `inf`, `nan` and
  /// `nan:0x…`; vectors as `0x` and digits, or as lanes, `i32x4:1,2,3,4`; references as `null` or, for external ones, a
  /// number. Underscores may group digits.
  ///
  /// - Returns: nil if the text is no value of the type.
  public init?(_ type: ValueType, _ text: String) {
    let text = text.filter { $0 != "_" }
    switch type {
    case .i32:
      guard let bits = Self.integer(text, width: 32) else { return nil }
      self = .i32(UInt32(bits))
    case .i64:
      guard let bits = Self.integer(text, width: 64) else { return nil }
      self = .i64(bits)
    case .f32:
      guard let bits = Self.float(text, width: 32) else { return nil }
      self = .f32(UInt32(bits))
    case .f64:
      guard let bits = Self.float(text, width: 64) else { return nil }
      self = .f64(bits)
    case .v128:
      guard let bits = Self.vector(text) else { return nil }
      self = .v128(bits)
    case .funcref:
      guard text == "null" else { return nil }
      self = .funcref(nil)
    case .exnref: return nil
    case .externref:
      guard text == "null" || UInt32(text).map({ $0 != .max }) == true else { return nil }
      self = .externref(UInt32(text))
    }
  }

  /// The bits of an integer, nil if it does not fit the width.
  private static func integer(_ text: String, width: Int) -> UInt64? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text[...]
    guard let first = digits.utf8.first, first != 0x2B, first != 0x2D else { return nil }
    let number =
      digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits, radix: 10)
    guard let number else { return nil }
    let mask = UInt64.max >> UInt64(64 - width)
    if isNegative {
      guard number <= 1 << UInt64(width - 1) else { return nil }
      return (0 &- number) & mask
    }
    return number <= mask ? number : nil
  }

  /// The bits of a float.
  private static func float(_ text: String, width: Int) -> UInt64? {
    let isNegative = text.hasPrefix("-")
    let magnitude = isNegative ? String(text.dropFirst()) : text
    let sign: UInt64 = isNegative ? 1 << UInt64(width - 1) : 0
    let mantissa = width == 32 ? 23 : 52
    if magnitude == "nan" || magnitude.hasPrefix("nan:") {
      let digits = magnitude == "nan" ? nil : magnitude.dropFirst("nan:".count)
      let quiet: UInt64 = 1 << UInt64(mantissa - 1)
      var payload = quiet
      if let digits {
        guard digits.hasPrefix("0x"), let bits = UInt64(digits.dropFirst(2), radix: 16), bits != 0,
          bits < quiet << 1
        else { return nil }
        payload = bits
      }
      let exponent = ((UInt64(1) << UInt64(width - 1 - mantissa)) - 1) << UInt64(mantissa)
      return sign | exponent | payload
    }
    guard let first = magnitude.utf8.first, (0x30...0x39).contains(first) || magnitude == "inf"
    else { return nil }
    return width == 32
      ? Float(text).map { UInt64($0.bitPattern) } : Double(text).map(\.bitPattern)
  }

  /// The bits of a vector.
  private static func vector(_ text: String) -> V128? {
    if text.hasPrefix("0x") {
      let digits = text.dropFirst(2)
      guard !digits.isEmpty, digits.count <= 32, digits.allSatisfy(\.isHexDigit) else { return nil }
      return V128(
        low: UInt64(digits.suffix(16), radix: 16) ?? 0,
        high: UInt64(digits.dropLast(16), radix: 16) ?? 0)
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let shapes: [Substring: (width: Int, isFloat: Bool)] = [
      "i8x16": (8, false), "i16x8": (16, false), "i32x4": (32, false), "i64x2": (64, false),
      "f32x4": (32, true), "f64x2": (64, true),
    ]
    guard let (width, isFloat) = shapes[parts[0]] else { return nil }
    let lanes = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard lanes.count * width == 128 else { return nil }
    var words: [UInt64] = [0, 0]
    for (index, lane) in lanes.enumerated() {
      let bits = isFloat ? float(lane, width: width) : integer(lane, width: width)
      guard let bits else { return nil }
      words[index * width / 64] |= bits << UInt64(index * width % 64)
    }
    return V128(low: words[0], high: words[1])
  }
}
