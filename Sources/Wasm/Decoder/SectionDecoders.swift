// One function per section. They check what the binary format demands; what validation demands is in
// `ModuleValidator`.
extension ModuleDecoder {
  /// Reads the function types.
  mutating func typeSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .types)
    module.types.reserveCapacity(count)
    for _ in 0..<count {
      let start = reader.position
      let form = try reader.byte()
      guard form == 0x60 else { throw WasmError(.invalidTypeForm(form), at: start) }
      let type = FunctionType(
        parameters: try valueTypes(&reader, limit: .parameters),
        results: try valueTypes(&reader, limit: .results))
      guard type.results.count <= 1 || module.features.contains(.multiValue) else {
        throw WasmError(.featureDisabled(.multiValue), at: start)
      }
      module.types.append(type)
    }
  }

  /// Reads a vector of value types.
  private func valueTypes(
    _ reader: inout BinaryReader, limit: ImplementationLimit
  ) throws(WasmError) -> [ValueType] {
    let count = try reader.count(limit: limit)
    var types: [ValueType] = []
    types.reserveCapacity(count)
    for _ in 0..<count { types.append(try reader.valueType(features: module.features)) }
    return types
  }

  /// Reads the imports, which begin the index spaces.
  ///
  /// The number in front counts groups, or what is in them: wabt 1.0.42 writes the latter. So with groups the section's
  /// end counts.
  mutating func importSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .imports)
    module.imports.reserveCapacity(count)
    var hasGroups = false
    while hasGroups ? !reader.isAtEnd : module.imports.count < count {
      let offset = reader.position
      let moduleName = try reader.name()
      let name = try reader.name()
      let form = try reader.peek()
      if name.utf8.isEmpty, module.features.contains(.compactImports),
        form == 0x7F || form == 0x7E
      {
        hasGroups = true
        try importGroup(from: moduleName, &reader)
      } else {
        add(try importKind(&reader), moduleName, name, at: offset)
      }
    }
    module.importedFunctionCount = module.functions.count
  }

  /// Reads a group of imports from one module: each with its kind (0x7F), or all of one kind (0x7E).
  private mutating func importGroup(
    from moduleName: WasmName, _ reader: inout BinaryReader
  ) throws(WasmError) {
    let kind = try reader.byte() == 0x7E ? try importKind(&reader) : nil
    for _ in 0..<(try reader.count(limit: .imports)) {
      let offset = reader.position
      let name = try reader.name()
      if let kind {
        add(kind, moduleName, name, at: offset)
      } else {
        add(try importKind(&reader), moduleName, name, at: offset)
      }
    }
  }

  /// Adds an import.
  private mutating func add(
    _ kind: ImportKind, _ moduleName: WasmName, _ name: WasmName, at offset: Int
  ) {
    let index = module.imports.count
    switch kind {
    case .function(let typeIndex):
      module.functions.append(
        Function(typeIndex: typeIndex, importIndex: index, offset: offset))
    case .table(let type):
      module.tables.append(Table(type: type, importIndex: index, offset: offset))
    case .memory(let type):
      module.memories.append(Memory(type: type, importIndex: index, offset: offset))
    case .global(let type):
      module.globals.append(Global(type: type, importIndex: index, offset: offset))
    case .tag(let typeIndex):
      module.tags.append(Tag(typeIndex: typeIndex, importIndex: index, offset: offset))
    }
    module.imports.append(Import(module: moduleName, name: name, kind: kind, offset: offset))
  }

  /// Reads what an import is.
  private func importKind(_ reader: inout BinaryReader) throws(WasmError) -> ImportKind {
    let start = reader.position
    let byte = try reader.byte()
    switch ExternalKind(rawValue: byte) {
    case .function: return .function(typeIndex: Int(try reader.unsigned32()))
    case .table: return .table(try tableType(&reader))
    case .memory: return .memory(try memoryType(&reader))
    case .global: return .global(try globalType(&reader))
    case .tag where module.features.contains(.exceptions):
      return .tag(typeIndex: try tagType(&reader))
    case .tag, nil: throw WasmError(.invalidImportKind(byte), at: start)
    }
  }

  /// Reads a table's type.
  private func tableType(_ reader: inout BinaryReader) throws(WasmError) -> TableType {
    let start = reader.position
    let element = try reader.referenceType(features: module.features)
    guard element == .funcref || module.features.contains(.referenceTypes) else {
      throw WasmError(.featureDisabled(.referenceTypes), at: start)
    }
    return TableType(element: element, limits: try limits(&reader))
  }

  /// Reads a memory's type. With threads, bit 1 of the flags tells that they may share it.
  private func memoryType(_ reader: inout BinaryReader) throws(WasmError) -> MemoryType {
    guard module.features.contains(.threads) else {
      return MemoryType(limits: try limits(&reader))
    }
    let isShared = try reader.peek() & 2 != 0
    return MemoryType(limits: try limits(&reader, accepted: 0b11), isShared: isShared)
  }

  /// Reads a size range. Bit 0 of its flags tells that there is a maximum.
  ///
  /// - Parameter accepted: the bits that may be set.
  private func limits(
    _ reader: inout BinaryReader, accepted: UInt8 = 1
  ) throws(WasmError) -> Limits {
    let start = reader.position
    let flags = try reader.byte()
    guard flags & ~accepted == 0 else { throw WasmError(.invalidLimitsFlags(flags), at: start) }
    let minimum = UInt64(try reader.unsigned32())
    return Limits(
      minimum: minimum, maximum: flags & 1 != 0 ? UInt64(try reader.unsigned32()) : nil)
  }

  /// Reads a global's type.
  private func globalType(_ reader: inout BinaryReader) throws(WasmError) -> GlobalType {
    let value = try reader.valueType(features: module.features)
    let start = reader.position
    let mutability = try reader.byte()
    guard mutability <= 1 else { throw WasmError(.invalidMutability(mutability), at: start) }
    return GlobalType(value: value, isMutable: mutability == 1)
  }

  /// Reads a tag's type: an attribute, which is zero for exceptions, and the index of a function type.
  private func tagType(_ reader: inout BinaryReader) throws(WasmError) -> Int {
    let start = reader.position
    let attribute = try reader.byte()
    guard attribute == 0 else { throw WasmError(.invalidTagAttribute(attribute), at: start) }
    return Int(try reader.unsigned32())
  }

  /// Reads the module's own tags.
  mutating func tagSection(_ reader: inout BinaryReader) throws(WasmError) {
    let start = reader.position
    guard module.features.contains(.exceptions) else {
      throw WasmError(.featureDisabled(.exceptions), at: start)
    }
    for _ in 0..<(try reader.count(limit: .tags)) {
      let offset = reader.position
      module.tags.append(Tag(typeIndex: try tagType(&reader), offset: offset))
    }
  }

  /// Reads the type indices of the module's own functions.
  mutating func functionSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .functions)
    functionTypes.reserveCapacity(count)
    module.functions.reserveCapacity(module.functions.count + count)
    for _ in 0..<count {
      let offset = reader.position
      let typeIndex = Int(try reader.unsigned32())
      functionTypes.append((typeIndex, offset))
      module.functions.append(Function(typeIndex: typeIndex, offset: offset))
    }
  }

  /// Reads the module's own tables.
  mutating func tableSection(_ reader: inout BinaryReader) throws(WasmError) {
    for _ in 0..<(try reader.count(limit: .tables)) {
      let offset = reader.position
      module.tables.append(Table(type: try tableType(&reader), offset: offset))
    }
  }

  /// Reads the module's own memories.
  mutating func memorySection(_ reader: inout BinaryReader) throws(WasmError) {
    for _ in 0..<(try reader.count(limit: .memories)) {
      let offset = reader.position
      module.memories.append(Memory(type: try memoryType(&reader), offset: offset))
    }
  }

  /// Reads the module's own globals.
  mutating func globalSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .globals)
    module.globals.reserveCapacity(module.globals.count + count)
    for _ in 0..<count {
      let offset = reader.position
      let type = try globalType(&reader)
      let initializer = try constantExpression(&reader)
      module.globals.append(Global(type: type, initializer: initializer, offset: offset))
    }
  }

  /// Reads the exports.
  mutating func exportSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .exports)
    module.exports.reserveCapacity(count)
    for _ in 0..<count {
      let offset = reader.position
      let name = try reader.name()
      let kindOffset = reader.position
      let byte = try reader.byte()
      guard let kind = ExternalKind(rawValue: byte),
        kind != .tag || module.features.contains(.exceptions)
      else {
        throw WasmError(.invalidExportKind(byte), at: kindOffset)
      }
      let index = Int(try reader.unsigned32())
      module.exports.append(Export(name: name, kind: kind, index: index, offset: offset))
    }
  }

  /// Reads the index of the start function.
  mutating func startSection(_ reader: inout BinaryReader) throws(WasmError) {
    module.startOffset = reader.position
    module.start = Int(try reader.unsigned32())
  }

  /// Reads the element segments.
  mutating func elementSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .elementSegments)
    for _ in 0..<count { module.elements.append(try elementSegment(&reader)) }
  }

  /// Reads one element segment: bit 0 of its flags stands for "not active", bit 1 for an explicit table (or
  /// "declarative"), bit 2 for items given as expressions.
  private func elementSegment(_ reader: inout BinaryReader) throws(WasmError) -> ElementSegment {
    let offset = reader.position
    let flags = try segmentFlags(&reader, maximum: 7)
    let mode: ElementMode
    switch flags & 3 {
    case 1: mode = .passive
    case 3: mode = .declarative
    default:
      let table = flags & 2 == 0 ? 0 : Int(try reader.unsigned32())
      mode = .active(table: table, offset: try constantExpression(&reader))
    }
    var type = ValueType.funcref
    if flags & 3 != 0 {
      let start = reader.position
      if flags & 4 != 0 {
        type = try reader.referenceType(features: module.features)
      } else {
        let kind = try reader.byte()
        guard kind == 0 else { throw WasmError(.invalidElementKind(kind), at: start) }
      }
    }
    let count = try reader.count(limit: .elementItems)
    var items: [ConstantExpression] = []
    items.reserveCapacity(count)
    for _ in 0..<count {
      if flags & 4 != 0 {
        items.append(try constantExpression(&reader))
      } else {
        let start = reader.position
        items.append(ConstantExpression(.refFunc(Int(try reader.unsigned32())), offset: start))
      }
    }
    return ElementSegment(type: type, mode: mode, items: items, offset: offset)
  }

  /// Reads the flags of a segment, which was a table or memory index before there were flags.
  private func segmentFlags(
    _ reader: inout BinaryReader, maximum: UInt32
  ) throws(WasmError) -> UInt32 {
    let start = reader.position
    let flags = try reader.unsigned32()
    guard flags <= maximum else { throw WasmError(.invalidSegmentFlags(flags), at: start) }
    guard flags == 0 || module.features.contains(.bulkMemory) else {
      throw WasmError(.featureDisabled(.bulkMemory), at: start)
    }
    return flags
  }

  /// Reads the number of data segments.
  mutating func dataCountSection(_ reader: inout BinaryReader) throws(WasmError) {
    let offset = reader.position
    guard module.features.contains(.bulkMemory) else {
      throw WasmError(.featureDisabled(.bulkMemory), at: offset)
    }
    dataCount = (offset, Int(try reader.unsigned32()))
    module.hasDataCount = true
  }

  /// Reads the data segments.
  mutating func dataSection(_ reader: inout BinaryReader) throws(WasmError) {
    let count = try reader.count(limit: .dataSegments)
    module.data.reserveCapacity(count)
    for _ in 0..<count {
      let offset = reader.position
      let flags = try segmentFlags(&reader, maximum: 2)
      var mode = DataMode.passive
      if flags != 1 {
        let memory = flags == 0 ? 0 : Int(try reader.unsigned32())
        mode = .active(memory: memory, offset: try constantExpression(&reader))
      }
      let bytes = try reader.sizedRange()
      reader.position = bytes.upperBound
      module.data.append(DataSegment(mode: mode, bytes: bytes, offset: offset))
    }
  }

  /// Reads an expression up to its `end`; whether its instructions are constant is validated later, except that
  /// none can be a block.
  private func constantExpression(
    _ reader: inout BinaryReader
  ) throws(WasmError) -> ConstantExpression {
    let start = reader.position
    var decoder = InstructionDecoder(reader, features: module.features)
    var instructions: [Instruction] = []
    var first: Instruction?
    while true {
      let offset = decoder.reader.position
      let instruction = try decoder.next()
      switch instruction {
      case .end:
        reader = decoder.reader
        guard let first else { throw WasmError(.operandMissing(expected: nil), at: offset) }
        return ConstantExpression(first, instructions, offset: start)
      case .block, .loop, .if, .else:
        throw WasmError(.notConstant, at: offset, instruction: instruction.name)
      default:
        if first == nil { first = instruction } else { instructions.append(instruction) }
      }
    }
  }
}
