import PVM
import PVMDebugger
import PVMVM
import TestSupport
import Testing

/// The debugger's execution against the reference interpreter: every state of random programs.
@Suite struct ReplayMachineTests {
  /// How many programs.
  private static let count: UInt64 = {
    #if DEBUG
      return 300
    #else
      return 3_000
    #endif
  }()

  @Test(arguments: Target.all)
  func statesAreThoseOfTheReference(_ target: Target) throws {
    var ends: [String: Int] = [:]
    for seed in 0..<Self.count {
      var random = RandomProgram(seed: seed, target: target)
      let isGarbage = seed % 3 == 0 && !target.validatesPrograms
      let blob = isGarbage ? random.garbage() : random.plausible()
      let machine = random.machine(try LoadedProgram(blob))
      let trace = PlainTrace(machine, limit: 400)
      let timeline = Timeline(
        ReplayMachine(copying: machine), host: HandlerService(TestHost()), interval: 16)
      for (step, state) in trace.states.enumerated() {
        timeline.go(to: UInt64(step))
        let difference = timeline.current.difference(from: state)
        try #require(difference == nil, "seed \(seed), step \(step): \(difference ?? "")")
        let isEnd = step == trace.states.count - 1
        try #require(timeline.current.exit == (isEnd ? trace.exit : nil), "seed \(seed)")
      }
      if let exit = trace.exit { ends[kind(exit), default: 0] += 1 }
    }
    // All ways to end occur, or the programs are not worth much.
    for end in ["halt", "panic", "fault", "gas", "call"] {
      #expect(ends[end, default: 0] > 0, "\(end)")
    }
  }

  /// An end in a word.
  private func kind(_ exit: ExitReason) -> String {
    switch exit {
    case .halt: "halt"
    case .panic: "panic"
    case .pageFault: "fault"
    case .outOfGas: "gas"
    case .hostCall: "call"
    }
  }
}

extension ReplayMachine {
  /// How the state differs from the reference's; nil if it does not.
  func difference(from state: ReferenceInterpreter) -> String? {
    if pc != state.pc { return "pc \(pc), not \(state.pc)" }
    if gas != state.gas { return "gas \(gas), not \(state.gas)" }
    for register in RegisterSet.all where self[register] != state[register] {
      return "r\(register.number) \(self[register]), not \(state[register])"
    }
    if isBlockPaid != state.charged { return "block paid \(isBlockPaid)" }
    if heapEnd != UInt64(state.brk) { return "heap \(heapEnd), not \(state.brk)" }
    let pages = memory.accessiblePages
    if pages.count != state.ram.access.count { return "\(pages.count) pages" }
    for page in pages {
      let expected: PageAccess =
        switch state.ram.access[page.index] {
        case nil: .inaccessible
        case .readOnly: .readOnly
        case .readWrite: .readWrite
        }
      if page.access != expected { return "page \(page.index) \(page.access), not \(expected)" }
      if memory.content(page: page.index) != state.ram.data[page.index] {
        return "content of page \(page.index)"
      }
    }
    return nil
  }
}
