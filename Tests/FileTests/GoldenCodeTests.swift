import Foundation
import PVM
import PVMVM
import Support
import TestSupport
import Testing
import WasmPVM

/// The code and the gas of examples and of ten benchmarks, in files: a change of code generation shows there what it does.
/// `PVM_BLESS=1` writes them anew; the difference is read as code.
struct GoldenCodeTests {
  /// A program with the arguments that it is run with.
  struct Program: CustomTestStringConvertible {
    /// The file, from the top of the repository.
    let path: String
    /// The arguments of each run.
    let arguments: [[UInt8]]

    /// The file.
    var testDescription: String { path }

    /// The name of the recorded file.
    var name: String {
      "\(URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent).asm"
    }
  }

  /// A benchmark as the manifest has it.
  private struct Entry: Decodable {
    let name: String
    let wasm: String
    let args_hex: String
    let args_small_hex: String
  }

  /// The benchmarks: loops, recursion, memory, tables, wide arithmetic, interpreters.
  private static let benchmarks = [
    "binary_trees", "brainf_interp", "crc32", "game_of_life", "hashmap", "heap_sort", "levenshtein",
    "merge_sort", "quicksort", "siphash",
  ]
  /// The examples with arguments that their headers run them with.
  private static let examples = [
    ("add", "0500000007000000"), ("factorial", "14000000"), ("fibonacci", "5a000000"),
    ("gcd", "00e1f505000000000065cd1d00000000"), ("is-prime", "6500000000000000"),
    ("life", "040000000204070000000000"),
  ]
  /// The gas that a run may use.
  private static let limit: Int64 = 100_000_000

  /// The top of the repository.
  private static let root = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../..").standardizedFileURL

  /// The programs.
  static func programs() throws -> [Program] {
    var programs = try examples.map { name, arguments in
      Program(
        path: "Examples/\(name).wat", arguments: [try #require(Hex.bytes(arguments.utf8))])
    }
    let manifest = root.appendingPathComponent("Benchmarks/Programs/manifest.json")
    for entry in try JSONDecoder().decode([Entry].self, from: Data(contentsOf: manifest))
    where benchmarks.contains(entry.name) {
      programs.append(
        Program(
          path: "Benchmarks/Programs/\(entry.wasm)",
          arguments: try [entry.args_small_hex, entry.args_hex].map {
            try #require(Hex.bytes($0.utf8))
          }))
    }
    return programs
  }

  @Test func allProgramsAreThere() throws {
    #expect(try Self.programs().count == Self.examples.count + Self.benchmarks.count)
  }

  @Test(arguments: try programs())
  func code(_ program: Program) throws {
    let text = try recorded(program)
    let url = Self.root.appendingPathComponent("Tests/FileTests/Golden/\(program.name)")
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    if text == expected { return }
    // The first line that differs says enough; the rest is in the file that PVM_BLESS=1 writes.
    let (new, old) = (text.split(separator: "\n"), expected.split(separator: "\n"))
    let index =
      zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
    Issue.record(
      """
      \(program.name), line \(index + 1): '\(index < new.count ? String(new[index]) : "")' \
      instead of '\(index < old.count ? String(old[index]) : "")'; \(new[1]), recorded: \(old[1])
      """)
  }

  /// What is recorded of a program.
  private func recorded(_ program: Program) throws -> String {
    let bytes = Array(try Data(contentsOf: Self.root.appendingPathComponent(program.path)))
    let module =
      program.path.hasSuffix(".wat")
      ? try TextInput.assemble(bytes, name: program.path) : bytes
    let compiled = try Compilation.compile(wasm: module, options: CompileOptions())
    let container = try StandardProgram(decoding: compiled.file.container)
    let blob = try ProgramBlob(decoding: container.program)
    let gas = try program.arguments.map { arguments in
      var machine = try Machine(
        standardProgram: container, arguments: arguments, gas: Self.limit)
      let exit = machine.run()
      #expect(exit == .halt)
      return String(Self.limit - machine.gas)
    }
    return """
      ; \(program.path) at --opt 2
      ; gas \(gas.joined(separator: ", ")), code \(blob.code.count) bytes

      \(Disassembler.text(of: blob, symbols: compiled.symbols))
      """
  }
}
