/// One option of a command. A command's options are a table of such rows; the parser, the help text
/// and the error messages all come from it.
struct OptionRow: Sendable {
  /// What an option takes.
  enum Value: Sendable {
    /// Nothing: it is there or not.
    case none
    /// A value, named like this in the help text: `--gas N` or `--gas=N`.
    case required(String)
    /// One of these words: `--emit asm` or `--emit=asm`.
    case choice([String])
    /// One of these words, or none of them: `--opt 2`, `--opt=2`, or `--opt` alone.
    case optionalChoice([String])
    /// A value that only the form with the equals sign gives: `--trace=FILE`, or `--trace` alone.
    case attached(String)
  }

  /// The long name, dashes included.
  let name: String
  /// The one-letter name, dash included.
  let short: String?
  /// What it takes.
  let value: Value
  /// Whether it may be given several times.
  let isRepeatable: Bool
  /// What it does: a line or two without a period at the end.
  let summary: String

  /// Creates the row of an option that takes nothing.
  init(_ name: String, short: String? = nil, _ help: String) {
    self.init(name, short: short, .none, help)
  }

  /// Creates a row.
  init(
    _ name: String, short: String? = nil, _ value: Value, isRepeatable: Bool = false,
    _ help: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.isRepeatable = isRepeatable
    summary = help
  }

  /// How the help text writes the option with its value.
  var usage: String {
    switch value {
    case .none: name
    case .required(let placeholder): "\(name) \(placeholder)"
    case .choice(let words): "\(name) \(words.joined(separator: "|"))"
    case .optionalChoice(let words): "\(name) [\(words.joined(separator: "|"))]"
    case .attached(let placeholder): "\(name)[=\(placeholder)]"
    }
  }
}

/// One positional argument of a command.
struct PositionalRow: Sendable {
  /// Its name in the help text.
  let name: String
  /// Whether it may be left out.
  let isOptional: Bool
  /// Whether it may be given several times; then it is the last one.
  let isRepeated: Bool
  /// What shells complete it to.
  let completion: Completion
  /// What it is.
  let help: String

  /// What shells can complete an argument to.
  enum Completion: Sendable {
    /// Nothing.
    case none
    /// The name of a file.
    case file
    /// One of these words.
    case words([String])
    /// The name of a command of ours.
    case command
  }

  /// Creates a row.
  init(
    _ name: String, isOptional: Bool = false, isRepeated: Bool = false,
    completion: Completion = .none, _ help: String
  ) {
    self.name = name
    self.isOptional = isOptional
    self.isRepeated = isRepeated
    self.completion = completion
    self.help = help
  }
}
