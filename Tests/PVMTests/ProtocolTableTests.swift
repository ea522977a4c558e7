import PVM
import TestSupport
import Testing

/// The tables of host functions and of the protocol's constants against the specification's text.
@Suite(.enabled(if: SharedFolder.folder("spec") != nil, "needs ../shared/spec"))
struct ProtocolTableTests {
  /// The columns of the rows of a table that starts with a heading.
  private static func rows(under heading: String) throws -> [[String]] {
    let lines = try #require(SharedFolder.lines("spec/pvm.md"))
    let table = lines.drop { !$0.hasPrefix(heading) }.drop { !$0.hasPrefix("|---") }.dropFirst()
    return table.prefix { $0.hasPrefix("|") }.map { line in
      line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.split(separator: " ").joined(separator: " ") }
    }
  }

  @Test func hostFunctionsAreThoseOfAppendixA() throws {
    let rows = try Self.rows(under: "## Appendix A.")
    let functions = rows.filter { UInt64($0[0]) != nil }
    let known = Target.gp07.hostFunctions
    #expect(functions.map { UInt64($0[0]) } == known.map { Target.gp07.index(of: $0) })
    #expect(functions.map { $0[1] } == known.map { "`\($0.name)`" })
    for (row, function) in zip(functions, known) {
      #expect(row[4].contains("r8") == function.hasSecondResult, "\(function)")
      #expect(row[4].contains("gas left") == function.answersGas, "\(function)")
    }
  }

  @Test func constantsAreThoseOfFetch() throws {
    let rows = try Self.rows(under: "`fetch` kinds")
    let text = try #require(rows.first { $0[0] == "0" })[1]
    let list = try #require(text.split(separator: ": ").last).split(separator: " (")[0]
    #expect(
      list.split(separator: " ").map(String.init)
        == ProtocolParameter.allCases.map { "\($0.symbol)\($0.byteCount)" })
    #expect(ProtocolParameter.allCases.map(\.byteCount).reduce(0, +) == 134)
  }

  @Test func valuesAreThoseOfTheFullSet() throws {
    let rows = try Self.rows(under: "## 12. Constants")
    var values: [String: UInt64] = [:]
    for row in rows {
      if row[0].hasPrefix("others") {
        for item in row[2].split(separator: ", ") {
          let parts = item.split(separator: " ")
          values[String(parts[0])] = UInt64(parts[1])
        }
        continue
      }
      let names = row[0].split(separator: ", ").map(String.init)
      let numbers =
        row[1].split(separator: " ")[0] == "3072"
        ? ["3072", "3072"]
        : row[1]
          .split(separator: ", ").map(String.init)
      for (name, number) in zip(names, numbers) { values[name] = UInt64(number) }
    }
    for parameter in ProtocolParameter.allCases {
      #expect(values["\(parameter.symbol)"] == parameter.value, "\(parameter.symbol)")
      #expect(parameter.value <= parameter.maximum)
    }
    let segment = ProtocolParameter.pieceSize.value * ProtocolParameter.segmentPieces.value
    #expect(values["W_G"] == segment)
    #expect(values["S"] == UInt64(ProtocolLayout.lowestOrdinaryService))
    #expect(ProtocolLayout.invocationBlockSize == 112)
  }
}
