import JAMHost
import PVM
import PVMVM
import Support

/// A test of a project: `[[test]]`.
struct ProjectTest {
  /// What it is called.
  let name: String
  /// The entry point; without a state an export of the module, by default as `build` has it.
  let entry: String?
  /// The state that a service runs in.
  let host: String?
  /// The argument bytes; by default those of the protocol, or none.
  let arguments: [UInt8]?
  /// How much gas there is.
  let gas: Int64?
  /// What is expected.
  let expected: Expectation

  /// What must come of the run.
  struct Expectation {
    /// How it ends.
    let exit: String
    /// The output bytes, if they matter.
    let output: [UInt8]?
    /// The most gas that it may use.
    let gas: Int64?
    /// What changes in the state, as `run` prints it, if that matters.
    let changes: [String]?
    /// The hash that the service yields, as `run` prints it, if that matters.
    let yielded: String?
    /// What is logged, if that matters.
    let log: [String]?
  }

  /// The keys of the table.
  static let keys = [
    "name", "entry", "host", "args", "args-text", "gas", "exit", "output", "output-text", "max-gas",
    "changes", "yielded", "log",
  ]

  /// How a run can end: as `run --json` says it, or not at all because the protocol refuses the program.
  private static let exitNames = [
    "halt", "panic", "page-fault", "out-of-gas", "host-call", refused,
  ]

  /// The end of a run that the protocol refuses.
  fileprivate static let refused = "refused"

  /// Reads a table.
  init(_ table: ProjectTable) throws(ProjectError) {
    name = try table.requiredText("name")
    host = try table.text("host")
    entry = try table.text("entry")
    if host != nil, entry.flatMap(ServiceEntry.init(rawValue:)) == nil {
      let allowed = ServiceEntry.allCases.map(\.rawValue).joined(separator: ", ")
      throw table.error(
        .invalid(key: "entry", reason: "expected, for a state, one of \(allowed)"), "entry")
    }
    arguments = try ProjectTest.bytes(table, "args")
    gas = try table.natural("gas")
    let exit = try table.text("exit") ?? ProjectTest.exitNames[0]
    guard ProjectTest.exitNames.contains(exit) else {
      let names = ProjectTest.exitNames
      let hint = UsageError.hint(Suggestion.nearest(to: exit, among: names))
      throw table.error(
        .invalid(
          key: "exit", reason: "expected one of \(names.joined(separator: ", "))\(hint)"),
        "exit")
    }
    for key in ["changes", "yielded"] where host == nil && table.has(key) {
      throw table.error(.invalid(key: key, reason: "there is no state without 'host'"), key)
    }
    expected = Expectation(
      exit: exit, output: try ProjectTest.bytes(table, "output"),
      gas: try table.natural("max-gas"), changes: try table.texts("changes"),
      yielded: try table.text("yielded"), log: try table.texts("log"))
  }

  /// Bytes in hexadecimal, or those of a text: `output` or `output-text`.
  private static func bytes(
    _ table: ProjectTable, _ key: String
  ) throws(ProjectError) -> [UInt8]? {
    let textKey = "\(key)-text"
    if let text = try table.text(textKey) {
      if table.has(key) { throw table.error(.conflict(key, textKey), textKey) }
      return Array(text.utf8)
    }
    guard let text = try table.text(key) else { return nil }
    let separated = text.utf8.map { $0 == 0x2C || $0 == 0x5F ? 0x20 : $0 }
    guard let bytes = Hex.bytes(separated) else {
      throw table.error(
        .invalid(key: key, reason: "expected bytes in hexadecimal, like 05,00ff"), key)
    }
    return bytes
  }
}

extension ProjectTest {
  /// What came of a test.
  struct Result {
    /// The test's name.
    let name: String
    /// Gas used; nil if the protocol does not run the program.
    let gasUsed: UInt64?
    /// What is not as expected; nothing if the test passes.
    let problems: [String]
  }

  /// Runs the test.
  ///
  /// - Parameters:
  ///   - folder: the project's folder.
  ///   - resultEndAddress: whether results of programs that are no services end at an address.
  func run(_ program: Program, folder: String, resultEndAddress: Bool) throws -> Result {
    let log = TestLog()
    let run: RunOutcome?
    let report: ServiceReport?
    if let host, let entry = entry.flatMap(ServiceEntry.init(rawValue:)) {
      let path = ProjectFile.located(host, in: folder)
      let service = try ServiceRun(
        entry, state: path, program, name: name, arguments: arguments, gas: gas)
      (report, run) = try service.outcome(log: log)
    } else {
      report = nil
      let gas = gas ?? RunCommand.defaultGas
      var machine = try Machine(
        standardProgram: program.container, target: program.target, arguments: arguments ?? [],
        entry: 0, gas: gas)
      var host = LogHost(output: log)
      let exit = machine.run(host: &host)
      run = RunOutcome(
        exit, machine, of: program.container, gasLimit: gas,
        resultEndAddress: resultEndAddress)
    }
    return Result(
      name: name, gasUsed: run?.gasUsed,
      problems: expected.problems(of: run, report, log: log.lines))
  }
}

extension ProjectTest.Expectation {
  /// What is not as expected.
  fileprivate func problems(
    of run: RunOutcome?, _ report: ServiceReport?, log lines: [String]
  ) -> [String] {
    guard let run else {
      return exit == ProjectTest.refused
        ? [] : [difference("exit", exit, ProjectTest.refused)]
    }
    var problems: [String] = []
    if run.exitName != exit {
      let (name, detail) = (run.exitName, "\(run.exit)")
      problems.append(difference("exit", exit, name == detail ? name : "\(name) (\(detail))"))
    }
    if let output, output != run.output {
      problems.append(difference("output", Hex.string(output), Hex.string(run.output)))
    }
    if let gas, run.gasUsed > UInt64(gas) {
      problems.append("gas: expected at most \(gas), was \(run.gasUsed)")
    }
    if let changes, let actual = report?.changeLines, actual != changes {
      problems.append(difference("changes", list(changes), list(actual)))
    }
    if let yielded, let actual = report?.yieldedText, actual != yielded {
      problems.append(difference("yielded", yielded, actual))
    }
    if let log, log != lines { problems.append(difference("log", list(log), list(lines))) }
    return problems
  }

  /// Says what was expected and what was there instead.
  private func difference(_ what: String, _ expected: String, _ actual: String) -> String {
    "\(what): expected \(expected.isEmpty ? "nothing" : expected), was \(actual.isEmpty ? "nothing" : actual)"
  }

  /// Texts, each in a line of its own if there are several.
  private func list(_ texts: [String]) -> String {
    texts.count < 2 ? texts.joined() : texts.map { "\n    \($0)" }.joined()
  }
}

/// What a program logs while it is tested.
final class TestLog: TextOutputStream {
  /// What has been logged.
  private var text = ""

  /// The lines.
  var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// Adds a text.
  func write(_ string: String) { text += string }
}
