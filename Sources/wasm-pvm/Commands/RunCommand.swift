import Foundation
import PVM
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm run`: executes a program, compiling it first if need be.
enum RunCommand: Command {
  /// `--args`.
  static let arguments = OptionRow(
    "--args", .required("HEX"), "The argument bytes, as the positional ARGS")
  /// `--args-file`.
  static let argumentsFile = OptionRow(
    "--args-file", .required("FILE"), "The argument bytes are the content of this file")
  /// `--gas`.
  static let gas = OptionRow(
    "--gas", .required("N"), "How much gas the program may use; by default \(defaultGas)")
  /// `--pc`.
  static let pc = OptionRow(
    "--pc", .required("N"), "Start at this code index; by default 0, accumulate is at 5")
  /// `--output`.
  static let output = OptionRow(
    "--output", short: "-o", .required("FILE"),
    "Also write the output bytes to this file, as they are, if the program halts")
  /// `--json`.
  static let json = OptionRow("--json", "Print the result as one line of JSON")
  /// `--trace`.
  static let trace = OptionRow(
    "--trace", .attached("FILE"),
    "Print a line for every instruction, before it is executed, or write the lines to a file")

  /// `--profile`.
  static let profile = OptionRow(
    "--profile", .attached("FILE"),
    "Print what the gas was used for, by purpose, source line, function, call, block and "
      + "instruction, or write it to a file")
  /// `--profile-format`.
  static let profileFormat = OptionRow(
    "--profile-format", .choice(["text", "json"] + ProfileFormat.allCases.map(\.rawValue)),
    "How --profile=FILE is written: as text (default) or JSON, for other programs, or as a page "
      + "to look at")

  /// `--profile-out`.
  static let profileOutput = OptionRow(
    "--profile-out", .required("FILE"),
    "Write how often each block ran, for build --profile-use; the module is compiled so that blocks "
      + "can be told apart")

  /// The positional argument bytes.
  static let bytesRow = PositionalRow(
    "ARGS", isOptional: true,
    "The argument bytes in hexadecimal; commas, underscores and spaces may separate bytes")

  /// The positional argument bytes, or with `--invoke` values.
  static let argumentsRow = PositionalRow(
    "ARGS", isOptional: true, isRepeated: true,
    "The argument bytes in hexadecimal; commas, underscores and spaces may separate bytes; with "
      + "--invoke the arguments of the function")

  static let table = CommandTable(
    "run", "execute a program",
    details: [
      "A module is compiled first, as build would. The exit status tells how the run ended. Host "
        + "call 100, JIP-1's log, prints to standard error, and the heap grows; no other host call is "
        + "answered, unless --host gives a JAM service a state to run in."
    ],
    positionals: [
      Input.projectRow,
      argumentsRow,
    ],
    groups: [
      OptionGroup(
        "Run",
        [InvokeRun.invoke, arguments, argumentsFile, gas, pc, output, json, trace]),
      OptionGroup("Profile", [profile, profileFormat, profileOutput, DebugMapFile.row]),
      OptionGroup("Service", [ServiceRun.host, ServiceRun.hostOutput]),
    ] + CompileArguments.groups)

  /// The gas limit: what all work items of a package have together (G_R).
  static let defaultGas: Int64 = 5_000_000_000

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.positionals.isEmpty { return try ProjectCommand.run(arguments) }
    if let call = try InvokeRun(arguments) { return try call.run(arguments) }
    if arguments.positionals.count > 2 {
      throw UsageError(.extraArgument(arguments.positionals[2]))
    }
    try checkConflicts(arguments)
    if let service = try ServiceRun(arguments) { return try service.run(arguments) }
    try Overwriting.check(
      arguments, input: arguments.positionals[0], outputs: [output, trace, profile, profileOutput])
    var options = try CompileArguments.options(arguments)
    options.isCounted = arguments.has(profileOutput)
    let gasLimit = try gasLimit(arguments)
    let bytes = try argumentBytes(arguments) ?? []
    let input = try Input(program: arguments.positionals[0], arguments)
    options.makesDebugMap = arguments.has(profile) || input.namesSource
    let entry = input.format == .polkaVM ? [CompileArguments.entry] : []
    try CompileArguments.checkUse(
      arguments, input, meaningful: [CompileArguments.resultEndAddress] + entry)
    if arguments.has(profileOutput), !input.isModule {
      throw UsageError(.noEffect(option: profileOutput.name, input: input.name))
    }
    var program = try Program(input, options: options)
    try program.readDebugInfo(arguments)
    let start = try start(arguments, of: program)
    try program.checkEntry(start, name: input.name)

    var outcome = try execute(
      program, bytes, pc: start, gas: gasLimit, arguments,
      resultEndAddress: options.resultEndAddress)
    try writeProfile(&outcome.profile, of: input.name, arguments)
    if let path = arguments.value(output), outcome.exit == .halt {
      try Files.write(outcome.output, to: path)
    }
    let text = arguments.has(json) ? outcome.json.text : outcome.text
    try Files.print(text + "\n")
    return outcome.exitCode
  }

  /// Writes the profile to the file that `--profile` names, if it names one; then it is not printed.
  ///
  /// - Parameter name: what was run.
  static func writeProfile(
    _ profile: inout RunProfile?, of name: String, _ arguments: ParsedArguments
  ) throws {
    guard let path = arguments.value(Self.profile), let result = profile else { return }
    try Files.write(
      Array(try result.text(arguments.value(profileFormat), name: name).utf8), to: path)
    profile = nil
  }

  /// Rejects options that do not go together.
  static func checkConflicts(_ arguments: ParsedArguments) throws(UsageError) {
    if let format = arguments.value(profileFormat), arguments.value(profile) == nil {
      throw UsageError(
        .conflict(
          "\(profileFormat.name) \(format)", "no file", reason: "say \(profile.name)=FILE"))
    }
    if arguments.has(json), arguments.has(trace), arguments.value(trace) == nil {
      throw UsageError(
        .conflict(json.name, trace.name, reason: "both print; say \(trace.name)=FILE"))
    }
    for row in [profile, profileOutput] where arguments.has(row) && arguments.has(trace) {
      throw UsageError(.conflict(row.name, trace.name, reason: "a run is watched by one of them"))
    }
  }

  /// Executes a program until it ends.
  private static func execute(
    _ program: Program, _ bytes: [UInt8], pc: UInt32, gas: Int64, _ arguments: ParsedArguments,
    resultEndAddress: Bool
  ) throws -> RunOutcome {
    func makeMachine(_ gas: Int64) throws -> Machine {
      try Machine(
        standardProgram: program.container, target: program.target, arguments: bytes, entry: pc,
        gas: gas)
    }
    var machine = try makeMachine(gas)
    var host = ImportHost(program, log: StandardError())
    RunCommand.showProgress(arguments)
    defer { ProgressLine.shared.end() }
    let run = try ObservedRun(&machine, &host, program, arguments)
    var outcome = RunOutcome(
      run.exit, machine, of: program.container, gasLimit: gas, resultEndAddress: resultEndAddress,
      profile: run.profile)
    if case .hostCall(let index) = run.exit { outcome.hostCallName = program.importName(index) }
    outcome.place = try EndPlace(run.exit, machine, of: program, gasUsed: outcome.gasUsed) { gas in
      var again = try makeMachine(gas)
      var silent = ImportHost(program, log: DiscardedText())
      _ = again.run(host: &silent)
      return again.pc
    }
    return outcome
  }

  /// Shows that a run goes on, unless its instructions are printed anyway.
  static func showProgress(_ arguments: ParsedArguments) {
    if arguments.has(CompileArguments.quiet) || arguments.has(trace) { return }
    ProgressLine.shared.begin { "running, \($0) s" }
  }

  // MARK: Arguments

  /// How much gas the program may use.
  static func gasLimit(_ arguments: ParsedArguments) throws(UsageError) -> Int64 {
    try arguments.number(gas, in: 0...UInt64(Int64.max)).map { Int64($0) }
      ?? defaultGas
  }

  /// The code index to start at: what `--pc` says, or for a PolkaVM container the export that `--entry` names, or its only one.
  static func start(_ arguments: ParsedArguments, of program: Program) throws -> UInt32 {
    guard let container = program.polkaVM else { return try start(arguments) }
    let exports = container.exports.map { ($0.pc, String(decoding: $0.name, as: UTF8.self)) }
    let names = arguments.values(CompileArguments.entry)
    if let name = names.first {
      if names.count > 1 { throw UsageError(.repeated(option: CompileArguments.entry.name)) }
      if arguments.has(pc) {
        throw UsageError(
          .conflict(CompileArguments.entry.name, pc.name, reason: "a run starts at one of them"))
      }
      guard let export = exports.first(where: { $0.1 == name }) else {
        throw CommandFailure(.noFunction(name, exports: exports.map(\.1)))
      }
      return export.0
    }
    if !arguments.has(pc), exports.count > 1 {
      throw CommandFailure(.severalEntries(exports.map(\.1)))
    }
    return arguments.has(pc) ? try start(arguments) : exports.first?.0 ?? 0
  }

  /// The code index to start at.
  static func start(_ arguments: ParsedArguments) throws(UsageError) -> UInt32 {
    try arguments.number(pc, in: 0...UInt64(UInt32.max)).map { UInt32($0) } ?? 0
  }

  /// The argument bytes, from the one place that has them; nil if there is none.
  ///
  /// - Parameter index: which positional argument may be the bytes.
  static func argumentBytes(_ arguments: ParsedArguments, index: Int = 1) throws -> [UInt8]? {
    let positional = arguments.positionals.count > index ? arguments.positionals[index] : nil
    let sources = [
      ("ARGS", positional), (self.arguments.name, arguments.value(self.arguments)),
      (argumentsFile.name, arguments.value(argumentsFile)),
    ].filter { $0.1 != nil }
    if sources.count > 1 {
      throw UsageError(
        .conflict(sources[0].0, sources[1].0, reason: "there is one sequence of argument bytes"))
    }
    let bytes: [UInt8]
    if let path = arguments.value(argumentsFile) {
      bytes = try Files.read(path)
    } else if let text = positional {
      bytes = try parse(
        text, "ARGS",
        hint: arguments.has(WASIArguments.wasi) ? "; texts are \(WASIArguments.argument.name)" : "")
    } else if let text = arguments.value(self.arguments) {
      bytes = try parse(text, self.arguments.name)
    } else {
      return nil
    }
    guard bytes.count <= MachineError.maximumArguments else {
      throw CommandFailure(.argumentsTooLong(count: bytes.count))
    }
    return bytes
  }

  /// Bytes in hexadecimal, possibly separated.
  private static func parse(
    _ text: String, _ name: String, hint: String = ""
  ) throws(UsageError) -> [UInt8] {
    let separated = text.utf8.map { $0 == 0x2C || $0 == 0x5F ? 0x20 : $0 }
    guard let bytes = Hex.bytes(separated) else {
      throw UsageError(
        .invalidValue(
          option: name, value: text, expected: "bytes in hexadecimal, like 05,00ff\(hint)"))
    }
    return bytes
  }
}

/// Standard error as a stream of text.
struct StandardError: TextOutputStream {
  /// Writes a text, with escapes for what a terminal would act on; what cannot be written is lost.
  mutating func write(_ string: String) {
    ProgressLine.shared.write(string.visibleLines)
  }
}
