import Foundation
import PVM
import PVMCodegen
import PVMVM
import Support
import TestSupport
import Testing
import WasmPVM

extension CostModel {
  /// The balanced model of Gray Paper 0.8, where blocks have costs.
  fileprivate static var blockGas: CostModel {
    var costs = CostModel.balanced
    costs.target = .gp08
    return costs
  }
}

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
      let text = try changed(test)
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

  /// The functions of a machine IR text behind the test's passes; everything is verified.
  private func changed(_ test: FileTest) throws -> String {
    var functions = try MachineParser.parse(test.source)
    let costs: CostModel =
      switch test.costs {
      case nil: CostModel()
      case "balanced": .balanced
      case "fastest": .fastest
      case "smallest": .smallest
      case "block-gas": .blockGas
      case let name?: throw FileTest.Malformed.line(0, "there is no cost model \(name)")
      }
    var runner = PassRunner(PassOptions(costs: costs, verifies: true, checksAllocation: true))
    runner.context.memoryBase = 0x20000
    // One page of WebAssembly there, and the page of the machine behind it.
    runner.context.mappedMemory = [0x20000..<0x30000]
    runner.context.startUpCopies = test.copies
    if test.exhaustsLimits { runner.context.options.rangeLimits = .exhausted }
    for index in functions.indices {
      try MachineVerifier.verify(functions[index], after: "parsing")
      for name in test.passes {
        if name == "allocate" {
          try runner.allocate(&functions[index])
          continue
        }
        let pass = Pipeline.passes.first { $0.name.rawValue == name }
        try runner.run(#require(pass, "there is no pass \(name)"), on: &functions[index])
      }
    }
    return MachinePrinter.text(functions) + (test.showsPurposes ? purposes(functions) : "")
  }

  /// A line for each instruction that says what it is for.
  private func purposes(_ functions: [MachineFunction]) -> String {
    var text = ""
    for function in functions {
      for (index, block) in function.blocks.indexed() {
        for instruction in block.instructions {
          guard let purpose = instruction.purpose else { continue }
          let line = MachinePrinter.text(instruction, in: function, block)
          text += "@\(function.index) b\(index): \(line) is for \(purpose.name)\n"
        }
      }
    }
    return text
  }

  /// Every pass has tests of what it does, what it leaves alone, and its edge.
  @Test(arguments: Pipeline.passes.map(\.name.rawValue))
  func passesHaveTests(_ pass: String) throws {
    let tests = try Self.names().filter { name in
      guard name.hasSuffix(".mir") else { return false }
      let url = Self.folder.appendingPathComponent(name)
      return try FileTest(String(contentsOf: url, encoding: .utf8)).passes.contains(pass)
    }
    #expect(tests.count >= 3, "\(pass) has \(tests.count) tests: \(tests)")
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
