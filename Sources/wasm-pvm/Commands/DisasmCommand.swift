import PVM
import WasmPVM

/// `wasm-pvm disasm`: prints a program as assembly text.
enum DisasmCommand: Command {
  /// How the text can look, by name.
  private static let styles: [(name: String, style: DisassemblyStyle)] = [
    ("plain", .plain), ("blocks", .blocks), ("offsets", .offsets), ("bytes", .bytes),
  ]
  /// `--style`.
  static let style = OptionRow(
    "--style", .choice(styles.map(\.name)),
    "Labels where code jumps to (plain, default), at every basic block (blocks), the code index on "
      + "every line (offsets), and the bytes too (bytes)")

  static let table = CommandTable(
    "disasm", "print a program as PVM assembly",
    details: ["The text can be assembled again. A module is compiled first."],
    positionals: [Input.row],
    groups: [OptionGroup("Output", [style, Program.symbolsRow])] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let options = try CompileArguments.options(arguments)
    let input = try Input(program: arguments.positionals[0], arguments)
    try CompileArguments.checkUse(arguments, input)
    let program = try Program(input, options: options, symbols: Program.symbols(arguments))
    let chosen = styles.first { $0.name == arguments.value(style) }?.style ?? .plain
    let text = Disassembler.text(of: program.blob, style: chosen, symbols: program.symbols)
    try Files.print(text)
    return .success
  }
}
