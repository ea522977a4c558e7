/// What a subcommand is called, takes and says about itself.
struct CommandTable: Sendable {
  /// The word that selects it.
  let name: String
  /// What it does, in a few words.
  let summary: String
  /// Paragraphs for the help text, between usage and tables.
  let details: [String]
  /// The positional arguments in order; optional ones last.
  let positionals: [PositionalRow]
  /// The options in the order of the help text, in titled groups.
  let groups: [OptionGroup]

  /// Creates a table; every command has `--help`.
  init(
    _ name: String, _ summary: String, details: [String] = [], positionals: [PositionalRow] = [],
    groups: [OptionGroup] = []
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.positionals = positionals
    self.groups = groups + [OptionGroup("Help", [.help])]
  }

  /// The option with a name, long or short.
  func option(named name: some StringProtocol) -> OptionRow? {
    for group in groups {
      for row in group.rows where row.name == name || row.short.map({ $0 == name }) == true {
        return row
      }
    }
    return nil
  }
}

/// Options that belong together.
struct OptionGroup: Sendable {
  /// The heading in the help text.
  let title: String
  /// The options.
  let rows: [OptionRow]

  /// Creates a group.
  init(_ title: String, _ rows: [OptionRow]) {
    self.title = title
    self.rows = rows
  }
}

extension OptionRow {
  /// Prints the help text; every command has it.
  static let help = OptionRow("--help", short: "-h", "Print this text")
}
