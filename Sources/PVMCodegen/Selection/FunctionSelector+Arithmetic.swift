import LLVM
import PVM

/// Integer arithmetic and shifts of up to 64 bits.
extension FunctionSelector {
  /// The instructions of one arithmetic operation.
  private struct ArithmeticOpcodes {
    /// 32-bit operation on registers.
    var word: Opcode
    /// 64-bit operation on registers.
    var double: Opcode

    /// The one for a width.
    func opcode(_ width: Int) -> Opcode { width <= 32 ? word : double }
  }

  /// Lowers a binary operation on integers.
  mutating func lowerBinary(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    let width = try integerWidth(of: value.type)
    if width > 64 { return try lowerWideBinary(instruction, width: width) }
    switch instruction.opcode {
    case .add:
      try lowerCommutative(
        instruction, width: width, ArithmeticOpcodes(word: .add32, double: .add64),
        immediate: ArithmeticOpcodes(word: .addImm32, double: .addImm64))
    case .sub: try lowerSubtract(instruction, width: width)
    case .mul:
      try lowerCommutative(
        instruction, width: width, ArithmeticOpcodes(word: .mul32, double: .mul64),
        immediate: ArithmeticOpcodes(word: .mulImm32, double: .mulImm64))
    case .udiv:
      try lowerDivision(
        instruction, width: width, ArithmeticOpcodes(word: .divU32, double: .divU64),
        form: .unsigned)
    case .sdiv:
      try lowerDivision(
        instruction, width: width, ArithmeticOpcodes(word: .divS32, double: .divS64), form: .signed)
    case .urem:
      try lowerDivision(
        instruction, width: width, ArithmeticOpcodes(word: .remU32, double: .remU64),
        form: .unsigned)
    case .srem:
      try lowerDivision(
        instruction, width: width, ArithmeticOpcodes(word: .remS32, double: .remS64), form: .signed)
    case .shl: try lowerShiftLeft(instruction, width: width)
    case .lshr: try lowerShiftRight(instruction, width: width)
    case .ashr: try lowerArithmeticShiftRight(instruction, width: width)
    case .and, .or, .xor: try lowerLogic(instruction, width: width)
    default: throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
  }

  // MARK: Sums and products

  /// The forms that the result of a 32- or 64-bit operation has, for a value of this width.
  private func arithmeticForms(_ width: Int) -> ValueForms {
    width == 32 ? [.raw, .signed] : .raw
  }

  /// Lowers an addition or multiplication.
  private mutating func lowerCommutative(
    _ instruction: InstructionView, width: Int, _ opcodes: ArithmeticOpcodes,
    immediate immediateOpcodes: ArithmeticOpcodes
  ) throws(CodegenError) {
    var (left, right) = (instruction.operand(0), instruction.operand(1))
    if constantValue(left) != nil { swap(&left, &right) }
    let result: MachineRegister
    if let constant = immediate(right, .signed) {
      result = make(immediateOpcodes.opcode(width), try register(left, .raw), x: constant)
    } else {
      result = make(opcodes.opcode(width), try register(left, .raw), try register(right, .raw))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a subtraction.
  private mutating func lowerSubtract(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let modulus = modulus(of: right, from: left), width == 64 || width == 32 {
      // What wraps around is larger than what was there.
      let form = ValueForm.canonical(width)
      let value = try register(left, form)
      let difference = make(width == 32 ? .sub32 : .sub64, value, try register(modulus, form))
      result = make(.minU, value, difference)
    } else if let constant = constantValue(right, .signed),
      ConstantForm.fitsImmediate(0 &- constant)
    {
      result = make(
        width <= 32 ? .addImm32 : .addImm64, try register(left, .raw), x: 0 &- constant)
    } else if let constant = immediate(left, .signed) {
      result = make(
        width <= 32 ? .negAddImm32 : .negAddImm64, try register(right, .raw), x: constant)
    } else {
      result = make(
        width <= 32 ? .sub32 : .sub64, try register(left, .raw), try register(right, .raw))
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
    _ instruction: InstructionView, width: Int, _ opcodes: ArithmeticOpcodes, form: ValueForm
  ) throws(CodegenError) {
    let operandForm = width == 32 || width == 64 ? ValueForm.raw : form
    let left = try register(instruction.operand(0), operandForm)
    let isExact = width == 32 || width == 64
    let divisor = (isExact ? exactDivisor(of: instruction) : nil) ?? instruction.operand(1)
    let right = try register(divisor, operandForm)
    let result = make(opcodes.opcode(width), left, right)
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
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let amount = constantValue(right, .unsigned) {
      let source = amount >= 32 ? withoutExtension(left) : left
      result = make(
        width <= 32 ? .shloLImm32 : .shloLImm64, try register(source, .raw), x: amount)
    } else if let constant = immediate(left, .signed) {
      result = make(
        width <= 32 ? .shloLImmAlt32 : .shloLImmAlt64,
        try shiftAmount(right, width: width), x: constant)
    } else {
      result = make(
        width <= 32 ? .shloL32 : .shloL64, try register(left, .raw),
        try shiftAmount(right, width: width))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a logical shift to the right.
  private mutating func lowerShiftRight(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    if width == 32 {
      let result: MachineRegister
      var provides: ValueForms = [.raw, .signed]
      if let amount = constantValue(right, .unsigned) {
        if amount > 0 { provides = .all }
        result = make(.shloRImm32, try register(left, .raw), x: amount)
      } else if let constant = immediate(left, .signed) {
        result = make(.shloRImmAlt32, try shiftAmount(right, width: width), x: constant)
      } else {
        result = make(
          .shloR32, try register(left, .raw), try shiftAmount(right, width: width))
      }
      finish(instruction.value, width: width, result, provides: provides)
      return
    }
    let result: MachineRegister
    if let amount = constantValue(right, .unsigned) {
      result = make(.shloRImm64, try register(left, .unsigned), x: amount)
    } else if let constant = immediate(left, .unsigned) {
      result = make(.shloRImmAlt64, try shiftAmount(right, width: width), x: constant)
    } else {
      result = make(
        .shloR64, try register(left, .unsigned), try shiftAmount(right, width: width))
    }
    let positive = (constantValue(right, .unsigned) ?? 0) > 0
    finish(
      instruction.value, width: width, result, provides: positive ? .all : [.raw, .unsigned])
  }

  /// Lowers an arithmetic shift to the right.
  private mutating func lowerArithmeticShiftRight(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let amount = constantValue(right, .unsigned) {
      if let inner = left.asInstruction, inner.opcode == .shl, width == 32 || width == 64,
        let first = constantValue(inner.operand(1), .unsigned), first == amount,
        amount == Int64(width - 8) || amount == Int64(width - 16)
      {
        // A shift up and down again sign-extends the low bits.
        result = make(
          amount == Int64(width - 8) ? .signExtend8 : .signExtend16,
          try register(inner.operand(0), .raw))
      } else if width == 32 {
        result = make(.sharRImm32, try register(left, .raw), x: amount)
      } else {
        result = make(.sharRImm64, try register(left, .signed), x: amount)
      }
    } else if let constant = immediate(left, .signed) {
      result = make(
        width == 32 ? .sharRImmAlt32 : .sharRImmAlt64, try shiftAmount(right, width: width),
        x: constant)
    } else if width == 32 {
      result = make(.sharR32, try register(left, .raw), try shiftAmount(right, width: width))
    } else {
      result = make(.sharR64, try register(left, .signed), try shiftAmount(right, width: width))
    }
    finish(instruction.value, width: width, result, provides: [.raw, .signed])
  }
}
