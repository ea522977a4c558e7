import Foundation
import Support

/// A file with figures of a build, in JSON.
protocol ComparedFile: Decodable {
  /// What is compared: `gas` or `bytes`.
  static var unit: String { get }
  /// What is there instead if a file cannot be read as one.
  static var expected: String { get }
  /// All of it.
  var total: UInt64 { get }
  /// What it is made of, by title and name; functions first.
  var parts: [(title: String, figures: [(name: String, figure: UInt64)])] { get }
}

/// Two builds compared: a total, and what it is made of.
struct Comparison {
  /// What is compared: `gas` or `bytes`.
  let unit: String
  /// The totals.
  let total: FigureDifference.Row
  /// What they are made of.
  let parts: [FigureDifference]

  /// `--tolerance`.
  static let tolerance = OptionRow(
    "--tolerance", .required("PERCENT"),
    "By how much B may be larger than A without an exit status of 1; by default 0")
  /// `--each`.
  static let each = OptionRow(
    "--each", "Also fail if a single function is larger by more than the tolerance")

  /// Prints the comparison; fails if the second build is larger than allowed.
  private func finish(_ arguments: ParsedArguments) throws -> ExitCode {
    let percent = try Self.percent(arguments)
    var lines = ["\(unit): \(total.old) -> \(total.new), \(total.change)"]
    for part in parts { lines += part.lines }
    try Files.print(lines.joined(separator: "\n") + "\n")
    var complaints =
      total.grew(beyond: percent) ? ["B has more \(unit) than A: \(total.change)"] : []
    if arguments.has(Self.each), let functions = parts.first {
      complaints += functions.rows.filter { $0.grew(beyond: percent) }.map {
        "\($0.name.visible) has more \(unit): \($0.change)"
      }
    }
    if complaints.isEmpty { return .success }
    throw CommandFailure(.benchmarks(complaints))
  }

  /// The tolerance.
  private static func percent(_ arguments: ParsedArguments) throws(UsageError) -> Double {
    guard let text = arguments.value(tolerance) else { return 0 }
    guard let value = Double(text), value >= 0, value.isFinite else {
      throw UsageError(
        .invalidValue(option: tolerance.name, value: text, expected: "a percentage, like 0.5"))
    }
    return value
  }

  /// The options of a command that compares.
  static let group = OptionGroup("Comparison", [tolerance, each])

  /// The arguments of a command that compares two files: an action, which is `diff`, and what is compared.
  static func positionals(_ file: String) -> [PositionalRow] {
    [
      PositionalRow("ACTION", "diff"), PositionalRow("A", "The \(file) before"),
      PositionalRow("B", "The \(file) after"),
    ]
  }

  /// Carries out such a command.
  static func run<File: ComparedFile>(
    _ type: File.Type, _ arguments: ParsedArguments
  ) throws -> ExitCode {
    guard arguments.positionals[0] == "diff" else {
      throw UsageError(
        .invalidValue(option: "ACTION", value: arguments.positionals[0], expected: "diff"))
    }
    let old = try read(type, arguments.positionals[1])
    let new = try read(type, arguments.positionals[2])
    let comparison = Comparison(
      unit: File.unit, total: FigureDifference.Row(name: "", old: old.total, new: new.total),
      parts: zip(old.parts, new.parts).map { old, new in
        FigureDifference(old.title, old.figures, new.figures)
      })
    return try comparison.finish(arguments)
  }

  /// Reads a file.
  private static func read<File: ComparedFile>(
    _ type: File.Type, _ path: String
  ) throws(CommandFailure) -> File {
    let bytes = try Files.read(path)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw CommandFailure(.unknownFormat(input: path, expected: File.expected))
    }
  }
}
