import LLVM
import PVM
internal import Support

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

  /// Finds out what conditions amount to in the block being lowered.
  private var conditions: ConditionMatcher {
    ConditionMatcher(context: context, order: order, block: emission.block)
  }

  /// The comparison that a condition amounts to, its operands in registers.
  mutating func comparison(_ condition: Value) throws(CodegenError) -> Comparison {
    try comparison(conditions.match(condition))
  }

  /// Puts the operands of a comparison into registers.
  private mutating func comparison(
    _ match: ConditionMatcher.Match
  ) throws(CodegenError) -> Comparison {
    switch match {
    case .comparison(let predicate, let left, .invariantBits(let value, let mask)):
      let right = masked(value, mask)
      return Comparison(
        predicate: predicate, left: try register(left), right: right, immediate: 0)
    case .comparison(let predicate, let left, .immediate(let constant)):
      return Comparison(
        predicate: predicate, left: try register(left), right: .none, immediate: constant)
    case .comparison(let predicate, let left, let right):
      return Comparison(
        predicate: predicate, left: try register(left), right: try register(right), immediate: 0)
    case .difference(let first, let second, let isInverted):
      let (left, leftIsInverted) = try truth(of: first)
      let (right, rightIsInverted) = try truth(of: second)
      let isEquality = (leftIsInverted != rightIsInverted) != isInverted
      return Comparison(
        predicate: isEquality ? .equal : .notEqual, left: left, right: right, immediate: 0)
    }
  }

  /// A register with an operand of a comparison.
  private mutating func register(
    _ operand: ConditionMatcher.Operand
  ) throws(CodegenError) -> MachineRegister {
    switch operand {
    case .immediate(let constant): self.constant(constant)
    case .value(let value, let form): try register(value, form)
    case .sum(let value, let constant):
      make(.addImm32, try register(value, .unsigned), x: constant)
    case .bits(let value, let mask): make(.andImm, try register(value, .raw), x: mask)
    case .invariantBits(let value, let mask): masked(value, mask)
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
      let match = conditions.match(
        predicate, instruction.operand(0), instruction.operand(1), width: width)
      result = materialize(try comparison(match))
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
