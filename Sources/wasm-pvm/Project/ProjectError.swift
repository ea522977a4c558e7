import Support
import TOML

/// What is wrong with a project: its file, or what its file says about the machine.
struct ProjectError: CodedError {
  /// What can be wrong.
  enum Kind {
    /// No such table, with a similar one if there is any.
    case unknownTable(String, suggestion: String?)
    /// No such key in its table, with a similar one if there is any.
    case unknownKey(String, table: String, suggestion: String?)
    /// A table that must be there is not.
    case missingTable(String)
    /// A key that must be there is not.
    case missingKey(String, table: String)
    /// A table has the brackets of the other kind.
    case brackets(table: String, isElement: Bool)
    /// A value is of another kind.
    case wrongKind(key: String, expected: String)
    /// A value makes no sense; says why.
    case invalid(key: String, reason: String)
    /// Two keys exclude each other.
    case conflict(String, String)
    /// Two tests have the same name.
    case duplicateTest(String)
    /// A command of the toolchain is not there; how it is installed.
    case toolMissing(String, install: String)
    /// A command failed.
    case commandFailed(String, status: Int32)
    /// The commands did not make the module.
    case noModule(String)
    /// A new project would be where something is.
    case exists(String)
    /// A new project cannot be called like that.
    case name(String)
  }

  /// What is wrong.
  let kind: Kind
  /// The project's file, if it is to blame.
  var file: String?
  /// Where in it.
  var place: TOMLPlace?

  /// Creates an error.
  init(_ kind: Kind, file: String? = nil, at place: TOMLPlace? = nil) {
    self.kind = kind
    self.file = file
    self.place = place
  }

  /// The stable code.
  var code: String {
    switch kind {
    case .unknownTable: "M011"
    case .unknownKey: "M012"
    case .missingTable: "M013"
    case .missingKey: "M014"
    case .brackets: "M015"
    case .wrongKind: "M016"
    case .invalid: "M017"
    case .conflict: "M018"
    case .duplicateTest: "M019"
    case .toolMissing: "M020"
    case .commandFailed: "M021"
    case .noModule: "M022"
    case .exists: "M023"
    case .name: "M024"
    }
  }

  /// Whose fault it is.
  var errorClass: ErrorClass {
    if case .toolMissing = kind { return .unsupported }
    return .rejected
  }

  /// The message.
  var description: String {
    let place = place.map { " \($0):" } ?? ""
    return (file.map { "\($0.visible):\(place) " } ?? "") + "\(message) [\(code)]"
  }

  /// The message without place and code.
  private var message: String {
    switch kind {
    case .unknownTable(let name, let suggestion):
      "unknown table '\(name.visible)'" + UsageError.hint(suggestion)
    case .unknownKey(let key, let table, let suggestion):
      "unknown key '\(key.visible)'\(table.isEmpty ? " above all tables" : " in [\(table)]")"
        + UsageError.hint(suggestion)
    case .missingTable(let name): "there is no table [\(name)]"
    case .missingKey(let key, let table): "[\(table)] has no '\(key)'"
    case .brackets(let table, let isElement):
      isElement
        ? "there may be several of this table: write [[\(table)]]"
        : "there is one table of this name: write [\(table)]"
    case .wrongKind(let key, let expected): "\(key): expected \(expected)"
    case .invalid(let key, let reason): "\(key): \(reason.visible)"
    case .conflict(let first, let second): "\(first) and \(second) do not go together"
    case .duplicateTest(let name): "there are two tests '\(name.visible)'"
    case .toolMissing(let tool, let install):
      "\(tool.visible), which builds this project, is not on PATH"
        + (install.isEmpty ? "" : "; how it is installed: \(install.visible)")
    case .commandFailed(let command, let status):
      "the command ended with status \(status): \(command.visible)"
    case .noModule(let path): "the commands of [build] did not make \(path.visible)"
    case .exists(let path): "\(path.visible) exists already: nothing is written"
    case .name(let name):
      "'\(name.visible)' is no name for a project: expected up to 64 letters, digits, - and _, a letter first"
    }
  }
}
