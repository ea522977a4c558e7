internal import Support

/// A dictionary whose entries are in the order of their keys, so that going through them is
/// deterministic.
public struct SortedTable<Key: Comparable & Sendable, Value: Equatable & Sendable>: Equatable,
  Sendable
{
  /// A key with its value.
  public struct Entry: Equatable, Sendable {
    /// The key.
    public let key: Key
    /// The value.
    public fileprivate(set) var value: Value
  }

  /// The entries by ascending key.
  public private(set) var entries: [Entry] = []

  /// Creates an empty table.
  public init() {}

  /// How many entries there are.
  public var count: Int { entries.count }

  /// Whether there are no entries.
  public var isEmpty: Bool { entries.isEmpty }

  /// Whether there is an entry with a key.
  public func contains(_ key: Key) -> Bool { find(key).isPresent }

  /// The value of a key, or nil; setting nil removes the entry.
  ///
  /// - Complexity: logarithmic to get, linear to add or remove.
  public subscript(key: Key) -> Value? {
    get {
      let (index, isPresent) = find(key)
      return isPresent ? entries[index].value : nil
    }
    set {
      let (index, isPresent) = find(key)
      switch (newValue, isPresent) {
      case (let value?, true): entries[index].value = value
      case (let value?, false): entries.insert(Entry(key: key, value: value), at: index)
      case (nil, true): entries.remove(at: index)
      case (nil, false): break
      }
    }
  }

  /// Changes the value of a key in place; nil if there is no such entry.
  public mutating func update<Result>(
    _ key: Key, _ change: (inout Value) -> Result
  ) -> Result? {
    let (index, isPresent) = find(key)
    return isPresent ? change(&entries[index].value) : nil
  }

  /// Where an entry is, or would be.
  private func find(_ key: Key) -> (index: Int, isPresent: Bool) {
    let index = entries.indices.firstIndex(behind: { entries[$0].key < key })
    return (index, index < entries.count && entries[index].key == key)
  }
}
