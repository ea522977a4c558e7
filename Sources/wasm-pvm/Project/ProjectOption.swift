import TOML

/// An option of a command as the project's file gives it: `opt = 2` is `--opt=2`.
struct ProjectOption {
  /// The option.
  let row: OptionRow
  /// Its values as on the command line: none if it is switched off, one, or several if it may be repeated; nil for an option
  /// that is there without a value.
  let values: [String?]

  /// Reads an option.
  init(_ row: OptionRow, _ entry: TOMLEntry, file: String) throws(ProjectError) {
    self.row = row
    func wrong(_ expected: String) -> ProjectError {
      ProjectError(
        .wrongKind(key: entry.key, expected: expected), file: file, at: entry.value.place)
    }
    switch (row.value, entry.value.kind) {
    case (.none, .boolean(let isOn)): values = isOn ? [nil] : []
    case (.none, _): throw wrong("true or false")
    case (.attached, .boolean(let isOn)): values = isOn ? [nil] : []
    case (_, .text(let text)): values = [text]
    case (_, .integer(let number)): values = [String(number)]
    case (_, .array(let elements)) where row.isRepeatable:
      var values: [String?] = []
      for element in elements {
        switch element.kind {
        case .text(let text): values.append(text)
        case .integer(let number): values.append(String(number))
        default: throw wrong("an array of texts and numbers")
        }
      }
      self.values = values
    case (_, .array): throw wrong("one value: this option may be given once")
    case (_, .boolean): throw wrong("a text or a number")
    }
    try check(key: entry.key, file: file, at: entry.value.place)
  }

  /// Rejects a value that the option does not take, at its place in the file.
  private func check(key: String, file: String, at place: TOMLPlace) throws(ProjectError) {
    let table = CommandTable(
      "", "", groups: [OptionGroup("", [row])])
    do {
      let parsed = try ParsedArguments(words(in: ""), table: table)
      // These options are about files, which are looked at when they are used.
      if takesFile { return }
      _ = try CompileArguments.options(parsed)
      _ = try RunCommand.gasLimit(parsed)
      _ = try RunCommand.start(parsed)
    } catch let error as UsageError {
      throw ProjectError(.invalid(key: key, reason: "\(error)"), file: file, at: place)
    } catch let error as ProjectError {
      throw error
    } catch {
      throw ProjectError(.invalid(key: key, reason: "\(error)"), file: file, at: place)
    }
  }

  /// Whether the value is a file, or has one.
  private var takesFile: Bool { placeholder.map { $0.hasSuffix("FILE") } ?? false }

  /// How the help text calls the value.
  private var placeholder: String? {
    switch row.value {
    case .required(let name), .attached(let name): name
    case .none, .choice, .optionalChoice: nil
    }
  }

  /// The option as words of a command line that is run in another folder than that of the project.
  ///
  /// - Parameter folder: the project's folder, as a path from there; empty if it is the same.
  func words(in folder: String) -> [String] {
    values.map { value in
      guard let value else { return row.name }
      return "\(row.name)=\(located(value, folder))"
    }
  }

  /// The files that the option names.
  func files(in folder: String) -> [String] {
    guard takesFile, row.name != ServiceRun.hostOutput.name, row.name != RunCommand.trace.name
    else { return [] }
    return values.compactMap { value in
      value.map { located($0, folder) }.map { text in
        placeholder == "FILE" ? text : String(text.drop { $0 != "=" }.dropFirst())
      }
    }
  }

  /// A value whose path is one from the current folder.
  private func located(_ value: String, _ folder: String) -> String {
    switch placeholder {
    case "FILE": return ProjectFile.located(value, in: folder)
    case "GUEST=FILE":
      guard let equals = value.firstIndex(of: "=") else { return value }
      let path = String(value[value.index(after: equals)...])
      return value[...equals] + ProjectFile.located(path, in: folder)
    default: return value
    }
  }
}
