import JAMHost
import PVM
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm trace`: recorded runs.
enum TraceCommand: Command {
  /// `--output`.
  static let output = OptionRow(
    "--output", short: "-o", .required("FILE"),
    "record: write the log to this file instead of standard output")
  /// `--module`.
  static let module = OptionRow(
    "--module", .required("FILE"),
    "diff: name functions and source lines as in this module, compiled with the options given")

  /// `--format`.
  static let format = OptionRow(
    "--format", .choice(["recorded", "jip-7"]),
    "record: write the log as things happened (default), or as JIP-7 has it, with comments and what "
      + "the host did in a fixed order")

  /// What can be done.
  private enum Action: String, CaseIterable {
    /// Run a program and write a log.
    case record
    /// Run a log's program again and compare.
    case replay
    /// Find where two logs part.
    case diff
  }

  static let table = CommandTable(
    "trace", "record, replay and compare runs",
    details: [
      "trace record IN [ARGS] runs a program, or with --host a service, and writes a log of the run "
        + "from which it can be repeated without a host. Host calls that nothing answers get WHAT.",
      "trace replay FILE repeats a run and compares every state and every byte that the host read.",
      "trace diff FILE FILE shows where two runs part: after which instruction if both are of the "
        + "same program, otherwise at which host call.",
    ],
    positionals: [
      PositionalRow(
        "ACTION", completion: .words(Action.allCases.map(\.rawValue)), "record, replay or diff"),
      PositionalRow("IN", completion: .file, "record: the program, as for run; otherwise a log"),
      PositionalRow(
        "ARGS", isOptional: true, "record: the argument bytes, as for run; diff: the other log"),
    ],
    groups: [
      OptionGroup(
        "Record",
        [
          RunCommand.arguments, RunCommand.argumentsFile, RunCommand.gas, RunCommand.pc, output,
          format,
          ServiceRun.host, ServiceRun.hostOutput,
        ]), OptionGroup("Compare", [module, Program.symbolsRow, DebugMapFile.row]),
    ] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    guard let action = Action(rawValue: arguments.positionals[0]) else {
      throw UsageError(
        .invalidValue(
          option: "ACTION", value: arguments.positionals[0], expected: "record, replay or diff"))
    }
    switch action {
    case .record: return try record(arguments)
    case .replay: return try replay(arguments)
    case .diff: return try TraceDifference.run(arguments)
    }
  }

  // MARK: Recording

  /// `trace record`.
  private static func record(_ arguments: ParsedArguments) throws -> ExitCode {
    try Overwriting.check(arguments, input: arguments.positionals[1], outputs: [output])
    let run: RecordedRun
    if let service = try ServiceRun(arguments, index: 1) {
      run = try service.record(arguments)
    } else {
      run = try recordProgram(arguments)
    }
    let path = arguments.value(output) ?? Files.standardStream
    try Files.write(
      arguments.value(format) == "jip-7" ? try ecalliTrace(run, arguments) : run.encoded(), to: path
    )
    if path != Files.standardStream {
      let text = "recorded \(run.calls.count) host calls; the end: \(run.end.rawValue)\n"
      try Files.print(text)
    }
    return .success
  }

  /// The log of a run as JIP-7 has it.
  private static func ecalliTrace(
    _ run: RecordedRun, _ arguments: ParsedArguments
  ) throws -> [UInt8] {
    let target = try CompileArguments.machine(arguments)
    return run.ecalliTrace(
      comments: [
        "implementation wasm-pvm \(WasmPVMCommand.version)",
        "specification Gray Paper \(target.specification), target \(target)",
      ]
    ) { index in target.hostFunction(index).map { "\($0.name)" } }
  }

  /// Records a program that is no service.
  private static func recordProgram(_ arguments: ParsedArguments) throws -> RecordedRun {
    let options = try CompileArguments.options(arguments)
    let gas = try RunCommand.gasLimit(arguments)
    let start = try RunCommand.start(arguments)
    let bytes = try RunCommand.argumentBytes(arguments, index: 2) ?? []
    let input = try Input(arguments.positionals[1])
    try CompileArguments.checkUse(arguments, input)
    let program = try Program(input, options: options)
    try program.checkEntry(start, name: input.name)
    var recording = RecordingMachine(
      try Machine(
        standardProgram: program.container, target: program.target, arguments: bytes, entry: start,
        gas: gas))
    var host = LogHost(output: StandardError())
    let exit = recording.run(host: &host, unknownCalls: .answerWhat)
    return recording.finish(
      exit, program: try ServiceRun.file(program, name: input.name), arguments: bytes)
  }

  // MARK: Replaying

  /// `trace replay`.
  private static func replay(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.positionals.count > 2 {
      throw UsageError(.extraArgument(arguments.positionals[2]))
    }
    let path = arguments.positionals[1]
    let run = try log(path)
    try check(run, path, CompileArguments.machine(arguments))
    let gas = run.start.gas - run.endState.gas
    let text =
      "replayed \(run.calls.count) host calls; the end: \(run.end.rawValue); gas used: \(gas)\n"
    try Files.print(text)
    return .success
  }

  /// Requires that a log replays; only then its states are those of the run.
  static func check(
    _ run: RecordedRun, _ path: String, _ target: Target
  ) throws(CommandFailure) {
    let difference: ReplayDifference?
    do throws(MachineError) {
      difference = try run.replay(target: target)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
    if let difference {
      throw CommandFailure(.replay(name: path, difference: difference))
    }
  }

  /// Reads a log.
  static func log(_ path: String) throws(CommandFailure) -> RecordedRun {
    let text = try Files.read(path)
    do throws(MachineError) {
      return try RecordedRun(parsing: text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }
}
