/// A text in the part of TOML 1.0 that configuration of ours is written in, read strictly: tables, arrays of tables, texts,
/// integers, booleans and arrays, each with its place.
///
/// Dotted keys, inline tables, floats and dates are refused by name: nothing of ours needs them, and a reader that guesses is worse
/// than one that says so.
public struct TOMLDocument: Sendable {
  /// The tables in the order of the text; the first is what stands above all headings.
  public let tables: [TOMLTable]

  /// Reads a text.
  ///
  /// - Throws: the first thing that is wrong, with its place.
  public init(parsing text: [UInt8]) throws(TOMLError) {
    var parser = TOMLParser(text)
    tables = try parser.document()
  }
}

/// A table: a heading and the keys below it.
public struct TOMLTable: Sendable {
  /// What stands in the heading; empty above all headings.
  public let name: String
  /// Where the heading is.
  public let place: TOMLPlace
  /// Whether the heading is `[[name]]`, so that there may be several.
  public let isElement: Bool
  /// The keys with their values in order; no key is there twice.
  public internal(set) var entries: [TOMLEntry] = []
}

/// A key with its value.
public struct TOMLEntry: Sendable {
  /// The key.
  public let key: String
  /// Where the key is.
  public let place: TOMLPlace
  /// The value.
  public let value: TOMLValue
}

/// A value and where it starts.
public struct TOMLValue: Sendable {
  /// The kinds of values.
  public enum Kind: Equatable, Sendable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// True or false.
    case boolean(Bool)
    /// Elements in order.
    case array([TOMLValue])
  }

  /// The value.
  public let kind: Kind
  /// Where it starts.
  public let place: TOMLPlace
}

extension TOMLValue: Equatable {
  /// Whether two values are the same, wherever they stand.
  public static func == (left: TOMLValue, right: TOMLValue) -> Bool { left.kind == right.kind }
}
