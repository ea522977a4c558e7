import Foundation

/// `wasm-pvm profile diff`: what uses more gas in one run than in another.
enum ProfileCommand: Command {
  static let table = CommandTable(
    "profile", "compare the gas of two runs",
    details: [
      "profile diff A B compares two files of run --profile=FILE --profile-format=json: the gas in all, by function and by source "
        + "line. The exit status is 1 if B uses more than A."
    ],
    positionals: [
      PositionalRow("ACTION", "diff"), PositionalRow("A", "The profile before"),
      PositionalRow("B", "The profile after"),
    ],
    groups: [OptionGroup("Comparison", [Comparison.tolerance, Comparison.each])])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    try Comparison.checkAction(arguments)
    let old = try read(arguments.positionals[1])
    let new = try read(arguments.positionals[2])
    let comparison = Comparison(
      unit: "gas", total: FigureDifference.Row(name: "", old: old.gas_used, new: new.gas_used),
      parts: [
        FigureDifference("functions", old.functions, new.functions),
        FigureDifference("source lines", old.sourceLines, new.sourceLines),
      ])
    return try comparison.finish(arguments)
  }

  /// What is read of a profile.
  private struct Profile: Decodable {
    /// A source line.
    struct Line: Decodable {
      let file: String?
      let line: Int?
      let gas: UInt64
    }
    /// A function in the context of its callers.
    struct Call: Decodable {
      let function: String
      let self_gas: UInt64
    }
    let gas_used: UInt64
    let lines: [Line]
    let calls: [Call]

    /// The functions' own gas.
    var functions: [(name: String, figure: UInt64)] { calls.map { ($0.function, $0.self_gas) } }

    /// The gas of lines.
    var sourceLines: [(name: String, figure: UInt64)] {
      lines.map { line in
        (line.file.map { "\($0):\(line.line ?? 0)" } ?? "without a line", line.gas)
      }
    }
  }

  /// Reads a profile.
  private static func read(_ path: String) throws(CommandFailure) -> Profile {
    let bytes = try Files.read(path)
    do {
      return try JSONDecoder().decode(Profile.self, from: Data(bytes))
    } catch {
      throw CommandFailure(
        .unknownFormat(
          input: path,
          expected:
            "a profile as run --profile=FILE --profile-format=json writes it, of a program whose "
            + "instructions have a known origin"))
    }
  }
}
