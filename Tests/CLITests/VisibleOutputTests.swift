import Foundation
import PVM
import TestSupport
import Testing
import WasmPVM

/// What comes from outside is escaped in everything that is printed: names, metadata, messages of programs.
struct VisibleOutputTests {
  /// Text that a terminal would act on: color, title, line, direction.
  private static let nasty = "\u{1B}[31m\u{7}\u{9B}\u{202E}\n\u{7F}x"
  /// The same in a module's text.
  private static let escaped = #"\1b[31m\07\c2\9b\e2\80\ae\0a\7fx"#

  /// A module in which everything that has a name has a nasty one.
  private static let module = """
    (module
      (import "env" "host_call_5" (func $host (param i64 i64 i64 i64 i64 i64) (result i64)))
      (import "env" "pvm_ptr" (func $pointer (param i64) (result i64)))
      (memory (export "memory") 1) (data (i32.const 32) "\(escaped)")
      (func $f (export "\(escaped)") (param i32 i32) (result i64)
        (drop (call $host (i64.const 100) (i64.const 3) (call $pointer (i64.const 32)) (i64.const 5)
          (call $pointer (i64.const 32)) (i64.const 14)))
        (i64.const 0)))
    """

  /// A module that needs something with a nasty name.
  private static let needy = """
    (module (import "\(escaped)" "\(escaped)" (func $f))
      (func (export "main") (param i32 i32) (result i64) (call $f) (i64.const 0)))
    """

  /// Requires that a text has no character that a terminal acts on.
  private func check(_ text: String, _ command: [String]) {
    let found = text.unicodeScalars.first { scalar in
      switch scalar.value {
      case 0x0A, 0x09: false
      case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E: true
      default: false
      }
    }
    #expect(found == nil, "\(command)")
  }

  @Test func everyOutputIsEscaped() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("needy.wat", Self.needy)
    let name = "n\u{1B}\u{7}.wat"
    _ = try folder.write(name, Self.module)
    let metadata = ["name", "version", "license", "author"].flatMap {
      ["--metadata", "\($0)=\(Self.nasty)"]
    }
    let entry = ["--entry", Self.nasty]
    let commands: [[String]] = [
      ["build", "needy.wat"], ["build", name], ["inspect", "needy.wat"],
      ["build", name, "--entry", Self.nasty + "?"], ["build", "missing\u{1B}.wat"],
      ["build", name, "--option\u{1B}"], ["build", name, "--opt=\u{1B}"], [Self.nasty],
      ["build", name, "-o", "no\u{1B}folder/x.jam"] + entry,
      ["build", name, "-o", "o\u{1B}.jam", "--stats", "--symbols", "s"] + entry + metadata,
      ["build", name, "-o", "o\u{1B}.jam", "--json"] + entry + metadata,
      ["build", name, "-o", "o\u{1B}.jam", "--max-size", "10"] + entry,
      ["inspect", "o\u{1B}.jam"], ["inspect", "o\u{1B}.jam", "--json"],
      ["inspect", name] + entry, ["inspect", name, "--json"] + entry,
      ["build", name, "--emit", "llvm-raw"] + entry, ["build", name, "--emit", "llvm"] + entry,
      ["build", name, "--emit", "mir"] + entry, ["disasm", name] + entry,
      ["disasm", "o\u{1B}.jam", "--symbols", "s"],
      ["run", name] + entry, ["run", name, "--json"] + entry, ["run", name, "--trace"] + entry,
      ["run", name, "--profile"] + entry, ["pvm-in-pvm", name] + entry,
      ["trace", "record", name, "-o", "t"] + entry, ["trace", "replay", "t"],
    ]
    for command in commands {
      let result = try BuiltCommand.run(command, folder: folder)
      #expect(!(result.text + result.messages).isEmpty, "\(command)")
      check(result.text, command)
      check(result.messages, command)
    }
    let missing = try BuiltCommand.run(["build", "needy.wat"], folder: folder)
    #expect(missing.messages.contains(#"\u{1b}[31m\u{7}\u{9b}\u{202e}\u{a}\u{7f}x"#))
  }

  @Test func metadataOfOtherToolsIsShownAsText() throws {
    let text: [UInt8] =
      [0x07] + Array("my-game".utf8) + [0x05] + Array("1.2.3".utf8) + [0x1B, 0xFF]
    let file = try SamplePrograms.assembled("trap", metadata: text)
    let result = try BuiltCommand.run(["inspect", "-"], input: file)
    #expect(result.lines.contains(#"metadata          \u{7}my-game\u{5}1.2.3\u{1b}\xff"#))
    let json = try BuiltCommand.run(["inspect", "-", "--json"], input: file)
    #expect(json.text.contains(#""metadata": "076d792d67616d6505312e322e331bff""#))
    #expect(json.text.contains(#""metadata_text": "#))
    // What is no text stays hexadecimal.
    let binary = try SamplePrograms.assembled("trap", metadata: [0xFF, 0x01, 0x02, 0x41])
    let bytes = try BuiltCommand.run(["inspect", "-"], input: binary)
    #expect(bytes.lines.contains("metadata          ff010241"))
  }

  @Test func programsOfPolkaVMAreNamed() throws {
    for arguments in [
      ["build", "-", "-o", "x.jam"], ["trace", "record", "-"], ["pvm-in-pvm", "-"],
    ] {
      let result = try BuiltCommand.run(
        arguments, input: Array("PVM\0".utf8) + [1, 2, 3], folder: TemporaryFolder())
      #expect(result.status == 1)
      #expect(result.messages.contains("standard input is a PolkaVM program"))
    }
  }

  @Test func featuresAreNamed() throws {
    let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 0x01, 0, 0, 0]
    let inputs: [(bytes: [UInt8], name: String)] = [
      ([0x00, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], "component model"),
      (header + [5, 3, 1, 4, 1], "memory64 proposal, which is not supported"),
      (header + [1, 3, 1, 0x5F, 0], "GC proposal, which is not supported"),
      (header + [1, 5, 1, 0x60, 1, 0x64, 0x70], "function-references proposal"),
      (header + [4, 5, 1, 0x70, 3, 0, 1], "shared-everything-threads proposal"),
    ]
    for input in inputs {
      let result = try BuiltCommand.run(
        ["build", "-", "-o", "x.jam"], input: input.bytes, folder: TemporaryFolder())
      #expect(result.status == 1)
      #expect(result.messages.contains(input.name))
    }
  }
}
