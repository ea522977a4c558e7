package import LLVM
import PVM
internal import Support

/// Finds out which comparison a condition amounts to.
///
/// It looks at LLVM's values and emits nothing.
package struct ConditionMatcher {
  /// An operand of a comparison.
  package enum Operand: Equatable {
    /// A constant that fits an immediate.
    case immediate(Int64)
    /// A value in a form.
    case value(Value, ValueForm)
    /// A zero-extended value plus a constant, as 32-bit sum.
    case sum(Value, Int64)
    /// Some bits of a value, the others zero.
    case bits(Value, mask: Int64)
    /// The same, made where the value is: it does not change in the loop.
    case invariantBits(Value, mask: Int64)
  }

  /// What a condition amounts to.
  package enum Match: Equatable {
    /// A relation between left and right.
    case comparison(IntegerPredicate, Operand, Operand)
    /// Whether two truth values differ, or whether they are equal.
    case difference(Value, Value, isInverted: Bool)

    /// The match of the opposite condition.
    package var inverted: Match {
      switch self {
      case .comparison(let predicate, let left, let right):
        .comparison(predicate.inverted, left, right)
      case .difference(let left, let right, let isInverted):
        .difference(left, right, isInverted: !isInverted)
      }
    }
  }

  /// Values of constants.
  package let context: SelectionContext
  /// The order of the blocks.
  package let order: BlockOrder
  /// The block in which the condition is needed.
  package var block: BlockID

  /// Creates a matcher.
  package init(context: SelectionContext, order: BlockOrder, block: BlockID) {
    self.context = context
    self.order = order
    self.block = block
  }

  /// The comparison that a condition amounts to: an `icmp` itself, that of two truth values, else "not equal to 0".
  package func match(_ condition: Value) -> Match {
    if let instruction = condition.asInstruction {
      switch instruction.opcode {
      case .icmp:
        if let predicate = instruction.predicate,
          let width = instruction.operand(0).registerWidth, width <= 64
        {
          return match(predicate, instruction.operand(0), instruction.operand(1), width: width)
        }
      case .xor:
        if context.constant(instruction.operand(1), .unsigned) == 1 {
          return match(instruction.operand(0)).inverted
        }
        if condition.hasOneUse, !isInvariant(condition) {
          return .difference(instruction.operand(0), instruction.operand(1), isInverted: false)
        }
      case .freeze: return match(instruction.operand(0))
      default: break
      }
    }
    return .comparison(.notEqual, .value(condition, .unsigned), .immediate(0))
  }

  /// A comparison of integers of up to 64 bits.
  package func match(
    _ predicate: IntegerPredicate, _ first: Value, _ second: Value, width: Int
  ) -> Match {
    var (left, right, predicate) = (first, second, predicate)
    if context.constant(left) != nil, context.constant(right) == nil {
      swap(&left, &right)
      predicate = predicate.swapped
    }
    if let match = rangeCheck(predicate, left, right, width: width) { return match }
    if let match = maskedEquality(predicate, left, right) { return match }
    // Sign extension keeps the unsigned order too, so 32-bit values compare as they are.
    let form: ValueForm = predicate.isSigned && width < 32 ? .signed : .canonical(width)
    let used: ValueForm = predicate.isSigned && width != 32 ? .signed : form
    return .comparison(
      predicate, .value(left, used),
      context.immediate(right, used).map { .immediate($0) } ?? .value(right, used))
  }

  /// Whether a value is computed by an instruction in front of the innermost loop around the block.
  private func isInvariant(_ value: Value) -> Bool {
    order.isMade(value, outsideLoopAround: block)
  }

  /// A check that a small number lies in a range, as of a character: `(x + c) mod n < b` for an x below n, n being 2^8 or so.
  ///
  /// If b is at most c, the sums that do not wrap around are not below b. Without `mod`, with c - n instead of c, they are
  /// negative, which as unsigned numbers are not below b either.
  private func rangeCheck(
    _ predicate: IntegerPredicate, _ left: Value, _ right: Value, width: Int
  ) -> Match? {
    guard width <= 32, !predicate.isSigned, predicate != .equal, predicate != .notEqual,
      let limit = context.constant(right, .unsigned), left.hasOneUse,
      let (number, summand, modulus, step) = wrappedSum(left, width: width)
    else { return nil }
    let isStrict = predicate == .unsignedLess || predicate == .unsignedGreaterOrEqual
    // The remainder is a multiple of the step.
    let bound = ((limit + (isStrict ? step - 1 : step)) / step) * step
    guard bound > 0, bound <= summand else { return nil }
    let isLess = predicate == .unsignedLess || predicate == .unsignedLessOrEqual
    return .comparison(
      isLess ? .unsignedLess : .unsignedGreaterOrEqual, .sum(number, summand - modulus),
      .immediate(bound))
  }

  /// A comparison of some bits of two values one of which does not change in the loop, which LLVM writes `((x ^ y) & m) == 0`:
  /// with y's bits taken in front of the loop it needs no exclusive or.
  private func maskedEquality(
    _ predicate: IntegerPredicate, _ left: Value, _ right: Value
  ) -> Match? {
    guard predicate == .equal || predicate == .notEqual, context.constant(right) == 0,
      left.hasOneUse, let bits = left.asInstruction, bits.opcode == .and,
      let mask = context.constant(bits.operand(1), .unsigned), mask > 0,
      ConstantForm.fitsImmediate(mask), bits.operand(0).hasOneUse,
      let difference = bits.operand(0).asInstruction, difference.opcode == .xor,
      difference.parent == bits.parent, context.constant(difference.operand(1)) == nil
    else { return nil }
    for (changing, fixed) in [(0, 1), (1, 0)] {
      let (x, y) = (difference.operand(changing), difference.operand(fixed))
      guard isInvariant(y), !isInvariant(x), ConditionMatcher.isOneInstruction(y) else { continue }
      return .comparison(predicate, .bits(x, mask: mask), .invariantBits(y, mask: mask))
    }
    return nil
  }

  /// Whether the definition of a value is an instruction behind which its bits can be masked.
  private static func isOneInstruction(_ value: Value) -> Bool {
    switch value.asInstruction?.opcode {
    case .load, .phi, .add, .sub, .mul, .and, .or, .xor, .shl, .lshr, .ashr: true
    default: false
    }
  }

  /// Takes `(x + c) mod n` apart, whose lowest bits may be cleared, where x is below n.
  private func wrappedSum(
    _ value: Value, width: Int
  ) -> (number: Value, summand: Int64, modulus: Int64, step: Int64)? {
    guard var sum = value.asInstruction else { return nil }
    var modulus = Int64(1) << Int64(width)
    var step: Int64 = 1
    if width == 32 {
      guard sum.opcode == .and, let mask = context.constant(sum.operand(1), .unsigned), mask > 0,
        mask < 1 << 16, let masked = sum.operand(0).asInstruction, masked.value.hasOneUse
      else { return nil }
      step = mask & -mask
      modulus = mask + step
      guard modulus & (modulus - 1) == 0 else { return nil }
      sum = masked
    }
    guard sum.opcode == .add, let summand = context.constant(sum.operand(1), .unsigned),
      width < 32 || isBelow(modulus, sum.operand(0))
    else { return nil }
    return (sum.operand(0), summand & (modulus - 1), modulus, step)
  }

  /// Whether a value of 32 bits is obviously below a power of two.
  private func isBelow(_ limit: Int64, _ value: Value) -> Bool {
    guard let instruction = value.asInstruction else { return false }
    switch instruction.opcode {
    case .zext: return instruction.operand(0).registerWidth.map { 1 << Int64($0) <= limit } ?? false
    case .and:
      return context.constant(instruction.operand(1), .unsigned).map { $0 < limit } ?? false
    default: return false
    }
  }
}
