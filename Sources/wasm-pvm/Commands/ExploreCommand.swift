import JAMHost
import PVM
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm explore`: a page that shows a program in all its forms.
enum ExploreCommand: Command {
  /// `--output`.
  static let output = OptionRow(
    "--output", short: "-o", .required("FILE"),
    "Where the page goes; by default the input's name with .html in the current folder")
  /// `--run`.
  static let run = OptionRow(
    "--run", "Run the program too, without argument bytes, to show how often what is executed")

  static let table = CommandTable(
    "explore", "show a program in all its forms on a page",
    details: [
      "Writes one HTML file that needs nothing else: source, WebAssembly, LLVM IR before and after LLVM's "
        + "passes, machine IR and PVM code side by side, linked by where they come from. With argument bytes, "
        + "--run or --host the program is run, and how often instructions are executed is shown. "
        + "The source is there if the module has debug information (-g)."
    ],
    positionals: [Input.row, RunCommand.bytesRow],
    groups: [
      OptionGroup("Output", [output]),
      OptionGroup(
        "Run", [run, RunCommand.arguments, RunCommand.argumentsFile, RunCommand.gas, RunCommand.pc]),
      OptionGroup("Service", [ServiceRun.host]),
    ] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let path = arguments.positionals[0]
    guard let target = arguments.value(output) ?? defaultOutput(for: path) else {
      throw UsageError(.missingOutput(option: output.name))
    }
    try Overwriting.check(arguments, input: path, outputs: [], default: (output, target))
    var options = try CompileArguments.options(arguments)
    if arguments.has(ServiceRun.host) { options.entries = [] }
    let input = try Input(program: path, arguments)
    try CompileArguments.checkUse(arguments, input, meaningful: [CompileArguments.entry])
    var exploration: Exploration?
    let program: Program
    if input.isModule {
      let explored = try explored(input, options)
      exploration = explored
      program = try Program(
        explored.program, target: options.target, symbols: explored.program.symbols,
        name: input.name)
    } else {
      program = try Program(input, options: options)
    }
    let profiler = try profiler(program, arguments)
    var page = ExplorePage(program, exploration, profiler)
    try Files.write(Array(page.text(name: input.name).utf8), to: target)
    return .success
  }

  /// Where the page goes if nothing is said; nil for standard input.
  private static func defaultOutput(for path: String) -> String? {
    guard path != Files.standardStream else { return nil }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name + ".html" }
    return name[..<dot] + ".html"
  }

  /// The module in all forms.
  private static func explored(
    _ input: Input, _ options: CompileOptions
  ) throws(CommandFailure) -> Exploration {
    let module = try input.module()
    if let progress = options.progress { ProgressLine.shared.begin(progress, of: input.name) }
    defer { ProgressLine.shared.end() }
    do throws(CompileError) {
      return try Compilation.explore(wasm: module, options: options)
    } catch {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
  }

  /// What was executed, if the program is to be run.
  private static func profiler(
    _ program: Program, _ arguments: ParsedArguments
  ) throws -> Profiler? {
    let bytes = try RunCommand.argumentBytes(arguments)
    let isPlain = bytes != nil || arguments.has(run)
    guard isPlain || arguments.has(ServiceRun.host) else { return nil }
    RunCommand.showProgress(arguments)
    defer { ProgressLine.shared.end() }
    if let service = try ServiceRun(arguments, program) {
      var machine = try service.machine(try program.container.encoded())
      var host = service.invocation.makeHost(log: StandardError())
      var profiler = Profiler(machine.program)
      _ = machine.run(host: &host, profiler: &profiler)
      return profiler
    }
    let start = try RunCommand.start(arguments, of: program)
    try program.checkEntry(start, name: "the program")
    var machine = try Machine(
      standardProgram: program.container, target: program.target, arguments: bytes ?? [],
      entry: start, gas: try RunCommand.gasLimit(arguments))
    var host = ImportHost(program, log: StandardError())
    var profiler = Profiler(machine.program)
    _ = machine.run(host: &host, profiler: &profiler)
    return profiler
  }
}
