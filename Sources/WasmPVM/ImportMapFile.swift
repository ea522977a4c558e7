public import Support

/// The text form of an import map: lines `name = trap`, `name = nop` and `name = ecalli:N`; empty
/// lines and what follows a `#` at the start of a line or after white space are ignored.
public enum ImportMapFile {
  /// Reads a map.
  ///
  /// The name is everything up to the line's last `=`, so it may contain one. The index of `ecalli`
  /// is decimal, or hexadecimal with `0x`, and below 2^31.
  ///
  /// - Throws: the first line that is not of this form, or names an import a second time.
  public static func parse(_ text: [UInt8]) throws(ImportMapError) -> ImportMap {
    var map = ImportMap()
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      guard let line = String(validUTF8: Array(bytes)) else {
        throw ImportMapError(.invalidUTF8, line: index + 1)
      }
      let content = trimmed(withoutComment(Substring(line)))
      if content.isEmpty { continue }
      do throws(ImportMapError.Failure) {
        let entry = try parseEntry(content)
        if !map.add(entry) { throw .duplicate(name: entry.name) }
      } catch {
        throw ImportMapError(error, line: index + 1)
      }
    }
    return map
  }

  /// Reads one line without its comment.
  private static func parseEntry(
    _ line: Substring
  ) throws(ImportMapError.Failure) -> ImportMap.Entry {
    guard let equals = line.lastIndex(of: "=") else { throw .missingEquals }
    let name = trimmed(line[..<equals])
    let action = trimmed(line[line.index(after: equals)...])
    guard !name.isEmpty else { throw .missingName }
    switch action {
    case "trap": return ImportMap.Entry(name: String(name), action: .trap)
    case "nop": return ImportMap.Entry(name: String(name), action: .nop)
    default:
      guard action.hasPrefix("ecalli:") else { throw .unknownAction(String(action)) }
      let digits = trimmed(action.dropFirst("ecalli:".count))
      let index =
        digits.hasPrefix("0x") ? UInt32(digits.dropFirst(2), radix: 16) : UInt32(digits, radix: 10)
      guard let index, index <= Int32.max, !digits.hasPrefix("+") else {
        throw .invalidIndex(String(digits))
      }
      return ImportMap.Entry(name: String(name), action: .hostCall(index))
    }
  }

  /// The line up to its comment.
  private static func withoutComment(_ line: Substring) -> Substring {
    var afterSpace = true
    for index in line.indices {
      if line[index] == "#", afterSpace { return line[..<index] }
      afterSpace = line[index].isWhitespace
    }
    return line
  }

  /// The text without white space at both ends.
  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}

/// Why an import map was rejected.
public struct ImportMapError: CodedError, Equatable {
  /// What can be wrong with a line.
  public enum Failure: Error, Equatable, Sendable {
    /// It is not UTF-8.
    case invalidUTF8
    /// It has no `=`.
    case missingEquals
    /// Nothing stands before the `=`.
    case missingName
    /// What stands after the `=` is none of the actions.
    case unknownAction(String)
    /// The index after `ecalli:` is not a number below 2^31.
    case invalidIndex(String)
    /// The name occurs on an earlier line.
    case duplicate(name: String)
  }

  /// What is wrong.
  public let kind: Failure
  /// The line, counted from 1.
  public let line: Int

  /// Creates an error.
  init(_ kind: Failure, line: Int) {
    self.kind = kind
    self.line = line
  }

  /// The stable code.
  public var code: String {
    switch kind {
    case .invalidUTF8: "I001"
    case .missingEquals: "I002"
    case .missingName: "I003"
    case .unknownAction: "I004"
    case .invalidIndex: "I005"
    case .duplicate: "I006"
    }
  }

  /// Always the input's fault.
  public var errorClass: ErrorClass { .rejected }

  /// The message, without the file's name.
  public var description: String {
    let text =
      switch kind {
      case .invalidUTF8: "the line is not UTF-8"
      case .missingEquals: "expected 'name = trap', 'name = nop' or 'name = ecalli:N'"
      case .missingName: "there is no import name before '='"
      case .unknownAction(let action):
        "unknown action '\(action)': expected 'trap', 'nop' or 'ecalli:N'"
      case .invalidIndex(let index):
        "invalid host call index '\(index)': expected a number from 0 to 2147483647"
      case .duplicate(let name): "the import '\(name)' is mapped twice"
      }
    return "line \(line): \(text) [\(code)]"
  }
}
