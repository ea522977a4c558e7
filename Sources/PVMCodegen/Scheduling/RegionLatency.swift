/// Estimates how many cycles the machine takes for a region in an order, in front of register allocation, and finds an order that
/// takes few (`BlockLatency`).
struct RegionLatency {
  /// The region.
  private let region: ScheduledRegion
  /// The timing of each instruction.
  private let timings: [BlockLatency.Timing]
  /// For each instruction, the one that makes each value that it reads; those from outside are left out.
  private let makers: [[Int32]]
  /// For each instruction, how many cycles it takes from its start until all that waits for it is done.
  private let heights: [Int]

  /// Prepares for a region.
  init(_ region: ScheduledRegion) {
    self.region = region
    let timings = region.instructions.map(BlockLatency.Timing.init)
    var maker = [Int32](repeating: -1, count: region.valueCount)
    var makers: [[Int32]] = []
    for index in region.instructions.indices {
      makers.append(region.reads[index].compactMap { maker[Int($0)] < 0 ? nil : maker[Int($0)] })
      if region.made[index] >= 0 { maker[Int(region.made[index])] = Int32(index) }
    }
    var heights = [Int](repeating: 0, count: timings.count)
    for index in timings.indices.reversed() {
      let made = Int(region.made[index])
      let behind = max(heights[index], made >= 0 ? region.tails[made] : 0)
      heights[index] = behind + timings[index].latency
      for other in makers[index] { heights[Int(other)] = max(heights[Int(other)], heights[index]) }
    }
    self.timings = timings
    self.makers = makers
    self.heights = heights
  }

  /// Whether more than one access may happen at the same time, or something else wait for one.
  var isWorthOrdering: Bool { timings.count { $0.latency >= BlockLatency.memory } > 1 }

  /// How many cycles the region takes in an order.
  func cycles(of order: [Int32]) -> Int {
    var latency = BlockLatency()
    var done = [Int](repeating: 0, count: timings.count)
    var last = 0
    for index in order.map(Int.init) {
      let ready = makers[index].reduce(0) { max($0, done[Int($1)]) }
      done[index] = latency.execute(timings[index], ready: ready)
      let made = Int(region.made[index])
      last = max(last, done[index] + (made >= 0 ? region.tails[made] : 0))
    }
    return last
  }

  /// An order in which those come first that most cycles depend on, as long as so many values or fewer are live; else those
  /// that end most lives.
  func order(registers: Int) -> [Int32] {
    var usesLeft = [Int](repeating: 0, count: region.valueCount)
    for reads in region.reads { for read in reads { usesLeft[Int(read)] += 1 } }
    for value in usesLeft.indices where region.isLiveOut[value] { usesLeft[value] += 1 }
    var live = region.liveIn.count
    var waiting = region.predecessors.map(\.count)
    var ready = waiting.indices.filter { waiting[$0] == 0 }
    var order: [Int32] = []
    order.reserveCapacity(timings.count)
    while !ready.isEmpty {
      let isCrowded = live >= registers
      var best = 0
      var bestKey = (Int.max, Int.max, Int.max)
      for (position, index) in ready.enumerated() {
        let change =
          (region.made[index] >= 0 ? 1 : 0) - region.reads[index].count { usesLeft[Int($0)] == 1 }
        let key = isCrowded ? (change, -heights[index], index) : (-heights[index], change, index)
        if key < bestKey {
          best = position
          bestKey = key
        }
      }
      let index = ready[best]
      ready.swapAt(best, ready.count - 1)
      ready.removeLast()
      order.append(Int32(index))
      for read in region.reads[index] {
        usesLeft[Int(read)] -= 1
        if usesLeft[Int(read)] == 0 { live -= 1 }
      }
      let made = Int(region.made[index])
      if made >= 0, usesLeft[made] > 0 { live += 1 }
      for other in region.successors[index] {
        waiting[Int(other)] -= 1
        if waiting[Int(other)] == 0 { ready.append(Int(other)) }
      }
    }
    return order
  }
}
