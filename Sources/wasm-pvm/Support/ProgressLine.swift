import Dispatch
import Foundation
import Support
import WasmPVM

/// The last line of the terminal that standard error is, for what takes more than two seconds. There is none if standard error is
/// no terminal, or a dumb one.
///
/// Sendable, because every access of what changes is made on the queue.
final class ProgressLine: @unchecked Sendable {
  /// The line: a process has one standard error.
  static let shared = ProgressLine()

  /// Where everything happens.
  private let queue = DispatchQueue(label: "progress line")
  /// Draws it again and again.
  private var timer: (any DispatchSourceTimer)?
  /// Whether something stands in it.
  private var isShown = false
  /// Whether there can be one.
  private let isPossible: Bool

  /// Looks at the terminal.
  private init() {
    isPossible =
      isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Shows a text two seconds from now and from then on.
  ///
  /// - Parameter text: what is shown after so many seconds.
  func begin(_ text: @escaping @Sendable (_ seconds: Int) -> String) {
    guard isPossible else { return }
    let start = ContinuousClock.now
    queue.sync {
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.schedule(deadline: .now() + .seconds(2), repeating: .milliseconds(200))
      timer.setEventHandler { [weak self] in
        self?.draw(text(Int((ContinuousClock.now - start).components.seconds)))
      }
      self.timer?.cancel()
      self.timer = timer
      timer.resume()
    }
  }

  /// Takes the line away.
  func end() {
    queue.sync {
      timer?.cancel()
      timer = nil
      clear()
    }
  }

  /// Writes text to standard error, above the line; what cannot be written is lost.
  func write(_ text: String) {
    queue.sync {
      clear()
      put(text)
    }
  }

  /// Draws the line; on the queue.
  private func draw(_ text: String) {
    // It must not be longer than the terminal is wide.
    let line = String(text.visible.prefix(78))
    put("\r\u{1B}[K" + Style.messages.text(.faint, line))
    isShown = true
  }

  /// Removes the line; on the queue.
  private func clear() {
    if isShown { put("\r\u{1B}[K") }
    isShown = false
  }

  /// Writes to standard error.
  private func put(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}

extension ProgressLine {
  /// Shows how far a compilation is.
  func begin(_ progress: CompileProgress, of name: String) {
    begin { seconds in
      let state = progress.current
      var text = "\(name): \(state.phase.rawValue)"
      if state.total > 0 {
        let unit = state.phase == .codeGeneration ? "functions" : "parts"
        text += ", \(state.done) of \(state.total) \(unit)"
      }
      return "\(text), \(seconds) s"
    }
  }
}
