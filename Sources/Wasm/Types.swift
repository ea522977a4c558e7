/// The type of a value: a number, a vector or a reference.
///
/// - Source: WebAssembly 2.0, section 2.3.1 to 2.3.4.
public enum ValueType: UInt8, CaseIterable, Hashable, Sendable {
  case i32, i64, f32, f64, v128, funcref, externref, exnref

  /// Whether values of this type are references, which tables hold.
  public var isReference: Bool {
    self == .funcref || self == .externref || self == .exnref
  }

  /// Whether values of this type are IEEE 754 numbers.
  public var isFloat: Bool { self == .f32 || self == .f64 }
}

extension ValueType: CustomStringConvertible {
  /// The type's keyword in the text format.
  public var description: String {
    switch self {
    case .i32: "i32"
    case .i64: "i64"
    case .f32: "f32"
    case .f64: "f64"
    case .v128: "v128"
    case .funcref: "funcref"
    case .externref: "externref"
    case .exnref: "exnref"
    }
  }
}

/// What a function, a block or an instruction takes from the operand stack and leaves there.
public struct FunctionType: Hashable, Sendable {
  /// The types of the parameters, first parameter first.
  public var parameters: [ValueType]

  /// The types of the results, first result first.
  public var results: [ValueType]

  /// Creates a type from its parameters and results.
  public init(parameters: [ValueType] = [], results: [ValueType] = []) {
    self.parameters = parameters
    self.results = results
  }
}

extension FunctionType: CustomStringConvertible {
  /// The type as the specification writes it, such as `[i32 i64] -> [i32]`.
  public var description: String {
    "\(Self.list(parameters)) -> \(Self.list(results))"
  }

  /// A sequence of types in brackets.
  static func list(_ types: [ValueType]) -> String {
    "[" + types.map(\.description).joined(separator: " ") + "]"
  }
}

/// The size range of a table (in elements) or of a memory (in pages of 65,536 bytes).
public struct Limits: Hashable, Sendable {
  /// The initial size.
  public var minimum: UInt64

  /// The size beyond which it cannot grow, if one was declared.
  public var maximum: UInt64?

  /// Creates a size range.
  public init(minimum: UInt64, maximum: UInt64? = nil) {
    self.minimum = minimum
    self.maximum = maximum
  }
}

/// The type of a table.
public struct TableType: Hashable, Sendable {
  /// The reference type of every element.
  public var element: ValueType

  /// The size range in elements.
  public var limits: Limits

  /// Creates a table type.
  public init(element: ValueType, limits: Limits) {
    self.element = element
    self.limits = limits
  }
}

/// The type of a linear memory.
public struct MemoryType: Hashable, Sendable {
  /// The size range in pages of 65,536 bytes.
  public var limits: Limits

  /// Whether threads may share it.
  public var isShared: Bool

  /// Creates a memory type.
  public init(limits: Limits, isShared: Bool = false) {
    self.limits = limits
    self.isShared = isShared
  }
}

/// The type of a global variable.
public struct GlobalType: Hashable, Sendable {
  /// The type of the value it holds.
  public var value: ValueType

  /// Whether `global.set` may change it.
  public var isMutable: Bool

  /// Creates a global type.
  public init(value: ValueType, isMutable: Bool) {
    self.value = value
    self.isMutable = isMutable
  }
}

/// A 128-bit vector constant.
public struct V128: Hashable, Sendable {
  /// Bytes 0 to 7, little-endian.
  public var low: UInt64

  /// Bytes 8 to 15, little-endian.
  public var high: UInt64

  /// Creates a vector from its two halves.
  public init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The byte at an index from 0 to 15; the index is taken modulo 16.
  public subscript(byte index: Int) -> UInt8 {
    let half = index & 8 == 0 ? low : high
    return UInt8(truncatingIfNeeded: half &>> UInt64((index & 7) * 8))
  }
}
