import Foundation
import TestSupport
import Testing

/// `wasm-pvm explain`: every error code of the sources has an entry, and the examples have the errors that they are examples of.
struct ExplainTests {
  /// The repository.
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../..").standardizedFileURL

  /// The codes that `explain` lists.
  private func listedCodes() throws -> [String] {
    try BuiltCommand.run(["explain"]).lines.filter { $0.hasPrefix("  ") }
      .map { String($0.dropFirst(2).prefix(4)) }
  }

  /// The codes in the sources: literals such as "P001", and the numbers behind W.
  private func codesOfSources() throws -> Set<String> {
    var codes: Set<String> = []
    let sources = Self.root.appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /"([A-Z][0-9]{3})"/) { codes.insert(String(match.1)) }
      guard file.lastPathComponent == "WasmError+Kind.swift" else { continue }
      for match in text.matches(of: /case \.[A-Za-z0-9]+: ([0-9]+)\n/) {
        codes.insert("W" + String(repeating: "0", count: 3 - match.1.count) + match.1)
      }
    }
    return codes
  }

  @Test func everyCodeIsExplained() throws {
    let listed = try listedCodes()
    let codes = try codesOfSources()
    #expect(codes.count > 140)
    #expect(Set(listed).count == listed.count)
    #expect(Set(listed) == codes)
  }

  @Test func pageIsGenerated() throws {
    let page = Self.root.appendingPathComponent("Docs/Errors.md")
    let result = try BuiltCommand.run(["explain", "--markdown"])
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try Data(result.output).write(to: page)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == result.text)
    #expect(!result.text.contains("Remedy:** {"), "a remedy that the tables only name")
    #expect(!result.text.contains("Remedy:** \n"), "an entry without remedy")
  }

  @Test func entryIsPrinted() throws {
    let text = try BuiltCommand.run(["explain", "[w051]"]).text
    #expect(text.hasPrefix("W051: type mismatch\n\nCause:  An operand has another type"))
    #expect(text.contains("\nRemedy: The tool that made the module has a bug"))
    #expect(
      text.contains("\nExample, a module:\n\n  (module (func (i32.eqz (i64.const 0)) drop))\n"))
  }

  @Test func unknownCodeIsAnError() throws {
    let near = try BuiltCommand.run(["explain", "W05"])
    #expect(near.status == 1 && near.output.isEmpty)
    #expect(near.messages == "wasm-pvm: 'W05' is no error code; did you mean 'W005'?\n")
    let far = try BuiltCommand.run(["explain", "something"])
    #expect(
      far.messages == "wasm-pvm: 'something' is no error code; 'wasm-pvm explain' lists them\n")
    #expect(try BuiltCommand.run(["explain", "W001", "--markdown"]).status == 2)
  }

  /// What an entry has as its example, if that is a whole file.
  private func example(of text: String) -> (isText: Bool, lines: [String])? {
    for (title, isText) in [
      ("Example, a module:", true), ("Example, a file in hexadecimal:", false),
    ] {
      let parts = text.components(separatedBy: "\n\(title)\n\n")
      guard parts.count == 2 else { continue }
      return (isText, parts[1].split(separator: "\n").map { String($0.dropFirst(2)) })
    }
    return nil
  }

  @Test func examplesHaveTheirErrors() throws {
    let folder = try TemporaryFolder()
    var count = 0
    for code in try listedCodes() {
      guard let example = example(of: try BuiltCommand.run(["explain", code]).text) else {
        continue
      }
      count += 1
      var path = folder.path("\(code).wasm")
      if example.isText {
        let text = try folder.write("\(code).wat", example.lines.joined(separator: "\n"))
        let result = try BuiltCommand.run(
          "/usr/bin/env", ["wat2wasm", "--enable-all", "--no-check", text, "-o", path])
        try #require(result.status == 0, "\(code): \(result.messages)")
      } else {
        let digits = example.lines.joined(separator: " ").split(separator: " ")
        let bytes = try digits.map { try #require(UInt8($0, radix: 16)) }
        path = try folder.write("\(code).wasm", bytes)
      }
      // Bodies are validated when they are translated, which needs an entry point; a script needs none.
      let script =
        #"{"source_filename": "t.wast", "commands": [{"type": "module", "line": 1, "filename": "\#(code).wasm"}]}"#
      let runs = [
        try BuiltCommand.run(["inspect", path]),
        try BuiltCommand.run(["build", path, "-o", folder.path("out.jam")]),
        try BuiltCommand.run(["wast", try folder.write("script.json", script)]),
      ]
      #expect(runs[1].status == 1)
      let messages = runs.map { $0.messages + $0.text }
      #expect(messages.contains { $0.contains("[\(code)]") }, "\(code): \(messages)")
    }
    #expect(count > 50)
  }
}
