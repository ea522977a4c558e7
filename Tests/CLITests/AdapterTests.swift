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

  @Test(arguments: ["0", "2"]) func globalsMayBeVectors(_ level: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "adapter.wat", #"(module (global (export "g") v128 (v128.const i64x2 7 9)))"#)
    _ = try folder.write(
      "main.wat",
      #"""
      (module
        (import "env" "g" (global $imported v128))
        (global $own v128 (global.get $imported))
        (memory (export "memory") 1)
        (func (export "main") (param i32 i32) (result i64)
          (v128.store (i32.const 0) (global.get $own))
          (v128.store (i32.const 16) (global.get $imported))
          (i64.const 0x2000000000)))
      """#)
    let result = try BuiltCommand.run(
      ["run", "main.wat", "--adapter", "adapter.wat", "--opt", level], folder: folder)
    let vector = "07000000000000000900000000000000"
    #expect(result.lines.prefix(2) == ["exit: halt", "output: \(vector)\(vector)"])
  }

  /// A register has no room for a vector, and no host function takes one.
  @Test func hostCallsTakeNoVectors() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "main.wat",
      SampleModules.main(
        "(call $f (v128.const i64x2 1 2))",
        imports: #"(import "env" "f" (func $f (param v128) (result i64)))"#))
    _ = try folder.write("map", "f = ecalli:17")
    let result = try BuiltCommand.run(["build", "main.wat", "--imports", "map"], folder: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains("[v128] -> [i64], but must have numbers only [T005]"))
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

  /// A module with a function that nobody exports, whose memory is imported under a name, and with a custom section.
  private static func module(memory: String, section: String) -> [UInt8] {
    func vector(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count)] + bytes }
    func text(_ text: String) -> [UInt8] { vector(Array(text.utf8)) }
    return Array("\0asm".utf8) + [1, 0, 0, 0] + [1, 4, 1, 0x60, 0, 0] + [2]
      + vector([1] + text("env") + text(memory) + [2, 0, 0]) + [3, 2, 1, 0]
      + [10, 4, 1, 2, 0, 0x0B] + [0] + vector(text(section))
  }

  /// What `clang -c` writes has neither exports nor a place for its data; a linked module may keep its relocations (`--emit-relocs`).
  @Test(arguments: [
    ("__linear_memory", "linking", true), ("__linear_memory", "other", false),
    ("memory", "linking", false),
  ])
  func objectFilesAreNamed(memory: String, section: String, isObjectFile: Bool) throws {
    let folder = try folder()
    _ = try folder.write("part.wasm", Self.module(memory: memory, section: section))
    for options in [[], ["--adapter", "one.wat"]] {
      let result = try BuiltCommand.run(["build", "part.wasm"] + options, folder: folder)
      #expect(result.status == 1)
      #expect(result.messages.contains("this is an object file") == isObjectFile)
      #expect(result.messages.contains("[T011]") == isObjectFile)
    }
    let adapter = try BuiltCommand.run(
      ["build", "main.wat", "--adapter", "part.wasm"], folder: folder)
    #expect(adapter.status == 1)
    #expect(
      adapter.messages.hasPrefix("wasm-pvm: main.wat: adapter part.wasm: this is an object file")
        == isObjectFile)
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

  // MARK: The program's memory

  /// A program that has an adapter read and write its memory.
  private static let pointers = """
    (module (import "env" "swap" (func $swap (param i32))) (memory (export "memory") 1)
      (data (i32.const 64) "\\01\\02\\03\\04\\05\\06\\07\\08")
      (func (export "main") (param i32 i32) (result i64)
        (call $swap (i32.const 64)) (i64.const 0x8_0000_0040)))
    """

  /// An adapter that uses a memory without having one.
  private static let swap = """
    (module (func (export "swap") (param $p i32)
      (i64.store (local.get $p) (i64.rotl (i64.load (local.get $p)) (i64.const 32)))
      (memory.copy (local.get $p) (i32.const 8) (i32.const 2)))
      (data (i32.const 8) "\\aa\\bb"))
    """

  @Test(arguments: [[], ["--bounds-checks"], ["--opt", "0"]])
  func adaptersWithoutMemoryUseThePrograms(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", Self.pointers)
    _ = try folder.write("swap.wat", Self.swap)
    _ = try folder.write(
      "swap.wasm",
      TextInput.assemble(Array(Self.swap.utf8), name: "swap.wat", impliesMemory: true))
    for adapter in ["swap.wat", "swap.wasm"] {
      let result = try BuiltCommand.run(
        ["run", "main.wat", "--adapter", adapter] + options, folder: folder)
      #expect(result.lines.prefix(2) == ["exit: halt", "output: aabb070801020304"])
    }
  }

  @Test func adaptersWithoutMemoryNeedAProgramWithOne() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "main.wat",
      """
      (module (import "env" "swap" (func $swap (param i32)))
        (func (export "main") (param i32 i32) (result i64) (call $swap (i32.const 64)) (i64.const 0)))
      """)
    _ = try folder.write("swap.wat", Self.swap)
    let result = try BuiltCommand.run(
      ["build", "main.wat", "--adapter", "swap.wat"], folder: folder)
    #expect(result.status == 1)
    #expect(result.messages.contains("adapter swap.wat: it uses a memory"))
    #expect(result.messages.contains("[K009]"))
    // What is wrong beside that has the tool's message with its line.
    _ = try folder.write(
      "bad.wat", "(module (func (export \"swap\") (param i32)\n (drop (i64.load (i64.const 1)))))")
    let bad = try BuiltCommand.run(["build", "main.wat", "--adapter", "bad.wat"], folder: folder)
    #expect(bad.status == 1)
    #expect(bad.messages.contains("bad.wat:2:"))
    // A program has to declare its memory.
    let alone = try BuiltCommand.run(["build", "swap.wat"], folder: folder)
    #expect(alone.status == 1)
    #expect(alone.messages.contains("memory variable out of range"))
  }
}
