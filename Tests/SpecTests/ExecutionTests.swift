import PVM
import TestSupport
import Testing
import WasmPVM
import WasmScript

/// The specification's test suite executed: what modules compile to does what the suite expects.
///
/// Exact semantics are those of `--bounds-checks`: there every directive holds. A trap is a panic then,
/// and exhaustion of the call stack is a page fault below the stack. In the default mode an access out of bounds
/// may also be a page fault, and the assertions in `default-mode.txt` do not hold.
@Suite(.enabled(if: SpecSuite.obstacle == nil, "needs ../shared/testsuite and wabt"))
struct ExecutionTests {
  /// The scripts.
  static let files = SpecSuite.Part.allCases.flatMap { SpecSuite.files(of: $0) }

  /// The name of a script in the tables: with its part, unless that is the core.
  private static func key(_ file: SpecSuite.File) -> String {
    file.part == .core ? file.name : file.description
  }

  /// How scripts are compiled that do not have to be compiled in every way.
  static let exact = [OptimizationLevel.zero, .two].map {
    WastConfiguration($0, boundsChecks: true)
  }

  /// How all but vector scripts are compiled besides.
  static let others =
    [OptimizationLevel.zero, .two].map { WastConfiguration($0, boundsChecks: false) }
    + [WastConfiguration(.one, boundsChecks: true, inParts: true)]
    + [true, false].map { WastConfiguration(.two, boundsChecks: $0, target: .gp08) }

  /// The directives that depend on how modules are compiled.
  private static let executed = Set(WastDirectiveKind.allCases).subtracting([
    .assertInvalid, .assertMalformed, .assertUnlinkable,
  ])

  /// For each script how many directives of each kind hold.
  static let counts = RecordedTable("directives.txt")

  /// The assertions that do not hold without bounds checks: script, level, line, reason.
  static let differences = RecordedTable("default-mode.txt")

  /// All directives of a script hold.
  @Test(arguments: files, exact)
  func script(_ file: SpecSuite.File, _ configuration: WastConfiguration) throws {
    let isFirst = configuration == Self.exact.first
    let kinds = isFirst ? Set(WastDirectiveKind.allCases) : Self.executed
    try run(file, configuration, kinds)
  }

  /// They do in all other modes, with the recorded exceptions of the default mode and no others.
  @Test(arguments: files.filter { $0.part != .simd }, others)
  func scriptOtherwise(_ file: SpecSuite.File, _ configuration: WastConfiguration) throws {
    try run(file, configuration, Self.executed)
  }

  /// Every script has its numbers, so that none can be left out unnoticed.
  @Test func everyScriptIsRecorded() {
    #expect(Self.counts.scripts == Self.files.map(Self.key).sorted())
  }

  /// Executes a script and checks what became of its directives.
  private func run(
    _ file: SpecSuite.File, _ configuration: WastConfiguration, _ kinds: Set<WastDirectiveKind>
  ) throws {
    let report = try SpecSuite.load(file).execute(configuration, kinds)
    check(report, against: expectedProblems(file, configuration))
    // An assertion that does not hold in the default mode is executed all the same.
    let numbers = WastDirectiveKind.allCases.map { kind in
      "\(report.count(kind) { _ in true })"
    }
    if RecordedTable.isBlessing {
      guard kinds.count == WastDirectiveKind.allCases.count else { return }
      try Self.counts.record([numbers.joined(separator: " ")], of: Self.key(file))
      return
    }
    let recorded = Self.counts.rows(of: Self.key(file)).first?.split(separator: " ").map(
      String.init)
    let columns = WastDirectiveKind.allCases.indices.filter {
      kinds.contains(WastDirectiveKind.allCases[$0])
    }
    let row = try #require(recorded)
    #expect(columns.map { row[$0] } == columns.map { numbers[$0] })
  }

  /// The lines of a script with an assertion that does not hold in a configuration.
  private func expectedProblems(
    _ file: SpecSuite.File, _ configuration: WastConfiguration
  ) -> [Substring] {
    guard !configuration.boundsChecks else { return [] }
    let level = "\(configuration.optimization.rawValue) "
    return Self.differences.rows(of: Self.key(file)).filter { $0.hasPrefix(level) }
      .map { $0.dropFirst(level.count).prefix { $0 != " " } }
  }

  /// Checks that a report has problems in these lines and no others.
  private func check(_ report: WastReport, against expected: [Substring]) {
    var problems: [(line: Int, text: String)] = []
    for directive in report.directives {
      guard case .failed(let text) = directive.outcome else { continue }
      problems.append((directive.line, text))
    }
    for problem in problems where !expected.contains("\(problem.line)") {
      Issue.record("line \(problem.line): \(problem.text)")
    }
    for line in expected where !problems.contains(where: { "\($0.line)" == line }) {
      Issue.record("line \(line) is listed as a problem, but has none")
    }
  }
}
