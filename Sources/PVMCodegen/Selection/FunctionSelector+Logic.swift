import LLVM
import PVM

/// Bitwise operations on integers of up to 64 bits.
extension FunctionSelector {
  /// The operand of a bitwise complement, or nil.
  private func complemented(_ value: Value) -> Value? {
    guard let instruction = value.asInstruction, instruction.opcode == .xor,
      constantValue(instruction.operand(1), .signed) == -1
    else { return nil }
    return instruction.operand(0)
  }

  /// How deep operations on operations are looked into.
  private static let maximumLogicDepth = 4

  /// Whether a definition produces this width's canonical form at no extra cost.
  func isNaturallyCanonical(_ value: Value, width: Int, depth: Int = 0) -> Bool {
    guard let instruction = value.asInstruction else { return true }
    switch instruction.opcode {
    case .load, .phi, .call, .icmp, .zext, .udiv, .urem, .lshr, .extractValue: return true
    case .trunc, .freeze, .bitCast, .intToPtr, .ptrToInt: return false
    case .and:
      if width == 32 { return true }
      if (constantValue(instruction.operand(1), .unsigned) ?? -1) >= 0 { return true }
    case .or, .xor:
      if width == 32 { return true }
      if constantValue(instruction.operand(1), .signed) == -1 { return false }
    default: return width == 32
    }
    // A bitwise operation on canonical operands, whatever they are.
    return depth < Self.maximumLogicDepth
      && isNaturallyCanonical(instruction.operand(0), width: width, depth: depth + 1)
      && isNaturallyCanonical(instruction.operand(1), width: width, depth: depth + 1)
  }

  /// Lowers and, or, xor. Bitwise operations keep the form of their operands.
  mutating func lowerLogic(
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
    if let constant = immediate(right, constantForm),
      let immediate = OpcodeFamily.of(instruction.opcode)?.immediate
    {
      // A mask without sign bit clears everything above: any form of the operand will do.
      if instruction.opcode == .and, constant >= 0, width < 64 {
        let mask = width == 32 ? constant : constant & ConstantForm.mask(width)
        let result = make(.andImm, try register(left, .raw), x: mask)
        let isNonNegative = mask >> Int64(width - 1) == 0
        finish(value, width: width, result, provides: isNonNegative ? .all : [.raw, .unsigned])
        return
      }
      let result = make(immediate.opcode(width), try register(left, form), x: constant)
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
}
