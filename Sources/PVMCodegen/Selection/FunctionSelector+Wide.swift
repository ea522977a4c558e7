import LLVM
import PVM

/// Integers of 65 to 128 bits: two registers, the upper one zero-extended beyond the width.
extension FunctionSelector {
  /// Clears the bits of a high word that lie above the value's width.
  mutating func normalizeHigh(_ high: MachineRegister, width: Int) -> MachineRegister {
    if width == 128 { return high }
    let result = makeRegister()
    zeroExtend(high, width: width - 64, into: result)
    return result
  }

  /// The high word of a value, sign-extended beyond its width.
  private mutating func signedHigh(_ high: MachineRegister, width: Int) -> MachineRegister {
    if width == 128 { return high }
    let result = makeRegister()
    signExtend(high, width: width - 64, into: result)
    return result
  }

  /// Lowers a binary operation on wide integers.
  mutating func lowerWideBinary(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let value = instruction.value
    switch instruction.opcode {
    case .shl, .lshr, .ashr: return try lowerWideShift(instruction, width: width)
    case .mul: return try lowerWideMultiply(instruction, width: width)
    default: break
    }
    let left = try wide(instruction.operand(0))
    let right = try wide(instruction.operand(1))
    switch instruction.opcode {
    case .add:
      let low = make(.add64, left.low, right.low)
      let carry = make(.setLtU, low, left.low)
      let high = make(.add64, make(.add64, left.high, right.high), carry)
      finishWide(value, low: low, high: normalizeHigh(high, width: width))
    case .sub:
      let borrow = make(.setLtU, left.low, right.low)
      let low = make(.sub64, left.low, right.low)
      let high = make(.sub64, make(.sub64, left.high, right.high), borrow)
      finishWide(value, low: low, high: normalizeHigh(high, width: width))
    case .and, .or, .xor:
      let opcode: Opcode =
        instruction.opcode == .and ? .and : instruction.opcode == .or ? .or : .xor
      let low = make(opcode, left.low, right.low)
      let high = make(opcode, left.high, right.high)
      finishWide(value, low: low, high: high)
    default:
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
  }

  /// The value that a wide value extends, when its upper word says nothing more.
  private func extended(_ value: Value, _ opcode: IROpcode) -> Value? {
    guard let instruction = value.asInstruction, instruction.opcode == opcode,
      let width = width(of: instruction.operand(0)), width <= 64
    else { return nil }
    return instruction.operand(0)
  }

  /// Lowers a product.
  private mutating func lowerWideMultiply(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (first, second) = (instruction.operand(0), instruction.operand(1))
    if let left = extended(first, .zext), let right = extended(second, .zext) {
      let (a, b) = (try register(left, .unsigned), try register(right, .unsigned))
      let low = make(.mul64, a, b)
      let high = make(.mulUpperUU, a, b)
      finishWide(instruction.value, low: low, high: normalizeHigh(high, width: width))
      return
    }
    if let left = extended(first, .sext), let right = extended(second, .sext) {
      let (a, b) = (try register(left, .signed), try register(right, .signed))
      let low = make(.mul64, a, b)
      let high = make(.mulUpperSS, a, b)
      finishWide(instruction.value, low: low, high: normalizeHigh(high, width: width))
      return
    }
    let left = try wide(first)
    let right = try wide(second)
    let low = make(.mul64, left.low, right.low)
    let carry = make(.mulUpperUU, left.low, right.low)
    let cross = make(
      .add64, make(.mul64, left.low, right.high), make(.mul64, left.high, right.low))
    let high = make(.add64, carry, cross)
    finishWide(instruction.value, low: low, high: normalizeHigh(high, width: width))
  }

  /// Lowers a shift.
  private mutating func lowerWideShift(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let value = instruction.value
    let source = try wide(instruction.operand(0))
    let isLeft = instruction.opcode == .shl
    let isArithmetic = instruction.opcode == .ashr
    let high = isArithmetic ? signedHigh(source.high, width: width) : source.high
    let downOpcode: (immediate: Opcode, register: Opcode) =
      isArithmetic ? (.sharRImm64, .sharR64) : (.shloRImm64, .shloR64)
    if let words = constantWords(instruction.operand(1)) {
      let amount = Int64(min(words.0, 127))
      let pair: (low: MachineRegister, high: MachineRegister)
      switch (isLeft, amount) {
      case (_, 0): pair = (source.low, high)
      case (true, 64...):
        pair = (
          localConstant(0),
          amount == 64 ? source.low : make(.shloLImm64, source.low, x: amount - 64)
        )
      case (true, _):
        let carried = make(.shloRImm64, source.low, x: 64 - amount)
        pair = (
          make(.shloLImm64, source.low, x: amount),
          make(.or, make(.shloLImm64, high, x: amount), carried)
        )
      case (false, 64...):
        pair = (
          amount == 64 ? high : make(downOpcode.immediate, high, x: amount - 64),
          isArithmetic ? make(.sharRImm64, high, x: 63) : localConstant(0)
        )
      case (false, _):
        let carried = make(.shloLImm64, high, x: 64 - amount)
        pair = (
          make(.or, make(.shloRImm64, source.low, x: amount), carried),
          make(downOpcode.immediate, high, x: amount)
        )
      }
      finishWide(
        value, low: pair.low,
        high: isLeft || isArithmetic ? normalizeHigh(pair.high, width: width) : pair.high)
      return
    }
    // Variable: the result for amounts below 64, then conditional moves for the others.
    let amount = try wide(instruction.operand(1)).low
    let isLarge = make(.andImm, amount, x: 64)
    let rest = make(.xorImm, amount, x: 63)
    let low: MachineRegister
    let upper: MachineRegister
    if isLeft {
      let shifted = make(.shloL64, source.low, amount)
      let carried = make(.shloR64, make(.shloRImm64, source.low, x: 1), rest)
      let mixed = make(.or, make(.shloL64, high, amount), carried)
      low = make(.cmovNzImm, isLarge, .none, shifted, x: 0)
      upper = make(.cmovNz, shifted, isLarge, mixed)
    } else {
      let shifted = make(downOpcode.register, high, amount)
      let carried = make(.shloL64, make(.shloLImm64, high, x: 1), rest)
      let mixed = make(.or, make(.shloR64, source.low, amount), carried)
      low = make(.cmovNz, shifted, isLarge, mixed)
      if isArithmetic {
        upper = make(.cmovNz, make(.sharRImm64, high, x: 63), isLarge, shifted)
      } else {
        upper = make(.cmovNzImm, isLarge, .none, shifted, x: 0)
      }
    }
    finishWide(
      value, low: low,
      high: isLeft || isArithmetic ? normalizeHigh(upper, width: width) : upper)
  }

  /// The low and high word of a wide constant.
  private func constantWords(_ value: Value) -> (UInt64, UInt64)? {
    guard let words = value.integerWords, words.count == 2 else { return nil }
    return (words[0], words[1])
  }

  /// Emits a comparison of wide values: 0 or 1.
  mutating func compareWide(
    _ predicate: IntegerPredicate, _ first: Value, _ second: Value
  ) throws(CodegenError) -> MachineRegister {
    let width = try integerWidth(of: first.type)
    let left = try wide(first)
    let right = try wide(second)
    switch predicate {
    case .equal, .notEqual:
      let difference = make(
        .or, make(.xor, left.low, right.low), make(.xor, left.high, right.high))
      return predicate == .equal
        ? make(.setLtUImm, difference, x: 1) : make(.setGtUImm, difference, x: 0)
    case .unsignedGreater, .unsignedLessOrEqual, .signedGreater, .signedLessOrEqual:
      let swapped = try compareWide(predicate.swapped.strict, second, first)
      return predicate.isStrict ? swapped : make(.xorImm, swapped, x: 1)
    default:
      // left < right: by the high words, or by the low ones when those are equal.
      let leftHigh = predicate.isSigned ? signedHigh(left.high, width: width) : left.high
      let rightHigh = predicate.isSigned ? signedHigh(right.high, width: width) : right.high
      let opcode: Opcode = predicate.isSigned ? .setLtS : .setLtU
      let byHigh = make(opcode, leftHigh, rightHigh)
      let byLow = make(.setLtU, left.low, right.low)
      let differ = make(.xor, left.high, right.high)
      let less = make(.cmovIz, byLow, differ, byHigh)
      return predicate.isStrict ? less : make(.xorImm, less, x: 1)
    }
  }

  /// Lowers an intrinsic on wide integers.
  mutating func lowerWideIntrinsic(
    _ instruction: InstructionView, _ intrinsic: Intrinsic, width: Int
  ) throws(CodegenError) {
    let value = instruction.value
    switch intrinsic {
    case .umin, .umax, .smin, .smax:
      let (first, second) = (instruction.argument(0), instruction.argument(1))
      let predicate: IntegerPredicate =
        switch intrinsic {
        case .umin: .unsignedLess
        case .umax: .unsignedGreater
        case .smin: .signedLess
        default: .signedGreater
        }
      let condition = try compareWide(predicate, first, second)
      let left = try wide(first)
      let right = try wide(second)
      let low = make(.cmovNz, left.low, condition, right.low)
      let high = make(.cmovNz, left.high, condition, right.high)
      finishWide(value, low: low, high: high)
    case .bswap where width == 128:
      let source = try wide(instruction.argument(0))
      let low = make(.reverseBytes, source.high)
      let high = make(.reverseBytes, source.low)
      finishWide(value, low: low, high: high)
    case .ctpop:
      let source = try wide(instruction.argument(0))
      let count = make(
        .add64, make(.countSetBits64, source.low), make(.countSetBits64, source.high))
      finishWide(value, low: count, high: localConstant(0))
    default:
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
  }
}

extension IntegerPredicate {
  /// Whether equal operands do not satisfy the relation.
  var isStrict: Bool {
    switch self {
    case .unsignedLess, .unsignedGreater, .signedLess, .signedGreater, .notEqual: true
    default: false
    }
  }

  /// The relation "less" of the same signedness, from "less" or "greater or equal".
  var strict: IntegerPredicate {
    switch self {
    case .unsignedGreaterOrEqual: .unsignedLess
    case .signedGreaterOrEqual: .signedLess
    default: self
    }
  }
}
