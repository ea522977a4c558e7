import LLVM
import PVM

/// Integer arithmetic and shifts of up to 64 bits.
extension FunctionSelector {
  /// Lowers a binary operation on integers.
  mutating func lowerBinary(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    let width = try integerWidth(of: value.type)
    if width > 64 { return try lowerWideBinary(instruction, width: width) }
    guard let family = OpcodeFamily.of(instruction.opcode) else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    switch instruction.opcode {
    case .sub: try lowerSubtract(instruction, width: width, family)
    case .udiv, .urem: try lowerDivision(instruction, width: width, family, form: .unsigned)
    case .sdiv, .srem: try lowerDivision(instruction, width: width, family, form: .signed)
    case .shl: try lowerShiftLeft(instruction, width: width, family)
    case .lshr: try lowerShiftRight(instruction, width: width, family)
    case .ashr: try lowerArithmeticShiftRight(instruction, width: width, family)
    case .and, .or, .xor: try lowerLogic(instruction, width: width)
    default: try lowerCommutative(instruction, width: width, family)
    }
  }

  // MARK: Sums and products

  /// The forms that the result of a 32- or 64-bit operation has, for a value of this width.
  private func arithmeticForms(_ width: Int) -> ValueForms {
    width == 32 ? [.raw, .signed] : .raw
  }

  /// Lowers an addition or multiplication.
  private mutating func lowerCommutative(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily
  ) throws(CodegenError) {
    var (left, right) = (instruction.operand(0), instruction.operand(1))
    if constantValue(left) != nil { swap(&left, &right) }
    let result: MachineRegister
    if let constant = immediate(right, .signed), let immediate = family.immediate {
      result = make(immediate.opcode(width), try register(left, .raw), x: constant)
    } else {
      result = make(
        family.registers.opcode(width), try register(left, .raw), try register(right, .raw))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a subtraction.
  private mutating func lowerSubtract(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let modulus = modulus(of: right, from: left), width == 64 || width == 32 {
      // What wraps around is larger than what was there.
      let form = ValueForm.canonical(width)
      let value = try register(left, form)
      let difference = make(
        family.registers.opcode(width), value, try register(modulus, form))
      result = make(.minU, value, difference)
    } else if let constant = constantValue(right, .signed), let immediate = family.immediate,
      ConstantForm.fitsImmediate(0 &- constant)
    {
      result = make(immediate.opcode(width), try register(left, .raw), x: 0 &- constant)
    } else if let constant = immediate(left, .signed), let immediate = family.leftImmediate {
      result = make(immediate.opcode(width), try register(right, .raw), x: constant)
    } else {
      result = make(
        family.registers.opcode(width), try register(left, .raw), try register(right, .raw))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// The modulus y if a value is `x < y ? 0 : y`, unsigned: x minus that is min(x, x - y).
  func modulus(of value: Value, from x: Value) -> Value? {
    guard let selection = value.asInstruction, selection.opcode == .select,
      let comparison = selection.operand(0).asInstruction, comparison.opcode == .icmp,
      let predicate = comparison.predicate
    else { return nil }
    let modulus: Value
    switch predicate {
    case .unsignedLess, .unsignedGreaterOrEqual:
      guard comparison.operand(0) == x else { return nil }
      modulus = comparison.operand(1)
    case .unsignedGreater, .unsignedLessOrEqual:
      guard comparison.operand(1) == x else { return nil }
      modulus = comparison.operand(0)
    default: return nil
    }
    let isLess = predicate == .unsignedLess || predicate == .unsignedGreater
    let whenLess = selection.operand(isLess ? 1 : 2)
    let whenNotLess = selection.operand(isLess ? 2 : 1)
    return whenNotLess == modulus && constantValue(whenLess) == 0 ? modulus : nil
  }

  /// Lowers a division or remainder.
  private mutating func lowerDivision(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily, form: ValueForm
  ) throws(CodegenError) {
    let operandForm = width == 32 || width == 64 ? ValueForm.raw : form
    let left = try register(instruction.operand(0), operandForm)
    let isExact = width == 32 || width == 64
    let divisor = (isExact ? exactDivisor(of: instruction) : nil) ?? instruction.operand(1)
    let right = try register(divisor, operandForm)
    let result = make(family.registers.opcode(width), left, right)
    // The quotient of the most negative narrow number by -1 does not occur (undefined in LLVM).
    finish(
      instruction.value, width: width, result,
      provides: width == 32 ? [.raw, .signed] : [.raw, ValueForms(form)])
  }

  /// The divisor of a signed remainder without the precaution against -1, for which LLVM does not define all remainders:
  /// `srem x, select(y == -1, 1, y)`. The remainders by 1 and by -1 are 0 in the PVM.
  private func exactDivisor(of remainder: InstructionView) -> Value? {
    guard remainder.opcode == .srem, let selection = remainder.operand(1).asInstruction,
      selection.opcode == .select, let comparison = selection.operand(0).asInstruction,
      comparison.opcode == .icmp, constantValue(comparison.operand(1), .signed) == -1
    else { return nil }
    let divisor = comparison.operand(0)
    let isEqual = comparison.predicate == .equal
    guard isEqual || comparison.predicate == .notEqual,
      selection.operand(isEqual ? 2 : 1) == divisor,
      constantValue(selection.operand(isEqual ? 1 : 2), .signed) == 1
    else { return nil }
    return divisor
  }

  // MARK: Shifts

  /// A shift amount: shifts use its low bits only, so a mask by 31 or 63 is left out.
  mutating func shiftAmount(_ value: Value, width: Int) throws(CodegenError)
    -> MachineRegister
  {
    if width == 32 || width == 64, let instruction = value.asInstruction,
      instruction.opcode == .and, let mask = constantValue(instruction.operand(1)),
      mask & Int64(width - 1) == Int64(width - 1)
    {
      return try register(instruction.operand(0), .raw)
    }
    // Raw bits above a narrow amount's width could reach the six bits that shifts look at.
    return try register(value, (self.width(of: value) ?? 64) < 6 ? .unsigned : .raw)
  }

  /// The 32 bits that a value of 64 bits extends, of which nobody looks at the upper half, or the value itself.
  private func withoutExtension(_ value: Value) -> Value {
    guard let extended = value.asInstruction, [.zext, .sext].contains(extended.opcode) else {
      return value
    }
    let source = extended.operand(0)
    return width(of: source) == 32 ? source : value
  }

  /// Lowers a shift to the left.
  private mutating func lowerShiftLeft(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily
  ) throws(CodegenError) {
    var left = instruction.operand(0)
    if let amount = constantValue(instruction.operand(1), .unsigned), amount >= 32 {
      left = withoutExtension(left)
    }
    let result = try shift(
      left, by: instruction.operand(1), width: width, family, isWord: width <= 32, form: .raw,
      constantForm: .signed)
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a logical shift to the right.
  private mutating func lowerShiftRight(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily
  ) throws(CodegenError) {
    let isWord = width == 32
    let result = try shift(
      instruction.operand(0), by: instruction.operand(1), width: width, family,
      isWord: isWord, form: isWord ? .raw : .unsigned, constantForm: isWord ? .signed : .unsigned)
    let isPositive = (constantValue(instruction.operand(1), .unsigned) ?? 0) > 0
    finish(
      instruction.value, width: width, result,
      provides: isPositive ? .all : isWord ? [.raw, .signed] : [.raw, .unsigned])
  }

  /// Lowers an arithmetic shift to the right.
  private mutating func lowerArithmeticShiftRight(
    _ instruction: InstructionView, width: Int, _ family: OpcodeFamily
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let amount = constantValue(right, .unsigned), let inner = left.asInstruction,
      inner.opcode == .shl, width == 32 || width == 64,
      let first = constantValue(inner.operand(1), .unsigned), first == amount,
      amount == Int64(width - 8) || amount == Int64(width - 16)
    {
      // A shift up and down again sign-extends the low bits.
      result = make(
        amount == Int64(width - 8) ? .signExtend8 : .signExtend16,
        try register(inner.operand(0), .raw))
    } else {
      result = try shift(
        left, by: right, width: width, family, isWord: width == 32,
        form: width == 32 ? .raw : .signed, constantForm: .signed)
    }
    finish(instruction.value, width: width, result, provides: [.raw, .signed])
  }

  /// Emits a shift: by an immediate, of one, or of a register by another.
  ///
  /// - Parameters:
  ///   - width: the width of the value.
  ///   - isWord: whether it is shifted in 32 bits, for a shift to the right only if it has that width.
  ///   - form: the form in which a value is shifted.
  ///   - constantForm: that of a constant.
  private mutating func shift(
    _ left: Value, by right: Value, width: Int, _ family: OpcodeFamily, isWord: Bool,
    form: ValueForm, constantForm: ValueForm
  ) throws(CodegenError) -> MachineRegister {
    let operationWidth = isWord ? 32 : 64
    if let amount = constantValue(right, .unsigned), let immediate = family.immediate {
      return make(immediate.opcode(operationWidth), try register(left, form), x: amount)
    }
    if let constant = immediate(left, constantForm), let immediate = family.leftImmediate {
      return make(
        immediate.opcode(operationWidth), try shiftAmount(right, width: width), x: constant)
    }
    return make(
      family.registers.opcode(operationWidth), try register(left, form),
      try shiftAmount(right, width: width))
  }
}
