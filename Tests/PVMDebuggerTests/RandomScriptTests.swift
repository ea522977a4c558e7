import Foundation
import PVM
import PVMDebugger
import PVMVM
import TestSupport
import Testing

/// Random scripts of steps, breakpoints and reversals: every stop is where the plain trace says, in the state that it says.
@Suite struct RandomScriptTests {
  /// How many scripts; `PVM_DEBUG_SCRIPTS` overrides.
  private static let count: UInt64 = {
    if let text = ProcessInfo.processInfo.environment["PVM_DEBUG_SCRIPTS"],
      let count = UInt64(text)
    {
      return count
    }
    return 60
  }()

  /// How many commands a script has.
  private static let length = 30

  @Test(arguments: Target.all)
  func everyStateIsThatOfThePlainTrace(_ target: Target) throws {
    var reasons: [String: Int] = [:]
    var grown = 0
    for seed in 0..<(Self.count + 1) / 2 {
      let run = try SampleRun(seed: seed, target: target)
      let trace = PlainTrace(run.machine(), limit: 20_000, host: run.host)
      try #require(trace.exit != nil, "seed \(seed) does not end")
      if let last = trace.states.last, last.brk > trace.states[0].brk { grown += 1 }
      var random = SeededRandom(seed: seed ^ 0x5EED)
      var script = Script(
        trace: trace,
        session: run.session(
          interval: UInt64.random(in: 1...300, using: &random),
          maximumSnapshots: Int.random(in: 2...20, using: &random)))
      for number in 0..<Self.length {
        let (command, expected) = try script.step(&random)
        let place = "\(target), seed \(seed), command \(number): \(command)"
        let machine = script.session.machine
        try #require(machine.steps == UInt64(expected), "\(place)")
        let difference = machine.difference(from: trace.states[expected])
        try #require(difference == nil, "\(place): \(difference ?? "")")
        try #require(machine.depth == trace.depths[expected], "\(place)")
        let isEnd = expected == trace.states.count - 1
        try #require(machine.exit == (isEnd ? trace.exit : nil), "\(place)")
        reasons[String(command.prefix { $0 != " " }), default: 0] += 1
      }
    }
    if Self.count >= 60 {
      #expect(reasons.count == 11, "\(reasons)")
      #expect(grown >= 5)
    }
  }

  /// A script and what it has to do.
  private struct Script {
    /// The run as it is.
    let trace: PlainTrace
    /// The run under inspection.
    let session: DebugSession
    /// Where the run is.
    private var here = 0
    /// The code indices with breakpoints.
    private var breaks: Set<UInt32> = []
    /// The watched range.
    private var watch: (address: UInt32, count: Int)?
    /// Whether host calls stop.
    private var catches = false

    /// Starts a script.
    init(trace: PlainTrace, session: DebugSession) {
      self.trace = trace
      self.session = session
    }

    /// The last step of the run.
    private var end: Int { trace.states.count - 1 }

    /// Whether a run stops in front of the instruction at a step.
    private func stops(at step: Int) -> Bool {
      guard step < end else { return false }
      let state = trace.states[step]
      if breaks.contains(state.pc) { return true }
      return catches && state.opcode(at: Int(state.pc)) == .ecalli
    }

    /// Whether a step stores into the watched range.
    private func stores(_ step: Int) -> Bool {
      guard let watch, step > 0 else { return false }
      return trace.stores[step].contains { store in
        Int(store.address) < Int(watch.address) + watch.count
          && Int(watch.address) < Int(store.address) + store.count
      }
    }

    /// The next stop, a goal included.
    private func forward(_ goal: (Int) -> Bool) -> Int {
      if here == end { return end }
      for step in here + 1...end where step == end || stops(at: step) || stores(step) || goal(step)
      {
        return step
      }
      return end
    }

    /// The last stop before, a goal included.
    private func backward(_ goal: (Int) -> Bool) -> Int {
      var step = here - 1
      while step > 0, !stops(at: step), !stores(step + 1), !goal(step) { step -= 1 }
      return max(0, step)
    }

    /// Does a command; the result is the command and the step where it has to stop.
    mutating func step(_ random: inout SeededRandom) throws -> (String, Int) {
      let depth = trace.depths[here]
      let depths = trace.depths
      let name: String
      switch Int.random(in: 0..<11, using: &random) {
      case 0:
        name = "stepi"
        here = forward { _ in true }
        _ = session.step(.instruction, over: false)
      case 1:
        name = "nexti"
        here = forward { depths[$0] <= depth }
        _ = session.step(.instruction, over: true)
      case 2:
        name = "finish"
        if depth == 0 {
          #expect(throws: DebuggerError.self) { try session.leave() }
        } else {
          here = forward { depths[$0] < depth }
          _ = try session.leave()
        }
      case 3:
        name = "reverse-finish"
        if depth == 0 {
          #expect(throws: DebuggerError.self) { try session.leave(backward: true) }
        } else {
          here = backward { depths[$0] < depth }
          _ = try session.leave(backward: true)
        }
      case 4:
        name = "reverse-stepi"
        here = max(0, here - 1)
        _ = session.step(.instruction, over: false, backward: true)
      case 5:
        name = "reverse-nexti"
        here = backward { depths[$0] <= depth }
        _ = session.step(.instruction, over: true, backward: true)
      case 6:
        name = "continue"
        here = forward { _ in false }
        _ = session.resume()
      case 7:
        name = "reverse-continue"
        here = backward { _ in false }
        _ = session.reverse()
      case 8:
        here = Int.random(in: 0...end, using: &random)
        name = "goto \(here)"
        _ = session.go(to: UInt64(here))
      case 9:
        name = "who"
        let address = 0x20000 + 8 * UInt32.random(in: 0..<16, using: &random)
        let writer = session.lastWriter(address: address, count: 8)
        let expected = (0...here).last { step in
          trace.stores[step].contains { $0.address < address + 8 && address < $0.address + 8 }
        }
        #expect(writer.map { Int($0.step) + 1 } == expected)
        if let writer, let expected {
          #expect(writer.pc == trace.states[expected - 1].pc)
          #expect(writer.after == trace.states[expected].read(address: UInt64(address), count: 8))
        }
      default:
        name = "stops"
        try changeStops(&random)
      }
      return (name, here)
    }

    /// Sets other breakpoints.
    private mutating func changeStops(_ random: inout SeededRandom) throws {
      try session.remove(session.breakpoints.map(\.id))
      breaks = []
      watch = nil
      catches = Int.random(in: 0..<4, using: &random) == 0
      if catches { try session.add(.hostCall(nil), text: "calls") }
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let pc = session.program.pcs.randomElement(using: &random) ?? 0
        breaks.insert(pc)
        try session.add(session.place("*\(pc)").place, text: "pc")
      }
      if Int.random(in: 0..<3, using: &random) == 0 {
        let range = (0x20000 + UInt32.random(in: 0..<128, using: &random), 4)
        watch = range
        try session.add(
          .watch(Breakpoint.Watch(address: range.0, count: range.1, kind: .write)), text: "watch")
      }
    }
  }
}
