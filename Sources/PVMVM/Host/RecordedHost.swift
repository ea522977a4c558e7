public import PVM

/// How a run differs from a recorded one.
public struct ReplayDifference: Equatable, Sendable {
  /// What differs.
  public enum Kind: Equatable, Sendable {
    /// The counter.
    case pc(recorded: UInt32, actual: UInt32)
    /// The gas left.
    case gas(recorded: Int64, actual: Int64)
    /// A register.
    case register(Register, recorded: UInt64, actual: UInt64)
    /// Which host function is called.
    case call(recorded: UInt64, actual: UInt64)
    /// Bytes that the host reads; nil if they cannot be read.
    case bytes(address: UInt32, recorded: [UInt8], actual: [UInt8]?)
    /// A range that the host writes cannot be written.
    case notWritable(address: UInt32, count: Int)
    /// The run ended where the log has something else.
    case end(actual: ExitReason)
    /// The run goes on with a host call where the log ends.
    case unexpectedCall(UInt64)
  }

  /// What differs.
  public var kind: Kind
  /// The line of the log, counted from 1.
  public var line: Int

  /// Creates a difference.
  public init(kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }
}

/// Answers host calls as a recorded run has them, and compares everything the log tells.
public struct RecordedHost: HostCallHandler, Sendable {
  /// The run.
  private let run: RecordedRun
  /// How many calls have been answered.
  private var position = 0
  /// The first difference; the run is ended with a panic there.
  public private(set) var difference: ReplayDifference?

  /// Answers the calls of a run.
  public init(_ run: RecordedRun) { self.run = run }

  /// Nothing: the log says how much gas is left.
  public func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? { 0 }

  /// The log says what it costs.
  public var growsHeap: Bool { true }

  /// The call that comes next in the log; nil if the run ends before one.
  var nextCall: RecordedRun.Call? { position < run.calls.count ? run.calls[position] : nil }

  /// Compares the call with the log and does what it says.
  public mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    guard position < run.calls.count else {
      difference = ReplayDifference(kind: .unexpectedCall(index), line: run.endState.line)
      return .panic
    }
    let call = run.calls[position]
    if call.index != index {
      difference = ReplayDifference(
        kind: .call(recorded: call.index, actual: index), line: call.state.line)
      return .panic
    }
    difference = compare(call.state, machine) ?? perform(call.actions, on: &machine)
    if machine.target.hostFunction(index) == .growHeap, difference == nil {
      // The answer is where the heap ends now.
      let (heap, end) = (machine.heapPages, machine[.a0])
      if end > heap.end, end <= heap.limit { machine.growHeap(toPage: end) }
    }
    if difference != nil { return .panic }
    position += 1
    guard let gas = call.gasAfter else {
      // The run ends in this call; what the call cost is only known from there.
      machine.gas = run.endState.gas
      switch run.end {
      case .halt: return .halt
      case .outOfGas: return .outOfGas
      default: return .panic
      }
    }
    machine.gas = gas
    return .resume
  }

  /// Compares a machine that has not run yet with the log.
  func compareStart<Guest: GuestMachine & ~Copyable>(
    _ machine: borrowing Guest
  ) -> ReplayDifference? { compare(run.start, machine) }

  /// Compares the end of a run with the log.
  public mutating func finish<Guest: GuestMachine & ~Copyable>(
    _ exit: ExitReason, _ machine: borrowing Guest
  ) {
    if difference != nil { return }
    let isAsRecorded =
      switch exit {
      case .halt: run.end == .halt
      case .outOfGas: run.end == .outOfGas
      case .panic, .pageFault: run.end == .panic
      case .hostCall: false
      }
    if position < run.calls.count {
      difference = ReplayDifference(
        kind: .end(actual: exit), line: run.calls[position].state.line)
    } else if !isAsRecorded {
      difference = ReplayDifference(kind: .end(actual: exit), line: run.endState.line)
    } else {
      difference = compare(run.endState, machine)
    }
  }

  /// Compares counter, gas and registers with the log.
  private func compare<Guest: GuestMachine & ~Copyable>(
    _ state: RecordedRun.State, _ machine: borrowing Guest
  ) -> ReplayDifference? {
    if machine.pc != state.pc {
      return ReplayDifference(
        kind: .pc(recorded: state.pc, actual: machine.pc), line: state.line)
    }
    if machine.gas != state.gas {
      return ReplayDifference(
        kind: .gas(recorded: state.gas, actual: machine.gas), line: state.line)
    }
    for register in RegisterSet.all where machine[register] != state.registers[register] {
      return ReplayDifference(
        kind: .register(
          register, recorded: state.registers[register], actual: machine[register]),
        line: state.line)
    }
    return nil
  }

  /// Does what the host did.
  private func perform<Guest: GuestMachine & ~Copyable>(
    _ actions: [RecordedRun.Action], on machine: inout Guest
  ) -> ReplayDifference? {
    for action in actions {
      switch action {
      case .read(let recorded):
        let actual = machine.read(
          address: UInt64(recorded.address), count: UInt64(recorded.bytes.count))
        if actual != recorded.bytes {
          return ReplayDifference(
            kind: .bytes(
              address: recorded.address, recorded: recorded.bytes, actual: actual),
            line: recorded.line)
        }
      case .write(let recorded):
        if !machine.write(address: UInt64(recorded.address), recorded.bytes) {
          return ReplayDifference(
            kind: .notWritable(address: recorded.address, count: recorded.bytes.count),
            line: recorded.line)
        }
      case .set(let register, let value):
        machine[register] = value
      }
    }
    return nil
  }
}
