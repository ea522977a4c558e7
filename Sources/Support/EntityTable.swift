/// A dense array whose indices are the ids of its entries, or of those of another table that it annotates.
public struct EntityTable<Entity, Value> {
  /// The index of a value.
  public typealias ID = EntityID<Entity>

  /// The values in the order of the ids.
  public var values: [Value]

  /// A table with these values, the first of which has id 0.
  @inlinable
  public init(_ values: [Value] = []) { self.values = values }

  /// A table with the same value for the first ids.
  @inlinable
  public init(repeating value: Value, count: Int) { values = Array(repeating: value, count: count) }

  /// Adds a value; returns its id.
  @inlinable
  @discardableResult
  public mutating func append(_ value: Value) -> ID {
    let id = ID(values.count)
    values.append(value)
    return id
  }

  /// The id that the next value gets that is added.
  @inlinable
  public var nextID: ID { ID(values.count) }

  /// A table with what a function makes of each value.
  @inlinable
  public func mapValues<Result, Failure: Error>(
    _ transform: (Value) throws(Failure) -> Result
  ) throws(Failure) -> EntityTable<Entity, Result> {
    EntityTable<Entity, Result>(try values.map(transform))
  }

  /// The values of adjacent ids.
  @inlinable
  public func values(in ids: Range<ID>) -> ArraySlice<Value> {
    values[ids.lowerBound.index..<ids.upperBound.index]
  }

  /// The values with their ids.
  @inlinable
  public func indexed() -> Zip2Sequence<Range<ID>, [Value]> { zip(indices, values) }

  /// Makes room for this many values in total.
  @inlinable
  public mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count) }
}

extension EntityTable: RandomAccessCollection, MutableCollection {
  /// The first id.
  @inlinable @inline(__always)
  public var startIndex: ID { ID(rawValue: 0) }

  /// The id behind the last one.
  @inlinable @inline(__always)
  public var endIndex: ID { ID(values.count) }

  /// All ids in order.
  @inlinable @inline(__always)
  public var indices: Range<ID> { startIndex..<endIndex }

  /// How many values there are.
  @inlinable @inline(__always)
  public var count: Int { values.count }

  /// Visits the values in the order of the ids.
  @inlinable @inline(__always)
  public func makeIterator() -> IndexingIterator<[Value]> { values.makeIterator() }

  /// The value of an id.
  @inlinable @inline(__always)
  public subscript(id: ID) -> Value {
    get { values[id.index] }
    _modify { yield &values[id.index] }
  }
}

extension EntityTable: Sendable where Value: Sendable {}

extension EntityTable: Equatable where Value: Equatable {}

extension EntityTable: Hashable where Value: Hashable {}
