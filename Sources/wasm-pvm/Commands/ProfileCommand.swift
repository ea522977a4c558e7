/// `wasm-pvm profile diff`: what uses more gas in one run than in another.
enum ProfileCommand: Command {
  static let table = CommandTable(
    "profile", "compare the gas of two runs",
    details: [
      "profile diff A B compares two files of run --profile=FILE --profile-format=json: the gas in all, by function and by source "
        + "line. The exit status is 1 if B uses more than A."
    ], positionals: Comparison.positionals("profile"), groups: [Comparison.group])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    try Comparison.run(Profile.self, arguments)
  }

  /// What is read of a profile.
  private struct Profile: ComparedFile {
    /// A source line.
    struct Line: Decodable {
      let file: String?
      let line: Int?
      let function: String?
      let gas: UInt64

      /// What it is called; a line of any function counts for the file's line.
      var name: String {
        if let file { return "\(file):\(line ?? 0)" }
        return function.map { SourceProfile.Line.compilersOwn($0) } ?? "without a line"
      }
    }
    /// A function in the context of its callers.
    struct Call: Decodable {
      let function: String
      let self_gas: UInt64
    }
    let gas_used: UInt64
    let lines: [Line]
    let calls: [Call]

    static let unit = "gas"
    static let expected =
      "a profile as run --profile=FILE --profile-format=json writes it, of a program whose "
      + "instructions have a known origin"

    var total: UInt64 { gas_used }

    var parts: [(title: String, figures: [(name: String, figure: UInt64)])] {
      [
        ("functions", calls.map { ($0.function, $0.self_gas) }),
        ("source lines", lines.map { ($0.name, $0.gas) }),
      ]
    }
  }
}
