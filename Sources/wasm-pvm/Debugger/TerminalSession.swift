import Foundation
import PVMDebugger
import Support

/// The debugger at a terminal, or reading a script from standard input.
struct TerminalSession {
  /// The program.
  private let program: DebuggedProgram
  /// Whether a person types.
  private let isInteractive = isatty(0) != 0

  /// What stands in front of commands.
  private static let prompt = "(pvm) "

  /// Prepares a session.
  init(_ program: DebuggedProgram) { self.program = program }

  /// Reads and does commands until the user is done.
  func run() throws {
    let session = program.session()
    var failure: (any Error)?
    let print = { (line: String) in
      do { try Files.print(line + "\n") } catch { failure = failure ?? error }
    }
    let sources = program.sources
    let debugger = TerminalDebugger(session, print: print, source: sources.lines)
    if isInteractive {
      Interruption.start()
      session.timeline.isInterrupted = { Interruption.wasAsked }
    }
    debugger.start()
    while !debugger.isFinished, failure == nil {
      if isInteractive { try Files.print(Self.prompt) }
      Interruption.clear()
      guard let line = readLine() else { break }
      // A script's transcript shows what was asked.
      if !isInteractive { print(Self.prompt + line) }
      debugger.execute(line, repeatsEmpty: isInteractive)
    }
    if let failure { throw failure }
    if isInteractive, !debugger.isFinished { try Files.print("\n") }
  }
}

/// Whether the user wants a long run to stop: Control-C.
enum Interruption {
  /// Set by the signal's handler, which may do nothing else.
  private nonisolated(unsafe) static var flag: sig_atomic_t = 0

  /// Takes the signal instead of ending.
  static func start() {
    // The handler only sets the flag.
    _ = signal(SIGINT) { _ in unsafe Interruption.flag = 1 }
  }

  /// Whether the signal came.
  static var wasAsked: Bool { unsafe flag != 0 }

  /// Forgets the signal.
  static func clear() { unsafe flag = 0 }
}
