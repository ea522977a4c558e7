/// A typed index into a dense table: an integer that cannot be confused with another table's, of half the size of `Int`.
///
/// Example: `typealias BlockID = EntityID<MachineBlock>`
public struct EntityID<Entity>: Sendable {
  /// The position in the table, or the largest number for `none`.
  public let rawValue: UInt32

  /// The id with this position.
  @inlinable @inline(__always)
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The id with this position; traps if it does not fit 32 bits.
  @inlinable @inline(__always)
  public init(_ index: Int) { rawValue = UInt32(index) }

  /// No entity: what tables of ids hold where there is none, in no more room than an id.
  @inlinable @inline(__always)
  public static var none: EntityID { EntityID(rawValue: .max) }

  /// Whether this is not `none`.
  @inlinable @inline(__always)
  public var exists: Bool { rawValue != .max }

  /// The position in the table as an index of an array.
  @inlinable @inline(__always)
  public var index: Int { Int(rawValue) }

  /// The id behind this one.
  @inlinable @inline(__always)
  public var next: EntityID { EntityID(rawValue: rawValue + 1) }
}

extension EntityID: Hashable {
  /// Whether both are the same entity, or none.
  @inlinable @inline(__always)
  public static func == (left: EntityID, right: EntityID) -> Bool {
    left.rawValue == right.rawValue
  }

  /// Hashes the position.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

extension EntityID: Strideable {
  /// Orders ids by position; `none` is behind all others.
  @inlinable @inline(__always)
  public static func < (left: EntityID, right: EntityID) -> Bool { left.rawValue < right.rawValue }

  /// How many positions another id is behind this one.
  @inlinable @inline(__always)
  public func distance(to other: EntityID) -> Int { other.index - index }

  /// The id so many positions behind this one.
  @inlinable @inline(__always)
  public func advanced(by distance: Int) -> EntityID { EntityID(index + distance) }
}

extension EntityID: CustomStringConvertible {
  /// The position in decimal.
  public var description: String { exists ? String(rawValue) : "none" }
}
