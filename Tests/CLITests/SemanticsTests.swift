import TestSupport
import Testing

/// Options that decide what a module means: imports, floats, memory bounds; and what is rejected.
struct SemanticsTests {
  /// Runs a text module.
  private func run(_ module: String, _ arguments: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["run", "-"] + arguments, input: Array(module.utf8))
  }

  // MARK: Imports

  /// A module with two imports that nothing resolves, both used.
  private static let mystery = SampleModules.main(
    "(call $first (i32.const 1) (i64.const 2)) (call $second)",
    imports: """
      (import "env" "first" (func $first (param i32 i64) (result i64)))
      (import "other" "second" (func $second))
      """)

  @Test func unknownImportsAreAllListedWithTheirTypes() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("m.wat", Self.mystery)
    let result = try BuiltCommand.run(["build", "m.wat"], folder: folder)
    #expect(result.status == 1)
    #expect(result.messages.hasPrefix("wasm-pvm: m.wat: unresolved imports"))
    #expect(result.messages.contains("env.first: function [i32 i64] -> [i64]"))
    #expect(result.messages.contains("other.second: function [] -> []"))
    #expect(result.messages.contains("--imports"))
    #expect(try folder.names() == ["m.wat"])
  }

  /// Runs the module with an import map.
  private func run(mystery map: String) throws -> BuiltCommand.Result {
    let folder = try TemporaryFolder()
    let path = try folder.write("map", map)
    return try run(Self.mystery, "--imports", path)
  }

  @Test func importsBecomeWhatTheMapSays() throws {
    let nothing = try run(mystery: "first = nop # zero\nother.second = nop\n")
    #expect(nothing.lines.first == "exit: halt")
    #expect(nothing.lines.contains("output: 0000000000000000"))
    #expect(try run(mystery: "env.first = trap\nsecond = nop").status == 3)
    let call = try run(mystery: "first = ecalli:17\nsecond = nop")
    #expect(call.status == 6)
    #expect(call.lines.first == "exit: host call 17")
    #expect(try run(mystery: "first = nop").messages.contains("other.second"))
  }

  @Test func abortTraps() throws {
    let module = SampleModules.main(
      "(call $abort (i32.const 0)) (i64.const 1)",
      imports: "(import \"env\" \"abort\" (func $abort (param i32)))")
    #expect(try run(module).status == 3)
  }

  @Test func hostCallsHaveTheirArgumentsAndResult() throws {
    let module = SampleModules.main(
      """
      (call $host_call_5 (i64.const 100) (i64.const 3) (i64.const 0) (i64.const 0)
        (call $pvm_ptr (i64.const 32)) (i64.const 5))
      """,
      imports: """
        (import "env" "host_call_5"
          (func $host_call_5 (param i64 i64 i64 i64 i64 i64) (result i64)))
        (import "env" "pvm_ptr" (func $pvm_ptr (param i64) (result i64)))
        (data (i32.const 32) "hello")
        """)
    let result = try run(module)
    #expect(result.messages.contains("hello\n"))
    #expect(result.lines.contains("output: feffffffffffffff"))
  }

  // MARK: Entry points

  @Test func noEntryPoint() throws {
    let result = try run("(module (func (export \"other\")))")
    #expect(result.status == 1)
    #expect(result.messages.contains("no entry point"))
    #expect(result.messages.contains("--entry"))
  }

  @Test func exportsThatCouldBeEntryPointsAreListed() throws {
    let result = try run(
      """
      (module (func (export "other") (param i64)) (memory (export "memory") 1)
        (func (export "start") (param i32 i32) (result i64) (i64.const 0)))
      """)
    #expect(result.messages.contains("'--entry NAME' chooses another export: 'start'"))
    #expect(result.messages.contains("\n  other: [i64] -> []"))
  }

  @Test func entryPointOfAnotherType() throws {
    let result = try run("(module (func (export \"main\") (param i32)))")
    #expect(result.status == 1)
    #expect(result.messages.contains("[i32] -> []"))
  }

  // MARK: Floats

  /// A module that uses a float if its first argument byte is not 0.
  private static let float = """
    (module
      (memory (export "memory") 1)
      (func $half (param $value i32) (result i32)
        (i32.trunc_f64_s (f64.mul (f64.convert_i32_s (local.get $value)) (f64.const 0.5))))
      (func (export "main") (param $args i32) (param $len i32) (result i64)
        (if (i32.load8_u (local.get $args))
          (then (i32.store (i32.const 0) (call $half (i32.const 10)))))
        (i64.const 0x4_0000_0000)))
    """

  @Test func floatsAreRejectedWithPlaceAndAdvice() throws {
    let result = try run(Self.float, "00", "--floats", "reject")
    #expect(result.status == 1)
    #expect(result.messages.contains("unsupported: "))
    #expect(result.messages.contains("half"))
    #expect(result.messages.contains("offset 0x"))
    #expect(result.messages.contains("f64."))
    #expect(result.messages.contains("--floats trap"))
  }

  @Test func floatsAreComputed() throws {
    let result = try run(Self.float, "01")
    #expect(result.status == 0)
    #expect(String(decoding: result.output, as: UTF8.self).contains("05000000"))
  }

  @Test func floatsTrapWhenExecuted() throws {
    #expect(try run(Self.float, "00", "--floats", "trap").status == 0)
    #expect(try run(Self.float, "01", "--floats", "trap").status == 3)
  }

  // MARK: Memory

  @Test func droppedLoadTrapsWithBoundsChecks() throws {
    let module = SampleModules.main("(drop (i32.load (i32.const 65536))) (i64.const 7)")
    #expect(try run(module).lines.contains("output: 0700000000000000"))
    #expect(try run(module, "--bounds-checks").status == 3)
  }

  @Test func argumentsCanBeReadWithBoundsChecks() throws {
    let module = SampleModules.main("(i64.load32_u (local.get $args))")
    let result = try run(module, "2a000000", "--bounds-checks")
    #expect(result.lines.contains("output: 2a00000000000000"))
  }

  @Test func divisionByZeroPanics() throws {
    let module = SampleModules.main(
      "(i64.div_u (i64.const 1) (i64.load32_u (local.get $args)))")
    #expect(try run(module, "00000000").status == 3)
    #expect(try run(module, "01000000").lines.contains("output: 0100000000000000"))
  }
}
