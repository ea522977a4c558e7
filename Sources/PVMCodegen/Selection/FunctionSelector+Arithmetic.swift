import LLVM
import PVM

/// Integer arithmetic, shifts, logic and conversions of up to 64 bits.
extension FunctionSelector {
  /// The instructions of one arithmetic operation.
  private struct ArithmeticOpcodes {
    /// 32-bit operation on registers.
    var word: Opcode
    /// 64-bit operation on registers.
    var double: Opcode
  }

  /// Lowers a binary operation on integers.
  mutating func lowerBinary(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    let width = try integerWidth(of: value.type)
    if width > 64 { return try lowerWideBinary(instruction, width: width) }
    switch instruction.opcode {
    case .add: try lowerAdd(instruction, width: width)
    case .sub: try lowerSubtract(instruction, width: width)
    case .mul: try lowerMultiply(instruction, width: width)
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

  /// Lowers an addition.
  private mutating func lowerAdd(_ instruction: InstructionView, width: Int) throws(CodegenError) {
    var (left, right) = (instruction.operand(0), instruction.operand(1))
    if constantValue(left) != nil { swap(&left, &right) }
    let result: MachineRegister
    if let constant = immediate(right, .signed) {
      result = make(
        width <= 32 ? .addImm32 : .addImm64, try register(left, .raw), x: constant)
    } else {
      result = make(
        width <= 32 ? .add32 : .add64, try register(left, .raw), try register(right, .raw))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a subtraction.
  private mutating func lowerSubtract(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let constant = constantValue(right, .signed), ConstantForm.fitsImmediate(0 &- constant) {
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

  /// Lowers a multiplication.
  private mutating func lowerMultiply(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    var (left, right) = (instruction.operand(0), instruction.operand(1))
    if constantValue(left) != nil { swap(&left, &right) }
    let result: MachineRegister
    if let constant = immediate(right, .signed) {
      result = make(
        width <= 32 ? .mulImm32 : .mulImm64, try register(left, .raw), x: constant)
    } else {
      result = make(
        width <= 32 ? .mul32 : .mul64, try register(left, .raw), try register(right, .raw))
    }
    finish(instruction.value, width: width, result, provides: arithmeticForms(width))
  }

  /// Lowers a division or remainder.
  private mutating func lowerDivision(
    _ instruction: InstructionView, width: Int, _ opcodes: ArithmeticOpcodes, form: ValueForm
  ) throws(CodegenError) {
    let operandForm = width == 32 || width == 64 ? ValueForm.raw : form
    let left = try register(instruction.operand(0), operandForm)
    let right = try register(instruction.operand(1), operandForm)
    let result = make(width <= 32 ? opcodes.word : opcodes.double, left, right)
    // The quotient of the most negative narrow number by -1 does not occur (undefined in LLVM).
    finish(
      instruction.value, width: width, result,
      provides: width == 32 ? [.raw, .signed] : [.raw, ValueForms(form)])
  }

  // MARK: Shifts

  /// A shift amount: shifts use its low bits only, so a mask by 31 or 63 is left out.
  private mutating func shiftAmount(_ value: Value, width: Int) throws(CodegenError)
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

  /// Lowers a shift to the left.
  private mutating func lowerShiftLeft(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let result: MachineRegister
    if let amount = constantValue(right, .unsigned) {
      result = make(
        width <= 32 ? .shloLImm32 : .shloLImm64, try register(left, .raw), x: amount)
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

  // MARK: Logic

  /// The operand of a bitwise complement, or nil.
  private func complemented(_ value: Value) -> Value? {
    guard let instruction = value.asInstruction, instruction.opcode == .xor,
      constantValue(instruction.operand(1), .signed) == -1
    else { return nil }
    return instruction.operand(0)
  }

  /// Whether a definition produces this width's canonical form at no extra cost.
  private func isNaturallyCanonical(_ value: Value, width: Int) -> Bool {
    guard let instruction = value.asInstruction else { return true }
    switch instruction.opcode {
    case .load, .phi, .call, .icmp, .zext, .udiv, .urem, .lshr, .extractValue: return true
    case .trunc, .freeze, .bitCast, .intToPtr, .ptrToInt: return false
    case .and:
      if width == 32 { return true }
      return (constantValue(instruction.operand(1), .unsigned) ?? -1) >= 0
    default: return width == 32
    }
  }

  /// Lowers and, or, xor. Bitwise operations keep the form of their operands.
  private mutating func lowerLogic(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let value = instruction.value
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    if width == 64, instruction.opcode == .and, let mask = constantValue(right),
      !ConstantForm.fitsImmediate(mask), try lowerLowMask(instruction, mask: mask)
    {
      return
    }
    let form = logicForm(instruction, width: width)
    let constantForm: ValueForm =
      instruction.opcode == .and && width < 32 ? .unsigned : form == .raw ? .signed : form
    if let constant = immediate(right, constantForm) {
      // A mask without sign bit clears everything above: any form of the operand will do.
      if instruction.opcode == .and, constant >= 0, width < 64 {
        let mask = width == 32 ? constant : constant & ConstantForm.mask(width)
        let result = make(.andImm, try register(left, .raw), x: mask)
        let isNonNegative = mask >> Int64(width - 1) == 0
        finish(value, width: width, result, provides: isNonNegative ? .all : [.raw, .unsigned])
        return
      }
      let opcode: Opcode =
        switch instruction.opcode {
        case .and: .andImm
        case .or: .orImm
        default: .xorImm
        }
      let result = make(opcode, try register(left, form), x: constant)
      finish(value, width: width, result, provides: [.raw, ValueForms(form)])
      return
    }
    let result: MachineRegister
    switch instruction.opcode {
    case .and:
      if let inner = complemented(right) {
        result = make(.andInv, try register(left, form), try register(inner, form))
      } else if let inner = complemented(left) {
        result = make(.andInv, try register(right, form), try register(inner, form))
      } else {
        result = make(.and, try register(left, form), try register(right, form))
      }
    case .or where form != .unsigned && complemented(right) != nil:
      result = make(
        .orInv, try register(left, form), try register(complemented(right) ?? right, form))
    case .or where form != .unsigned && complemented(left) != nil:
      result = make(
        .orInv, try register(right, form), try register(complemented(left) ?? left, form))
    case .or:
      result = make(.or, try register(left, form), try register(right, form))
    default:
      if form != .unsigned, let inner = complemented(right) ?? complemented(left) {
        let other = complemented(right) != nil ? left : right
        result = make(.xnor, try register(inner, form), try register(other, form))
      } else {
        result = make(.xor, try register(left, form), try register(right, form))
      }
    }
    finish(value, width: width, result, provides: [.raw, ValueForms(form)])
  }

  /// The form in which a bitwise operation is best done.
  private mutating func logicForm(_ instruction: InstructionView, width: Int) -> ValueForm {
    if width == 64 { return .raw }
    let value = instruction.value
    let canonical = ValueForm.canonical(width)
    let wantsExtended = isRequested(value, .signed) || isRequested(value, .unsigned)
    guard wantsExtended else { return .raw }
    // A complement of a zero-extended value is not zero-extended.
    if canonical == .unsigned, instruction.opcode == .xor,
      (constantValue(instruction.operand(1), .signed) ?? 0) == -1, width > 1
    {
      return canonical
    }
    let left = isNaturallyCanonical(instruction.operand(0), width: width)
    let right = isNaturallyCanonical(instruction.operand(1), width: width)
    return left && right ? canonical : .raw
  }

  /// Lowers a 64-bit mask of low bits that is no immediate; true when it did.
  private mutating func lowerLowMask(
    _ instruction: InstructionView, mask: Int64
  ) throws(CodegenError) -> Bool {
    let bits = UInt64(bitPattern: mask)
    guard bits & (bits &+ 1) == 0 else { return false }
    let ones = bits.trailingZeroBitCount == 0 ? (~bits).trailingZeroBitCount : 0
    guard ones == 32 else { return false }
    let result = make(.zeroExtend32, try register(instruction.operand(0), .raw))
    finish(instruction.value, width: 64, result, provides: .raw)
    return true
  }

  // MARK: Conversions

  /// Lowers a truncation: the low bits stay where they are.
  mutating func lowerTruncate(_ instruction: InstructionView) throws(CodegenError) {
    let source = instruction.operand(0)
    let width = try integerWidth(of: instruction.type)
    let sourceWidth = try integerWidth(of: source.type)
    if sourceWidth > 64 {
      if width > 64 {
        let words = try wide(source)
        finishWide(
          instruction.value, low: words.low, high: normalizeHigh(words.high, width: width))
        return
      }
      finish(instruction.value, width: width, try wide(source).low, provides: .raw)
      return
    }
    var provides: ValueForms = .raw
    if activeBits(source) <= width { provides.insert(.unsigned) }
    if activeBits(source) < width { provides = .all }
    let form: ValueForm = provides == .raw ? .raw : .canonical(sourceWidth)
    finish(instruction.value, width: width, try register(source, form), provides: provides)
  }

  /// Lowers a zero extension.
  mutating func lowerZeroExtend(_ instruction: InstructionView) throws(CodegenError) {
    let source = instruction.operand(0)
    let width = try integerWidth(of: instruction.type)
    let sourceWidth = try integerWidth(of: source.type)
    if width > 64 {
      if sourceWidth > 64 {
        let words = try wide(source)
        finishWide(instruction.value, low: words.low, high: words.high)
      } else {
        let low = try register(source, .unsigned)
        finishWide(instruction.value, low: low, high: localConstant(0))
      }
      return
    }
    let form = unsignedForm(instruction, source, width: sourceWidth)
    if form == .raw {
      let result = makeRegister()
      zeroExtend(try register(source, .raw), width: sourceWidth, into: result)
      finish(instruction.value, width: width, result, provides: .all)
    } else {
      finish(instruction.value, width: width, try register(source, form), provides: .all)
    }
  }

  /// The form of a value that is its zero extension and costs nothing at its definition, or raw when
  /// there is none.
  private func unsignedForm(
    _ extension: InstructionView, _ source: Value, width: Int
  ) -> ValueForm {
    if width != 32 { return .unsigned }
    if `extension`.isNonNegative || activeBits(source) < 32 { return .signed }
    guard let instruction = source.asInstruction else { return .raw }
    if instruction.opcode == .load {
      // One load instruction can serve all users if none needs the sign-extended form.
      for user in source.users {
        guard let user = user.asInstruction else { return .raw }
        switch user.opcode {
        case .zext, .trunc, .add, .sub, .mul, .shl, .lshr, .store: continue
        default: return .raw
        }
      }
      return .unsigned
    }
    return .raw
  }

  /// Lowers a sign extension.
  mutating func lowerSignExtend(_ instruction: InstructionView) throws(CodegenError) {
    let source = instruction.operand(0)
    let width = try integerWidth(of: instruction.type)
    let sourceWidth = try integerWidth(of: source.type)
    if width > 64 {
      if sourceWidth > 64 {
        let words = try wide(source)
        let shift = Int64(128 - sourceWidth)
        let up = make(.shloLImm64, words.high, x: shift)
        let high = make(.sharRImm64, up, x: shift)
        finishWide(instruction.value, low: words.low, high: normalizeHigh(high, width: width))
      } else {
        let low = try register(source, .signed)
        let high = make(.sharRImm64, low, x: 63)
        finishWide(instruction.value, low: low, high: normalizeHigh(high, width: width))
      }
      return
    }
    if sourceWidth == 32 || isOnlyLoad(source) {
      finish(
        instruction.value, width: width, try register(source, .signed), provides: [.raw, .signed])
      return
    }
    let result = makeRegister()
    if sourceWidth == 1 {
      emit(.negAddImm64, def: result, try register(source, .unsigned))
    } else {
      signExtend(try register(source, .raw), width: sourceWidth, into: result)
    }
    finish(instruction.value, width: width, result, provides: [.raw, .signed])
  }

  /// Whether a value is a load that only sign extensions use.
  private func isOnlyLoad(_ value: Value) -> Bool {
    guard let instruction = value.asInstruction, instruction.opcode == .load else { return false }
    for user in value.users {
      guard let user = user.asInstruction, user.opcode == .sext else { return false }
    }
    return width(of: value) != 1
  }

  /// Lowers a conversion that changes the type but not the bits, except for the width.
  mutating func lowerReinterpretation(_ instruction: InstructionView) throws(CodegenError) {
    let source = instruction.operand(0)
    let width = try integerWidth(of: instruction.type)
    let sourceWidth = try integerWidth(of: source.type)
    if width > 64 || sourceWidth > 64 {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    if width == sourceWidth {
      let form: ValueForm =
        isRequested(instruction.value, .signed) || isRequested(instruction.value, .unsigned)
        ? .canonical(width) : .raw
      let source = try register(source, form)
      finish(instruction.value, width: width, source, provides: [.raw, ValueForms(form)])
    } else if width < sourceWidth {
      finish(instruction.value, width: width, try register(source, .raw), provides: .raw)
    } else {
      // Both directions between pointers and wider integers zero-extend.
      let result = makeRegister()
      zeroExtend(try register(source, .raw), width: sourceWidth, into: result)
      finish(instruction.value, width: width, result, provides: .all)
    }
  }

  // MARK: Facts

  /// An upper bound of the number of low bits that may be set in a value, read as unsigned.
  func activeBits(_ value: Value, depth: Int = 0) -> Int {
    guard let width = width(of: value), width <= 64 else { return 128 }
    if let constant = constantValue(value, .unsigned) {
      return 64 - constant.leadingZeroBitCount
    }
    guard depth < 6, let instruction = value.asInstruction else { return width }
    func operand(_ index: Int) -> Int { activeBits(instruction.operand(index), depth: depth + 1) }
    switch instruction.opcode {
    case .zext: return operand(0)
    case .trunc: return min(width, operand(0))
    case .and: return min(operand(0), operand(1))
    case .or, .xor: return max(operand(0), operand(1))
    case .lshr:
      guard let amount = constantValue(instruction.operand(1), .unsigned) else { return operand(0) }
      return max(0, operand(0) - Int(min(amount, 64)))
    case .shl:
      guard let amount = constantValue(instruction.operand(1), .unsigned) else { return width }
      return min(width, operand(0) + Int(min(amount, 64)))
    case .udiv: return operand(0)
    case .urem: return min(operand(0), operand(1))
    case .add:
      if instruction.hasNoUnsignedWrap || max(operand(0), operand(1)) < width {
        return min(width, max(operand(0), operand(1)) + 1)
      }
      return width
    case .mul: return min(width, operand(0) + operand(1))
    case .select: return max(operand(1), operand(2))
    case .freeze: return operand(0)
    case .call:
      switch instruction.intrinsic {
      case .ctpop, .ctlz, .cttz: return min(width, 64 - width.leadingZeroBitCount)
      case .umin: return min(operand(0), operand(1))
      case .umax: return max(operand(0), operand(1))
      default: return width
      }
    default: return width
    }
  }
}
