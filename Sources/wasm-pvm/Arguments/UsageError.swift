/// A command line that makes no sense; ends the process with `ExitCode.usage`.
struct UsageError: Error, Equatable, CustomStringConvertible {
  /// What can be wrong with a command line.
  enum Kind: Equatable {
    /// No such subcommand, with a similar one if there is any.
    case unknownCommand(String, suggestion: String?)
    /// No such option, with a similar one if there is any.
    case unknownOption(String, suggestion: String?)
    /// An option that needs a value is last, or stands before another option.
    case missingValue(option: String, placeholder: String)
    /// An option that takes no value has one.
    case unexpectedValue(option: String, value: String)
    /// An option that may be given once is given twice.
    case repeated(option: String)
    /// A value is not one of those allowed.
    case invalidValue(option: String, value: String, expected: String)
    /// A positional argument is missing.
    case missingArgument(String)
    /// An option that must be given is not.
    case missingOption(usage: String)
    /// There is no project for a command that was given no input; what the input is called.
    case noProject(String?)
    /// The project has no test whose name contains the text, or none at all.
    case noTest(String?, file: String)
    /// There are more positional arguments than the command takes.
    case extraArgument(String)
    /// Nothing says where the output goes, and the input has no name to derive it from.
    case missingOutput(option: String)
    /// An option has no effect on this kind of input.
    case noEffect(option: String, input: String)
    /// Two arguments exclude each other.
    case conflict(String, String, reason: String)
  }

  /// What is wrong.
  let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The message.
  var description: String {
    switch kind {
    case .unknownCommand(let name, let suggestion):
      "unknown command '\(name)'" + UsageError.hint(suggestion)
    case .unknownOption(let name, let suggestion):
      "unknown option '\(name)'" + UsageError.hint(suggestion)
    case .missingValue(let option, let placeholder):
      "option '\(option)' needs a value: \(option) \(placeholder)"
    case .unexpectedValue(let option, let value):
      "option '\(option)' takes no value, but has '\(value)'"
    case .repeated(let option):
      "option '\(option)' is given more than once"
    case .invalidValue(let option, let value, let expected):
      "invalid value '\(value)' for '\(option)': expected \(expected)"
    case .missingArgument(let name):
      "missing argument \(name)"
    case .missingOption(let usage):
      "missing option \(usage)"
    case .noProject(let argument):
      (argument.map { "missing argument \($0), and there" } ?? "there")
        + " is no \(ProjectFile.name) in this folder or above it: 'wasm-pvm new' makes one"
    case .noTest(let name, let file):
      "\(file) has no test" + (name.map { " whose name contains '\($0)'" } ?? "")
    case .extraArgument(let value):
      "unexpected argument '\(value)'"
    case .missingOutput(let option):
      "standard input has no name to derive the output's from: say '\(option) FILE'"
    case .noEffect(let option, let input):
      "option '\(option)' has no effect on \(input), which is compiled already"
    case .conflict(let first, let second, let reason):
      "\(first) and \(second) do not go together: \(reason)"
    }
  }

  /// The question after a misspelled word.
  static func hint(_ suggestion: String?) -> String {
    suggestion.map { "; did you mean '\($0)'?" } ?? ""
  }
}

/// Finds the word that a misspelled one was meant to be.
enum Suggestion {
  /// The most similar candidate, the first among equals, if it is similar at all.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    var best: String?
    var bestDistance = max(1, word.count / 3) + 1
    for candidate in candidates {
      let distance = editDistance(Array(word.utf8), Array(candidate.utf8))
      if distance < bestDistance {
        bestDistance = distance
        best = candidate
      }
    }
    return best
  }

  /// How many insertions, deletions, substitutions and swaps of neighbors turn one text into the
  /// other.
  private static func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var rows = [Array(0...second.count)]
    for (index, byte) in first.enumerated() {
      var row = [index + 1]
      for (column, other) in second.enumerated() {
        let substituted = rows[index][column] + (byte == other ? 0 : 1)
        var best = min(substituted, rows[index][column + 1] + 1, row[column] + 1)
        if index > 0, column > 0, byte == second[column - 1], first[index - 1] == other {
          best = min(best, rows[index - 1][column - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[first.count][second.count]
  }
}
