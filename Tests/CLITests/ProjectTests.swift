import Foundation
import TestSupport
import Testing

/// Projects: `wasm-pvm.toml`, and what `build`, `run`, `test` and `watch` make of it.
struct ProjectTests {
  /// A project of one text module; its program adds two numbers, and `twice` doubles one.
  static func project(_ more: String = "") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.writeText("wasm-pvm.toml", Self.configuration + more)
    try folder.writeText("sum.wat", Self.module)
    return folder
  }

  /// The project's file, without tests.
  static let configuration = """
    [project]
    name = "sum"
    version = "1.2.3"
    authors = ["A", "B"]

    [build]
    sources = ["sum.wat"]
    module = "sum.wat"
    output = "out/sum.jam"

    [options]
    opt = 1
    bounds-checks = true

    [run]
    args = "0500000007000000"

    """

  /// The module.
  static let module = """
    (module
      (memory 1)
      (func (export "main") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (i32.add (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))
        (i64.const 0x4_0000_0000))
      (func (export "twice") (param i32 i32) (result i64)
        (i32.store (i32.const 0) (i32.mul (i32.load (local.get 0)) (i32.const 2)))
        (i64.const 0x4_0000_0000)))
    """

  /// Runs the command in the project's folder.
  private func run(
    _ folder: TemporaryFolder, _ arguments: String...
  ) throws -> BuiltCommand.Result { try BuiltCommand.run(arguments, folder: folder) }

  @Test func buildWritesWhatTheFileSays() throws {
    let folder = try Self.project()
    let result = try run(folder, "build")
    #expect(result.status == 0 && result.messages == "" && result.output.isEmpty)
    let same = try run(
      folder, "build", "sum.wat", "--opt=1", "--bounds-checks", "--metadata=name=sum",
      "--metadata=version=1.2.3", "--metadata=author=A", "--metadata=author=B", "-o", "same.jam")
    #expect(same.status == 0)
    #expect(folder.read("out/sum.jam") == folder.read("same.jam"))
    #expect(folder.read("same.jam") != nil)
    // What the command line says counts more.
    let other = try run(folder, "build", "--opt", "2", "--no-metadata", "-o", "other.jam")
    #expect(other.status == 0)
    let plain = try run(
      folder, "build", "sum.wat", "--bounds-checks", "--no-metadata", "-o", "plain.jam")
    #expect(plain.status == 0)
    #expect(folder.read("other.jam") == folder.read("plain.jam"))
    let text = try run(folder, "build", "--emit", "asm")
    #expect(text.status == 0 && text.text.contains("jump_ind"))
  }

  @Test func runTakesArgumentsOfTheFile() throws {
    let folder = try Self.project()
    #expect(try run(folder, "run").lines.prefix(2) == ["exit: halt", "output: 0c000000"])
    #expect(
      try run(folder, "run", "--args", "0100000002000000").lines[1] == "output: 03000000")
    #expect(try run(folder, "run", "--entry", "twice", "--json").text.contains("0a000000"))
  }

  @Test func innerFoldersBelongToTheProject() throws {
    let folder = try Self.project("adapter = \"none.wat\"\n")
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("a/b"), withIntermediateDirectories: true)
    // An option of another command is none of run's.
    let wrong = try run(folder, "run")
    #expect(
      wrong.status == 1
        && wrong.messages
          == "wasm-pvm: wasm-pvm.toml: 17:1: unknown key 'adapter' in [run] [M012]\n"
    )
    try folder.writeText("wasm-pvm.toml", Self.configuration)
    let result = try BuiltCommand.run(
      "/bin/sh", ["-c", "cd a/b && exec \"$0\" build", try BuiltCommand.path()], folder: folder)
    #expect(result.status == 0 && result.messages == "")
    #expect(folder.read("out/sum.jam") != nil)
  }

  @Test func withoutAProjectAnInputIsMissing() throws {
    let folder = try TemporaryFolder()
    for (command, message) in [
      ("build", "missing argument IN, and there is no wasm-pvm.toml in this folder or above it"),
      ("run", "missing argument IN, and there is no wasm-pvm.toml in this folder or above it"),
      ("test", "there is no wasm-pvm.toml in this folder or above it"),
      ("watch", "there is no wasm-pvm.toml in this folder or above it"),
    ] {
      let result = try run(folder, command)
      #expect(result.status == 2)
      #expect(
        result.messages
          == "wasm-pvm: \(message): 'wasm-pvm new' makes one\nTry 'wasm-pvm help'.\n")
    }
  }

  // MARK: Tests

  @Test func testsPassAndFail() throws {
    let folder = try Self.project(
      """
      [[test]]
      name = "adds"
      args = "05000000,07000000"
      output = "0c000000"
      max-gas = 100

      [[test]]
      name = "doubles a text"
      entry = "twice"
      args-text = "AAAA"
      output = "82828282"

      [[test]]
      name = "is poor"
      args = "05000000,07000000"
      gas = 1
      exit = "out-of-gas"

      """)
    let good = try run(folder, "test")
    #expect(good.status == 0 && good.messages == "")
    #expect(
      good.lines.map { $0.replacing(/gas \d+/, with: "gas N") } == [
        "pass adds, gas N", "pass doubles a text, gas N", "pass is poor, gas N",
        "3 passed, 0 failed",
      ])
    #expect(try run(folder, "test", "doubles", "poor").lines.count == 3)
    let none = try run(folder, "test", "tripl")
    #expect(
      none.status == 2
        && none.messages.contains("wasm-pvm.toml has no test whose name contains 'tripl'"))
    try folder.writeText(
      "wasm-pvm.toml",
      Self.configuration
        + """
        [[test]]
        name = "wrong output"
        args = "05000000,07000000"
        output = "0d000000"
        [[test]]
        name = "too dear"
        args = "05000000,07000000"
        max-gas = 1
        log = ["[helpful] x: y"]
        [[test]]
        name = "wrong end"
        args = "05000000,07000000"
        exit = "panic"
        output-text = ""

        """)
    let bad = try run(folder, "test")
    #expect(bad.status == 1)
    #expect(
      bad.lines.map { $0.replacing(/(gas|was) \d+$/, with: "N") } == [
        "FAIL wrong output, N", "  output: expected 0d000000, was 0c000000", "FAIL too dear, N",
        "  gas: expected at most 1, N", "  log: expected [helpful] x: y, was nothing",
        "FAIL wrong end, N", "  exit: expected panic, was halt",
        "  output: expected nothing, was 0c000000", "0 passed, 3 failed",
      ])
    let json = try run(folder, "test", "--json")
    #expect(json.status == 1 && json.lines.count == 3)
    let first = try #require(
      try JSONSerialization.jsonObject(with: Data(json.lines[0].utf8)) as? [String: Any])
    #expect(first["name"] as? String == "wrong output" && first["passed"] as? Bool == false)
    #expect((first["problems"] as? [String])?.count == 1 && first["gas_used"] is Int)
  }

  // MARK: Commands of the toolchain

  @Test func commandsAreRunInOrder() throws {
    let folder = try TemporaryFolder()
    try folder.writeText("text.wat", Self.module)
    func configure(_ needs: String, _ commands: String) throws {
      try folder.writeText(
        "wasm-pvm.toml",
        """
        [build]
        needs = [\(needs)]
        install = "ask somebody"
        commands = [\(commands)]
        module = "made/it.wat"
        output = "made/it.jam"
        [run]
        args = "0100000002000000"
        """)
    }
    try configure("\"sh\"", "\"echo one\", \"cp text.wat made/it.wat && echo two\"")
    let good = try run(folder, "run", "--json")
    #expect(good.status == 0 && good.messages == "one\ntwo\n" && good.lines.count == 1)
    try configure("", "\"echo one\", \"exit 3\", \"echo two\"")
    let bad = try run(folder, "build")
    #expect(bad.status == 1 && folder.read("made/it.jam") == nil)
    #expect(
      bad.messages
        == "one\nwasm-pvm: wasm-pvm.toml: the command ended with status 3: exit 3 [M021]\n")
    try configure("\"sh\", \"no-such-compiler\"", "\"echo one\"")
    let missing = try run(folder, "build")
    #expect(missing.status == 1)
    #expect(
      missing.messages
        == "wasm-pvm: wasm-pvm.toml: no-such-compiler, which builds this project, is not on PATH; "
        + "how it is installed: ask somebody [M020]\n")
    try configure("", "\"rm -f made/it.wat\"")
    let nothing = try run(folder, "build")
    #expect(
      nothing.messages
        == "wasm-pvm: wasm-pvm.toml: the commands of [build] did not make made/it.wat [M022]\n")
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("[biuld]\nx = 1\n", "17:1: unknown table 'biuld'; did you mean 'build'? [M011]"),
    ("[test]\n", "17:1: there may be several of this table: write [[test]] [M015]"),
    ("[[test]]\n", "17:1: [test] has no 'name' [M014]"),
    ("[[test]]\nname = 1\n", "18:8: name: expected a text in quotes [M016]"),
    (
      "[[test]]\nname = 'a'\nargz = ''\n",
      "19:1: unknown key 'argz' in [test]; did you mean 'args'? [M012]"
    ),
    (
      "[[test]]\nname = 'a'\nargs = '0g'\n",
      "19:8: args: expected bytes in hexadecimal, like 05,00ff [M017]"
    ),
    (
      "[[test]]\nname = 'a'\noutput = ''\noutput-text = ''\n",
      "20:15: output and output-text do not go together [M018]"
    ),
    ("[[test]]\nname = 'a'\ngas = -1\n", "19:7: gas: expected a number from 0 on [M016]"),
    ("[[test]]\nname = 'a'\nlog = 'x'\n", "19:7: log: expected an array of texts in quotes [M016]"),
    (
      "[[test]]\nname = 'a'\nhost = 's'\n",
      "17:1: entry: expected, for a state, one of is_authorized, refine, accumulate [M017]"
    ),
    (
      "[[test]]\nname = 'a'\nchanges = []\n",
      "19:11: changes: there is no state without 'host' [M017]"
    ),
    (
      "[[test]]\nname = 'a'\nexit = 'painc'\n",
      "19:8: exit: expected one of halt, panic, page-fault, out-of-gas, host-call, refused; did you mean 'panic'? [M017]"
    ),
    ("[[test]]\nname = 'a'\n[[test]]\nname = 'a'\n", "20:8: there are two tests 'a' [M019]"),
    (
      "gas = 'much'\n",
      "17:7: gas: invalid value 'much' for '--gas': expected a number from 0 to 9223372036854775807 [M017]"
    ),
    ("json = 1\n", "17:8: json: expected true or false [M016]"),
    ("gas = [1]\n", "17:7: gas: expected one value: this option may be given once [M016]"),
    ("gas = true\n", "17:7: gas: expected a text or a number [M016]"),
    ("gas 1\n", "17:5: expected '=' [M002]"),
  ])
  func mistakesHaveAPlace(_ more: String, _ message: String) throws {
    let folder = try Self.project(more)
    let result = try run(folder, "test")
    #expect(result.status == 1)
    #expect(result.messages == "wasm-pvm: wasm-pvm.toml: \(message)\n")
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [
    (
      "opt = 1", "opt = 4",
      "12:7: opt: invalid value '4' for '--opt': expected one of 0, 1, 2, 3, s, z [M017]"
    ),
    ("opt = 1", "otp = 1", "12:1: unknown key 'otp' in [options]; did you mean 'opt'? [M012]"),
    ("opt = 1", "output = 'x'", "12:1: unknown key 'output' in [options] [M012]"),
    (
      "[build]\n", "[build]\nmodul = ''\n",
      "7:1: unknown key 'modul' in [build]; did you mean 'module'? [M012]"
    ),
    ("module = \"sum.wat\"\n", "", "6:1: [build] has no 'module' [M014]"),
    ("\"sum.wat\"\noutput", "\"\"\noutput", "8:10: module: the path is empty [M017]"),
    ("[project]\n", "x = 1\n", "1:1: unknown key 'x' above all tables [M012]"),
  ])
  func mistakesInOtherTables(_ before: String, _ after: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    let text = Self.configuration.replacing(before, with: after, maxReplacements: 1)
    try folder.writeText("wasm-pvm.toml", text)
    let result = try run(folder, "build")
    #expect(result.status == 1)
    #expect(result.messages == "wasm-pvm: wasm-pvm.toml: \(message)\n")
  }

  // MARK: Watching

  /// Waits until a process has written something to standard output, or half a minute.
  private func waits(for text: String, in file: String, _ folder: TemporaryFolder) -> Bool {
    for _ in 0..<600 {
      if let bytes = folder.read(file), String(decoding: bytes, as: UTF8.self).contains(text) {
        return true
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return false
  }

  /// Starts `watch` in a shell that writes its output to files, and gives its process.
  private func watch(_ folder: TemporaryFolder, _ arguments: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" watch \(arguments) --interval 20 >out 2>err", try BuiltCommand.path(),
    ]
    process.currentDirectoryURL = folder.url
    try process.run()
    return process
  }

  @Test func watchRunsAgainAfterAChange() throws {
    let folder = try Self.project()
    let process = try watch(folder, "--rounds 3")
    #expect(waits(for: "output: 0c000000", in: "out", folder))
    try folder.writeText("sum.wat", Self.module.replacing("i32.add", with: "i32.mul"))
    #expect(waits(for: "output: 23000000", in: "out", folder))
    // A mistake is said, and the next change is still seen.
    try folder.writeText("sum.wat", "(module")
    process.waitUntilExit()
    #expect(process.terminationStatus == 1)
    let messages = String(decoding: folder.read("err") ?? [], as: UTF8.self)
    #expect(messages.contains("watch: run ended with status 0; waiting for changes\n"))
    #expect(messages.contains("watch: sum.wat changed\n") && messages.contains("[X001]"))
  }

  @Test func watchEndsCleanly() throws {
    // The program never ends by itself.
    let folder = try Self.project("gas = 9223372036854775807\n")
    try folder.writeText(
      "sum.wat",
      """
      (module (import "env" "host_call_5" (func $log (param i64 i64 i64 i64 i64 i64) (result i64)))
        (import "env" "pvm_ptr" (func $p (param i64) (result i64)))
        (memory 1) (data (i32.const 0) "it runs")
        (func (export "main") (param i32 i32) (result i64)
          (drop (call $log (i64.const 100) (i64.const 3) (i64.const 0) (i64.const 0)
            (call $p (i64.const 0)) (i64.const 7)))
          (loop $l (i32.store (i32.const 16) (i32.const 1)) (br $l)) (i64.const 0)))
      """)
    for signal in [SIGINT, SIGTERM] {
      try folder.writeText("err", "")
      let process = try watch(folder, "run")
      #expect(waits(for: "it runs", in: "err", folder))
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
    // Nothing is left of the runs.
    let children = try BuiltCommand.run(
      "/bin/sh", ["-c", "for p in /proc/[0-9]*; do readlink $p/cwd; done"])
    #expect(!children.lines.contains(folder.url.path))
  }

  @Test func watchWithoutAnAction() throws {
    let result = try run(try Self.project(), "watch", "rnu")
    #expect(result.status == 2)
    #expect(
      result.messages.hasPrefix(
        "wasm-pvm: invalid value 'rnu' for 'ACTION': expected one of run, test, build\n"))
  }
}

extension TemporaryFolder {
  /// Writes a text.
  func writeText(_ name: String, _ text: String) throws { _ = try write(name, Array(text.utf8)) }
}
