import TestSupport
import Testing
import WasmPVM

/// Programs do the same at every optimization level: what their authors expect of them.
struct CorpusTests {
  /// The benchmarks with both inputs, with every allocation of registers verified.
  @Test(arguments: try Corpus.benchmarks(), OptimizationLevel.allCases)
  func benchmark(_ program: CorpusProgram, _ level: OptimizationLevel) throws {
    try check(program, CompileOptions(optimization: level, checksAllocation: true))
  }

  /// The benchmarks with exact memory semantics.
  @Test(arguments: try Corpus.benchmarks())
  func benchmarkWithBoundsChecks(_ program: CorpusProgram) throws {
    try check(program, CompileOptions(boundsChecks: true))
  }

  /// The benchmarks with other choices where choices must not matter.
  @Test(arguments: try Corpus.benchmarks())
  func benchmarkWithSeed(_ program: CorpusProgram) throws {
    try check(program, CompileOptions(checksAllocation: true, seed: 0x5EED))
  }

  /// The benchmarks in parts, as large modules are compiled: right, and the same bytes every time.
  @Test(arguments: try Corpus.benchmarks(), [OptimizationLevel.two, .minimumSize])
  func benchmarkInParts(_ program: CorpusProgram, _ level: OptimizationLevel) throws {
    var options = CompileOptions(optimization: level, checksAllocation: true)
    options.partSize = 500
    try check(program, options)
    let first = try Compilation.compile(wasm: program.module(), options: options)
    let second = try Compilation.compile(wasm: program.module(), options: options)
    #expect(first.file == second.file)
  }

  /// The benchmarks as functions are compiled that are too large for superlinear algorithms.
  @Test(
    arguments: try Corpus.benchmarks(), [OptimizationLevel.zero, .one, .two, .three, .minimumSize])
  func benchmarkWithExhaustedBudgets(_ program: CorpusProgram, _ level: OptimizationLevel) throws {
    var options = CompileOptions(optimization: level, checksAllocation: true)
    options.exhaustsBudgets = true
    try check(program, options)
    let compiled = try Compilation.compile(wasm: program.module(), options: options)
    #expect(compiled.report.reducedFunctions.isEmpty == (level == .zero))
    options.boundsChecks = true
    try check(program, options)
  }

  /// Exhausted budgets reach what happens to single functions, and what happens to all of them because of deep loops.
  @Test func exhaustedBudgetsReduceOneFunctionOrAll() throws {
    var options = CompileOptions()
    options.exhaustsBudgets = true
    let reduced = try Corpus.benchmarks().map {
      try Compilation.compile(wasm: $0.module(), options: options).report.reducedFunctions
    }
    let all = reduced.filter { $0.contains { $0.name == "all functions" } }
    #expect(all.count > 2)
    #expect(reduced.count - all.count > 20)
  }

  /// The benchmarks without any pass that is optional: each of LLVM's and each of code generation's.
  @Test(arguments: try Corpus.benchmarks())
  func benchmarkWithoutOptionalPasses(_ program: CorpusProgram) throws {
    var options = CompileOptions(checksAllocation: true)
    options.disabledPasses = Set(OptionalPass.all(at: options.optimization))
    try check(program, options)
  }

  /// A pass that is left out does not run: the program is another one.
  @Test(arguments: ["inline", "instcombine", "constant-placement", "tail-duplication"])
  func leavingOutAPassChangesTheProgram(_ name: String) throws {
    let program = try #require(try Corpus.benchmarks().first { $0.name == "regex_match" })
    var options = CompileOptions()
    let pass = try #require(
      OptionalPass.all(at: options.optimization).first { $0.name == name })
    let all = try Compilation.compile(wasm: program.module(), options: options)
    options.disabledPasses = [pass]
    let without = try Compilation.compile(wasm: program.module(), options: options)
    #expect(all.file != without.file)
  }

  /// There are as many benchmarks as there should be.
  @Test func benchmarksAreThere() throws { #expect(try Corpus.benchmarks().count == 42) }

  /// Real programs with all their inputs.
  @Test(
    .enabled(if: SharedFolder.folder("programs") != nil, "needs ../shared/programs"),
    arguments: try Corpus.integerPrograms())
  func realProgram(_ program: CorpusProgram) throws {
    var gas: [String] = []
    for level in [OptimizationLevel.zero, .two, .minimumSize] {
      let options = CompileOptions(optimization: level, checksAllocation: level == .two)
      gas.append("--opt \(level.rawValue) \(try check(program, options))")
    }
    print("gas of \(program.name):", gas.joined(separator: ", "))
  }

  /// Compiles a program and runs it with all its inputs; the result is the gas of all of them.
  @discardableResult
  private func check(_ program: CorpusProgram, _ options: CompileOptions) throws -> Int64 {
    let execution: CorpusExecution
    do {
      execution = try CorpusExecution(program.module(), options)
    } catch {
      Issue.record("--opt \(options.optimization.rawValue): \(error)")
      return 0
    }
    var total: Int64 = 0
    for (index, item) in program.cases.enumerated() {
      switch try execution.run(item) {
      case .right(let gas): total += gas
      case .wrong(let problem):
        Issue.record("--opt \(options.optimization.rawValue), input \(index): \(problem)")
      }
    }
    return total
  }
}
