/// `wasm-pvm explain`: what an error code means, how it comes about and what to do.
enum ExplainCommand: Command {
  /// Prints the page instead of one code.
  private static let markdown = OptionRow(
    "--markdown", "Print the page of all codes, Docs/Errors.md")

  static let table = CommandTable(
    "explain", "say what an error code means and what to do",
    details: [
      "Error messages end with a code in brackets, such as [W051]. Without a code, all codes are listed."
    ],
    positionals: [PositionalRow("CODE", isOptional: true, "A code, with or without brackets")],
    groups: [
      OptionGroup("Output", [markdown])
    ])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    if arguments.has(markdown) {
      if let word = arguments.positionals.first {
        throw UsageError(.conflict("'\(word)'", "'--markdown'", reason: "the page has all codes"))
      }
      try Files.print(ErrorCatalog.page)
      return .success
    }
    guard let word = arguments.positionals.first else {
      try Files.print(ErrorCatalog.overview)
      return .success
    }
    let code = word.filter { $0 != "[" && $0 != "]" }
    guard let entry = ErrorCatalog.entry(code) else {
      throw CommandFailure(
        .unknownErrorCode(
          word, suggestion: Suggestion.nearest(to: code.uppercased(), among: ErrorCatalog.codes)))
    }
    try Files.print(entry.text)
    return .success
  }
}
