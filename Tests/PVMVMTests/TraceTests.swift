import Foundation
import PVM
import PVMVM
import TestSupport
import Testing

/// The recorded runs of a real service.
@Suite(.enabled(if: SharedFolder.folder("vectors/traces") != nil, "needs ../shared/vectors"))
struct TraceTests {
  /// The logs that are there.
  static let names = SharedFolder.names("vectors/traces").filter { $0.hasSuffix(".log") }

  @Test func allTracesAreThere() {
    #expect(TraceTests.names.count == 12)
  }

  @Test(arguments: names)
  func fastInterpreter(_ name: String) throws {
    let bytes = try #require(SharedFolder.bytes("vectors/traces/\(name)"))
    let run = try RecordedRun(parsing: bytes)
    #expect(run.isStandardProgram)
    #expect(!run.calls.isEmpty)
    let difference = try run.replay()
    #expect(difference == nil, "\(difference?.description ?? "")")
  }

  /// The reference interpreter is slow: in a debug build it gets the shorter runs only.
  @Test(arguments: names)
  func lockstep(_ name: String) throws {
    let bytes = try #require(SharedFolder.bytes("vectors/traces/\(name)"))
    let run = try RecordedRun(parsing: bytes)
    #if DEBUG
      let length = run.start.gas - run.endState.gas
      if length > 100_000, ProcessInfo.processInfo.environment["PVM_ALL_LOCKSTEP"] == nil {
        return
      }
    #endif
    var checker = LockstepChecker(try run.makeMachine())
    let difference = run.replay(on: &checker)
    checker.compareMemory()
    let lockstep = checker.difference
    #expect(lockstep == nil, "\(lockstep?.description ?? "")")
    #expect(difference == nil, "\(difference?.description ?? "")")
  }

  @Test func everyChangeIsFound() throws {
    let bytes = try #require(SharedFolder.bytes("vectors/traces/trace-002.log"))
    let run = try RecordedRun(parsing: bytes)
    let call = run.calls[1]

    var changed = run
    changed.calls[1].state.pc += 1
    #expect(
      try changed.replay()
        == ReplayDifference(
          kind: .pc(recorded: call.state.pc + 1, actual: call.state.pc), line: call.state.line))

    changed = run
    changed.calls[1].state.gas += 1
    #expect(
      try changed.replay()
        == ReplayDifference(
          kind: .gas(recorded: call.state.gas + 1, actual: call.state.gas), line: call.state.line))

    changed = run
    changed.calls[1].state.registers[Register(3)] += 1
    let r3 = call.state.registers[Register(3)]
    #expect(
      try changed.replay()
        == ReplayDifference(
          kind: .register(Register(3), recorded: r3 + 1, actual: r3), line: call.state.line))

    changed = run
    changed.calls[1].index = 7
    #expect(
      try changed.replay()
        == ReplayDifference(kind: .call(recorded: 7, actual: 1), line: call.state.line))

    changed = run
    changed.start.registers[Register(2)] = 1
    #expect(
      try changed.replay()
        == ReplayDifference(
          kind: .register(Register(2), recorded: 1, actual: 0), line: run.start.line))

    changed = run
    changed.endState.gas -= 1
    #expect(
      try changed.replay()
        == ReplayDifference(
          kind: .gas(recorded: run.endState.gas - 1, actual: run.endState.gas),
          line: run.endState.line))

    changed = run
    changed.end = .panic
    #expect(
      try changed.replay() == ReplayDifference(kind: .end(actual: .halt), line: run.endState.line))

    changed = run
    let last = changed.calls.removeLast()
    #expect(
      try changed.replay()
        == ReplayDifference(kind: .unexpectedCall(last.index), line: run.endState.line))

    changed = run
    changed.calls.append(last)
    #expect(
      try changed.replay() == ReplayDifference(kind: .end(actual: .halt), line: last.state.line))

    changed = run
    changed.start.gas = 1000
    #expect(try changed.replay() != nil)
  }

  @Test func memoryOfTheHostIsCompared() throws {
    let bytes = try #require(SharedFolder.bytes("vectors/traces/trace-002.log"))
    let run = try RecordedRun(parsing: bytes)
    for (position, call) in run.calls.enumerated() {
      for (index, action) in call.actions.enumerated() {
        guard case .read(var recorded) = action, !recorded.bytes.isEmpty else { continue }
        let actual = recorded.bytes
        recorded.bytes[0] ^= 1
        var changed = run
        changed.calls[position].actions[index] = .read(recorded)
        #expect(
          try changed.replay()
            == ReplayDifference(
              kind: .bytes(address: recorded.address, recorded: recorded.bytes, actual: actual),
              line: recorded.line))
        recorded.address = 0x8000
        changed.calls[position].actions[index] = .read(recorded)
        #expect(
          try changed.replay()
            == ReplayDifference(
              kind: .bytes(address: 0x8000, recorded: recorded.bytes, actual: nil),
              line: recorded.line))
        recorded.address = 0x10000
        changed.calls[position].actions[index] = .write(recorded)
        #expect(
          try changed.replay()
            == ReplayDifference(
              kind: .notWritable(address: 0x10000, count: recorded.bytes.count),
              line: recorded.line))
        return
      }
    }
    Issue.record("the log has no read")
  }
}
