import LLVM
import PVM

/// Comparisons.
extension FunctionSelector {
  /// A comparison with its operands in registers or immediate form.
  struct Comparison {
    /// The relation between left and right.
    var predicate: IntegerPredicate
    /// The left operand.
    var left: MachineRegister
    /// The right operand, or none when it is the immediate.
    var right: MachineRegister
    /// The right operand when it is no register.
    var immediate: Int64

    /// The comparison that holds when this one does not.
    var inverted: Comparison {
      var result = self
      result.predicate = predicate.inverted
      return result
    }
  }

  /// The comparison that a condition amounts to: an `icmp` itself, that of two truth values, else "not equal to 0".
  mutating func comparison(_ condition: Value) throws(CodegenError) -> Comparison {
    if let instruction = condition.asInstruction {
      if instruction.opcode == .icmp, let predicate = instruction.predicate,
        let width = width(of: instruction.operand(0)), width <= 64
      {
        return try comparison(
          predicate, instruction.operand(0), instruction.operand(1), width: width)
      }
      if instruction.opcode == .xor {
        if constantValue(instruction.operand(1), .unsigned) == 1 {
          return try comparison(instruction.operand(0)).inverted
        }
        if condition.hasOneUse, !isInvariant(condition) {
          let (left, leftIsInverted) = try truth(of: instruction.operand(0))
          let (right, rightIsInverted) = try truth(of: instruction.operand(1))
          return Comparison(
            predicate: leftIsInverted == rightIsInverted ? .notEqual : .equal, left: left,
            right: right, immediate: 0)
        }
      }
      if instruction.opcode == .freeze { return try comparison(instruction.operand(0)) }
    }
    return Comparison(
      predicate: .notEqual, left: try register(condition, .unsigned), right: .none, immediate: 0)
  }

  /// Prepares the operands of a comparison of integers of up to 64 bits.
  private mutating func comparison(
    _ predicate: IntegerPredicate, _ first: Value, _ second: Value, width: Int
  ) throws(CodegenError) -> Comparison {
    var (left, right, predicate) = (first, second, predicate)
    if constantValue(left) != nil, constantValue(right) == nil {
      swap(&left, &right)
      predicate = predicate.swapped
    }
    // Sign extension keeps the unsigned order too, so 32-bit values compare as they are.
    let form: ValueForm = predicate.isSigned && width < 32 ? .signed : .canonical(width)
    let signedForm: ValueForm = predicate.isSigned ? .signed : form
    let used = width == 32 ? form : signedForm
    if let check = try rangeCheck(predicate, left, right, width: width) { return check }
    if let check = try maskedEquality(predicate, left, right) { return check }
    if let constant = immediate(right, used) {
      return Comparison(
        predicate: predicate, left: try register(left, used), right: .none, immediate: constant)
    }
    return Comparison(
      predicate: predicate, left: try register(left, used), right: try register(right, used),
      immediate: 0)
  }

  /// A check that a small number lies in a range, as of a character: `(x + c) mod n < b` for an x below n, n being 2^8 or so.
  ///
  /// If b is at most c, the sums that do not wrap around are not below b. Without `mod`, with c - n instead of c, they are
  /// negative, which as unsigned numbers are not below b either.
  private mutating func rangeCheck(
    _ predicate: IntegerPredicate, _ left: Value, _ right: Value, width: Int
  ) throws(CodegenError) -> Comparison? {
    guard width <= 32, !predicate.isSigned, predicate != .equal, predicate != .notEqual,
      let limit = constantValue(right, .unsigned), left.hasOneUse,
      let (number, summand, modulus, step) = wrappedSum(left, width: width)
    else { return nil }
    let isStrict = predicate == .unsignedLess || predicate == .unsignedGreaterOrEqual
    // The remainder is a multiple of the step.
    let bound = ((limit + (isStrict ? step - 1 : step)) / step) * step
    guard bound > 0, bound <= summand else { return nil }
    let isLess = predicate == .unsignedLess || predicate == .unsignedLessOrEqual
    return Comparison(
      predicate: isLess ? .unsignedLess : .unsignedGreaterOrEqual,
      left: make(.addImm32, try register(number, .unsigned), x: summand - modulus),
      right: .none, immediate: bound)
  }

  /// A comparison of some bits of two values one of which does not change in the loop, which LLVM writes `((x ^ y) & m) == 0`:
  /// with y's bits taken in front of the loop it needs no exclusive or.
  private mutating func maskedEquality(
    _ predicate: IntegerPredicate, _ left: Value, _ right: Value
  ) throws(CodegenError) -> Comparison? {
    guard predicate == .equal || predicate == .notEqual, constantValue(right) == 0, left.hasOneUse,
      let bits = left.asInstruction, bits.opcode == .and,
      let mask = constantValue(bits.operand(1), .unsigned), mask > 0,
      ConstantForm.fitsImmediate(mask), bits.operand(0).hasOneUse,
      let difference = bits.operand(0).asInstruction, difference.opcode == .xor,
      difference.parent == bits.parent, constantValue(difference.operand(1)) == nil
    else { return nil }
    for (changing, fixed) in [(0, 1), (1, 0)] {
      let (x, y) = (difference.operand(changing), difference.operand(fixed))
      guard isInvariant(y), !isInvariant(x),
        let fixedBits = masked(y, mask)
      else { continue }
      return Comparison(
        predicate: predicate, left: make(.andImm, try register(x, .raw), x: mask),
        right: fixedBits, immediate: 0)
    }
    return nil
  }

  /// Takes `(x + c) mod n` apart, whose lowest bits may be cleared, where x is below n.
  private func wrappedSum(
    _ value: Value, width: Int
  ) -> (number: Value, summand: Int64, modulus: Int64, step: Int64)? {
    guard var sum = value.asInstruction else { return nil }
    var modulus = Int64(1) << Int64(width)
    var step: Int64 = 1
    if width == 32 {
      guard sum.opcode == .and, let mask = constantValue(sum.operand(1), .unsigned), mask > 0,
        mask < 1 << 16, let masked = sum.operand(0).asInstruction, masked.value.hasOneUse
      else { return nil }
      step = mask & -mask
      modulus = mask + step
      guard modulus & (modulus - 1) == 0 else { return nil }
      sum = masked
    }
    guard sum.opcode == .add, let summand = constantValue(sum.operand(1), .unsigned),
      width < 32 || isBelow(modulus, sum.operand(0))
    else { return nil }
    return (sum.operand(0), summand & (modulus - 1), modulus, step)
  }

  /// Whether a value of 32 bits is obviously below a power of two.
  private func isBelow(_ limit: Int64, _ value: Value) -> Bool {
    guard let instruction = value.asInstruction else { return false }
    switch instruction.opcode {
    case .zext: return width(of: instruction.operand(0)).map { 1 << Int64($0) <= limit } ?? false
    case .and: return constantValue(instruction.operand(1), .unsigned).map { $0 < limit } ?? false
    default: return false
    }
  }

  /// The branch instruction for a comparison. (Static: a method would be given a copy of the selector, tables and all, that was made
  /// before its argument was computed.)
  static func branchInstruction(_ comparison: Comparison) -> MachineInstruction {
    if !comparison.right.exists {
      let opcode: Opcode =
        switch comparison.predicate {
        case .equal: .branchEqImm
        case .notEqual: .branchNeImm
        case .unsignedLess: .branchLtUImm
        case .unsignedLessOrEqual: .branchLeUImm
        case .unsignedGreaterOrEqual: .branchGeUImm
        case .unsignedGreater: .branchGtUImm
        case .signedLess: .branchLtSImm
        case .signedLessOrEqual: .branchLeSImm
        case .signedGreaterOrEqual: .branchGeSImm
        case .signedGreater: .branchGtSImm
        }
      return MachineInstruction(opcode, comparison.left, x: comparison.immediate)
    }
    let (left, right) = (comparison.left, comparison.right)
    return switch comparison.predicate {
    case .equal: MachineInstruction(.branchEq, left, right)
    case .notEqual: MachineInstruction(.branchNe, left, right)
    case .unsignedLess: MachineInstruction(.branchLtU, left, right)
    case .unsignedGreater: MachineInstruction(.branchLtU, right, left)
    case .unsignedGreaterOrEqual: MachineInstruction(.branchGeU, left, right)
    case .unsignedLessOrEqual: MachineInstruction(.branchGeU, right, left)
    case .signedLess: MachineInstruction(.branchLtS, left, right)
    case .signedGreater: MachineInstruction(.branchLtS, right, left)
    case .signedGreaterOrEqual: MachineInstruction(.branchGeS, left, right)
    case .signedLessOrEqual: MachineInstruction(.branchGeS, right, left)
    }
  }

  /// Lowers an `icmp` whose value is needed in a register: 0 or 1.
  mutating func lowerCompare(_ instruction: InstructionView) throws(CodegenError) {
    guard let predicate = instruction.predicate else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let width = try integerWidth(of: instruction.operand(0).type)
    let result: MachineRegister
    if width > 64 {
      result = try compareWide(predicate, instruction.operand(0), instruction.operand(1))
    } else {
      result = materialize(
        try comparison(predicate, instruction.operand(0), instruction.operand(1), width: width))
    }
    finish(instruction.value, width: 1, result, provides: [.raw, .unsigned])
  }

  /// Emits instructions that leave 1 in a register when the comparison holds, else 0.
  mutating func materialize(_ comparison: Comparison) -> MachineRegister {
    let (register, isInverted) = truth(comparison)
    return isInverted ? make(.xorImm, register, x: 1) : register
  }

  /// Emits instructions that leave 0 or 1 in a register; the flag says that 1 means "does not hold".
  mutating func truth(_ comparison: Comparison) -> (MachineRegister, inverted: Bool) {
    let (left, right) = (comparison.left, comparison.right)
    let immediate = comparison.immediate
    switch comparison.predicate {
    case .equal:
      return (make(.setLtUImm, difference(comparison), x: 1), false)
    case .notEqual:
      return (make(.setGtUImm, difference(comparison), x: 0), false)
    case .unsignedLess:
      if right.exists { return (make(.setLtU, left, right), false) }
      return (make(.setLtUImm, left, x: immediate), false)
    case .unsignedGreater:
      if right.exists { return (make(.setLtU, right, left), false) }
      return (make(.setGtUImm, left, x: immediate), false)
    case .signedLess:
      if right.exists { return (make(.setLtS, left, right), false) }
      return (make(.setLtSImm, left, x: immediate), false)
    case .signedGreater:
      if right.exists { return (make(.setLtS, right, left), false) }
      return (make(.setGtSImm, left, x: immediate), false)
    case .unsignedLessOrEqual:
      if !right.exists, immediate != -1, ConstantForm.fitsImmediate(immediate + 1) {
        return (make(.setLtUImm, left, x: immediate + 1), false)
      }
    case .unsignedGreaterOrEqual:
      if !right.exists, immediate != 0, ConstantForm.fitsImmediate(immediate - 1) {
        return (make(.setGtUImm, left, x: immediate - 1), false)
      }
    case .signedLessOrEqual:
      if !right.exists, ConstantForm.fitsImmediate(immediate + 1) {
        return (make(.setLtSImm, left, x: immediate + 1), false)
      }
    case .signedGreaterOrEqual:
      if !right.exists, ConstantForm.fitsImmediate(immediate - 1) {
        return (make(.setGtSImm, left, x: immediate - 1), false)
      }
    }
    let (register, isInverted) = truth(comparison.inverted)
    return (register, !isInverted)
  }

  /// A register with 0 or 1 for an instruction's operand of one bit; the flag says that 1 stands for false.
  mutating func truth(
    of condition: Value
  ) throws(CodegenError) -> (MachineRegister, inverted: Bool) {
    if condition.hasOneUse, let definition = condition.asInstruction, definition.opcode == .icmp,
      let width = width(of: definition.operand(0)), width <= 64,
      !isInvariant(condition)
    {
      return truth(try comparison(condition))
    }
    return (try register(condition, .unsigned), false)
  }

  /// A register that is zero exactly when both operands are equal.
  mutating func difference(_ comparison: Comparison) -> MachineRegister {
    if comparison.right.exists { return make(.xor, comparison.left, comparison.right) }
    if comparison.immediate == 0 { return comparison.left }
    return make(.xorImm, comparison.left, x: comparison.immediate)
  }
}
