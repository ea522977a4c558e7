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
/// Cost: quadratic in the length of a region, which is at most 1,024 instructions.
package enum PressureScheduling {
  /// The most instructions that are ordered together.
  private static let maximumLength = 1024

  /// Orders the instructions of a function in SSA form; says whether an order may have changed.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = Liveness(function, graph)
    let registers = CallingConvention.allocatable.count
    var roots = AddressRoots(registerCount: function.virtualRegisterCount)
    for block in graph.reversePostorder {
      for instruction in function.blocks[block].instructions { roots.note(instruction) }
    }
    var isLive = RegisterTable<Bool>(repeating: false, count: function.virtualRegisterCount)
    var isChanged = false
    for block in graph.reversePostorder {
      if schedule(block, &function, liveness, roots, registers, costs, &isLive) { isChanged = true }
    }
    return isChanged
  }

  /// Orders the instructions of a block; says whether the order may have changed.
  ///
  /// - Parameter isLive: false for all registers, before and after.
  private static func schedule(
    _ block: BlockID, _ function: inout MachineFunction, _ liveness: Liveness,
    _ roots: AddressRoots,
    _ registers: Int, _ costs: CostModel, _ isLive: inout RegisterTable<Bool>
  ) -> Bool {
    let instructions = function.blocks[block].instructions
    guard instructions.count > 3 else { return false }
    var isChanged = false
    var live = LiveSet(isLive: isLive)
    isLive = RegisterTable()
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
      let liveOut = live.members
      var most = liveOut.count
      for index in (start..<end).reversed() {
        live.stepUp(over: instructions[index], function)
        most = max(most, live.members.count)
      }
      if end - start > 2, most > registers || costs.chargesBlocks {
        let region = ScheduledRegion(
          Array(instructions[start..<end]), liveIn: live.members, liveOut: liveOut, roots,
          next: end < instructions.count ? instructions[end] : nil)
        if most > registers || region.isWorthOrdering {
          function.blocks[block].instructions.replaceSubrange(
            start..<end, with: region.ordered(registers: registers, costs))
          isChanged = true
        }
      }
      end = start
    }
    isLive = live.cleared()
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
  /// Whether each register is among them.
  private var isLive: RegisterTable<Bool>

  /// The empty set, given one flag per register, all false.
  init(isLive: RegisterTable<Bool>) { self.isLive = isLive }

  /// Adds a register.
  mutating func insert(_ register: VirtualRegister) {
    if isLive[register] { return }
    isLive[register] = true
    members.append(register)
  }

  /// Adds a register if it is virtual.
  mutating func insert(_ register: MachineRegister) {
    if register.isVirtual { insert(register.virtual) }
  }

  /// Takes a register out.
  mutating func remove(_ register: MachineRegister) {
    guard register.isVirtual, isLive[register.virtual] else { return }
    isLive[register.virtual] = false
    if let position = members.lastIndex(of: register.virtual) {
      members.swapAt(position, members.count - 1)
      members.removeLast()
    }
  }

  /// Goes from behind an instruction to before it.
  mutating func stepUp(over instruction: MachineInstruction, _ function: MachineFunction) {
    function.forEachDefinition(of: instruction) { remove($0) }
    for argument in function.arguments(of: instruction) { insert(argument.value) }
    instruction.forEachRead { insert($0) }
  }

  /// The flags, all false again.
  consuming func cleared() -> RegisterTable<Bool> {
    for member in members { isLive[member] = false }
    return isLive
  }
}
