import Foundation
import TestSupport
import Testing

/// `trace record`, `trace replay`, `trace diff`.
struct TraceCommandTests {
  /// Runs `trace` in a folder.
  private func trace(_ folder: TemporaryFolder, _ arguments: String) throws -> BuiltCommand.Result {
    try BuiltCommand.run(
      ["trace"] + arguments.split(separator: " ").map(String.init), folder: folder)
  }

  /// A module whose result depends on its first argument byte, with a helper that is not inlined.
  private static let module = #"""
    (module (memory 1)
      (import "env" "host_call_1" (func $call (param i64 i64) (result i64)))
      (func $work (param i32) (result i32)
        (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
          (else (i32.mul (local.get 0) (call $work (i32.sub (local.get 0) (i32.const 1)))))))
      (func (export "main") (param i32 i32) (result i64)
        (drop (call $call (i64.const 77) (i64.const 5)))
        (i32.store (i32.const 0) (call $work (i32.load8_u (local.get 0))))
        (i64.const 0x4_0000_0000)))
    """#

  /// A folder with the module.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let text = Self.module
      .replacingOccurrences(of: "(module (memory 1)\n", with: "(module\n")
      .replacingOccurrences(of: "(func $work", with: "(memory 1) (func $work")
    _ = try folder.write("work.wat", Array(text.utf8))
    return folder
  }

  @Test func recordedRunsReplay() throws {
    let folder = try folder()
    let record = try trace(folder, "record work.wat 05 -o work.log")
    #expect(record.messages == "" && record.status == 0)
    #expect(record.text == "recorded 1 host calls; the end: HALT\n")
    let replay = try trace(folder, "replay work.log")
    #expect(replay.status == 0 && replay.text.hasPrefix("replayed 1 host calls; the end: HALT"))
    // Without -o the log is on standard output.
    let log = try #require(folder.read("work.log"))
    #expect(try trace(folder, "record work.wat 05").output == log)
    let poor = try trace(folder, "record work.wat 05 --gas 7 -o poor.log")
    #expect(poor.text.hasSuffix("OOG\n"))
    #expect(try trace(folder, "replay poor.log").status == 0)
  }

  @Test func servicesAreRecorded() throws {
    let folder = try folder()
    _ = try folder.write("service.jam", try ServiceRunTests.service())
    _ = try folder.write("state.json", Array(ServiceRunTests.state.utf8))
    let options = "--entry accumulate --host state.json"
    let record = try trace(
      folder, "record service.jam \(options) --host-out after.json -o service.log")
    #expect(record.messages == "" && record.text == "recorded 1 host calls; the end: HALT\n")
    #expect((try trace(folder, "replay service.log")).status == 0)
    let run = try BuiltCommand.run(
      [
        "run", "service.jam", "--entry", "accumulate", "--host", "state.json", "--host-out",
        "run.json",
      ],
      folder: folder)
    #expect(run.status == 0 && folder.read("run.json") == folder.read("after.json"))
  }

  @Test(.enabled(if: SharedFolder.folder("vectors/traces") != nil, "needs ../shared/vectors"))
  func sharedLogsReplay() throws {
    let logs = try #require(SharedFolder.folder("vectors/traces"))
    let names = try FileManager.default.contentsOfDirectory(atPath: logs.path)
      .filter { $0.hasSuffix(".log") }.sorted()
    #expect(names.count == 12)
    for name in names {
      let result = try BuiltCommand.run(
        ["trace", "replay", logs.appendingPathComponent(name).path])
      #expect(result.status == 0, "\(name): \(result.messages)")
    }
  }

  @Test func editedAndCutLogsAreRefusedWithTheLine() throws {
    let folder = try folder()
    _ = try trace(folder, "record work.wat 05 -o work.log")
    let lines = String(decoding: try #require(folder.read("work.log")), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines.count == 7)
    func replay(_ edit: (inout [String]) -> Void) throws -> String {
      var edited = lines
      edit(&edited)
      _ = try folder.write("edited.log", Array(edited.joined(separator: "\n").utf8))
      let result = try trace(folder, "replay edited.log")
      #expect(result.status == 1 && result.output.isEmpty)
      return result.messages
    }
    #expect(
      try replay { $0.removeLast() }.contains("edited.log: line 6: a 'HALT' record is missing"))
    #expect(try replay { $0.remove(at: 5) }.contains("line 6: pc is"))
    #expect(try replay { $0[3] += " r99=0x1" }.contains("line 4: malformed 'ecalli' record [R004]"))
    #expect(try replay { $0[1] += "00" }.contains("line 2: 1 bytes are announced"))
    #expect(try replay { $0[5] = "setgas <- 1" }.contains("line 7:"))
    #expect(try replay { $0[0] = "program 0x00" }.contains("edited.log: malformed program"))
    #expect(try replay { $0.removeAll() }.contains("line 1: a 'program' record is missing"))
  }

  @Test func diffShowsWhereRunsPart() throws {
    let folder = try folder()
    _ = try trace(folder, "record work.wat 05 -o five.log")
    _ = try trace(folder, "record work.wat 06 -o six.log")
    let same = try trace(folder, "diff five.log five.log")
    #expect(same.status == 0 && same.text == "the runs are the same: 1 host calls\n")
    let result = try trace(folder, "diff five.log six.log --module work.wat")
    #expect(result.messages == "" && result.status == 1)
    #expect(result.lines.first?.hasPrefix("after 1 host calls and ") == true)
    #expect(
      result.lines[1].contains(" in entry.0.main+") && result.lines[1].contains("load_ind_u8"))
    #expect(
      result.lines.contains { $0.hasSuffix("<") && $0.contains("0x5 ") && $0.contains("0x6 ") })
    let other = try trace(folder, "diff five.log six.log --module work.wat --opt 0")
    #expect(other.status == 1 && other.messages.contains("another program"))
    // Another program: the host calls are compared.
    _ = try trace(folder, "record work.wat 05 --opt 0 -o zero.log")
    #expect(
      try trace(folder, "diff five.log zero.log").text == "the runs are the same: 1 host calls\n")
  }

  @Test func ecalliTracesAreRecordedAndReplay() throws {
    let folder = try folder()
    _ = try folder.write("service.jam", try ServiceRunTests.service())
    _ = try folder.write("state.json", Array(ServiceRunTests.state.utf8))
    let options = "--entry accumulate --host state.json"
    _ = try trace(folder, "record service.jam \(options) -o plain.log")
    let record = try trace(folder, "record service.jam \(options) --format jip-7 -o service.log")
    #expect(record.messages == "" && record.status == 0)
    let lines = String(decoding: try #require(folder.read("service.log")), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("comment implementation wasm-pvm "))
    #expect(lines[1] == "comment specification Gray Paper 0.7.2, target gp-0.7")
    #expect(lines[2].hasPrefix("program 0x"))
    let call = try #require(lines.firstIndex { $0.hasPrefix("ecalli=") })
    let names = ["0": "gas", "1": "fetch", "3": "read", "4": "write", "5": "info", "100": "log"]
    let index = try #require(lines[call].dropFirst(7).split(separator: " ").first)
    #expect(lines[call - 1] == "comment \(names[String(index)] ?? "none")")
    #expect(try trace(folder, "replay service.log").status == 0)
    let same = try trace(folder, "diff plain.log service.log")
    #expect(same.status == 0, "\(same.text)")
  }

  /// The module of `Tests/WasmPVMTests` that has debug information; its result depends on its argument.
  @Test func diffNamesSourceLines() throws {
    let module = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../WasmPVMTests/Modules/lines.wasm").standardizedFileURL.path
    let folder = try TemporaryFolder()
    _ = try trace(folder, "record \(module) 05000000 -o five.log")
    _ = try trace(folder, "record \(module) 06000000 -o six.log")
    let named = try trace(folder, "diff five.log six.log --module \(module)")
    #expect(named.messages == "" && named.status == 1)
    #expect(named.lines[1].contains(#/ at [^ ]*lines\.c:[0-9]+ \(/#), "\(named.text)")
    // The same from a map beside a program file.
    _ = try BuiltCommand.run(
      ["build", module, "-o", "lines.jam", "--debug-info", "lines.map"], folder: folder)
    let mapped = try trace(folder, "diff five.log six.log --debug-info lines.map")
    #expect(mapped.messages == "" && mapped.lines[1].contains(/lines\.c:[0-9]+ \(/))
    _ = try folder.write("other.map", Array(try #require(folder.read("lines.map")).dropLast(3)))
    #expect(try trace(folder, "diff five.log six.log --debug-info other.map").status == 1)
    #expect(!(try trace(folder, "diff five.log six.log").text.contains("lines.c")))
  }

  @Test func usageIsChecked() throws {
    let folder = try folder()
    for (arguments, part) in [
      ("play x", "expected record, replay or diff"), ("replay", "missing argument IN"),
      ("diff x", "missing argument ARGS"), ("replay x y", "unexpected argument 'y'"),
      ("record work.wat --host-out x", "no --host"),
    ] {
      let result = try trace(folder, arguments)
      #expect(
        result.status == 2 && result.messages.contains(part), "\(arguments): \(result.messages)")
    }
    let missing = try trace(folder, "replay none.log")
    #expect(missing.status == 1 && missing.messages.contains("cannot read none.log"))
  }
}
