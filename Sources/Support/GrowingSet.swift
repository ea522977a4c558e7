/// A set of entities that grows by what follows from its members: flags say who is one, a stack what has not been looked at yet.
///
/// Example: `var reached = GrowingSet(count: blocks.count, [entry])`, then
/// `while let block = reached.next() { for target in targets(of: block) { reached.insert(target) } }`
public struct GrowingSet<Entity>: Sendable {
  /// Whether each entity is a member.
  @usableFromInline var isMember: EntityTable<Entity, Bool>
  /// The members that have not been looked at.
  @usableFromInline var pending: [EntityID<Entity>] = []

  /// An empty set for the first `count` entities.
  @inlinable
  public init(count: Int) { isMember = EntityTable(repeating: false, count: count) }

  /// A set of some of the first `count` entities.
  @inlinable
  public init(count: Int, _ members: some Sequence<EntityID<Entity>>) {
    self.init(count: count)
    for member in members { insert(member) }
  }

  /// Whether each entity is a member.
  @inlinable
  public var flags: EntityTable<Entity, Bool> { isMember }

  /// Whether an entity is a member.
  @inlinable @inline(__always)
  public func contains(_ entity: EntityID<Entity>) -> Bool { isMember[entity] }

  /// Adds an entity; says whether it is new.
  @inlinable
  @discardableResult
  public mutating func insert(_ entity: EntityID<Entity>) -> Bool {
    if isMember[entity] { return false }
    isMember[entity] = true
    pending.append(entity)
    return true
  }

  /// Whether all members have been looked at.
  @inlinable
  public var isSettled: Bool { pending.isEmpty }

  /// Of the members that have not been looked at the last one that was added; nil if there is none.
  @inlinable
  public mutating func next() -> EntityID<Entity>? { pending.popLast() }
}
