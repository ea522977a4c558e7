/// Elements grouped by a small natural number, all in one array: compressed sparse rows.
public struct CompressedRows<Element> {
  /// Where each row begins in `elements`; one more than there are rows.
  public let starts: [Int32]
  /// The elements of all rows, one row behind the other.
  public let elements: [Element]

  /// Groups elements by their keys; those with the same key stay in order.
  ///
  /// - Precondition: as many keys as elements, each below the number of rows.
  /// - Complexity: linear.
  @inlinable
  public init(_ elements: [Element], by keys: [Int32], count: Int) {
    self.init(elements, count: count) { Int(keys[$0]) }
  }

  /// Groups elements by what a function says for their indices.
  @inlinable
  init(_ elements: [Element], count: Int, key: (Int) -> Int) {
    var starts = [Int32](repeating: 0, count: count + 1)
    for index in elements.indices { starts[key(index) + 1] += 1 }
    for key in 0..<count { starts[key + 1] += starts[key] }
    var fill = starts
    var order = [Int32](repeating: 0, count: elements.count)
    for index in elements.indices {
      let key = key(index)
      order[Int(fill[key])] = Int32(index)
      fill[key] += 1
    }
    self.starts = starts
    self.elements = order.map { elements[Int($0)] }
  }

  /// How many rows there are.
  @inlinable
  public var count: Int { starts.count - 1 }

  /// Where a row's elements are.
  @inlinable
  public func range(_ row: Int) -> Range<Int> { Int(starts[row])..<Int(starts[row + 1]) }

  /// A row.
  @inlinable
  public subscript(row: Int) -> ArraySlice<Element> { elements[range(row)] }
}

extension CompressedRows: Sendable where Element: Sendable {}

/// Elements grouped by the entity that they belong to, all in one array.
public struct EntityRows<Entity, Element> {
  /// The elements by the positions of the entities.
  public let rows: CompressedRows<Element>

  /// Groups elements by entity; those of the same stay in order.
  ///
  /// - Precondition: as many keys as elements, each below the number of entities.
  /// - Complexity: linear.
  @inlinable
  public init(_ elements: [Element], by keys: [EntityID<Entity>], count: Int) {
    rows = CompressedRows(elements, count: count) { keys[$0].index }
  }

  /// What belongs to an entity.
  @inlinable
  public subscript(id: EntityID<Entity>) -> ArraySlice<Element> { rows[id.index] }

  /// Where the elements of an entity are.
  @inlinable
  public func range(_ id: EntityID<Entity>) -> Range<Int> { rows.range(id.index) }
}

extension EntityRows: Sendable where Element: Sendable {}
