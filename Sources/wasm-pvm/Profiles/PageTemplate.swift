import Foundation
import Support

/// Pages with their data in them.
enum PageTemplate {
  /// A page with JSON in place of `@DATA@`, which is inside of a script element.
  static func filled(_ page: String, _ data: JSONText) -> String {
    // Neither `</script` nor `<!--` may occur there; `\u003c` is the same character to JSON.
    let json = data.text.replacingOccurrences(of: "<", with: "\\u003c")
    return page.replacingOccurrences(of: "@DATA@", with: json)
  }
}

/// The text of source files, for pages that show it.
enum SourceText {
  /// The largest source file that is shown, in bytes.
  private static let maximumSize = 1 << 20

  /// The text of a file; nil if it is not there, or too large.
  static func text(of file: String) -> String? {
    guard !file.isEmpty, let data = FileManager.default.contents(atPath: file),
      data.count <= maximumSize
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }

  /// The lines of those of some files that are there, by path.
  static func json(of files: [String]) -> JSONText {
    .object(
      Set(files).sorted().compactMap { file in
        guard let lines = text(of: file)?.split(separator: "\n", omittingEmptySubsequences: false)
        else { return nil }
        return (file, .array(lines.map { .string(String($0)) }))
      })
  }
}
