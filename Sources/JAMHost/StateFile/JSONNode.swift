/// A place in a text file.
struct JSONPlace: Equatable, Sendable {
  /// The line, counted from 1.
  var line: Int
  /// The column, counted in bytes from 1.
  var column: Int
}

/// A JSON value and where it starts.
struct JSONNode {
  /// A member of an object.
  struct Member {
    /// Its name.
    let name: String
    /// Where the name is.
    let place: JSONPlace
    /// Its value.
    let value: JSONNode
  }

  /// The kinds of values.
  enum Value {
    /// Members in order; no name is there twice.
    case object([Member])
    /// Elements in order.
    case array([JSONNode])
    /// A text.
    case text(String)
    /// A natural number; nil if it is not below 2^64.
    case natural(UInt64?)
    /// Another number.
    case number
    /// True or false.
    case boolean
    /// Nothing.
    case null
  }

  /// The value.
  let value: Value
  /// Where it starts.
  let place: JSONPlace
}
