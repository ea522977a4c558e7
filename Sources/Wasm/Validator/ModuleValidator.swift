/// Validates everything in a module except the function bodies.
///
/// - Source: WebAssembly 2.0, section 3.4.
struct ModuleValidator {
  /// The decoded module.
  let module: Module

  /// Which functions an element segment, an initializer or an export refers to.
  var declaredReferences: [Bool]

  /// Validates a module and notes which functions `ref.func` may name in its bodies.
  static func validate(_ module: inout Module) throws(WasmError) {
    var validator = ModuleValidator(module)
    try validator.imports()
    try validator.functions()
    try validator.tables()
    try validator.memories()
    try validator.globals()
    try validator.tags()
    try validator.exports()
    try validator.start()
    try validator.elements()
    try validator.data()
    module.declaredReferences = validator.declaredReferences
  }

  /// Prepares to validate.
  private init(_ module: Module) {
    self.module = module
    declaredReferences = Array(repeating: false, count: module.functions.count)
  }

  /// Imported globals are immutable, unless they may be mutable.
  private func imports() throws(WasmError) {
    guard !module.features.contains(.mutableGlobals) else { return }
    for global in module.globals where global.importIndex != nil && global.type.isMutable {
      throw WasmError(.featureDisabled(.mutableGlobals), at: global.offset)
    }
  }

  /// The types of functions exist; not even imported functions may be too many.
  private func functions() throws(WasmError) {
    try checkCount(module.functions.count, .functions, at: module.functions.last?.offset)
    for (index, function) in module.functions.enumerated() {
      guard function.typeIndex < module.types.count else {
        throw WasmError(.unknown(.type, function.typeIndex), at: function.offset)
      }
      guard let body = module.body(ofFunction: index) else { continue }
      let locals = module.types[function.typeIndex].parameters.count + body.localCount
      guard locals <= ImplementationLimit.locals.maximum else {
        throw WasmError(
          .limitExceeded(.locals, locals), at: body.range.lowerBound,
          function: WasmError.FunctionReference(index: index, name: function.name))
      }
    }
  }

  /// Table limits are in order, and there is one table at most unless there may be several.
  private func tables() throws(WasmError) {
    try checkCount(module.tables.count, .tables, at: module.tables.last?.offset)
    for (index, table) in module.tables.enumerated() {
      guard index == 0 || module.features.contains(.referenceTypes) else {
        throw WasmError(.featureDisabled(.referenceTypes), at: table.offset)
      }
      try checkOrder(table.type.limits, at: table.offset)
    }
  }

  /// Memory limits are in order and in range, and there is one memory at most unless there may be several.
  private func memories() throws(WasmError) {
    try checkCount(module.memories.count, .memories, at: module.memories.last?.offset)
    for (index, memory) in module.memories.enumerated() {
      guard index == 0 || module.features.contains(.multipleMemories) else {
        throw WasmError(.featureDisabled(.multipleMemories), at: memory.offset)
      }
      let limits = memory.type.limits
      let pages = max(limits.minimum, limits.maximum ?? 0)
      guard pages <= maximumMemoryPages else {
        throw WasmError(.memoryTooLarge(pages: pages), at: memory.offset)
      }
      guard !memory.type.isShared || limits.maximum != nil else {
        throw WasmError(.sharedWithoutMaximum, at: memory.offset)
      }
      try checkOrder(limits, at: memory.offset)
    }
  }

  /// Globals have initial values of their type.
  private mutating func globals() throws(WasmError) {
    try checkCount(module.globals.count, .globals, at: module.globals.last?.offset)
    for global in module.globals {
      guard let initializer = global.initializer else { continue }
      try check(initializer, is: global.type.value)
    }
  }

  /// Tags have a type without results.
  private func tags() throws(WasmError) {
    try checkCount(module.tags.count, .tags, at: module.tags.last?.offset)
    for tag in module.tags {
      guard tag.typeIndex < module.types.count else {
        throw WasmError(.unknown(.type, tag.typeIndex), at: tag.offset)
      }
      let type = module.types[tag.typeIndex]
      guard type.results.isEmpty else { throw WasmError(.tagWithResults(type), at: tag.offset) }
    }
  }

  /// Exports refer to something and have different names.
  private mutating func exports() throws(WasmError) {
    var names = Set<WasmName>(minimumCapacity: module.exports.count)
    for export in module.exports {
      let space: WasmError.IndexSpace
      let count: Int
      switch export.kind {
      case .function: (space, count) = (.function, module.functions.count)
      case .table: (space, count) = (.table, module.tables.count)
      case .memory: (space, count) = (.memory, module.memories.count)
      case .global: (space, count) = (.global, module.globals.count)
      case .tag: (space, count) = (.tag, module.tags.count)
      }
      guard export.index < count else {
        throw WasmError(.unknown(space, export.index), at: export.offset)
      }
      guard names.insert(export.name).inserted else {
        throw WasmError(.duplicateExport(export.name), at: export.offset)
      }
      if export.kind == .function { declaredReferences[export.index] = true }
      if export.kind == .global, module.globals[export.index].type.isMutable,
        !module.features.contains(.mutableGlobals)
      {
        throw WasmError(.featureDisabled(.mutableGlobals), at: export.offset)
      }
    }
  }

  /// The start function exists and takes and returns nothing.
  private func start() throws(WasmError) {
    guard let start = module.start else { return }
    guard start < module.functions.count else {
      throw WasmError(.unknown(.function, start), at: module.startOffset)
    }
    let type = module.type(ofFunction: start)
    guard type == FunctionType() else {
      throw WasmError(.invalidStartType(type), at: module.startOffset)
    }
  }

  /// Element segments have items of their type, and active ones a table of that type.
  private mutating func elements() throws(WasmError) {
    for segment in module.elements {
      for item in segment.items { try check(item, is: segment.type) }
      guard case .active(let table, let offset) = segment.mode else { continue }
      guard table < module.tables.count else {
        throw WasmError(.unknown(.table, table), at: segment.offset)
      }
      let element = module.tables[table].type.element
      guard element == segment.type else {
        throw WasmError(
          .typeMismatch(expected: element, found: segment.type), at: segment.offset)
      }
      try check(offset, is: .i32)
    }
  }

  /// Active data segments have a memory.
  private mutating func data() throws(WasmError) {
    for segment in module.data {
      guard case .active(let memory, let offset) = segment.mode else { continue }
      guard memory < module.memories.count else {
        throw WasmError(.unknown(.memory, memory), at: segment.offset)
      }
      try check(offset, is: .i32)
    }
  }

  /// Checks the size of an index space, imports included.
  private func checkCount(
    _ count: Int, _ limit: ImplementationLimit, at offset: Int?
  ) throws(WasmError) {
    guard count <= limit.maximum else {
      throw WasmError(.limitExceeded(limit, count), at: offset ?? 0)
    }
  }

  /// Checks that a minimum does not exceed its maximum.
  private func checkOrder(_ limits: Limits, at offset: Int) throws(WasmError) {
    guard limits.minimum <= limits.maximum ?? .max else {
      throw WasmError(.minimumExceedsMaximum(limits), at: offset)
    }
  }
}
