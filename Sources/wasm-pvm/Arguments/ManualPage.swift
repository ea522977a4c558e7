/// Turns tables into manual pages: roff with the macros of man(7).
enum ManualPage {
  /// The page of one command.
  static func page(for table: CommandTable) -> String {
    let name = "\(HelpText.program)-\(table.name)"
    var lines = heading(name, table.summary)
    lines += [".SH SYNOPSIS"] + synopsis(["\(HelpText.program) \(table.name)"], table)
    if !table.details.isEmpty { lines += [".SH DESCRIPTION"] + paragraphs(table.details) }
    if !table.positionals.isEmpty {
      lines.append(".SH ARGUMENTS")
      for row in table.positionals { lines += entry("\\fI\(escaped(row.name))\\fR", row.help) }
    }
    lines.append(".SH OPTIONS")
    for group in table.groups {
      lines.append(".SS \(escaped(group.title))")
      for row in group.rows {
        lines += entry(usage(row), row.isRepeatable ? row.summary + " (repeatable)" : row.summary)
      }
    }
    return (lines + end(seeAlso: [HelpText.program])).joined(separator: "\n") + "\n"
  }

  /// The page of the whole program.
  static func overview(of tables: [CommandTable], details: [String]) -> String {
    var lines = heading(HelpText.program, HelpText.purpose)
    lines += [
      ".SH SYNOPSIS", ".B \(escaped(HelpText.program))",
      "\\fICOMMAND\\fR [\\fIARGUMENT\\fR]...", ".SH COMMANDS",
    ]
    for table in tables { lines += entry("\\fB\(escaped(table.name))\\fR", table.summary) }
    lines += [".SH DESCRIPTION"] + paragraphs(details)
    let others = tables.map { "\(HelpText.program)-\($0.name)" }
    return (lines + end(seeAlso: others)).joined(separator: "\n") + "\n"
  }

  // MARK: Parts

  /// The title and what the page is about.
  private static func heading(_ name: String, _ summary: String) -> [String] {
    let version = "\(HelpText.program) \(WasmPVMCommand.version)"
    return [
      ".TH \(escaped(name.uppercased())) 1 \"\" \"\(escaped(version))\"", ".SH NAME",
      "\(escaped(name)) \\- \(escaped(summary))",
    ]
  }

  /// How a command is called.
  private static func synopsis(_ words: [String], _ table: CommandTable) -> [String] {
    var line = "[\\fIOPTION\\fR]..."
    for row in table.positionals {
      let name = "\\fI\(escaped(row.name))\\fR" + (row.isRepeated ? "..." : "")
      line += row.isOptional ? " [\(name)]" : " \(name)"
    }
    return [".B \(words.map(escaped).joined(separator: " "))", line]
  }

  /// Paragraphs of text.
  private static func paragraphs(_ texts: [String]) -> [String] {
    texts.flatMap { [".PP", line(of: $0)] }
  }

  /// A term and its explanation.
  private static func entry(_ term: String, _ text: String) -> [String] {
    [".TP", term, line(of: text)]
  }

  /// An option with its value.
  private static func usage(_ row: OptionRow) -> String {
    let names = [row.short, row.name].compactMap { $0 }
    let bold = names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    // Behind the name, `usage` has the value as the help texts write it.
    let value = row.usage.dropFirst(row.name.count)
    return bold + escaped(String(value))
  }

  /// The exit statuses, and where there is more.
  private static func end(seeAlso names: [String]) -> [String] {
    var lines = [".SH EXIT STATUS"]
    for code in ExitCode.allCases { lines += entry("\(code.rawValue)", code.summary) }
    lines += [".SH SEE ALSO"]
    return lines + [names.map { "\\fB\(escaped($0))\\fR(1)" }.joined(separator: ", ")]
  }

  // MARK: Roff

  /// A line of text, which no request may begin.
  private static func line(of text: String) -> String {
    let line = escaped(text)
    return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  /// A text with roff's escapes; quotation marks and dashes stay what they are in a terminal.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case "\"": result += "\\(dq"
      default: result.append(character)
      }
    }
    return result
  }
}
