extension Completions {
  /// A script for zsh.
  static func zsh(_ tables: [CommandTable]) -> String {
    var lines = [
      "#compdef \(HelpText.program)",
      "# zsh completion for \(HelpText.program), made by: \(HelpText.program) completions zsh",
      "_wasm_pvm() {", "  local curcontext=$curcontext state line", "  local -a commands",
      "  commands=(",
    ]
    for table in tables {
      lines.append("    \(quoted("\(table.name):\(escaped(table.summary, ":"))"))")
    }
    lines += [
      "  )",
      "  _arguments -C \(programOptions.map(quoted).joined(separator: " ")) '1: :->command' '*:: :->arguments'",
      "  case $state in", "    command) _describe command commands ;;", "    arguments)",
      "      case $line[1] in",
    ]
    for table in tables {
      lines.append("        \(table.name))")
      lines.append("          _arguments -s \\")
      let rows = table.groups.flatMap(\.rows).flatMap(zshOption)
      let positionals = table.positionals.enumerated().map { index, row in
        zshPositional(row, index + 1, tables)
      }
      lines.append(
        (rows + positionals).map { "            \($0)" }.joined(separator: " \\\n"))
      lines.append("          ;;")
    }
    lines += ["      esac", "      ;;", "  esac", "}", "_wasm_pvm \"$@\"", ""]
    return lines.joined(separator: "\n")
  }

  /// What zsh is told of an option: a word for each of its names.
  private static func zshOption(_ row: OptionRow) -> [String] {
    let exclusive = row.isRepeatable ? "*" : "(\(names(of: row).joined(separator: " ")))"
    let summary = "[\(escaped(row.summary, "[]:"))]"
    return names(of: row).map { name in
      let isLong = name.hasPrefix("--")
      let value: String
      switch row.value {
      case .none: value = "\(name)\(summary)"
      case .attached(let placeholder):
        value =
          isLong
          ? "\(name)=-\(summary)::\(escaped(placeholder, ":")):_files" : "\(name)\(summary)"
      case .required(let placeholder):
        let action = placeholder.hasSuffix("FILE") ? "_files" : " "
        value = "\(name)\(isLong ? "=" : "")\(summary):\(escaped(placeholder, ":")):\(action)"
      case .choice(let words):
        value = "\(name)\(isLong ? "=" : "")\(summary):value:(\(words.joined(separator: " ")))"
      case .optionalChoice(let words):
        value = "\(name)\(isLong ? "=" : "")\(summary)::value:(\(words.joined(separator: " ")))"
      }
      return quoted(exclusive + value)
    }
  }

  /// What zsh is told of a positional argument.
  private static func zshPositional(
    _ row: PositionalRow, _ index: Int, _ tables: [CommandTable]
  ) -> String {
    let action =
      switch value(of: row, commands: tables) {
      case .any: " "
      case .file: "_files"
      case .words(let words): "(\(words.joined(separator: " ")))"
      }
    let place = row.isRepeated ? "*" : "\(index)\(row.isOptional ? ":" : "")"
    return quoted("\(place):\(escaped(row.name, ":")):\(action)")
  }

  /// A text with backslashes in front of some characters.
  private static func escaped(_ text: String, _ characters: String) -> String {
    text.map { characters.contains($0) || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
  }
}
