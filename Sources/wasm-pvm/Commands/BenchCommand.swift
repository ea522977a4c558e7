import Foundation
import PVM
import Support
import WasmPVM

/// `wasm-pvm bench`: measures the benchmark programs.
enum BenchCommand: Command {
  /// `--suite`.
  static let suite = OptionRow(
    "--suite", .required("FOLDER"), "Where the programs are; by default Benchmarks/Programs")
  /// `--all-levels`.
  static let allLevels = OptionRow("--all-levels", "Measure every optimization level")
  /// `--check`.
  static let check = OptionRow(
    "--check", .required("FILE"),
    "Fail if gas or bytes are, on the whole, above those in this file, the baseline")
  /// `--baseline`.
  static let baseline = OptionRow("--baseline", .required("FILE"), "Write the baseline anew")
  /// `--results`.
  static let results = OptionRow(
    "--results", .required("FILE"), "Write a report with the peers' figures, in Markdown")
  /// `--readme`.
  static let readme = OptionRow(
    "--readme", .required("FILE"), "Replace the table between the benchmark marks of this file")

  /// `--reasons`.
  static let reasons = OptionRow(
    "--reasons", .required("FILE"),
    "With --results: why programs lose to a peer; by default Benchmarks/Reasons.tsv")
  /// `--ablation`.
  static let ablation = OptionRow(
    "--ablation", .required("FILE"), "With ablate: where the table goes, in Markdown")

  /// The task of measuring each pass.
  private static let ablate = "ablate"
  /// The task of counting sequences of instructions.
  private static let sequences = "sequences"

  static let table = CommandTable(
    "bench", "measure the benchmark programs (for developers)",
    details: [
      "Compiles every program and runs it with both inputs. Fails if a result is not as expected, or with all levels if optimization costs gas. "
        + "With the task ablate, does so without each optional pass in turn, at --opt and at s. "
        + "With the task sequences, prints what the interpreter's sequences of instructions save, "
        + "and those that would save most."
    ],
    positionals: [
      PositionalRow(
        "TASK", isOptional: true, completion: .words(["ablate", "sequences"]),
        "What to do besides measuring: ablate, sequences")
    ],
    groups: [
      OptionGroup(
        "Benchmarks", [suite, allLevels, check, baseline, results, reasons, readme, ablation])
    ] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    var options = try CompileArguments.options(arguments)
    let task = arguments.positionals.first
    if let task, task != ablate, task != sequences {
      throw UsageError(
        .invalidValue(option: "TASK", value: task, expected: "\(ablate) or \(sequences)"))
    }
    if task != ablate, arguments.has(ablation) {
      throw UsageError(.missingArgument("TASK"))
    }
    let programs = try BenchmarkSuite(
      folder: arguments.value(suite) ?? "Benchmarks/Programs", target: options.target)
    if task == sequences {
      for line in try SequenceStatistics(programs, options).lines { try Files.print(line + "\n") }
      return .success
    }
    if task == ablate {
      let table = try Ablation(programs, options) { line in
        try Files.print(line + "\n")
      }
      if let path = arguments.value(ablation) { try Files.write(Array(table.text.utf8), to: path) }
      return .success
    }
    let main = LevelResult(programs, options)
    let hasCosts = options.target.chargesBlocks
    try print(main, programs.peers, hasCosts)
    var levels = [main]
    if arguments.has(allLevels) {
      levels = []
      for level in OptimizationLevel.allCases {
        options.optimization = level
        levels.append(level == main.level ? main : LevelResult(programs, options))
        if level != main.level, let result = levels.last {
          try print(result, programs.peers, hasCosts)
        }
      }
    }
    if let path = arguments.value(baseline) {
      try Files.write(Array(BenchmarkBaseline.text(main).utf8), to: path)
    }
    var complaints: [String] = []
    if hasCosts, let path = arguments.value(results) {
      let report = BlockGasReport(levels: levels, main: main, peers: programs.peers)
      try Files.write(Array(report.text.utf8), to: path)
    } else if arguments.has(results) || arguments.has(readme) {
      let report = BenchmarkReport(
        levels: levels, main: main, peers: programs.peers,
        reasons: try LossReasons(Files.read(arguments.value(reasons) ?? "Benchmarks/Reasons.tsv")))
      if let path = arguments.value(results) {
        try Files.write(Array(report.results.utf8), to: path)
        complaints += report.unexplained.map { "\($0): no reason for the loss" }
      }
      if let path = arguments.value(readme) { try update(path, with: report.summary) }
    }

    complaints += levels.flatMap { level in
      level.measurements.flatMap(\.complaints).map { "--opt \(level.level.rawValue): \($0)" }
    }
    if let unoptimized = levels.first(where: { $0.level == .zero }) {
      complaints += levels.flatMap { level in
        // Levels for size are measured on modules of their own, and compared with the unoptimized level on those that it has.
        options.optimization = level.level
        let hasOwnModules = programs.programs.contains { $0.smallModules[level.level] != nil }
        let optimized =
          hasOwnModules ? LevelResult(programs, options, modulesOf: .zero) : level
        return optimized.losses(to: unoptimized).map { "--opt \(level.level.rawValue): \($0)" }
      }
    }
    if let path = arguments.value(check) {
      complaints += BenchmarkBaseline(try Files.read(path)).complaints(main)
    }
    guard complaints.isEmpty else { throw CommandFailure(.benchmarks(complaints)) }
    return .success
  }

  /// Prints what a level measures, times included.
  private static func print(
    _ result: LevelResult, _ peers: FigureTable, _ hasCosts: Bool
  ) throws(CommandFailure) {
    let columns =
      hasCosts
      ? BlockGasReport.columns(BlockGasReport.peerLevel(result.level))
      : ["rv64emac_small", "rv64emac_default"]
    let small = result.gasRatio(input: 0, to: columns[0], peers).value ?? 0
    let standard = result.gasRatio(input: 1, to: columns[1], peers).value ?? 0
    let seconds = result.runTime / .seconds(1)
    let speed = seconds > 0 ? Double(result.gas) / seconds / 1_000_000 : 0
    let spills = (0..<2).map { input in
      Decimals.text((result.spillShare(input: input) ?? 0) * 100, places: 1)
    }.joined(separator: " ")
    let line =
      "--opt \(result.level.rawValue): \(result.rightCount) of \(result.measurements.count) right, "
      + "gas ratio \(Decimals.text(small, places: 3)) small \(Decimals.text(standard, places: 3)) "
      + "default, spills \(spills) %, code \(result.codeSize) bytes "
      + "(\(Decimals.text(result.bytesPerInstruction, places: 3)) per instruction), files \(result.fileSize) bytes, compiled in "
      + "\(Decimals.text(result.compileTime / .seconds(1), places: 2)) s, ran \(result.gas) "
      + "gas at \(Decimals.text(speed, places: 0)) million per second\n"
    try Files.print(line)
  }

  /// Replaces what stands between the marks of a file.
  private static func update(_ path: String, with table: String) throws(CommandFailure) {
    let start = "<!-- benchmarks: generated by ci/jobs/bench.sh -->"
    let end = "<!-- end of benchmarks -->"
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    guard let first = text.range(of: start), let last = text.range(of: end),
      first.upperBound <= last.lowerBound
    else { throw CommandFailure(.unreadable(path: path, reason: "no benchmark marks in it")) }
    let content =
      text[..<first.upperBound] + "\n\n" + table + "\n\n" + text[last.lowerBound...]
    try Files.write(Array(content.utf8), to: path)
  }
}
