public import Support

/// Why a text is no TOML, or none that is read here.
public struct TOMLError: CodedError, Equatable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// The text is not UTF-8.
    case notUTF8
    /// Something else should be here.
    case expected(String)
    /// A control character stands in the text.
    case control(UInt8)
    /// No such escape exists.
    case escape
    /// A text has no end.
    case unterminated
    /// A number does not fit into 64 bits.
    case tooLarge
    /// A key is in its table already.
    case duplicateKey(String)
    /// A table is there already.
    case duplicateTable(String)
    /// Arrays inside arrays, too many.
    case nestedTooDeeply
    /// A part of TOML that is not read here; says which and what to write instead.
    case unsupported(String, instead: String)
  }

  /// What is wrong.
  public let kind: Kind
  /// Where.
  public let place: TOMLPlace

  /// Creates an error.
  init(_ kind: Kind, _ place: TOMLPlace) {
    self.kind = kind
    self.place = place
  }

  /// The stable code.
  public var code: String {
    switch kind {
    case .notUTF8: "M001"
    case .expected: "M002"
    case .control: "M003"
    case .escape: "M004"
    case .unterminated: "M005"
    case .tooLarge: "M006"
    case .duplicateKey: "M007"
    case .duplicateTable: "M008"
    case .nestedTooDeeply: "M009"
    case .unsupported: "M010"
    }
  }

  /// Whose fault it is.
  public var errorClass: ErrorClass {
    switch kind {
    case .unsupported: .unsupported
    case .tooLarge, .nestedTooDeeply: .limit
    default: .rejected
    }
  }

  /// The message.
  public var description: String { "\(place): \(message) [\(code)]" }

  /// The message without place and code.
  private var message: String {
    switch kind {
    case .notUTF8: "the text is not UTF-8"
    case .expected(let what): "expected \(what)"
    case .control(let byte):
      "control character 0x\(Hex.string(UInt64(byte), width: 2)): write it as an escape"
    case .escape: "no such escape: there are \\b \\t \\n \\f \\r \\\" \\\\ \\uXXXX \\UXXXXXXXX"
    case .unterminated: "the text that starts here has no end"
    case .tooLarge: "the number does not fit into 64 bits"
    case .duplicateKey(let key): "'\(key.visible)' is there twice"
    case .duplicateTable(let name): "the table '\(name.visible)' is there twice"
    case .nestedTooDeeply: "arrays are nested too deeply"
    case .unsupported(let what, let instead): "\(what) are not read here: \(instead)"
    }
  }
}
