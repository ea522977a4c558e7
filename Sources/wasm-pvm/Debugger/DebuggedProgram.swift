import JAMHost
import PVM
import PVMDebugger
import PVMVM
import WasmPVM

/// A program about to run under inspection: what `debug` makes of its arguments.
struct DebuggedProgram {
  /// The program; nil for one in an inner machine of which nothing is known.
  let program: Program?
  /// The machine in front of the first instruction.
  let machine: ReplayMachine
  /// Serves host calls.
  let host: any HostService
  /// Where instructions come from.
  let locations: LocationTable
  /// Where sources are.
  let sources: SourceFiles

  /// Prepares what the arguments say.
  ///
  /// - Parameter log: takes what the program logs, a line each.
  init(
    _ arguments: ParsedArguments,
    log: @escaping (String) -> Void = DebuggedProgram.logToStandardError
  ) throws {
    let inner = try InnerProgram(arguments)
    sources = SourceFiles(
      input: inner?.path ?? arguments.positionals[0],
      root: arguments.value(DebugCommand.sourceRoot))
    let log = LogStream(line: log)
    if let service = try ServiceRun(arguments, makesDebugMap: true) {
      let container: [UInt8]
      switch service.invocation.container(of: service.file) {
      case .success(let bytes): container = bytes
      case .failure: throw CommandFailure(.refusedCode)
      }
      if let inner {
        machine = try inner.start(service, container, log: log)
        program = try inner.program(of: machine, arguments)
        host = InvokerService()
      } else {
        machine = ReplayMachine(copying: try service.machine(container))
        program = service.program
        host = HandlerService(service.invocation.makeHost(log: log))
      }
    } else {
      var options = try CompileArguments.options(arguments)
      options.makesDebugMap = true
      let gas = try RunCommand.gasLimit(arguments)
      let bytes = try RunCommand.argumentBytes(arguments) ?? []
      let input = try Input(program: arguments.positionals[0], arguments)
      try CompileArguments.checkUse(
        arguments, input, meaningful: input.format == .polkaVM ? [CompileArguments.entry] : [])
      var program = try Program(input, options: options, symbols: Program.symbols(arguments))
      try program.readDebugInfo(arguments)
      self.program = program
      let start = try RunCommand.start(arguments, of: program)
      try program.checkEntry(start, name: input.name)
      machine = ReplayMachine(
        copying: try Machine(
          standardProgram: program.container, target: program.target, arguments: bytes,
          entry: start, gas: gas))
      host = HandlerService(ImportHost(program, log: log))
    }
    if let map = program?.debugMap {
      locations = LocationTable(map, of: machine.program)
    } else {
      var table = LocationTable(symbols: program?.symbols ?? SymbolMap())
      table.variables = program?.layout?.items ?? []
      locations = table
    }
  }

  /// A session at the start.
  func session() -> DebugSession {
    DebugSession(Timeline(machine, host: host), locations: locations, variables: variables)
  }

  /// The variables of the source, if a module with debug information was compiled.
  private var variables: SourceVariables? {
    guard let module = program?.module, let memory = program?.compiled?.sourceMemory,
      let reader = Compilation.sourceVariables(ofModule: module)
    else { return nil }
    return SourceVariables(reader, memory)
  }

  /// Writes what a program logs to standard error.
  static func logToStandardError(_ line: String) {
    var output = StandardError()
    output.write(line)
  }
}

/// A stream of text that goes to a function.
struct LogStream: TextOutputStream {
  /// Takes the text.
  let line: (String) -> Void

  /// Passes a text on.
  mutating func write(_ string: String) { line(string) }
}
