import Foundation
import PVM
import TestSupport
import Testing

/// `run --host`: services in a state.
struct ServiceRunTests {
  /// A service: accumulate writes the timeslot under the key 07 and yields its code's first bytes;
  /// refine returns its arguments.
  static func service() throws -> [UInt8] {
    let blob = try Assembler.assemble(
      """
        jump.4 refine
        jump.4 accumulate
      refine:
        jump_ind r0, 0
      accumulate:
        load_imm r2, 0x30000
        move_reg r9, r7
        load_imm r10, 1
        load_imm r7, 0x10000
        load_imm r8, 1
        ecalli 4
        load_imm r7, 0x10000
        load_imm r8, 32
        jump_ind r0, 0
      """
    ).encoded()
    let container = StandardProgram(
      readOnlyData: [7] + [UInt8](repeating: 1, count: 31), stackSize: 4096, program: blob)
    return ProgramFile(container: try container.encoded()).encoded()
  }

  /// A state for it.
  static let state = """
    {"service": 42, "timeslot": 9, "services": [{"id": 42, "balance": 1000, "storage": {"01": "02"}}],
     "core": 2, "package": {"items": [{"service": 42, "payload": "aabb"}]}}
    """

  /// A folder with service and state.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.write("service.jam", try Self.service())
    _ = try folder.write("state.json", Array(Self.state.utf8))
    return folder
  }

  /// Runs the command in a folder.
  private func run(_ folder: TemporaryFolder, _ arguments: String) throws -> BuiltCommand.Result {
    try BuiltCommand.run(
      ["run"] + arguments.split(separator: " ").map(String.init), folder: folder)
  }

  @Test func accumulateChangesTheState() throws {
    let folder = try folder()
    let result = try run(
      folder, "--entry accumulate --host state.json --host-out after.json service.jam")
    #expect(result.messages == "")
    #expect(result.status == 0)
    let hash = "07" + String(repeating: "01", count: 31)
    #expect(
      result.lines == [
        "exit: halt", "output: \(hash)", "gas used: 20", "yielded: \(hash)",
        "service 42: storage 07: none -> 09",
      ])
    let after = String(decoding: try #require(folder.read("after.json")), as: UTF8.self)
    #expect(after.contains(#""0x07": "0x09""#) && after.contains(#""last_accumulated": 9"#))
    // The state can be run in again, and then the same is written.
    let again = try run(
      folder, "--entry=accumulate --host after.json --host-out again.json service.jam --json")
    #expect(again.status == 0)
    #expect(folder.read("again.json") == folder.read("after.json"))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(again.output)) as? [String: Any])
    #expect(json["exit"] as? String == "halt" && json["yielded"] as? String == hash)
    #expect(json["entry"] as? String == "accumulate" && json["gas_used"] as? Int == 20)
    #expect((json["storage"] as? [Any])?.isEmpty == true)
  }

  @Test func refineReturns() throws {
    let folder = try folder()
    let result = try run(folder, "--entry refine --host state.json service.jam")
    #expect(result.status == 0)
    #expect(
      result.lines[1].hasPrefix("output: 02002a02aabb") && result.lines[1].count == 8 + 12 + 64)
    #expect(result.lines[3] == "exported segments: 0")
    // Argument bytes can be given, and is_authorized starts at pc 0 too.
    let other = try run(folder, "--entry is_authorized --host state.json service.jam 0102")
    #expect(other.lines == ["exit: halt", "output: 0102", "gas used: 2"])
  }

  @Test func exitStatusTellsTheEnd() throws {
    let folder = try folder()
    let poor = try run(folder, "--entry accumulate --host state.json service.jam --gas 19")
    #expect(poor.status == 5 && poor.lines.contains("yielded: nothing"))
    _ = try folder.write(
      "small.json",
      Array(
        Self.state.replacingOccurrences(
          of: "\"core\"", with: "\"parameters\": {\"W_C\": 10}, \"core\""
        ).utf8))
    let big = try run(folder, "--entry accumulate --host small.json service.jam")
    #expect(big.status == 1 && big.lines.first == "exit: code too large (BIG)")
  }

  @Test func modulesAreCompiled() throws {
    let folder = try folder()
    _ = try folder.write(
      "service.wat",
      Array(
        #"""
        (module (memory 1)
          (func (export "refine") (param i32 i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get 0)) (i64.const 0x1_0000_0000)))
          (func (export "accumulate") (param i32 i32) (result i64)
            (i64.or (i64.extend_i32_u (local.get 0)) (i64.const 0x2_0000_0000))))
        """#.utf8))
    let refine = try run(folder, "--entry refine --host state.json service.wat")
    #expect(refine.lines.prefix(2) == ["exit: halt", "output: 02"])
    let accumulate = try run(folder, "--entry accumulate --host state.json service.wat")
    #expect(accumulate.lines.prefix(2) == ["exit: halt", "output: 092a"])
    #expect(accumulate.lines.contains("state: unchanged"))
  }

  @Test func badStatesAreNamed() throws {
    let folder = try folder()
    _ = try folder.write("bad.json", Array("{\"service\": 42,\n \"timeslot\": \"9\"}".utf8))
    let result = try run(
      folder, "--entry accumulate --host bad.json --host-out out.json service.jam")
    #expect(result.status == 1 && result.output.isEmpty && folder.read("out.json") == nil)
    #expect(
      result.messages
        == "wasm-pvm: bad.json: 2:14: timeslot: expected a natural number [H009]\n")
    _ = try folder.write("none.json", Array("{\"service\": 1}".utf8))
    let none = try run(folder, "--entry refine --host none.json service.jam")
    #expect(none.status == 1)
    #expect(none.messages == "wasm-pvm: none.json: refine needs the field 'package' [H020]\n")
  }

  @Test func usageIsChecked() throws {
    let folder = try folder()
    for (arguments, part) in [
      ("--host state.json service.jam", "missing option --entry is_authorized|refine|accumulate"),
      ("--entry main --host state.json service.jam", "invalid value 'main'"),
      ("--entry refine --entry accumulate --host state.json service.jam", "refine, accumulate"),
      ("--host-out out.json service.jam", "no --host"),
      ("--entry refine --pc 5 --host state.json service.jam", "--pc"),
      ("--entry refine --opt 2 --host state.json service.jam", "compiled already"),
    ] {
      let result = try run(folder, arguments)
      #expect(
        result.status == 2 && result.messages.contains(part), "\(arguments): \(result.messages)")
    }
  }
}
