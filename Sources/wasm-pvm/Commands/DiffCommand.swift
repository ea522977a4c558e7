import PVM
import PVMVM
import Support
import WasmPVM

/// `wasm-pvm diff`: compares two programs by function.
enum DiffCommand: Command {
  /// `--function`.
  static let function = OptionRow(
    "--function", .required("NAME"), isRepeatable: true,
    "Show the instructions of this function, those of A and B side by side")
  /// `--run`.
  static let run = OptionRow(
    "--run", "Run both programs too, without argument bytes, to compare gas, output and exit")
  /// `--json`.
  static let json = OptionRow("--json", "Print one line of JSON")
  /// `--symbols`.
  static let symbols = OptionRow(
    "--symbols", .required("FILE"), isRepeatable: true,
    "Names of the functions, written by build --symbols: for the first input that has none, then "
      + "for the second")
  /// `--debug-info`.
  static let debugInfo = OptionRow(
    "--debug-info", .required("FILE"), isRepeatable: true,
    "The same from what build --debug-info writes")

  static let table = CommandTable(
    "diff", "compare two programs by function",
    details: [
      "Functions of the same name are compared by their instructions, wherever these lie, their bytes and, with "
        + "ARGS or --run, the gas that they used. Modules are compiled first, with the same options; "
        + "PolkaVM containers have names for their functions, program files need --symbols or --debug-info. "
        + "The exit status is 0 if the programs are the same, 1 if not."
    ],
    positionals: [
      PositionalRow("A", completion: .file, "A program, as for inspect"),
      PositionalRow("B", completion: .file, "Another one"),
      PositionalRow(
        "ARGS", isOptional: true,
        "Run both with these argument bytes in hexadecimal; commas, underscores and spaces may separate bytes"
      ),
    ],
    groups: [
      OptionGroup("Output", [function, json]),
      OptionGroup(
        "Run", [run, RunCommand.arguments, RunCommand.argumentsFile, RunCommand.gas, RunCommand.pc]),
      OptionGroup("Names", [symbols, debugInfo]),
    ] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let inputs = try arguments.positionals.prefix(2).map {
      try Input(program: $0, arguments)
    }
    if !inputs.contains(where: \.isModule) {
      let hasEntry = inputs.contains { $0.format == .polkaVM }
      try CompileArguments.checkUse(
        arguments, inputs[0],
        meaningful: [CompileArguments.resultEndAddress] + (hasEntry ? [CompileArguments.entry] : [])
      )
    }
    let programs = try named(inputs, options, arguments)
    var sides = zip(programs, inputs).map { ProgramDifference.Side($0, name: $1.name) }
    let bytes = try RunCommand.argumentBytes(arguments, index: 2)
    if bytes != nil || arguments.has(run) {
      for index in sides.indices {
        try measure(programs[index], &sides[index], bytes ?? [], arguments, options)
      }
    }
    let difference = ProgramDifference(sides[0], sides[1])
    let names = arguments.values(function)
    let shown = difference.pairs.filter { names.contains($0.name) }
    for name in names where !shown.contains(where: { $0.name == name }) {
      throw CommandFailure(.noFunctionInPrograms(name))
    }
    if arguments.has(json) {
      try Files.print(difference.json(names).text + "\n")
    } else {
      let listings = shown.map { difference.listing($0).joined(separator: "\n") + "\n" }
      try Files.print(
        listings.isEmpty ? difference.text : listings.joined(separator: "\n"))
    }
    return difference.isSame ? .success : .failure
  }

  /// Loads both programs with the names of their functions.
  private static func named(
    _ inputs: [Input], _ options: CompileOptions, _ arguments: ParsedArguments
  ) throws -> [Program] {
    var symbols = arguments.values(symbols)[...]
    var maps = arguments.values(debugInfo)[...]
    var programs: [Program] = []
    for input in inputs {
      let isUnnamed = !input.isModule && input.format != .polkaVM
      let path = isUnnamed ? symbols.popFirst() : nil
      var program = try Program(
        input, options: options, symbols: try path.map { try Program.symbols($0) })
      if isUnnamed, path == nil, let map = maps.popFirst() { try program.readDebugInfo(map) }
      programs.append(program)
    }
    for (row, rest) in [(Self.symbols, symbols), (debugInfo, maps)] {
      if rest.first != nil {
        throw UsageError(.noEffect(option: row.name, input: inputs[inputs.count - 1].name))
      }
    }
    return programs
  }

  /// Runs a program and takes what its functions used.
  private static func measure(
    _ program: Program, _ side: inout ProgramDifference.Side, _ bytes: [UInt8],
    _ arguments: ParsedArguments, _ options: CompileOptions
  ) throws {
    let start = try RunCommand.start(arguments, of: program)
    try program.checkEntry(start, name: side.name)
    let gas = try RunCommand.gasLimit(arguments)
    var machine = try Machine(
      standardProgram: program.container, target: program.target, arguments: bytes, entry: start,
      gas: gas)
    var host = ImportHost(program, log: StandardError())
    var profiler = Profiler(machine.program)
    let exit = machine.run(host: &host, profiler: &profiler)
    let outcome = RunOutcome(
      exit, machine, of: program.container, gasLimit: gas,
      resultEndAddress: options.resultEndAddress)
    side.take(profiler, program.knownSymbols, outcome)
  }
}
