import TestSupport
import Testing
import WasmPVM

/// The specification's test suite executed: what modules compile to does what the suite expects.
///
/// Exact semantics are those of `--bounds-checks`: there every assertion holds that needs no floats. A trap is a panic then,
/// and exhaustion of the call stack is a page fault below the stack. In the default mode an access out of bounds
/// may also be a page fault, and the assertions in `default-mode.txt` do not hold.
@Suite(.enabled(if: SpecSuite.obstacle == nil, "needs ../shared/testsuite and wabt"))
struct ExecutionTests {
  /// The scripts.
  static let files = [
    SpecSuite.Part.core, .tailCall, .extendedConst, .multiMemory, .wideArithmetic, .exceptions,
    .legacyExceptions,
  ]
  .flatMap { SpecSuite.files(of: $0) }

  /// The name of a script in the tables: with its part, unless that is the core.
  private static func key(_ file: SpecSuite.File) -> String {
    file.part == .core ? file.name : file.description
  }

  /// How they are compiled.
  static let configurations =
    [OptimizationLevel.zero, .two].flatMap { level in
      [true, false].map { SpecConfiguration(level, boundsChecks: $0) }
    } + [SpecConfiguration(.one, boundsChecks: true, inParts: true)]

  /// For each script: how many assertions of each kind were executed completely, how many ended
  /// at a float operation, how many are about modules that cannot be instantiated.
  static let counts = RecordedTable("assertions.txt")

  /// The assertions that do not hold without bounds checks: script, level, line, reason.
  static let differences = RecordedTable("default-mode.txt")

  /// All assertions of a script hold, with the recorded exceptions of the default mode and no others.
  @Test(arguments: files, configurations)
  func script(_ file: SpecSuite.File, _ configuration: SpecConfiguration) throws {
    let report = try SpecSuite.load(file).execute(configuration)
    check(report, against: expectedProblems(file, configuration))
    let executed = SpecAssertionKind.allCases.map { kind in
      report.count(kind) { $0 != .needsFloats && $0 != .noInstance }
    }
    let others = [SpecOutcome.needsFloats, .noInstance].map { outcome in
      report.assertions.count { $0.outcome == outcome }
    }
    let row = (executed + others).map(String.init).joined(separator: " ")
    if RecordedTable.isBlessing {
      try Self.counts.record([row], of: Self.key(file))
    } else {
      #expect(Self.counts.rows(of: Self.key(file)) == [row])
    }
  }

  /// Every script has its numbers, so that none can be left out unnoticed.
  @Test func everyScriptIsRecorded() {
    #expect(Self.counts.scripts == Self.files.map(Self.key).sorted())
  }

  /// The lines of a script with an assertion that does not hold in a configuration.
  private func expectedProblems(
    _ file: SpecSuite.File, _ configuration: SpecConfiguration
  ) -> [Substring] {
    guard !configuration.boundsChecks else { return [] }
    let level = "\(configuration.optimization.rawValue) "
    return Self.differences.rows(of: Self.key(file)).filter { $0.hasPrefix(level) }
      .map { $0.dropFirst(level.count).prefix { $0 != " " } }
  }

  /// Checks that a report has problems in these lines and no others.
  private func check(_ report: SpecReport, against expected: [Substring]) {
    var problems = report.missing.map { (line: $0.line, text: $0.reason) }
    for assertion in report.assertions {
      guard case .failed(let text) = assertion.outcome else { continue }
      problems.append((assertion.line, text))
    }
    for problem in problems where !expected.contains("\(problem.line)") {
      Issue.record("line \(problem.line): \(problem.text)")
    }
    for line in expected where !problems.contains(where: { "\($0.line)" == line }) {
      Issue.record("line \(line) is listed as a problem, but has none")
    }
  }
}
