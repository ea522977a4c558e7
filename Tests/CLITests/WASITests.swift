import Support
import TestSupport
import Testing
import WasmPVM

/// `--wasi`: programs for WASI, on the command line.
struct WASITests {
  /// A command that copies its input to its output, and says "log" on standard error.
  private static let echo = """
    (module
      (import "wasi_snapshot_preview1" "fd_read"
        (func $fd_read (param i32 i32 i32 i32) (result i32)))
      (import "wasi_snapshot_preview1" "fd_write"
        (func $fd_write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\40\\00\\00\\00\\10\\00\\00\\00")
      (data (i32.const 16) "\\20\\00\\00\\00\\04\\00\\00\\00")
      (data (i32.const 32) "log\\n")
      (func (export "_start")
        (loop $again
          (i32.store (i32.const 4) (i32.const 16))
          (if (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))
            (then (unreachable)))
          (if (i32.load (i32.const 8))
            (then
              (i32.store (i32.const 4) (i32.load (i32.const 8)))
              (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
              (br $again))))
        (drop (call $fd_write (i32.const 2) (i32.const 16) (i32.const 1) (i32.const 8)))))
    """

  /// A command with a body, and what it imports beside `proc_exit`.
  private static func command(_ body: String, imports: String = "") -> String {
    """
    (module
      (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      \(imports)
      (memory (export "memory") 1)
      (func $deep (param i32)
        (if (local.get 0)
          (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
          (else (call $exit (i32.const 0)))))
      (func (export "_start") \(body)))
    """
  }

  /// A command that writes so many bytes to standard output, and ends in some way.
  private static func writing(_ text: String, count: Int, end: String) -> String {
    command(
      """
      (i32.store (i32.const 0) (i32.const 32))
      (i32.store (i32.const 4) (i32.const \(count)))
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      \(end)
      """,
      imports: """
        (import "wasi_snapshot_preview1" "fd_write"
          (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (data (i32.const 32) "\(text)")
        """)
  }

  /// Runs a module in text form.
  private func run(
    _ text: String, _ arguments: [String] = ["--wasi"], command: String = "run"
  ) throws -> BuiltCommand.Result {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", text)
    _ = try folder.write("data", "packed")
    return try BuiltCommand.run([command, "main.wat"] + arguments, folder: folder)
  }

  /// Arguments, variables and paths are any bytes on this system, and so they are for the program.
  @Test func bytesThatAreNotUTF8Arrive() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "main.wat",
      """
      (module
        (import "wasi_snapshot_preview1" "environ_sizes_get"
          (func $sizes (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "environ_get"
          (func $get (param i32 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write"
          (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start")
          (drop (call $sizes (i32.const 0) (i32.const 12)))
          (drop (call $get (i32.const 16) (i32.const 64)))
          (i32.store (i32.const 8) (i32.const 64))
          (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0)))))
      """)
    let result = try BuiltCommand.run(
      "/bin/sh",
      ["-c", "\"$0\" run main.wat --wasi-env \"$(printf 'A=q\\377r')\"", try BuiltCommand.path()],
      folder: folder)
    #expect(result.lines.prefix(2) == ["exit: halt", "output: 413d71ff7200"])
  }

  /// The room for what is written takes none in the file.
  @Test func memoryWithoutContentsIsNoReasonForALargeFile() throws {
    let result = try run(
      Self.echo, ["--wasi", "--max-size", "10", "-o", "m.jam"], command: "build")
    #expect(result.status == 1)
    #expect(result.messages.contains("what weighs most:\n"))
    #expect(result.messages.contains("function "))
    #expect(!result.messages.contains("array "))
  }

  @Test(arguments: ["0", "2", "z"])
  func inputOutputAndLog(_ level: String) throws {
    let bytes = (0..<40).map { String(UInt8($0) + 0x30, radix: 16) }.joined()
    let result = try run(Self.echo, [bytes, "--wasi", "--opt", level])
    #expect(result.lines.prefix(2) == ["exit: halt", "output: \(bytes)"])
    #expect(result.messages == "[important] stderr: log\n")
    let checked = try run(Self.echo, [bytes, "--wasi", "--bounds-checks"])
    #expect(checked.lines.prefix(2) == ["exit: halt", "output: \(bytes)"])
    #expect(try run(Self.echo).lines.prefix(2) == ["exit: halt", "output: "])
  }

  /// What `fd_readdir` gives for the root, in which there is the folder `d` with a file: names, with the next entry's number.
  private func entries(room: Int, from cookie: Int) throws -> (entries: [String], bytes: Int) {
    let text = Self.command(
      """
      (drop (call $readdir
        (i32.const 3) (i32.const 64) (i32.const \(room)) (i64.const \(cookie)) (i32.const 4)))
      (i32.store (i32.const 0) (i32.const 64))
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      """,
      imports: """
        (import "wasi_snapshot_preview1" "fd_readdir"
          (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
        (import "wasi_snapshot_preview1" "fd_write"
          (func $fd_write (param i32 i32 i32 i32) (result i32)))
        """)
    let result = try run(text, ["--wasi", "--wasi-file", "/d/f=data"])
    let output = try #require(result.lines.first { $0.hasPrefix("output: ") })
    let bytes = try #require(Hex.bytes(output.dropFirst("output: ".count).utf8))
    var entries: [String] = []
    var start = 0
    while start + 24 < bytes.count {
      let name = start + 24..<start + 24 + Int(bytes[start + 16])
      entries.append("\(String(decoding: bytes[name], as: UTF8.self)) \(bytes[start])")
      start = name.upperBound
    }
    return (entries, bytes.count)
  }

  @Test func foldersListThemselvesAndTheOneAbove() throws {
    #expect(try entries(room: 200, from: 0).entries == [". 1", ".. 2", "d 3"])
    #expect(try entries(room: 200, from: 1).entries == [".. 2", "d 3"])
    #expect(try entries(room: 200, from: 3).bytes == 0)
    // The second is cut off.
    #expect(try entries(room: 50, from: 1).bytes == 50)
  }

  @Test func aValueThatIsNoBytesMayBeMeantForTheProgram() throws {
    let result = try run(Self.echo, ["zz", "--wasi"])
    #expect(result.status == 2)
    #expect(result.messages.contains("bytes in hexadecimal, like 05,00ff; texts are --wasi-arg"))
    #expect(!(try run(Self.echo, ["zz"]).messages.contains("--wasi-arg")))
  }

  @Test func tooMuchOutputIsAPanic() throws {
    let fits = try run(Self.echo, ["000102030405", "--wasi-output", "6"])
    #expect(fits.lines.prefix(2) == ["exit: halt", "output: 000102030405"])
    let result = try run(Self.echo, ["00010203040506", "--wasi-output", "6"])
    #expect(result.lines.first == "exit: panic")
    #expect(result.messages == "[fatal] wasi: output exceeds 6\n")
  }

  @Test func exitEndsTheProgramFromAnywhere() throws {
    #expect(try run(Self.command("(call $deep (i32.const 100)) (unreachable)")).status == 0)
    let failure = try run(Self.command("(call $exit (i32.const 42))"))
    #expect(failure.lines.first == "exit: panic")
    #expect(failure.messages == "[fatal] wasi: exit code 42\n")
  }

  /// A panic has no result: what the program wrote to it is in the log.
  @Test func outputOfFailuresIsLogged() throws {
    let failure = try run(
      Self.writing(#"one\n\ntwo\nlast"#, count: 13, end: "(call $exit (i32.const 1))"))
    #expect(failure.lines.first == "exit: panic")
    #expect(
      failure.messages == """
        [important] stdout: one
        [important] stdout: two
        [important] stdout: last
        [fatal] wasi: exit code 1

        """)
  }

  /// A trap ends the program at once: what it wrote can be had in the log only.
  @Test(arguments: ["0", "2"]) func outputCanGoToTheLog(_ level: String) throws {
    let text = Self.writing(#"one\ntwo"#, count: 7, end: "(unreachable)")
    let trap = try run(text, ["--wasi-output", "log", "--opt", level])
    #expect(trap.lines.first == "exit: panic")
    // The line that has not ended is nobody's to write.
    #expect(trap.messages == "[important] stderr: one\n")
    let echo = try run(Self.echo, ["610a62", "--wasi-output", "log", "--opt", level])
    #expect(echo.lines.prefix(2) == ["exit: halt", "output: "])
    #expect(
      echo.messages == """
        [important] stderr: a
        [important] stderr: blog

        """)
  }

  @Test func reactorsAreInitializedFirst() throws {
    let reactor = """
      (module
        (import "wasi_snapshot_preview1" "fd_write"
          (func $fd_write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\\20\\00\\00\\00\\03\\00\\00\\00")
        (data (i32.const 32) "hi\\n")
        (global $ready (mut i32) (i32.const 0))
        (func $start (global.set $ready (i32.const 2)))
        (start $start)
        (func (export "_initialize")
          (global.set $ready (i32.mul (global.get $ready) (i32.const 21))))
        (func (export "main") (param i32 i32) (result i64)
          (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
          (i32.store (i32.const 64) (global.get $ready))
          (i64.const 0x4_0000_0040)))
      """
    let result = try run(reactor)
    #expect(result.lines.prefix(2) == ["exit: halt", "output: 2a000000"])
    #expect(result.messages == "[important] stderr: hi\n")
  }

  @Test func whatTheOptionIsForIsSaidWithoutIt() throws {
    let start = try run(Self.echo, [])
    #expect(start.status == 1)
    #expect(start.messages.contains("'--wasi' makes a program of it [A006]"))
    #expect(try run(Self.echo, ["--entry", "_start"]).status == 1)
    for version in ["wasi_unstable", "wasi:cli/run@0.2.0"] {
      let other = #"""
        (module (import "\#(version)" "sched_yield" (func (result i32)))
          (memory (export "memory") 1) (func (export "_start") (drop (call 0))))
        """#
      for (options, code) in [([], "A007"), (["--wasi"], "T004")] {
        let result = try run(other, options)
        #expect(result.status == 1)
        #expect(result.messages.contains("preview \(version.hasPrefix("wasi:") ? 2 : 0)"))
        #expect(result.messages.contains("[\(code)]"))
      }
    }
    let reactor = try run(
      SampleModules.main(
        "(i64.extend_i32_u (call $random (i32.const 0) (i32.const 0)))",
        imports: """
          (import "wasi_snapshot_preview1" "random_get"
            (func $random (param i32 i32) (result i32)))
          """), [])
    #expect(reactor.status == 1)
    #expect(
      reactor.messages.contains(
        "wasi_snapshot_preview1.random_get: function [i32 i32] -> [i32] ('--wasi' provides it)"))
  }

  @Test func otherVersionsAreErrors() throws {
    for option in [[], ["--wasi"]] {
      let result = try run(
        SampleModules.main(
          "(i64.extend_i32_u (call $random (i32.const 0) (i32.const 0)))",
          imports: """
            (import "wasi_unstable" "random_get" (func $random (param i32 i32) (result i32)))
            (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
            """), option)
      #expect(result.status == 1)
      #expect(result.messages.contains("WASI's preview 0"))
    }
  }

  @Test func mistakesAreErrors() throws {
    let cases: [(text: String, arguments: [String], status: Int32, message: String)] = [
      (Self.echo, ["--wasi-file", "a=nowhere"], 1, "nowhere"),
      (Self.echo, ["--wasi-file", "data"], 2, "GUEST=FILE"),
      (Self.echo, ["--wasi-file", "/a="], 2, "GUEST=FILE"),
      (Self.echo, ["--wasi-file", "a/../b=data"], 1, "[A001]"),
      (Self.echo, ["--wasi-file", "a=data", "--wasi-file", "/a=data"], 1, "[A002]"),
      (Self.echo, ["--wasi-file", "a=data", "--wasi-file", "a/b=data"], 1, "[A002]"),
      (Self.echo, ["--wasi-env", "NAME"], 1, "[A003]"),
      (Self.echo, ["--wasi-seed", "x"], 2, "--wasi-seed"),
      (Self.echo, ["--wasi-output", "4194305"], 2, "--wasi-output"),
      (Self.echo, ["--wasi-output", "logs"], 2, "--wasi-output"),
      ("(module (memory 1) (func (export \"_start\") (param i32)))", ["--wasi"], 1, "[A004]"),
      (SampleModules.main("(i64.const 0)"), ["--wasi"], 1, "[A005]"),
      (
        Self.command(
          "(drop (call $f))",
          imports: "(import \"wasi_snapshot_preview1\" \"fd_none\" (func $f (result i32)))"),
        ["--wasi"], 1, "[T004]"
      ),
      (
        Self.command(
          "(drop (call $f))",
          imports: "(import \"wasi_snapshot_preview1\" \"fd_close\" (func $f (result i32)))"),
        ["--wasi"], 1, "[K003]"
      ),
    ]
    for item in cases {
      let folder = try TemporaryFolder()
      _ = try folder.write("main.wat", item.text)
      _ = try folder.write("data", "packed")
      let result = try BuiltCommand.run(
        ["build", "main.wat", "-o", "out.jam"] + item.arguments, folder: folder)
      #expect(result.status == item.status, "\(item.arguments)")
      #expect(result.messages.contains(item.message), "\(result.messages)")
      #expect(folder.read("out.jam") == nil)
    }
  }

  @Test func buildSaysWhatCanOnlyFail() throws {
    let text = Self.command(
      "(drop (call $f (i32.const 0) (i32.const 0)))",
      imports: """
        (import "wasi_snapshot_preview1" "sock_shutdown"
          (func $f (param i32 i32) (result i32)))
        """)
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", text)
    let result = try BuiltCommand.run(["build", "main.wat", "--wasi"], folder: folder)
    #expect(result.status == 0)
    #expect(
      result.messages
        == "wasm-pvm: note: these imports can only fail: sock_shutdown (ENOTSOCK: there are no "
        + "sockets)\n")
    _ = try folder.write("map", "wasi_snapshot_preview1.sock_shutdown = nop")
    let mapped = try BuiltCommand.run(
      ["build", "main.wat", "--wasi", "--imports", "map"], folder: folder)
    #expect(mapped.status == 0)
    #expect(mapped.messages.isEmpty)
  }

  @Test func adaptersComeFirst() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", Self.echo)
    _ = try folder.write(
      "mine.wat",
      """
      (module
        (import "main" "memory" (memory 1))
        (func (export "wasi_snapshot_preview1.fd_read") (param i32 i32 i32 i32) (result i32)
          (i32.store (local.get 3) (i32.const 0)) (i32.const 0)))
      """)
    let result = try BuiltCommand.run(
      ["run", "main.wat", "0102", "--wasi", "--adapter", "mine.wat"], folder: folder)
    #expect(result.lines.prefix(2) == ["exit: halt", "output: "])
  }

  @Test func programsWithoutMemoryWork() throws {
    let result = try run(
      """
      (module
        (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (func (export "_start") (call $exit (i32.const 0))))
      """)
    #expect(result.lines.prefix(2) == ["exit: halt", "output: "])
  }

  @Test func theRegionTakesNoRoom() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("main.wat", Self.echo)
    _ = try BuiltCommand.run(["build", "main.wat", "--wasi"], folder: folder)
    #expect(try #require(folder.read("main.jam")).count < 2500)
  }
}
