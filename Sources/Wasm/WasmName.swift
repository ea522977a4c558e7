internal import Support

/// A name in a module: UTF-8 bytes, equal only to the same bytes.
///
/// Swift's `String` compares by canonical equivalence and would take two different names for one.
public struct WasmName: Hashable, Sendable {
  /// The bytes, which are valid UTF-8 when they come from a decoded module.
  public let utf8: [UInt8]

  /// Creates a name from its bytes.
  public init(utf8: [UInt8]) {
    self.utf8 = utf8
  }

  /// Creates a name from a string's UTF-8 bytes.
  public init(_ string: String) {
    self.utf8 = Array(string.utf8)
  }
}

extension WasmName: ExpressibleByStringLiteral {
  /// Creates a name from a literal.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

extension WasmName: Comparable {
  /// Orders names by their bytes.
  public static func < (left: WasmName, right: WasmName) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

extension WasmName: CustomStringConvertible {
  /// The name for people to read, with escapes for what they would not see; not for comparisons.
  public var description: String { text.visible }

  /// The name as it is.
  public var text: String { String(decoding: utf8, as: UTF8.self) }
}
