/// How the process ends; the one list of exit statuses.
enum ExitCode: Int32, CaseIterable {
  /// Done; for `run`, the program halted.
  case success = 0
  /// Something failed; a message is on standard error and no output file is left behind.
  case failure = 1
  /// The command line makes no sense.
  case usage = 2
  /// `run`: the program panicked.
  case panic = 3
  /// `run`: the program accessed memory that it may not access.
  case pageFault = 4
  /// `run`: the gas did not suffice.
  case outOfGas = 5
  /// `run`: the program made a host call that nothing here answers.
  case unhandledHostCall = 6

  /// What the status means, for the help text.
  var summary: String {
    switch self {
    case .success: "done (run: halted)"
    case .failure: "failed"
    case .usage: "usage error"
    case .panic: "run: panic"
    case .pageFault: "run: page fault"
    case .outOfGas: "run: out of gas"
    case .unhandledHostCall: "run: unhandled host call"
    }
  }
}
