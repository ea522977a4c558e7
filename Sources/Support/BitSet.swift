/// A set of small natural numbers, one bit each; grows as needed and iterates in ascending order.
public struct BitSet: Sendable {
  /// Sixty-four members per word, lowest first.
  @usableFromInline var words: [UInt64]

  /// Creates an empty set.
  @inlinable
  public init() { words = [] }

  /// Creates an empty set with room for the numbers below `capacity`.
  @inlinable
  public init(capacity: Int) { words = Array(repeating: 0, count: (capacity + 63) / 64) }

  /// Whether the number is a member; negative numbers never are.
  @inlinable
  public func contains(_ member: Int) -> Bool {
    let word = member >> 6
    return word >= 0 && word < words.count && words[word] &>> UInt64(member & 63) & 1 != 0
  }

  /// Adds a number, which must not be negative; says whether it is new.
  @inlinable
  @discardableResult
  public mutating func insert(_ member: Int) -> Bool {
    let word = member >> 6
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: word - words.count + 1))
    }
    let bit: UInt64 = 1 &<< UInt64(member & 63)
    let isNew = words[word] & bit == 0
    words[word] |= bit
    return isNew
  }

  /// Takes a number out; says whether it was a member.
  @inlinable
  @discardableResult
  public mutating func remove(_ member: Int) -> Bool {
    guard contains(member) else { return false }
    words[member >> 6] &= ~(1 &<< UInt64(member & 63))
    return true
  }

  /// Takes all numbers out; keeps the storage.
  @inlinable
  public mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }

  /// Whether there is no member.
  @inlinable
  public var isEmpty: Bool {
    for word in words where word != 0 { return false }
    return true
  }

  /// How many members there are; linear in the largest.
  @inlinable
  public var count: Int {
    var total = 0
    for word in words { total += word.nonzeroBitCount }
    return total
  }

  /// Adds all members of another set; says whether anything is new.
  @inlinable
  @discardableResult
  public mutating func formUnion(_ other: BitSet) -> Bool {
    if other.words.count > words.count {
      words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
    }
    var isChanged: UInt64 = 0
    for index in other.words.indices {
      let old = words[index]
      let new = old | other.words[index]
      isChanged |= old ^ new
      words[index] = new
    }
    return isChanged != 0
  }

  /// Keeps only the members of another set.
  @inlinable
  public mutating func formIntersection(_ other: BitSet) {
    for index in words.indices {
      words[index] &= index < other.words.count ? other.words[index] : 0
    }
  }

  /// Takes out all members of another set.
  @inlinable
  public mutating func subtract(_ other: BitSet) {
    for index in 0..<Swift.min(words.count, other.words.count) {
      words[index] &= ~other.words[index]
    }
  }

  /// Whether the sets share a member.
  @inlinable
  public func intersects(_ other: BitSet) -> Bool {
    for index in 0..<Swift.min(words.count, other.words.count)
    where words[index] & other.words[index] != 0 {
      return true
    }
    return false
  }
}

extension BitSet: Sequence {
  /// Visits the members in ascending order.
  public struct Iterator: IteratorProtocol {
    /// The words of the set.
    @usableFromInline let words: [UInt64]
    /// Index of the word being visited.
    @usableFromInline var index: Int
    /// Members of that word still to come.
    @usableFromInline var rest: UInt64

    /// Starts at the smallest member.
    @inlinable
    init(words: [UInt64]) {
      self.words = words
      index = 0
      rest = words.isEmpty ? 0 : words[0]
    }

    /// The next member, or nil at the end.
    @inlinable
    public mutating func next() -> Int? {
      while rest == 0 {
        index += 1
        guard index < words.count else { return nil }
        rest = words[index]
      }
      let member = index &* 64 &+ rest.trailingZeroBitCount
      rest &= rest &- 1
      return member
    }
  }

  /// Starts at the smallest member.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(words: words) }
}

extension BitSet: Hashable {
  /// Whether both sets have the same members.
  @inlinable
  public static func == (left: BitSet, right: BitSet) -> Bool {
    let shared = Swift.min(left.words.count, right.words.count)
    for index in 0..<shared where left.words[index] != right.words[index] { return false }
    for index in shared..<left.words.count where left.words[index] != 0 { return false }
    for index in shared..<right.words.count where right.words[index] != 0 { return false }
    return true
  }

  /// Hashes the members, not the storage.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    var end = words.count
    while end > 0 && words[end - 1] == 0 { end -= 1 }
    for index in 0..<end { hasher.combine(words[index]) }
  }
}
