import Foundation
import TestSupport
import Testing

/// `wasm-pvm new`.
struct NewTests {
  /// The languages that the command knows.
  static let languages = ["c", "cpp", "rust", "swift", "assemblyscript", "zig", "wat"]

  /// A text of the repository.
  private func example(_ path: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  @Test(arguments: languages)
  func filesAreComplete(_ language: String) throws {
    let folder = try TemporaryFolder()
    let result = try BuiltCommand.run(["new", "some-sum", "-l", language], folder: folder)
    #expect(result.status == 0 && result.messages == "")
    let first = try #require(result.lines.first)
    #expect(
      first.hasPrefix("created some-sum: wasm-pvm.toml, state.json, tests/odd.json, .gitignore"))
    #expect(result.lines.last == "next: cd some-sum && wasm-pvm test")
    let files = first.components(separatedBy: ": ")[1].components(separatedBy: ", ")
    for file in files {
      let text = String(
        decoding: try #require(folder.read("some-sum/\(file)"), "\(file)"), as: UTF8.self)
      #expect(!text.contains("{{"), "\(file)")
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(file)")
    }
    // Its file is one that we read, whatever is missing to build it.
    let test = try BuiltCommand.run(
      "/bin/sh", ["-c", "cd some-sum && exec \"$0\" test nonsense", try BuiltCommand.path()],
      folder: folder)
    #expect(test.status == 2 && test.messages.contains("has no test whose name contains"))
  }

  @Test func hostCallsAreThoseOfTheExamples() throws {
    let folder = try TemporaryFolder()
    for (language, file, original) in [
      ("c", "src/jam.h", "Examples/service-c/jam.h"),
      ("cpp", "src/jam.h", "Examples/service-c/jam.h"),
      ("swift", "src/JAM.swift", "Examples/service-swift/JAM.swift"),
    ] {
      _ = try BuiltCommand.run(["new", language, "-l", language], folder: folder)
      let text = String(
        decoding: try #require(folder.read("\(language)/\(file)")), as: UTF8.self)
      #expect(try text == example(original))
    }
  }

  /// Every language has every host function, by the number that the target gives it.
  @Test(arguments: languages.filter { $0 != "wat" })
  func hostCallsHaveTheNumbersOfTheTarget(_ language: String) throws {
    let folder = try TemporaryFolder()
    for (target, numbers) in [
      ("gp-0.7", Array(0...26) + [100]), ("gp-0.8", [0] + Array(2...27) + [100]),
    ] {
      let name = target.replacing(".", with: "-")
      let made = try BuiltCommand.run(
        ["new", name, "-l", language, "--target", target], folder: folder)
      #expect(made.status == 0)
      let files = try #require(made.lines.first).components(separatedBy: ", ")
      let path = try #require(files.first { $0.lowercased().hasPrefix("src/jam.") })
      let text = String(decoding: try #require(folder.read("\(name)/\(path)")), as: UTF8.self)
      let found = text.matches(of: /(?:host_call_|hostCall)\w+\(\s*(\d+)[,)]/)
        .compactMap { Int($0.output.1) }
      #expect(found.sorted() == numbers)
    }
  }

  @Test func mistakes() throws {
    let folder = try TemporaryFolder()
    try folder.writeText("there", "")
    for (arguments, status, message) in [
      (
        ["new", "x"], Int32(2),
        "missing option --language c|cpp|rust|swift|assemblyscript|zig|wat\nTry 'wasm-pvm help'."
      ),
      (["new"], 2, "missing argument NAME\nTry 'wasm-pvm help'."),
      (["new", "there", "-l", "c"], 1, "there exists already: nothing is written [M023]"),
      (
        ["new", "1x", "-l", "c"], 1,
        "'1x' is no name for a project: expected up to 64 letters, digits, - and _, a letter first [M024]"
      ),
      (
        ["new", "no/where/\u{e9}", "-l", "c"], 1,
        "'\u{e9}' is no name for a project: expected up to 64 letters, digits, - and _, a letter first [M024]"
      ),
    ] {
      let result = try BuiltCommand.run(arguments, folder: folder)
      #expect(result.status == status)
      #expect(result.messages == "wasm-pvm: \(message)\n")
    }
    #expect(folder.read("no/where") == nil)
  }
}
