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

  /// What values are sums of a value and a constant, by number; parallel to all numbers.
  private var sums: [Sum?] = [nil]

  /// A value plus a constant.
  struct Sum {
    /// `add_imm_32` or `add_imm_64`.
    var opcode: MachineOpcode
    /// The value.
    var value: Int32
    /// The constant.
    var constant: Int64
  }

  /// A value that is equal to no other.
  mutating func makeUnknown() -> Int32 {
    constants.append(nil)
    sums.append(nil)
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

  /// The sum that a value is, or nil.
  func sum(of number: Int32) -> Sum? { sums[Int(number)] }

  /// The value of an operation on values.
  mutating func number(_ opcode: MachineOpcode, _ operands: SIMD4<Int32>, _ x: Int64) -> Int32 {
    let expression = Expression(opcode: opcode, operands: operands, x: x)
    if let known = numbers[expression] { return known }
    let new = makeUnknown()
    numbers[expression] = new
    if opcode == MachineOpcode(.addImm32) || opcode == MachineOpcode(.addImm64) {
      sums[Int(new)] = Sum(opcode: opcode, value: operands[0], constant: x)
    }
    return new
  }
}
