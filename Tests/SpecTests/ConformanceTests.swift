import Foundation
import TestSupport
import Testing
import WasmScript

/// The table in `Docs/Conformance.md` is what the recorded numbers add up to, which `ExecutionTests` checks script by script.
struct ConformanceTests {
  /// The document.
  private static let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Docs/Conformance.md")

  /// The marks around the table.
  private static let marks = ("<!-- table: begin -->\n", "<!-- table: end -->\n")

  /// The table.
  private static func table() -> String {
    let kinds = WastDirectiveKind.allCases
    var lines = [
      "| Folder | Scripts | " + kinds.map { "`\($0.rawValue)`" }.joined(separator: " | ")
        + " |",
      "|---|" + String(repeating: "---:|", count: kinds.count + 1),
    ]
    for part in SpecSuite.Part.allCases {
      var sums = [Int](repeating: 0, count: kinds.count)
      var scripts = 0
      for row in ExecutionTests.counts.rows {
        let words = row.split(separator: " ")
        let folder = words[0].split(separator: "/")
        guard words.count == sums.count + 1,
          (folder.count == 1 ? SpecSuite.Part.core.rawValue : String(folder[0])) == part.rawValue
        else { continue }
        scripts += 1
        for (column, word) in words.dropFirst().enumerated() { sums[column] += Int(word) ?? 0 }
      }
      let numbers = ([scripts] + sums).map { $0 == 0 ? "" : "\($0)" }
      lines.append("| `\(part.rawValue)` | " + numbers.joined(separator: " | ") + " |")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  @Test func tableIsUpToDate() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let start = try #require(text.range(of: Self.marks.0))
    let end = try #require(text.range(of: Self.marks.1))
    let table = Self.table()
    if RecordedTable.isBlessing {
      let new = text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: table)
      try Data(new.utf8).write(to: Self.url)
    } else {
      #expect(text[start.upperBound..<end.lowerBound] == table)
    }
  }
}
