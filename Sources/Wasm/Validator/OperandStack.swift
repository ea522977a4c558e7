/// The types of the values on the operand stack, nil where unreachable code leaves a type open.
struct OperandStack {
  /// The types, the top last.
  private(set) var types: [ValueType?] = []

  /// The height at which the innermost block begins: nothing below it can be popped.
  private(set) var base = 0

  /// Whether the stack below ``base`` counts as full of values of any type, as it does after an unconditional branch.
  private(set) var isPolymorphic = false

  /// The number of values on the stack.
  var height: Int { types.count }

  /// Pushes a value of a type.
  @inline(__always)
  mutating func push(_ type: ValueType?) {
    types.append(type)
  }

  /// Pops a value of any type.
  @inline(__always)
  mutating func pop(at offset: Int) throws(WasmError) -> ValueType? {
    guard types.count > base else {
      guard isPolymorphic else { throw WasmError(.operandMissing(expected: nil), at: offset) }
      return nil
    }
    return types.removeLast()
  }

  /// Pops a value of one type.
  @inline(__always)
  mutating func pop(_ expected: ValueType, at offset: Int) throws(WasmError) {
    guard types.count > base else {
      guard isPolymorphic else {
        throw WasmError(.operandMissing(expected: expected), at: offset)
      }
      return
    }
    if let found = types.removeLast(), found != expected {
      throw WasmError(.typeMismatch(expected: expected, found: found), at: offset)
    }
  }

  /// Pops values of some types, the last of them first.
  mutating func pop(_ expected: [ValueType], at offset: Int) throws(WasmError) {
    for type in expected.reversed() { try pop(type, at: offset) }
  }

  /// Pushes values of some types, the first of them first.
  mutating func push(_ pushed: [ValueType]) {
    for type in pushed { types.append(type) }
  }

  /// Checks that values of some types could be popped.
  func check(_ expected: [ValueType], at offset: Int) throws(WasmError) {
    var index = types.count
    for type in expected.reversed() {
      guard index > base else {
        guard isPolymorphic else {
          throw WasmError(.operandMissing(expected: type), at: offset)
        }
        return
      }
      index -= 1
      if let found = types[index], found != type {
        throw WasmError(.typeMismatch(expected: type, found: found), at: offset)
      }
    }
  }

  /// Makes the stack of the innermost block polymorphic, as an unconditional branch does.
  mutating func setUnreachable() {
    types.removeLast(types.count - base)
    isPolymorphic = true
  }

  /// Begins a block at the current height.
  mutating func enterBlock() {
    base = types.count
    isPolymorphic = false
  }

  /// Ends a block, whose values must have been popped, and returns to the block around it.
  mutating func leaveBlock(base: Int, isPolymorphic: Bool) {
    self.base = base
    self.isPolymorphic = isPolymorphic
  }
}
