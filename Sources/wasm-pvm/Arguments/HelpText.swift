/// Turns tables into help texts of at most 80 columns.
enum HelpText {
  /// The program's name in usage lines.
  static let program = "wasm-pvm"

  /// What the program is for.
  static let purpose = "compiles WebAssembly to PVM programs, and runs them"

  /// The help text of one command.
  static func text(for table: CommandTable) -> String {
    var lines = ["\(program) \(table.name): \(table.summary)", "", "Usage: \(usage(table))"]
    for paragraph in table.details {
      lines.append("")
      lines += wrapped(paragraph, width: 80)
    }
    if !table.positionals.isEmpty {
      lines += ["", "Arguments:"]
      for row in table.positionals { lines += entry(row.name, row.help) }
    }
    for group in table.groups {
      lines += ["", "\(group.title):"]
      for row in group.rows {
        let help = row.isRepeatable ? row.summary + " (repeatable)" : row.summary
        lines += entry((row.short.map { "\($0), " } ?? "") + row.usage, help)
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The help text of the whole program.
  static func overview(of tables: [CommandTable], details: [String]) -> String {
    var lines = [
      "\(program): \(purpose)", "",
      "Usage: \(program) COMMAND [ARGUMENT]...", "", "Commands:",
    ]
    for table in tables { lines += entry(table.name, table.summary) }
    for paragraph in details {
      lines.append("")
      lines += paragraph.hasPrefix(" ") ? [paragraph] : wrapped(paragraph, width: 80)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The usage line of a command.
  private static func usage(_ table: CommandTable) -> String {
    var words = [program, table.name, "[OPTION]..."]
    for row in table.positionals {
      let name = row.isRepeated ? "\(row.name)..." : row.name
      words.append(row.isOptional ? "[\(name)]" : name)
    }
    return words.joined(separator: " ")
  }

  /// A term and its explanation, side by side or, if the term is long, below each other.
  private static func entry(_ term: String, _ help: String) -> [String] {
    let column = 26
    let text = wrapped(help, width: 80 - column)
    let indented = text.map { String(repeating: " ", count: column) + $0 }
    guard term.count + 4 <= column, let first = text.first else { return ["  " + term] + indented }
    let padding = String(repeating: " ", count: column - term.count - 2)
    return ["  \(term)\(padding)\(first)"] + indented.dropFirst()
  }

  /// Breaks a text into lines at its spaces.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
