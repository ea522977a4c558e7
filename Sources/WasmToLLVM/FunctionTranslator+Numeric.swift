internal import LLVM
internal import Wasm

extension FunctionTranslator {
  /// Translates a numeric instruction without immediates.
  mutating func numeric(_ operation: NumericOperator) throws(TranslationError) {
    switch operation {
    case .i32Eqz, .i64Eqz: push(builder.isZero(popRaw()))
    case .i32Eq, .i64Eq: compare(.equal)
    case .i32Ne, .i64Ne: compare(.notEqual)
    case .i32LtS, .i64LtS: compare(.signedLess)
    case .i32LtU, .i64LtU: compare(.unsignedLess)
    case .i32GtS, .i64GtS: compare(.signedGreater)
    case .i32GtU, .i64GtU: compare(.unsignedGreater)
    case .i32LeS, .i64LeS: compare(.signedLessOrEqual)
    case .i32LeU, .i64LeU: compare(.unsignedLessOrEqual)
    case .i32GeS, .i64GeS: compare(.signedGreaterOrEqual)
    case .i32GeU, .i64GeU: compare(.unsignedGreaterOrEqual)
    case .i32Clz, .i64Clz: countZeros(.ctlz)
    case .i32Ctz, .i64Ctz: countZeros(.cttz)
    case .i32Popcnt, .i64Popcnt:
      let value = pop()
      push(builder.call(module.output.module.intrinsic(.ctpop, [value.type]), [value]))
    case .i32Add, .i64Add: binary(.add)
    case .i32Sub, .i64Sub: binary(.sub)
    case .i32Mul, .i64Mul: binary(.mul)
    case .i32DivS, .i64DivS: divideSigned()
    case .i32DivU, .i64DivU: divideUnsigned(.udiv)
    case .i32RemS, .i64RemS: remainderSigned()
    case .i32RemU, .i64RemU: divideUnsigned(.urem)
    case .i32And, .i64And: binary(.and)
    case .i32Or, .i64Or: binary(.or)
    case .i32Xor, .i64Xor: binary(.xor)
    case .i32Shl, .i64Shl: shift(.shl)
    case .i32ShrS, .i64ShrS: shift(.ashr)
    case .i32ShrU, .i64ShrU: shift(.lshr)
    case .i32Rotl, .i64Rotl: rotate(.fshl)
    case .i32Rotr, .i64Rotr: rotate(.fshr)
    case .i32WrapI64: push(builder.truncate(pop(), to: types.i32))
    case .i64ExtendI32S: push(builder.signExtend(pop(), to: types.i64))
    case .i64ExtendI32U: push(builder.zeroExtend(popRaw(), to: types.i64))
    case .i32Extend8S, .i64Extend8S: extendSign(of: types.i8)
    case .i32Extend16S, .i64Extend16S: extendSign(of: types.i16)
    case .i64Extend32S: extendSign(of: types.i32)
    case .i32ReinterpretF32, .i64ReinterpretF64, .f32ReinterpretI32, .f64ReinterpretI64:
      push(pop())
    case .f32Abs, .f64Abs: clearSign()
    case .f32Neg, .f64Neg: flipSign()
    case .f32Copysign, .f64Copysign: copySign()
    default:
      try floatArithmetic(operation)
    }
  }

  // MARK: Integers

  /// Translates an operation that is the same in Wasm and LLVM.
  private mutating func binary(_ operation: Builder.BinaryOperation) {
    let right = pop()
    let left = pop()
    push(builder.binary(operation, left, right))
  }

  /// Translates a comparison.
  private mutating func compare(_ predicate: IntegerPredicate) {
    let right = pop()
    let left = pop()
    push(builder.compare(predicate, left, right))
  }

  /// Translates the counting of leading or trailing zeros; that of zero is the width.
  private mutating func countZeros(_ intrinsic: Intrinsic) {
    let value = pop()
    push(
      builder.call(
        module.output.module.intrinsic(intrinsic, [value.type]), [value, types.i1.zero]))
  }

  /// Translates a shift: the amount is modulo the width, in LLVM it must be below it.
  private mutating func shift(_ operation: Builder.BinaryOperation) {
    let amount = pop()
    let value = pop()
    let mask = amount.type.constant(amount.type == types.i32 ? 31 : 63)
    push(builder.binary(operation, value, builder.binary(.and, amount, mask)))
  }

  /// Translates a rotation; the amount is modulo the width in both languages.
  private mutating func rotate(_ intrinsic: Intrinsic) {
    let amount = pop()
    let value = pop()
    push(
      builder.call(
        module.output.module.intrinsic(intrinsic, [value.type]), [value, value, amount]))
  }

  /// Translates an unsigned division or remainder: division by zero traps.
  private mutating func divideUnsigned(_ operation: Builder.BinaryOperation) {
    let right = pop()
    let left = pop()
    // The runtime never divides by zero.
    if !module.isRuntime { trap(if: builder.isZero(right)) }
    push(divide(operation, left, right))
  }

  /// Translates a signed division: division by zero and overflow trap.
  private mutating func divideSigned() {
    let right = pop()
    let left = pop()
    let type = left.type
    let minimum = type.constant(type == types.i32 ? Int64(Int32.min) : Int64.min)
    trap(if: builder.isZero(right))
    let isMinusOne = builder.compare(.equal, right, type.constant(-1))
    if isMinusOne.kind != .constantInteger || !isMinusOne.isNull {
      trap(if: builder.binary(.and, isMinusOne, builder.compare(.equal, left, minimum)))
    }
    push(divide(.sdiv, left, right))
  }

  /// Translates a signed remainder: that by zero traps, that by -1 is 0.
  private mutating func remainderSigned() {
    let right = pop()
    let left = pop()
    let type = left.type
    trap(if: builder.isZero(right))
    // Division of the smallest number by -1 overflows in LLVM; by 1 it leaves 0 as well.
    let safe = builder.select(
      builder.compare(.equal, right, type.constant(-1)), type.constant(1), right)
    push(divide(.srem, left, safe))
  }

  /// Divides numbers that were checked. Constants that fail the checks must not fold to poison.
  private func divide(
    _ operation: Builder.BinaryOperation, _ left: Value, _ right: Value
  ) -> Value {
    let quotient = builder.binary(operation, left, right)
    return quotient.isUndefined ? left : quotient
  }

  /// Sign-extends the low bits of a value over its upper bits.
  private mutating func extendSign(of type: IRType) {
    let value = pop()
    push(builder.signExtend(builder.truncate(value, to: type), to: value.type))
  }

  // MARK: The bits of floats

  /// The sign bit of a float with its width, as the smallest integer.
  func signBit(_ type: IRType) -> Value {
    type.constant(type == types.i32 ? Int64(Int32.min) : Int64.min)
  }

  /// The mask of all bits of a float but its sign.
  private func magnitudeMask(_ type: IRType) -> Value {
    type.constant(type == types.i32 ? Int64(Int32.max) : Int64.max)
  }

  /// Translates `abs`.
  private mutating func clearSign() {
    let value = pop()
    push(builder.binary(.and, value, magnitudeMask(value.type)))
  }

  /// Translates `neg`.
  private mutating func flipSign() {
    let value = pop()
    push(builder.binary(.xor, value, signBit(value.type)))
  }

  /// Translates `copysign`.
  private mutating func copySign() {
    let sign = pop()
    let value = pop()
    push(
      builder.binary(
        .or, builder.binary(.and, value, magnitudeMask(value.type)),
        builder.binary(.and, sign, signBit(value.type))))
  }

  // MARK: Wide arithmetic

  /// Translates an instruction of the wide-arithmetic proposal.
  mutating func wide(_ operation: WideOperator) {
    switch operation {
    case .i64Add128: addWide(.add)
    case .i64Sub128: addWide(.sub)
    case .i64MulWideS:
      let factors = pop(2).map { builder.signExtend($0, to: types.i128) }
      pushWide(builder.binary(.mul, factors[0], factors[1]))
    case .i64MulWideU:
      let factors = pop(2).map { builder.zeroExtend($0, to: types.i128) }
      pushWide(builder.binary(.mul, factors[0], factors[1]))
    }
  }

  /// Translates an addition or subtraction of 128-bit numbers given by halves.
  private mutating func addWide(_ operation: Builder.BinaryOperation) {
    let parts = pop(4)
    pushWide(
      builder.binary(operation, join(parts[0], parts[1]), join(parts[2], parts[3])))
  }

  /// Puts the halves of a 128-bit number on the operand stack.
  private mutating func pushWide(_ number: Value) {
    push(builder.truncate(number, to: types.i64))
    let high = builder.binary(.lshr, number, types.i128.constant(64))
    push(builder.truncate(high, to: types.i64))
  }

  /// The 128-bit number with these halves.
  private func join(_ low: Value, _ high: Value) -> Value {
    let upper = builder.binary(
      .shl, builder.zeroExtend(high, to: types.i128), types.i128.constant(64))
    return builder.binary(.or, upper, builder.zeroExtend(low, to: types.i128))
  }
}
