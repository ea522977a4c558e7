internal import Wasm

extension ModuleMerger {
  /// The whole module.
  func assemble() -> MergedSection {
    var module = MergedSection()
    module.append([0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00, 0x00])
    let made = madeFunctions.count
    append(1, types.count, typeSection, to: &module)
    append(2, imports.count, importSection, to: &module)
    append(3, functions.count - importedFunctionCount + made, functionSection, to: &module)
    append(4, definitions(of: .table).count, tableSection, to: &module)
    append(5, definitions(of: .memory).count, memorySection, to: &module)
    append(6, definitions(of: .global).count, globalSection, to: &module)
    append(7, plan.exports.count + (plan.initializers?.count ?? 0), exportSection, to: &module)
    if let start {
      var section = MergedSection()
      section.append(unsigned: start)
      append(8, section, to: &module)
    }
    let undeclared = undeclaredReferences
    let elementCount = inputs.reduce(undeclared.isEmpty ? 0 : 1) { $0 + $1.module.elements.count }
    append(9, elementCount, elementSection(undeclared), to: &module)
    let dataCount = inputs.reduce(0) { $0 + $1.module.data.count }
    if dataCount > 0 {
      var section = MergedSection()
      section.append(unsigned: dataCount)
      append(12, section, to: &module)
    }
    append(10, bodies.count, codeSection, to: &module)
    append(11, dataCount, dataSection, to: &module)
    append(0, nameSection, to: &module)
    return module
  }

  /// Appends a section that is a list, unless it is empty.
  private func append(
    _ number: UInt8, _ count: Int, _ contents: MergedSection, to module: inout MergedSection
  ) {
    guard count > 0 else { return }
    append(number, contents, to: &module)
  }

  /// Appends a section.
  private func append(
    _ number: UInt8, _ contents: MergedSection, to module: inout MergedSection
  ) {
    module.append(number)
    module.append(sized: contents)
  }

  /// What the inputs define in an index space, in the order of the new indices.
  private func definitions(of kind: ExternalKind) -> [LinkItem] {
    (items[kind] ?? []).filter { !bindings.isImport($0) }
  }

  /// The function types.
  private var typeSection: MergedSection {
    var section = MergedSection()
    section.append(unsigned: types.count)
    for type in types {
      section.append(0x60)
      section.append(type.parameters)
      section.append(type.results)
    }
    return section
  }

  /// The imports that stay.
  private var importSection: MergedSection {
    var section = MergedSection()
    section.append(unsigned: imports.count)
    for (input, index) in imports {
      let item = inputs[input].module.imports[index]
      section.mark(input, item.offset)
      section.append(item.module)
      section.append(item.name)
      section.append(item.kind.external.rawValue)
      if case .function(let type) = item.kind {
        section.append(unsigned: maps[input].types[type])
      } else {
        section.append(item.type(in: inputs[input].module))
      }
    }
    return section
  }

  /// The types of the functions.
  private var functionSection: MergedSection {
    var section = MergedSection()
    let defined = functions.dropFirst(importedFunctionCount)
    section.append(unsigned: defined.count + madeFunctions.count)
    for function in defined {
      let declared = inputs[function.input].module.functions[function.index]
      section.mark(function.input, declared.offset)
      section.append(unsigned: maps[function.input].types[declared.typeIndex])
    }
    for _ in madeFunctions {
      section.append(unsigned: types.firstIndex(of: FunctionType()) ?? 0)
    }
    return section
  }

  /// The tables.
  private var tableSection: MergedSection {
    var section = MergedSection()
    let tables = definitions(of: .table)
    section.append(unsigned: tables.count)
    for table in tables {
      let declared = inputs[table.input].module.tables[table.index]
      section.mark(table.input, declared.offset)
      section.append(.table(declared.type))
    }
    return section
  }

  /// The memories.
  private var memorySection: MergedSection {
    var section = MergedSection()
    let memories = definitions(of: .memory)
    section.append(unsigned: memories.count)
    for memory in memories {
      let declared = inputs[memory.input].module.memories[memory.index]
      section.mark(memory.input, declared.offset)
      section.append(.memory(declared.type))
    }
    return section
  }

  /// The globals.
  private var globalSection: MergedSection {
    var section = MergedSection()
    let globals = definitions(of: .global)
    section.append(unsigned: globals.count)
    for global in globals {
      let declared = inputs[global.input].module.globals[global.index]
      section.mark(global.input, declared.offset)
      section.append(.global(declared.type))
      section.mark(global.input, declared.initializer?.offset ?? declared.offset)
      section.append(initialValues[global]?.bytes ?? [])
      section.append(opcode: Instruction.end.opcode)
    }
    return section
  }

  /// The exports.
  private var exportSection: MergedSection {
    var section = MergedSection()
    let initializers = plan.initializers ?? []
    section.append(unsigned: plan.exports.count + initializers.count)
    for export in plan.exports {
      section.append(export.name)
      section.append(export.item.kind.rawValue)
      section.append(unsigned: newIndex(export.item))
    }
    for (index, name) in initializers.enumerated() {
      section.append(name)
      section.append(ExternalKind.function.rawValue)
      section.append(unsigned: functions.count + index)
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
  private func elementSection(_ undeclared: [Int]) -> MergedSection {
    var section = MergedSection()
    let count = inputs.reduce(undeclared.isEmpty ? 0 : 1) { $0 + $1.module.elements.count }
    section.append(unsigned: count)
    for (number, input) in inputs.enumerated() {
      for segment in input.module.elements { append(segment, of: number, to: &section) }
    }
    if !undeclared.isEmpty {
      section.append(unsigned: 3)
      section.append(0)
      section.append(unsigned: undeclared.count)
      for function in undeclared { section.append(unsigned: function) }
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
    section.append(unsigned: segment.items.count)
    if let functions {
      for function in functions { section.append(unsigned: maps[number].functions[function]) }
    } else {
      for item in segment.items { append(item, of: number, to: &section, isComplete: true) }
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
  private var dataSection: MergedSection {
    var section = MergedSection()
    section.append(unsigned: inputs.reduce(0) { $0 + $1.module.data.count })
    for (number, input) in inputs.enumerated() {
      for segment in input.module.data {
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
        section.append(input.module.bytes[segment.bytes])
      }
    }
    return section
  }

  /// The bodies.
  private var codeSection: MergedSection {
    var section = MergedSection()
    section.append(unsigned: bodies.count)
    for body in bodies { section.append(sized: body) }
    return section
  }

  // MARK: Names

  /// The names of the module, of functions and of globals.
  private var nameSection: MergedSection {
    var section = MergedSection()
    section.append(WasmName("name"))
    if let name = inputs.first?.module.name {
      var contents = MergedSection()
      contents.append(name)
      section.append(0)
      section.append(sized: contents)
    }
    let exportNames = inputs.map { Self.exportNames($0.module) }
    var names: [(index: Int, name: WasmName)] = []
    for (index, function) in functions.enumerated() {
      let declared = inputs[function.input].module.functions[function.index].name
      let name = declared ?? exportNames[function.input][function.index]
      if let name { names.append((index, name)) }
    }
    names += madeFunctions.enumerated().map { (functions.count + $0, $1.name) }
    appendMap(1, names, to: &section)
    let globals = (items[.global] ?? []).enumerated().compactMap { index, global in
      inputs[global.input].module.globals[global.index].name.map { (index: index, name: $0) }
    }
    appendMap(7, globals, to: &section)
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

  /// Appends a part of the name section: indices with names.
  private func appendMap(
    _ number: UInt8, _ names: [(index: Int, name: WasmName)], to section: inout MergedSection
  ) {
    guard !names.isEmpty else { return }
    var contents = MergedSection()
    contents.append(unsigned: names.count)
    for (index, name) in names {
      contents.append(unsigned: index)
      contents.append(name)
    }
    section.append(number)
    section.append(sized: contents)
  }
}
