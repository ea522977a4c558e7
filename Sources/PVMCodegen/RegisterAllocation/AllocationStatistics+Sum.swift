extension AllocationStatistics {
  /// Adds the figures of another function.
  package mutating func add(_ other: AllocationStatistics) {
    moves += other.moves
    loads += other.loads
    stores += other.stores
    constants += other.constants
    instructionCount += other.instructionCount
    evictions += other.evictions
    splits += other.splits
    spills += other.spills
  }
}
