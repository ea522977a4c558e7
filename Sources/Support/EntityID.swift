/// A typed index into a dense table: an integer that cannot be confused with another table's.
///
/// Example: `struct BlockID: EntityID { let rawValue: UInt32 }`
public protocol EntityID: Hashable, Comparable, Sendable {
  /// The position in the table.
  var rawValue: UInt32 { get }

  /// The id with this position.
  init(rawValue: UInt32)
}

extension EntityID {
  /// The position in the table as an array index.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// The id with this position; traps when it does not fit 32 bits.
  @inlinable
  public init(index: Int) { self.init(rawValue: UInt32(index)) }

  /// Orders ids by position.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The ids 0 ..< n of a table, in order.
public struct EntityIDs<ID: EntityID>: RandomAccessCollection, Sendable {
  /// Where the ids start.
  public let startIndex: Int
  /// One past the last id.
  public let endIndex: Int

  /// The ids of a table with this many entries.
  @inlinable
  public init(count: Int) {
    startIndex = 0
    endIndex = count
  }

  /// The id at a position.
  @inlinable
  public subscript(position: Int) -> ID { ID(index: position) }
}
