import Foundation
import TestSupport
import Testing

/// The container's sizes and limits: what options, `inspect` and `run` have to say about them.
struct ContainerTests {
  /// A module whose file has more than four million bytes, most of them zeros.
  private static let large = SampleModules.main(
    "(i64.load (i32.const 4100000))",
    imports: """
      (data (i32.const 16) "first")
      (data (i32.const 4100000) "second")
      """, memory: "64")

  /// A module that recurses about a thousand deep.
  private static let deep = """
    (module
      (memory (export "memory") 1)
      (func $a (param $m i32) (param $n i32) (result i32)
        (if (i32.eqz (local.get $m)) (then (return (i32.add (local.get $n) (i32.const 1)))))
        (if (i32.eqz (local.get $n))
          (then (return (call $a (i32.sub (local.get $m) (i32.const 1)) (i32.const 1)))))
        (call $a (i32.sub (local.get $m) (i32.const 1))
          (call $a (local.get $m) (i32.sub (local.get $n) (i32.const 1)))))
      (func (export "main") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (call $a (i32.const 2) (i32.const 500)))
        (i64.const 0x4_0000_0000)))
    """

  /// Runs the command in a folder with a module.
  private func run(
    _ module: String, _ arguments: String..., in folder: TemporaryFolder? = nil
  ) throws -> BuiltCommand.Result {
    let folder = try folder ?? TemporaryFolder()
    _ = try folder.write("m.wat", module)
    return try BuiltCommand.run(arguments, folder: folder)
  }

  /// The JSON object that a command printed.
  private func json(_ result: BuiltCommand.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
  }

  // MARK: Size

  @Test func largeFilesFailIfAskedFor() throws {
    let folder = try TemporaryFolder()
    let result = try run(
      SampleModules.arithmetic, "build", "m.wat", "--max-size", "60", "--symbols", "s", in: folder)
    #expect(result.status == 1)
    #expect(result.messages.hasPrefix("wasm-pvm: m.jam has "))
    #expect(result.messages.contains(" bytes, more than 60; what weighs most:\n"))
    #expect(result.messages.contains("  function entry.0.main\n"))
    #expect(try folder.names() == ["m.wat"])
    let fits = try run(SampleModules.arithmetic, "build", "m.wat", "--max-size", "300", in: folder)
    #expect(fits.status == 0)
    #expect(fits.messages.isEmpty)
    #expect(try folder.names() == ["m.jam", "m.wat"])
  }

  @Test func servicesThatAreTooLargeAreWarnedAbout() throws {
    let folder = try TemporaryFolder()
    let stored = ["--startup-copy", "never"]
    let result = try run(Self.large, "build", "m.wat", stored[0], stored[1], in: folder)
    #expect(result.status == 0)
    #expect(result.messages.hasPrefix("wasm-pvm: warning: m.jam has 41000"))
    #expect(
      result.messages.contains(
        """
         bytes, more than 4000000; what weighs most:
           4099979  zeros before memory segment 0x3e8fa0
        """))
    #expect(try #require(folder.read("m.jam")).count > 4_000_000)
    let asked = try run(
      Self.large, "build", "m.wat", "--max-size", "5_000_000", stored[0], stored[1], in: folder)
    #expect(asked.status == 0)
    #expect(asked.messages.isEmpty)
    let inspected = try BuiltCommand.run(["inspect", "m.jam"], folder: folder)
    #expect(inspected.text.contains(" bytes, TOO LARGE for the 4000000 of a service\n"))
    let object = try json(try BuiltCommand.run(["inspect", "m.jam", "--json"], folder: folder))
    #expect(object["fits_service"] as? Bool == false)
    #expect(object["file_bytes"] as? Int == folder.read("m.jam")?.count)
    // By default the contents are copied to their place, and the zeros are not in the file.
    let copied = try run(Self.large, "build", "m.wat", in: folder)
    #expect(copied.messages.isEmpty)
    #expect(try #require(folder.read("m.jam")).count < 1000)
  }

  @Test func theLimitConcernsProgramFilesOnly() throws {
    let result = try run(
      SampleModules.arithmetic, "build", "m.wat", "--emit", "asm", "--max-size", "1")
    #expect(result.status == 2)
  }

  // MARK: Heap

  @Test func heapPagesCanBeAdded() throws {
    func pages(_ arguments: String...) throws -> Int? {
      let folder = try TemporaryFolder()
      _ = try folder.write("m.wat", SampleModules.arithmetic)
      let result = try BuiltCommand.run(["inspect", "m.wat", "--json"] + arguments, folder: folder)
      return try json(result)["heap_pages"] as? Int
    }
    #expect(try pages() == 16)
    #expect(try pages("--heap-pages", "16") == 16)
    #expect(try pages("--heap-pages", "20") == 20)
    let result = try run(
      SampleModules.arithmetic, "run", "m.wat", "0500000007000000", "--heap-pages", "20")
    #expect(result.lines.contains("output: 0c000000"))
  }

  @Test func neededHeapPagesCannotBeTaken() throws {
    let result = try run(SampleModules.arithmetic, "build", "m.wat", "--heap-pages", "15")
    #expect(result.status == 1)
    #expect(
      result.messages == """
        wasm-pvm: m.wat: the program needs 16 heap pages of 4096 bytes, so it cannot have 15 [B001]

        """)
  }

  @Test func programsThatGrowHaveTheirHeapEndWhereMemoryEnds() throws {
    let module = SampleModules.main(
      "(i64.extend_i32_s (memory.grow (i32.const 1)))", memory: "1 9")
    let result = try run(module, "build", "m.wat", "--heap-pages", "17")
    #expect(result.status == 1)
    #expect(result.messages.contains("[B002]"))
    #expect(try run(module, "build", "m.wat", "--heap-pages", "16").status == 0)
  }

  // MARK: Stack

  @Test func stackOverflowIsSaid() throws {
    let result = try run(Self.deep, "run", "m.wat", "--stack-size", "8192")
    #expect(result.status == 4)
    #expect(
      result.lines.prefix(2) == [
        "exit: page fault at 0xfefdd000",
        "stack overflow: the stack of 8192 bytes begins at 0xfefde000; a larger --stack-size may help",
      ])
    let object = try json(try run(Self.deep, "run", "m.wat", "--stack-size", "8192", "--json"))
    #expect(object["stack_overflow"] as? Bool == true)
    #expect(object["fault_address"] as? Int == 0xFEFD_D000)
    #expect(try run(Self.deep, "run", "m.wat").lines.contains("output: eb030000"))
  }

  @Test func otherPageFaultsAreNot() throws {
    let module = SampleModules.main("(i64.load (i32.const 0x1000000))")
    let result = try run(module, "run", "m.wat")
    #expect(result.status == 4)
    #expect(!result.text.contains("stack"))
  }

  @Test func entryPointsThatDoTheSameInitializeOnce() throws {
    let module = """
      (module
        (memory (export "memory") 1)
        (global $state (mut i64) (i64.const 5))
        (func $entry (export "main") (export "accumulate") (param i32 i32) (result i64)
          (global.set $state (i64.add (global.get $state) (i64.load (local.get 0))))
          (i64.store (i32.const 0) (global.get $state))
          (if (i32.gt_u (local.get 1) (i32.const 100))
            (then (return (call $entry (local.get 0) (i32.const 8)))))
          (i64.const 0x800000000)))
      """
    for level in ["0", "2", "z"] {
      let runs = try ["0", "5"].map {
        try run(module, "run", "m.wat", "--opt", level, "--pc", $0, "--args", "0300000000000000")
          .lines
      }
      #expect(runs[0] == runs[1])
      #expect(runs[0].contains("output: 0800000000000000"))
    }
  }

  // MARK: Layout

  @Test func entryPointsAndDataAreListed() throws {
    let module = """
      (module
        (memory (export "memory") 1)
        (data (i32.const 256) "abc")
        (global $counter (mut i64) (i64.const 1))
        (table $t 3 funcref)
        (elem (i32.const 0) $f $g $f)
        (func $f (result i64) (i64.const 5))
        (func $g (result i64) (global.get $counter))
        (func (export "main") (param $args i32) (param $len i32) (result i64)
          (table.set $t (i32.const 1) (table.get $t (local.get $len)))
          (call_indirect $t (result i64) (i32.load (local.get $args))))
        (func (export "accumulate") (param i32 i32) (result i64)
          (global.set $counter (i64.add (global.get $counter) (i64.load (local.get 0))))
          (global.get $counter)))
      """
    let result = try run(module, "inspect", "m.wat")
    #expect(result.status == 0, "\(result.messages)")
    let lines = result.lines
    let entries = try #require(lines.firstIndex(of: "entry points"))
    #expect(lines[entries + 1] == "  pc 0  main")
    #expect(lines[entries + 2] == "  pc 5  accumulate")
    let data = try #require(lines.firstIndex(of: "data"))
    #expect(
      lines[data...].prefix(5) == [
        "data", "  00020000-0002000c  array table.0", "  00021000-00031000  linear memory",
        "  00021100-00021103  segment at 0x100 of the linear memory",
        "  fefdfff8-fefe0000  global global.0.counter",
      ])
    let object = try json(try run(module, "inspect", "m.wat", "--json"))
    let items = try #require(object["data"] as? [[String: Any]])
    #expect(items.map { $0["kind"] as? String } == ["array", "memory", "segment", "global"])
    #expect(items.first?["start"] as? Int == 0x20000)
    let points = try #require(object["entry_points"] as? [[String: Any]])
    #expect(points.map { $0["pc"] as? Int } == [0, 5])
  }
}
