internal import PVM
internal import Support

/// A run of instructions that may be put into another order.
struct ScheduledRegion {
  /// The instructions in the order there is.
  let instructions: [MachineInstruction]
  /// For each instruction, those that must come after it, ascending.
  private(set) var successors: [[Int32]]
  /// For each instruction, those that must come before it, in the order in which they were found.
  private(set) var predecessors: [[Int32]]
  /// For each instruction, the values that it reads, each once.
  let reads: [[Int32]]
  /// The value that each instruction makes, or -1.
  let made: [Int32]
  /// How many values there are; they are numbered by the region.
  let valueCount: Int
  /// The values that are live at the start, without those that merely pass and would not have a register anyway.
  let liveIn: [Int32]
  /// Whether each value is live at the end.
  let isLiveOut: [Bool]
  /// Whether each value is as easily made again as loaded.
  let isConstant: [Bool]
  /// For each value, how many cycles the instruction behind the region takes from when it is there.
  let tails: [Int]

  /// Finds the dependences of a region.
  ///
  /// - Parameters:
  ///   - liveInCount: how many virtual registers are live at its start.
  ///   - isLiveIn: whether one of its registers is.
  ///   - liveOut: those of its registers that are live at its end.
  ///   - registers: how many registers there are. Of the values that live through the region without
  ///     being read there so many can be in registers; any others cost every order the same, and
  ///     are left out, because there may be thousands.
  ///   - next: the instruction behind it.
  init(
    _ instructions: [MachineInstruction], liveInCount: Int, isLiveIn: (VirtualRegister) -> Bool,
    liveOut: [VirtualRegister], registers: Int, _ roots: AddressRoots,
    next: MachineInstruction? = nil
  ) {
    self.instructions = instructions
    let count = instructions.count
    var numbers: [VirtualRegister: Int32] = [:]
    var liveIn: [Int32] = []
    func number(_ register: VirtualRegister) -> Int32 {
      if let known = numbers[register] { return known }
      let next = Int32(numbers.count)
      numbers[register] = next
      if isLiveIn(register) { liveIn.append(next) }
      return next
    }
    func value(_ register: MachineRegister) -> Int32 { number(register.virtual) }
    var reads = [[Int32]](repeating: [], count: count)
    var made = [Int32](repeating: -1, count: count)
    for (index, instruction) in instructions.enumerated() {
      instruction.forEachRead {
        guard $0.isVirtual else { return }
        let read = value($0)
        if !reads[index].contains(read) { reads[index].append(read) }
      }
      if instruction.def.isVirtual { made[index] = value(instruction.def) }
    }
    // What merely passes is alike: it has the numbers behind the others, and only what is read next has a register.
    let firstPassing = Int32(numbers.count)
    let passing = min(registers, liveInCount - liveIn.count)
    let valueCount = Int(firstPassing) + passing
    self.valueCount = valueCount
    self.liveIn = liveIn + (firstPassing..<Int32(valueCount))
    next?.forEachRead {
      if $0.isVirtual, isLiveIn($0.virtual), numbers.count < valueCount {
        _ = value($0)
      }
    }
    var isLiveOut = [Bool](repeating: false, count: valueCount)
    for value in Int(firstPassing)..<valueCount { isLiveOut[value] = true }
    for register in liveOut {
      if let value = numbers[register] { isLiveOut[Int(value)] = true }
    }
    var isConstant = [Bool](repeating: false, count: valueCount)
    for (index, instruction) in instructions.enumerated()
    where instruction.isRematerializable && made[index] >= 0 {
      isConstant[Int(made[index])] = true
    }
    var tails = [Int](repeating: 0, count: valueCount)
    if let next {
      let cycles = ScheduledRegion.cycles(of: next)
      next.forEachRead {
        if $0.isVirtual, let value = numbers[$0.virtual] { tails[Int(value)] = cycles }
      }
    }
    self.tails = tails
    self.isLiveOut = isLiveOut
    self.isConstant = isConstant
    self.reads = reads
    self.made = made
    successors = Array(repeating: [], count: count)
    predecessors = successors
    addDependences(roots, tied: instructions.map { $0.s3.isVirtual ? value($0.s3) : -1 })
  }

  /// Adds the dependences through values, through overwritten registers and through memory.
  ///
  /// - Parameter tied: for each instruction, the value that it overwrites, or -1: earlier readers stay
  ///   earlier, or it would have to be copied.
  private mutating func addDependences(_ roots: AddressRoots, tied: [Int32]) {
    var maker = [Int32](repeating: -1, count: valueCount)
    var readers = [[Int32]](repeating: [], count: valueCount)
    var accesses: [(index: Int32, access: MemoryAccess)] = []
    var lastSuccessor = [Int](repeating: -1, count: instructions.count)
    for index in instructions.indices {
      func addDependence(on earlier: Int32) {
        if lastSuccessor[Int(earlier)] == index { return }
        lastSuccessor[Int(earlier)] = index
        predecessors[index].append(earlier)
        successors[Int(earlier)].append(Int32(index))
      }
      for read in reads[index] where maker[Int(read)] >= 0 {
        addDependence(on: maker[Int(read)])
      }
      if tied[index] >= 0 {
        for reader in readers[Int(tied[index])] { addDependence(on: reader) }
      }
      for read in reads[index] { readers[Int(read)].append(Int32(index)) }
      if made[index] >= 0 { maker[Int(made[index])] = Int32(index) }
      guard let access = roots.access(of: instructions[index]) else { continue }
      for earlier in accesses
      where (earlier.access.isStore || access.isStore) && !earlier.access.isDisjoint(from: access) {
        addDependence(on: earlier.index)
      }
      accesses.append((Int32(index), access))
    }
  }

  /// How many cycles an instruction takes from when its operands are there, where blocks have costs.
  private static func cycles(of instruction: MachineInstruction) -> Int {
    switch instruction.opcode {
    case .ret, .switchJump, .call, .tailCall: Int(Opcode.jumpInd.timing.latency)
    default: Int(InstructionTiming.markedBranchLatency)
    }
  }

  /// The instructions in the order that spills least and, where blocks have costs, takes few cycles.
  func ordered(registers: Int, _ costs: CostModel) -> [MachineInstruction] {
    var count = SpillCount(self, registers: registers)
    let given = Array(Int32(0)..<Int32(instructions.count))
    let latency = costs.chargesBlocks ? RegionLatency(self) : nil
    func cost(of order: [Int32]) -> Int {
      let spills = count.cost(of: order)
      return latency.map { spills * costs.spillCycles + $0.cycles(of: order) } ?? spills
    }
    var best = given
    var least = cost(of: given)
    var orders = RegionOrders(self).all()
    if let latency {
      orders += [registers, registers - 1, registers - 3].map { latency.order(registers: $0) }
    }
    for order in orders where least > 0 {
      let cost = cost(of: order)
      if cost < least {
        least = cost
        best = order
      }
    }
    return best.map { instructions[Int($0)] }
  }

  /// Whether an order can save cycles where blocks have costs.
  var isWorthOrdering: Bool { RegionLatency(self).isWorthOrdering }
}
