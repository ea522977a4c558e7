import Support

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
  func finish(_ arguments: ParsedArguments) throws -> ExitCode {
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

  /// Rejects actions other than `diff`.
  static func checkAction(_ arguments: ParsedArguments) throws(UsageError) {
    guard arguments.positionals[0] == "diff" else {
      throw UsageError(
        .invalidValue(option: "ACTION", value: arguments.positionals[0], expected: "diff"))
    }
  }
}
