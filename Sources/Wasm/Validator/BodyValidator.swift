/// An instruction that has been type-checked, with what ``InstructionVisitor`` is told about it.
struct ValidatedInstruction {
  /// The instruction.
  var instruction: Instruction

  /// Where it begins.
  var offset: Int

  /// Whether the code before it can be executed.
  var isReachable: Bool

  /// For `drop` and untyped `select` the type of the value, if known.
  var operandType: ValueType?
}

/// The state of validating one function body.
///
/// The names are those of the specification's algorithm: `operands` is `vals`, `controls` is `ctrls`.
struct BodyValidator {
  /// The module.
  let module: Module

  /// The function being validated.
  let functionIndex: Int

  /// The types of its locals, parameters first.
  let locals: [ValueType]

  /// The types on the operand stack.
  var operands = OperandStack()

  /// The open blocks.
  var controls = ControlStack()

  /// Whether the code before the next instruction can be executed.
  var isReachable = true

  /// Where the current instruction begins.
  var offset: Int

  /// For `drop` and `select` the type of their operand.
  var operandType: ValueType?

  /// Reads the instructions.
  private var decoder: InstructionDecoder

  /// Prepares to validate a body.
  init(_ module: Module, functionIndex: Int, body: FunctionBody) throws(WasmError) {
    self.module = module
    self.functionIndex = functionIndex
    locals = module.localTypes(ofFunction: functionIndex)
    offset = body.code.lowerBound
    decoder = InstructionDecoder(
      BinaryReader(module.bytes, in: body.code), features: module.features)
    let type = BlockType.type(module.functions[functionIndex].typeIndex)
    try enter(.function, type)
  }

  /// Whether the body has ended.
  var isFinished: Bool { controls.isEmpty }

  /// Adds the function, and the instruction if one was being validated, to an error.
  func locate(_ error: WasmError) -> WasmError {
    var located = error
    located.function = WasmError.FunctionReference(
      index: functionIndex, name: module.functions[functionIndex].name)
    if !error.kind.isMalformed {
      located.instruction = decoder.row.name.description
    }
    return located
  }

  /// Reads and validates one instruction.
  @inline(__always)
  mutating func next() throws(WasmError) -> ValidatedInstruction {
    offset = decoder.reader.position
    let instruction = try decoder.next()
    let wasReachable = isReachable
    operandType = nil
    if let signature = decoder.table.rows[decoder.rowNumber].signature {
      try checkIndices(of: instruction)
      try apply(signature)
    } else {
      try validate(instruction)
      if isFinished, !decoder.reader.isAtEnd {
        throw WasmError(.codeAfterEnd, at: decoder.reader.position)
      }
    }
    return ValidatedInstruction(
      instruction: instruction, offset: offset, isReachable: wasReachable,
      operandType: operandType)
  }

  /// Pops the operands and pushes the results of an instruction whose type is in its row.
  @inline(__always)
  private mutating func apply(_ signature: Signature) throws(WasmError) {
    var index = Int(signature.operandCount)
    while index > 0 {
      index -= 1
      try operands.pop(signature.paddedOperands[index], at: offset)
    }
    let resultCount = Int(signature.resultCount)
    while index < resultCount {
      operands.push(signature.paddedResults[index])
      index += 1
    }
  }

  /// Checks the indices in an instruction whose type is in its row.
  private func checkIndices(of instruction: Instruction) throws(WasmError) {
    switch instruction {
    case .load(_, let argument), .store(_, let argument), .simdLoad(_, let argument),
      .simdStore(let argument), .simdLoadLane(_, let argument, _),
      .simdStoreLane(_, let argument, _), .atomic(_, let argument):
      try checkMemory(Int(argument.memory))
    case .memorySize(let memory), .memoryGrow(let memory), .memoryFill(let memory):
      try checkMemory(memory)
    case .memoryCopy(let destination, let source):
      try checkMemory(destination)
      try checkMemory(source)
    case .memoryInit(let memory, let segment):
      try checkMemory(memory)
      try checkDataSegment(segment)
    case .dataDrop(let segment):
      try checkDataSegment(segment)
    case .tableSize(let table):
      _ = try elementType(ofTable: table)
    case .tableCopy(let destination, let source):
      try checkSame(try elementType(ofTable: destination), try elementType(ofTable: source))
    case .tableInit(let table, let segment):
      try checkSame(try elementType(ofTable: table), try elementType(ofSegment: segment))
    case .elemDrop(let segment):
      _ = try elementType(ofSegment: segment)
    case .refFunc(let index):
      try check(index, in: .function, count: module.functions.count)
      guard module.declaredReferences[index] else {
        throw WasmError(.undeclaredReference(index), at: offset)
      }
    default:
      break
    }
  }

  /// Validates an instruction whose type depends on more than its opcode.
  private mutating func validate(_ instruction: Instruction) throws(WasmError) {
    switch instruction {
    case .localGet(let index):
      operands.push(try local(index))
    case .localSet(let index):
      try operands.pop(try local(index), at: offset)
    case .localTee(let index):
      let type = try local(index)
      try operands.pop(type, at: offset)
      operands.push(type)
    case .globalGet(let index):
      operands.push(try global(index).value)
    case .globalSet(let index):
      let type = try global(index)
      guard type.isMutable else { throw WasmError(.immutableGlobal(index), at: offset) }
      try operands.pop(type.value, at: offset)
    case .drop:
      operandType = try operands.pop(at: offset)
    case .select:
      try select()
    case .selectTyped(let type):
      try operands.pop([type, type, .i32], at: offset)
      operands.push(type)
    case .refNull(let type):
      operands.push(type)
    case .refIsNull:
      if let found = try operands.pop(at: offset), !found.isReference {
        throw WasmError(.referenceExpected(found: found), at: offset)
      }
      operands.push(.i32)
    case .tableGet(let table):
      let type = try elementType(ofTable: table)
      try operands.pop(.i32, at: offset)
      operands.push(type)
    case .tableSet(let table):
      try operands.pop([.i32, try elementType(ofTable: table)], at: offset)
    case .tableGrow(let table):
      try operands.pop([try elementType(ofTable: table), .i32], at: offset)
      operands.push(.i32)
    case .tableFill(let table):
      try operands.pop([.i32, try elementType(ofTable: table), .i32], at: offset)
    default:
      try validateControl(instruction)
    }
  }

  /// Validates a `select` without type, which chooses between two numbers or two vectors.
  private mutating func select() throws(WasmError) {
    try operands.pop(.i32, at: offset)
    let right = try operands.pop(at: offset)
    let left = try operands.pop(at: offset)
    for case let type? in [left, right] where type.isReference {
      throw WasmError(.untypedSelectOfReference(type), at: offset)
    }
    if let left, let right, left != right {
      throw WasmError(.typeMismatch(expected: left, found: right), at: offset)
    }
    operandType = left ?? right
    operands.push(operandType)
  }
}

// Index spaces.
extension BodyValidator {
  /// Checks that an index has something behind it.
  @inline(__always)
  func check(
    _ index: Int, in space: WasmError.IndexSpace, count: Int
  ) throws(WasmError) {
    guard index < count else { throw WasmError(.unknown(space, index), at: offset) }
  }

  /// Checks that a memory exists.
  private func checkMemory(_ index: Int) throws(WasmError) {
    try check(index, in: .memory, count: module.memories.count)
  }

  /// Checks that a data segment exists, which the data count section has to tell.
  private func checkDataSegment(_ index: Int) throws(WasmError) {
    guard module.hasDataCount else { throw WasmError(.dataCountRequired, at: offset) }
    try check(index, in: .dataSegment, count: module.data.count)
  }

  /// Checks that elements of one type may be stored in a table of another.
  private func checkSame(_ expected: ValueType, _ found: ValueType) throws(WasmError) {
    guard expected == found else {
      throw WasmError(.typeMismatch(expected: expected, found: found), at: offset)
    }
  }

  /// The element type of a table.
  func elementType(ofTable index: Int) throws(WasmError) -> ValueType {
    try check(index, in: .table, count: module.tables.count)
    return module.tables[index].type.element
  }

  /// The type of an element segment.
  private func elementType(ofSegment index: Int) throws(WasmError) -> ValueType {
    try check(index, in: .elementSegment, count: module.elements.count)
    return module.elements[index].type
  }

  /// The type of a local.
  @inline(__always)
  private func local(_ index: Int) throws(WasmError) -> ValueType {
    try check(index, in: .local, count: locals.count)
    return locals[index]
  }

  /// The type of a global.
  private func global(_ index: Int) throws(WasmError) -> GlobalType {
    try check(index, in: .global, count: module.globals.count)
    return module.globals[index].type
  }
}
