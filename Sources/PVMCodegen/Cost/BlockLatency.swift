internal import PVM
internal import Support

/// Estimates how many cycles the machine takes for instructions in front of register allocation, in the order there is, where
/// blocks have costs.
///
/// The model of the processor (`BlockSimulator`) needs registers of the machine; this one has as many as it wants. It decodes in
/// order, four slots a cycle and 32 instructions in flight, starts an instruction when its operands are there, and lets no
/// more than four accesses to memory happen at the same time, during which nothing is computed.
struct BlockLatency {
  /// What the model has to know of an instruction.
  struct Timing {
    /// Cycles until the result is there.
    var latency: Int
    /// Decode slots.
    var slots: Int
    /// Whether it takes an arithmetic unit.
    var isComputed: Bool

    /// The timing of a machine instruction, branches as if a side were marked.
    init(_ instruction: MachineInstruction) {
      (latency, slots, isComputed) =
        switch instruction.opcode {
        case .copy, .splitCopy, MachineOpcode(.moveReg): (0, 1, false)
        case .loadConstant: (1, Immediate.fits(instruction.x) ? 1 : 2, false)
        case .zeroExtend32, .frameAddress: (2, 3, true)
        case .loadIncoming, .storeOutgoing, .spillLoad, .spillStore: (BlockLatency.memory, 1, true)
        case .ret, .switchJump: (Int(Opcode.jumpInd.timing.latency), 1, false)
        case .call, .tailCall: (Int(Opcode.jump.timing.latency), 1, false)
        case .hostCall: (Int(Opcode.ecalli.timing.latency), 4, true)
        default: Timing.ofMachine(instruction.opcode.opcode)
        }
    }

    /// The timing of an instruction of the PVM.
    private static func ofMachine(_ opcode: Opcode?) -> (Int, Int, Bool) {
      guard let opcode else { return (1, 1, true) }
      let timing = opcode.timing
      let isBranch = opcode.traits.contains(.conditionalBranch)
      return (
        Int(isBranch ? InstructionTiming.markedBranchLatency : timing.latency), Int(timing.slots),
        timing.units.arithmeticCount > 0
      )
    }
  }

  /// Cycles of an access to memory.
  static let memory = Int(InstructionTiming.memoryLatency)
  /// How many arithmetic units there are.
  private static let units = 4
  /// How many instructions are in flight at most.
  private static let window = 32

  /// The present cycle of the decoder.
  private var cycle = 0
  /// Decode slots left in it.
  private var slots = 4
  /// When each instruction has left the processor.
  private var retired: [Int] = []
  /// When accesses to memory start.
  private var starts: [Int] = []
  /// When all is done.
  private(set) var last = 0

  /// Starts with nothing.
  init() {}

  /// Executes the next instruction; gives when its result is there.
  ///
  /// - Parameter ready: when its operands are there.
  mutating func execute(_ timing: Timing, ready: Int) -> Int {
    if timing.slots > slots {
      cycle += 1
      slots = 4
    }
    if retired.count >= Self.window, retired[retired.count - Self.window] > cycle {
      cycle = retired[retired.count - Self.window]
      slots = 4
    }
    slots -= timing.slots
    var start = max(cycle + 1, ready)
    if timing.isComputed {
      start = firstFree(from: start, cycles: timing.latency)
      if timing.latency >= Self.memory {
        // What the decoder has left behind is in nobody's way.
        if starts.count >= 32 { starts.removeAll { $0 + Self.memory <= cycle } }
        starts.append(start)
      }
    }
    let end = start + timing.latency
    retired.append(max(end + 2, retired.last ?? 0))
    last = max(last, end)
    return end
  }

  /// The first cycle from one on in which a unit is free for so long.
  private func firstFree(from first: Int, cycles: Int) -> Int {
    var start = first
    while true {
      var count = 0
      var earliest = Int.max
      for other in starts where other < start + cycles && other + Self.memory > start {
        count += 1
        earliest = min(earliest, other)
      }
      if count < Self.units { return start }
      start = earliest + Self.memory
    }
  }

  /// What instructions without calls take in the order there is, to the last result.
  static func cycles(of instructions: some Sequence<MachineInstruction>) -> Int {
    var latency = BlockLatency()
    var done: [MachineRegister: Int] = [:]
    for instruction in instructions {
      var ready = 0
      instruction.forEachRead { ready = max(ready, done[$0] ?? 0) }
      let end = latency.execute(Timing(instruction), ready: ready)
      if instruction.def.exists { done[instruction.def] = end }
    }
    return latency.last
  }
}
