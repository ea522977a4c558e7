/// Orders of a region's instructions that may need fewer registers than the one there is.
struct RegionOrders {
  /// The region.
  private let region: ScheduledRegion
  /// How many registers the computation of each instruction's result needs, if nothing is shared
  /// (Sethi and Ullman, "The Generation of Optimal Code for Arithmetic Expressions").
  private let need: [Int32]

  /// Prepares for a region.
  init(_ region: ScheduledRegion) {
    self.region = region
    var need = [Int32](repeating: 1, count: region.instructions.count)
    for index in region.instructions.indices {
      var needs = region.predecessors[index].map { need[Int($0)] }
      needs.sort(by: >)
      for (position, other) in needs.enumerated() {
        need[index] = max(need[index], other + Int32(position))
      }
    }
    self.need = need
  }

  /// The orders, each once or more.
  func all() -> [[Int32]] {
    [bottomUp(), topDown(), depthFirst(byNeed: true), depthFirst(byNeed: false)]
  }

  /// From the end, the instruction whose result ends most lives and whose operands begin fewest; of
  /// equals the last.
  private func bottomUp() -> [Int32] {
    var isLive = region.isLiveOut
    return list(
      waiting: region.successors.map(\.count), next: region.predecessors, prefers: { $0 > $1 },
      change: { index in
        let made = region.made[index]
        let ended = made >= 0 && isLive[Int(made)] ? 1 : 0
        return region.reads[index].count { !isLive[Int($0)] } - ended
      },
      place: { index in
        if region.made[index] >= 0 { isLive[Int(region.made[index])] = false }
        for read in region.reads[index] { isLive[Int(read)] = true }
      }
    ).reversed()
  }

  /// From the start, the instruction that ends most lives; of equals the first.
  private func topDown() -> [Int32] {
    var usesLeft = [Int](repeating: 0, count: region.valueCount)
    for reads in region.reads { for read in reads { usesLeft[Int(read)] += 1 } }
    for value in usesLeft.indices where region.isLiveOut[value] { usesLeft[value] += 1 }
    return list(
      waiting: region.predecessors.map(\.count), next: region.successors, prefers: { $0 < $1 },
      change: { index in
        (region.made[index] >= 0 ? 1 : 0) - region.reads[index].count { usesLeft[Int($0)] == 1 }
      },
      place: { index in for read in region.reads[index] { usesLeft[Int(read)] -= 1 } })
  }

  /// An order made step by step from the instructions that wait for no others.
  ///
  /// - Parameters:
  ///   - waiting: how many others each instruction waits for.
  ///   - next: those that wait for each instruction.
  ///   - prefers: which of two equally good instructions comes first.
  ///   - change: how many more values are live with an instruction placed next; the least is best.
  ///   - place: notes that an instruction is placed.
  private func list(
    waiting: [Int], next: [[Int32]], prefers: (Int32, Int32) -> Bool, change: (Int) -> Int,
    place: (Int) -> Void
  ) -> [Int32] {
    var waiting = waiting
    var ready: [Int32] = waiting.indices.filter { waiting[$0] == 0 }.map(Int32.init)
    var order: [Int32] = []
    while !ready.isEmpty {
      var best = 0
      var bestChange = Int.max
      for (position, index) in ready.enumerated() {
        let change = change(Int(index))
        if change < bestChange || change == bestChange && prefers(index, ready[best]) {
          best = position
          bestChange = change
        }
      }
      let index = ready[best]
      ready.swapAt(best, ready.count - 1)
      ready.removeLast()
      order.append(index)
      place(Int(index))
      for other in next[Int(index)] {
        waiting[Int(other)] -= 1
        if waiting[Int(other)] == 0 { ready.append(other) }
      }
    }
    return order
  }

  /// Each instruction that nothing waits for in the order there is, behind all that it needs.
  ///
  /// - Parameter byNeed: whether what needs most registers comes first.
  private func depthFirst(byNeed: Bool) -> [Int32] {
    var isDone = [Bool](repeating: false, count: region.instructions.count)
    var order: [Int32] = []
    var stack: [(index: Int32, next: Int)] = []
    let need = need
    let operands = region.predecessors.map { list in
      byNeed && list.count > 1
        ? list.sorted { (need[Int($1)], $0) < (need[Int($0)], $1) } : list
    }
    for root in region.instructions.indices where region.successors[root].isEmpty {
      stack.append((Int32(root), 0))
      while let (index, next) = stack.last {
        let list = operands[Int(index)]
        if isDone[Int(index)] {
          stack.removeLast()
        } else if next == list.count {
          isDone[Int(index)] = true
          order.append(index)
          stack.removeLast()
        } else {
          stack[stack.count - 1].next += 1
          if !isDone[Int(list[next])] { stack.append((list[next], 0)) }
        }
      }
    }
    return order
  }
}
