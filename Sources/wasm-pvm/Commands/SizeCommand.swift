import Foundation
import WasmPVM

/// `wasm-pvm size diff`: what takes more bytes in one program than in another.
enum SizeCommand: Command {
  static let table = CommandTable(
    "size", "compare the sizes of two programs",
    details: [
      "size diff A B compares two files of build --size-report=FILE --size-format=json: the bytes of the program file in all, by function, "
        + "by source line and by data. The exit status is 1 if B is larger than A."
    ],
    positionals: [
      PositionalRow("ACTION", "diff"), PositionalRow("A", "The report before"),
      PositionalRow("B", "The report after"),
    ],
    groups: [OptionGroup("Comparison", [Comparison.tolerance, Comparison.each])])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    try Comparison.checkAction(arguments)
    let old = try read(arguments.positionals[1])
    let new = try read(arguments.positionals[2])
    let comparison = Comparison(
      unit: "bytes",
      total: FigureDifference.Row(name: "", old: old.file_bytes, new: new.file_bytes),
      parts: [
        FigureDifference("functions", figures(old.functions), figures(new.functions)),
        FigureDifference("source lines", figures(old.lines), figures(new.lines)),
        FigureDifference("data", figures(old.data), figures(new.data)),
        FigureDifference("other", figures(old.others), figures(new.others)),
      ])
    return try comparison.finish(arguments)
  }

  /// What is read of a report.
  private struct Report: Decodable {
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
  }

  /// The figures of a table.
  private static func figures(_ rows: [Report.Row]) -> [(name: String, figure: UInt64)] {
    rows.map { ($0.name, $0.bytes) }
  }

  /// Reads a report.
  private static func read(_ path: String) throws(CommandFailure) -> Report {
    let bytes = try Files.read(path)
    do {
      return try JSONDecoder().decode(Report.self, from: Data(bytes))
    } catch {
      throw CommandFailure(
        .unknownFormat(
          input: path,
          expected: "a report as build --size-report=FILE --size-format=json writes it"))
    }
  }
}
