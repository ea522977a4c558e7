import PVM
import PVMDebugger
import WasmPVM

/// `wasm-pvm debug`: runs a program under inspection, forward and back.
enum DebugCommand: Command {
  /// `--source-root`.
  static let sourceRoot = OptionRow(
    "--source-root", .required("DIR"), "Where sources are looked for besides their own paths")

  /// `--dap`.
  static let adapter = OptionRow(
    "--dap", "Speak the debug adapter protocol on standard input and output, for editors")
  /// `--dap-port`.
  static let port = OptionRow(
    "--dap-port", .required("PORT"),
    "Speak it with a client that connects to this port of this machine; 0 takes a free one")

  static let table = CommandTable(
    "debug", "run a program under inspection, forward and back",
    details: [
      "Commands are read from standard input, 'help' lists them; they are those of gdb where there "
        + "is one. The program, its arguments and a service's state are given as for run, and "
        + "nothing that the program does is changed by looking at it.",
      "With --dap an editor gives the commands, and may also name the program.",
    ],
    positionals: [
      PositionalRow(Input.row.name, isOptional: true, "The program, as for run"),
      RunCommand.bytesRow,
    ],
    groups: [
      OptionGroup(
        "Run",
        [RunCommand.arguments, RunCommand.argumentsFile, RunCommand.gas, RunCommand.pc]),
      OptionGroup("Service", [ServiceRun.host, InnerProgram.row, InnerProgram.programRow]),
      OptionGroup("Editors", [adapter, port]),
      OptionGroup("Names", [DebugMapFile.row, Program.symbolsRow, sourceRoot]),
    ] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.positionals.first == Files.standardStream {
      throw UsageError(
        .conflict(Files.standardStream, "debug", reason: "commands come from standard input"))
    }
    if arguments.has(adapter), arguments.has(port) {
      throw UsageError(
        .conflict(adapter.name, port.name, reason: "there is one client"))
    }
    if let number = try arguments.number(port, in: 0...65535) {
      let connection = try LocalPort.connection(UInt16(number)) { port in
        DebuggedProgram.logToStandardError("listening on 127.0.0.1:\(port)\n")
      }
      try AdapterSession(input: connection, output: connection, arguments: arguments).run()
      return .success
    }
    if arguments.has(adapter) {
      try AdapterSession(input: 0, output: 1, arguments: arguments).run()
      return .success
    }
    guard !arguments.positionals.isEmpty else {
      throw UsageError(.missingArgument(Input.row.name))
    }
    let program = try DebuggedProgram(arguments)
    try TerminalSession(program).run()
    return .success
  }
}
