/// A dense array that owns its entries: appending makes a new id.
public struct EntityTable<ID: EntityID, Value> {
  /// The entries in id order.
  public var values: [Value]

  /// Creates an empty table.
  @inlinable
  public init() { values = [] }

  /// How many entries there are.
  @inlinable
  public var count: Int { values.count }

  /// Whether there are no entries.
  @inlinable
  public var isEmpty: Bool { values.isEmpty }

  /// All ids in order.
  @inlinable
  public var ids: EntityIDs<ID> { EntityIDs(count: values.count) }

  /// The entry of an id that this table handed out.
  @inlinable
  public subscript(id: ID) -> Value {
    get { values[id.index] }
    _modify { yield &values[id.index] }
  }

  /// Adds an entry and returns its id.
  @inlinable
  @discardableResult
  public mutating func append(_ value: Value) -> ID {
    let id = ID(index: values.count)
    values.append(value)
    return id
  }

  /// Makes room for this many entries in total.
  @inlinable
  public mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }
}

extension EntityTable: Sendable where Value: Sendable {}

extension EntityTable: Equatable where Value: Equatable {}

/// A dense array that annotates another table's ids; ids it has not seen have the default value.
public struct SecondaryTable<ID: EntityID, Value> {
  /// The entries set so far, in id order.
  @usableFromInline var values: [Value]
  /// The value of ids that were never set.
  public let defaultValue: Value

  /// Creates a table in which the first `count` ids, and all later ones, have the default value.
  @inlinable
  public init(default defaultValue: Value, count: Int = 0) {
    self.defaultValue = defaultValue
    values = Array(repeating: defaultValue, count: count)
  }

  /// The value of an id.
  @inlinable
  public subscript(id: ID) -> Value {
    get { id.index < values.count ? values[id.index] : defaultValue }
    _modify {
      if id.index >= values.count {
        values.append(
          contentsOf: repeatElement(defaultValue, count: id.index - values.count + 1))
      }
      yield &values[id.index]
    }
  }
}

extension SecondaryTable: Sendable where Value: Sendable {}
