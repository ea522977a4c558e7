import Foundation
import Synchronization

/// A text file in this folder with rows that begin with a script's name; lines beginning with `#` are comments.
///
/// `PVM_BLESS=1` records rows anew.
final class RecordedTable: Sendable {
  /// Whether rows are recorded rather than compared.
  static let isBlessing = ProcessInfo.processInfo.environment["PVM_BLESS"] != nil

  /// The file.
  private let url: URL
  /// All lines.
  private let lines: Mutex<[String]>

  /// Reads a file; one that does not exist is empty.
  init(_ name: String) {
    url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    lines = Mutex(text.split(separator: "\n").map(String.init))
  }

  /// The names that rows begin with, in the order of the file.
  var scripts: [String] { rows.map(Self.script) }

  /// All rows.
  var rows: [String] { lines.withLock { $0.filter { !$0.hasPrefix("#") } } }

  /// The rows of a script without its name.
  func rows(of script: String) -> [String] {
    rows.filter { Self.script($0) == script }.map { String($0.dropFirst(script.utf8.count + 1)) }
  }

  /// Replaces the rows of a script.
  func record(_ rows: [String], of script: String) throws {
    let text = lines.withLock { lines in
      let comments = lines.filter { $0.hasPrefix("#") }
      var others = lines.filter { !$0.hasPrefix("#") && Self.script($0) != script }
      let next = others.firstIndex { Self.script($0) > script } ?? others.count
      others.insert(contentsOf: rows.map { "\(script) \($0)" }, at: next)
      lines = comments + others
      return lines.map { $0 + "\n" }.joined()
    }
    try Data(text.utf8).write(to: url)
  }

  /// The script that a row is about.
  private static func script(_ row: String) -> String { String(row.prefix { $0 != " " }) }
}
