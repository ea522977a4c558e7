import PVMCodegen
import Support
import Testing

/// Runs ordered moves on a concrete machine and compares with doing them at once.
@Suite struct ParallelMoveTests {
  /// The first slot that the resolver may use for itself in these tests.
  private static let scratch: Int32 = 8

  /// Executes the resolver's output; checks that it only uses what it may.
  private func check(_ moves: [ParallelMove], registers: Int, free: UInt16) -> String? {
    var resolver = ParallelMoveResolver(firstScratchSlot: Self.scratch)
    return check(moves, registers: registers, free: free, &resolver)
  }

  /// The same with a resolver that has been used before.
  private func check(
    _ moves: [ParallelMove], registers: Int, free: UInt16, _ resolver: inout ParallelMoveResolver
  ) -> String? {
    // Initial contents: register r holds r, slot s holds 100 + s, constant c is 200 + c.
    var state = [MoveLocation: Int]()
    for register in 0..<13 { state[.register(UInt8(register))] = register }
    for slot in 0..<Self.scratch { state[.slot(slot)] = 100 + Int(slot) }
    var expected = state
    func content(_ location: MoveLocation, _ state: [MoveLocation: Int]) -> Int? {
      if case .constant(let number) = location { return 200 + Int(number) }
      return state[location]
    }
    for move in moves { expected[move.target] = content(move.source, state) }
    resolver.resolve(moves, free: free)
    for move in resolver.output {
      switch (move.target, move.source) {
      case (.slot, .slot), (.slot, .constant), (.constant, _):
        return "not an instruction: \(move)"
      default: break
      }
      guard let value = content(move.source, state) else { return "reads nothing: \(move)" }
      state[move.target] = value
    }
    for (location, value) in expected {
      if case .register(let register) = location, free >> register & 1 != 0,
        !moves.contains(where: { $0.target == location || $0.source == location })
      {
        continue
      }
      if state[location] != value {
        return
          "\(location) is \(state[location] ?? -1), not \(value): \(moves) -> \(resolver.output)"
      }
    }
    let scratchSlots = resolver.output.compactMap { move -> Int32? in
      if case .slot(let slot) = move.target, slot >= Self.scratch { slot } else { nil }
    }
    if let highest = scratchSlots.max(), highest >= Self.scratch + resolver.scratchSlotCount {
      return "uses slot \(highest) without saying so"
    }
    return nil
  }

  /// Every map from targets to sources over one to five registers, with and without a free register.
  @Test(arguments: 1...5)
  func everyRegisterMap(_ count: Int) {
    var choices = [Int](repeating: 0, count: count)
    var resolver = ParallelMoveResolver(firstScratchSlot: Self.scratch)
    while true {
      // Choice `count` means that the register is not written.
      var moves: [ParallelMove] = []
      for (target, source) in choices.enumerated() where source < count {
        moves.append(ParallelMove(.register(UInt8(target)), from: .register(UInt8(source))))
      }
      for free: UInt16 in [0, 1 << 9] {
        if let problem = check(moves, registers: count, free: free, &resolver) {
          Issue.record("\(problem)")
          return
        }
        #expect(resolver.output.count == optimum(choices, count))
      }
      var position = 0
      while position < count, choices[position] == count {
        choices[position] = 0
        position += 1
      }
      if position == count { break }
      choices[position] += 1
    }
  }

  /// One instruction per changed register and one more per cycle.
  private func optimum(_ choices: [Int], _ count: Int) -> Int {
    var result = 0
    for (target, source) in choices.enumerated() where source < count && source != target {
      result += 1
    }
    // A cycle that nobody outside reads needs one more; so does one that is read from outside only
    // if the reader does not already save a member: a reader is such a save.
    for start in 0..<count {
      var members = [start]
      var current = choices[start]
      while current < count, current != start, !members.contains(current) {
        members.append(current)
        current = choices[current]
      }
      guard current == start, members.count > 1, members.min() == start else { continue }
      result += 1
    }
    return result
  }

  /// Every map over two registers, two slots and a constant, with and without free registers.
  @Test func everyMixedMap() {
    let targets: [MoveLocation] = [.register(0), .register(1), .slot(0), .slot(1), .slot(2)]
    let sources = targets + [.constant(0)]
    var choices = [Int](repeating: 0, count: targets.count)
    while true {
      var moves: [ParallelMove] = []
      for (target, source) in choices.enumerated() where source < sources.count {
        moves.append(ParallelMove(targets[target], from: sources[source]))
      }
      for free: UInt16 in [0, 1 << 9, 0b11 << 5] {
        if let problem = check(moves, registers: 2, free: free) {
          Issue.record("\(problem)")
          return
        }
      }
      var position = 0
      while position < targets.count, choices[position] == sources.count {
        choices[position] = 0
        position += 1
      }
      if position == targets.count { break }
      choices[position] += 1
    }
  }
}
