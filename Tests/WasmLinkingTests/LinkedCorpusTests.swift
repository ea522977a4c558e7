import TestSupport
import Testing
import Wasm
import WasmLinking
import WasmPVM

/// Real programs do the same when all their indices have changed.
@Suite(.enabled(if: Linking.isAvailable, "needs wat2wasm"))
struct LinkedCorpusTests {
  /// A main module that has nothing but an entry point, which it imports, and things that come before those of the adapter:
  /// types, functions, globals, a table, segments.
  private static let frame = """
    (type (func (param f64 f32)))
    (import "env" "main" (func $main (param i32 i32) (result i64)))
    (import "env" "memory" (memory 0))
    (func $nothing (export "nothing"))
    (global (mut i64) (i64.const 1))
    (table 2 funcref)
    (elem (i32.const 1) $nothing)
    (data "passive")
    (export "main" (func $main))
    """

  @Test(arguments: try Corpus.benchmarks())
  func asAdapter(_ program: CorpusProgram) throws {
    let bytes = try program.module()
    let item = try #require(program.cases.first)
    let options = CompileOptions(optimization: .one, checksAllocation: true)
    var linked = options
    linked.adapters = [Adapter(name: program.name, wasm: bytes)]
    let expected = try CorpusExecution(bytes, options).run(item)
    let found = try CorpusExecution(Linking.assemble(Self.frame), linked).run(item)
    // Only the order of the functions is another.
    guard case .right(let gas) = expected, case .right(let linkedGas) = found else {
      Issue.record("\(expected), linked \(found)")
      return
    }
    #expect(abs(linkedGas - gas) <= gas / 50, "\(gas) gas, linked \(linkedGas)")
  }

  @Test(arguments: try Corpus.integerPrograms().filter { $0.name.hasPrefix("as_") })
  func withAnAdapter(_ program: CorpusProgram) throws {
    // What AssemblyScript imports is no longer imported, so that every function has another index.
    let adapter = try Linking.assemble(
      """
      (import "env" "memory" (memory 0))
      (func (export "abort") (param i32 i32 i32 i32) (memory.fill
        (local.get 0) (local.get 1) (i32.const 1)) (unreachable))
      """)
    let options = CompileOptions(adapters: [Adapter(name: "abort.wat", wasm: adapter)])
    let execution = try CorpusExecution(program.module(), options)
    for item in program.cases.prefix(1) {
      guard case .right = try execution.run(item) else {
        Issue.record("\(try execution.run(item))")
        return
      }
    }
  }
}
