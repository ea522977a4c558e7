import LLVM

/// The bytes of constants that LLVM made of operations on constant vectors without knowing the order of bytes: conversions of vectors
/// to other types, and elements of those.
struct ConstantBytes {
  /// The numbers of the constants that are no vectors.
  let context: SelectionContext
  /// How many constants may still be looked at: an expression may name the same one over and over.
  private var remaining = 4096

  /// Starts for one constant.
  init(_ context: SelectionContext) { self.context = context }

  /// The bytes of a constant of whole bytes, lowest first; nil if they are not known.
  mutating func bytes(_ value: Value) -> [UInt8]? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    if value.kind == .constantExpression {
      switch value.constantExpressionOpcode {
      case .bitCast: return bytes(value.operand(0))
      case .extractElement: return element(value)
      case .trunc: return truncation(value)
      case .add: return combine(value, &+)
      case .sub: return combine(value, &-)
      case .mul: return combine(value, &*)
      case .xor: return combine(value, ^)
      default: break
      }
    }
    if value.type.kind == .vector {
      var result: [UInt8] = []
      var index = 0
      while let element = value.aggregateElement(index) {
        guard let bytes = bytes(element) else { return nil }
        result += bytes
        index += 1
      }
      return index == 0 ? nil : result
    }
    guard let size = ConstantBytes.size(value.type), let bits = context.constantBits(value) else {
      return nil
    }
    return ConstantBytes.bytes(bits, size)
  }

  /// The number that an integer constant of at most eight bytes is.
  mutating func number(_ value: Value) -> Int64? {
    guard let size = ConstantBytes.size(value.type), let bytes = bytes(value), bytes.count == size
    else { return nil }
    return bytes.reversed().reduce(0) { $0 << 8 | Int64($1) }
  }

  /// The bytes of an element of a constant vector.
  private mutating func element(_ value: Value) -> [UInt8]? {
    guard let size = ConstantBytes.size(value.type), let index = value.operand(1).signedInteger,
      let vector = bytes(value.operand(0)), index >= 0, (Int(index) + 1) * size <= vector.count
    else { return nil }
    return Array(vector[Int(index) * size..<(Int(index) + 1) * size])
  }

  /// The low bytes of a constant.
  private mutating func truncation(_ value: Value) -> [UInt8]? {
    guard let size = ConstantBytes.size(value.type), let bytes = bytes(value.operand(0)) else {
      return nil
    }
    return Array(bytes.prefix(size))
  }

  /// Applies an operation modulo a power of two to numbers of at most eight bytes.
  private mutating func combine(
    _ value: Value, _ operation: (Int64, Int64) -> Int64
  ) -> [UInt8]? {
    guard let size = ConstantBytes.size(value.type), let left = number(value.operand(0)),
      let right = number(value.operand(1))
    else { return nil }
    return ConstantBytes.bytes(operation(left, right), size)
  }

  /// The low bytes of a number.
  private static func bytes(_ number: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> Int64(8 * $0)) }
  }

  /// How many bytes an integer type of whole bytes has, at most eight; nil for every other type.
  private static func size(_ type: IRType) -> Int? {
    guard let width = type.integerWidth, width % 8 == 0, width <= 64 else { return nil }
    return width / 8
  }
}
