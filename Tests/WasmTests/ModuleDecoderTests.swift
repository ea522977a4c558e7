import Testing
import Wasm

struct ModuleDecoderTests {
  /// A module that uses every section.
  static let everySection: [UInt8] = {
    var module = ModuleBytes()
    let types: [[UInt8]] = [
      ModuleBytes.functionType([], []),
      ModuleBytes.functionType([.i32, .f64], [.i64, .externref]),
    ]
    module.add(1, types)
    let env = ModuleBytes.name("env")
    let imports: [[UInt8]] = [
      ModuleBytes.join(env, ModuleBytes.name("f"), [0x00, 0x01]),
      ModuleBytes.join(env, ModuleBytes.name("t"), [0x01, 0x6F, 0x01, 0x02, 0x08]),
      ModuleBytes.join(env, ModuleBytes.name("g"), [0x03, 0x7F, 0x00]),
    ]
    module.add(2, imports)
    module.add(3, [[0x00], [0x00]])
    module.add(4, [[0x70, 0x00, 0x0A]])
    module.add(5, [[0x01, 0x01, 0x03]])
    let globals: [[UInt8]] = [
      [0x7F, 0x01, 0x23, 0x00, 0x0B], [0x70, 0x00, 0xD2, 0x01, 0x0B],
      [0x7D, 0x00, 0x43, 0, 0, 0x80, 0x3F, 0x0B],
    ]
    module.add(6, globals)
    let exports: [[UInt8]] = [
      ModuleBytes.join(ModuleBytes.name("run"), [0x00, 0x01]),
      ModuleBytes.join(ModuleBytes.name("memory"), [0x02, 0x00]),
      ModuleBytes.join(ModuleBytes.name("table"), [0x01, 0x01]),
      ModuleBytes.join(ModuleBytes.name("global"), [0x03, 0x01]),
    ]
    module.add(7, exports)
    module.sections.append((8, [0x02]))
    let offset: [UInt8] = [0x41, 0x05, 0x0B]
    let elements: [[UInt8]] = [
      // The first table holds external references, the second functions.
      ModuleBytes.join([0x02, 0x01], offset, [0x00], ModuleBytes.vector([[1], [2]])),
      ModuleBytes.join([0x01, 0x00], ModuleBytes.vector([[1]])),
      ModuleBytes.join([0x03, 0x00], ModuleBytes.vector([[2]])),
      ModuleBytes.join(
        [0x05, 0x70], ModuleBytes.vector([[0xD0, 0x70, 0x0B], [0xD2, 0x00, 0x0B]])),
      ModuleBytes.join([0x06, 0x00], offset, [0x6F], ModuleBytes.vector([[0xD0, 0x6F, 0x0B]])),
      ModuleBytes.join([0x07, 0x6F], ModuleBytes.vector([])),
    ]
    module.add(9, elements)
    module.sections.append((12, [0x03]))
    let first = ModuleBytes.body(locals: [(2, .i64), (0, .f32), (1, .v128)], [])
    module.add(10, [first, ModuleBytes.body([])])
    let data: [[UInt8]] = [
      ModuleBytes.join([0x00], offset, ModuleBytes.sized([1, 2, 3])),
      ModuleBytes.join([0x01], ModuleBytes.sized([])),
      ModuleBytes.join([0x02, 0x00], offset, ModuleBytes.sized([4])),
    ]
    module.add(11, data)
    module.sections.append((0, ModuleBytes.join(ModuleBytes.name("other"), [9, 9])))
    let functionNames: [[UInt8]] = [
      ModuleBytes.join([0], ModuleBytes.name("host")),
      ModuleBytes.join([2], ModuleBytes.name("begin")),
    ]
    let globalNames: [[UInt8]] = [ModuleBytes.join([1], ModuleBytes.name("counter"))]
    let names: [UInt8] = ModuleBytes.join(
      ModuleBytes.name("name"),
      [0x00], ModuleBytes.sized(ModuleBytes.name("mod")),
      [0x01], ModuleBytes.sized(ModuleBytes.vector(functionNames)),
      [0x02], ModuleBytes.sized([0xFF]),
      [0x07], ModuleBytes.sized(ModuleBytes.vector(globalNames)))
    module.sections.append((0, names))
    return module.bytes
  }()

  /// Imports in groups, counted by groups or one by one, and where there are no groups.
  @Test(arguments: [1, 3] as [UInt8])
  func groupsOfImports(_ count: UInt8) throws {
    let group: [UInt8] = [1, 0x6D, 0, 0x7F, 2, 1, 0x61, 0, 0, 1, 0x62, 3, 0x7F, 0]
    let others: [UInt8] = [1, 0x6E, 0, 0x7E, 0, 0, 1, 1, 0x63]
    let bytes = ModuleBytes.module((1, [1, 0x60, 0, 0]), (2, [count] + group + others))
    let module = try ModuleDecoder.decode(bytes, features: .all)
    #expect(module.imports.map(\.module) == ["m", "m", "n"])
    #expect(module.imports.map(\.name) == ["a", "b", "c"])
    #expect(module.functions.map(\.importIndex) == [0, 2])
    #expect(ModuleBytes.error(bytes, features: .wasm2)?.kind == .invalidImportKind(0x7F))
  }

  /// Every section ends up where it belongs.
  @Test func everySectionIsDecoded() throws {
    let module = try ModuleDecoder.decode(Self.everySection)
    try FunctionValidator(module: module).validateAll()
    #expect(module.types[1].description == "[i32 f64] -> [i64 externref]")
    #expect(module.imports.map(\.name) == ["f", "t", "g"])
    #expect(module.imports.allSatisfy { $0.module == "env" })
    #expect(
      module.imports[1].kind
        == .table(TableType(element: .externref, limits: Limits(minimum: 2, maximum: 8))))
    #expect(module.functions.map(\.typeIndex) == [1, 0, 0])
    #expect(module.functions.map(\.isImported) == [true, false, false])
    #expect(module.functions.map(\.name) == ["host", nil, "begin"])
    #expect(module.importedFunctionCount == 1)
    #expect(module.name == "mod")
    #expect(module.tables.map(\.type.element) == [.externref, .funcref])
    #expect(module.tables.map(\.importIndex) == [1, nil])
    #expect(module.memories.map(\.type.limits) == [Limits(minimum: 1, maximum: 3)])
    #expect(module.globals.map(\.importIndex) == [2, nil, nil, nil])
    #expect(module.globals.map(\.type.isMutable) == [false, true, false, false])
    #expect(
      module.globals.map { $0.initializer?.single }
        == [nil, .globalGet(0), .refFunc(1), .f32Const(0x3F80_0000)])
    #expect(module.globals.map(\.name) == [nil, "counter", nil, nil])
    #expect(module.exports.map(\.kind) == [.function, .memory, .table, .global])
    #expect(module.exports.map(\.index) == [1, 0, 1, 1])
    #expect(module.start == 2)
    #expect(
      module.elements.map(\.type)
        == [.funcref, .funcref, .funcref, .funcref, .externref, .externref])
    #expect(module.elements[0].items.map(\.instructions) == [[.refFunc(1)], [.refFunc(2)]])
    guard case .active(table: 1, let offset) = module.elements[0].mode else {
      Issue.record("segment 0 is not active in table 1")
      return
    }
    #expect(offset.single == .i32Const(5))
    #expect(module.elements[1].mode == .passive)
    #expect(module.elements[2].mode == .declarative)
    #expect(module.elements[3].items.map(\.single) == [.refNull(.funcref), .refFunc(0)])
    #expect(module.data.map { Array(module.bytes[$0.bytes]) } == [[1, 2, 3], [], [4]])
    #expect(module.data[1].mode == .passive)
    #expect(module.codeBodies[0].localCount == 3)
    #expect(module.localTypes(ofFunction: 1) == [.i64, .i64, .v128])
    #expect(module.localTypes(ofFunction: 0) == [.i32, .f64])
    #expect(module.codeBodies.map { Array(module.bytes[$0.code]) } == [[0x0B], [0x0B]])
    #expect(module.customSections.map(\.name) == ["other", "name"])
    #expect(Array(module.bytes[module.customSections[0].contents]) == [9, 9])
  }

  /// A `name` section that is not well-formed changes nothing.
  @Test func malformedNameSectionIsIgnored() throws {
    let sections: [[UInt8]] = [
      // Cut short, a name that is not UTF-8, bytes too many, a subsection too long.
      [0x00, 0x05, 0x03, 0x61], [0x00, 0x02, 0x01, 0xFF], [0x00, 0x03, 0x01, 0x61, 0x00],
      [0x00, 0x02, 0x01, 0x61, 0x01, 0x7F],
    ]
    for contents in sections {
      let bytes = ModuleBytes.module((0, ModuleBytes.name("name") + contents))
      #expect(try ModuleDecoder.decode(bytes).name == nil)
    }
    // Names of functions that are not there.
    let bytes = ModuleBytes.module(
      (0, ModuleBytes.name("name") + [0x00, 0x02, 0x01, 0x61, 0x01, 0x04, 0x01, 0x07, 0x01, 0x62]))
    #expect(try ModuleDecoder.decode(bytes).name == "a")
  }

  /// An error in a body names the function where the `name` section does.
  @Test func errorsNameTheFunction() throws {
    var module = ModuleBytes()
    module.add(1, [ModuleBytes.functionType([], [])])
    module.add(3, [[0], [0]])
    module.add(10, [ModuleBytes.body([]), ModuleBytes.body([0x1A])])
    let names = ModuleBytes.vector([[1] + ModuleBytes.name("bad")])
    module.sections.append((0, ModuleBytes.name("name") + [0x01] + ModuleBytes.sized(names)))
    let error = try #require(ModuleBytes.error(module.bytes))
    #expect(error.function == WasmError.FunctionReference(index: 1, name: "bad"))
    #expect(error.instruction == "drop")
  }

  /// What `ref.func` names has to appear outside the bodies, the start section excepted.
  @Test func referencesAreDeclared() {
    func kind(_ sections: [(id: UInt8, contents: [UInt8])]) -> WasmError.Kind? {
      var module = ModuleBytes()
      module.add(1, [ModuleBytes.functionType([], [])])
      module.add(3, [[0]])
      module.sections += sections
      module.add(10, [ModuleBytes.body([0xD2, 0x00, 0x1A])])
      return ModuleBytes.error(module.bytes)?.kind
    }
    #expect(kind([]) == .undeclaredReference(0))
    #expect(kind([(8, [0])]) == .undeclaredReference(0))
    #expect(kind([(7, [1, 0, 0, 0])]) == nil)
    #expect(kind([(9, [1, 3, 0, 1, 0])]) == nil)
    #expect(kind([(6, [1, 0x70, 0, 0xD2, 0, 0x0B])]) == nil)
  }

  /// Arithmetic in constant expressions.
  @Test func extendedConstants() throws {
    // (global i64 (i64.sub (i64.mul 2 3) (i64.add 4 5)))
    let code: [UInt8] = [0x42, 2, 0x42, 3, 0x7E, 0x42, 4, 0x42, 5, 0x7C, 0x7D, 0x0B]
    let bytes = ModuleBytes.module((6, [1, 0x7E, 0] + code))
    let initializer = try ModuleDecoder.decode(bytes, features: .all).globals[0].initializer
    #expect(initializer?.single == nil)
    #expect(
      initializer?.instructions == [
        .i64Const(2), .i64Const(3), .numeric(.i64Mul), .i64Const(4), .i64Const(5),
        .numeric(.i64Add), .numeric(.i64Sub),
      ])
    let mixed = ModuleBytes.module((6, [1, 0x7E, 0, 0x42, 0, 0x41, 0, 0x7C, 0x0B]))
    #expect(
      ModuleBytes.error(mixed, features: .all)?.kind
        == .typeMismatch(expected: .i64, found: .i32))
  }
}
