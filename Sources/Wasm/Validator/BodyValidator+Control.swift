internal import Support

// Blocks, branches and calls.
extension BodyValidator {
  /// Validates an instruction that moves control.
  mutating func validateControl(_ instruction: Instruction) throws(WasmError) {
    switch instruction {
    case .block(let type):
      try begin(.block, type)
    case .loop(let type):
      try begin(.loop, type)
    case .if(let type):
      try operands.pop(.i32, at: offset)
      try begin(.if, type)
    case .else:
      try beginElse()
    case .end:
      try end()
    case .br(let depth):
      try operands.pop(try labelTypes(depth), at: offset)
      setUnreachable()
    case .brIf(let depth):
      let types = try labelTypes(depth)
      try operands.pop(.i32, at: offset)
      try operands.pop(types, at: offset)
      operands.push(types)
    case .brTable(let table):
      try branchTable(table)
    case .return:
      try operands.pop(functionType.results, at: offset)
      setUnreachable()
    case .unreachable:
      setUnreachable()
    case .throw, .throwRef, .rethrow, .try, .catch, .catchAll, .delegate, .tryTable:
      try validateException(instruction)
    case .call(let function):
      try call(try type(ofFunction: function))
    case .callIndirect(let type, let table):
      try call(try indirectType(type, table: table))
    case .returnCall(let function):
      try tailCall(try type(ofFunction: function))
    case .returnCallIndirect(let type, let table):
      try tailCall(try indirectType(type, table: table))
    default:
      Invariant.violated("every instruction has a signature in its row or a case here")
    }
  }

  /// The type of the function being validated.
  private var functionType: FunctionType { module.type(ofFunction: functionIndex) }

  /// The type of a block, whose index has been checked.
  private func resolve(_ type: BlockType) -> FunctionType { type.resolved(in: module) }

  /// Makes code unreachable up to the end of the innermost block.
  mutating func setUnreachable() {
    operands.setUnreachable()
    isReachable = false
  }

  /// Begins a block inside the others, its parameters not yet on the stack.
  mutating func enter(_ kind: ControlFrame.Kind, _ type: BlockType) throws(WasmError) {
    try controls.push(
      ControlFrame(
        kind: kind, type: type, isReachable: isReachable, outerBase: operands.base,
        isOuterPolymorphic: operands.isPolymorphic), at: offset)
    operands.enterBlock()
  }

  /// Begins a block and moves its parameters into it.
  mutating func begin(
    _ kind: ControlFrame.Kind, _ type: BlockType
  ) throws(WasmError) {
    guard case .type(let index) = type else { return try enter(kind, type) }
    try check(index, in: .type, count: module.types.count)
    try operands.pop(module.types[index].parameters, at: offset)
    try enter(kind, type)
    operands.push(module.types[index].parameters)
  }

  /// Ends the innermost block, whose results have to be all that is on its stack.
  mutating func leave() throws(WasmError) -> ControlFrame {
    let frame = controls.innermost
    switch frame.type {
    case .empty: break
    case .value(let type): try operands.pop(type, at: offset)
    case .type(let index): try operands.pop(module.types[index].results, at: offset)
    }
    guard operands.height == operands.base else {
      throw WasmError(.unconsumedOperands(operands.height - operands.base), at: offset)
    }
    operands.leaveBlock(base: frame.outerBase, isPolymorphic: frame.isOuterPolymorphic)
    isReachable = frame.isReachable
    return controls.pop()
  }

  /// Ends the first half of an `if` and begins the second.
  private mutating func beginElse() throws(WasmError) {
    guard controls.innermost.kind == .if else { throw WasmError(.elseWithoutIf, at: offset) }
    let frame = try leave()
    try enter(.else, frame.type)
    if case .type(let index) = frame.type { operands.push(module.types[index].parameters) }
  }

  /// Ends a block and leaves its results to the block around it.
  private mutating func end() throws(WasmError) {
    let frame = try leave()
    if frame.kind == .if {
      // The `else` that is not there would pass the parameters on as results.
      let type = resolve(frame.type)
      guard type.parameters == type.results else {
        throw WasmError(.ifWithoutElse(type), at: offset)
      }
    }
    pushResults(of: frame.type)
  }

  /// Pushes the results of a block.
  mutating func pushResults(of type: BlockType) {
    switch type {
    case .empty: break
    case .value(let type): operands.push(type)
    case .type(let index): operands.push(module.types[index].results)
    }
  }

  /// The types of the values that a branch to a label takes along.
  func labelTypes(_ depth: Int) throws(WasmError) -> [ValueType] {
    labelTypes(at: try controls.position(ofLabel: depth, at: offset))
  }

  /// The types of the values that a branch to the label of a block takes along.
  private func labelTypes(at position: Int) -> [ValueType] {
    let frame = controls.frames[position]
    let type = resolve(frame.type)
    return frame.kind == .loop ? type.parameters : type.results
  }

  /// Validates a `br_table`: every label takes the same number of values, and those on the stack suit all.
  private mutating func branchTable(_ table: BranchTable) throws(WasmError) {
    try operands.pop(.i32, at: offset)
    let types = try labelTypes(Int(table.defaultTarget))
    for target in table.targets {
      let position = try controls.position(ofLabel: Int(target), at: offset)
      guard controls.markChecked(position, by: offset) else { continue }
      let targetTypes = labelTypes(at: position)
      guard targetTypes.count == types.count else {
        throw WasmError(
          .branchArityMismatch(expected: types.count, found: targetTypes.count), at: offset)
      }
      try operands.check(targetTypes, at: offset)
    }
    try operands.pop(types, at: offset)
    setUnreachable()
  }

  /// The type of a function by its index.
  private func type(ofFunction index: Int) throws(WasmError) -> FunctionType {
    try check(index, in: .function, count: module.functions.count)
    return module.type(ofFunction: index)
  }

  /// The type of an indirect call, whose operand (the element's index) is popped by it.
  private mutating func indirectType(
    _ type: Int, table: Int
  ) throws(WasmError) -> FunctionType {
    guard try elementType(ofTable: table) == .funcref else {
      throw WasmError(.callThroughNonFunctionTable(table), at: offset)
    }
    try check(type, in: .type, count: module.types.count)
    try operands.pop(.i32, at: offset)
    return module.types[type]
  }

  /// Validates a call.
  private mutating func call(_ type: FunctionType) throws(WasmError) {
    try operands.pop(type.parameters, at: offset)
    operands.push(type.results)
  }

  /// Validates a call whose results become those of the function it is in.
  private mutating func tailCall(_ type: FunctionType) throws(WasmError) {
    let results = functionType.results
    guard type.results == results else {
      throw WasmError(
        .tailCallResultMismatch(expected: results, found: type.results), at: offset)
    }
    try operands.pop(type.parameters, at: offset)
    setUnreachable()
  }
}
