public import PVM
internal import Support

/// Something to be computed from a state: what `print` and conditions take.
///
/// Values are integers without a width, so that registers are never negative and nothing wraps: `s32($r7)` is the low half as a
/// signed number. `u8(A)` to `u64(A)` and `s8(A)` to `s64(A)` reduce a value, `u8[A]` to `s64[A]` read memory.
public indirect enum Expression: Equatable, Sendable {
  /// A number.
  case number(Int128)
  /// A register.
  case register(Register)
  /// What belongs to the state: `$pc`, `$gas`, `$step`, `$depth`, `$heap`.
  case state(StateValue)
  /// A name: a function, a variable.
  case name(String)
  /// A member of a variable of the source, or, with an arrow, of what a pointer points to.
  case member(Expression, String, isArrow: Bool)
  /// An element of an array of the source, or of what a pointer points to.
  case element(Expression, Expression)
  /// What a pointer of the source points to.
  case target(Expression)
  /// The address of a variable of the source, in the linear memory.
  case address(Expression)
  /// An operation on one value.
  case unary(UnaryOperator, Expression)
  /// An operation on two.
  case binary(BinaryOperator, Expression, Expression)
  /// A value reduced to a type.
  case reduced(MemoryType, Expression)
  /// What is in memory at an address.
  case memory(MemoryType, Expression)

  /// A property of the state.
  public enum StateValue: String, CaseIterable, Sendable {
    /// The code index.
    case pc
    /// The gas left.
    case gas
    /// The step.
    case step
    /// How many calls have not returned.
    case depth
    /// The end of the heap.
    case heap
  }

  /// An operation on one value.
  public enum UnaryOperator: String, Sendable {
    /// The negative.
    case minus = "-"
    /// All bits of 64 the other way around.
    case complement = "~"
    /// Whether it is 0.
    case not = "!"
  }

  /// An operation on two values, by the text it is written with.
  public enum BinaryOperator: String, CaseIterable, Sendable {
    /// Either is not 0.
    case or = "||"
    /// Both are not 0.
    case and = "&&"
    /// Equal.
    case equal = "=="
    /// Not equal.
    case notEqual = "!="
    /// Less or equal.
    case lessOrEqual = "<="
    /// Greater or equal.
    case greaterOrEqual = ">="
    /// Shifted left.
    case shiftLeft = "<<"
    /// Shifted right.
    case shiftRight = ">>"
    /// Less.
    case less = "<"
    /// Greater.
    case greater = ">"
    /// Bits of either.
    case bitOr = "|"
    /// Bits of one.
    case bitXor = "^"
    /// Bits of both.
    case bitAnd = "&"
    /// Sum.
    case plus = "+"
    /// Difference.
    case minus = "-"
    /// Product.
    case times = "*"
    /// Quotient, rounded towards 0.
    case divided = "/"
    /// Remainder.
    case remainder = "%"

    /// How strongly it binds.
    var precedence: Int {
      switch self {
      case .or: 1
      case .and: 2
      case .bitOr: 3
      case .bitXor: 4
      case .bitAnd: 5
      case .equal, .notEqual: 6
      case .less, .lessOrEqual, .greater, .greaterOrEqual: 7
      case .shiftLeft, .shiftRight: 8
      case .plus, .minus: 9
      case .times, .divided, .remainder: 10
      }
    }
  }
}

/// A type of numbers in memory.
public enum MemoryType: String, CaseIterable, Sendable {
  /// A byte.
  case u8
  /// A byte with sign.
  case s8
  /// Two bytes.
  case u16
  /// Two bytes with sign.
  case s16
  /// Four bytes.
  case u32
  /// Four bytes with sign.
  case s32
  /// Eight bytes.
  case u64
  /// Eight bytes with sign.
  case s64

  /// How many bytes it has.
  public var size: Int {
    switch self {
    case .u8, .s8: 1
    case .u16, .s16: 2
    case .u32, .s32: 4
    case .u64, .s64: 8
    }
  }

  /// Whether it has a sign.
  public var isSigned: Bool { rawValue.hasPrefix("s") }

  /// The low bits of a number as this type.
  public func reduce(_ value: Int128) -> Int128 {
    let bits = 8 * size
    let low = value & ((1 << bits) - 1)
    return isSigned && low >> (bits - 1) & 1 != 0 ? low - (1 << bits) : low
  }

  /// The number that little-endian bytes stand for.
  public func value(of bytes: some Collection<UInt8>) -> Int128 {
    var value: Int128 = 0
    for (index, byte) in bytes.prefix(size).enumerated() { value |= Int128(byte) << (8 * index) }
    return reduce(value)
  }
}

/// Why something cannot be computed, or a command not be done.
public struct DebuggerError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What is wrong and what helps.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}

extension Expression {
  /// Computes the value in a state.
  ///
  /// - Parameter named: the value of a name, or of what belongs to a variable of the source.
  func value(
    in machine: ReplayMachine, named: (Expression) throws(DebuggerError) -> Int128
  ) throws(DebuggerError) -> Int128 {
    switch self {
    case .number(let number): return number
    case .register(let register): return Int128(machine[register])
    case .state(let state):
      switch state {
      case .pc: return Int128(machine.pc)
      case .gas: return Int128(machine.gas)
      case .step: return Int128(machine.steps)
      case .depth: return Int128(machine.depth)
      case .heap: return Int128(machine.heapEnd)
      }
    case .name, .member, .element, .target, .address: return try named(self)
    case .reduced(let type, let operand):
      return type.reduce(try operand.value(in: machine, named: named))
    case .memory(let type, let operand):
      let address = try operand.value(in: machine, named: named)
      guard let start = UInt64(exactly: address),
        let bytes = machine.memory.read(address: start, count: UInt64(type.size))
      else {
        throw DebuggerError("no \(type.size) bytes can be read at \(Expression.text(address))")
      }
      return type.value(of: bytes)
    case .unary(let operation, let operand):
      let value = try operand.value(in: machine, named: named)
      switch operation {
      case .minus: return try Expression.checked(Int128(0).subtractingReportingOverflow(value))
      case .complement: return MemoryType.u64.reduce(~value)
      case .not: return value == 0 ? 1 : 0
      }
    case .binary(let operation, let left, let right):
      let first = try left.value(in: machine, named: named)
      if operation == .or, first != 0 { return 1 }
      if operation == .and, first == 0 { return 0 }
      return try Expression.apply(operation, first, right.value(in: machine, named: named))
    }
  }

  /// The result of an operation.
  private static func apply(
    _ operation: BinaryOperator, _ a: Int128, _ b: Int128
  ) throws(DebuggerError) -> Int128 {
    switch operation {
    case .or, .and: return b != 0 ? 1 : 0
    case .equal: return a == b ? 1 : 0
    case .notEqual: return a != b ? 1 : 0
    case .less: return a < b ? 1 : 0
    case .lessOrEqual: return a <= b ? 1 : 0
    case .greater: return a > b ? 1 : 0
    case .greaterOrEqual: return a >= b ? 1 : 0
    case .bitOr: return a | b
    case .bitXor: return a ^ b
    case .bitAnd: return a & b
    case .shiftLeft, .shiftRight:
      guard (0..<128).contains(b) else { throw DebuggerError("a shift by \(b) makes no sense") }
      return operation == .shiftLeft ? a << b : a >> b
    case .plus: return try checked(a.addingReportingOverflow(b))
    case .minus: return try checked(a.subtractingReportingOverflow(b))
    case .times: return try checked(a.multipliedReportingOverflow(by: b))
    case .divided:
      guard b != 0 else { throw DebuggerError("a division by 0") }
      return try checked(a.dividedReportingOverflow(by: b))
    case .remainder:
      guard b != 0 else { throw DebuggerError("a division by 0") }
      return try checked(a.remainderReportingOverflow(dividingBy: b))
    }
  }

  /// A result that must fit.
  private static func checked(
    _ result: (partialValue: Int128, overflow: Bool)
  ) throws(DebuggerError) -> Int128 {
    guard !result.overflow else { throw DebuggerError("the result has more than 128 bits") }
    return result.partialValue
  }

  /// A number as people read addresses.
  public static func text(_ value: Int128) -> String {
    guard let value = UInt64(exactly: value) else { return "\(value)" }
    return "0x" + Hex.string(value)
  }
}
