import TestSupport
import Testing
import Wasm
import WasmLinking

/// What is in linked modules.
@Suite(.enabled(if: Linking.isAvailable, "needs wat2wasm"))
struct LinkedModuleTests {
  @Test func typesAndImportsAreSharedByStructure() throws {
    let main = Linking.main(
      """
      (import "env" "host_call_0" (func $host (param i64) (result i64)))
      (import "env" "f" (func $f (result i64)))
      """, output: "(i64.add (call $f) (call $host (i64.const 1)))")
    let adapter = """
      (type $first (func (param i64) (result i64)))
      (import "env" "host_call_0" (func $host (type $first)))
      (func (export "f") (result i64) (call $host (i64.const 2)))
      """
    let module = try Linking.link(main, adapter).module
    #expect(Set(module.types).count == module.types.count)
    #expect(module.imports.map { "\($0.module).\($0.name)" } == ["env.host_call_0"])
    #expect(module.importedFunctionCount == 1)
    #expect(module.exports.map { "\($0.name)" } == ["memory", "main"])
  }

  @Test func namesAreMerged() throws {
    let main =
      "$main "
      + Linking.main(
        """
        (import "env" "f" (func $f (result i64)))
        (global $counter i64 (i64.const 1))
        """, output: "(call $f)")
    let adapter = """
      (func $helper (result i64) (i64.const 1))
      (func (export "f") (result i64) (call $helper))
      (global $size (mut i64) (i64.const 1))
      """
    let module = try Linking.link(main, adapter).module
    #expect(module.name == "main")
    #expect(module.functions.map { $0.name.map { "\($0)" } } == ["main", "helper", "f"])
  }

  @Test func sameInputSameBytes() throws {
    let main = Linking.main(
      "(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let adapter = "(func (export \"f\") (result i64) (i64.const 1))"
    let first = try Linking.link(main, adapter).module.bytes
    let second = try Linking.link(main, adapter).module.bytes
    #expect(first == second)
  }

  @Test func modulesMayBeInitializedOneByOne() throws {
    let inputs = try Linking.inputs(
      """
      (memory 1) (table 2 funcref) (func $f) (start $f)
      (data (i32.const 3) "abc") (data "passive") (elem (i32.const 1) $f)
      """, ["(func $g (export \"g\")) (data \"other\")"])
    var plan = LinkPlan()
    plan.initializers = ["first", "second"]
    plan.exports = [.init(name: "x", item: LinkItem(input: 1, kind: .function, index: 0))]
    let module = try Linker.link(inputs, AdapterConvention(inputs), plan, features: .wasm2).module
    #expect(module.start == nil)
    #expect(module.exports.map { "\($0.name)" } == ["x", "first", "second"])
    #expect(module.data.map(\.mode) == [.passive, .passive, .passive])
    #expect(module.elements.map(\.mode) == [.passive])
    let instructions = try Instructions.all(of: module, function: module.exports[1].index)
    #expect(
      instructions == [
        .i32Const(1), .i32Const(0), .i32Const(1), .tableInit(table: 0, segment: 0), .elemDrop(0),
        .i32Const(3), .i32Const(0), .i32Const(3), .memoryInit(memory: 0, segment: 0), .dataDrop(0),
        .call(0), .end,
      ])
    #expect(try Instructions.all(of: module, function: module.exports[2].index) == [.end])
  }

  @Test func bodiesStayAsTheyAreButForIndices() throws {
    // Without adapters every index stays, so nothing changes but how numbers are written.
    for program in try Corpus.benchmarks().prefix(6) {
      let input = try LinkInput(name: "main", bytes: program.module(), features: .wasm2)
      let linked = try Linker.link(main: input, adapters: [])
      let before = try Instructions.all(of: input.module)
      let after = try Instructions.all(of: linked.module)
      #expect(before.map(\.instruction) == after.map(\.instruction), "\(program)")
      let places = after.map { linked.sources.place(of: $0.offset) }
      #expect(
        places == before.map { SourceMap.Place(input: 0, offset: $0.offset) }, "\(program)")
      #expect(linked.module.functions.map(\.typeIndex).count == input.module.functions.count)
    }
  }
}

/// Lists the instructions of a module.
private struct Instructions: InstructionVisitor {
  /// The instructions with their offsets.
  var all: [(instruction: Wasm.Instruction, offset: Int)] = []

  mutating func visit(
    _ instruction: Wasm.Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) {
    all.append((instruction, offset))
  }

  /// The instructions of one function.
  static func all(of module: Module, function: Int) throws -> [Wasm.Instruction] {
    var visitor = Instructions()
    try FunctionValidator(module: module).validate(functionIndex: function, visitor: &visitor)
    return visitor.all.map(\.instruction)
  }

  /// The instructions of all bodies.
  static func all(of module: Module) throws -> [(instruction: Wasm.Instruction, offset: Int)] {
    var visitor = Instructions()
    let validator = FunctionValidator(module: module)
    for index in module.functions.indices {
      try validator.validate(functionIndex: index, visitor: &visitor)
    }
    return visitor.all
  }
}
