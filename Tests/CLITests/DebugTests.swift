import Foundation
import PVM
import TestSupport
import Testing

/// `debug`: programs under inspection.
struct DebugTests {
  /// Runs a script in the debugger.
  private func debug(
    _ arguments: [String], _ script: [String], folder: TemporaryFolder? = nil
  ) throws -> BuiltCommand.Result {
    try BuiltCommand.run(
      ["debug"] + arguments, input: Array((script.joined(separator: "\n") + "\n").utf8),
      folder: folder)
  }

  @Test func scriptsComeFromStandardInput() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("add.jam", SamplePrograms.addition)
    let result = try debug(
      [path, SamplePrograms.additionArguments], ["stepi", "c", "rsi", "p $gas", "quit", "where"])
    #expect(result.messages == "")
    #expect(result.status == 0)
    #expect(result.lines.contains { $0.hasPrefix("step 1, gas 4999999999, pc ") })
    #expect(result.lines.contains("the program halted; output: 0c000000"))
    #expect(result.lines.contains { $0.hasPrefix("49999999") && $0.contains(" = 0x12a05") })
    #expect(result.lines.last == "(pvm) quit")
    #expect(!result.text.contains("(pvm) where"))
  }

  /// A module has names and offsets without being asked, in both directions.
  @Test func modulesHaveNames() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "calls.wat",
      """
      (module (memory 1)
        (func $twice (param i32) (result i32) local.get 0 i32.const 1 i32.shl)
        (func (export "main") (param i32 i32) (result i64)
          i32.const 100 local.get 0 i32.load call $twice i32.store
          i64.const 0x400000064))
      """)
    let result = try debug(
      [path, "05000000", "--opt", "0"],
      [
        "break twice", "c", "bt", "frame 1", "frame 3", "stepw", "reverse-stepw", "finish", "c",
        "info functions",
      ])
    #expect(result.messages == "")
    #expect(result.status == 0)
    #expect(result.text.contains("\nbreakpoint 1: twice at pc "))
    #expect(result.text.contains("\nbreakpoint 1\nstep "))
    #expect(result.text.contains("\n#0  twice"))
    #expect(result.text.ranges(of: "\n#1  main").count == 2)
    #expect(result.text.contains("there is no frame '3'"))
    #expect(result.text.contains(" twice\n"))
    #expect(result.text.contains("\nthe program halted; output: 0a000000"))
    #expect(!result.text.contains("no instructions of a module are known"))
  }

  /// Writes a service whose refine runs a module in an inner machine, twice, and a state for it.
  private func innerProgram(in folder: TemporaryFolder) throws {
    _ = try folder.write(
      "inner.wat",
      """
      (module (func (export "main") (param i32 i32) (result i64)
        local.get 0 i32.const 5 i32.add local.get 1 i32.add i64.extend_i32_u))
      """)
    let build = try BuiltCommand.run(["build", "inner.wat", "-o", "inner.jam"], folder: folder)
    #expect(build.status == 0)
    let inner = try ProgramFile(decoding: try #require(folder.read("inner.jam")))
    let blob = try StandardProgram(decoding: inner.container).program
    let service = try Assembler.assemble(
      """
        load_imm r7, 0x10000
        load_imm r8, \(blob.count)
        load_imm r9, 0
        ecalli 8
        load_imm r7, 0
        load_imm r8, 0x30000
        ecalli 12
        load_imm r7, 0
        store_u8 [0x30040], r7
        ecalli 12
        load_imm r7, 0x30000
        load_imm r8, 112
        jump_ind r0, 0
      """
    ).encoded()
    // Gas; r0, where a jump halts; r7, the address of the arguments, and r8, how many they are.
    let block: [UInt64] = [50, 0xffff_0000, 0, 0, 0, 0, 0, 0, 0x30000, 2, 0, 0, 0, 0]
    let container = StandardProgram(
      readOnlyData: blob,
      readWriteData: block.flatMap { number in
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      }, stackSize: 4096, program: service)
    _ = try folder.write(
      "service.jam", ProgramFile(container: try container.encoded()).encoded())
    _ = try folder.write("state.json", Array(ServiceRunTests.state.utf8))
  }

  @Test func programsInInnerMachinesAreDebugged() throws {
    let folder = try TemporaryFolder()
    try innerProgram(in: folder)
    let service = ["service.jam", "--host", "state.json", "--entry", "refine"]
    let first = try debug(
      service + ["--inner", "0", "--inner-program", "inner.wat"],
      ["where", "p $gas", "c", "p $r7", "rsi", "where", "goto start", "p $gas"], folder: folder)
    #expect(first.messages == "")
    #expect(first.status == 0)
    #expect(first.text.contains("main+"))
    #expect(first.text.ranges(of: "50 = 0x32").count == 2)
    #expect(first.text.contains("the program halted"))
    // The address, behind it the length and five.
    #expect(first.text.contains("196615 = 0x30007"))
    // Behind a halt the machine starts anew, with what the block says, and no names are known.
    let second = try debug(
      service + ["--inner", "0:2"], ["p $r8", "c", "stepi"], folder: folder)
    #expect(second.messages == "")
    #expect(second.text.contains("step 0, gas 42, pc 0\n"))
    let third = try debug(service + ["--inner", "0:3"], [], folder: folder)
    #expect(third.status == 1)
    #expect(
      third.messages
        == "wasm-pvm: the service invokes inner machine 0 2 times, not 3: its run ends with halt\n")
  }

  @Test func innerProgramsAreNamedRightly() throws {
    let folder = try TemporaryFolder()
    try innerProgram(in: folder)
    _ = try folder.write(
      "other.wat",
      """
      (module (func (export "main") (param i32 i32) (result i64)
        local.get 0 local.get 1 i32.mul i64.extend_i32_u))
      """)
    let service = ["service.jam", "--host", "state.json", "--entry", "refine"]
    let other = try debug(
      service + ["--inner", "0", "--inner-program", "other.wat"], [], folder: folder)
    #expect(other.status == 1)
    #expect(
      other.messages
        == "wasm-pvm: other.wat is not what inner machine 0 runs; was it built with the same options?\n"
    )
    for wrong in ["x", "0:0", "0:", "0:1:2", "-1", ""] {
      let result = try debug(service + ["--inner=\(wrong)"], [], folder: folder)
      #expect(result.status == 2, "\(wrong)")
      #expect(result.messages.contains("--inner"), "\(wrong)")
    }
    let alone = try debug(["service.jam", "--inner", "0"], [], folder: folder)
    #expect(alone.status == 2)
    #expect(alone.messages.contains("only services have inner machines"))
    let nameless = try debug(
      service + ["--inner-program", "inner.wat"], [], folder: folder)
    #expect(nameless.status == 2)
    #expect(nameless.messages.contains("--inner-program"))
  }

  @Test func servicesHaveHostCalls() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("service.jam", try ServiceRunTests.service())
    _ = try folder.write("state.json", Array(ServiceRunTests.state.utf8))
    let result = try debug(
      ["--entry", "accumulate", "--host", "state.json", "service.jam"],
      ["catch write", "c", "stepi", "rc", "rsi", "c", "stepi", "info hostcalls", "c"],
      folder: folder)
    #expect(result.messages == "")
    #expect(result.status == 0)
    let calls = result.lines.filter { $0.contains("write(key: 1 byte 07") }
    #expect(calls.count == 4, "\(calls)")
    #expect(calls.last?.hasSuffix("= NONE") == true, "\(calls)")
    #expect(result.text.contains("the program halted; output: 07"))
  }

  @Test func commandLineIsChecked() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("add.jam", SamplePrograms.addition)
    for (arguments, status, message) in [
      ([], 2, "missing argument IN"), (["-"], 2, "commands come from standard input"),
      (["nowhere.jam"], 1, "cannot read nowhere.jam"),
      ([path, "--opt", "2"], 2, "has no effect"), ([path, "--pc", "999"], 1, "no entry point"),
      (["--dap", "--dap-port", "0"], 2, "there is one client"),
      (["--dap-port", "65536"], 2, "a number from 0 to 65535"),
    ] as [([String], Int32, String)] {
      let result = try debug(arguments, [])
      #expect(result.status == status, "\(arguments)")
      #expect(result.messages.contains(message), "\(arguments): \(result.messages)")
      #expect(result.text == "")
    }
  }

  // MARK: Editors

  /// A message of the debug adapter protocol.
  private func message(_ sequence: Int, _ command: String, _ arguments: String = "{}") -> String {
    let body =
      #"{"seq":\#(sequence),"type":"request","command":"\#(command)","arguments":\#(arguments)}"#
    return "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  @Test func editorsSpeakTheProtocol() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("add.jam", SamplePrograms.addition)
    let script = [
      message(1, "initialize"),
      message(
        2, "launch", #"{"program":"\#(path)","args":"0500000007000000","gas":1000}"#),
      message(3, "configurationDone"), message(4, "disconnect"),
    ]
    let result = try BuiltCommand.run(["debug", "--dap"], input: Array(script.joined().utf8))
    #expect(result.status == 0)
    #expect(result.messages == "")
    for part in [
      #""request_seq":1,"success":true,"command":"initialize""#,
      #""request_seq":2,"success":true"#, #""event":"initialized""#,
      "the program halted; output: 0c000000", #""event":"exited","body":{"exitCode":0}"#,
      #""event":"terminated""#, #""request_seq":4,"success":true"#,
    ] {
      #expect(result.text.contains(part), "\(part)")
    }
  }

  @Test func launchSaysWhatIsWrong() throws {
    let script =
      message(1, "initialize") + message(2, "launch")
      + message(3, "launch", #"{"program":"no.jam"}"#)
    let result = try BuiltCommand.run(["debug", "--dap"], input: Array(script.utf8))
    #expect(result.status == 0)
    #expect(result.text.contains("launch names no program"))
    #expect(result.text.contains("cannot read no.jam"))
  }

  @Test func streamsThatMakeNoSenseEnd() throws {
    for (input, reason) in [
      ("Content-Length: 99999999999\r\n\r\n", "a number up to"),
      ("hello\r\n\r\n", "no line of a header"), ("Content-Length: 5\r\n\r\n{", "cut short"),
    ] {
      let result = try BuiltCommand.run(["debug", "--dap"], input: Array(input.utf8))
      #expect(result.status == 1)
      #expect(result.messages.contains(reason), "\(result.messages)")
    }
  }
}
