/// Counts the spill loads and stores that an order of a region's instructions leads to.
struct SpillCount {
  /// The region.
  private let region: ScheduledRegion
  /// How many registers there are.
  private let registers: Int
  /// For each instruction's reads, in which place of the order the value is read next.
  private var nextOfRead: [[Int32]]
  /// In which place each value is read next, while the order is walked.
  private var next: [Int32]

  /// The place of a read behind the region.
  private static let behind = Int32.max - 1
  /// The place of a read that does not exist.
  private static let never = Int32.max

  /// Prepares for a region.
  init(_ region: ScheduledRegion, registers: Int) {
    self.region = region
    self.registers = registers
    nextOfRead = region.reads.map { $0.map { _ in 0 } }
    next = Array(repeating: 0, count: region.valueCount)
  }

  /// What an order costs.
  mutating func cost(of order: [Int32]) -> Int {
    for value in next.indices {
      next[value] = region.isLiveOut[value] ? SpillCount.behind : SpillCount.never
    }
    var nextOfMade = [Int32](repeating: SpillCount.never, count: region.instructions.count)
    for (place, index) in order.enumerated().reversed() {
      let index = Int(index)
      if region.made[index] >= 0 { nextOfMade[index] = next[Int(region.made[index])] }
      for (position, read) in region.reads[index].enumerated() {
        nextOfRead[index][position] = next[Int(read)]
        next[Int(read)] = Int32(place)
      }
    }
    var cost = 0
    var isStored = region.isConstant
    var resident = Array(
      region.liveIn.sorted { (next[Int($0)], $0) < (next[Int($1)], $1) }.prefix(registers))
    for value in region.liveIn where !resident.contains(value) { isStored[Int(value)] = true }
    for index in order.map(Int.init) {
      for read in region.reads[index] where !resident.contains(read) {
        cost += 1
        evict(&resident, for: region.reads[index], &isStored, &cost)
        resident.append(read)
      }
      for (position, read) in region.reads[index].enumerated() {
        next[Int(read)] = nextOfRead[index][position]
      }
      resident.removeAll { next[Int($0)] == SpillCount.never }
      let made = region.made[index]
      if made >= 0 {
        evict(&resident, for: [], &isStored, &cost)
        next[Int(made)] = nextOfMade[index]
        if nextOfMade[index] != SpillCount.never { resident.append(made) }
      }
    }
    for value in region.isLiveOut.indices
    where region.isLiveOut[value] && !resident.contains(Int32(value)) { cost += 1 }
    return cost
  }

  /// Makes room for one more value.
  private func evict(
    _ resident: inout [Int32], for reads: [Int32], _ isStored: inout [Bool], _ cost: inout Int
  ) {
    guard resident.count >= registers else { return }
    var victim = -1
    for (position, value) in resident.enumerated() where !reads.contains(value) {
      if victim < 0 || next[Int(resident[victim])] < next[Int(value)] { victim = position }
    }
    guard victim >= 0 else { return }
    let value = Int(resident[victim])
    if !isStored[value] {
      isStored[value] = true
      cost += 1
    }
    resident.remove(at: victim)
  }
}
