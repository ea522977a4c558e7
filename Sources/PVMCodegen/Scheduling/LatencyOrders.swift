internal import PVM

/// Orders of a region's instructions in which those come early that much waits for.
struct LatencyOrders {
  /// The region.
  private let region: FramedRegion
  /// What the model has to know of each instruction.
  private let timed: [TimedInstruction]
  /// For each instruction, how many cycles it takes from its start until all that waits for it is done.
  private let heights: [Int]

  /// Prepares for a region.
  init(_ region: FramedRegion, _ timed: [TimedInstruction]) {
    self.region = region
    self.timed = timed
    var heights = [Int](repeating: 0, count: region.count)
    for index in (0..<region.count).reversed() {
      var most = 0
      for successor in region.successors[index] where successor.reads {
        most = max(most, heights[Int(successor.index)])
      }
      heights[index] = most + Int(timed[index].latency)
    }
    self.heights = heights
  }

  /// The orders.
  func all() -> [[Int32]] {
    [byHeight(), accessesFirst(isLoad: false), accessesFirst(isLoad: true), byCycle()]
  }

  /// The instruction that most cycles depend on; of equals the first.
  private func byHeight() -> [Int32] {
    list { one, other in heights[one] > heights[other] }
  }

  /// Accesses to memory, or loads alone, and what they need, then the rest in the order there is.
  private func accessesFirst(isLoad: Bool) -> [Int32] {
    // Whether an access depends on the instruction, and how much waits for that.
    var urgency = [Int](repeating: 0, count: region.count)
    for index in (0..<region.count).reversed() {
      let isAccess =
        isLoad
        ? timed[index].units == .load : timed[index].latency == InstructionTiming.memoryLatency
      var most = isAccess ? heights[index] : 0
      for successor in region.successors[index] {
        most = max(most, urgency[Int(successor.index)])
      }
      urgency[index] = most
    }
    return list { one, other in urgency[one] > urgency[other] }
  }

  /// Instructions from those that wait for no others, the best first; of equals the first.
  private func list(_ isBetter: (Int, Int) -> Bool) -> [Int32] {
    var waiting = region.predecessorCounts
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    var order: [Int32] = []
    order.reserveCapacity(region.count)
    while !ready.isEmpty {
      var best = 0
      for position in ready.indices.dropFirst() {
        let (one, other) = (ready[position], ready[best])
        if isBetter(one, other) || !isBetter(other, one) && one < other { best = position }
      }
      let index = ready[best]
      ready.swapAt(best, ready.count - 1)
      ready.removeLast()
      order.append(Int32(index))
      release(index, &waiting, &ready)
    }
    return order
  }

  /// Of the instructions whose operands are there, the one that most cycles depend on; if there is none, the one whose
  /// operands are there first.
  private func byCycle() -> [Int32] {
    var waiting = region.predecessorCounts
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    var readyAt = [Int](repeating: 0, count: region.count)
    // When the four arithmetic units are free.
    var units = [0, 0, 0, 0]
    var slots = 0
    var order: [Int32] = []
    order.reserveCapacity(region.count)
    while !ready.isEmpty {
      let cycle = slots / 4
      var best = 0
      for position in ready.indices.dropFirst() {
        let (one, other) = (ready[position], ready[best])
        let (oneAt, otherAt) = (max(readyAt[one], cycle), max(readyAt[other], cycle))
        if oneAt != otherAt
          ? oneAt < otherAt
          : heights[one] != heights[other] ? heights[one] > heights[other] : one < other
        {
          best = position
        }
      }
      let index = ready[best]
      ready.swapAt(best, ready.count - 1)
      ready.removeLast()
      order.append(Int32(index))
      slots += Int(timed[index].slots)
      var start = max(readyAt[index], cycle + 1)
      if timed[index].units.arithmeticCount > 0 {
        var unit = 0
        for other in 1..<4 where units[other] < units[unit] { unit = other }
        start = max(start, units[unit])
        units[unit] = start + Int(timed[index].latency)
      }
      let done = start + Int(timed[index].latency)
      for successor in region.successors[index] where successor.reads {
        readyAt[Int(successor.index)] = max(readyAt[Int(successor.index)], done)
      }
      release(index, &waiting, &ready)
    }
    return order
  }

  /// Notes that an instruction is placed.
  private func release(_ index: Int, _ waiting: inout [Int], _ ready: inout [Int]) {
    for successor in region.successors[index] {
      waiting[Int(successor.index)] -= 1
      if waiting[Int(successor.index)] == 0 { ready.append(Int(successor.index)) }
    }
  }
}
