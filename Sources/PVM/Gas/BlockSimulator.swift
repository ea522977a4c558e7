// Problem: Gray Paper 0.8 charges for a basic block what a small out-of-order processor would take
// for it (`pvm-0.8.md` section 4.2), and its text states that processor cycle by cycle.
//
// Method: the same processor, driven by events. An instruction that is decoded in cycle t may start in
// t + 1; one that starts in s gives its result, and its units back, in s + latency, and is retired,
// after all before it, by s + latency + 2. The text's count of cycles until everything has retired,
// less 3, is the last s + latency, less 1. At most 32 instructions are in flight, so that sets of them
// are masks; cycles in which nothing can happen are left out. Moves are done when they are decoded:
// the destination gets the writer of the source.

/// The model of what a basic block costs under Gray Paper 0.8, one instruction after the other.
///
/// `decode` every instruction of the block in order, then take the cost with `finish`, after which the
/// next block can begin.
public struct BlockSimulator {
  /// The present cycle.
  private var cycle: UInt32 = 0
  /// The last cycle in which something that has started is done.
  private var lastDone: UInt32 = 0
  /// Decode slots left in this cycle.
  private var slots: UInt8 = 4
  /// Starts left in this cycle.
  private var starts = 5
  /// Units that are free.
  private var free = FunctionalUnits.machine
  /// How many instructions have been decoded, moves not counted; each is in the place of this number
  /// modulo 32.
  private var decoded: UInt32 = 0
  /// How many of them have retired.
  private var retired: UInt32 = 0
  /// The places decoded in this cycle.
  private var fresh: UInt32 = 0
  /// The places that wait for others.
  private var blocked: UInt32 = 0
  /// The places that wait for nothing but units.
  private var ready: UInt32 = 0
  /// The places that have started and are not done.
  private var executing: UInt32 = 0
  /// For each place the places it waits for.
  private var pending = InlineArray<32, UInt32>(repeating: 0)
  /// For each place the cycle in which it is done, once it has started.
  private var done = InlineArray<32, UInt32>(repeating: 0)
  /// For each place its latency.
  private var latencies = InlineArray<32, UInt8>(repeating: 0)
  /// For each place its units.
  private var units = InlineArray<32, FunctionalUnits>(repeating: .none)
  /// For each place the registers of which it is the last writer.
  private var owned = InlineArray<32, UInt16>(repeating: 0)
  /// For each register the place of its last writer, or `noPlace`.
  private var writers = InlineArray<16, UInt8>(repeating: BlockSimulator.noPlace)
  /// What happens when, if it is to be known.
  var timeline: BlockTimeline?

  /// Stands for no place.
  private static var noPlace: UInt8 { 0xFF }

  /// The cycle in which the last instruction was decoded, from 0.
  public var decodingCycle: UInt32 { cycle }

  /// Starts with an empty block.
  public init() {}

  /// Decodes the next instruction of the block.
  public mutating func decode(_ instruction: TimedInstruction) {
    while instruction.slots > slots || decoded &- retired >= 32 {
      advance(canSkip: instruction.slots <= slots)
    }
    slots -= instruction.slots
    if instruction.isMove {
      rename(instruction)
      timeline?.decode(at: cycle, isMove: true)
      return
    }
    let place = decoded & 31
    let bit: UInt32 = 1 &<< place
    decoded &+= 1
    // What was here has retired; what it wrote last is there.
    disown(owned[Int(place)])
    owned[Int(place)] = 0
    let unfinished = fresh | blocked | ready | executing
    var waitsFor: UInt32 = 0
    var reads = instruction.reads.bits
    while reads != 0 {
      let writer = writers[reads.trailingZeroBitCount & 15]
      if writer != BlockSimulator.noPlace { waitsFor |= 1 &<< UInt32(writer) }
      reads &= reads &- 1
    }
    pending[Int(place)] = waitsFor & unfinished
    latencies[Int(place)] = instruction.latency
    units[Int(place)] = instruction.units
    disown(instruction.writes.bits)
    own(instruction.writes.bits, UInt8(truncatingIfNeeded: place))
    fresh |= bit
    timeline?.decode(at: cycle, isMove: false)
  }

  /// Ends the block and starts a new one.
  ///
  /// - Returns: the cost of the block, at least 1.
  public mutating func finish() -> UInt32 {
    while fresh | blocked | ready != 0 { advance(canSkip: true) }
    let cost = max(lastDone, 2) - 1
    cycle = 0
    lastDone = 0
    slots = 4
    starts = 5
    free = .machine
    decoded = 0
    retired = 0
    executing = 0
    var registers = UInt16(0x1FFF)
    while registers != 0 {
      writers[registers.trailingZeroBitCount & 15] = BlockSimulator.noPlace
      registers &= registers &- 1
    }
    for place in 0..<32 { owned[place] = 0 }
    return cost
  }

  // MARK: Registers

  /// Makes the destination of a move another name for what the source holds.
  private mutating func rename(_ move: TimedInstruction) {
    let source = move.reads.bits.trailingZeroBitCount & 15
    if move.reads == move.writes { return }
    let writer = writers[source]
    disown(move.writes.bits)
    if writer != BlockSimulator.noPlace { own(move.writes.bits, writer) }
  }

  /// Registers no longer have a writer.
  private mutating func disown(_ registers: UInt16) {
    var rest = registers
    while rest != 0 {
      let register = rest.trailingZeroBitCount & 15
      let writer = writers[register]
      if writer != BlockSimulator.noPlace { owned[Int(writer & 31)] &= ~(1 &<< UInt16(register)) }
      writers[register] = BlockSimulator.noPlace
      rest &= rest &- 1
    }
  }

  /// Registers without a writer get one.
  private mutating func own(_ registers: UInt16, _ place: UInt8) {
    var rest = registers
    while rest != 0 {
      writers[rest.trailingZeroBitCount & 15] = place
      rest &= rest &- 1
    }
    owned[Int(place & 31)] |= registers
  }

  // MARK: Cycles

  /// Does what is left of this cycle and goes to the next.
  ///
  /// - Parameter canSkip: whether the decoder waits for more than the next cycle's slots, so that
  ///   cycles in which nothing starts, is done or retires may be left out.
  private mutating func advance(canSkip: Bool) {
    start()
    var next = cycle &+ 1
    if canSkip, fresh | ready == 0 || (fresh == 0 && starts > 0) { next = nextEvent(next) }
    cycle = next
    slots = 4
    starts = 5
    finishExecuting()
    sort(fresh)
    fresh = 0
    while retired != decoded {
      let place = retired & 31
      if (blocked | ready | executing) & (1 &<< place) != 0 { break }
      if done[Int(place)] &+ 2 > cycle { break }
      retired &+= 1
    }
  }

  /// Starts what can, in the order of the program.
  private mutating func start() {
    let rotation = retired & 31
    // The oldest is in the lowest bit.
    var rest = ready &>> rotation | ready &<< ((32 &- rotation) & 31)
    while rest != 0, starts > 0 {
      let place = (UInt32(rest.trailingZeroBitCount) &+ rotation) & 31
      rest &= rest &- 1
      guard free.contain(units[Int(place)]) else { continue }
      free -= units[Int(place)]
      starts -= 1
      let end = cycle &+ UInt32(latencies[Int(place)])
      done[Int(place)] = end
      lastDone = max(lastDone, end)
      ready &= ~(1 &<< place)
      executing |= 1 &<< place
      let number = sequence(of: place)
      timeline?.start(at: cycle, sequence: number, done: end)
    }
  }

  /// The number of the instruction in a place, moves not counted.
  private func sequence(of place: UInt32) -> Int {
    Int(retired &+ ((place &- retired) & 31))
  }

  /// The first cycle from one on in which something is done or can retire.
  private func nextEvent(_ earliest: UInt32) -> UInt32 {
    var event = UInt32.max
    var rest = executing
    while rest != 0 {
      event = min(event, done[rest.trailingZeroBitCount & 31])
      rest &= rest &- 1
    }
    if retired != decoded {
      let place = retired & 31
      if (fresh | blocked | ready) & (1 &<< place) == 0 {
        event = min(event, done[Int(place)] &+ 2)
      }
    }
    return event == UInt32.max ? earliest : max(event, earliest)
  }

  /// Takes note of what is done by now.
  private mutating func finishExecuting() {
    var finished: UInt32 = 0
    var rest = executing
    while rest != 0 {
      let place = rest.trailingZeroBitCount & 31
      rest &= rest &- 1
      if done[place] <= cycle {
        finished |= 1 &<< UInt32(place)
        free += units[place]
      }
    }
    if finished == 0 { return }
    executing &= ~finished
    rest = blocked | fresh
    while rest != 0 {
      let place = rest.trailingZeroBitCount & 31
      rest &= rest &- 1
      pending[place] &= ~finished
    }
    let waiting = blocked
    blocked = 0
    sort(waiting)
  }

  /// Puts places among those that are ready or those that are blocked.
  private mutating func sort(_ places: UInt32) {
    var rest = places
    while rest != 0 {
      let place = rest.trailingZeroBitCount & 31
      rest &= rest &- 1
      if pending[place] == 0 {
        ready |= 1 &<< UInt32(place)
      } else {
        blocked |= 1 &<< UInt32(place)
      }
    }
  }
}
