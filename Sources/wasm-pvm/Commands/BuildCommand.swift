import PVM
import Support
import WasmPVM

/// `wasm-pvm build`: compiles a module to a program file, or prints it on the way there.
enum BuildCommand: Command {
  /// `--output`.
  static let output = OptionRow(
    "--output", short: "-o", .required("FILE"),
    "Where the result goes, - for standard output; by default the input's name with .jam in the "
      + "current folder, and standard output for the text forms")
  /// `--emit`.
  static let emit = OptionRow(
    "--emit", .choice(Stage.allCases.map(\.rawValue) + [programFile]),
    "What to write: LLVM IR before or after LLVM's passes; machine IR as selected, with registers "
      + "or as it is emitted; assembly; or the program file (default)")
  /// `--symbols`.
  static let symbols = OptionRow(
    "--symbols", .required("FILE"), "Also write the functions' names and code ranges")
  /// `--debug-info`.
  static let debugInfo = OptionRow(
    "--debug-info", .required("FILE"),
    "Also write where every instruction comes from: functions, byte offsets and source lines")
  /// `--positions`.
  static let positions = OptionRow(
    "--positions", "With --emit, also print where instructions come from")
  /// `--stats`.
  static let stats = OptionRow(
    "--stats", "Print sizes, what the instructions are for, counters and times")
  /// `--size-report`.
  static let sizeReport = OptionRow(
    "--size-report", .attached("FILE"),
    "Print what takes the bytes of the file, by function, crate or file, source line and data, or "
      + "write it to a file")
  /// `--size-format`.
  static let sizeFormat = OptionRow(
    "--size-format", .choice(SizeFormat.allCases.map(\.rawValue)),
    "How it is written: as tables (text, default), as JSON or as a page with a treemap")
  /// `--max-size`.
  static let maximumSize = OptionRow(
    "--max-size", .required("BYTES"),
    "Fail if the program file is larger; by default there is a warning above "
      + "\(ProgramFile.maximumServiceSize), the most that a service may have")
  /// `--time-passes`.
  static let timePasses = OptionRow(
    "--time-passes", "Print how long each of LLVM's passes and ours took")
  /// `--json`.
  static let json = OptionRow("--json", "Print the same as one line of JSON")

  /// What `--emit` calls the program file.
  private static let programFile = "jam"

  static let table = CommandTable(
    "build", "compile a WebAssembly module to a PVM program",
    details: [
      "Nothing is printed unless asked for. If anything fails, no output file is left behind."
    ],
    positionals: [PositionalRow("IN", "A .wasm or .wat file, or - for standard input")],
    groups: [
      OptionGroup(
        "Output",
        [
          output, emit, positions, symbols, debugInfo, sizeReport, sizeFormat, maximumSize, stats,
          timePasses, json,
        ])
    ]
      + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    var options = try CompileArguments.options(arguments)
    options.measuresPasses = arguments.has(timePasses)
    options.makesDebugMap =
      arguments.has(debugInfo) || arguments.has(positions) || arguments.has(sizeReport)
    let stage = arguments.value(emit).flatMap(Stage.init(rawValue:))
    try checkCombination(arguments, stage: stage)
    let path = arguments.positionals[0]
    let target = try arguments.value(output) ?? defaultOutput(for: path, stage: stage)
    if stage == nil, target == Files.standardStream, wantsReport(arguments) {
      throw UsageError(
        .conflict("\(output.name) -", "\(stats.name) or \(json.name)", reason: "both print"))
    }
    if stage == nil, target == Files.standardStream, printsSizes(arguments) {
      throw UsageError(
        .conflict(
          "\(output.name) -", sizeReport.name, reason: "both print; say \(sizeReport.name)=FILE"))
    }
    try Overwriting.check(
      arguments, input: path, outputs: [symbols, debugInfo, sizeReport], default: (output, target))
    let limit = try arguments.number(maximumSize, in: 0...UInt64(UInt32.max), unit: "bytes")
    let input = try Input(path)
    if let stage {
      let text = try emitted(stage, input, options)
      if target == Files.standardStream {
        try Files.print(text)
      } else {
        try Files.write(Array(text.utf8), to: target)
      }
      return .success
    }
    let timing = arguments.has(timePasses) ? try LLVMTiming() : nil
    var compiled = try input.compiled(options)
    if let timing { compiled.report.passes = try timing.passes() + compiled.report.passes }
    var messages = StandardError()
    for note in compiled.report.notes { messages.write("wasm-pvm: note: \(note)\n") }
    let content = compiled.file.encoded()
    // Decoded again before it is written: a program file that cannot be read back is not written.
    let program = try Program(
      compiled, target: options.target, symbols: compiled.symbols, name: input.name)
    try checkSize(content.count, of: compiled, target, limit: limit)
    if let path = arguments.value(symbols) {
      try Files.write(compiled.symbols.encoded(), to: path)
    }
    if let path = arguments.value(debugInfo), let map = compiled.debugMap {
      try Files.write(map.encoded(), to: path)
    }
    if let path = arguments.value(sizeReport) {
      try Files.write(Array(sizes(program, input, arguments).utf8), to: path)
    }
    try Files.write(content, to: target)
    if printsSizes(arguments) {
      try Files.print(sizes(program, input, arguments))
    }
    if wantsReport(arguments) {
      let report = BuildReport(
        output: target, fileSize: content.count, summary: ProgramSummary(program),
        purposes: PurposeTable(program.blob, purposes: program.purposes),
        report: compiled.report)
      let onlyTimes = arguments.has(timePasses) && !arguments.has(stats)
      let text =
        arguments.has(json)
        ? report.json.text
        : onlyTimes ? report.passLines.joined(separator: "\n") : report.text
      try Files.print(text + "\n")
    }
    return .success
  }

  /// What takes the bytes, in the format that was asked for.
  private static func sizes(
    _ program: Program, _ input: Input, _ arguments: ParsedArguments
  ) -> String {
    let format = arguments.value(sizeFormat).flatMap(SizeFormat.init(rawValue:)) ?? .text
    return SizeReport(program).text(format, name: input.name)
  }

  /// Fails if the program file is too large, or warns if it is too large for a service and nothing is said.
  private static func checkSize(
    _ size: Int, of compiled: CompiledProgram, _ target: String, limit: UInt64?
  ) throws(CommandFailure) {
    let most = limit.map { Int($0) } ?? ProgramFile.maximumServiceSize
    guard size > most else { return }
    let failure = CommandFailure(
      .tooLarge(
        output: target, size: size, limit: most, heaviest: ProgramWeight(compiled).lines))
    if limit != nil { throw failure }
    var messages = StandardError()
    messages.write("wasm-pvm: warning: \(failure)\n")
  }

  /// Whether a report is printed.
  private static func wantsReport(_ arguments: ParsedArguments) -> Bool {
    arguments.has(stats) || arguments.has(timePasses) || arguments.has(json)
  }

  /// Whether the size report is printed, not written to a file.
  private static func printsSizes(_ arguments: ParsedArguments) -> Bool {
    arguments.has(sizeReport) && arguments.value(sizeReport) == nil
  }

  /// Rejects options that belong to the program file when something else is printed.
  private static func checkCombination(
    _ arguments: ParsedArguments, stage: Stage?
  ) throws(UsageError) {
    if arguments.has(sizeFormat), !arguments.has(sizeReport) {
      throw UsageError(
        .conflict(
          sizeFormat.name, "no \(sizeReport.name)", reason: "it says how that is written"))
    }
    if stage == nil, arguments.has(positions) {
      throw UsageError(
        .conflict(
          positions.name, "a program file",
          reason: "positions are in a file of their own; say \(debugInfo.name) FILE"))
    }
    guard let stage,
      let row = arguments.given(of: [
        symbols, debugInfo, sizeReport, sizeFormat, maximumSize, stats, timePasses, json,
      ]).first
    else {
      return
    }
    throw UsageError(
      .conflict(row.name, "\(emit.name) \(stage.rawValue)", reason: "there is no program file"))
  }

  /// Where the result goes if nothing is said.
  private static func defaultOutput(
    for path: String, stage: Stage?
  ) throws(UsageError) -> String {
    if stage != nil { return Files.standardStream }
    guard path != Files.standardStream else {
      throw UsageError(.missingOutput(option: output.name))
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name + ".jam" }
    return name[..<dot] + ".jam"
  }

  /// The module in the form of a stage.
  private static func emitted(
    _ stage: Stage, _ input: Input, _ options: CompileOptions
  ) throws(CommandFailure) -> String {
    let module = try input.module()
    do throws(CompileError) {
      return try Compilation.emit(stage: stage, wasm: module, options: options)
    } catch {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
  }
}

/// What `build --stats` and `build --json` print.
struct BuildReport {
  /// The output file.
  let output: String
  /// Its size in bytes.
  let fileSize: Int
  /// The sizes of its parts.
  let summary: ProgramSummary
  /// What the instructions are for.
  let purposes: PurposeTable
  /// How the compilation went.
  let report: CompileReport

  /// The report in lines.
  var text: String {
    var lines = ["\(output): \(fileSize) bytes"]
    lines += summary.lines.map { "  \($0)" }
    lines += purposes.lines(gas: false)
    if !report.runtime.isEmpty {
      let bytes = report.runtime.reduce(0) { $0 + $1.bytes }
      lines.append("float operations in functions, \(bytes) bytes:")
      lines += report.runtime.map { "  \($0.name): \($0.calls) calls, \($0.bytes) bytes" }
    }
    if !report.counters.isEmpty {
      lines.append("counters:")
      lines += report.counters.map { "  \($0.name): \($0.count)" }
    }
    if !report.reducedFunctions.isEmpty {
      lines.append("functions optimized by few passes:")
      lines += report.reducedFunctions.map { "  \($0.name): \($0.reason)" }
    }
    if !report.phases.isEmpty {
      lines.append("times:")
      lines += report.phases.map { phase in
        "  \(phase.name): \(Decimals.text(milliseconds(phase.duration), places: 1)) ms"
      }
    }
    if !report.passes.isEmpty { lines += passLines }
    return lines.joined(separator: "\n")
  }

  /// The passes, those that took longest first, in lines.
  var passLines: [String] {
    let total = report.passes.reduce(Duration.zero) { $0 + $1.duration }
    let width = min(report.passes.map(\.name.count).max() ?? 0, 40) + 2
    let order = report.passes.indices.sorted {
      let (left, right) = (report.passes[$0].duration, report.passes[$1].duration)
      return left != right ? left > right : $0 < $1
    }
    return ["passes: \(Decimals.text(milliseconds(total), places: 1)) ms"]
      + order.map { index in
        let pass = report.passes[index]
        let share = total > .zero ? 100 * (pass.duration / total) : 0
        let time = Decimals.text(milliseconds(pass.duration), places: 2)
        let runs = pass.runs.map { ", \($0) runs, \(pass.changes ?? 0) changes" } ?? ""
        return "  " + pass.name + String(repeating: " ", count: max(1, width - pass.name.count))
          + String(repeating: " ", count: max(0, 10 - time.count))
          + "\(time) ms \(Decimals.text(share, places: 1)) %  \(pass.owner)\(runs)"
      }
  }

  /// The report as JSON.
  var json: JSONText {
    .object(
      [("output", .string(output)), ("file_bytes", .integer(fileSize))] + summary.members + [
        ("notes", .array(report.notes.map { .string($0) })),
        ("purposes", purposes.json(gas: false)),
        (
          "runtime",
          .object(
            report.runtime.map {
              ($0.name, .object([("calls", .integer($0.calls)), ("bytes", .integer($0.bytes))]))
            })
        ),
        ("counters", .object(report.counters.map { ($0.name, .integer($0.count)) })),
        (
          "reduced_functions",
          .array(
            report.reducedFunctions.map {
              .object([("name", .string($0.name)), ("reason", .string($0.reason))])
            })
        ),
        (
          "milliseconds",
          .object(
            report.phases.map { ($0.name, .decimal(milliseconds($0.duration), places: 3)) })
        ),
      ] + (report.passes.isEmpty ? [] : [("passes", .array(report.passes.map(json(of:))))]))
  }

  /// A pass as JSON.
  private func json(of pass: PassTime) -> JSONText {
    .object([
      ("name", .string(pass.name)), ("of", .string(pass.owner)),
      ("milliseconds", .decimal(milliseconds(pass.duration), places: 3)),
      ("runs", pass.runs.map { .integer($0) } ?? .null),
      ("changes", pass.changes.map { .integer($0) } ?? .null),
    ])
  }

  /// A duration in milliseconds.
  private func milliseconds(_ duration: Duration) -> Double { duration / .milliseconds(1) }
}
