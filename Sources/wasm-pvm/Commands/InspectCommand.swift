import PVM
import Support
import WasmPVM

/// `wasm-pvm inspect`: prints what is in a program file.
enum InspectCommand: Command {
  /// `--json`.
  static let json = OptionRow("--json", "Print one line of JSON")

  static let table = CommandTable(
    "inspect", "print a program's sections, memory map and functions",
    details: [
      "A module is compiled first; then entry points, functions and data are known by name. Whether "
        + "the file is small enough for a service is told too."
    ],
    positionals: [Input.row],
    groups: [OptionGroup("Output", [json, Program.symbolsRow])] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let input = try Input(program: arguments.positionals[0], arguments)
    try CompileArguments.checkUse(arguments, input)
    let program = try Program(input, options: options, symbols: Program.symbols(arguments))
    let inspection = Inspection(program, formatName: name(of: input.format))
    let text = arguments.has(json) ? inspection.json.text : inspection.text
    try Files.print(text + "\n")
    return .success
  }

  /// What an input is called in the output.
  private static func name(of format: ProgramFormat) -> String {
    switch format {
    case .wasm: "WebAssembly module, compiled"
    case .wat: "WebAssembly text module, compiled"
    case .jam: "JAM program file"
    case .standardProgram: "standard program container"
    case .blob: "program blob"
    case .polkaVM: "PolkaVM container"
    case .assembly: "PVM assembly, assembled"
    case .unknown: "unknown"
    }
  }
}
