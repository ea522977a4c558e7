internal import PVM
internal import Support

/// Orders the instructions of a block so that fewer values want a register at the same time.
///
/// LLVM orders instructions with other machines in mind, and unrolled code loads all its operands
/// first. Method: blocks are taken apart into regions without calls. For a region in which more values
/// are live than there are registers, several orders that respect its dependences are tried
/// (`RegionOrders`); what each would spill is counted by playing the best strategy for straight-line
/// code, which evicts the value whose next use is farthest away (Belady; `SpillCount`). The cheapest
/// order is taken, the one there is unless another is cheaper.
///
/// Where blocks have costs, regions with several accesses to memory are ordered, too, and what an order spills is weighed
/// against the cycles that it takes (`RegionLatency`).
///
/// Reordered loads and stores never access the same byte unless both only read (`MemoryAccess`), and
/// none crosses a call or host call. Of several accesses that fault another one may be the first.
///
/// Cost: quadratic in the length of a region, which is at most 1,024 instructions, and 128 in functions of more than 100,000.
package enum PressureScheduling {
  /// The most instructions that are ordered together in a function of so many.
  private static func maximumLength(in instructionCount: Int) -> Int {
    instructionCount > 100_000 ? 128 : 1024
  }

  /// Orders the instructions of a function in SSA form; says whether an order may have changed.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = Liveness(function, graph)
    let registers = CallingConvention.allocatable.count
    var roots = AddressRoots(
      registerCount: function.virtualRegisterCount, joinsObjects: true)
    for block in graph.reversePostorder {
      for instruction in function.blocks[block].instructions { roots.note(instruction) }
    }
    let length = maximumLength(in: function.blocks.reduce(0) { $0 + $1.instructions.count })
    var live = LiveSet(function.virtualRegisterCount)
    var isChanged = false
    for block in graph.reversePostorder {
      if schedule(block, &function, liveness, roots, registers, costs, length, &live) {
        isChanged = true
      }
      live.removeAll()
    }
    return isChanged
  }

  /// Orders the instructions of a block; says whether the order may have changed.
  ///
  /// - Parameters:
  ///   - maximumLength: the most instructions that are ordered together.
  ///   - live: empty before.
  private static func schedule(
    _ block: BlockID, _ function: inout MachineFunction, _ liveness: Liveness,
    _ roots: AddressRoots,
    _ registers: Int, _ costs: CostModel, _ maximumLength: Int, _ live: inout LiveSet
  ) -> Bool {
    let instructions = function.blocks[block].instructions
    guard instructions.count > 3 else { return false }
    var isChanged = false
    for edge in function.blocks[block].successors {
      for register in liveness.liveIn(edge.target) { live.insert(register) }
      for argument in edge.arguments { live.insert(argument) }
    }
    var end = instructions.count
    while end > 0 {
      if isBoundary(instructions[end - 1]) {
        live.stepUp(over: instructions[end - 1], function)
        end -= 1
        continue
      }
      var start = end
      while start > 0, end - start < maximumLength, !isBoundary(instructions[start - 1]) {
        start -= 1
      }
      let liveOut = live.members(usedIn: instructions[start..<end])
      var most = live.members.count
      for index in (start..<end).reversed() {
        live.stepUp(over: instructions[index], function)
        most = max(most, live.members.count)
      }
      if end - start > 2, most > registers || costs.chargesBlocks {
        let region = ScheduledRegion(
          Array(instructions[start..<end]), liveInCount: live.members.count,
          isLiveIn: { live.contains($0) }, liveOut: liveOut, registers: registers, roots,
          next: end < instructions.count ? instructions[end] : nil)
        if most > registers || region.isWorthOrdering {
          function.blocks[block].instructions.replaceSubrange(
            start..<end, with: region.ordered(registers: registers, costs))
          isChanged = true
        }
      }
      end = start
    }
    return isChanged
  }

  /// Whether nothing moves across an instruction.
  private static func isBoundary(_ instruction: MachineInstruction) -> Bool {
    if instruction.isTerminator || instruction.hasCallDescription { return true }
    return instruction.opcode == .storeOutgoing || instruction.opcode.opcode == .sbrk
      || instruction.opcode.opcode == .ecalli
  }
}

/// The virtual registers that are live at a point.
private struct LiveSet {
  /// The registers, in no order that matters.
  private(set) var members: [VirtualRegister] = []
  /// Where each register is among them, or -1.
  private var places: RegisterTable<Int32>

  /// The empty set for a number of registers.
  init(_ registerCount: Int) { places = RegisterTable(repeating: -1, count: registerCount) }

  /// Whether a register is live.
  func contains(_ register: VirtualRegister) -> Bool { places[register] >= 0 }

  /// The members that instructions read or write, with repetitions.
  func members(usedIn instructions: ArraySlice<MachineInstruction>) -> [VirtualRegister] {
    var found: [VirtualRegister] = []
    for instruction in instructions {
      func note(_ register: MachineRegister) {
        if register.isVirtual, contains(register.virtual) { found.append(register.virtual) }
      }
      instruction.forEachRead(note)
      note(instruction.def)
    }
    return found
  }

  /// Adds a register.
  mutating func insert(_ register: VirtualRegister) {
    if places[register] >= 0 { return }
    places[register] = Int32(members.count)
    members.append(register)
  }

  /// Adds a register if it is virtual.
  mutating func insert(_ register: MachineRegister) {
    if register.isVirtual { insert(register.virtual) }
  }

  /// Takes a register out.
  mutating func remove(_ register: MachineRegister) {
    guard register.isVirtual, places[register.virtual] >= 0 else { return }
    let place = Int(places[register.virtual])
    let last = members.removeLast()
    if place < members.count {
      members[place] = last
      places[last] = Int32(place)
    }
    places[register.virtual] = -1
  }

  /// Goes from behind an instruction to before it.
  mutating func stepUp(over instruction: MachineInstruction, _ function: MachineFunction) {
    function.forEachDefinition(of: instruction) { remove($0) }
    for argument in function.arguments(of: instruction) { insert(argument.value) }
    instruction.forEachRead { insert($0) }
  }

  /// Takes all registers out.
  mutating func removeAll() {
    for member in members { places[member] = -1 }
    members.removeAll(keepingCapacity: true)
  }
}
