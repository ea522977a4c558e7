internal import PVMVM

// Problem: going to any step of a run, forward and back.
//
// Method: the run is deterministic. Snapshots are taken on the way forward; an earlier state is the last snapshot before it
// and the steps from there. What the host did is noted at the first time and repeated from the notes, so that the host sees
// every call once.
//
// Invariants: the first snapshot is the start; snapshots are in ascending order; every host call before the furthest step is
// noted.
//
// Cost: with n steps done, a state is n / 256 steps away or less unless the snapshots' memory exceeds the budget. When there are
// too many, every second one is dropped and they are taken half as often.

/// What is tested while a run goes on.
protocol StopTest {
  /// Notes the state that the run goes on from.
  mutating func begin(_ machine: ReplayMachine)
  /// Whether a run stops in front of the next instruction.
  mutating func stops(at machine: ReplayMachine) -> Bool
  /// Whether a run stops because of the step that led here; going back, it stops in front of that step.
  mutating func stops(after machine: ReplayMachine, _ call: HostCallRecord?) -> Bool
}

/// A run that can be looked at at any step.
public final class Timeline {
  /// Why going on ended.
  enum End {
    /// The test said so.
    case stopped
    /// The step that was asked for is reached.
    case reached
    /// The run has ended.
    case ended
    /// Somebody interrupted.
    case interrupted
  }

  /// The state that is looked at.
  public private(set) var current: ReplayMachine
  /// The states to start from.
  private var snapshots: [ReplayMachine]
  /// How many steps are between snapshots.
  private var interval: UInt64
  /// The step at which the next snapshot is taken.
  private var nextSnapshot: UInt64
  /// How many pages the snapshots have beyond those of the first.
  private var pageCount = 0
  /// The host calls so far.
  public private(set) var calls: [HostCallRecord] = []
  /// Serves host calls.
  private let host: any HostService
  /// How many steps the run has, if its end was reached.
  public private(set) var length: UInt64?
  /// Asked now and then whether to stop.
  public var isInterrupted: () -> Bool = { false }

  /// How many snapshots there are at most.
  private let maximumSnapshots: Int
  /// How many pages of memory snapshots take at most, more or less.
  private let maximumPages: Int

  /// Starts with a state.
  ///
  /// - Parameters:
  ///   - interval: how many steps are between snapshots at first.
  ///   - maximumSnapshots: how many snapshots are kept.
  ///   - maximumPages: how many pages of 4,096 bytes they take together, more or less.
  public init(
    _ machine: ReplayMachine, host: any HostService, interval: UInt64 = 4096,
    maximumSnapshots: Int = 256, maximumPages: Int = 1 << 16
  ) {
    current = machine
    self.host = host
    self.interval = max(1, interval)
    self.maximumSnapshots = max(2, maximumSnapshots)
    self.maximumPages = maximumPages
    snapshots = [machine]
    nextSnapshot = machine.steps + max(1, interval)
  }

  /// The step that is looked at.
  public var step: UInt64 { current.steps }

  /// How many snapshots there are, and how many steps are between them.
  public var snapshotCounts: (count: Int, interval: UInt64) { (snapshots.count, interval) }

  // MARK: One step

  /// Does a step.
  ///
  /// - Precondition: the run has not ended.
  @inline(__always)
  private func advance() {
    if let exit = current.execute() { finish(exit) }
    current.steps += 1
    if current.steps >= nextSnapshot { takeSnapshot() }
  }

  /// Does what an instruction leaves to do.
  private func finish(_ exit: ExitReason) {
    guard case .hostCall(let index) = exit else {
      current.exit = exit
      length = current.steps + 1
      return
    }
    if current.hostCalls < calls.count {
      current.apply(calls[current.hostCalls])
    } else {
      let before = current
      var served = ServedMachine(current, index: index)
      let end = host.serve(&served)
      let record = HostCallRecord(
        index: index, step: before.steps, pc: before.pc, before: before.values,
        after: served.machine.values, gasBefore: before.gas, gasAfter: served.machine.gas,
        writes: served.writes, heapEnd: served.machine.heapEnd, exit: end)
      calls.append(record)
      current.apply(record)
    }
    current.hostCalls += 1
    if current.exit != nil { length = current.steps + 1 }
  }

  /// The host call that the last step was; nil if it was none.
  private var lastCall: HostCallRecord? {
    guard let call = current.hostCalls > 0 ? calls[current.hostCalls - 1] : nil,
      call.step + 1 == current.steps
    else { return nil }
    return call
  }

  /// Takes a snapshot.
  private func takeSnapshot() {
    pageCount += current.memory.pagesChanged(since: snapshots[snapshots.count - 1].memory)
    snapshots.append(current)
    while snapshots.count > maximumSnapshots || pageCount > maximumPages && snapshots.count > 2 {
      var kept: [ReplayMachine] = []
      for (index, snapshot) in snapshots.enumerated() where index % 2 == 0 {
        kept.append(snapshot)
      }
      snapshots = kept
      interval *= 2
      pageCount = 0
      for (before, after) in zip(snapshots, snapshots.dropFirst()) {
        pageCount += after.memory.pagesChanged(since: before.memory)
      }
    }
    nextSnapshot = snapshots[snapshots.count - 1].steps + interval
    if nextSnapshot <= current.steps { nextSnapshot = current.steps + interval }
  }

  // MARK: Going

  /// Goes forward until a test says so, a step is reached or the run ends.
  func run<Test: StopTest>(to limit: UInt64 = .max, _ test: inout Test) -> End {
    test.begin(current)
    var countdown = 1 << 16
    while current.exit == nil {
      if current.steps >= limit { return .reached }
      let callsBefore = current.hostCalls
      advance()
      let call = current.hostCalls == callsBefore ? nil : calls[callsBefore]
      // Both are asked, so that each sees every step.
      let isAfter = test.stops(after: current, call)
      if test.stops(at: current) || isAfter { return .stopped }
      countdown -= 1
      if countdown == 0 {
        countdown = 1 << 16
        if isInterrupted() { return .interrupted }
      }
    }
    return current.steps >= limit ? .reached : .ended
  }

  /// Goes forward to a step without looking.
  private func run(to limit: UInt64) {
    while current.exit == nil, current.steps < limit { advance() }
  }

  /// Goes to a step, or to the end if there are fewer.
  ///
  /// - Complexity: as many steps as lie between it and the last snapshot in front of it.
  public func go(to step: UInt64) {
    let snapshot = snapshots[snapshotIndex(before: step)]
    if step < current.steps || snapshot.steps > current.steps { current = snapshot }
    run(to: step)
  }

  /// The state at a step that was done, without going there.
  ///
  /// - Complexity: as `go(to:)`.
  func state(at step: UInt64) -> ReplayMachine {
    var machine = snapshots[snapshotIndex(before: step)]
    while machine.exit == nil, machine.steps < step {
      switch machine.execute() {
      case nil: break
      case .hostCall where machine.hostCalls < calls.count:
        machine.apply(calls[machine.hostCalls])
        machine.hostCalls += 1
      case let exit: machine.exit = exit
      }
      machine.steps += 1
    }
    return machine
  }

  /// The index of the last snapshot at or before a step.
  private func snapshotIndex(before step: UInt64) -> Int {
    var (low, high) = (0, snapshots.count)
    while low < high {
      let middle = (low + high) / 2
      if snapshots[middle].steps <= step { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// The last step before a step at which a run stops that goes back from there; nil if there is none.
  ///
  /// The state that is looked at is any afterwards: go somewhere.
  ///
  /// - Parameter noted: called when the test has said yes, which is to note why.
  func lastStop<Test: StopTest>(
    before step: UInt64, _ test: inout Test, noted: (inout Test) -> Void
  ) -> UInt64? {
    var end = step
    var index = snapshotIndex(before: step)
    while true {
      let start = snapshots[index].steps
      if start < end || start == 0 {
        current = snapshots[index]
        test.begin(current)
        var found: UInt64?
        // A state is tested in the part that it ends, as its test may ask for what was before it.
        if start == 0, step > 0, test.stops(at: current) {
          found = 0
          noted(&test)
        }
        while current.steps < end, current.exit == nil {
          advance()
          if test.stops(after: current, lastCall) {
            found = current.steps - 1
            noted(&test)
          }
          if test.stops(at: current), current.steps < step {
            found = current.steps
            noted(&test)
          }
        }
        if let found { return found }
        if isInterrupted() { return nil }
      }
      if index == 0 { return nil }
      end = start
      index -= 1
    }
  }
}

extension ReplayMemory {
  /// How many pages have other bytes of their own than in an earlier copy.
  ///
  /// - Complexity: linear in the pages that are not shared leaf by leaf.
  func pagesChanged(since other: ReplayMemory) -> Int {
    var count = 0
    visitLeaves(with: other) { mine, theirs in
      for index in mine.pages.indices where !mine.pages[index].isEmpty {
        let isShared =
          theirs.map {
            ReplayMemory.identity(mine.pages[index]) == ReplayMemory.identity($0.pages[index])
          } ?? false
        if !isShared { count += 1 }
      }
    }
    return count
  }

  /// What tells the storage of an array from others.
  static func identity<Element>(_ array: [Element]) -> UInt {
    // Only compared, never read.
    unsafe array.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
  }
}
