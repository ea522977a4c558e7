internal import LLVM
internal import Runtime
internal import Support
internal import Wasm

/// How a float operation is expressed as a function of the runtime.
struct FloatLowering: Sendable {
  /// What is different from a plain call.
  enum Form: Sendable {
    /// Nothing.
    case plain
    /// The operands are swapped.
    case swapped
    /// The result, a truth value, is inverted.
    case inverted
    /// The second operand has the opposite sign.
    case negated
  }

  /// The function.
  let function: RuntimeFunction
  /// What is different from a plain call.
  let form: Form

  /// The operations that are others in another form.
  private static let forms: [NumericOperator: FloatLowering] = [
    .f32Sub: FloatLowering(function: .f32Add, form: .negated),
    .f64Sub: FloatLowering(function: .f64Add, form: .negated),
    .f32Ne: FloatLowering(function: .f32Eq, form: .inverted),
    .f64Ne: FloatLowering(function: .f64Eq, form: .inverted),
    .f32Gt: FloatLowering(function: .f32Lt, form: .swapped),
    .f64Gt: FloatLowering(function: .f64Lt, form: .swapped),
    .f32Ge: FloatLowering(function: .f32Le, form: .swapped),
    .f64Ge: FloatLowering(function: .f64Le, form: .swapped),
  ]

  /// The lowering of a float operation that does more than edit bits.
  static func lowering(of operation: NumericOperator) -> FloatLowering {
    if let lowering = forms[operation] { return lowering }
    let function = Invariant.unwrap(
      RuntimeFunction(rawValue: operation.name), "the runtime has all float operations")
    return FloatLowering(function: function, form: .plain)
  }
}

extension FunctionTranslator {
  /// Translates a float operation as the policy says.
  mutating func floatArithmetic(_ operation: NumericOperator) throws(TranslationError) {
    switch module.options.floats {
    case .soft:
      let lowering = FloatLowering.lowering(of: operation)
      push(try call(lowering, pop(lowering.function.parameterCount)))
    case .reject:
      throw error(.float(instruction: name(ofOpcode: operation.rawValue)))
    case .trap:
      trap()
    }
  }

  /// Computes a float operation by calling a function of the runtime.
  ///
  /// - Parameter operands: floats as their bits, in `i32` and `i64`.
  func call(_ lowering: FloatLowering, _ operands: [Value]) throws(TranslationError) -> Value {
    let function = try module.runtimeFunction(lowering.function)
    var operands = operands
    switch lowering.form {
    case .swapped: operands.reverse()
    case .negated: operands[1] = builder.binary(.xor, operands[1], signBit(operands[1].type))
    case .plain, .inverted: break
    }
    let result = builder.call(function, operands)
    return lowering.form == .inverted ? builder.isZero(result) : result
  }
}
