import Foundation
import PVM
import PVMCodegen
import PVMVM
import Support
import TestSupport
import Testing
import WasmPVM

/// The files in `Cases`: text modules (`.wat`) and machine IR (`.mir`); see `FileTest`. What is in `everywhere` runs at every
/// optimization level, with and without bounds checks.
struct FileTests {
  /// The folder of the files.
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Cases")

  /// The files by their path in the folder, sorted.
  static func names() throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return all.filter { $0.hasSuffix(".wat") || $0.hasSuffix(".mir") }.sorted()
  }

  /// There are files at all.
  @Test func filesAreThere() throws { #expect(try Self.names().count >= 10) }

  @Test(arguments: try names())
  func file(_ name: String) throws {
    let url = Self.folder.appendingPathComponent(name)
    let test = try FileTest(String(contentsOf: url, encoding: .utf8))
    if name.hasSuffix(".mir") {
      let text = try allocated(test.source)
      try bless(test, url, text: text, gas: [])
      try compare(test, text)
      return
    }
    let module = try TextInput.assemble(Array(test.lines.joined(separator: "\n").utf8), name: name)
    let options = try options(test.options)
    if name.hasPrefix("everywhere/") { return try runEverywhere(test, module) }
    if !test.errors.isEmpty {
      let error = #expect(throws: CompileError.self) {
        try Compilation.compile(wasm: module, options: options)
      }
      let message = error.map { "\($0)" } ?? ""
      for fragment in test.errors { #expect(message.contains(fragment), "\(message)") }
      return
    }
    let compiled = try Compilation.compile(wasm: module, options: options)
    let container = try StandardProgram(decoding: compiled.file.container)
    let blob = try ProgramBlob(decoding: container.program)
    let gas = try test.runs.map { try run($0, container, isBlessed: isBlessing) }
    var text: String?
    if let name = test.stage {
      let stage = try #require(Stage(rawValue: name), "there is no stage \(name)")
      text = try Compilation.emit(stage: stage, wasm: module, options: options)
    }
    try bless(test, url, text: text, gas: gas)
    if let text { try compare(test, text) }
    if let limit = test.codeLimit { #expect(blob.code.count <= limit) }
    if let limit = test.gasLimit { #expect(gas.reduce(0, +) <= limit) }
  }

  /// Executes the runs of a test at every level, with and without bounds checks.
  private func runEverywhere(_ test: FileTest, _ module: [UInt8]) throws {
    #expect(!test.runs.isEmpty && test.options.isEmpty && test.stage == nil)
    for level in OptimizationLevel.allCases {
      for checks in [false, true] {
        let options = CompileOptions(
          optimization: level, boundsChecks: checks, checksAllocation: true)
        let compiled = try Compilation.compile(wasm: module, options: options)
        let container = try StandardProgram(decoding: compiled.file.container)
        for run in test.runs {
          _ = try self.run(
            run, container, isBlessed: true, "--opt \(level.rawValue), bounds checks \(checks)")
        }
      }
    }
  }

  /// Whether expectations are to be written anew.
  private var isBlessing: Bool { ProcessInfo.processInfo.environment["PVM_BLESS"] != nil }

  /// Writes the expectations anew if that is asked for.
  private func bless(_ test: FileTest, _ url: URL, text: String?, gas: [Int64]) throws {
    guard isBlessing else { return }
    try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
    let lines = text.map { Self.lines($0) }
    try test.blessed(text: test.exact == nil ? nil : lines, gas: gas)
      .write(to: url, atomically: true, encoding: .utf8)
  }

  /// The lines of a text, without an empty one at the end.
  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Compares the text of a stage with what the file says about it.
  private func compare(_ test: FileTest, _ text: String) throws {
    if let exact = test.exact, !isBlessing { #expect(Self.lines(text) == exact) }
    var rest = text[...]
    for fragment in test.fragments {
      let range = try #require(
        rest.range(of: fragment), "no '\(fragment)' (at its place) in:\n\(text)")
      rest = rest[range.upperBound...]
    }
    for fragment in test.absent {
      #expect(!text.contains(fragment), "'\(fragment)' is in:\n\(text)")
    }
  }

  /// The functions of a machine IR text after register allocation, which is verified.
  private func allocated(_ text: String) throws -> String {
    var functions = try MachineParser.parse(text)
    var runner = PassRunner(PassOptions(verifies: true, checksAllocation: true))
    for index in functions.indices {
      try runner.allocate(&functions[index])
    }
    return MachinePrinter.text(functions)
  }

  /// Executes a run and compares its end; the result is the gas it used.
  private func run(
    _ run: FileTest.Run, _ container: StandardProgram, isBlessed: Bool, _ configuration: String = ""
  ) throws -> Int64 {
    let limit: Int64 = 10_000_000
    var machine = try Machine(
      standardProgram: container, arguments: run.arguments, gas: limit)
    let exit = machine.run()
    let end = exit == .halt ? Hex.string(machine.output) : "\(exit)"
    #expect(end == run.expected, "line \(run.line + 1) \(configuration)")
    let used = limit - machine.gas
    if let gas = run.gas, !isBlessed { #expect(used == gas, "line \(run.line + 1)") }
    return used
  }

  /// Compile options from words of the command line.
  private func options(_ words: [String]) throws -> CompileOptions {
    var options = CompileOptions(checksAllocation: true)
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--opt":
        let level = rest.popFirst().flatMap(OptimizationLevel.init(rawValue:))
        options.optimization = try #require(level, "--opt needs a level")
      case "--bounds-checks": options.boundsChecks = true
      case "--floats":
        let floats = rest.popFirst().flatMap(CompileOptions.Floats.init(rawValue:))
        options.floats = try #require(floats, "--floats needs a value")
      case "--entry":
        let name = rest.popFirst()
        options.entries.append(try #require(name, "--entry needs a name"))
      default: Issue.record("there is no option \(word) here")
      }
    }
    return options
  }
}
