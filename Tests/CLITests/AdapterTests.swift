import TestSupport
import Testing
import WasmPVM

/// `--adapter`: modules linked with the program.
struct AdapterTests {
  /// A program that needs two functions.
  private static let program = SampleModules.main(
    "(i64.add (call $one) (call $two))",
    imports: """
      (import "env" "one" (func $one (result i64)))
      (import "env" "two" (func $two (result i64)))
      """)

  /// An adapter that exports a function.
  private static func adapter(_ name: String, _ value: Int) -> String {
    "(module (func (export \"\(name)\") (result i64) (i64.const \(value))))"
  }

  /// A folder with the program and two adapters, one of them in binary.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", Self.program)
    _ = try folder.write("one.wat", Self.adapter("one", 30))
    _ = try folder.write(
      "two.wasm",
      TextInput.assemble(Array(Self.adapter("two", 12).utf8), name: "two.wat"))
    return folder
  }

  @Test func adaptersOfBothFormatsAreLinked() throws {
    let folder = try folder()
    let arguments = ["main.wat", "--adapter", "one.wat", "--adapter=two.wasm"]
    let result = try BuiltCommand.run(["run"] + arguments, folder: folder)
    #expect(result.lines.prefix(2) == ["exit: halt", "output: 2a00000000000000"])
    #expect(try BuiltCommand.run(["build"] + arguments, folder: folder).status == 0)
    let built = try BuiltCommand.run(["run", "main.jam"], folder: folder)
    #expect(built.lines == result.lines)
  }

  @Test func whatIsLeftIsSubjectToTheImportMap() throws {
    let folder = try folder()
    let result = try BuiltCommand.run(
      ["build", "main.wat", "--adapter", "one.wat"], folder: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains("unresolved imports"))
    #expect(result.messages.contains("env.two: function [] -> [i64]"))
    #expect(!result.messages.contains("env.one"))
    _ = try folder.write("map", "two = nop")
    let mapped = try BuiltCommand.run(
      ["run", "main.wat", "--adapter", "one.wat", "--imports", "map"], folder: folder)
    #expect(mapped.lines.contains("output: 1e00000000000000"))
  }

  @Test func errorsNameTheFile() throws {
    let folder = try folder()
    _ = try folder.write("again.wat", Self.adapter("two", 1))
    let ambiguous = try BuiltCommand.run(
      ["build", "main.wat", "--adapter", "two.wasm", "--adapter", "again.wat"], folder: folder)
    #expect(ambiguous.status == 1)
    #expect(
      ambiguous.messages.hasPrefix(
        "wasm-pvm: main.wat: the main module: the import env.two is ambiguous: exported by adapter "
          + "two.wasm and adapter again.wat, at byte "))
    _ = try folder.write("bad.wat", "(module (func (result i32)))")
    let bad = try BuiltCommand.run(["build", "main.wat", "--adapter", "bad.wat"], folder: folder)
    #expect(bad.status == 1)
    #expect(bad.messages.hasPrefix("wasm-pvm: bad.wat:1:"))
    _ = try folder.write("cut.wasm", Array(try #require(folder.read("two.wasm")).dropLast(3)))
    let cut = try BuiltCommand.run(["build", "main.wat", "--adapter", "cut.wasm"], folder: folder)
    #expect(cut.status == 1)
    #expect(cut.messages.hasPrefix("wasm-pvm: main.wat: adapter cut.wasm: "))
    _ = try folder.write("text", "no module")
    let text = try BuiltCommand.run(["build", "main.wat", "--adapter", "text"], folder: folder)
    #expect(text.messages == "wasm-pvm: text is not a WebAssembly module\n")
    let missing = try BuiltCommand.run(["build", "main.wat", "--adapter", "none"], folder: folder)
    #expect(missing.status == 1)
    #expect(missing.messages.hasPrefix("wasm-pvm: cannot read none: "))
    #expect(folder.read("main.jam") == nil)
  }

  @Test func compiledInputsHaveNoAdapters() throws {
    let folder = try folder()
    let result = try BuiltCommand.run(
      ["run", "-", "--adapter", "one.wat"], input: SamplePrograms.addition, folder: folder)
    #expect(result.status == 2)
    #expect(result.messages.contains("'--adapter' has no effect"))
  }
}
