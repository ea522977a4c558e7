internal import PVM
internal import Support

/// Which registers hold what is in which spill slots at the ends of the blocks of an allocated function.
///
/// Method: the greatest solution of a forward problem: a store or load makes a register and a slot equal, a copy two registers; a write ends
/// what was known of the register or slot.
///
/// Cost: linear in instructions, and in edges times slots over 64, per round; the number of rounds grows with the nesting of loops.
struct SlotHolders {
  /// What is known at a point.
  private struct State: Equatable {
    /// For each register a bit for each slot whose content it holds, 64 per word.
    var slots: [UInt64]
    /// For each register the registers that have the same content; itself is none of them.
    var equals: [RegisterSet]
  }

  /// How many words there are for each register.
  private let wordCount: Int
  /// What is known at the ends of blocks; everything of those that are not reachable.
  private var ends: BlockTable<State>

  /// Analyzes a function.
  init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    wordCount = (function.spillSlots + 63) / 64
    let everything = State(
      slots: Array(repeating: .max, count: Register.count * wordCount),
      equals: Array(repeating: .all, count: Register.count))
    ends = BlockTable(repeating: everything, count: function.blocks.count)
    let nothing = State(
      slots: Array(repeating: 0, count: Register.count * wordCount),
      equals: Array(repeating: RegisterSet(), count: Register.count))
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in graph.reversePostorder {
        var state = block == .entry ? nothing : everything
        for edge in graph.incoming(block) { meet(&state, ends[edge.source]) }
        for instruction in function.blocks[block].instructions {
          step(instruction, function, &state)
        }
        if state != ends[block] {
          ends[block] = state
          isChanged = true
        }
      }
    }
  }

  /// Whether a register holds what is in a slot at the end of a block.
  func holds(_ register: Register, slot: Int, atEndOf block: BlockID) -> Bool {
    ends[block].slots[word(register, slot)] & bit(slot) != 0
  }

  /// Keeps what is known on another way, too.
  private func meet(_ state: inout State, _ other: State) {
    for word in state.slots.indices { state.slots[word] &= other.slots[word] }
    for register in state.equals.indices {
      state.equals[register] = state.equals[register].intersection(other.equals[register])
    }
  }

  /// The word of a register and a slot.
  private func word(_ register: Register, _ slot: Int) -> Int {
    Int(register.number) * wordCount + slot >> 6
  }

  /// The bit of a slot in its word.
  private func bit(_ slot: Int) -> UInt64 { 1 &<< UInt64(slot & 63) }

  /// Follows an instruction.
  private func step(
    _ instruction: MachineInstruction, _ function: MachineFunction, _ state: inout State
  ) {
    switch instruction.opcode {
    case .spillStore:
      let slot = Int(instruction.y)
      for register in RegisterSet.all { state.slots[word(register, slot)] &= ~bit(slot) }
      guard let source = instruction.s1.physical else { return }
      state.slots[word(source, slot)] |= bit(slot)
      for register in state.equals[Int(source.number)] {
        state.slots[word(register, slot)] |= bit(slot)
      }
    case .copy, MachineOpcode(.moveReg):
      guard let source = instruction.s1.physical, let def = instruction.def.physical else { return }
      if source == def { return }
      forget(def, &state)
      for index in 0..<wordCount {
        state.slots[word(def, 0) + index] = state.slots[word(source, 0) + index]
      }
      equate(def, state.equals[Int(source.number)].union(RegisterSet(source)), &state)
    default:
      for register in instruction.registersWritten(in: function) { forget(register, &state) }
      guard instruction.opcode == .spillLoad, let def = instruction.def.physical else { return }
      let slot = Int(instruction.y)
      var equals = RegisterSet()
      for register in RegisterSet.all where state.slots[word(register, slot)] & bit(slot) != 0 {
        equals.insert(register)
      }
      state.slots[word(def, slot)] |= bit(slot)
      equate(def, equals, &state)
    }
  }

  /// Nothing is known of a register any more.
  private func forget(_ register: Register, _ state: inout State) {
    for index in 0..<wordCount { state.slots[word(register, 0) + index] = 0 }
    for other in state.equals.indices { state.equals[other].remove(register) }
    state.equals[Int(register.number)] = RegisterSet()
  }

  /// A register of which nothing is known has the same content as others.
  private func equate(_ register: Register, _ others: RegisterSet, _ state: inout State) {
    for other in others { state.equals[Int(other.number)].insert(register) }
    state.equals[Int(register.number)] = others
  }
}
