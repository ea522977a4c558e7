internal import PVM
internal import Support

/// Finds out which registers and spill slots of an allocated function hold the same value, and uses
/// that:
///
/// - a load from a slot whose value is in a register becomes a copy, or nothing; one of a constant
///   becomes that constant, and one of a sum with a small constant adds again if the other part is in a register;
/// - a store of what is in the slot already disappears, and so does a copy, constant or computation
///   of what is in the register already; a computation of what is in another register becomes a copy;
/// - an operand that is a small constant becomes an immediate;
/// - operands are read from the register that held the value first, so that copies become dead
///   (`DeadDefinitions` removes them).
///
/// Method: value numbering along the reverse postorder. At a join two locations are equal if they
/// are on all ways in; at the header of a loop all that the loop writes is unknown.
///
/// Why it pays: the allocator decides for each value where it is, not what else is in reach at the
/// place of a reload. Cost: linear in instructions, and blocks times slots at joins.
package struct ValueForwarding {
  /// What the locations hold at a point.
  private struct State {
    /// The values of registers.
    var registers: [Int32]
    /// When each register got its value; smaller is earlier.
    var since: [Int32]
    /// The values of slots.
    var slots: [Int32]
  }

  /// Registers and slots that a loop writes.
  private struct Writes {
    /// The registers.
    var registers = RegisterSet()
    /// The slots, with repetitions.
    var slots: [Int32] = []
  }

  /// More slots at the starts of blocks than this, and nothing is done.
  private static let sizeLimit = 1 << 24

  /// The values.
  private var table = ValueTable()
  /// The states at the ends of blocks; nil before a block is visited.
  private var ends: BlockTable<State?>
  /// How many values registers have got.
  private var clock: Int32 = 0
  /// Whether anything changed.
  private var isChanged = false

  /// Changes an allocated function; says whether anything changed.
  package static func run(_ function: inout MachineFunction) -> Bool {
    guard function.blocks.count * (function.spillSlots + 13) < sizeLimit else { return false }
    let graph = ControlFlowGraph(function)
    let loops = LoopInfo(graph, DominatorTree(graph))
    var forwarding = ValueForwarding(blockCount: function.blocks.count)
    forwarding.run(&function, graph, loops)
    return forwarding.isChanged
  }

  /// Starts without values.
  private init(blockCount: Int) { ends = BlockTable(repeating: nil, count: blockCount) }

  /// Visits all blocks.
  private mutating func run(
    _ function: inout MachineFunction, _ graph: ControlFlowGraph, _ loops: LoopInfo
  ) {
    let writes = loopWrites(function, loops)
    var unvisitedSuccessors = BlockTable(repeating: 0, count: function.blocks.count)
    for block in graph.reversePostorder {
      unvisitedSuccessors[block] = function.blocks[block].successors.count
    }
    for block in graph.reversePostorder {
      var state = start(block, function, graph, loops, writes)
      visit(block, &function, &state)
      ends[block] = state
      // A state is of no use any more when all successors have been visited.
      for edge in graph.incoming(block) {
        unvisitedSuccessors[edge.source] -= 1
        if unvisitedSuccessors[edge.source] == 0, edge.source != block {
          ends[edge.source] = nil
        }
      }
    }
  }

  /// What each loop writes.
  private func loopWrites(_ function: MachineFunction, _ loops: LoopInfo) -> LoopTable<Writes> {
    var writes = LoopTable(repeating: Writes(), count: loops.loops.count)
    for (index, block) in function.blocks.indexed() where loops.innermost[index].exists {
      let loop = loops.innermost[index]
      for instruction in block.instructions {
        writes[loop].registers = writes[loop].registers.union(
          instruction.registersWritten(in: function))
        if instruction.opcode == .spillStore { writes[loop].slots.append(instruction.y) }
      }
    }
    // Inner loops come after outer ones.
    for loop in loops.loops.indices.reversed() where loops.loops[loop].parent.exists {
      let parent = loops.loops[loop].parent
      writes[parent].registers = writes[parent].registers.union(writes[loop].registers)
      writes[parent].slots += writes[loop].slots
    }
    return writes
  }

  // MARK: Joins

  /// What the locations hold at the start of a block.
  private mutating func start(
    _ block: BlockID, _ function: MachineFunction, _ graph: ControlFlowGraph, _ loops: LoopInfo,
    _ writes: LoopTable<Writes>
  ) -> State {
    var state: State?
    var hasUnvisited = false
    for edge in graph.incoming(block) {
      guard let end = ends[edge.source] else {
        hasUnvisited = true
        continue
      }
      if let known = state { state = join(known, end) } else { state = end }
    }
    guard var state else { return unknownState(function) }
    guard hasUnvisited else { return state }
    let loop = loops.innermost[block]
    guard loop.exists, loops.loops[loop].header == block,
      graph.incoming(block).allSatisfy({
        ends[$0.source] != nil || loops.contains(loop, $0.source)
      })
    else { return unknownState(function) }
    for register in writes[loop].registers { set(register, table.makeUnknown(), &state) }
    for slot in writes[loop].slots { state.slots[Int(slot)] = table.makeUnknown() }
    return state
  }

  /// A state in which nothing is known.
  private mutating func unknownState(_ function: MachineFunction) -> State {
    State(
      registers: (0..<Register.count).map { _ in table.makeUnknown() },
      since: Array(repeating: 0, count: Register.count),
      slots: (0..<function.spillSlots).map { _ in table.makeUnknown() })
  }

  /// What is known on both of two ways.
  private mutating func join(_ first: State, _ second: State) -> State {
    // Only looked up; a pair of values is one value wherever it appears.
    var pairs: [SIMD2<Int32>: Int32] = [:]
    func merge(_ left: Int32, _ right: Int32, _ table: inout ValueTable) -> Int32 {
      if left == right { return left }
      let pair = SIMD2(left, right)
      if let known = pairs[pair] { return known }
      let new = table.makeUnknown()
      pairs[pair] = new
      return new
    }
    var result = first
    for index in result.registers.indices {
      result.registers[index] = merge(first.registers[index], second.registers[index], &table)
    }
    for index in result.slots.indices {
      result.slots[index] = merge(first.slots[index], second.slots[index], &table)
    }
    return result
  }

  // MARK: Instructions

  /// Gives a register a value.
  private mutating func set(_ register: Register, _ value: Int32, _ state: inout State) {
    clock += 1
    state.registers[Int(register.number)] = value
    state.since[Int(register.number)] = clock
  }

  /// The register that has held a value for longest, or nil.
  private func holder(of value: Int32, _ state: State) -> Register? {
    var best: Register?
    for register in CallingConvention.allocatable
    where state.registers[Int(register.number)] == value {
      if let other = best,
        state.since[Int(register.number)] >= state.since[Int(other.number)]
      {
        continue
      }
      best = register
    }
    return best
  }

  /// Rewrites a block.
  private mutating func visit(
    _ block: BlockID, _ function: inout MachineFunction, _ state: inout State
  ) {
    var output: [MachineInstruction] = []
    let input = function.blocks[block].instructions
    output.reserveCapacity(input.count)
    for original in input {
      var instruction = original
      // The old value of a conditional move has to be in the register that is written.
      forward(&instruction.s1, state)
      forward(&instruction.s2, state)
      useImmediate(&instruction, state)
      let kept = evaluate(instruction, function, &state)
      if let kept { output.append(kept) }
      if kept != original { isChanged = true }
    }
    function.blocks[block].instructions = output
  }

  /// Reads an operand from the register that has held its value for longest.
  private func forward(_ operand: inout MachineRegister, _ state: State) {
    guard let register = operand.physical, register != .stackPointer else { return }
    let value = state.registers[Int(register.number)]
    if let other = holder(of: value, state) { operand = MachineRegister(other) }
  }

  /// Uses the form with an immediate if an operand is a constant of one byte, which takes no more
  /// bytes than a register.
  private func useImmediate(_ instruction: inout MachineInstruction, _ state: State) {
    guard let opcode = instruction.opcode.opcode, let first = instruction.s1.physical,
      let second = instruction.s2.physical
    else { return }
    if let constant = table.constant(of: state.registers[Int(second.number)]), isSmall(constant),
      let form = ImmediateForms.second(opcode)
    {
      instruction.x = form.constant == .same ? constant : 0 &- constant
      instruction.opcode = MachineOpcode(form.opcode)
      instruction.s2 = .none
    } else if let constant = table.constant(of: state.registers[Int(first.number)]),
      isSmall(constant), let form = ImmediateForms.first(opcode)
    {
      instruction.x = form.constant == .same ? constant : 0 &- constant
      instruction.opcode = MachineOpcode(form.opcode)
      instruction.s1 = instruction.s2
      instruction.s2 = .none
    }
  }

  /// Updates the state for an instruction; gives what to do instead, nil for nothing.
  private mutating func evaluate(
    _ instruction: MachineInstruction, _ function: MachineFunction, _ state: inout State
  ) -> MachineInstruction? {
    if instruction.opcode == .spillStore, let source = instruction.s1.physical {
      let value = state.registers[Int(source.number)]
      let slot = Int(instruction.y)
      if state.slots[slot] == value { return nil }
      state.slots[slot] = value
      return instruction
    }
    if instruction.hasCallDescription {
      for register in instruction.registersWritten(in: function) {
        set(register, table.makeUnknown(), &state)
      }
      return instruction
    }
    guard let def = instruction.def.physical, !instruction.isTerminator else { return instruction }
    let value = self.value(of: instruction, state)
    if def == .stackPointer {
      set(def, table.makeUnknown(), &state)
      return instruction
    }
    // Nothing to do if it is there; else a copy is as cheap as anything, and may become dead.
    if state.registers[Int(def.number)] == value { return nil }
    let other = holder(of: value, state)
    let sum = instruction.opcode == .spillLoad ? addition(for: value, into: def, state) : nil
    set(def, value, &state)
    // A small constant is as short as a copy, depends on nothing, and may be loaded on the way out
    // of the block.
    if let constant = table.constant(of: value), other == nil || isSmall(constant) {
      return MachineInstruction(.loadConstant, def: instruction.def, x: constant)
    }
    if let other {
      var copy = MachineInstruction(.copy, def: instruction.def, MachineRegister(other))
      copy.purpose = instruction.purpose
      return copy
    }
    return sum ?? instruction
  }

  /// What computes the value of a slot again as a sum with a small constant, if the other part is in a register.
  /// It takes as much as the load, and the slot may be read nowhere else.
  private func addition(
    for value: Int32, into def: Register, _ state: State
  ) -> MachineInstruction? {
    guard let sum = table.sum(of: value), let part = holder(of: sum.value, state),
      Int64(Int16(truncatingIfNeeded: sum.constant)) == sum.constant
    else { return nil }
    return MachineInstruction(
      sum.opcode, def: MachineRegister(def), MachineRegister(part), x: sum.constant)
  }

  /// Whether loading a constant takes at most a byte more than a copy.
  private func isSmall(_ constant: Int64) -> Bool {
    Int64(Int8(truncatingIfNeeded: constant)) == constant
  }

  /// The value that an instruction gives its register.
  private mutating func value(of instruction: MachineInstruction, _ state: State) -> Int32 {
    func operand(_ register: MachineRegister) -> Int32 {
      register.physical.map { state.registers[Int($0.number)] } ?? 0
    }
    let opcode = instruction.opcode
    switch opcode {
    case .copy, MachineOpcode(.moveReg): return operand(instruction.s1)
    case .loadConstant, MachineOpcode(.loadImm), MachineOpcode(.loadImm64):
      return table.constant(instruction.x)
    case .spillLoad: return state.slots[Int(instruction.y)]
    case .loadIncoming, .frameAddress:
      return table.number(opcode, SIMD4(0, 0, 0, instruction.y), instruction.x)
    default: break
    }
    if let real = opcode.opcode, real.traits.contains(.loads) || real == .sbrk {
      return table.makeUnknown()
    }
    return table.number(
      opcode,
      SIMD4(
        operand(instruction.s1), operand(instruction.s2), operand(instruction.s3), instruction.y),
      instruction.x)
  }
}
