internal import LLVM
internal import PVMCodegen

/// How long a pass took, in all of a compilation.
public struct PassTime: Equatable, Sendable {
  /// Its name; of LLVM's passes, that of the class.
  public var name: String
  /// Whose pass it is.
  public var owner: String
  /// How long all its runs took.
  public var duration: Duration
  /// How often it ran, if that is known.
  public var runs: Int?
  /// In how many runs it may have changed something, if that is known.
  public var changes: Int?

  /// Takes the figures of code generation.
  init(_ row: PassTimes.Row) {
    name = row.name
    owner = OptionalPass.Owner.codegen.rawValue
    duration = row.duration
    runs = row.runs
    changes = row.changes
  }

  /// A pass of LLVM.
  init(llvm name: String, _ duration: Duration) {
    self.name = name
    owner = OptionalPass.Owner.llvm.rawValue
    self.duration = duration
  }

  /// Lets LLVM append how long its passes take to a file, from now on and in all of the process.
  public static func measureLLVM(report path: String) { PassTiming.report(toFile: path) }

  /// The figures in reports of LLVM, in the order in which passes are first named there: seconds of wall clock, the
  /// last column in front of the name.
  public static func llvm(report: String) -> [PassTime] {
    var times: [PassTime] = []
    var isPassReport = false
    for line in report.split(separator: "\n") {
      if line.contains("execution timing report") {
        isPassReport = line.contains("Pass execution timing report")
      } else if isPassReport, let row = row(line), row.name != "Total" {
        if let known = times.firstIndex(where: { $0.name == row.name }) {
          times[known].duration += row.duration
        } else {
          times.append(PassTime(llvm: row.name, row.duration))
        }
      }
    }
    return times
  }

  /// A line of figures: columns of seconds, each with its share in parentheses, then the name.
  private static func row(_ line: Substring) -> (name: String, duration: Duration)? {
    guard let end = line.lastIndex(of: ")"), let open = line[..<end].lastIndex(of: "("),
      let seconds = line[..<open].split(separator: " ").last.flatMap({ Double($0) })
    else { return nil }
    let name = line[line.index(after: end)...].drop { $0 == " " }
    return name.isEmpty ? nil : (String(name), .seconds(seconds))
  }
}
