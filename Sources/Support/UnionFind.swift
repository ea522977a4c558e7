/// Disjoint sets of small natural numbers, each with one member that stands for it (Tarjan, "Efficiency of a
/// Good But Not Linear Set Union Algorithm").
///
/// Whoever joins two sets says which member stands for both, so that the result depends on nothing else. Paths
/// are halved when they are walked: logarithmic on average whatever the order of the joins.
public struct UnionFind: Sendable {
  /// For each number another one of its set that is nearer to the one that stands for it, or itself.
  @usableFromInline var parents: [Int32]

  /// Sets of one member each.
  @inlinable
  public init(count: Int = 0) { parents = [Int32](0..<Int32(count)) }

  /// How many numbers there are.
  @inlinable
  public var count: Int { parents.count }

  /// Adds the next number, in a set of its own.
  @inlinable
  public mutating func append() { parents.append(Int32(parents.count)) }

  /// The member that stands for a number's set.
  @inlinable
  public mutating func find(_ member: Int) -> Int {
    var member = member
    while Int(parents[member]) != member {
      parents[member] = parents[Int(parents[member])]
      member = Int(parents[member])
    }
    return member
  }

  /// Makes one set of those of two numbers; the member that stood for the second's stands for it. Says whether
  /// they were different.
  @inlinable
  @discardableResult
  public mutating func join(_ member: Int, into other: Int) -> Bool {
    let (from, to) = (find(member), find(other))
    parents[from] = Int32(to)
    return from != to
  }
}
