import Foundation
import TestSupport
import Testing
import WasmScript

/// `wast`: scripts of assertions.
@Suite(.enabled(if: WastTool.wast2json != nil, "needs wast2json"))
struct WastTests {
  /// A script all of whose directives hold.
  private static let good = """
    (module $m
      (memory 1)
      (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
      (func (export "load") (param i32) (result i32) (i32.load (local.get 0)))
      (func (export "deep") (call 2))
      (global (export "g") i32 (i32.const 7)))
    (register "m")
    (assert_return (invoke "add" (i32.const 2) (i32.const 3)) (i32.const 5))
    (assert_return (get $m "g") (i32.const 7))
    (assert_trap (invoke "load" (i32.const 65536)) "out of bounds memory access")
    (assert_exhaustion (invoke "deep") "call stack exhausted")
    (assert_invalid (module (func (result i32))) "type mismatch")
    (assert_malformed (module quote "(func") "unexpected end")
    (assert_malformed (module binary "") "unexpected end")
    (assert_unlinkable (module (import "m" "add" (func))) "incompatible import type")
    (assert_unlinkable (module (import "m" "other" (func))) "unknown import")
    (module (import "m" "add" (func $add (param i32 i32) (result i32)))
      (func (export "twice") (param i32) (result i32) (call $add (local.get 0) (local.get 0))))
    (assert_return (invoke "twice" (i32.const 4)) (i32.const 8))
    (invoke "twice" (i32.const 1))
    """

  /// One directive of each kind that does not hold, behind a module.
  private static let bad = """
    (module
      (func (export "one") (result i32) (i32.const 1))
      (func (export "trap") unreachable))
    (assert_return (invoke "one") (i32.const 2))
    (assert_trap (invoke "one") "unreachable")
    (assert_exhaustion (invoke "trap") "call stack exhausted")
    (assert_return (invoke "trap"))
    (invoke "trap")
    (assert_unlinkable (module) "unknown import")
    """

  /// Runs a script.
  private func run(_ text: String, _ options: String...) throws -> BuiltCommand.Result {
    let folder = try TemporaryFolder()
    let path = try folder.write("script.wast", Array(text.utf8))
    return try BuiltCommand.run(["wast", path] + options)
  }

  @Test(arguments: ["0", "2", "z"])
  func everyDirectiveIsReported(_ level: String) throws {
    let result = try run(Self.good, "--bounds-checks", "--opt", level)
    #expect(result.status == 0)
    #expect(result.lines.count == 15)
    #expect(result.lines.dropLast().allSatisfy { $0.contains(": pass ") })
    #expect(result.lines[2].hasSuffix("script.wast:8: pass assert_return"))
    #expect(result.lines.last?.hasSuffix("script.wast: 14 passed, 0 failed") == true)
  }

  @Test func failuresAreReported() throws {
    let result = try run(Self.bad, "--bounds-checks", "--quiet")
    #expect(result.status == 1)
    let problems = [
      "4: FAIL assert_return: returned i32:1, expected i32:2",
      "5: FAIL assert_trap: returned i32:1, expected a trap: unreachable",
      "6: FAIL assert_exhaustion: trapped, expected call stack exhausted",
      "7: FAIL assert_return: trapped, expected no results",
      "8: FAIL invoke: trapped",
      "9: FAIL assert_unlinkable: the imports are satisfied, expected: unknown import",
    ]
    for (line, problem) in zip(result.lines, problems) { #expect(line.hasSuffix(":" + problem)) }
    #expect(result.lines.last?.hasSuffix(": 1 passed, 6 failed") == true)
  }

  @Test func json() throws {
    let result = try run(Self.bad, "--json")
    #expect(result.status == 1)
    let objects = try result.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.count == 7)
    #expect(objects[0]["directive"] as? String == "module")
    #expect(objects[0]["passed"] as? Bool == true)
    #expect(objects[1]["line"] as? Int == 4)
    #expect(objects[1]["problem"] as? String == "returned i32:1, expected i32:2")
  }

  /// Proposals are tried when a script is not WebAssembly 2.0.
  @Test func proposals() throws {
    let script = """
      (module (func $f (export "f") (param i32) (result i32)
        (if (i32.eqz (local.get 0)) (then (return (i32.const 9))))
        (return_call $f (i32.sub (local.get 0) (i32.const 1)))))
      (assert_return (invoke "f" (i32.const 100000)) (i32.const 9))
      """
    #expect(try run(script).status == 0)
  }

  @Test func badScripts() throws {
    let text = try run("(module (func")
    #expect(text.status == 1)
    #expect(text.messages.contains("script.wast:1:"))
    let missing = try BuiltCommand.run(["wast", "no-such-script.wast"])
    #expect(missing.status == 1)
    #expect(missing.messages.contains("no-such-script.wast"))
    let folder = try TemporaryFolder()
    for content in ["{", "{}", #"{"commands": [{"type": "dance", "line": 3}]}"#] {
      let path = try folder.write("script.json", Array(content.utf8))
      #expect(try BuiltCommand.run(["wast", path]).status == 1)
    }
    let module = #"{"commands": [{"type": "module", "line": 1, "filename": "none.wasm"}]}"#
    let path = try folder.write("script.json", Array(module.utf8))
    let result = try BuiltCommand.run(["wast", path])
    #expect(result.status == 1)
    #expect(result.messages.contains("script.json"))
  }
}
