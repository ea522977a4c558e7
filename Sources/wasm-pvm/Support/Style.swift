import Foundation
import Support

/// Colors on a terminal: none where the stream is no terminal, where `NO_COLOR` is set (no-color.org), or where the terminal is a
/// dumb one.
struct Style {
  /// What a piece of text is.
  enum Tone: String {
    /// Nothing special.
    case plain = ""
    /// Something that went well.
    case good = "32"
    /// Something that went wrong.
    case bad = "1;31"
    /// Something to notice.
    case warning = "1;33"
    /// Something less important than the rest.
    case faint = "2"
  }

  /// Whether there are colors.
  let isColored: Bool

  /// The style of standard output.
  static var output: Style { Style(STDOUT_FILENO) }
  /// The style of standard error.
  static var messages: Style { Style(STDERR_FILENO) }

  /// The style of a stream.
  private init(_ descriptor: Int32) {
    let environment = ProcessInfo.processInfo.environment
    isColored =
      isatty(descriptor) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
      && environment["TERM"] != "dumb"
  }

  /// A text in its color; what a terminal would act on in the text itself is escaped.
  func text(_ tone: Tone, _ text: String) -> String {
    let visible = text.visibleLines
    return isColored && tone != .plain ? "\u{1B}[\(tone.rawValue)m\(visible)\u{1B}[0m" : visible
  }
}

extension Files {
  /// Prints pieces of text in their colors to standard output.
  static func print(
    _ pieces: [(Style.Tone, String)], _ style: Style
  ) throws(CommandFailure) {
    let text = pieces.map { style.text($0.0, $0.1) }.joined()
    try write(Array(text.utf8), to: standardStream)
  }
}
