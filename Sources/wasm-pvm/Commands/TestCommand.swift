import Support
import WasmPVM

/// `wasm-pvm test`: builds the project and runs its tests.
enum TestCommand: Command {
  /// `--json`.
  static let json = OptionRow("--json", "Print one line of JSON for each test")

  static let table = CommandTable(
    "test", "run the tests of a project",
    details: [
      "Builds the project whose \(ProjectFile.name) is in this folder or the nearest one above it, and runs its "
        + "tests in order. The exit status is 1 if any fails."
    ],
    positionals: [
      PositionalRow(
        "NAME", isOptional: true, isRepeated: true,
        "Run only the tests whose names contain one of these texts")
    ],
    groups: [OptionGroup("Run", [json])] + CompileArguments.groups)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let project = try ProjectFile.nearest(orMissing: nil)
    let names = arguments.positionals
    let tests = project.tests.filter { test in
      names.isEmpty || names.contains { test.name.contains($0) }
    }
    guard !tests.isEmpty else { throw UsageError(.noTest(names.first, file: project.path)) }
    let options = try CompileArguments.options(
      arguments.completed(by: try project.arguments(for: table, [project.options])))
    let input = try Input(try project.makeModule())
    try CompileArguments.checkUse(arguments, input)
    let style = Style.output
    // Programs by what is their entry point: services have their usual ones.
    var programs: [String: Program] = [:]
    var failures = 0
    for test in tests {
      let entry = test.host == nil ? test.entry : nil
      let program: Program
      if let known = programs[entry ?? ""] {
        program = known
      } else {
        var options = options
        options.entries = test.host == nil ? entry.map { [$0] } ?? options.entries : []
        program = try Program(input, options: options)
        programs[entry ?? ""] = program
      }
      let result = try test.run(
        program, folder: project.folder, resultEndAddress: options.resultEndAddress)
      if !result.problems.isEmpty { failures += 1 }
      try arguments.has(json)
        ? Files.print(result.json.text + "\n") : Files.print(result.lines, style)
    }
    if !arguments.has(json) {
      try Files.print(
        [(failures == 0 ? .good : .bad, "\(tests.count - failures) passed, \(failures) failed\n")],
        style)
    }
    return failures == 0 ? .success : .failure
  }
}

extension ProjectTest.Result {
  /// The result for people.
  fileprivate var lines: [(Style.Tone, String)] {
    let gas = gasUsed.map { ", gas \($0)" } ?? ""
    let first: [(Style.Tone, String)] = [
      problems.isEmpty ? (.good, "pass") : (.bad, "FAIL"), (.plain, " \(name.visible)\(gas)\n"),
    ]
    return first + problems.map { (.plain, "  \($0)\n") }
  }

  /// The result for machines.
  fileprivate var json: JSONText {
    .object([
      ("name", .string(name)), ("passed", .boolean(problems.isEmpty)),
      ("gas_used", gasUsed.map { .natural($0) } ?? .null),
      ("problems", .array(problems.map { .string($0) })),
    ])
  }
}
