/// What a command and the breakpoints make a run stop at.
struct StopConditions: StopTest {
  /// Where a command leads.
  enum Goal {
    /// Nowhere.
    case none
    /// Where no more than so many calls have not returned.
    case depth(Int)
    /// Out of a function that is inlined: where no more calls have not returned, and not at the positions inside.
    case leave(depth: Int, inside: [Bool])
    /// Where something else begins.
    case position(PositionTracker)
  }

  /// The enabled breakpoints.
  private let breakpoints: [Breakpoint]
  /// Whether there is a breakpoint at an instruction.
  private var hasBreakpoint: [Bool]
  /// Whether there is one at host calls.
  private let hasHostCalls: Bool
  /// The watched memory: the breakpoint's index, and the bytes as they were.
  private var watched: [(index: Int, watch: Breakpoint.Watch, bytes: [UInt8]?)] = []
  /// Where the command leads.
  private var goal: Goal
  /// The locations.
  private let positionOfInstruction: [Int32]
  /// Whether a condition holds.
  private let holds: (Expression, ReplayMachine) -> Bool
  /// Why it stopped last.
  private(set) var reason = StopReason.arrived

  /// Prepares to stop.
  ///
  /// - Parameter holds: whether a condition holds; one that cannot be computed does.
  init(
    _ breakpoints: [Breakpoint], goal: Goal = .none, locations: LocationTable,
    program: DecodedProgram, holds: @escaping (Expression, ReplayMachine) -> Bool
  ) {
    self.breakpoints = breakpoints.filter(\.isEnabled)
    self.goal = goal
    self.holds = holds
    positionOfInstruction = locations.positionOfInstruction
    hasBreakpoint = Array(repeating: false, count: program.pcs.count)
    var hasHostCalls = false
    for (index, breakpoint) in self.breakpoints.enumerated() {
      switch breakpoint.place {
      case .code(let numbers): for number in numbers { hasBreakpoint[number] = true }
      case .hostCall: hasHostCalls = true
      case .watch(let watch): watched.append((index, watch, nil))
      }
    }
    self.hasHostCalls = hasHostCalls
  }

  /// Notes the state that the run goes on from.
  mutating func begin(_ machine: ReplayMachine) {
    for index in watched.indices { watched[index].bytes = watched[index].watch.bytes(machine) }
    if case .position(var tracker) = goal {
      tracker.begin(machine)
      goal = .position(tracker)
    }
  }

  /// Whether a run stops in front of the next instruction.
  mutating func stops(at machine: ReplayMachine) -> Bool {
    guard machine.exit == nil else { return false }
    let arrived = reaches(machine)
    guard let number = machine.instructionNumber else {
      if arrived { reason = .arrived }
      return arrived
    }
    if hasBreakpoint[number] || hasHostCalls, let hits = hits(machine, number) {
      reason = .breakpoints(hits)
      return true
    }
    if arrived { reason = .arrived }
    return arrived
  }

  /// Whether the goal is reached.
  private mutating func reaches(_ machine: ReplayMachine) -> Bool {
    switch goal {
    case .none: return false
    case .depth(let depth): return machine.depth <= depth
    case .leave(let depth, let inside):
      guard machine.depth <= depth else { return false }
      guard machine.depth == depth, let number = machine.instructionNumber,
        positionOfInstruction[number] >= 0
      else { return true }
      return !inside[Int(positionOfInstruction[number])]
    case .position(var tracker):
      // Taken out, so that it is changed in place.
      goal = .none
      defer { goal = .position(tracker) }
      return tracker.isStart(machine)
    }
  }

  /// The numbers of the breakpoints that stop in front of an instruction; nil if none does.
  private func hits(_ machine: ReplayMachine, _ number: Int) -> [Int]? {
    var hits: [Int] = []
    let call = hasHostCalls ? machine.pendingHostCall : nil
    for breakpoint in breakpoints {
      switch breakpoint.place {
      case .code(let numbers): if !numbers.contains(number) { continue }
      case .hostCall(let index): if call == nil || index != nil && index != call { continue }
      case .watch: continue
      }
      if breakpoint.condition.map({ holds($0, machine) }) ?? true { hits.append(breakpoint.id) }
    }
    return hits.isEmpty ? nil : hits
  }

  /// Whether a run stops because of the step that led here.
  mutating func stops(after machine: ReplayMachine, _ call: HostCallRecord?) -> Bool {
    if watched.isEmpty { return false }
    var isHit = false
    for index in watched.indices {
      let (number, watch, bytes) = watched[index]
      let isWritten =
        watch.overlaps(machine.storedAddress, machine.storedCount)
        || call?.writes.contains { watch.overlaps($0.address, $0.bytes.count) } == true
      let isRead = watch.overlaps(machine.loadedAddress, machine.loadedCount)
      guard isWritten || isRead else { continue }
      let after = watch.bytes(machine)
      watched[index].bytes = after
      if watch.kind == .write && !isWritten || watch.kind == .read && !isRead { continue }
      let breakpoint = breakpoints[number]
      if isHit || !(breakpoint.condition.map { holds($0, machine) } ?? true) { continue }
      isHit = true
      reason = .watch(
        WatchHit(
          id: breakpoint.id, isWrite: isWritten, pc: machine.executedPC, before: bytes,
          after: after))
    }
    return isHit
  }
}

extension Breakpoint.Watch {
  /// The watched bytes; nil if they cannot be read.
  func bytes(_ machine: ReplayMachine) -> [UInt8]? {
    machine.memory.read(address: UInt64(address), count: UInt64(count))
  }
}
