import Foundation
import PVM
import TestSupport
import Testing

/// Inputs and outputs that do not work: exit status 1, a message, nothing left behind.
struct BadInputTests {
  /// Runs a command that must fail; gives its message.
  private func failure(
    _ arguments: [String], input: [UInt8] = [], folder: TemporaryFolder? = nil,
    environment: [String: String] = [:],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let result = try BuiltCommand.run(
      arguments, input: input, folder: folder, environment: environment)
    #expect(result.status == 1, sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(result.messages.hasPrefix("wasm-pvm: "), sourceLocation: sourceLocation)
    return String(result.messages.dropFirst("wasm-pvm: ".count))
  }

  @Test func missingFile() throws {
    for command in ["build", "run", "disasm", "inspect"] {
      #expect(
        try failure([command, "/nonexistent/x.wasm"])
          == "cannot read /nonexistent/x.wasm: No such file or directory\n")
    }
  }

  @Test func folderInsteadOfFile() throws {
    let folder = try TemporaryFolder()
    #expect(
      try failure(["inspect", folder.url.path])
        == "cannot read \(folder.url.path): Is a directory\n")
  }

  @Test func emptyInput() throws {
    #expect(
      try failure(["run", "-"]).hasPrefix(
        "standard input is neither a WebAssembly module nor a PVM program"))
  }

  @Test func compiledProgramWhereAModuleIsNeeded() throws {
    #expect(
      try failure(["build", "-", "-o", "x.jam"], input: SamplePrograms.addition)
        == "standard input is not a WebAssembly module\n")
  }

  /// Every prefix of a program file is rejected, or is another format by chance, but never crashes.
  @Test func truncatedProgramFile() throws {
    for count in stride(from: 1, to: SamplePrograms.addition.count, by: 3) {
      let prefix = Array(SamplePrograms.addition.prefix(count))
      let message = try failure(["run", "-"], input: prefix)
      #expect(message.contains("[P0"))
    }
  }

  @Test func absurdLengths() throws {
    // Metadata of 2^64 - 1 bytes; a container whose program has 2^32 - 1 bytes.
    for text in ["ff ffffffffffffffff 00", "00 000000 000000 0000 000000 ffffffff 00"] {
      let message = try failure(["inspect", "-"], input: SamplePrograms.bytes(text))
      #expect(message.contains("[P0"))
    }
  }

  @Test func truncatedModule() throws {
    let folder = try TemporaryFolder()
    let module = SamplePrograms.bytes("0061736d 01000000 01 05 01 60")
    let path = try folder.write("cut.wasm", module)
    let message = try failure(["build", path], folder: folder)
    #expect(message.hasPrefix("\(path): "))
    #expect(message.contains("[W"))
    #expect(try folder.names() == ["cut.wasm"])
  }

  @Test func textWithASyntaxError() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("bad.wat", "(module\n  (func (i32.fob)))\n")
    let message = try failure(["build", path], folder: folder)
    #expect(message.hasPrefix("\(path):2:10: error: "))
    #expect(message.contains("i32.fob"))
    #expect(message.hasSuffix("[X001]\n"))
    #expect(try folder.names() == ["bad.wat"])
  }

  @Test func textFromStandardInputWithASyntaxError() throws {
    let message = try failure(["run", "-"], input: Array("(module (func".utf8))
    #expect(message.hasPrefix("standard input:1:"))
  }

  @Test(arguments: [["PATH": "/nonexistent"], ["WASM_PVM_WAT2WASM": "/nonexistent/wat2wasm"]])
  func missingTextTool(_ environment: [String: String]) throws {
    let message = try failure(
      ["run", "-"], input: Array("(module)".utf8), environment: environment)
    #expect(message.contains("wat2wasm"))
    #expect(message.contains("apt-get install wabt"))
    #expect(message.hasSuffix("[X002]\n"))
  }

  /// Import maps and the messages about them.
  static let importMaps: [(text: String, message: String)] = [
    ("a\n", "line 1: expected 'name = trap', 'name = nop' or 'name = ecalli:N' [I002]"),
    ("# nothing\n\n= trap", "line 3: there is no import name before '=' [I003]"),
    (
      "a = trap # fine\nb = explode\n",
      "line 2: unknown action 'explode': expected 'trap', 'nop' or 'ecalli:N' [I004]"
    ),
    (
      "a=b = ecalli:0x80000000",
      "line 1: invalid host call index '0x80000000': expected a number from 0 to 2147483647 [I005]"
    ),
    ("a = nop\nb = nop\na = trap", "line 3: the import 'a' is mapped twice [I006]"),
  ]

  @Test(arguments: importMaps)
  func brokenImportMap(_ map: (text: String, message: String)) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("map.txt", map.text)
    let message = try failure(
      ["build", "-", "-o", folder.path("x.jam"), "--imports", path],
      input: Array("(module)".utf8))
    #expect(message == "\(path): \(map.message)\n")
    #expect(try folder.names() == ["map.txt"])
  }

  @Test func importMapThatIsNotText() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("map.txt", [0x61, 0xFF] as [UInt8])
    let message = try failure(
      ["run", "-", "--imports", path], input: Array("(module)".utf8))
    #expect(message == "\(path): line 1: the line is not UTF-8 [I001]\n")
  }

  @Test func fullDevice() throws {
    let result = try BuiltCommand.run(
      "/bin/sh", ["-c", "'\(try BuiltCommand.path())' disasm - > /dev/full"],
      input: SamplePrograms.addition)
    #expect(result.status == 1)
    #expect(
      result.messages == "wasm-pvm: cannot write standard output: No space left on device\n")
  }

  @Test func brokenPipe() throws {
    // Signals off: the write fails. Signals on: the process ends by the signal, silently.
    let script = """
      { trap '' PIPE; '\(try BuiltCommand.path())' disasm "$0"; echo "$?" >&3; } 3>&2 | true
      { '\(try BuiltCommand.path())' disasm "$0"; echo "$?" >&3; } 3>&2 | true
      """
    let folder = try TemporaryFolder()
    let code = String(repeating: "  add_64 r2, r3, r4\n", count: 200_000)
    let path = try folder.write("long.jam", SamplePrograms.assembled(code + "  trap\n"))
    let result = try BuiltCommand.run("/bin/sh", ["-c", script, path])
    #expect(
      result.messages == """
        wasm-pvm: cannot write standard output: Broken pipe
        1
        141

        """)
  }
}
