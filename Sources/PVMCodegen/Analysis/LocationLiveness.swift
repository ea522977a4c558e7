internal import PVM
internal import Support

/// A set of locations: registers of the PVM and spill slots.
struct LocationSet: Equatable {
  /// The registers.
  var registers = RegisterSet()
  /// The slots, 64 per word.
  var slots: [UInt64]

  /// An empty set with room for some slots.
  init(slotCount: Int) { slots = Array(repeating: 0, count: (slotCount + 63) / 64) }

  /// Whether a slot is a member.
  func contains(slot: Int) -> Bool { slots[slot >> 6] &>> UInt64(slot & 63) & 1 != 0 }

  /// Adds a slot.
  mutating func insert(slot: Int) { slots[slot >> 6] |= 1 &<< UInt64(slot & 63) }

  /// Takes a slot out.
  mutating func remove(slot: Int) { slots[slot >> 6] &= ~(1 &<< UInt64(slot & 63)) }

  /// Adds all members of another set.
  mutating func formUnion(_ other: LocationSet) {
    registers = registers.union(other.registers)
    for word in slots.indices { slots[word] |= other.slots[word] }
  }

  /// Goes from behind an instruction to in front of it: what it writes is not live before, what it
  /// reads is.
  mutating func step(back instruction: MachineInstruction, in function: MachineFunction) {
    registers = registers.subtracting(instruction.registersWritten(in: function))
    registers = registers.union(instruction.registersRead(in: function))
    if instruction.opcode == .spillStore { remove(slot: Int(instruction.y)) }
    if instruction.opcode == .spillLoad { insert(slot: Int(instruction.y)) }
  }
}

/// Which registers and spill slots are read later, at the ends of the blocks of an allocated or
/// framed function. At a return only what its description names is.
///
/// Cost: linear in instructions, and in edges times slots per round; the number of rounds grows
/// with the nesting of loops.
struct LocationLiveness {
  /// What is live at the start of each block.
  private(set) var atStart: BlockTable<LocationSet>
  /// What is live at the end of each block, behind its terminator.
  private(set) var atEnd: BlockTable<LocationSet>

  /// Analyzes a function.
  init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let empty = LocationSet(slotCount: function.spillSlots)
    atStart = BlockTable(repeating: empty, count: function.blocks.count)
    atEnd = atStart
    // What each block reads before it writes, and what it writes.
    var reads = atStart
    var keeps = atStart
    for block in graph.reversePostorder {
      var before = empty
      var all = empty
      all.registers = .all
      for word in all.slots.indices { all.slots[word] = ~0 }
      for instruction in function.blocks[block].instructions.reversed() {
        before.step(back: instruction, in: function)
        all.registers = all.registers.subtracting(instruction.registersWritten(in: function))
        if instruction.opcode == .spillStore { all.remove(slot: Int(instruction.y)) }
      }
      reads[block] = before
      keeps[block] = all
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in graph.reversePostorder.reversed() {
        for edge in function.blocks[block].successors {
          atEnd[block].formUnion(atStart[edge.target])
        }
        var live = atEnd[block]
        live.registers = live.registers.intersection(keeps[block].registers)
        for word in live.slots.indices { live.slots[word] &= keeps[block].slots[word] }
        live.formUnion(reads[block])
        if live != atStart[block] {
          atStart[block] = live
          isChanged = true
        }
      }
    }
  }
}
