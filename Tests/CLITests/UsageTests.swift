import TestSupport
import Testing

/// Command lines that make no sense: exit status 2, a message, nothing on standard output.
struct UsageTests {
  /// A command line and what the message must say.
  struct Case: CustomTestStringConvertible, Sendable {
    /// The arguments.
    let arguments: [String]
    /// The message, without prefix and hint.
    let message: String

    /// The command line.
    var testDescription: String { arguments.joined(separator: " ") }
  }

  /// The command lines; the files they name do not exist, because they are never looked at.
  static let cases = [
    Case(arguments: ["biuld", "x"], message: "unknown command 'biuld'; did you mean 'build'?"),
    Case(arguments: ["frobnicate"], message: "unknown command 'frobnicate'"),
    Case(
      arguments: ["build", "x", "--otp", "2"],
      message: "unknown option '--otp'; did you mean '--opt'?"),
    Case(arguments: ["build", "x", "-x"], message: "unknown option '-x'"),
    Case(arguments: ["disasm"], message: "missing argument IN"),
    Case(arguments: ["build", "--", "x", "-o"], message: "unexpected argument '-o'"),
    Case(arguments: ["disasm", "x", "y"], message: "unexpected argument 'y'"),
    Case(
      arguments: ["build", "x", "-o"],
      message: "option '--output' needs a value: --output FILE"),
    Case(
      arguments: ["build", "-o", "--stats", "x"],
      message: "option '--output' needs a value: --output FILE"),
    Case(
      arguments: ["build", "x", "--bounds-checks=yes"],
      message: "option '--bounds-checks' takes no value, but has 'yes'"),
    Case(
      arguments: ["build", "x", "--opt=4"],
      message: "invalid value '4' for '--opt': expected one of 0, 1, 2, 3, s, z"),
    Case(
      arguments: ["build", "x", "--emit", "elf"],
      message:
        "invalid value 'elf' for '--emit': expected one of llvm-raw, llvm, mir-selected, mir, "
        + "mir-final, asm, jam"),
    Case(
      arguments: ["build", "x", "--opt", "1", "--opt", "2"],
      message: "option '--opt' is given more than once"),
    Case(
      arguments: ["build", "x", "--stack-size", "16777216"],
      message:
        "invalid value '16777216' for '--stack-size': expected a number of bytes from 0 to 16777215"
    ),
    Case(
      arguments: ["build", "x", "--metadata", "nickname=x"],
      message: "invalid value 'nickname=x' for '--metadata': expected name=..., version=..., "
        + "license=... or author=..."),
    Case(
      arguments: ["build", "x", "--metadata", "name=x", "--no-metadata"],
      message: "--metadata and --no-metadata do not go together: there is either a record or none"),
    Case(
      arguments: ["build", "x", "--emit", "asm", "--stats"],
      message: "--stats and --emit asm do not go together: there is no program file"),
    Case(
      arguments: ["build", "-"],
      message: "standard input has no name to derive the output's from: say '--output FILE'"),
    Case(
      arguments: ["build", "x", "-o", "-", "--json"],
      message: "--output - and --stats or --json do not go together: both print"),
    Case(
      arguments: ["run", "x", "--gas", "-1"],
      message: "invalid value '-1' for '--gas': expected a number from 0 to "
        + "9223372036854775807"),
    Case(
      arguments: ["run", "x", "--gas", "0x8000000000000000"],
      message: "invalid value '0x8000000000000000' for '--gas': expected a number from 0 "
        + "to 9223372036854775807"),
    Case(
      arguments: ["run", "x", "0g"],
      message: "invalid value '0g' for 'ARGS': expected bytes in hexadecimal, like 05,00ff"),
    Case(
      arguments: ["run", "x", "00", "--args", "01"],
      message: "ARGS and --args do not go together: there is one sequence of argument bytes"),
    Case(
      arguments: ["run", "x", "--json", "--trace"],
      message: "--json and --trace do not go together: both print; say --trace=FILE"),
    Case(arguments: ["help", "biuld"], message: "unknown command 'biuld'; did you mean 'build'?"),
  ]

  @Test(arguments: cases)
  func isRejected(_ example: Case) throws {
    let result = try BuiltCommand.run(example.arguments)
    #expect(result.status == 2)
    #expect(result.messages == "wasm-pvm: \(example.message)\nTry 'wasm-pvm help'.\n")
    #expect(result.output.isEmpty)
  }

  @Test func withoutArgumentsTheOverviewIsPrinted() throws {
    let result = try BuiltCommand.run([])
    let overview = try BuiltCommand.run(["help"])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.messages == overview.text)
  }

  @Test func optionsOfTheCompilerNeedAModule() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("add.jam", SamplePrograms.addition)
    for command in ["run", "disasm", "inspect"] {
      let result = try BuiltCommand.run([command, path, "--opt", "0"])
      #expect(result.status == 2)
      #expect(
        result.messages.hasPrefix(
          "wasm-pvm: option '--opt' has no effect on \(path), which is compiled already\n"))
    }
  }
}
