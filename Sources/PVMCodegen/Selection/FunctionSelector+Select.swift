import LLVM
import PVM

/// Selections: conditional moves, arithmetic on truth values, minimum and maximum.
extension FunctionSelector {
  /// A register and whether the condition of a selection holds when it is nonzero (or else when it is zero).
  private mutating func moveCondition(
    of selection: InstructionView
  ) throws(CodegenError) -> (MachineRegister, whenNonzero: Bool) {
    let condition = selection.operand(0)
    let comparison = try comparison(condition)
    switch comparison.predicate {
    case .equal: return (difference(comparison), false)
    case .notEqual: return (difference(comparison), true)
    default:
      // When somebody needs the condition's value anyway, it serves here as well.
      if comparison.right.exists || comparison.immediate != 0, !condition.hasOneUse,
        isRequested(condition), condition.asInstruction?.opcode == .icmp
      {
        return (try register(condition, .unsigned), true)
      }
      let (register, isInverted) = truth(comparison)
      return (register, !isInverted)
    }
  }

  /// Emits a conditional move: `whenTrue` if the condition holds, else `whenFalse`; a nil register
  /// stands for the immediate.
  private mutating func conditionalMove(
    _ condition: MachineRegister, whenNonzero: Bool,
    _ whenTrue: (register: MachineRegister, immediate: Int64?),
    _ whenFalse: (register: MachineRegister, immediate: Int64?)
  ) -> MachineRegister {
    if let immediate = whenTrue.immediate, whenFalse.immediate == nil {
      return make(
        whenNonzero ? .cmovNzImm : .cmovIzImm, condition, .none, whenFalse.register, x: immediate)
    }
    if let immediate = whenFalse.immediate, whenTrue.immediate == nil {
      return make(
        whenNonzero ? .cmovIzImm : .cmovNzImm, condition, .none, whenTrue.register, x: immediate)
    }
    if let immediate = whenTrue.immediate, let other = whenFalse.immediate {
      let base = localConstant(other)
      return make(whenNonzero ? .cmovNzImm : .cmovIzImm, condition, .none, base, x: immediate)
    }
    return make(
      whenNonzero ? .cmovNz : .cmovIz, whenTrue.register, condition, whenFalse.register)
  }

  /// Lowers a `select`.
  mutating func lowerSelect(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    let (first, second) = (instruction.operand(1), instruction.operand(2))
    if value.type.kind == .structure {
      var whenTrue: [MachineRegister] = []
      var whenFalse: [MachineRegister] = []
      try parts(of: first, into: &whenTrue)
      try parts(of: second, into: &whenFalse)
      let (condition, whenNonzero) = try moveCondition(of: instruction)
      let requested = requests.elements[number(value)] ?? []
      for position in requested.indices where requested[position].exists {
        emit(
          whenNonzero ? .cmovNz : .cmovIz, def: requested[position], whenTrue[position], condition,
          whenFalse[position])
      }
      return
    }
    if try lowerSelectAsBranch(instruction) { return }
    let width = try integerWidth(of: value.type)
    if width > 64 {
      let left = try wide(first)
      let right = try wide(second)
      let (condition, whenNonzero) = try moveCondition(of: instruction)
      let opcode: Opcode = whenNonzero ? .cmovNz : .cmovIz
      let low = make(opcode, left.low, condition, right.low)
      let high = make(opcode, left.high, condition, right.high)
      finishWide(value, low: low, high: high)
      return
    }
    let form = selectForm(value, width: width)
    if let result = try selectWithoutMove(
      instruction.operand(0), first, second, form: form, width: width)
    {
      finish(value, width: width, result, provides: [.raw, ValueForms(form)])
      return
    }
    if let result = try conjunction(instruction) {
      finish(value, width: width, result, provides: .all)
      return
    }
    let (condition, whenNonzero) = try moveCondition(of: instruction)
    func operand(
      _ value: Value, _ selector: inout FunctionSelector
    ) throws(CodegenError) -> (register: MachineRegister, immediate: Int64?) {
      if let constant = selector.immediate(value, form) { return (.none, constant) }
      return (try selector.register(value, form), nil)
    }
    let result = conditionalMove(
      condition, whenNonzero: whenNonzero, try operand(first, &self), try operand(second, &self))
    finish(value, width: width, result, provides: [.raw, ValueForms(form)])
  }

  /// Lowers `select c, (and x, 1), 0`, which LLVM makes of x and a truth value, to these: the mask goes.
  private mutating func conjunction(
    _ selection: InstructionView
  ) throws(CodegenError) -> MachineRegister? {
    let condition = selection.operand(0)
    guard constantValue(selection.operand(2), .unsigned) == 0,
      let bit = selection.operand(1).asInstruction, bit.opcode == .and, bit.value.hasOneUse,
      constantValue(bit.operand(1), .unsigned) == 1
    else { return nil }
    let (truth, isInverted) = try truth(of: condition)
    if isInverted { return make(.andInv, try register(bit.value, .raw), truth) }
    return make(.and, try register(bit.operand(0), .raw), truth)
  }

  /// The form in which a selection is best done: that of its users.
  mutating func selectForm(_ value: Value, width: Int) -> ValueForm {
    if width == 64 { return .raw }
    let wantsSigned = isRequested(value, .signed)
    let wantsUnsigned = isRequested(value, .unsigned)
    if !wantsSigned, !wantsUnsigned { return .raw }
    if wantsSigned, wantsUnsigned { return .canonical(width) }
    return width == 32 ? .signed : wantsSigned ? .signed : .unsigned
  }

  /// Selections between 0 or 1 and the like, which are arithmetic on the condition.
  private mutating func selectWithoutMove(
    _ condition: Value, _ first: Value, _ second: Value, form: ValueForm, width: Int
  ) throws(CodegenError) -> MachineRegister? {
    guard let whenTrue = immediate(first, form), let whenFalse = immediate(second, form) else {
      // Logical operations on conditions: `select c, true, d` and `select c, d, false`.
      guard width == 1 else { return nil }
      if constantValue(first, .unsigned) == 1 {
        let left = try register(condition, .unsigned)
        return make(.or, left, try register(second, .unsigned))
      }
      if constantValue(second, .unsigned) == 0 {
        let left = try register(condition, .unsigned)
        return make(.and, left, try register(first, .unsigned))
      }
      return nil
    }
    if whenTrue == whenFalse &+ 1 || whenFalse == whenTrue &+ 1 {
      let comparison = try comparison(condition)
      let (truth, isInverted) = truth(whenTrue > whenFalse ? comparison : comparison.inverted)
      let least = min(whenTrue, whenFalse)
      if isInverted { return make(.negAddImm64, truth, x: least &+ 1) }
      return least == 0 ? truth : make(.addImm64, truth, x: least)
    }
    // A power of two or nothing: the truth value shifted, unless a conditional move does without that.
    let bit = whenTrue | whenFalse
    guard whenTrue == 0 || whenFalse == 0, bit > 0, bit & (bit - 1) == 0 else { return nil }
    var comparison = try comparison(condition)
    if whenTrue == 0 { comparison = comparison.inverted }
    switch comparison.predicate {
    case .equal, .notEqual: return nil
    case .signedLess, .signedGreater, .unsignedLess, .unsignedGreater: break
    default:
      // With most constants there is a strict comparison that says the same.
      guard !comparison.right.exists, ![-1, 0].contains(comparison.immediate),
        ConstantForm.fitsImmediate(comparison.immediate + 1),
        ConstantForm.fitsImmediate(comparison.immediate - 1)
      else { return nil }
    }
    return make(.shloLImm64, truth(comparison).0, x: Int64(bit.trailingZeroBitCount))
  }
}
