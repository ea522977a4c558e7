import Foundation
import TestSupport
import Testing

/// The help texts, compared with recorded ones. `PVM_BLESS=1` records them anew.
struct HelpTests {
  /// The folder of the recorded texts.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Help")

  @Test(arguments: [
    "overview", "new", "build", "run", "test", "watch", "debug", "trace", "disasm", "inspect",
    "explore", "diff", "profile", "size", "wast",
    "pvm-in-pvm", "bench", "explain", "completions", "man", "help",
  ])
  func textIsAsRecorded(_ name: String) throws {
    let arguments = name == "overview" ? ["--help"] : [name, "--help"]
    let result = try BuiltCommand.run(arguments)
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
    let file = Self.folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try Data(result.output).write(to: file)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    #expect(result.text == recorded)
    for line in result.lines { #expect(line.count <= 80, "\(line)") }
  }

  @Test func helpCommandPrintsTheSame() throws {
    #expect(try BuiltCommand.run(["help"]).text == BuiltCommand.run(["--help"]).text)
    #expect(try BuiltCommand.run(["help", "run"]).text == BuiltCommand.run(["run", "-h"]).text)
  }

  @Test func everyCommandHasARecordedText() throws {
    let overview = try BuiltCommand.run(["help"]).text
    let commands = overview.components(separatedBy: "Commands:\n").last?
      .components(separatedBy: "\n\n").first?.split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .map { $0.replacingOccurrences(of: ".txt", with: "") }
    #expect(Set(try #require(commands)).union(["overview"]) == Set(files))
  }

  @Test func versionIsPrinted() throws {
    let result = try BuiltCommand.run(["--version"])
    #expect(result.status == 0)
    #expect(result.text.hasPrefix("wasm-pvm 0."))
    #expect(result.lines.count == 1)
  }
}
