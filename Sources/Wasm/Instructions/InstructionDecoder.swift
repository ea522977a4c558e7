/// Reads instructions one after the other, each as its row says.
struct InstructionDecoder: Sendable {
  /// Where the next instruction is.
  var reader: BinaryReader

  /// The accepted features.
  let features: Features

  /// The instructions.
  let table = InstructionTable.shared

  /// The number of the row of the instruction being read or read last, for ``row``.
  private(set) var rowNumber = 0

  /// Starts at the reader's position.
  init(_ reader: BinaryReader, features: Features) {
    self.reader = reader
    self.features = features
  }

  /// The row of the instruction being read or read last.
  var row: InstructionRow { table.rows[rowNumber] }

  /// Reads one instruction.
  mutating func next() throws(WasmError) -> Instruction {
    let start = reader.position
    let byte = try reader.byte()
    var slot = Int(byte)
    var code = UInt32(byte)
    let prefix = (0xFC...0xFE).contains(byte) ? byte : nil
    if prefix != nil {
      code = try reader.unsigned32()
      guard code < (byte == 0xFD ? 512 : 256) else {
        throw WasmError(.illegalOpcode(prefix: byte, code: code), at: start)
      }
      // Between 0xFD and 0xFE there is room for 512 codes of 0xFD.
      slot = Int(byte == 0xFE ? 4 : byte - 0xFB) << 8 + Int(code)
    }
    let number = table.rowNumbers[slot]
    guard number != InstructionTable.noRow else {
      throw WasmError(.illegalOpcode(prefix: prefix, code: code), at: start)
    }
    rowNumber = Int(number)
    let needed = table.rows[rowNumber].features
    guard features.isSuperset(of: needed) else {
      throw WasmError(.featureDisabled(needed.subtracting(features)), at: start)
    }
    return try immediates(of: table.rows[rowNumber].form)
  }

  /// Reads the immediates of an instruction.
  private mutating func immediates(
    of form: InstructionRow.Form
  ) throws(WasmError) -> Instruction {
    switch form {
    case .localGet: .localGet(try index())
    case .localSet: .localSet(try index())
    case .localTee: .localTee(try index())
    case .i32Const: .i32Const(try reader.signed32())
    case .i64Const: .i64Const(try reader.signed64())
    case .numeric(let op): .numeric(op)
    case .load(let op): .load(op, try memoryArgument())
    case .store(let op): .store(op, try memoryArgument())
    case .end: .end
    case .br: .br(try index())
    case .brIf: .brIf(try index())
    case .call: .call(try index())
    case .block: .block(try blockType())
    case .loop: .loop(try blockType())
    case .if: .if(try blockType())
    case .else: .else
    case .drop: .drop
    case .select: .select
    case .return: .return
    case .globalGet: .globalGet(try index())
    case .globalSet: .globalSet(try index())
    case .unreachable: .unreachable
    case .nop: .nop
    case .brTable: .brTable(try branchTable())
    case .callIndirect: .callIndirect(type: try index(), table: try tableIndex())
    case .returnCall: .returnCall(try index())
    case .returnCallIndirect: .returnCallIndirect(type: try index(), table: try tableIndex())
    case .selectTyped: .selectTyped(try selectType())
    case .throw: .throw(try index())
    case .throwRef: .throwRef
    case .try: .try(try blockType())
    case .catch: .catch(try index())
    case .catchAll: .catchAll
    case .delegate: .delegate(try index())
    case .rethrow: .rethrow(try index())
    case .tryTable: .tryTable(try tryTable())
    case .refNull: .refNull(try reader.referenceType(features: features))
    case .refIsNull: .refIsNull
    case .refFunc: .refFunc(try index())
    case .tableGet: .tableGet(try index())
    case .tableSet: .tableSet(try index())
    case .tableSize: .tableSize(try index())
    case .tableGrow: .tableGrow(try index())
    case .tableFill: .tableFill(try index())
    case .tableCopy: .tableCopy(destination: try tableIndex(), source: try tableIndex())
    case .tableInit: try tableInit()
    case .elemDrop: .elemDrop(try index())
    case .memorySize: .memorySize(try memoryIndex())
    case .memoryGrow: .memoryGrow(try memoryIndex())
    case .memoryFill: .memoryFill(try memoryIndex())
    case .memoryCopy: .memoryCopy(destination: try memoryIndex(), source: try memoryIndex())
    case .memoryInit: try memoryInit()
    case .dataDrop: .dataDrop(try index())
    case .f32Const: .f32Const(try reader.littleEndian(UInt32.self))
    case .f64Const: .f64Const(try reader.littleEndian(UInt64.self))
    case .wide(let op): .wide(op)
    case .v128Const: .v128Const(try vector())
    case .shuffle: .shuffle(try shuffleLanes())
    case .simd(let op): .simd(op)
    case .simdLane(let op): .simdLane(op, lane: try lane())
    case .simdLoad(let op): .simdLoad(op, try memoryArgument())
    case .simdStore: .simdStore(try memoryArgument())
    case .simdLoadLane(let op): .simdLoadLane(op, try memoryArgument(), lane: try lane())
    case .simdStoreLane(let op): .simdStoreLane(op, try memoryArgument(), lane: try lane())
    case .atomic(let op): .atomic(op, try atomicArgument())
    case .atomicFence: try atomicFence()
    }
  }
}

// The immediates.
extension InstructionDecoder {
  /// Reads an index.
  private mutating func index() throws(WasmError) -> Int {
    Int(try reader.unsigned32())
  }

  /// Reads a table index, which had to be a zero byte before there were several tables.
  private mutating func tableIndex() throws(WasmError) -> Int {
    features.contains(.referenceTypes) ? try index() : try zeroByte()
  }

  /// Reads a memory index, which has to be a zero byte unless there may be several memories.
  private mutating func memoryIndex() throws(WasmError) -> Int {
    features.contains(.multipleMemories) ? try index() : try zeroByte()
  }

  /// Reads a byte that has to be zero, in place of an index.
  private mutating func zeroByte() throws(WasmError) -> Int {
    let start = reader.position
    guard try reader.byte() == 0 else { throw WasmError(.zeroByteExpected, at: start) }
    return 0
  }

  /// Reads the immediates of `table.init`, where the segment comes first.
  private mutating func tableInit() throws(WasmError) -> Instruction {
    let segment = try index()
    return .tableInit(table: try tableIndex(), segment: segment)
  }

  /// Reads the immediates of `memory.init`, where the segment comes first.
  private mutating func memoryInit() throws(WasmError) -> Instruction {
    let segment = try index()
    return .memoryInit(memory: try memoryIndex(), segment: segment)
  }

  /// Reads a block type: a negative number stands for a value type, others are type indices.
  private mutating func blockType() throws(WasmError) -> BlockType {
    let byte = try reader.peek()
    if byte == 0x40 {
      reader.position += 1
      return .empty
    }
    if byte & 0xC0 == 0x40 { return .value(try reader.valueType(features: features)) }
    let start = reader.position
    let index = try reader.signed33()
    guard index >= 0 else { throw WasmError(.invalidBlockType, at: start) }
    guard features.contains(.multiValue) else {
      throw WasmError(.featureDisabled(.multiValue), at: start)
    }
    return .type(Int(index))
  }

  /// Reads the labels of a `br_table`.
  private mutating func branchTable() throws(WasmError) -> BranchTable {
    let count = try reader.count(limit: .branchTargets)
    var targets: [UInt32] = []
    targets.reserveCapacity(count)
    for _ in 0..<count { targets.append(try reader.unsigned32()) }
    return BranchTable(targets: targets, defaultTarget: try reader.unsigned32())
  }

  /// Reads the type and the clauses of a `try_table`: bit 0 of a clause's kind stands for a reference, bit 1 for all
  /// exceptions.
  private mutating func tryTable() throws(WasmError) -> TryTable {
    var table = TryTable(type: try blockType(), clauses: [])
    for _ in 0..<(try reader.count(limit: .branchTargets)) {
      let start = reader.position
      let kind = try reader.byte()
      guard kind <= 3 else { throw WasmError(.invalidCatchKind(kind), at: start) }
      let tag = kind & 2 == 0 ? try index() : nil
      table.clauses.append(
        CatchClause(tag: tag, takesReference: kind & 1 != 0, label: try index()))
    }
    return table
  }

  /// Reads the types of a typed `select`, of which there has to be one.
  private mutating func selectType() throws(WasmError) -> ValueType {
    let start = reader.position
    let count = try reader.unsigned32()
    guard count == 1 else { throw WasmError(.invalidSelectArity(count), at: start) }
    return try reader.valueType(features: features)
  }

  /// Reads alignment and offset; with several memories, bit 6 of the alignment tells that an index follows.
  private mutating func memoryArgument() throws(WasmError) -> MemoryArgument {
    let start = reader.position
    var alignment = try reader.unsigned32()
    var memory: UInt32 = 0
    if alignment < 0x80, alignment & 0x40 != 0, features.contains(.multipleMemories) {
      alignment &= ~0x40
      memory = try reader.unsigned32()
    }
    guard alignment <= table.rows[rowNumber].naturalAlignment else {
      throw WasmError(.alignmentTooLarge(alignment), at: start)
    }
    return MemoryArgument(
      offset: UInt64(try reader.unsigned32()), memory: memory, alignment: UInt8(alignment))
  }

  /// Reads alignment and offset of an atomic access, whose alignment has to be its size.
  private mutating func atomicArgument() throws(WasmError) -> MemoryArgument {
    let start = reader.position
    let argument = try memoryArgument()
    guard argument.alignment == table.rows[rowNumber].naturalAlignment else {
      throw WasmError(.atomicAlignment(UInt32(argument.alignment)), at: start)
    }
    return argument
  }

  /// Reads the byte behind `atomic.fence`, which has to be zero.
  private mutating func atomicFence() throws(WasmError) -> Instruction {
    _ = try zeroByte()
    return .atomicFence
  }

  /// Reads a lane number.
  private mutating func lane() throws(WasmError) -> UInt8 {
    let start = reader.position
    let lane = try reader.byte()
    guard lane < table.rows[rowNumber].laneCount else {
      throw WasmError(.invalidLane(lane), at: start)
    }
    return lane
  }

  /// Reads sixteen bytes.
  private mutating func vector() throws(WasmError) -> V128 {
    V128(low: try reader.littleEndian(UInt64.self), high: try reader.littleEndian(UInt64.self))
  }

  /// Reads sixteen lane numbers.
  private mutating func shuffleLanes() throws(WasmError) -> V128 {
    let start = reader.position
    let lanes = try vector()
    for index in 0..<16 where lanes[byte: index] >= table.rows[rowNumber].laneCount {
      throw WasmError(.invalidLane(lanes[byte: index]), at: start + index)
    }
    return lanes
  }
}

// Types in code and sections.
extension BinaryReader {
  /// Reads a value type.
  mutating func valueType(features: Features) throws(WasmError) -> ValueType {
    let start = position
    let byte = try byte()
    let type: ValueType
    let needed: Features
    switch byte {
    case 0x7F: return .i32
    case 0x7E: return .i64
    case 0x7D: return .f32
    case 0x7C: return .f64
    case 0x7B: (type, needed) = (.v128, .simd)
    case 0x70: (type, needed) = (.funcref, .referenceTypes)
    case 0x6F: (type, needed) = (.externref, .referenceTypes)
    case 0x69: (type, needed) = (.exnref, .exceptions)
    default: throw WasmError(.invalidValueType(byte), at: start)
    }
    guard features.contains(needed) else {
      throw WasmError(.featureDisabled(needed), at: start)
    }
    return type
  }

  /// Reads a reference type.
  mutating func referenceType(features: Features) throws(WasmError) -> ValueType {
    let start = position
    let byte = try byte()
    switch byte {
    case 0x70: return .funcref
    case 0x6F: return .externref
    case 0x69 where features.contains(.exceptions): return .exnref
    default: throw WasmError(.invalidReferenceType(byte), at: start)
    }
  }
}
