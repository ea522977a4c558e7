/// Why programs lose to a peer, by program and figure: a committed file with tabs between program,
/// figure (`gas` or `bytes`) and reason, one line each. The program `*` stands for all others.
struct LossReasons {
  /// What a reason is about.
  enum Figure: String {
    /// Executed instructions.
    case gas
    /// Bytes of code.
    case bytes
  }

  /// The lines.
  private let lines: [[String]]

  /// Reads the file.
  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: "\t", maxSplits: 2).map(String.init)
    }
  }

  /// The reason for a program's figure, if there is one.
  func reason(_ program: String, _ figure: Figure) -> String? {
    for name in [program, "*"] {
      for line in lines
      where line.count == 3 && line[0] == name && line[1] == figure.rawValue {
        return line[2]
      }
    }
    return nil
  }
}
