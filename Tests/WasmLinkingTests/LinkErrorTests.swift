import Support
import TestSupport
import Testing
import Wasm
import WasmLinking
import WasmPVM

/// What cannot be linked, and what is said about it.
@Suite(.enabled(if: Linking.isAvailable, "needs wat2wasm"))
struct LinkErrorTests {
  @Test func missing() throws {
    let error = try Linking.error(
      "(memory 1)", "(import \"main\" \"f\" (func (param i32) (result i64)))")
    #expect(error.code == "K001")
    #expect(error.errorClass == .rejected)
    #expect(
      error.description == """
        a.wat: the import main.f is a function [i32] -> [i64], but main.wat has no export of that \
        name, at byte 19 of the module [K001]
        """)
  }

  @Test func missingMemory() throws {
    let error = try Linking.error("", "(import \"main\" \"memory\" (memory 1 2))")
    #expect(error.description.contains("main.memory is a memory of 1 to 2 pages, but main.wat"))
  }

  @Test func ambiguous() throws {
    let export = "(func (export \"f\"))"
    let error = try Linking.error("(import \"env\" \"f\" (func))", export, "(memory 0)", export)
    #expect(error.code == "K002")
    #expect(error.description.contains("main.wat: the import env.f is ambiguous"))
    #expect(error.description.contains("exported by a.wat and c.wat"))
  }

  @Test func ambiguityIsAboutDifferentThings() throws {
    // Both export the main module's memory.
    let reexport = "(import \"main\" \"memory\" (memory 1)) (export \"m\" (memory 0))"
    let user = "(import \"env\" \"m\" (memory 1))"
    _ = try Linking.link("(memory (export \"memory\") 1)", reexport, reexport, user)
    let other = "(global (export \"g\") i32 (i32.const 1))"
    let import_ = "(import \"env\" \"g\" (global i32))"
    #expect(try Linking.error(other, other, import_).code == "K002")
  }

  /// Pairs of an import and an export that do not fit, and what is said about both.
  static let mismatches:
    [(expected: String, found: String, importText: String, exportText: String)] = [
      (
        "function [i32] -> []", "function [i64] -> []", "(func (param i32))",
        "(func (export \"x\") (param i64))"
      ),
      (
        "function [] -> []", "function [] -> [i32]", "(func)",
        "(func (export \"x\") (result i32) (i32.const 0))"
      ),
      (
        "function [] -> []", "memory of 1 or more pages", "(func)", "(memory (export \"x\") 1)"
      ),
      (
        "mutable global i32", "immutable global i32", "(global (mut i32))",
        "(global (export \"x\") i32 (i32.const 0))"
      ),
      (
        "immutable global i64", "immutable global i32", "(global i64)",
        "(global (export \"x\") i32 (i32.const 0))"
      ),
      (
        "memory of 2 or more pages", "memory of 1 or more pages", "(memory 2)",
        "(memory (export \"x\") 1)"
      ),
      (
        "memory of 1 to 3 pages", "memory of 1 or more pages", "(memory 1 3)",
        "(memory (export \"x\") 1)"
      ),
      (
        "memory of 1 to 3 pages", "memory of 1 to 4 pages", "(memory 1 3)",
        "(memory (export \"x\") 1 4)"
      ),
      (
        "table of funcref, 2 or more elements", "table of funcref, 1 to 9 elements",
        "(table 2 funcref)", "(table (export \"x\") 1 9 funcref)"
      ),
      (
        "table of externref, 1 or more elements", "table of funcref, 1 or more elements",
        "(table 1 externref)", "(table (export \"x\") 1 funcref)"
      ),
    ]

  @Test(arguments: mismatches.indices)
  func wrongType(_ index: Int) throws {
    let item = Self.mismatches[index]
    let error = try Linking.error("(import \"env\" \"x\" \(item.importText))", item.exportText)
    #expect(error.code == "K003")
    #expect(
      error.description.hasPrefix(
        "main.wat: the import env.x is a \(item.expected), but the export of a.wat is a "
          + "\(item.found), at byte "))
  }

  @Test func matchingLimits() throws {
    _ = try Linking.link("(import \"env\" \"x\" (memory 1 9))", "(memory (export \"x\") 2 8)")
    _ = try Linking.link("(import \"env\" \"x\" (memory 1))", "(memory (export \"x\") 2 8)")
    _ = try Linking.link(
      "(import \"env\" \"x\" (table 1 9 funcref))", "(table (export \"x\") 1 9 funcref)")
  }

  @Test func typesAreComparedAtTheDefinition() throws {
    // What b re-exports is what a defines, which is larger than what b asks for.
    let memory = "(memory (export \"m\") 3)"
    let between = "(import \"env\" \"m\" (memory 1)) (export \"x\" (memory 0))"
    _ = try Linking.link("(import \"env\" \"x\" (memory 2))", memory, between)
    let error = try Linking.error("(import \"env\" \"x\" (memory 4))", memory, between)
    #expect(error.description.contains("but the export of b.wat is a memory of 3 or more pages"))
  }

  @Test func importCycle() throws {
    let error = try Linking.error(
      "(import \"env\" \"f\" (func))",
      "(import \"env\" \"g\" (func)) (export \"f\" (func 0))",
      "(import \"env\" \"f\" (func)) (export \"g\" (func 0))")
    #expect(error.code == "K004")
    #expect(
      error.description.contains(
        "env.g of a.wat, which means env.f of b.wat, which means env.g"))
  }

  @Test func cycleThroughTheMainModule() throws {
    let error = try Linking.error(
      "(import \"env\" \"f\" (func)) (export \"g\" (func 0))",
      "(import \"main\" \"g\" (func)) (export \"f\" (func 0))")
    #expect(error.code == "K004")
  }

  @Test func globalCycle() throws {
    let error = try Linking.error(
      """
      (import "env" "a" (global i32))
      (global (export "m") i32 (global.get 0))
      """,
      """
      (import "main" "m" (global i32))
      (global $a (export "a") i32 (global.get 0))
      """)
    #expect(error.code == "K005")
    #expect(error.description.contains("the initial value of global 1"))
  }

  @Test func severalMemories() throws {
    let error = try Linking.error("(memory 1)", "(memory 1)")
    #expect(error.code == "K006")
    #expect(error.errorClass == .unsupported)
    #expect(error.description.hasPrefix("a.wat: a memory beside that of main.wat"))
  }

  @Test func endlessInitialValue() throws {
    // Every module doubles the length of the value before it.
    var modules = ["(global (export \"g0\") i32 (i32.const 1))"]
    for number in 1...3 {
      modules.append(
        """
        (import "env" "g\(number - 1)" (global i32))
        (global (export "g\(number)") i32 \(String(repeating: "(i32.add (global.get 0) ", count: 40))
          (i32.const 0)\(String(repeating: ")", count: 40)))
        """)
    }
    let inputs = try Linking.inputs("", modules, features: .all)
    let error = try #require(throws: LinkError.self) {
      _ = try Linker.link(
        main: inputs[0], adapters: Array(inputs.dropFirst()), features: .all)
    }
    #expect(error.code == "K007")
  }

  @Test func invalidInput() throws {
    let bytes = try Linking.assemble("(memory 1)")
    let error = try #require(throws: LinkError.self) {
      _ = try LinkInput(name: "a.wasm", bytes: Array(bytes.dropLast(2)), features: .wasm2)
    }
    #expect(error.description.hasPrefix("a.wasm: "))
    #expect(error.code.hasPrefix("W"))
  }

  @Test func longChains() throws {
    // A thousand imports that go back and forth between two modules.
    let count = 1000
    func module(_ offset: Int) -> String {
      let numbers = stride(from: offset, to: 2 * count, by: 2)
      let imports = numbers.map { "(import \"env\" \"f\($0 + 1)\" (func))" }
      let exports = numbers.enumerated().map { "(export \"f\($1)\" (func \($0)))" }
      return (imports + exports).joined(separator: "\n")
    }
    let main = "(import \"env\" \"f0\" (func))"
    let linked = try Linking.link(main, module(0), module(1))
    #expect(linked.module.imports.map { "\($0.name)" } == ["f\(2 * count)"])
  }

  // MARK: Errors of later stages

  @Test func unresolvedImportsAreReported() throws {
    let main = Linking.main("(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let adapter = """
      (import "env" "gone" (func $gone))
      (func (export "f") (result i64) (call $gone) (i64.const 1))
      """
    let error = try #require(throws: CompileError.self) { _ = try Linking.run(main, adapter) }
    #expect(error.code == "T004")
    #expect(error.description.contains("env.gone: function [] -> []"))
    #expect(!error.description.contains("env.f"))
  }

  @Test func placesAreThoseInTheInputs() throws {
    let float = "(drop (f32.add (f32.const 1) (f32.const 2)))"
    let main = Linking.main("(import \"env\" \"f\" (func $f (result i64)))", output: "(call $f)")
    let adapter = """
      (import "env" "gone" (func $gone))
      (func $unused (result i32) (i32.const 1))
      (func (export "f") (result i64) (drop (call $unused)) \(float) (i64.const 1))
      """
    let bytes = try Linking.assemble(adapter)
    let instruction: [UInt8] = [0x92, 0x1A]  // f32.add drop
    let offset = try #require(bytes.indices.first { bytes[$0...].starts(with: instruction) })
    let error = try #require(throws: CompileError.self) {
      _ = try Linking.run(main, adapter, floats: .reject)
    }
    #expect(
      error.description.hasPrefix(
        "adapter a.wat: function 2 (f), offset 0x\(String(offset, radix: 16)): "))
    let own = try #require(throws: CompileError.self) {
      _ = try Linking.run(
        Linking.main(
          "(import \"env\" \"f\" (func $f (result i64)))",
          output: "(block (result i64) \(float) (call $f))"),
        "(func (export \"f\") (result i64) (i64.const 1))", floats: .reject)
    }
    #expect(own.description.hasPrefix("function 1 (main), offset 0x"), "\(own.description)")
  }
}
