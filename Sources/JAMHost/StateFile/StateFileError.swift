public import Support

/// What is wrong with a state file, and where.
public struct StateFileError: CodedError, Equatable, Sendable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// Something else should be here; says what.
    case expected(String)
    /// The file ends too early.
    case truncated
    /// Something follows the state.
    case trailingContent
    /// Objects and arrays are nested too deeply.
    case nestedTooDeeply
    /// A text has a control character, a malformed escape or invalid UTF-8.
    case malformedText
    /// An object has a field twice.
    case duplicateField(String)
    /// An object has a field that is not known.
    case unknownField(String)
    /// An object lacks a field.
    case missingField(String)
    /// A value is of another type; says what it should be.
    case wrongType(expected: String)
    /// A number is larger than allowed.
    case numberTooLarge(maximum: UInt64)
    /// A text is no sequence of hexadecimal digits, two for every byte.
    case malformedHexadecimal
    /// A byte string has the wrong length.
    case wrongLength(expected: UInt64, actual: Int)
    /// A byte string, or a list, is too long.
    case tooLong(maximum: UInt64)
    /// A name is none of those allowed.
    case unknownName(String)
    /// Something is in a list twice.
    case duplicateEntry
    /// A service has less than its storage and requests need.
    case unaffordable(balance: UInt64, needed: UInt64)
  }

  /// What is wrong.
  public let kind: Kind
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted in bytes from 1.
  public let column: Int
  /// The field, like `services[0].storage`; empty outside of all fields.
  public let field: String

  /// Creates an error.
  init(_ kind: Kind, _ place: JSONPlace, field: String = "") {
    self.kind = kind
    line = place.line
    column = place.column
    self.field = field
  }

  /// Reads a text that is one value of JSON.
  static func parsed(_ text: [UInt8]) throws(StateFileError) -> JSONNode {
    do throws(JSONError) {
      return try JSONParser.parse(text, maximumDepth: 32)
    } catch {
      let kind: Kind =
        switch error.kind {
        case .expected(let what): .expected(what)
        case .truncated: .truncated
        case .trailingContent: .trailingContent
        case .nestedTooDeeply: .nestedTooDeeply
        case .malformedText: .malformedText
        case .duplicateField(let name): .duplicateField(name)
        }
      throw StateFileError(kind, error.place)
    }
  }

  /// The stable code of the kind.
  public var code: String {
    switch kind {
    case .expected: "H001"
    case .truncated: "H002"
    case .trailingContent: "H003"
    case .nestedTooDeeply: "H004"
    case .malformedText: "H005"
    case .duplicateField: "H006"
    case .unknownField: "H007"
    case .missingField: "H008"
    case .wrongType: "H009"
    case .numberTooLarge: "H010"
    case .malformedHexadecimal: "H011"
    case .wrongLength: "H012"
    case .tooLong: "H013"
    case .unknownName: "H014"
    case .duplicateEntry: "H015"
    case .unaffordable: "H016"
    }
  }

  /// Nesting is a limit of ours, everything else is wrong input.
  public var errorClass: ErrorClass { kind == .nestedTooDeeply ? .limit : .rejected }

  /// The place, the field and what is wrong.
  public var description: String {
    "\(line):\(column): " + (field.isEmpty ? "" : "\(field): ") + message
  }

  /// What is wrong, without the place.
  private var message: String {
    switch kind {
    case .expected(let what): "expected \(what)"
    case .truncated: "the file ends here"
    case .trailingContent: "something follows the state"
    case .nestedTooDeeply: "objects and arrays are nested too deeply"
    case .malformedText: "malformed text"
    case .duplicateField(let name): "field '\(name)' is there twice"
    case .unknownField(let name): "there is no field '\(name)'"
    case .missingField(let name): "field '\(name)' is missing"
    case .wrongType(let expected): "expected \(expected)"
    case .numberTooLarge(let maximum): "the number is larger than \(maximum)"
    case .malformedHexadecimal: "expected hexadecimal digits, two for every byte"
    case .wrongLength(let expected, let actual): "expected \(expected) bytes, not \(actual)"
    case .tooLong(let maximum): "more than \(maximum)"
    case .unknownName(let name): "'\(name)' is none of the names allowed here"
    case .duplicateEntry: "this is in the list already"
    case .unaffordable(let balance, let needed):
      "the balance of \(balance) is less than the \(needed) that storage and requests need"
    }
  }
}
