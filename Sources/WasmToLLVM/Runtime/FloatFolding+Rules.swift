internal import LLVM
internal import Runtime

extension FloatFolding {
  /// What a call is the same as, built in front of it, or nil if nothing is known.
  func simplified(_ function: RuntimeFunction, _ call: InstructionView) -> Value? {
    let operands = (0..<call.argumentCount).map(call.argument)
    let constants = operands.map(\.unsignedInteger)
    if let first = constants[0], constants.count == 1 || constants[1] != nil {
      // A conversion that traps stays.
      return function.evaluate(first, constants.last.flatMap(\.self) ?? 0).map {
        call.type.constant($0)
      }
    }
    switch function {
    case .f32Add, .f64Add: return sum(operands, constants)
    case .f32Mul, .f64Mul: return product(operands, constants)
    case .f32Div, .f64Div: return quotient(function, operands, constants[1])
    case .f32Min, .f64Min, .f32Max, .f64Max:
      return operands[0] == operands[1] ? canonical(operands[0]) : nil
    case .f32Eq, .f64Eq, .f32Lt, .f64Lt, .f32Le, .f64Le:
      return comparison(function, operands, constants, result: call.type)
    case .f32DemoteF64:
      guard kind(of: operands[0]) == .f64PromoteF32, let promotion = operands[0].asInstruction
      else { return nil }
      return canonical(promotion.argument(0))
    default: return nil
    }
  }

  /// A sum with negative zero.
  private func sum(_ operands: [Value], _ constants: [UInt64?]) -> Value? {
    let zero = FloatBits(operands[0].type).sign
    if constants[0] == zero { return canonical(operands[1]) }
    if constants[1] == zero { return canonical(operands[0]) }
    return nil
  }

  /// A product with 1 or -1.
  private func product(_ operands: [Value], _ constants: [UInt64?]) -> Value? {
    let format = FloatBits(operands[0].type)
    for (constant, other) in [(constants[0], operands[1]), (constants[1], operands[0])] {
      if constant == format.one { return canonical(other) }
      if constant == format.one | format.sign { return canonical(negated(other)) }
    }
    return nil
  }

  /// A quotient by a power of two.
  private func quotient(
    _ function: RuntimeFunction, _ operands: [Value], _ constant: UInt64?
  ) -> Value? {
    let format = FloatBits(operands[0].type)
    guard let constant, constant & format.fraction == 0 else { return nil }
    if constant == format.one { return canonical(operands[0]) }
    if constant == format.one | format.sign { return canonical(negated(operands[0])) }
    // 2^k has the exponent field bias + k, and the reciprocal bias - k.
    let sign = constant & format.sign
    let magnitude = constant & format.magnitude
    guard magnitude > format.fraction, magnitude < format.infinity,
      mayAddCalls, let product = functions[function == .f32Div ? .f32Mul : .f64Mul]
    else { return nil }
    let reciprocal = 2 * format.one - magnitude
    guard reciprocal > format.fraction, reciprocal < format.infinity else { return nil }
    return builder.call(product, [operands[0], operands[0].type.constant(reciprocal | sign)])
  }

  /// A comparison with a constant or of a number with itself.
  private func comparison(
    _ function: RuntimeFunction, _ operands: [Value], _ constants: [UInt64?], result: IRType
  ) -> Value? {
    let format = FloatBits(operands[0].type)
    let order: FloatBits.Order =
      switch function {
      case .f32Eq, .f64Eq: .equal
      case .f32Lt, .f64Lt: .less
      default: .lessOrEqual
      }
    let truth: Value
    if let constant = constants[1] {
      truth = isIn(format.numbers(order, than: constant), operands[0])
    } else if let constant = constants[0] {
      truth = isIn(format.numbers(than: constant, order), operands[1])
    } else if operands[0] == operands[1] {
      if order == .less { return result.zero }
      truth = builder.compare(
        .unsignedLessOrEqual, magnitude(operands[0]), operands[0].type.constant(format.infinity))
    } else {
      return nil
    }
    return builder.zeroExtend(truth, to: result)
  }

  /// Whether a number's bits are in one of some ranges, an `i1`.
  private func isIn(_ ranges: [ClosedRange<UInt64>], _ number: Value) -> Value {
    let type = number.type
    let format = FloatBits(type)
    if ranges == [0...0, format.sign...format.sign] { return builder.isZero(magnitude(number)) }
    let tests = ranges.map { range in
      if range.lowerBound == range.upperBound {
        return builder.compare(.equal, number, type.constant(range.lowerBound))
      }
      let distance =
        range.lowerBound == 0
        ? number : builder.sub(number, type.constant(range.lowerBound))
      return builder.compare(
        .unsignedLessOrEqual, distance, type.constant(range.upperBound - range.lowerBound))
    }
    guard let first = tests.first else { return builder.compare(.notEqual, type.zero, type.zero) }
    return tests.dropFirst().reduce(first) { builder.binary(.or, $0, $1) }
  }

  /// The bits without the sign.
  private func magnitude(_ number: Value) -> Value {
    builder.binary(.and, number, number.type.constant(FloatBits(number.type).magnitude))
  }

  /// The number with the opposite sign.
  private func negated(_ number: Value) -> Value {
    builder.binary(.xor, number, number.type.constant(FloatBits(number.type).sign))
  }

  /// The number itself, or the canonical NaN.
  private func canonical(_ number: Value) -> Value {
    if kind(of: number)?.returnsFloat == true { return number }
    let format = FloatBits(number.type)
    let isNaN = builder.compare(
      .unsignedGreater, magnitude(number), number.type.constant(format.infinity))
    return builder.select(isNaN, number.type.constant(format.canonicalNaN), number)
  }
}
