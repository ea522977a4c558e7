import Foundation
import Support

/// `wasm-pvm watch`: does it again whenever the project changes.
enum WatchCommand: Command {
  /// `--rounds`.
  static let rounds = OptionRow(
    "--rounds", .required("N"), "Stop after so many; by default it goes on until Control-C")
  /// `--interval`.
  static let interval = OptionRow(
    "--interval", .required("MS"),
    "How often to look for changes, in milliseconds; by default \(defaultInterval)")

  /// How often files are looked at, in milliseconds.
  private static let defaultInterval: UInt64 = 200

  /// What is done again and again.
  private enum Action: String, CaseIterable {
    /// Build, and run.
    case run
    /// Build, and run the tests.
    case test
    /// Build.
    case build
  }

  static let table = CommandTable(
    "watch", "build and run a project whenever it changes",
    details: [
      "Does what wasm-pvm run, test or build would without arguments, and again whenever one of the project's "
        + "sources, states or \(ProjectFile.name) changes; what still runs then is ended. With --rounds the exit "
        + "status tells how the last round ended."
    ],
    positionals: [
      PositionalRow(
        "ACTION", isOptional: true, completion: .words(Action.allCases.map(\.rawValue)),
        "run (default), test or build")
    ],
    groups: [OptionGroup("Watch", [rounds, interval])])

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let word = arguments.positionals.first ?? Action.run.rawValue
    guard let action = Action(rawValue: word) else {
      throw UsageError(
        .invalidValue(
          option: "ACTION", value: word,
          expected: "one of \(Action.allCases.map(\.rawValue).joined(separator: ", "))"))
    }
    let most = try arguments.number(rounds, in: 1...UInt64(UInt32.max), unit: "rounds")
    let pause = try arguments.number(interval, in: 1...60_000, unit: "milliseconds")
    var project = try ProjectFile.nearest(orMissing: nil)
    let signals = SignalWait([SIGINT, SIGTERM, SIGHUP])
    let milliseconds = Int(pause ?? defaultInterval)
    var count: UInt64 = 0
    while true {
      // The files are looked at before they are read, so that no change is lost.
      let files = WatchedFiles(project.watched)
      let child = try ChildProcess([try ownPath(), action.rawValue], leadsGroup: true)
      var status: Int32?
      var change: String?
      while change == nil {
        if signals.wait(milliseconds: milliseconds) {
          if status == nil { child.terminate() }
          return .success
        }
        if status == nil, let ended = child.statusIfEnded() {
          status = ended
          count += 1
          if count == most { return ended == 0 ? .success : .failure }
          say("\(action.rawValue) ended with status \(ended); waiting for changes")
        }
        change = files.change(to: WatchedFiles(project.watched))
      }
      if status == nil { child.terminate() }
      // Editors write files in several steps.
      var before = WatchedFiles(project.watched)
      while true {
        if signals.wait(milliseconds: milliseconds) { return .success }
        let now = WatchedFiles(project.watched)
        if before.change(to: now) == nil { break }
        before = now
      }
      say("\(change ?? "") changed")
      // What is wrong with it is said by the command; until it is right, the files of before are watched.
      if let changed = try? ProjectFile.nearest(orMissing: nil) { project = changed }
    }
  }

  /// The path of this program.
  private static func ownPath() throws(CommandFailure) -> String {
    let link = "/proc/self/exe"
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: link)
    } catch {
      throw CommandFailure(.unreadable(path: link, reason: "\(error)"))
    }
  }

  /// Tells what goes on.
  private static func say(_ text: String) {
    ProgressLine.shared.write(Style.messages.text(.faint, "watch: \(text.visible)") + "\n")
  }
}

/// Signals that are waited for instead of ending the process.
struct SignalWait {
  /// The signals.
  private var set = sigset_t()

  /// Holds signals back from now on. Must be called before the process has other threads.
  init(_ signals: [Int32]) {
    // The set lives as long as this value; the calls keep no reference to it.
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for a signal; whether one came in time.
  func wait(milliseconds: Int) -> Bool {
    var set = set
    var timeout = timespec(
      tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    // Set and time live until the call has returned.
    return unsafe sigtimedwait(&set, nil, &timeout) > 0
  }
}
