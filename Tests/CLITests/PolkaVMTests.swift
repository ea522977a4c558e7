import Foundation
import PVM
import TestSupport
import Testing

/// Containers of PolkaVM's toolchain as inputs of commands.
struct PolkaVMTests {
  /// A program with two entry points: `main` logs and returns its arguments, `other` calls what nothing answers.
  private static func program(_ target: Target = .gp08) throws -> ProgramBlob {
    try Assembler.assemble(
      """
      move_reg r5, r7
      move_reg r6, r8
      load_imm r7, 2
      load_imm r8, 0
      load_imm r9, 0
      load_imm r10, 0x10000
      load_imm r11, 2
      ecalli 0
      move_reg r7, r5
      move_reg r8, r6
      jump_ind r0, 0
      ecalli 1
      trap
      """, target: target)
  }

  /// Where `other` is.
  private static let other: UInt64 = 26

  /// The program in a container.
  static func writer(
    version: UInt8 = 3, imports: [String] = ["log", "teleport"],
    exports: [(pc: UInt64, name: String)] = [(0, "main"), (other, "other")]
  ) throws -> PolkaVMWriter {
    PolkaVMWriter(
      try program(version == 3 ? .gp08 : .gp07).encoded(), version: version,
      sizes: (2, 8192, 4096),
      readOnly: Array("hi".utf8), readWrite: [1], imports: imports, exports: exports)
  }

  /// Runs a command on a container.
  private func run(
    _ arguments: String, _ writer: PolkaVMWriter? = nil, input: String = ""
  ) throws -> BuiltCommand.Result {
    let folder = try TemporaryFolder()
    _ = try folder.write("p.polkavm", try (writer ?? Self.writer()).encoded())
    return try BuiltCommand.run(
      arguments.split(separator: " ").map(String.init), input: Array(input.utf8), folder: folder)
  }

  @Test func otherEntryPointIsWhereItIsSaidToBe() throws {
    let code = try Self.program().code
    #expect(UInt64(code.count) == Self.other + 3 && Array(code.suffix(3)) == [10, 1, 0])
  }

  @Test func entryPointsRunByName() throws {
    let main = try run("run p.polkavm 0102 --entry main")
    #expect(main.status == 0 && main.text.contains("output: 0102"))
    // The import has the name of a host function, but not its index.
    #expect(main.messages.contains("] hi"))
    let other = try run("run p.polkavm --entry other")
    #expect(other.status == 6)
    #expect(other.text.hasPrefix("exit: host call 1, the import 'teleport'\npc: 26\n"))
    let json = try run("run p.polkavm --entry other --json")
    #expect(json.text.contains(#""host_call": 1, "host_call_name": "teleport""#))
    #expect(try run("run p.polkavm --pc 26").status == 6)
  }

  @Test func theStartMustBeClear() throws {
    let several = try run("run p.polkavm")
    #expect(several.status == 1 && several.messages.contains("several entry points"))
    #expect(several.messages.hasSuffix("--pc:\n  main\n  other\n"))
    let one = try run("run p.polkavm 07", Self.writer(exports: [(0, "main")]))
    #expect(one.status == 0 && one.text.contains("output: 07"))
    #expect(try run("run p.polkavm 07", Self.writer(exports: [])).status == 0)
    let unknown = try run("run p.polkavm --entry none")
    #expect(
      unknown.status == 1 && unknown.messages.contains("no exported function is named 'none'"))
    #expect(try run("run p.polkavm --entry main --pc 0").status == 2)
    #expect(try run("run p.polkavm --entry main --entry other").status == 2)
    #expect(try run("disasm p.polkavm --entry main").status == 2)
  }

  @Test func indicesWithoutNamesAreTheProtocols() throws {
    // Call 0 is `gas`, which is not offered without a service.
    let gas = try run("run p.polkavm --entry main", Self.writer(imports: []))
    #expect(gas.status == 6 && gas.text.hasPrefix("exit: host call 0\n"))
    // An import at the index of `grow_heap` is no `grow_heap`.
    let own = try run("run p.polkavm --entry other", Self.writer(imports: ["log", "own"]))
    #expect(own.status == 6 && own.text.contains("the import 'own'"))
    let heap = try run("run p.polkavm --entry other", Self.writer(imports: ["log", "grow_heap"]))
    #expect(heap.status == 3)
  }

  @Test func theVersionIsTheTarget() throws {
    let old = try run("run p.polkavm 01 --entry main", Self.writer(version: 0))
    #expect(old.status == 0 && old.text.contains("output: 01"))
    let wrong = try run(
      "run p.polkavm --entry main --target gp-0.8", Self.writer(version: 0))
    #expect(wrong.status == 1 && wrong.messages.contains("[V005]"))
    // jam_v1 once had the numbers of 0.7; nothing in this program tells them apart.
    #expect(try run("run p.polkavm 01 --entry main --target gp-0.7").status == 0)
    let small = try run("inspect p.polkavm", Self.writer(version: 1))
    #expect(small.status == 1)
    #expect(
      small.messages.contains(
        "unsupported: PolkaVM container, byte 4: the instruction set latest32"))
    let unknown = try run("inspect p.polkavm", Self.writer(version: 9))
    #expect(
      unknown.messages.contains("version 9 is not known") && unknown.messages.contains("jam_v1"))
  }

  @Test func inspectShowsSectionsAndNames() throws {
    let result = try run("inspect p.polkavm")
    #expect(result.messages == "" && result.status == 0)
    for line in [
      "format            PolkaVM container", "target            gp-0.8",
      "instruction set   jam_v1 (version 3)", "  exports: 14 bytes", "  pc 26  other",
      "  1  teleport", "  00010000-00011000  read-only data (r)",
      "  00030000-00031000  read-write data (rw)", "  00031000-00032000  heap (rw)",
      "  000000      26  main", "  00001a       3  other",
    ] {
      #expect(result.lines.contains(line), "\(line)")
    }
    let json = try run("inspect p.polkavm --json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any])
    #expect(object["instruction_set"] as? String == "jam_v1")
    #expect((object["exports"] as? [[String: Any]])?.last?["pc"] as? Int == 26)
    #expect((object["host_calls"] as? [[String: Any]])?.last?["name"] as? String == "teleport")
  }

  @Test func disasmAndDebugHaveNames() throws {
    let text = try run("disasm p.polkavm").text
    #expect(text.contains("; main\n") && text.contains("; other\n") && text.contains("ecalli 1"))
    let debug = try run(
      "debug p.polkavm --entry main", input: "break other\nstepi\nwhere\nquit\n")
    #expect(debug.messages == "" && debug.status == 0)
    #expect(debug.text.contains("breakpoint 1: other at pc 26"))
    #expect(debug.text.contains("main"))
  }

  /// A container whose first 26 bytes come from line 7 of a file.
  private func withLines() throws -> PolkaVMWriter {
    var writer = try Self.writer()
    let strings = PolkaVMWriter.text("") + PolkaVMWriter.text("work") + PolkaVMWriter.text("w.rs")
    writer.sections += [
      (128, strings), (129, [1, 6, 1, 7, 6, 8, 7, 10, 1, 15, 26, 0]),
      (
        130,
        PolkaVMWriter.word(0) + PolkaVMWriter.word(26) + PolkaVMWriter.word(1)
      ),
    ]
    return writer
  }

  @Test func sourceLinesAreKnown() throws {
    let writer = try withLines()
    let run = try run("run p.polkavm 01 --entry main --profile", writer)
    #expect(run.status == 0 && run.text.contains("w.rs:7 in work"))
    let debug = try self.run(
      "debug p.polkavm --entry main", writer, input: "stepi\nbt\nquit\n")
    #expect(debug.text.contains("w.rs:7"))
    var damaged = writer
    damaged.sections[damaged.sections.count - 2].content[1] = 99
    let warned = try self.run("run p.polkavm 01 --entry main", damaged)
    #expect(warned.status == 0)
    #expect(warned.messages.contains("warning: p.polkavm: source lines are left out"))
    #expect(warned.messages.contains("[V012]"))
  }

  @Test func exploreWritesAPage() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("p.polkavm", try withLines().encoded())
    let result = try BuiltCommand.run(
      ["explore", path, "01", "--entry", "main", "-o", "p.html"], folder: folder)
    #expect(result.messages.contains("hi") && result.status == 0)
    let page = String(decoding: try #require(folder.read("p.html")), as: UTF8.self)
    #expect(
      page.contains("\"work\"") && page.contains("\"other\"") && page.contains("\"ran\": true"))
  }

  @Test func servicesNeedTheProtocolsNumbers() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("state.json", Array(ServiceRunTests.state.utf8))
    let options = ["--entry", "accumulate", "--host", "state.json"]
    let mapped = try folder.write("mapped.polkavm", try Self.writer().encoded())
    let result = try BuiltCommand.run(["run", mapped] + options, folder: folder)
    #expect(result.status == 1 && result.messages.contains("calls 'log' as host call 0"))
    let plain = try folder.write("plain.polkavm", try Self.writer(imports: ["gas"]).encoded())
    let service = try BuiltCommand.run(["run", plain] + options, folder: folder)
    #expect(!service.messages.contains("host call 0"))
  }

  @Test func otherCommandsSayWhoReadsThem() throws {
    for arguments in [
      "build p.polkavm -o x.jam", "trace record p.polkavm", "pvm-in-pvm p.polkavm",
    ] {
      let result = try run(arguments)
      #expect(result.status == 1, "\(arguments)")
      #expect(result.messages.contains("p.polkavm is a PolkaVM program"))
      #expect(result.messages.contains("explore, debug and diff do"))
    }
  }

  @Test func damagedContainersAreRefusedByAllReaders() throws {
    let bytes = try Self.writer().encoded()
    let folder = try TemporaryFolder()
    _ = try folder.write("p.polkavm", Array(bytes.dropLast()))
    for command in ["run", "disasm", "inspect", "explore", "debug"] {
      let result = try BuiltCommand.run([command, "p.polkavm"], folder: folder)
      #expect(result.status == 1 && result.output.isEmpty, "\(command)")
      #expect(result.messages.contains("p.polkavm: PolkaVM container, byte 5:"))
      #expect(result.messages.contains("[V006]"))
    }
  }
}
