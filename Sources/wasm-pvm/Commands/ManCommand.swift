/// `wasm-pvm man`: prints manual pages, made of the same tables as the help texts.
enum ManCommand: Command {
  static let table = CommandTable(
    "man", "print a manual page",
    details: [
      "Prints the page of a command, or of the program, as man reads it: wasm-pvm man build | man -l -."
    ],
    positionals: [
      PositionalRow("COMMAND", isOptional: true, completion: .command, "A command")
    ])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    guard let name = arguments.positionals.first else {
      try HelpCommand.print(
        ManualPage.overview(
          of: WasmPVMCommand.commands.map { $0.table }, details: HelpCommand.details))
      return .success
    }
    try HelpCommand.print(ManualPage.page(for: try WasmPVMCommand.command(named: name).table))
    return .success
  }
}
