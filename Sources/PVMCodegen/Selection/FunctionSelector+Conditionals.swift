import LLVM
import PVM
internal import Support

/// Selections that are branches.
///
/// A selection takes a truth value and a conditional move, besides what both its operands take, whichever of them it is. A branch
/// takes one instruction, and one for the end of the block on the longer way, where only this way's operand is computed.
extension FunctionSelector {
  /// Lowers an operation whose right operand is selected, on one side so that the operation does nothing, as LLVM writes
  /// `if (c) x += y` (`x + (c ? y : 0)`); false if it is none.
  mutating func lowerConditionally(
    _ instruction: InstructionView
  ) throws(CodegenError) -> Bool {
    guard context.branchesSelections, emission.canBeCut,
      let family = OpcodeFamily.of(instruction.opcode), let immediate = family.immediate,
      let identity = family.identity,
      let width = width(of: instruction.value), width == 32 || width == 64
    else { return false }
    var (left, right) = (instruction.operand(0), instruction.operand(1))
    if family.isCommutative, left.asInstruction?.opcode == .select { swap(&left, &right) }
    guard let selection = right.asInstruction, selection.opcode == .select, right.hasOneUse,
      selection.parent == instruction.parent, constantValue(left) == nil,
      instruction.opcode != .sub || modulus(of: right, from: left) == nil,
      width == 64 || isNaturallyCanonical(left, width: width)
    else { return false }
    let isFirst: Bool
    if constantValue(selection.operand(2), .signed) == identity {
      isFirst = true
    } else if constantValue(selection.operand(1), .signed) == identity {
      isFirst = false
    } else {
      return false
    }
    let operand = selection.operand(isFirst ? 1 : 2)
    let onlyOperand = operationsOnly(for: operand, in: selection)
    guard width == 64 || !family.keepsForm || isNaturallyCanonical(operand, width: width),
      takesInstructions(selection.operand(0)) || !onlyOperand.isEmpty
        || operand.asInstruction == nil || !operand.hasOneUse
    else { return false }

    let unchanged = try canonical(left)
    let rest = cut(result: instruction.value, .canonical(width), width: width)
    let changed = makeRegister()
    let constant = constantValue(operand, .signed).map {
      instruction.opcode == .sub ? 0 &- $0 : $0
    }
    if let constant, ConstantForm.fitsImmediate(constant) {
      emit(
        immediate.opcode(width), def: changed, unchanged, x: constant)
    } else {
      emit(
        family.registers.opcode(width), def: changed, unchanged,
        family.isShift
          ? try shiftAmount(operand, width: width)
          : try register(operand, family.keepsForm ? .canonical(width) : .raw))
    }
    try lowerAhead(onlyOperand)
    let done = way(to: rest, with: changed)
    let skipped = way(to: rest, with: unchanged)
    try end(
      on: selection.operand(0), whenTrue: isFirst ? done : skipped,
      whenFalse: isFirst ? skipped : done)
    return true
  }

  /// Lowers a selection to a branch, unless it takes no more than a conditional move.
  mutating func lowerSelectAsBranch(
    _ instruction: InstructionView
  ) throws(CodegenError) -> Bool {
    guard context.branchesSelections, emission.canBeCut,
      let width = width(of: instruction.value),
      width == 32 || width == 64
    else { return false }
    let (condition, first, second) = (
      instruction.operand(0), instruction.operand(1), instruction.operand(2)
    )
    let onlyFirst = operationsOnly(for: first, in: instruction)
    let onlySecond = operationsOnly(for: second, in: instruction)
    guard constantValue(first) == nil || constantValue(second) == nil,
      takesInstructions(condition) || !onlyFirst.isEmpty || !onlySecond.isEmpty
    else { return false }

    let form = selectForm(instruction.value, width: width)
    let rest = cut(result: instruction.value, form, width: width)
    let firstRegister = try register(first, form, localConstants: true)
    try lowerAhead(onlyFirst)
    let whenTrue = way(to: rest, with: firstRegister)
    let secondRegister = try register(second, form, localConstants: true)
    try lowerAhead(onlySecond)
    let whenFalse = way(to: rest, with: secondRegister)
    try end(on: condition, whenTrue: whenTrue, whenFalse: whenFalse)
    return true
  }

  /// Whether the condition of a conditional move takes instructions besides the move.
  private func takesInstructions(_ condition: Value) -> Bool {
    guard condition.hasOneUse, let instruction = condition.asInstruction else { return false }
    if shortCircuit(condition) != nil { return true }
    guard instruction.opcode == .icmp else { return false }
    let isEquality = instruction.predicate == .equal || instruction.predicate == .notEqual
    return !isEquality || constantValue(instruction.operand(1)) != 0
  }

  /// The most instructions that are looked for on one way.
  private static let maximumOperations = 8

  /// The instructions, users first, which only this operand of a selection needs.
  private func operationsOnly(
    for operand: Value, in selection: InstructionView
  ) -> [InstructionView] {
    var result: [InstructionView] = []
    var work = [operand]
    while let value = work.popLast(), result.count < Self.maximumOperations {
      guard value.hasOneUse, let instruction = value.asInstruction,
        instruction.parent == selection.parent, let width = width(of: value), width <= 64
      else { continue }
      switch instruction.opcode {
      case .add, .sub, .mul, .udiv, .sdiv, .urem, .srem, .shl, .lshr, .ashr, .and, .or, .xor:
        result.append(instruction)
        work += [instruction.operand(0), instruction.operand(1)]
      default: break
      }
    }
    return result
  }

  /// Lowers arithmetic in front of what is pending, before its turn.
  private mutating func lowerAhead(_ instructions: [InstructionView]) throws(CodegenError) {
    for instruction in instructions where isRequested(instruction.value) {
      let after = emission.pending
      let position = emission.position
      emission.pending = []
      enter(instruction)
      try lowerBinary(instruction)
      emission.locatePending()
      emission.position = position
      emission.pending += after
      emission.lowered.insert(instruction.value)
    }
  }

  /// The way to a block with one parameter, through what is pending, if there is something.
  private mutating func way(to target: BlockID, with argument: MachineRegister) -> MachineEdge {
    emission.way(to: target, with: argument, in: &machine)
  }

  /// Makes a block of its own of what is lowered already of the current one, behind the instruction being lowered, whose value
  /// in one form is the block's parameter.
  private mutating func cut(
    result value: Value, _ form: ValueForm, width: Int
  ) -> BlockID {
    let result = makeRegister()
    finish(value, width: width, result, provides: [.raw, ValueForms(form)])
    return emission.cut(result, in: &machine)
  }

  /// Ends what is left of the current block with a branch.
  private mutating func end(
    on condition: Value, whenTrue: MachineEdge, whenFalse: MachineEdge
  ) throws(CodegenError) {
    let (end, successors) = try branch(on: condition, whenTrue: whenTrue, whenFalse: whenFalse)
    emission.end(with: end, successors, in: &machine)
  }
}
