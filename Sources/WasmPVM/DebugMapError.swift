public import Support

/// Why a file is not the debug map of a program.
public struct DebugMapError: CodedError, Equatable {
  /// What is wrong.
  public enum Kind: Equatable, Sendable {
    /// It is no debug map.
    case notADebugMap
    /// It is in another version of the format.
    case version(UInt64)
    /// Something is malformed at an offset.
    case malformed(offset: Int)
    /// It describes another program.
    case otherProgram
  }

  /// What is wrong.
  public let kind: Kind

  /// Creates an error.
  public init(_ kind: Kind) { self.kind = kind }

  /// The stable code.
  public var code: String {
    switch kind {
    case .notADebugMap: "D001"
    case .version: "D002"
    case .malformed: "D003"
    case .otherProgram: "D004"
    }
  }

  /// The file is wrong.
  public var errorClass: ErrorClass { .rejected }

  /// The message.
  public var description: String {
    switch kind {
    case .notADebugMap: "this is no debug map, as build --debug-info writes it [\(code)]"
    case .version(let version):
      "the debug map has version \(version) of the format, and this is a reader of version \(DebugMap.currentVersion): write it "
        + "again with build --debug-info [\(code)]"
    case .malformed(let offset):
      "the debug map is malformed at byte \(offset): write it again with build --debug-info [\(code)]"
    case .otherProgram:
      "the debug map describes another program: write it together with this one, with build --debug-info [\(code)]"
    }
  }
}
