internal import Wasm

extension ModuleMerger {
  /// The whole module.
  func assemble() -> MergedSection {
    var module = MergedSection()
    module.append([0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00])
    module.append(section: 1, typeSection)
    module.append(section: 2, importSection)
    module.append(section: 3, functionSection)
    module.append(section: 4, definitionSection(.table))
    module.append(section: 5, definitionSection(.memory))
    module.append(section: 13, tagSection)
    module.append(section: 6, definitionSection(.global))
    module.append(section: 7, exportSection)
    if let start {
      var section = MergedSection()
      section.append(unsigned: start)
      module.append(section: 8, section)
    }
    module.append(section: 9, elementSection)
    let data = dataSection
    if data.count > 0 {
      var section = MergedSection()
      section.append(unsigned: data.count)
      module.append(section: 12, section)
    }
    module.append(section: 10, SectionList(bodies) { $1.append(sized: $0) })
    module.append(section: 11, data)
    module.append(section: 0, nameSection)
    return module
  }

  /// The function types.
  private var typeSection: SectionList {
    SectionList(types) { type, section in
      section.append(0x60)
      section.append(type.parameters)
      section.append(type.results)
    }
  }

  /// The imports that stay.
  private var importSection: SectionList {
    SectionList(imports) { entry, section in
      let module = inputs[entry.input].module
      let item = module.imports[entry.index]
      section.mark(entry.input, item.offset)
      section.append(item.module)
      section.append(item.name)
      section.append(item.kind.external.rawValue)
      switch item.kind {
      case .function(let type):
        section.append(unsigned: maps[entry.input].types[type])
      case .tag(let type):
        section.append(0 as UInt8)
        section.append(unsigned: maps[entry.input].types[type])
      default:
        section.append(item.type(in: module))
      }
    }
  }

  /// The types of the functions.
  private var functionSection: SectionList {
    var section = SectionList(functions.dropFirst(importedFunctionCount)) { function, section in
      let declared = inputs[function.input].module.functions[function.index]
      section.mark(function.input, declared.offset)
      section.append(unsigned: maps[function.input].types[declared.typeIndex])
    }
    for _ in madeFunctions {
      section.add { $0.append(unsigned: types.firstIndex(of: FunctionType()) ?? 0) }
    }
    return section
  }

  /// The tags.
  private var tagSection: SectionList {
    SectionList((items[.tag] ?? []).filter { !bindings.isImport($0) }) { item, section in
      let declared = inputs[item.input].module.tags[item.index]
      section.mark(item.input, declared.offset)
      section.append(0 as UInt8)
      section.append(unsigned: maps[item.input].types[declared.typeIndex])
    }
  }

  /// What the inputs define in another index space, in the order of the new indices.
  private func definitionSection(_ kind: ExternalKind) -> SectionList {
    let defined = (items[kind] ?? []).filter { !bindings.isImport($0) }
    return SectionList(defined) { item, section in
      let declared = declaration(of: item)
      section.mark(item.input, declared.offset)
      section.append(declared.type)
      if kind == .global {
        let initializer = inputs[item.input].module.globals[item.index].initializer
        section.mark(item.input, initializer?.offset ?? declared.offset)
        section.append(initialValues[item]?.bytes ?? [])
        section.append(opcode: Instruction.end.opcode)
      }
    }
  }

  /// The type of an item, and where its input declares it.
  private func declaration(of item: LinkItem) -> (type: ItemType, offset: Int) {
    let module = inputs[item.input].module
    switch item.kind {
    case .function:
      let function = module.functions[item.index]
      return (.function(module.types[function.typeIndex]), function.offset)
    case .table: return (.table(module.tables[item.index].type), module.tables[item.index].offset)
    case .memory:
      return (.memory(module.memories[item.index].type), module.memories[item.index].offset)
    case .global:
      return (.global(module.globals[item.index].type), module.globals[item.index].offset)
    case .tag:
      let tag = module.tags[item.index]
      return (.tag(module.types[tag.typeIndex]), tag.offset)
    }
  }

  /// The exports.
  private var exportSection: SectionList {
    var section = SectionList(plan.exports) { export, section in
      section.append(export.name)
      section.append(export.item.kind.rawValue)
      section.append(unsigned: newIndex(export.item))
    }
    for (index, name) in (plan.initializers ?? []).enumerated() {
      section.add { section in
        section.append(name)
        section.append(ExternalKind.function.rawValue)
        section.append(unsigned: functions.count + index)
      }
    }
    return section
  }

  // MARK: Segments

  /// The functions that bodies refer to and nothing else does, now that not everything is exported.
  private var undeclaredReferences: [Int] {
    guard !references.isEmpty else { return [] }
    var isDeclared = [Bool](repeating: false, count: functions.count + madeFunctions.count)
    for export in plan.exports where export.item.kind == .function {
      isDeclared[newIndex(export.item)] = true
    }
    for (number, input) in inputs.enumerated() {
      let items =
        input.module.elements.flatMap(\.items) + input.module.globals.compactMap(\.initializer)
      for case .refFunc(let function) in items.flatMap(\.instructions) {
        isDeclared[maps[number].functions[function]] = true
      }
    }
    return references.filter { function in
      defer { isDeclared[function] = true }
      return !isDeclared[function]
    }
  }

  /// The element segments, and one that only declares functions.
  private var elementSection: SectionList {
    var section = SectionList()
    for (number, input) in inputs.enumerated() {
      for segment in input.module.elements {
        section.add { append(segment, of: number, to: &$0) }
      }
    }
    let undeclared = undeclaredReferences
    if !undeclared.isEmpty {
      section.add { section in
        section.append(unsigned: 3)
        section.append(0)
        section.append(SectionList(undeclared) { $1.append(unsigned: $0) })
      }
    }
    return section
  }

  /// Appends an element segment. Bit 0 of its flags stands for "not active", bit 1 for an explicit table (or
  /// "declarative"), bit 2 for items given as expressions.
  private func append(
    _ segment: ElementSegment, of number: Int, to section: inout MergedSection
  ) {
    section.mark(number, segment.offset)
    let functions = plainFunctions(of: segment)
    let expressions = functions == nil ? 4 : 0
    var namesType = true
    switch segment.mode {
    case .active(let table, let offset) where plan.initializers == nil:
      let newTable = maps[number].tables[table]
      namesType = newTable != 0 || segment.type != .funcref
      section.append(unsigned: expressions | (namesType ? 2 : 0))
      if namesType { section.append(unsigned: newTable) }
      append(offset, of: number, to: &section, isComplete: true)
    case .passive, .active: section.append(unsigned: expressions | 1)
    case .declarative: section.append(unsigned: expressions | 3)
    }
    if namesType {
      if functions == nil { section.append(segment.type) } else { section.append(0) }
    }
    if let functions {
      let indices = maps[number].functions
      section.append(SectionList(functions) { $1.append(unsigned: indices[$0]) })
    } else {
      section.append(
        SectionList(segment.items) { append($0, of: number, to: &$1, isComplete: true) })
    }
  }

  /// The functions of a segment that contains nothing else; nil for other segments.
  private func plainFunctions(of segment: ElementSegment) -> [Int]? {
    guard segment.type == .funcref else { return nil }
    var functions: [Int] = []
    for item in segment.items {
      guard case .refFunc(let function)? = item.single else { return nil }
      functions.append(function)
    }
    return functions
  }

  /// The data segments.
  private var dataSection: SectionList {
    var section = SectionList()
    for (number, input) in inputs.enumerated() {
      for segment in input.module.data {
        section.add { append(segment, of: number, to: &$0) }
      }
    }
    return section
  }

  /// Appends a data segment. Its flags are 1 for "passive" and 2 for an explicit memory.
  private func append(_ segment: DataSegment, of number: Int, to section: inout MergedSection) {
    let module = inputs[number].module
    section.mark(number, segment.offset)
    switch segment.mode {
    case .active(let memory, let offset) where plan.initializers == nil:
      let newMemory = maps[number].memories[memory]
      section.append(unsigned: newMemory == 0 ? 0 : 2)
      if newMemory != 0 { section.append(unsigned: newMemory) }
      append(offset, of: number, to: &section, isComplete: true)
    case .passive, .active: section.append(unsigned: 1)
    }
    section.append(unsigned: segment.bytes.count)
    section.append(module.bytes[segment.bytes])
  }

  // MARK: Names

  /// The names of the module, of functions and of globals.
  private var nameSection: MergedSection {
    var section = MergedSection()
    section.append(WasmName("name"))
    if let name = inputs.first?.module.name {
      var contents = MergedSection()
      contents.append(name)
      section.append(section: 0, contents)
    }
    let exportNames = inputs.map { Self.exportNames($0.module) }
    var names: [(index: Int, name: WasmName)] = []
    for (index, function) in functions.enumerated() {
      let declared = inputs[function.input].module.functions[function.index].name
      let name = declared ?? exportNames[function.input][function.index]
      if let name { names.append((index, name)) }
    }
    names += madeFunctions.enumerated().map { (functions.count + $0, $1.name) }
    section.append(section: 1, Self.nameMap(names))
    let globals = (items[.global] ?? []).enumerated().compactMap { index, global in
      inputs[global.input].module.globals[global.index].name.map { (index: index, name: $0) }
    }
    section.append(section: 7, Self.nameMap(globals))
    return section
  }

  /// The name of the first export of each function that a module defines, by function index.
  private static func exportNames(_ module: Module) -> [WasmName?] {
    var names: [WasmName?] = Array(repeating: nil, count: module.functions.count)
    for export in module.exports where export.kind == .function {
      guard !module.functions[export.index].isImported else { continue }
      names[export.index] = names[export.index] ?? export.name
    }
    return names
  }

  /// A part of the name section: indices with names.
  private static func nameMap(_ names: [(index: Int, name: WasmName)]) -> SectionList {
    SectionList(names) { entry, section in
      section.append(unsigned: entry.index)
      section.append(entry.name)
    }
  }
}
