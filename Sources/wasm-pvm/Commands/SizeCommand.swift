/// `wasm-pvm size diff`: what takes more bytes in one program than in another.
enum SizeCommand: Command {
  static let table = CommandTable(
    "size", "compare the sizes of two programs",
    details: [
      "size diff A B compares two files of build --size-report=FILE --size-format=json: the bytes of the program file in all, by function, "
        + "by source line and by data. The exit status is 1 if B is larger than A."
    ], positionals: Comparison.positionals("report"), groups: [Comparison.group])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    try Comparison.run(Report.self, arguments)
  }

  /// What is read of a report.
  private struct Report: ComparedFile {
    /// A row of a table.
    struct Row: Decodable {
      let name: String
      let bytes: UInt64
    }
    let file_bytes: UInt64
    let functions: [Row]
    let lines: [Row]
    let data: [Row]
    let others: [Row]

    static let unit = "bytes"
    static let expected = "a report as build --size-report=FILE --size-format=json writes it"

    var total: UInt64 { file_bytes }

    var parts: [(title: String, figures: [(name: String, figure: UInt64)])] {
      [("functions", functions), ("source lines", lines), ("data", data), ("other", others)].map {
        ($0.0, $0.1.map { ($0.name, $0.bytes) })
      }
    }
  }
}
