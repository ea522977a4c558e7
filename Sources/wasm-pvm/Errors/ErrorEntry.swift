/// What there is to say about an error code, beyond the message.
struct ErrorEntry: Sendable {
  /// What an example is.
  enum ExampleKind: String, CaseIterable, Sendable {
    /// A module in text form that has the error; a text assembler may refuse it itself.
    case module
    /// A file in hexadecimal that has the error.
    case bytes
    /// A command line, or a part of an input, that cannot stand alone.
    case text

    /// What precedes it.
    var title: String {
      switch self {
      case .module: "Example, a module:"
      case .bytes: "Example, a file in hexadecimal:"
      case .text: "Example:"
      }
    }
  }

  /// The stable code, such as `W051`.
  let code: String
  /// What the message says, in general.
  let title: String
  /// How it comes about.
  private(set) var cause = ""
  /// What to do.
  private(set) var remedy = ""
  /// An input that has it; nil if there is no small one, as for faults of the compiler.
  private(set) var example: (kind: ExampleKind, lines: [String])?

  /// The entry as `explain` prints it.
  var text: String {
    var lines = ["\(code): \(title)", "", "Cause:  \(cause)", "Remedy: \(remedy)"]
    if let example { lines += ["", example.kind.title, ""] + example.lines.map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The entry on the page of all.
  var markdown: String {
    var lines = ["### \(code): \(title)", "", "\(cause) **Remedy:** \(remedy)"]
    if let example { lines += ["", "```"] + example.lines + ["```"] }
    return lines.joined(separator: "\n") + "\n"
  }
}

// The form of a table: a line with code and title, then `cause:`, `remedy:` and at most one of the kinds of examples, each followed by
// lines that go on with it and are indented further. A remedy in braces is one of those that many have.
extension ErrorEntry {
  /// Reads a table.
  static func entries(of table: String) -> [ErrorEntry] {
    var entries: [ErrorEntry] = []
    var field = ""
    for line in table.split(separator: "\n") {
      if line.hasPrefix("    ") {
        entries[entries.count - 1].add(String(line.dropFirst(4)), to: field, isFirst: false)
      } else if line.hasPrefix("  ") {
        let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1)
        field = String(parts[0])
        entries[entries.count - 1].add(String(parts[1].dropFirst()), to: field, isFirst: true)
      } else {
        entries.append(ErrorEntry(code: String(line.prefix(4)), title: String(line.dropFirst(5))))
      }
    }
    return entries
  }

  /// Adds a line to a field.
  private mutating func add(_ line: String, to field: String, isFirst: Bool) {
    switch field {
    case "cause": cause += isFirst ? line : " \(line)"
    case "remedy": remedy += isFirst ? ErrorEntry.remedy(line) : " \(line)"
    default:
      if isFirst { example = ExampleKind(rawValue: field).map { ($0, []) } }
      example?.lines.append(line)
    }
  }

  /// The text of a remedy that may begin with a name in braces.
  private static func remedy(_ line: String) -> String {
    for (name, text) in ErrorCatalog.commonRemedies where line.hasPrefix("{\(name)}") {
      return text + line.dropFirst(name.count + 2)
    }
    return line
  }
}
