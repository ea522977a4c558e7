import Foundation
import Support
import WasmPVM

/// The program: the list of its subcommands, and which of them a command line means.
@main
enum WasmPVMCommand {
  /// The subcommands in the order of the help text.
  static var commands: [any Command.Type] {
    [
      NewCommand.self, BuildCommand.self, RunCommand.self, TestCommand.self, WatchCommand.self,
      DebugCommand.self, TraceCommand.self, DisasmCommand.self, InspectCommand.self,
      ExploreCommand.self, DiffCommand.self, ProfileCommand.self, SizeCommand.self,
      WastRunCommand.self, PVMInPVMCommand.self, BenchCommand.self, ExplainCommand.self,
      CompletionsCommand.self, ManCommand.self, HelpCommand.self,
    ]
  }

  /// The version of this program.
  static let version = "0.1.0"

  /// Runs the process.
  static func main() {
    exit(run(CommandLineText.arguments).rawValue)
  }

  /// Runs a command line; messages go to standard error.
  private static func run(_ arguments: [String]) -> ExitCode {
    do {
      return try dispatch(arguments)
    } catch let error as UsageError {
      complain("\("\(error)".visible)\nTry 'wasm-pvm help'.")
      return .usage
    } catch {
      complain("\(error)")
      return .failure
    }
  }

  /// Finds the command and runs it.
  private static func dispatch(_ arguments: [String]) throws -> ExitCode {
    guard let first = arguments.first else {
      FileHandle.standardError.write(Data(HelpCommand.overview.utf8))
      return .usage
    }
    let rest = Array(arguments.dropFirst())
    switch first {
    case "--help", "-h":
      try HelpCommand.print(HelpCommand.overview)
      return .success
    case "--version", "-v":
      try HelpCommand.print(
        "wasm-pvm \(version), LLVM \(Toolchain.llvm), Swift \(Toolchain.swift)\n")
      return .success
    case "--emit-llvm":
      return try run(BuildCommand.self, ["--emit", "llvm"] + rest)
    default:
      return try run(command(named: first), rest)
    }
  }

  /// Runs a command, or prints its help text.
  private static func run(
    _ command: any Command.Type, _ arguments: [String]
  ) throws -> ExitCode {
    let parsed = try ParsedArguments(arguments, table: command.table)
    if parsed.wantsHelp {
      try HelpCommand.print(HelpText.text(for: command.table))
      return .success
    }
    return try command.run(parsed)
  }

  /// The command that a word selects.
  static func command(named name: String) throws(UsageError) -> any Command.Type {
    if let command = commands.first(where: { $0.table.name == name }) { return command }
    let names = commands.map { $0.table.name }
    throw UsageError(
      .unknownCommand(name, suggestion: Suggestion.nearest(to: name, among: names)))
  }

  /// Prints a message to standard error.
  private static func complain(_ message: String) {
    let program = Style.messages.text(.bad, "wasm-pvm:")
    ProgressLine.shared.write("\(program) \(message.visibleLines)\n")
  }
}
