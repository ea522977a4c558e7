internal import Support
internal import Wasm

/// The linked module in the making.
///
/// First every item gets its index, then initial values and bodies are rewritten, then the sections are written.
struct ModuleMerger {
  /// An import of the linked module, told from others by names and type.
  struct ImportKey: Hashable {
    /// The first name.
    var module: WasmName
    /// The second name.
    var name: WasmName
    /// The type.
    var type: ItemType
  }

  /// A function that the linker makes.
  struct MadeFunction {
    /// The name for people.
    var name: WasmName
    /// The body: local declarations and instructions.
    var body: MergedSection
  }

  /// The inputs.
  let inputs: [LinkInput]
  /// What their imports mean.
  let bindings: Bindings
  /// What the result exports, and how it is initialized.
  let plan: LinkPlan

  /// The new indices, by input.
  private(set) var maps: [IndexMap]
  /// The function types, each once.
  private(set) var types: [FunctionType] = []
  /// Their indices.
  private var typeNumbers: [FunctionType: Int] = [:]
  /// The imports that stay, as the first input that has them declares them.
  private(set) var imports: [(input: Int, index: Int)] = []
  /// The items of each kind, imports first: where they are defined, or first imported.
  private(set) var items: [ExternalKind: [LinkItem]] = [
    .function: [], .table: [], .memory: [], .global: [], .tag: [],
  ]
  /// The number of imported functions.
  private(set) var importedFunctionCount = 0
  /// The functions that the linker makes; their indices follow those of all others.
  var madeFunctions: [MadeFunction] = []
  /// The bytes of the initial values of globals, without the final `end`.
  var initialValues: [LinkItem: MergedSection] = [:]
  /// Which functions the bodies refer to with `ref.func`.
  var references: [Int] = []
  /// The bodies.
  var bodies: [MergedSection] = []

  /// Prepares the merger.
  init(_ inputs: [LinkInput], _ bindings: Bindings, _ plan: LinkPlan) {
    self.inputs = inputs
    self.bindings = bindings
    self.plan = plan
    maps = inputs.map { IndexMap($0.module) }
  }

  /// The functions of the inputs in the order of their new indices, imported ones first.
  var functions: [LinkItem] { items[.function] ?? [] }

  /// Where each function comes from.
  var functionSources: [LinkItem?] {
    functions + Array(repeating: nil, count: madeFunctions.count)
  }

  /// The new index of an item, whether defined or imported there.
  func newIndex(_ item: LinkItem) -> Int { maps[item.input][item.kind, item.index] }

  /// The index of a function type.
  mutating func number(_ type: FunctionType) -> Int {
    if let number = typeNumbers[type] { return number }
    typeNumbers[type] = types.count
    types.append(type)
    return types.count - 1
  }

  // MARK: Indices

  /// Gives every item its index.
  ///
  /// - Throws: `severalMemories` unless there may be several.
  mutating func assignIndices(_ features: Features) throws(LinkError) {
    for (number, input) in inputs.enumerated() {
      maps[number].types = input.module.types.map { self.number($0) }
    }
    assignImports()
    importedFunctionCount = functions.count
    let first = mainMemory
    if let first { append(first) }
    for (number, input) in inputs.enumerated() {
      let module = input.module
      assign(.function, module.functions.indices, number) { module.functions[$0].importIndex }
      assign(.table, module.tables.indices, number) { module.tables[$0].importIndex }
      let memories = module.memories.indices.filter { index in
        first != LinkItem(input: number, kind: .memory, index: index)
      }
      assign(.memory, memories, number) { module.memories[$0].importIndex }
      assign(.global, module.globals.indices, number) { module.globals[$0].importIndex }
      assign(.tag, module.tags.indices, number) { module.tags[$0].importIndex }
    }
    for (number, input) in inputs.enumerated() {
      for imported in input.module.importedItems {
        let item = LinkItem(input: number, kind: imported.kind, index: imported.index)
        let meaning = bindings.meaning(of: item)
        if meaning != item { maps[number][item.kind, item.index] = newIndex(meaning) }
      }
    }
    for number in inputs.indices.dropFirst() {
      let before = inputs[number - 1].module
      maps[number].firstElement = maps[number - 1].firstElement + before.elements.count
      maps[number].firstData = maps[number - 1].firstData + before.data.count
    }
    let memories = items[.memory] ?? []
    if memories.count > 1, !features.contains(.multipleMemories) {
      let second = memories[1]
      let module = inputs[second.input].module
      throw LinkError(
        .severalMemories(other: inputs[memories[0].input].name), in: inputs[second.input].name,
        at: module.memories[second.index].offset)
    }
  }

  /// The memory of the first input, unless it stays an import: pointers to arguments and results are pointers to it, so it
  /// must be the linked module's first too.
  private var mainMemory: LinkItem? {
    guard inputs[0].module.memories.indices.contains(0) else { return nil }
    let meaning = bindings.meaning(of: LinkItem(input: 0, kind: .memory, index: 0))
    return bindings.isImport(meaning) ? nil : meaning
  }

  /// Gives the imports that stay their indices; equal ones share one.
  private mutating func assignImports() {
    var known: [ImportKey: Int] = [:]
    for (number, input) in inputs.enumerated() {
      for (index, imported) in input.module.importedItems.enumerated() {
        let item = LinkItem(input: number, kind: imported.kind, index: imported.index)
        guard bindings.meaning(of: item) == item else { continue }
        let declared = input.module.imports[index]
        let key = ImportKey(
          module: declared.module, name: declared.name, type: declared.type(in: input.module))
        if let existing = known[key] {
          maps[number][item.kind, item.index] = existing
        } else {
          known[key] = append(item)
          imports.append((number, index))
        }
      }
    }
  }

  /// Gives what an input defines in one index space its indices.
  private mutating func assign(
    _ kind: ExternalKind, _ indices: some Sequence<Int>, _ input: Int, importIndex: (Int) -> Int?
  ) {
    for index in indices where importIndex(index) == nil {
      append(LinkItem(input: input, kind: kind, index: index))
    }
  }

  /// Gives an item the next index.
  @discardableResult
  private mutating func append(_ item: LinkItem) -> Int {
    let index = items[item.kind, default: []].count
    items[item.kind, default: []].append(item)
    maps[item.input][item.kind, item.index] = index
    return index
  }

  // MARK: Bodies

  /// Validates and rewrites the bodies, and makes the functions that initialize.
  mutating func rewriteBodies() throws(LinkError) {
    for (number, input) in inputs.enumerated() {
      let validator = FunctionValidator(module: input.module)
      for (index, body) in input.module.codeBodies.enumerated() {
        var rewriter = BodyRewriter(body, of: input.module, input: number, map: maps[number])
        do throws(BodyFailure<Never>) {
          try validator.validate(
            functionIndex: input.module.importedFunctionCount + index, visitor: &rewriter)
        } catch {
          switch error {
          case .invalid(let error): throw LinkError(.invalid(error), in: input.name)
          }
        }
        rewriter.finish(body)
        references += rewriter.references
        bodies.append(rewriter.section)
      }
    }
    if plan.initializers == nil { makeStart() } else { makeInitializers() }
  }

  /// The start functions in their order, by their new indices.
  private var starts: [Int] {
    plan.startOrder.compactMap { number in
      inputs[number].module.start.map { maps[number].functions[$0] }
    } + (plan.lastStart.map { [newIndex($0)] } ?? [])
  }

  /// The start function's index, if there is one.
  var start: Int? {
    guard plan.initializers == nil else { return nil }
    return starts.count > 1 ? functions.count : starts.first
  }

  /// Makes a start function if several have to run.
  private mutating func makeStart() {
    guard starts.count > 1 else { return }
    var body = MergedSection()
    body.append(unsigned: 0)
    for function in starts {
      body.append(opcode: Instruction.call(function).opcode)
      body.append(unsigned: function)
    }
    body.append(opcode: Instruction.end.opcode)
    make("start", body)
  }

  /// Makes a function for every input that does what its instantiation does.
  private mutating func makeInitializers() {
    for (number, input) in inputs.enumerated() {
      var body = MergedSection()
      body.append(unsigned: 0)
      for (index, segment) in input.module.elements.enumerated() {
        guard case .active(let table, let offset) = segment.mode else { continue }
        append(offset, of: number, to: &body)
        append(
          .tableInit(table: 0, segment: 0), .elemDrop(0),
          segment: maps[number].firstElement + index, target: maps[number].tables[table],
          count: segment.items.count, to: &body)
      }
      for (index, segment) in input.module.data.enumerated() {
        guard case .active(let memory, let offset) = segment.mode else { continue }
        append(offset, of: number, to: &body)
        append(
          .memoryInit(memory: 0, segment: 0), .dataDrop(0),
          segment: maps[number].firstData + index, target: maps[number].memories[memory],
          count: segment.bytes.count, to: &body)
      }
      if let start = input.module.start {
        body.append(opcode: Instruction.call(start).opcode)
        body.append(unsigned: maps[number].functions[start])
      }
      body.append(opcode: Instruction.end.opcode)
      make(WasmName("initialize.\(number)"), body)
    }
  }

  /// Appends what copies a whole segment to the offset before, and drops it.
  private func append(
    _ initialization: Instruction, _ drop: Instruction, segment: Int, target: Int, count: Int,
    to body: inout MergedSection
  ) {
    for number in [0, count] {
      body.append(opcode: Instruction.i32Const(0).opcode)
      body.append(signed: Int64(number))
    }
    body.append(opcode: initialization.opcode)
    body.append(unsigned: segment)
    body.append(unsigned: target)
    body.append(opcode: drop.opcode)
    body.append(unsigned: segment)
  }

  /// Adds a function of the linker's own, without parameters and results.
  private mutating func make(_ name: WasmName, _ body: MergedSection) {
    _ = number(FunctionType())
    madeFunctions.append(MadeFunction(name: name, body: body))
    bodies.append(body)
  }
}
