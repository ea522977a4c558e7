import TOML

/// A table of the project's file whose keys are known; reads values of the kinds that they must have.
struct ProjectTable {
  /// The table.
  private let table: TOMLTable
  /// The file, for messages.
  private let file: String

  /// Looks at a table.
  ///
  /// - Throws: if it has another key than these.
  init(_ table: TOMLTable, keys: [String], file: String) throws(ProjectError) {
    self.table = table
    self.file = file
    for entry in table.entries where !keys.contains(entry.key) {
      let suggestion = Suggestion.nearest(to: entry.key, among: keys)
      throw ProjectError(
        .unknownKey(entry.key, table: table.name, suggestion: suggestion), file: file,
        at: entry.place)
    }
  }

  /// What is wrong with a key's value, or with the table if the key is not there.
  func error(_ kind: ProjectError.Kind, _ key: String? = nil) -> ProjectError {
    ProjectError(kind, file: file, at: key.flatMap { entry($0)?.value.place } ?? table.place)
  }

  /// A key with its value.
  private func entry(_ key: String) -> TOMLEntry? { table.entries.first { $0.key == key } }

  /// Whether a key is there.
  func has(_ key: String) -> Bool { entry(key) != nil }

  /// A text, nil if the key is not there.
  func text(_ key: String) throws(ProjectError) -> String? {
    guard let value = entry(key)?.value else { return nil }
    guard case .text(let text) = value.kind else {
      throw error(.wrongKind(key: key, expected: "a text in quotes"), key)
    }
    return text
  }

  /// A text that must be there.
  func requiredText(_ key: String) throws(ProjectError) -> String {
    guard let text = try text(key) else {
      throw error(.missingKey(key, table: table.name))
    }
    return text
  }

  /// A list of texts, nil if the key is not there.
  func texts(_ key: String) throws(ProjectError) -> [String]? {
    guard let value = entry(key)?.value else { return nil }
    let wrong = error(.wrongKind(key: key, expected: "an array of texts in quotes"), key)
    guard case .array(let elements) = value.kind else { throw wrong }
    var texts: [String] = []
    for element in elements {
      guard case .text(let text) = element.kind else { throw wrong }
      texts.append(text)
    }
    return texts
  }

  /// A number from 0 on, nil if the key is not there.
  func natural(_ key: String) throws(ProjectError) -> Int64? {
    guard let value = entry(key)?.value else { return nil }
    guard case .integer(let number) = value.kind, number >= 0 else {
      throw error(.wrongKind(key: key, expected: "a number from 0 on"), key)
    }
    return number
  }

  /// All keys as options of the command with these rows.
  func options(_ rows: [OptionRow]) throws(ProjectError) -> [ProjectOption] {
    var options: [ProjectOption] = []
    for entry in table.entries {
      guard let row = rows.first(where: { $0.name == "--" + entry.key }) else { continue }
      options.append(try ProjectOption(row, entry, file: file))
    }
    return options
  }
}
