import Foundation
import TestSupport
import Testing
import WasmScript

/// `run --invoke`: exported functions called by name with arguments of their own types.
@Suite(.enabled(if: WastTool.wat2wasm != nil, "needs wat2wasm"))
struct InvokeTests {
  /// A module without an entry point.
  private static let module = Array(
    """
    (module
      (memory 1)
      (global $count (mut i32) (i32.const 40))
      (func $start (global.set $count (i32.add (global.get $count) (i32.const 2))))
      (start $start)
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "wide") (param i64) (result i64) (local.get 0))
      (func (export "count") (result i32) (global.get $count))
      (func (export "nothing"))
      (func (export "trap") unreachable)
      (func (export "loop") (loop (br 0)))
      (func (export "swap") (param f32 f64 v128 externref) (result externref v128 f64 f32)
        (local.get 3) (local.get 2) (local.get 1) (local.get 0))
      (func (export "many") (param i64 i64 i64 i64 i64 i64 i64 v128 i32)
        (result i64 i64 i64 i64 i64 i64 i64 v128 i32)
        (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5)
        (local.get 6) (local.get 7) (local.get 8))
      (func (export "byte") (param i32) (result i32) (i32.load8_u (local.get 0)))
      (func (export "packed") (param i32 i32) (result i64) (i64.const 0)))
    """.utf8)

  /// Calls a function of the module.
  private func invoke(_ words: String...) throws -> BuiltCommand.Result {
    try BuiltCommand.run(["run", "-", "--invoke"] + words, input: Self.module)
  }

  /// The results that a call prints.
  private func results(_ words: String...) throws -> [String] {
    let result = try BuiltCommand.run(["run", "-", "--invoke"] + words, input: Self.module)
    #expect(result.status == 0)
    #expect(result.lines.last?.hasPrefix("gas used: ") == true)
    return Array(result.lines.dropLast())
  }

  /// For the other machine the program has other numbers, and grows its memory by a host call.
  @Test func functionsOfEitherTarget() throws {
    let grow = Array(
      """
      (module (memory 1)
        (func (export "grow") (param i32) (result i32)
          (drop (memory.grow (local.get 0)))
          (i32.store (i32.const 131064) (i32.const 7))
          (i32.add (memory.size) (i32.load (i32.const 131064)))))
      """.utf8)
    for target in ["gp-0.7", "gp-0.8"] {
      let result = try BuiltCommand.run(
        ["run", "-", "--target", target, "--invoke", "grow", "2"], input: grow)
      #expect(result.lines.first == "i32:10")
    }
  }

  @Test func resultsAreTyped() throws {
    #expect(try results("add", "5", "7") == ["i32:12"])
    #expect(try results("add", "-1", "0xffff_ffff") == ["i32:-2"])
    #expect(try results("wide", "-9223372036854775808") == ["i64:-9223372036854775808"])
    #expect(try results("nothing") == [])
  }

  @Test func valuesOfEveryTypeGoInAndOut() throws {
    #expect(
      try results("swap", "-0.5", "nan:0x4000000000000", "i32x4:1,2,3,-1", "7")
        == [
          "externref:7", "v128:0xffffffff000000030000000200000001", "f64:nan:0x4000000000000",
          "f32:-0.5",
        ])
    #expect(
      try results("swap", "-inf", "-nan", "f64x2:1,-0.0", "null")
        == [
          "externref:null", "v128:0x80000000000000003ff0000000000000",
          "f64:-nan:0x8000000000000", "f32:-inf",
        ])
    #expect(try results("swap", "0x1.8p1", "1e-400", "0xff", "0").last == "f32:3.0")
  }

  /// More arguments and results than there are registers.
  @Test func manyValues() throws {
    #expect(
      try results("many", "1", "2", "3", "4", "5", "6", "7", "i64x2:8,9", "-10")
        == (1...7).map { "i64:\($0)" } + ["v128:0x00000000000000090000000000000008", "i32:-10"])
  }

  @Test func instancesAreInitialized() throws {
    #expect(try results("count") == ["i32:42"])
  }

  @Test func json() throws {
    let result = try invoke("add", "1", "2", "--json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
    #expect(object["exit"] as? String == "halt")
    #expect((object["results"] as? [[String: String]]) == [["type": "i32", "value": "3"]])
    #expect(object["gas_used"] is Int)
  }

  @Test func endsWithoutResults() throws {
    #expect(try invoke("trap").status == 3)
    #expect(try invoke("loop", "--gas", "1000").status == 5)
    #expect(try invoke("byte", "65536", "--bounds-checks").status == 3)
  }

  @Test func mistakesAreExplained() throws {
    let unknown = try invoke("ad", "1")
    #expect(unknown.status == 1)
    #expect(unknown.messages.contains("no exported function is named 'ad'"))
    #expect(unknown.messages.contains("  add(i32, i32) -> i32\n"))
    #expect(try invoke("add", "1").messages.contains("is called with 1 argument\n"))
    for text in ["x", "", "4294967296", "-2147483649", "1.5", "+1", "0x"] {
      let result = try invoke("add", "1", text)
      #expect(result.status == 1)
      #expect(result.messages.contains("'\(text)' is no value of type i32"))
    }
    for lanes in ["i32x4:1,2,3", "i8x16:256", "0x", "f32x4:a,b,c,d", "12"] {
      #expect(try invoke("swap", "1", "1", lanes, "null").messages.contains("of type v128"))
    }
    #expect(try invoke("add", "1", "2", "--pc", "5").status == 2)
  }

  /// Without a conventional entry point the error says what there is.
  @Test func missingEntryPoint() throws {
    let result = try BuiltCommand.run(["run", "-"], input: Self.module)
    #expect(result.status == 1)
    #expect(result.messages.contains("'--entry NAME' chooses another export: 'packed'"))
    #expect(result.messages.contains("\n  add: [i32 i32] -> [i32]\n"))
  }
}
