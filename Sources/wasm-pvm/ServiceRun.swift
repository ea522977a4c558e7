import JAMHost
import PVM
import PVMVM
import Support
import WasmPVM

/// A service, about to run as the protocol runs it: what `--host` makes of `run` and `trace record`.
struct ServiceRun {
  /// `--host`.
  static let host = OptionRow(
    "--host", .required("FILE"),
    "Run a JAM service in this state (JSON, see Docs/Services.md); --entry is then accumulate, "
      + "refine or is_authorized")
  /// `--host-out`.
  static let hostOutput = OptionRow(
    "--host-out", .required("FILE"), "Write the state after the run to this file")

  /// The invocation.
  let invocation: ServiceInvocation
  /// The program, metadata included.
  let file: [UInt8]
  /// The argument bytes.
  let arguments: [UInt8]
  /// The gas limit.
  let gas: Int64
  /// The program.
  private(set) var program: Program
  /// What the program is called.
  private let name: String

  /// Prepares a run; nil without `--host`.
  ///
  /// - Parameters:
  ///   - index: which positional argument is the program; the argument bytes come after it.
  ///   - makesDebugMap: whether it has to be known where instructions come from, also without a profile.
  init?(_ arguments: ParsedArguments, index: Int = 0, makesDebugMap: Bool = false) throws {
    guard let path = arguments.value(ServiceRun.host) else {
      if arguments.has(ServiceRun.hostOutput) {
        throw UsageError(
          .conflict(
            ServiceRun.hostOutput.name, "no \(ServiceRun.host.name)",
            reason: "there is no state to write"))
      }
      return nil
    }
    let entry = try ServiceRun.entry(arguments)
    if arguments.has(RunCommand.pc) {
      throw UsageError(
        .conflict(
          ServiceRun.host.name, RunCommand.pc.name,
          reason: "\(CompileArguments.entry.name) tells where the code starts"))
    }
    let limit = try arguments.number(RunCommand.gas, in: 0...UInt64(Int64.max))
    var options = try CompileArguments.options(arguments)
    options.entries = []
    invocation = try ServiceRun.invocation(entry, state: path, options.target)
    let input = try Input(program: arguments.positionals[index], arguments)
    options.makesDebugMap =
      makesDebugMap || arguments.has(RunCommand.profile) || input.namesSource
    try CompileArguments.checkUse(arguments, input, meaningful: [CompileArguments.entry])
    name = input.name
    program = try Program(input, options: options)
    try program.readDebugInfo(arguments)
    try program.requireProtocolCalls(name: input.name)
    file = try ServiceRun.file(program, name: input.name)
    self.arguments =
      try RunCommand.argumentBytes(arguments, index: index + 1)
      ?? invocation.arguments
    gas = Int64(clamping: limit ?? ServiceRun.usualGas(invocation))
  }

  /// Prepares a run of a program that is loaded already.
  init(
    _ entry: ServiceEntry, state path: String, _ program: Program, name: String,
    arguments: [UInt8]?, gas: Int64?
  ) throws {
    try program.requireProtocolCalls(name: name)
    invocation = try ServiceRun.invocation(entry, state: path, program.target)
    self.program = program
    self.name = name
    file = try ServiceRun.file(program, name: name)
    self.arguments = arguments ?? invocation.arguments
    self.gas = gas ?? Int64(clamping: ServiceRun.usualGas(invocation))
  }

  /// Prepares a run of a program that is loaded already, as options say; nil without `--host`.
  init?(_ arguments: ParsedArguments, _ program: Program) throws {
    guard let path = arguments.value(ServiceRun.host) else { return nil }
    let limit = try arguments.number(RunCommand.gas, in: 0...UInt64(Int64.max))
    try self.init(
      ServiceRun.entry(arguments), state: path, program, name: "the program",
      arguments: RunCommand.argumentBytes(arguments), gas: limit.map { Int64($0) })
  }

  /// An invocation in the state that a file describes.
  private static func invocation(
    _ entry: ServiceEntry, state path: String, _ target: Target
  ) throws(CommandFailure) -> ServiceInvocation {
    let text = try Files.read(path)
    let state: HostState
    do throws(StateFileError) {
      state = try HostState(parsing: text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
    do throws(InvocationError) {
      return try ServiceInvocation(entry, state: state, target: target)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }

  /// The gas that the protocol gives. A service without inputs has none by it, but somebody wants to see it run.
  private static func usualGas(_ invocation: ServiceInvocation) -> UInt64 {
    invocation.gas > 0 ? invocation.gas : invocation.state.parameters[.reportAccumulateGas]
  }

  /// What the service is invoked for.
  private static func entry(_ arguments: ParsedArguments) throws(UsageError) -> ServiceEntry {
    let names = arguments.values(CompileArguments.entry)
    guard !names.isEmpty else {
      let allowed = ServiceEntry.allCases.map(\.rawValue).joined(separator: "|")
      throw UsageError(
        .missingOption(usage: "\(CompileArguments.entry.name) \(allowed), which \(host.name) needs")
      )
    }
    guard names.count == 1, let entry = ServiceEntry(rawValue: names[0]) else {
      let allowed = ServiceEntry.allCases.map(\.rawValue).joined(separator: ", ")
      throw UsageError(
        .invalidValue(
          option: CompileArguments.entry.name, value: names.joined(separator: ", "),
          expected: "with \(host.name) one of \(allowed)"))
    }
    return entry
  }

  /// A program as a file with metadata.
  static func file(_ program: Program, name: String) throws(CommandFailure) -> [UInt8] {
    do throws(PVMError) {
      let container = try program.container.encoded()
      return ProgramFile(metadata: program.metadata ?? [], container: container).encoded()
    } catch {
      throw CommandFailure(.inInput(name: name, error: error))
    }
  }

  /// A machine about to run the container.
  ///
  /// - Parameter limit: how much gas it has, if not as much as the run.
  func machine(_ container: [UInt8], gas limit: Int64? = nil) throws -> Machine {
    try Machine(
      standardProgram: StandardProgram(decoding: container), target: invocation.target,
      arguments: arguments, entry: invocation.entry.pc, gas: limit ?? gas)
  }

  // MARK: Running

  /// `run --host`.
  func run(_ options: ParsedArguments) throws -> ExitCode {
    let container: [UInt8]
    switch invocation.container(of: file) {
    case .success(let bytes): container = bytes
    case .failure(let refusal):
      return try finish(options, ServiceReport(invocation, invocation.outcome(refusal), nil))
    }
    var machine = try machine(container)
    var host = invocation.makeHost(log: StandardError())
    RunCommand.showProgress(options)
    defer { ProgressLine.shared.end() }
    let observed = try ObservedRun(&machine, &host, program, options)
    var run = RunOutcome(
      observed.exit, machine, of: program.container, gasLimit: gas, resultEndAddress: false,
      profile: observed.profile)
    run.place = try EndPlace(observed.exit, machine, of: program, gasUsed: run.gasUsed) { gas in
      var again = try self.machine(container, gas: gas)
      var silent = invocation.makeHost(log: DiscardedText())
      _ = again.run(host: &silent)
      return again.pc
    }
    try RunCommand.writeProfile(&run.profile, of: name, options)
    let outcome = invocation.outcome(observed.exit, output: run.output, gasUsed: run.gasUsed, host)
    return try finish(options, ServiceReport(invocation, outcome, run))
  }

  /// `trace record --host`.
  func record(_ options: ParsedArguments) throws -> RecordedRun {
    let container: [UInt8]
    switch invocation.container(of: file) {
    case .success(let bytes): container = bytes
    case .failure: throw CommandFailure(.refusedCode)
    }
    var recording = RecordingMachine(try machine(container))
    var host = invocation.makeHost(log: StandardError())
    let exit = recording.run(host: &host)
    if let path = options.value(ServiceRun.hostOutput) {
      let used = UInt64(gas - max(0, recording.gas))
      let outcome = invocation.outcome(exit, output: recording.output, gasUsed: used, host)
      try Files.write(outcome.state.encoded(), to: path)
    }
    return recording.finish(exit, program: file, arguments: arguments)
  }

  /// Writes what the options ask for.
  private func finish(_ options: ParsedArguments, _ report: ServiceReport) throws -> ExitCode {
    if let path = options.value(ServiceRun.hostOutput) {
      try Files.write(report.outcome.state.encoded(), to: path)
    }
    if let path = options.value(RunCommand.output) {
      try Files.write(report.run?.output ?? [], to: path)
    }
    let text = options.has(RunCommand.json) ? report.json.text : report.text
    try Files.print(text + "\n")
    return report.run?.exitCode ?? .failure
  }

  /// Runs the service without an observer.
  ///
  /// - Parameter log: where messages go, a line each.
  func outcome<Log: TextOutputStream>(log: Log) throws -> (ServiceReport, RunOutcome?) {
    let container: [UInt8]
    switch invocation.container(of: file) {
    case .success(let bytes): container = bytes
    case .failure(let refusal):
      return (ServiceReport(invocation, invocation.outcome(refusal), nil), nil)
    }
    var machine = try machine(container)
    var host = invocation.makeHost(log: log)
    let exit = machine.run(host: &host)
    let run = RunOutcome(
      exit, machine, of: program.container, gasLimit: gas, resultEndAddress: false)
    let outcome = invocation.outcome(exit, output: run.output, gasUsed: run.gasUsed, host)
    return (ServiceReport(invocation, outcome, run), run)
  }
}
