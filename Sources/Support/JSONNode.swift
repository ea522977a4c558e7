#if !hasFeature(Embedded)
  /// A place in a text file.
  public struct JSONPlace: Equatable, Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// The column, counted in bytes from 1.
    public var column: Int
  }

  /// A JSON value and where it starts.
  public struct JSONNode: Sendable {
    /// A member of an object.
    public struct Member: Sendable {
      /// Its name.
      public let name: String
      /// Where the name is.
      public let place: JSONPlace
      /// Its value.
      public let value: JSONNode
    }

    /// The kinds of values.
    public enum Value: Sendable {
      /// Members in order; no name is there twice.
      case object([Member])
      /// Elements in order.
      case array([JSONNode])
      /// A text.
      case text(String)
      /// A natural number; nil if it is not below 2^64.
      case natural(UInt64?)
      /// Another number.
      case number(Double)
      /// True or false.
      case boolean(Bool)
      /// Nothing.
      case null
    }

    /// The value.
    public let value: Value
    /// Where it starts.
    public let place: JSONPlace

    /// Creates a value.
    public init(value: Value, place: JSONPlace) {
      self.value = value
      self.place = place
    }

    /// A member of an object; nil if there is none, or this is no object.
    public subscript(name: String) -> JSONNode? {
      guard case .object(let members) = value else { return nil }
      return members.first { $0.name == name }?.value
    }

    /// The text, if it is one.
    public var text: String? { if case .text(let text) = value { text } else { nil } }

    /// The elements, if it is an array.
    public var elements: [JSONNode]? {
      if case .array(let elements) = value { elements } else { nil }
    }
  }

  /// Why a text is no JSON, and where.
  public struct JSONError: Error, Equatable, CustomStringConvertible, Sendable {
    /// What can be wrong.
    public enum Kind: Equatable, Sendable {
      /// Something else should be here; says what.
      case expected(String)
      /// The text ends too early.
      case truncated
      /// Something follows the value.
      case trailingContent
      /// Objects and arrays are nested too deeply.
      case nestedTooDeeply
      /// A text has a control character, a malformed escape or invalid UTF-8.
      case malformedText
      /// An object has a field twice.
      case duplicateField(String)
    }

    /// What is wrong.
    public let kind: Kind
    /// Where.
    public let place: JSONPlace

    /// Creates an error.
    init(_ kind: Kind, _ place: JSONPlace) {
      self.kind = kind
      self.place = place
    }

    /// The place and what is wrong.
    public var description: String {
      let what =
        switch kind {
        case .expected(let what): "expected \(what)"
        case .truncated: "the text ends here"
        case .trailingContent: "something follows the value"
        case .nestedTooDeeply: "objects and arrays are nested too deeply"
        case .malformedText: "malformed text"
        case .duplicateField(let name): "field '\(name.visible)' is there twice"
        }
      return "line \(place.line), column \(place.column): \(what)"
    }
  }
#endif
