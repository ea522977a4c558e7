/// A place in a text.
public struct TOMLPlace: Equatable, Sendable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// The column, counted in bytes from 1.
  public let column: Int

  /// As error messages have it.
  public var description: String { "\(line):\(column)" }
}
