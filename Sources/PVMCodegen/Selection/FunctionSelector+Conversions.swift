import LLVM
import PVM

/// Conversions between integers of different widths, and what is known about their upper bits.
extension FunctionSelector {
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

  /// A constant distance of a shift from 0 to 63; nil if it is none, as where the shift's result is undefined.
  private func shiftDistance(_ value: Value) -> Int? {
    constantValue(value, .unsigned).flatMap { (0..<64).contains($0) ? Int($0) : nil }
  }

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
      guard let amount = shiftDistance(instruction.operand(1)) else { return operand(0) }
      return max(0, operand(0) - amount)
    case .shl:
      guard let amount = shiftDistance(instruction.operand(1)) else { return width }
      return min(width, operand(0) + amount)
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
