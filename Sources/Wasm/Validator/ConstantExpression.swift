extension ModuleValidator {
  /// Checks that an expression is constant and has a type; functions it refers to count as declared.
  ///
  /// - Source: WebAssembly 2.0, section 3.3.10, and the extended constant expressions proposal.
  mutating func check(
    _ expression: ConstantExpression, is type: ValueType
  ) throws(WasmError) {
    if let instruction = expression.single {
      guard let found = try valueType(of: instruction, in: expression) else {
        throw WasmError(
          .operandMissing(expected: instruction.constantOperandType), at: expression.offset,
          instruction: instruction.name)
      }
      try expect(type, found, in: expression)
      return
    }
    var stack: [ValueType] = []
    for instruction in expression.instructions {
      if let pushed = try valueType(of: instruction, in: expression) {
        stack.append(pushed)
        continue
      }
      // Arithmetic: two operands, and a result of their type.
      guard let operand = instruction.constantOperandType, let right = stack.popLast(),
        let left = stack.last
      else {
        throw WasmError(
          .operandMissing(expected: instruction.constantOperandType), at: expression.offset,
          instruction: instruction.name)
      }
      try expect(operand, right, in: expression)
      try expect(operand, left, in: expression)
    }
    guard let result = stack.popLast() else {
      throw WasmError(.operandMissing(expected: type), at: expression.offset)
    }
    guard stack.isEmpty else {
      throw WasmError(.unconsumedOperands(stack.count), at: expression.offset)
    }
    try expect(type, result, in: expression)
  }

  /// The type of the value that a constant instruction pushes, or nil for arithmetic.
  private mutating func valueType(
    of instruction: Instruction, in expression: ConstantExpression
  ) throws(WasmError) -> ValueType? {
    switch instruction {
    case .i32Const: return .i32
    case .i64Const: return .i64
    case .f32Const: return .f32
    case .f64Const: return .f64
    case .v128Const: return .v128
    case .refNull(let type): return type
    case .refFunc(let index):
      guard index < module.functions.count else {
        throw WasmError(.unknown(.function, index), at: expression.offset)
      }
      declaredReferences[index] = true
      return .funcref
    case .globalGet(let index):
      guard index < module.globals.count else {
        throw WasmError(.unknown(.global, index), at: expression.offset)
      }
      let global = module.globals[index]
      guard global.importIndex != nil, !global.type.isMutable else {
        throw WasmError(.globalNotConstant(index), at: expression.offset)
      }
      return global.type.value
    default:
      guard instruction.constantOperandType != nil else {
        throw WasmError(.notConstant, at: expression.offset, instruction: instruction.name)
      }
      guard module.features.contains(.extendedConstants) else {
        throw WasmError(
          .featureDisabled(.extendedConstants), at: expression.offset,
          instruction: instruction.name)
      }
      return nil
    }
  }

  /// Checks one type against another.
  private func expect(
    _ expected: ValueType, _ found: ValueType, in expression: ConstantExpression
  ) throws(WasmError) {
    guard expected == found else {
      throw WasmError(.typeMismatch(expected: expected, found: found), at: expression.offset)
    }
  }
}

extension Instruction {
  /// The operand type of the arithmetic that extended constant expressions allow, nil for other instructions.
  fileprivate var constantOperandType: ValueType? {
    switch self {
    case .numeric(.i32Add), .numeric(.i32Sub), .numeric(.i32Mul): .i32
    case .numeric(.i64Add), .numeric(.i64Sub), .numeric(.i64Mul): .i64
    default: nil
    }
  }
}
