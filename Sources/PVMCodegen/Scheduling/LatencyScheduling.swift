internal import PVM
internal import Support

/// Orders the instructions of each block so that the machine takes fewer cycles for it, where blocks have costs.
///
/// Problem: under Gray Paper 0.8 a block costs what a small out-of-order processor takes for it (`pvm-0.8.md` section 4.2).
/// It starts the oldest instruction that is ready, and four accesses to memory occupy all its arithmetic units for 25
/// cycles: an access that nothing waits for, in front of one that everything waits for, costs 25 cycles.
///
/// Method: for each run of instructions between calls, host calls and ends of blocks several orders that respect its
/// dependences are tried (`LatencyOrders`), with the longest ways to the end first; the target's own model computes what
/// the block costs with each, and the cheapest is taken, the one there is unless another is cheaper. Then single accesses
/// are moved to the front as long as that saves something.
///
/// It runs on the final order of blocks, when it is known which branches are cheap. Reordered loads and stores never
/// access the same byte unless both only read (`FramedRegion`). Of several accesses that fault another one may be the first.
///
/// Cost: quadratic in the length of a run, which is at most 256 instructions, and a simulation for each order.
package enum LatencyScheduling {
  /// The most instructions that are ordered together.
  private static let maximumLength = 256
  /// The most instructions of a run in which single accesses are tried in front of others.
  private static let maximumTrials = 96

  /// Orders the instructions of a framed function; says whether an order changed.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    guard costs.chargesBlocks else { return false }
    var isChanged = false
    for block in function.blocks.indices where schedule(block, &function, costs.target) {
      isChanged = true
    }
    return isChanged
  }

  /// Orders the instructions of a block; says whether an order changed.
  private static func schedule(
    _ block: BlockID, _ function: inout MachineFunction, _ target: Target
  ) -> Bool {
    let instructions = function.blocks[block].instructions
    guard instructions.count > 2 else { return false }
    let timed = timings(of: block, in: function, target)
    var prefix: [TimedInstruction] = []
    if function.blocks[block].isMarked {
      prefix.append(TimedInstruction(Instruction(.unlikely), isMarked: false, for: target))
    }
    var isChanged = false
    var start = 0
    while start < instructions.count {
      // A block of the PVM ends with a call, too.
      var end = start
      while end < instructions.count - 1, instructions[end].opcode != .call { end += 1 }
      var simulated = SimulatedBlock(prefix: prefix, body: Array(timed[start...end]))
      var first = start
      while first < end {
        var last = first
        while last < end, last - first < maximumLength, !isBoundary(instructions[last]) {
          last += 1
        }
        if last - first > 1 {
          let region = FramedRegion(Array(instructions[first..<last]), in: function)
          if let order = order(region, &simulated, at: first - start) {
            function.blocks[block].instructions.replaceSubrange(
              first..<last, with: order.map { instructions[first + Int($0)] })
            isChanged = true
          }
        }
        first = last == first || last < end && isBoundary(instructions[last]) ? last + 1 : last
      }
      prefix = []
      start = end + 1
    }
    return isChanged
  }

  /// The order in which the block costs least, or nil for the one there is; the simulated block has it then.
  private static func order(
    _ region: FramedRegion, _ simulated: inout SimulatedBlock, at offset: Int
  ) -> [Int32]? {
    let timed = Array(simulated.body[offset..<offset + region.count])
    guard timed.contains(where: { $0.latency > 1 }) else { return nil }
    var least = simulated.cost()
    var best: [Int32]?
    for order in LatencyOrders(region, timed).all() {
      let cost = simulated.cost(with: order, of: timed, at: offset)
      if cost < least {
        least = cost
        best = order
      }
    }
    if region.count <= maximumTrials {
      var current = best ?? Array(0..<Int32(region.count))
      for index in timed.indices where timed[index].latency == InstructionTiming.memoryLatency {
        let trial = region.hoisting(Int32(index), in: current)
        if trial == current { continue }
        let cost = simulated.cost(with: trial, of: timed, at: offset)
        if cost < least {
          least = cost
          current = trial
          best = trial
        }
      }
    }
    if let best {
      simulated.body.replaceSubrange(
        offset..<offset + timed.count, with: best.map { timed[Int($0)] })
    }
    return best
  }

  /// Whether nothing moves across an instruction.
  private static func isBoundary(_ instruction: MachineInstruction) -> Bool {
    instruction.isTerminator || instruction.hasCallDescription
      || instruction.opcode == MachineOpcode(.sbrk)
  }

  // MARK: Timing

  /// What the model has to know of each instruction of a block.
  private static func timings(
    of block: BlockID, in function: MachineFunction, _ target: Target
  ) -> [TimedInstruction] {
    let successors = function.blocks[block].successors
    let isCheap =
      successors.count == 2
      && successors.contains {
        function.blocks[$0.target].isMarked
          || function.blocks[$0.target].instructions.first?.opcode == MachineOpcode(.trap)
      }
    return function.blocks[block].instructions.map { instruction in
      TimedInstruction(
        emitted(instruction, fallsThrough: successors.first?.target == block.next, function),
        isMarked: isCheap, for: target)
    }
  }

  /// The instruction that emission makes of one, without its immediates and target.
  private static func emitted(
    _ instruction: MachineInstruction, fallsThrough: Bool, _ function: MachineFunction
  ) -> Instruction {
    switch instruction.opcode {
    case .ret, .switchJump:
      return Instruction(.jumpInd, a: MachineInstruction.physical(instruction.s1))
    case .hostCall: return Instruction(.ecalli)
    case .call, .tailCall:
      guard function.calls[instruction.call].callee == .indirect else {
        return Instruction(.jump)
      }
      return Instruction(.jumpInd, a: MachineInstruction.physical(instruction.s1))
    case MachineOpcode(.jump): return Instruction(fallsThrough ? .fallthrough : .jump)
    case MachineOpcode(.loadImmJump): return Instruction(.jump)
    default:
      return instruction.encoded(
        as: Invariant.unwrap(instruction.opcode.opcode, "pseudo-instructions are expanded"))
    }
  }
}

/// A block of the PVM whose cost is simulated with several orders of its instructions.
private struct SimulatedBlock {
  /// What comes first whatever the order.
  var prefix: [TimedInstruction]
  /// The instructions.
  var body: [TimedInstruction]

  /// What the block costs.
  func cost() -> UInt32 { cost(with: [], of: [], at: body.count) }

  /// What the block costs if instructions of it are in another order.
  func cost(with order: [Int32], of instructions: [TimedInstruction], at offset: Int) -> UInt32 {
    var simulator = BlockSimulator()
    for instruction in prefix { simulator.decode(instruction) }
    for instruction in body[..<offset] { simulator.decode(instruction) }
    for index in order { simulator.decode(instructions[Int(index)]) }
    for instruction in body[(offset + order.count)...] { simulator.decode(instruction) }
    return simulator.finish()
  }
}
