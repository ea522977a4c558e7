/// Turns tables into what makes shells complete a command line.
enum Completions {
  /// What the program takes in place of a command.
  static let programOptions = ["--help", "--version", "--emit-llvm"]

  /// What completes a value.
  enum Value {
    /// Nothing is known of it.
    case any
    /// The name of a file.
    case file
    /// One of these words.
    case words([String])
  }

  /// What completes the value of an option; nil if it takes none, or none that stands in a word of its own.
  static func value(of row: OptionRow) -> Value? {
    switch row.value {
    case .none, .attached: nil
    case .required(let name): name.hasSuffix("FILE") ? .file : .any
    case .choice(let words), .optionalChoice(let words): .words(words)
    }
  }

  /// What completes a positional argument.
  static func value(of row: PositionalRow, commands: [CommandTable]) -> Value {
    switch row.completion {
    case .none: .any
    case .file: .file
    case .words(let words): .words(words)
    case .command: .words(commands.map(\.name))
    }
  }

  /// The names of an option.
  static func names(of row: OptionRow) -> [String] { [row.name] + [row.short].compactMap { $0 } }

  /// A text in single quotes, as all shells of Bourne's family and fish read it.
  static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }

  // MARK: bash

  /// A script for bash.
  static func bash(_ tables: [CommandTable]) -> String {
    var lines = [
      "# bash completion for \(HelpText.program), made by: \(HelpText.program) completions bash",
      "_wasm_pvm() {",
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} word",
      "  # The equals sign of --name=value is a word of its own.",
      "  if [ \"$current\" = = ]; then",
      "    current=",
      "  elif [ \"$previous\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then",
      "    previous=${COMP_WORDS[COMP_CWORD-2]}",
      "  fi",
      "  COMPREPLY=()",
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then",
      "    COMPREPLY=($(compgen -W \(quoted(firstWords(tables))) -- \"$current\"))",
      "    return",
      "  fi",
      "  local options= words= files=",
      "  case ${COMP_WORDS[1]} in",
    ]
    for table in tables { lines += bashCase(table, tables) }
    lines += [
      "  esac",
      "  if [[ $current == -* ]]; then",
      "    COMPREPLY=($(compgen -W \"$options\" -- \"$current\"))",
      "    return",
      "  fi",
      "  # Words are for the first argument that is no option.",
      "  for word in \"${COMP_WORDS[@]:2:COMP_CWORD-2}\"; do [[ $word == -* ]] || words=; done",
      "  if [ -n \"$words\" ]; then",
      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))",
      "    return",
      "  fi",
      "  [ -z \"$files\" ] || { compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- \"$current\")); }",
      "}", "complete -F _wasm_pvm \(HelpText.program)", "",
    ]
    return lines.joined(separator: "\n")
  }

  /// The words that may stand in first place.
  private static func firstWords(_ tables: [CommandTable]) -> String {
    (tables.map(\.name) + programOptions).joined(separator: " ")
  }

  /// What bash does for one command.
  private static func bashCase(_ table: CommandTable, _ tables: [CommandTable]) -> [String] {
    var lines = ["    \(table.name))", "      case $previous in"]
    let rows = table.groups.flatMap(\.rows)
    for row in rows {
      guard let value = value(of: row) else { continue }
      let pattern = names(of: row).joined(separator: "|")
      let action =
        switch value {
        case .any: "return"
        case .file:
          "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$current\")); return"
        case .words(let words):
          "COMPREPLY=($(compgen -W \(quoted(words.joined(separator: " "))) -- \"$current\")); return"
        }
      lines.append("        \(pattern)) \(action) ;;")
    }
    lines.append("      esac")
    let options = rows.flatMap(names).joined(separator: " ")
    lines.append("      options=\(quoted(options))")
    for row in table.positionals {
      switch value(of: row, commands: tables) {
      case .any: break
      case .file: lines.append("      files=1")
      case .words(let words): lines.append("      words=\(quoted(words.joined(separator: " ")))")
      }
    }
    lines.append("      ;;")
    return lines
  }

  // MARK: fish

  /// A script for fish.
  static func fish(_ tables: [CommandTable]) -> String {
    let program = HelpText.program
    var lines = [
      "# fish completion for \(program), made by: \(program) completions fish",
      "complete -c \(program) -f",
    ]
    for table in tables {
      lines.append(
        "complete -c \(program) -n __fish_use_subcommand -a \(table.name) -d \(fishQuoted(table.summary))"
      )
    }
    for option in programOptions {
      lines.append("complete -c \(program) -n __fish_use_subcommand -l \(option.dropFirst(2))")
    }
    for table in tables {
      let condition = "-n '__fish_seen_subcommand_from \(table.name)'"
      for row in table.groups.flatMap(\.rows) {
        var line = "complete -c \(program) \(condition) -l \(row.name.dropFirst(2))"
        if let short = row.short { line += " -s \(short.dropFirst())" }
        line += fishValue(row.value, value(of: row)) + " -d \(fishQuoted(row.summary))"
        lines.append(line)
      }
      for row in table.positionals {
        switch value(of: row, commands: tables) {
        case .any: break
        case .file: lines.append("complete -c \(program) \(condition) -F")
        case .words(let words):
          lines.append(
            "complete -c \(program) \(condition) -a \(fishQuoted(words.joined(separator: " ")))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What fish is told of an option's value.
  private static func fishValue(_ value: OptionRow.Value, _ completion: Value?) -> String {
    switch (value, completion) {
    case (_, nil): ""
    case (_, .any): " -x"
    case (_, .file): " -r -F"
    // The value may be left out.
    case (.optionalChoice, .words(let words)): " -f -a \(fishQuoted(words.joined(separator: " ")))"
    case (_, .words(let words)): " -x -a \(fishQuoted(words.joined(separator: " ")))"
    }
  }

  /// A text in single quotes, as fish reads it.
  private static func fishQuoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
