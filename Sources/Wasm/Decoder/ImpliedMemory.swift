extension ModuleDecoder {
  /// Gives a module that uses a memory without having one an import of it.
  ///
  /// Adapters are written like that: what they are given are addresses in the program's memory.
  mutating func implyMemory() {
    guard module.memories.isEmpty, let offset = firstUseOfMemory() else { return }
    let type = MemoryType(limits: Limits(minimum: 0, maximum: nil))
    module.memories.append(Memory(type: type, importIndex: module.imports.count, offset: offset))
    module.imports.append(
      Import(
        module: "", name: "memory", kind: .memory(type), offset: offset, isImplied: true))
  }

  /// Where a body or a data segment first uses memory 0, or nil if nothing does.
  private func firstUseOfMemory() -> Int? {
    for body in module.codeBodies {
      var decoder = InstructionDecoder(
        BinaryReader(module.bytes, in: body.code), features: module.features)
      while !decoder.reader.isAtEnd {
        let offset = decoder.reader.position
        // What cannot be decoded is reported when the body is validated.
        guard let instruction = try? decoder.next() else { break }
        if instruction.usesMemory { return offset }
      }
    }
    return module.data.first { segment in
      if case .active = segment.mode { true } else { false }
    }?.offset
  }
}

extension Instruction {
  /// Whether this is an access to a memory, or another operation on one.
  var usesMemory: Bool {
    switch self {
    case .load, .store, .simdLoad, .simdStore, .simdLoadLane, .simdStoreLane, .memorySize,
      .memoryGrow, .memoryFill, .memoryCopy, .memoryInit, .atomic:
      true
    default: false
    }
  }
}
