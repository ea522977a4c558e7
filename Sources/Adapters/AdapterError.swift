public import Support

/// Why a program cannot be given what it imports.
public struct AdapterError: CodedError, Equatable {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    /// The path of a packed file has an empty part, `.` or `..`.
    case path(String)
    /// Two packed files have one path, or one is in the other.
    case duplicateFile(String)
    /// An argument or environment variable has a zero byte or is not `NAME=VALUE`.
    case text(String, String)
    /// `_start` or `_initialize` has parameters or results.
    case startType(name: String, type: String)
    /// The program has options for WASI but is no WASI program.
    case notWASI
    /// The program is a WASI command and nobody said so.
    case needsWASI
    /// The program is a WASI command of a version that is not provided: what that is, and what to do.
    case otherWASI(module: String, advice: String)
  }

  /// What is wrong.
  public let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The stable code.
  public var code: String {
    switch kind {
    case .path: "A001"
    case .duplicateFile: "A002"
    case .text: "A003"
    case .startType: "A004"
    case .notWASI: "A005"
    case .needsWASI: "A006"
    case .otherWASI: "A007"
    }
  }

  /// Always the input's fault.
  public var errorClass: ErrorClass { .rejected }

  /// The message.
  public var description: String {
    let text =
      switch kind {
      case .path(let path):
        "the packed file's path '\(path)' must be names separated by '/', none of them empty, '.' or '..'"
      case .duplicateFile(let path):
        "the packed file '\(path)' is there already, as a file or folder"
      case .text(let what, let text): "the \(what) '\(text)' is not usable: \(Self.rule(what))"
      case .startType(let name, let type):
        "'\(name)' has type \(type), but a WASI program's '\(name)' has [] -> []"
      case .needsWASI:
        "a WASI command: it exports '_start' and imports from wasi_snapshot_preview1; '--wasi' "
          + "makes a program of it"
      case .otherWASI(let module, let advice):
        "a WASI command of another version: it exports '_start' and imports from \(module), \(advice)"
      case .notWASI:
        "no WASI program: it exports no '_start' and imports neither from "
          + "wasi_snapshot_preview1 nor what compilers import by convention; compile it without '--wasi'"
      }
    return "\(text) [\(code)]"
  }

  /// What a text must be like.
  private static func rule(_ what: String) -> String {
    what == "argument"
      ? "it must not contain a zero byte" : "it must be NAME=VALUE without a zero byte"
  }
}
