import Foundation
import Support
import WasmPVM
import WasmScript

/// `wasm-pvm wast`: runs scripts of the WebAssembly specification's form.
enum WastRunCommand: Command {
  /// `--json`.
  static let json = OptionRow("--json", "Print one line of JSON for each directive")
  /// `--quiet`.
  static let quiet = OptionRow("--quiet", "Print failures and the sums only")

  static let table = CommandTable(
    "wast", "run scripts of assertions (.wast)",
    details: [
      "Compiles the modules of each script, performs its directives in order, and prints for each whether it "
        + "holds. A script is text (.wast), which needs wabt's wast2json, or what that makes of it (.json, with "
        + "the modules beside it). It is read as WebAssembly 2.0 or, if it is not that, with all "
        + "proposals that are supported. Exact traps need --bounds-checks. The exit status is 1 if any directive "
        + "fails."
    ],
    positionals: [
      PositionalRow("FILE", isRepeated: true, completion: .file, "A .wast or .json script")
    ],
    groups: [
      OptionGroup("Run", [json, quiet]),
      OptionGroup(
        "Compilation",
        [
          CompileArguments.target, CompileArguments.optimization, CompileArguments.boundsChecks,
        ]),
    ])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let level = arguments.value(CompileArguments.optimization).flatMap(
      OptimizationLevel.init(rawValue:))
    let configuration = WastConfiguration(
      level ?? .two, boundsChecks: arguments.has(CompileArguments.boundsChecks),
      target: try CompileArguments.machine(arguments))
    var hasFailures = false
    for path in arguments.positionals {
      let report: WastReport
      do {
        let script = try WastScript(URL(fileURLWithPath: path))
        report = try script.execute(configuration)
      } catch let error as WastError {
        throw CommandFailure(.inInput(name: path, error: error))
      } catch let error as any CodedError {
        throw CommandFailure(.inInput(name: path, error: error))
      } catch {
        throw CommandFailure(.unreadable(path: path, reason: "a module of the script is missing"))
      }
      let lines =
        arguments.has(json)
        ? jsonLines(report, path) : textLines(report, path, all: !arguments.has(quiet))
      try Files.write(
        Array(lines.map { $0 + "\n" }.joined().utf8), to: Files.standardStream)
      if report.count() != report.directives.count { hasFailures = true }
    }
    return hasFailures ? .failure : .success
  }

  /// A report for people: a line for each directive, or for each that fails, and the sums.
  private static func textLines(_ report: WastReport, _ path: String, all: Bool) -> [String] {
    var lines: [String] = []
    for directive in report.directives {
      let place = "\(path):\(directive.line)"
      switch problem(directive.outcome) {
      case nil: if all { lines.append("\(place): pass \(directive.kind.rawValue)") }
      case let problem?: lines.append("\(place): FAIL \(directive.kind.rawValue): \(problem)")
      }
    }
    let passed = report.count()
    let failed = report.directives.count - passed
    lines.append("\(path): \(passed) passed, \(failed) failed")
    return lines
  }

  /// A report for machines: an object for each directive.
  private static func jsonLines(_ report: WastReport, _ path: String) -> [String] {
    report.directives.map { directive in
      let problem = problem(directive.outcome)
      var members: [(name: String, value: JSONText)] = [
        ("file", .string(path)), ("line", .integer(directive.line)),
        ("directive", .string(directive.kind.rawValue)), ("passed", .boolean(problem == nil)),
      ]
      if let problem { members.append(("problem", .string(problem))) }
      return JSONText.object(members).text
    }
  }

  /// What is wrong, nil if a directive holds.
  private static func problem(_ outcome: WastOutcome) -> String? {
    switch outcome {
    case .passed: nil
    case .failed(let problem): problem
    }
  }
}
