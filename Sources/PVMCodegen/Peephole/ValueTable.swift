internal import PVM

/// Numbers for values: equal numbers mean equal values, at the points where both are current.
struct ValueTable {
  /// What a computed value is made of.
  private struct Expression: Hashable {
    /// The operation.
    var opcode: MachineOpcode
    /// The values it reads; 0 for none.
    var operands: SIMD4<Int32>
    /// Immediate X.
    var x: Int64
  }

  /// The numbers of expressions; only looked up.
  private var numbers: [Expression: Int32] = [:]
  /// The constant that a value is, by number; parallel to all numbers.
  private var constants: [Int64?] = [nil]

  /// A value that is equal to no other.
  mutating func makeUnknown() -> Int32 {
    constants.append(nil)
    return Int32(constants.count - 1)
  }

  /// The value of a constant.
  mutating func constant(_ value: Int64) -> Int32 {
    let number = number(.loadConstant, SIMD4(), value)
    constants[Int(number)] = value
    return number
  }

  /// The constant that a value is, or nil.
  func constant(of number: Int32) -> Int64? { constants[Int(number)] }

  /// The value of an operation on values.
  mutating func number(_ opcode: MachineOpcode, _ operands: SIMD4<Int32>, _ x: Int64) -> Int32 {
    let expression = Expression(opcode: opcode, operands: operands, x: x)
    if let known = numbers[expression] { return known }
    let new = makeUnknown()
    numbers[expression] = new
    return new
  }
}
