/// `wasm-pvm help`: prints the help text of the program or of a command.
enum HelpCommand: Command {
  static let table = CommandTable(
    "help", "print this text, or a command's",
    positionals: [PositionalRow("COMMAND", isOptional: true, completion: .command, "A command")])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    guard let name = arguments.positionals.first else {
      try print(overview)
      return .success
    }
    try print(HelpText.text(for: try WasmPVMCommand.command(named: name).table))
    return .success
  }

  /// The help text of the program.
  static var overview: String {
    let codes = ExitCode.allCases.map { "\($0.rawValue) \($0.summary)" }.joined(separator: ", ")
    return HelpText.overview(
      of: WasmPVMCommand.commands.map { $0.table },
      details: [details[0], "Exit status: \(codes)."] + details.dropFirst())
  }

  /// What is to be said about the whole program.
  static var details: [String] {
    [
      "'wasm-pvm --emit-llvm IN' is short for 'wasm-pvm build --emit llvm IN', and "
        + "'wasm-pvm --version' prints the versions of this program, LLVM and Swift.",
      "'wasm-pvm COMMAND --help' prints a command's arguments and options.",
    ]
  }

  /// Prints a text to standard output.
  static func print(_ text: String) throws(CommandFailure) {
    try Files.print(text)
  }
}
