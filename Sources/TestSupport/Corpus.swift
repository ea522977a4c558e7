public import Foundation
internal import Support

/// A program with inputs and the outputs that it must have for them.
public struct CorpusProgram: Sendable, CustomStringConvertible {
  /// An input with its output.
  public struct Case: Sendable {
    /// The argument bytes.
    public let arguments: [UInt8]
    /// The output bytes.
    public let expected: [UInt8]
  }

  /// The name.
  public let name: String
  /// The module's file.
  public let url: URL
  /// The inputs.
  public let cases: [Case]

  /// The name.
  public var description: String { name }

  /// The module's bytes.
  public func module() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}

/// Collections of programs.
public enum Corpus {
  /// Why a collection could not be loaded.
  public enum Failure: Error {
    /// A manifest contains something that is not hexadecimal, or a case without input.
    case malformed(String)
  }

  /// The benchmarks of this repository; the cases are the small input, then the usual one.
  public static func benchmarks() throws -> [CorpusProgram] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Benchmarks/Programs")
    let entries = try read([BenchmarkEntry].self, folder)
    return try entries.map { entry in
      CorpusProgram(
        name: entry.name, url: folder.appendingPathComponent(entry.wasm),
        cases: [
          try .init(hex: entry.args_small_hex, expected: entry.expected_small_hex),
          try .init(hex: entry.args_hex, expected: entry.expected_hex),
        ])
    }
  }

  /// The real programs without floats in the shared folder; empty if they are not there.
  public static func integerPrograms() throws -> [CorpusProgram] {
    guard let folder = SharedFolder.folder("programs") else { return [] }
    let entries = try read([ProgramEntry].self, folder)
    return try entries.filter { $0.class == "int" }.map { entry in
      CorpusProgram(
        name: entry.name, url: folder.appendingPathComponent(entry.wasm),
        cases: try entry.cases.map { item in
          if let file = item.args_file {
            let arguments = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
            return try .init(arguments: arguments, expected: item.expected_hex)
          }
          guard let text = item.args_hex else { throw Failure.malformed(entry.name) }
          return try .init(hex: text, expected: item.expected_hex)
        })
    }
  }

  /// Reads a folder's manifest.
  private static func read<Value: Decodable>(_ type: Value.Type, _ folder: URL) throws -> Value {
    try JSONDecoder().decode(
      type, from: Data(contentsOf: folder.appendingPathComponent("manifest.json")))
  }
}

extension CorpusProgram.Case {
  /// A case whose input is hexadecimal too.
  fileprivate init(hex: String, expected: String) throws {
    guard let arguments = Hex.bytes(hex.utf8) else { throw Corpus.Failure.malformed(hex) }
    try self.init(arguments: arguments, expected: expected)
  }

  /// A case whose output is hexadecimal.
  fileprivate init(arguments: [UInt8], expected: String) throws {
    guard let output = Hex.bytes(expected.utf8) else { throw Corpus.Failure.malformed(expected) }
    self.init(arguments: arguments, expected: output)
  }
}

/// An entry of the benchmarks' manifest.
private struct BenchmarkEntry: Decodable {
  /// The program's name.
  var name: String
  /// The module's file.
  var wasm: String
  /// The usual input.
  var args_hex: String
  /// The small input.
  var args_small_hex: String
  /// The output for the usual input.
  var expected_hex: String
  /// The output for the small input.
  var expected_small_hex: String
}

/// An entry of the real programs' manifest.
private struct ProgramEntry: Decodable {
  /// An input with its output.
  struct Case: Decodable {
    /// The input, if it is short.
    var args_hex: String?
    /// The file with the input, if it is long.
    var args_file: String?
    /// The output.
    var expected_hex: String
  }

  /// The program's name.
  var name: String
  /// Whether it uses floats.
  var `class`: String
  /// The module's file.
  var wasm: String
  /// The inputs.
  var cases: [Case]
}
