import Support

/// Finds and reads the sources that a program was made of.
final class SourceFiles {
  /// The folders to look in.
  private let folders: [String]
  /// What has been read; nil for what cannot be.
  private var known: [String: [String]?] = [:]

  /// Looks in the folder of the input and in another one.
  init(input: String, root: String?) {
    let folder = input.lastIndex(of: "/").map { String(input[..<$0]) } ?? "."
    folders = (root.map { [$0] } ?? []) + [folder]
  }

  /// The path under which a source is there; nil if it is nowhere.
  func path(_ name: String) -> String? {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let relative = folders.flatMap { folder in
      [name, last].filter { !$0.hasPrefix("/") }.map { "\(folder)/\($0)" }
    }
    // One that somebody points to comes before one from where the program was built.
    return (relative + [name]).first { Files.identity($0) != nil && (try? Files.read($0)) != nil }
  }

  /// The lines of a source; nil if it cannot be read.
  func lines(_ name: String) -> [String]? {
    if let lines = known[name] { return lines }
    var lines: [String]?
    if let path = path(name), let bytes = try? Files.read(path) {
      lines = String(decoding: bytes, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false)
        .map { line in line.reduce(into: "") { $0 += $1 == "\t" ? "    " : String($1) } }
    }
    known[name] = lines
    return lines
  }
}
