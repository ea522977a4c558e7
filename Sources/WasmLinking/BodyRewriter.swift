internal import Wasm

/// Copies a function body to the linked module while it is being validated. Instructions with an index get the new one, all
/// others stay as they are, byte by byte.
struct BodyRewriter: InstructionVisitor {
  /// The new indices.
  private let map: IndexMap

  /// The number of the input.
  private let input: Int

  /// The input's bytes.
  private let source: [UInt8]

  /// What has been written.
  private(set) var section = MergedSection()

  /// The functions that `ref.func` names, by their new indices.
  private(set) var references: [Int] = []

  /// Where in the source the bytes begin that are not written yet.
  private var copied: Int

  /// Whether the instruction before was written anew, so that what follows it is the next to be copied.
  private var isAfterRewritten = false

  /// Begins with a body's local declarations, which stay as they are.
  init(_ body: FunctionBody, of module: Module, input: Int, map: IndexMap) {
    self.map = map
    self.input = input
    source = module.bytes
    copied = body.range.lowerBound
    section.mark(input, copied)
  }

  /// Copies what is left up to the end of the body.
  mutating func finish(_ body: FunctionBody) { copy(upTo: body.range.upperBound) }

  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Never) {
    if isAfterRewritten {
      isAfterRewritten = false
      copied = offset
      section.mark(input, offset)
    }
    guard changes(instruction) else { return }
    copy(upTo: offset)
    section.mark(input, offset)
    section.append(opcode: instruction.opcode)
    appendImmediates(of: instruction)
    isAfterRewritten = true
  }

  /// Copies bytes of the source.
  private mutating func copy(upTo end: Int) {
    if isAfterRewritten { return }
    section.append(source[copied..<end])
    copied = end
  }

  /// Whether an instruction has an index that is another one now, or may be.
  private func changes(_ instruction: Instruction) -> Bool {
    switch instruction {
    case .block(.type), .loop(.type), .if(.type), .try(.type), .tryTable, .throw, .catch, .call,
      .returnCall, .refFunc, .callIndirect,
      .returnCallIndirect, .globalGet, .globalSet, .tableGet, .tableSet, .tableSize, .tableGrow,
      .tableFill, .tableCopy, .tableInit, .elemDrop, .memorySize, .memoryGrow, .memoryFill,
      .memoryCopy, .memoryInit, .dataDrop:
      true
    case .load(_, let argument), .store(_, let argument), .simdLoad(_, let argument),
      .simdStore(let argument), .simdLoadLane(_, let argument, _),
      .simdStoreLane(_, let argument, _), .atomic(_, let argument):
      map.memories[Int(argument.memory)] != Int(argument.memory)
    default: false
    }
  }

  /// Writes the immediates of an instruction with new indices.
  private mutating func appendImmediates(of instruction: Instruction) {
    switch instruction {
    case .block(.type(let type)), .loop(.type(let type)), .if(.type(let type)),
      .try(.type(let type)):
      section.append(signed: Int64(map.types[type]))
    case .throw(let tag), .catch(let tag):
      section.append(unsigned: map.tags[tag])
    case .tryTable(let table):
      append(table)
    case .refFunc(let function):
      references.append(map.functions[function])
      section.append(unsigned: map.functions[function])
    case .call(let function), .returnCall(let function):
      section.append(unsigned: map.functions[function])
    case .callIndirect(let type, let table), .returnCallIndirect(let type, let table):
      section.append(unsigned: map.types[type])
      section.append(unsigned: map.tables[table])
    case .globalGet(let global), .globalSet(let global):
      section.append(unsigned: map.globals[global])
    case .tableGet(let table), .tableSet(let table), .tableSize(let table), .tableGrow(let table),
      .tableFill(let table):
      section.append(unsigned: map.tables[table])
    case .tableCopy(let destination, let source):
      section.append(unsigned: map.tables[destination])
      section.append(unsigned: map.tables[source])
    case .tableInit(let table, let segment):
      section.append(unsigned: map.firstElement + segment)
      section.append(unsigned: map.tables[table])
    case .elemDrop(let segment):
      section.append(unsigned: map.firstElement + segment)
    case .memorySize(let memory), .memoryGrow(let memory), .memoryFill(let memory):
      section.append(unsigned: map.memories[memory])
    case .memoryCopy(let destination, let source):
      section.append(unsigned: map.memories[destination])
      section.append(unsigned: map.memories[source])
    case .memoryInit(let memory, let segment):
      section.append(unsigned: map.firstData + segment)
      section.append(unsigned: map.memories[memory])
    case .dataDrop(let segment):
      section.append(unsigned: map.firstData + segment)
    case .load(_, let argument), .store(_, let argument), .simdLoad(_, let argument),
      .simdStore(let argument), .atomic(_, let argument):
      append(argument)
    case .simdLoadLane(_, let argument, let lane), .simdStoreLane(_, let argument, let lane):
      append(argument)
      section.append(lane)
    default: break
    }
  }

  /// Writes the type and the clauses of a `try_table`.
  private mutating func append(_ table: TryTable) {
    switch table.type {
    case .empty: section.append(0x40 as UInt8)
    case .value(let type): section.append(type)
    case .type(let type): section.append(signed: Int64(map.types[type]))
    }
    section.append(unsigned: table.clauses.count)
    for clause in table.clauses {
      section.append((clause.tag == nil ? 2 : 0) | (clause.takesReference ? 1 : 0) as UInt8)
      if let tag = clause.tag { section.append(unsigned: map.tags[tag]) }
      section.append(unsigned: clause.label)
    }
  }

  /// Writes alignment, memory and offset of an access.
  private mutating func append(_ argument: MemoryArgument) {
    let memory = map.memories[Int(argument.memory)]
    // Bit 6 of the alignment tells that an index follows.
    section.append(unsigned: Int(argument.alignment) | (memory == 0 ? 0 : 0x40))
    if memory != 0 { section.append(unsigned: memory) }
    section.append(unsigned: Int(argument.offset))
  }
}
