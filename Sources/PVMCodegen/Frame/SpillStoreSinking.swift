internal import PVM
internal import Support

/// Moves stores to spill slots towards the places that need them, in an allocated function.
///
/// The allocator stores a value where it is made, once and for all. But often it is loaded again on
/// some paths only, and its register holds it for a while: the return address, stored at the entry
/// of a function that has an early exit, or a value that is spilled around a call in a rare branch.
/// Method: a store is pending as long as its register keeps the value; it is carried out before the
/// register is overwritten, before the slot is read, or on an edge to a block where it is not pending
/// on all ways in; where the slot is dead it is dropped. Where the slot will be read on all paths,
/// nothing can be gained any more and the store is carried out too (paths that trap do not count). What is pending at the start of a block is
/// the greatest solution of a forward problem, so stores also leave loops that do not need them.
///
/// A store never moves into a loop, because it would have to be pending on the loop's back edges.
/// Stores that turn out to be dead are left to `DeadDefinitions`, and blocks that were made for
/// edges but stayed empty to `BranchSimplification`.
///
/// Cost: linear in instructions, and in edges times slots, per round.
package struct SpillStoreSinking {
  /// More slots at the starts of blocks than this, and nothing is done.
  private static let sizeLimit = 1 << 24
  /// Nothing is pending.
  private static let none: UInt8 = 255
  /// Anything may be pending: the block has not been reached yet.
  private static let any: UInt8 = 254

  /// How many slots there are.
  private let slotCount: Int
  /// For each block and slot, the register whose store is pending at the start.
  private var atStart: [UInt8]
  /// The same at the end, before stores that the edges need.
  private var atEnd: [UInt8]
  /// For each block and slot, whether the slot is read on all paths from the start.
  private var isReadFromStart: [Bool]
  /// For each block, whether each of its stores, in order, is to a slot that is read on all paths.
  private var isStoreRead: BlockTable<[Bool]>
  /// Which slots are live.
  private let liveness: LocationLiveness
  /// The edges.
  private let graph: ControlFlowGraph

  /// Changes an allocated function whose blocks are all reachable; says whether it may have.
  package static func run(_ function: inout MachineFunction) -> Bool {
    guard function.spillSlots > 0, function.blocks.count > 1,
      function.blocks.count * function.spillSlots < sizeLimit
    else { return false }
    AllocationPreparation.splitCriticalEdges(&function)
    var sinking = SpillStoreSinking(function)
    sinking.solve(function)
    sinking.rewrite(&function)
    return true
  }

  /// Starts with everything possible.
  private init(_ function: MachineFunction) {
    slotCount = function.spillSlots
    atStart = Array(
      repeating: SpillStoreSinking.any, count: function.blocks.count * function.spillSlots)
    atEnd = atStart
    for slot in 0..<slotCount { atStart[slot] = SpillStoreSinking.none }
    graph = ControlFlowGraph(function)
    liveness = LocationLiveness(function, graph)
    isReadFromStart = Array(repeating: true, count: atStart.count)
    isStoreRead = BlockTable(repeating: [], count: function.blocks.count)
    findReads(function)
  }

  /// Finds out which slots are read on all paths: the greatest solution of a backward problem.
  private mutating func findReads(_ function: MachineFunction) {
    var isRead = Array(repeating: true, count: slotCount)
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in graph.reversePostorder.reversed() {
        let successors = function.blocks[block].successors
        let returns =
          successors.isEmpty
          && function.blocks[block].instructions.last?.opcode != MachineOpcode(.trap)
        for slot in 0..<slotCount {
          isRead[slot] =
            !returns
            && successors.allSatisfy { isReadFromStart[$0.target.index * slotCount + slot] }
        }
        var stores: [Bool] = []
        for instruction in function.blocks[block].instructions.reversed() {
          if instruction.opcode == .spillStore {
            stores.append(isRead[Int(instruction.y)])
            isRead[Int(instruction.y)] = false
          } else if instruction.opcode == .spillLoad {
            isRead[Int(instruction.y)] = true
          }
        }
        isStoreRead[block] = stores.reversed()
        for slot in 0..<slotCount
        where isReadFromStart[block.index * slotCount + slot] != isRead[slot] {
          isReadFromStart[block.index * slotCount + slot] = isRead[slot]
          isChanged = true
        }
      }
    }
  }

  // MARK: What is pending

  /// What is pending at a point.
  private struct Pending {
    /// The register for each slot.
    var slots: [UInt8]
    /// All registers that something may be pending for.
    var registers = RegisterSet()
    /// For each register, by its number, the slots that it may be pending for, and others.
    private var slotsOfRegister = [[Int]](repeating: [], count: Register.count)

    /// Which of the block's stores stay where they are, and how many were seen.
    var stays: [Bool]
    /// How many stores were seen.
    var seen = 0

    /// What is pending at the start of a block.
    init(_ slots: ArraySlice<UInt8>, stays: [Bool]) {
      self.slots = Array(slots)
      self.stays = stays
      for (slot, register) in self.slots.enumerated() where register < SpillStoreSinking.any {
        note(slot, in: Register(register))
      }
    }

    /// Remembers that something is pending.
    private mutating func note(_ slot: Int, in register: Register) {
      registers.insert(register)
      slotsOfRegister[Int(register.number)].append(slot)
    }

    /// Carries out what will be read on all paths from the start of the block.
    mutating func enter(_ isRead: ArraySlice<Bool>, store: (Int, UInt8) -> Void) {
      for (slot, isRead) in isRead.enumerated() where isRead && slots[slot] < SpillStoreSinking.any
      {
        store(slot, slots[slot])
        slots[slot] = SpillStoreSinking.none
      }
    }

    /// Follows an instruction; calls `store` for what has to be carried out before it.
    mutating func step(
      _ instruction: MachineInstruction, _ function: MachineFunction,
      store: (Int, UInt8) -> Void
    ) {
      let slot = Int(instruction.y)
      if instruction.opcode == .spillStore, let register = instruction.s1.physical {
        // What was pending for the slot is overwritten before anyone reads it.
        seen += 1
        if stays[seen - 1] {
          slots[slot] = SpillStoreSinking.none
          store(slot, register.number)
          return
        }
        slots[slot] = register.number
        note(slot, in: register)
        return
      }
      if instruction.opcode == .spillLoad, slots[slot] < SpillStoreSinking.any {
        store(slot, slots[slot])
        slots[slot] = SpillStoreSinking.none
      }
      let written = instruction.registersWritten(in: function).intersection(registers)
      if written.isEmpty { return }
      var ended: [Int] = []
      for register in written {
        let number = Int(register.number)
        ended += slotsOfRegister[number].filter { slots[$0] == register.number }
        slotsOfRegister[number].removeAll(keepingCapacity: true)
      }
      ended.sort()
      for slot in ended where slots[slot] < SpillStoreSinking.any {
        store(slot, slots[slot])
        slots[slot] = SpillStoreSinking.none
      }
      registers = registers.subtracting(written)
    }
  }

  /// Whether a pending store at the end of a block has to be carried out there, because an edge
  /// needs it that cannot have it in its target.
  private func isNeeded(_ block: BlockID, _ slot: Int, _ function: MachineFunction) -> Bool {
    let register = atEnd[block.index * slotCount + slot]
    for edge in function.blocks[block].successors {
      let start = atStart[edge.target.index * slotCount + slot]
      if start != register, start != SpillStoreSinking.any,
        liveness.atStart[edge.target].contains(slot: slot)
      {
        return true
      }
    }
    return false
  }

  /// Computes what is pending at the starts and ends of blocks.
  private mutating func solve(_ function: MachineFunction) {
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in graph.reversePostorder {
        let base = block.index * slotCount
        var pending = Pending(atStart[base..<base + slotCount], stays: isStoreRead[block])
        pending.enter(isReadFromStart[base..<base + slotCount]) { _, _ in }
        for instruction in function.blocks[block].instructions {
          pending.step(instruction, function) { _, _ in }
        }
        for slot in 0..<slotCount {
          atEnd[base + slot] = pending.slots[slot]
          if pending.slots[slot] < SpillStoreSinking.any, isNeeded(block, slot, function) {
            atEnd[base + slot] = SpillStoreSinking.none
          }
        }
        for edge in function.blocks[block].successors {
          let target = edge.target.index * slotCount
          for slot in 0..<slotCount {
            let old = atStart[target + slot]
            let new = atEnd[base + slot]
            if old == SpillStoreSinking.none || new == SpillStoreSinking.any || old == new {
              continue
            }
            atStart[target + slot] = old == SpillStoreSinking.any ? new : SpillStoreSinking.none
            isChanged = true
          }
        }
      }
    }
  }

  // MARK: Rewriting

  /// Carries stores out where they are needed.
  private func rewrite(_ function: inout MachineFunction) {
    var output: [MachineInstruction] = []
    for block in graph.reversePostorder {
      let base = block.index * slotCount
      var pending = Pending(atStart[base..<base + slotCount], stays: isStoreRead[block])
      output.removeAll(keepingCapacity: true)
      pending.enter(isReadFromStart[base..<base + slotCount]) { slot, register in
        output.append(store(slot, register))
      }
      for instruction in function.blocks[block].instructions {
        pending.step(instruction, function) { slot, register in
          output.append(store(slot, register))
        }
        if instruction.isTerminator {
          for slot in 0..<slotCount
          where pending.slots[slot] < SpillStoreSinking.any
            && atEnd[base + slot] == SpillStoreSinking.none
          {
            output.append(store(slot, pending.slots[slot]))
          }
        }
        if instruction.opcode != .spillStore { output.append(instruction) }
      }
      function.blocks[block].instructions = output
    }
  }

  /// A store to a slot.
  private func store(_ slot: Int, _ register: UInt8) -> MachineInstruction {
    MachineInstruction(.spillStore, MachineRegister(Register(register)), y: Int32(slot))
  }
}
