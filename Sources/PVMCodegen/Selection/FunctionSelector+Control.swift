import LLVM
import PVM
internal import Support

/// Terminators.
extension FunctionSelector {
  /// Lowers the last instruction of a block.
  mutating func lowerTerminator(
    _ terminator: InstructionView, before: InstructionView?, block index: BlockID
  ) throws(CodegenError) {
    let block = order.blocks[index]
    switch terminator.opcode {
    case .br:
      if terminator.isConditional {
        let whenTrue = try edge(from: block, to: terminator.successor(0))
        let whenFalse = try edge(from: block, to: terminator.successor(1))
        let (end, successors) = try branch(
          on: terminator.condition, whenTrue: whenTrue, whenFalse: whenFalse)
        emission.end(with: end, successors, in: &machine)
      } else {
        machine.blocks[index].successors = [try edge(from: block, to: terminator.successor(0))]
        emit(.jump)
      }
    case .switch:
      try lowerSwitch(terminator, block: index)
    case .ret:
      try lowerReturn(terminator)
    case .unreachable:
      emit(.trap)
    default:
      throw CodegenError(.unsupportedInstruction(terminator.printed()))
    }
  }

  /// Lowers a return.
  private mutating func lowerReturn(_ terminator: InstructionView) throws(CodegenError) {
    var results: [MachineRegister] = []
    if terminator.operandCount > 0 {
      try parts(of: terminator.operand(0), into: &results, localConstants: true)
    }
    guard results.count <= CallingConvention.argumentRegisters.count else {
      throw CodegenError(.unsupportedInstruction(terminator.printed()))
    }
    var description = CallDescription(callee: .none)
    for (register, place) in zip(results, CallingConvention.argumentRegisters) {
      description.arguments.append(FixedOperand(register, in: place))
    }
    description.arguments.append(contentsOf: preservedValues)
    if let passedGlobal, context.keepsPreserved[machine.index] {
      description.arguments.append(try restored(passedGlobal))
    }
    let call = machine.calls.append(description)
    emission.pending.append(
      MachineInstruction(.ret, returnAddress, y: call.operand))
  }

  // MARK: Conditional branches

  /// Adds a block that only selection knows: it has no LLVM block of its own. The pending
  /// instructions become its body.
  mutating func addBlock(
    _ body: [MachineInstruction], _ successors: [MachineEdge]
  ) -> BlockID {
    emission.addBlock(body, successors, to: &machine)
  }

  /// The terminator and successors of a branch on a condition. Conjunctions and disjunctions of
  /// conditions become two branches in sequence, the second in a block of its own.
  mutating func branch(
    on condition: Value, whenTrue: MachineEdge, whenFalse: MachineEdge, depth: Int = 0
  ) throws(CodegenError) -> (MachineInstruction, [MachineEdge]) {
    if depth < 8, let parts = shortCircuit(condition) {
      let outer = emission.pending
      emission.pending = []
      let second = try branch(
        on: parts.second, whenTrue: whenTrue, whenFalse: whenFalse, depth: depth + 1)
      let block = addBlock(emission.pending + [second.0], second.1)
      emission.pending = outer
      return parts.isConjunction
        ? try branch(
          on: parts.first, whenTrue: MachineEdge(block), whenFalse: whenFalse, depth: depth + 1)
        : try branch(
          on: parts.first, whenTrue: whenTrue, whenFalse: MachineEdge(block), depth: depth + 1)
    }
    if let constant = constantValue(condition, .unsigned) {
      return (MachineInstruction(.jump), [constant != 0 ? whenTrue : whenFalse])
    }
    if whenTrue == whenFalse { return (MachineInstruction(.jump), [whenTrue]) }
    return (Self.branchInstruction(try comparison(condition)), [whenTrue, whenFalse])
  }

  /// The parts of a conjunction or disjunction that nothing else uses, and that is not known in front of the loop.
  func shortCircuit(
    _ condition: Value
  ) -> (first: Value, second: Value, isConjunction: Bool)? {
    guard condition.hasOneUse, let instruction = condition.asInstruction,
      width(of: condition) == 1, !isInvariant(condition)
    else { return nil }
    switch instruction.opcode {
    case .and: return (instruction.operand(0), instruction.operand(1), true)
    case .or: return (instruction.operand(0), instruction.operand(1), false)
    case .select:
      if constantValue(instruction.operand(2), .unsigned) == 0 {
        return (instruction.operand(0), instruction.operand(1), true)
      }
      if constantValue(instruction.operand(1), .unsigned) == 1 {
        return (instruction.operand(0), instruction.operand(2), false)
      }
      return nil
    default: return nil
    }
  }

  // MARK: Switches

  /// Lowers a switch to a search tree over runs of equal targets and jump tables.
  private mutating func lowerSwitch(
    _ terminator: InstructionView, block index: BlockID
  ) throws(CodegenError) {
    let block = order.blocks[index]
    let condition = terminator.operand(0)
    let width = try integerWidth(of: condition.type)
    guard width <= 64 else { throw CodegenError(.unsupportedInstruction(terminator.printed())) }
    let fallback = try edge(from: block, to: terminator.switchDefault)
    let isDefaultDead = terminator.switchDefault.firstInstruction?.opcode == .unreachable
    let form: ValueForm = .canonical(width)
    var cases: [(value: Int64, edge: MachineEdge)] = []
    for position in 0..<terminator.switchCaseCount {
      let (value, target) = terminator.switchCase(position)
      guard let constant = constantValue(value, form) else {
        throw CodegenError(.unsupportedConstant(value.printed()))
      }
      cases.append((constant, try edge(from: block, to: target)))
    }
    guard !cases.isEmpty else {
      machine.blocks[index].successors = [fallback]
      emit(.jump)
      return
    }
    cases.sort { $0.value < $1.value }
    let scrutinee = try register(condition, form)
    let ranges = SwitchCluster.clusters(of: cases)
    let (end, successors) = search(
      ranges[...], scrutinee, fallback: fallback, isDefaultDead: isDefaultDead,
      bounds: Int64.min...Int64.max)
    emission.end(with: end, successors, in: &machine)
  }

  /// The terminator of a search among ranges for a value known to lie within bounds.
  private mutating func search(
    _ ranges: ArraySlice<SwitchCluster>, _ value: MachineRegister, fallback: MachineEdge,
    isDefaultDead: Bool, bounds: ClosedRange<Int64>
  ) -> (MachineInstruction, [MachineEdge]) {
    if ranges.count == 1, let range = ranges.first {
      return match(
        range, value, fallback: fallback, isDefaultDead: isDefaultDead, bounds: bounds)
    }
    // A few single targets one after the other: the common small switch.
    let middle = ranges.startIndex + ranges.count / 2
    let pivot = ranges[middle].low
    if ranges.count <= 3, let first = ranges.first, first.low == first.high,
      case .one(let edge) = first.targets, ConstantForm.fitsImmediate(first.low)
    {
      let rest = nested(
        ranges.dropFirst(), value, fallback: fallback, isDefaultDead: isDefaultDead,
        bounds: first.low == bounds.lowerBound ? first.low &+ 1...bounds.upperBound : bounds)
      return (MachineInstruction(.branchEqImm, value, x: first.low), [edge, rest])
    }
    let below = nested(
      ranges[..<middle], value, fallback: fallback, isDefaultDead: isDefaultDead,
      bounds: bounds.lowerBound...pivot - 1)
    let above = nested(
      ranges[middle...], value, fallback: fallback, isDefaultDead: isDefaultDead,
      bounds: pivot...bounds.upperBound)
    let comparison = Comparison(
      predicate: .signedLess, left: value,
      right: ConstantForm.fitsImmediate(pivot) ? .none : constant(pivot), immediate: pivot)
    return (Self.branchInstruction(comparison), [below, above])
  }

  /// The search among ranges as an edge: to a block of its own where it takes instructions.
  private mutating func nested(
    _ ranges: ArraySlice<SwitchCluster>, _ value: MachineRegister, fallback: MachineEdge,
    isDefaultDead: Bool, bounds: ClosedRange<Int64>
  ) -> MachineEdge {
    let outer = emission.pending
    emission.pending = []
    let (end, successors) = search(
      ranges, value, fallback: fallback, isDefaultDead: isDefaultDead, bounds: bounds)
    let body = emission.pending
    emission.pending = outer
    if body.isEmpty, successors.count == 1, let edge = successors.first { return edge }
    return MachineEdge(addBlock(body + [end], successors))
  }

  /// The terminator that tells whether a value lies in one range.
  private mutating func match(
    _ range: SwitchCluster, _ value: MachineRegister, fallback: MachineEdge, isDefaultDead: Bool,
    bounds: ClosedRange<Int64>
  ) -> (MachineInstruction, [MachineEdge]) {
    let coversBounds = range.low <= bounds.lowerBound && range.high >= bounds.upperBound
    let table: [MachineEdge?]
    switch range.targets {
    case .table(let edges): table = edges
    case .one(let edge):
      if coversBounds || isDefaultDead { return (MachineInstruction(.jump), [edge]) }
      if range.low == range.high {
        let fits = ConstantForm.fitsImmediate(range.low)
        let comparison = Comparison(
          predicate: .equal, left: value, right: fits ? .none : constant(range.low),
          immediate: range.low)
        return (Self.branchInstruction(comparison), [edge, fallback])
      }
      let offset = shifted(value, by: range.low)
      return (
        Self.branchInstruction(bound(offset, range.high - range.low)), [edge, fallback]
      )
    }
    // A jump table: a check against its size, then the dispatch in a block of its own.
    let offset = shifted(value, by: range.low)
    let outer = emission.pending
    emission.pending = []
    let doubled = make(.shloLImm64, offset, x: 1)
    let body = emission.pending + [MachineInstruction(.switchJump, doubled)]
    emission.pending = outer
    let edges = table.map { $0 ?? fallback }
    if coversBounds || isDefaultDead {
      emission.pending += body.dropLast()
      return (body[body.count - 1], edges)
    }
    let dispatch = addBlock(body, edges)
    return (
      Self.branchInstruction(bound(offset, range.high - range.low)),
      [MachineEdge(dispatch), fallback]
    )
  }

  /// The value minus a constant.
  private mutating func shifted(_ value: MachineRegister, by low: Int64) -> MachineRegister {
    if low == 0 { return value }
    if ConstantForm.fitsImmediate(0 &- low) { return make(.addImm64, value, x: 0 &- low) }
    return make(.sub64, value, constant(low))
  }

  /// The comparison "at most `last`, as unsigned".
  private mutating func bound(_ value: MachineRegister, _ last: Int64) -> Comparison {
    let fits = last >= 0 && ConstantForm.fitsImmediate(last)
    return Comparison(
      predicate: .unsignedLessOrEqual, left: value, right: fits ? .none : constant(last),
      immediate: last)
  }
}
