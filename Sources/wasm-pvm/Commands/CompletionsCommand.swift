/// `wasm-pvm completions`: prints what makes a shell complete commands, options and their values.
enum CompletionsCommand: Command {
  static let table = CommandTable(
    "completions", "print completions for a shell",
    details: [
      "For bash: wasm-pvm completions bash > ~/.local/share/bash-completion/completions/wasm-pvm.",
      "For zsh: wasm-pvm completions zsh > _wasm-pvm, in a folder of $fpath.",
      "For fish: wasm-pvm completions fish > ~/.config/fish/completions/wasm-pvm.fish.",
    ],
    positionals: [
      PositionalRow(
        "SHELL", completion: .words(Shell.allCases.map(\.rawValue)), "bash, zsh or fish")
    ])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let word = arguments.positionals[0]
    guard let shell = Shell(rawValue: word) else {
      let names = Shell.allCases.map(\.rawValue)
      throw UsageError(
        .invalidValue(
          option: "SHELL", value: word, expected: "one of \(names.joined(separator: ", "))"))
    }
    let tables = WasmPVMCommand.commands.map { $0.table }
    let text =
      switch shell {
      case .bash: Completions.bash(tables)
      case .zsh: Completions.zsh(tables)
      case .fish: Completions.fish(tables)
      }
    try Files.write(Array(text.utf8), to: Files.standardStream)
    return .success
  }

  /// The shells.
  private enum Shell: String, CaseIterable {
    /// GNU's.
    case bash
    /// The Z shell.
    case zsh
    /// The friendly interactive shell.
    case fish
  }
}
