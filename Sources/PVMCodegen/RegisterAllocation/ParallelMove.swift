internal import Support

/// A place that a value can be in between instructions.
package enum MoveLocation: Hashable, Sendable {
  /// A register of the PVM.
  case register(UInt8)
  /// A spill slot.
  case slot(Int32)
  /// Nowhere: the value is made anew by instruction number n of a table of constants.
  case constant(Int32)
}

/// One part of a parallel move.
package struct ParallelMove: Hashable, Sendable {
  /// Where the value goes: a register or a slot.
  package var target: MoveLocation
  /// Where it comes from.
  package var source: MoveLocation

  /// Creates a move.
  package init(_ target: MoveLocation, from source: MoveLocation) {
    self.target = target
    self.source = source
  }
}

/// Puts the parts of parallel moves in order. No other file orders moves.
///
/// Problem: all targets take the values that the sources had before, at once; a register or slot may
/// be both. Method: a move is safe when nobody still waits for the old value of its target; when no
/// safe move is left, what remains are cycles, and one location of a cycle is saved elsewhere. Stores
/// come as early and loads as late as that order permits, because a register is the scarcer place.
/// A cycle of n registers costs n + 1 instructions with or without a free register.
///
/// - Complexity: linear in the number of moves.
package struct ParallelMoveResolver: Sendable {
  /// The ordered moves. Slot-to-slot moves and stores of constants never appear.
  package private(set) var output: [ParallelMove] = []
  /// How many slots it used for itself so far.
  package private(set) var scratchSlotCount: Int32 = 0
  /// The first slot the resolver may use for itself; it uses at most two from there.
  private let firstScratchSlot: Int32
  /// The moves being ordered.
  private var pending: [ParallelMove] = []
  /// Which of them have been emitted.
  private var isDone: [Bool] = []
  /// For each register and slot, how many moves still wait for its old value; zero between calls.
  private var waiting: [Int32]
  /// For each register and slot, the move that writes it, or -1.
  private var writer: [Int32]
  /// Where a cycle's value waits, so that nothing else is put there.
  private var reserved: MoveLocation?
  /// Registers that will be written and whose old values nobody waits for any more.
  private var clean: UInt16 = 0
  /// Safe moves by rank: to memory, between registers, from memory or a constant.
  private var ready: (stores: [Int32], moves: [Int32], loads: [Int32]) = ([], [], [])

  /// Creates a resolver that may use slots from `firstScratchSlot` for itself.
  package init(firstScratchSlot: Int32) {
    self.firstScratchSlot = firstScratchSlot
    waiting = [Int32](repeating: 0, count: Int(firstScratchSlot) + 18)
    writer = [Int32](repeating: -1, count: Int(firstScratchSlot) + 18)
  }

  /// Appends the ordered form of a parallel move to `output`.
  ///
  /// - Parameters:
  ///   - moves: moves with distinct targets; those whose target is their source are dropped.
  ///   - free: registers (one bit each) whose contents nobody needs before or after.
  package mutating func resolve(_ moves: [ParallelMove], free: UInt16) {
    output.removeAll(keepingCapacity: true)
    pending.removeAll(keepingCapacity: true)
    isDone.removeAll(keepingCapacity: true)
    reserved = nil
    clean = 0
    var free = free
    for move in moves where move.target != move.source {
      writer[index(move.target)] = Int32(pending.count)
      if case .register(let register) = move.target { free &= ~(1 << register) }
      if case .register(let register) = move.source { free &= ~(1 << register) }
      if hasOldValue(move.source) { waiting[index(move.source)] += 1 }
      pending.append(move)
      isDone.append(false)
    }
    for (number, move) in pending.enumerated() where waiting[index(move.target)] == 0 {
      enqueue(Int32(number))
    }
    emitReady(free: free)
    for number in pending.indices where !isDone[number] {
      if isDone[number] { continue }
      breakCycle(before: number, free: free)
      emitReady(free: free)
    }
    for move in pending { writer[index(move.target)] = -1 }
  }

  /// The index of a register or slot in the dense tables.
  private func index(_ location: MoveLocation) -> Int {
    switch location {
    case .register(let register): Int(register)
    case .slot(let slot): 16 + Int(slot)
    case .constant: 15
    }
  }

  /// Whether a location can be overwritten.
  private func hasOldValue(_ location: MoveLocation) -> Bool {
    if case .constant = location { false } else { true }
  }

  /// Notes that a move is safe.
  private mutating func enqueue(_ number: Int32) {
    if case .register(let register) = pending[Int(number)].target { clean |= 1 << register }
    switch (pending[Int(number)].target, pending[Int(number)].source) {
    case (.slot, _): ready.stores.append(number)
    case (_, .register): ready.moves.append(number)
    default: ready.loads.append(number)
    }
  }

  /// Emits safe moves until none is left.
  private mutating func emitReady(free: UInt16) {
    while let number = ready.stores.popLast() ?? ready.moves.popLast() ?? ready.loads.popLast() {
      let move = pending[Int(number)]
      isDone[Int(number)] = true
      if case .register(let register) = move.target { clean &= ~(1 << register) }
      emit(move, free: free)
      if hasOldValue(move.source) { release(move.source) }
    }
  }

  /// Notes that one move fewer waits for a location's old value.
  private mutating func release(_ location: MoveLocation) {
    let place = index(location)
    waiting[place] -= 1
    if waiting[place] == 0, writer[place] >= 0, !isDone[Int(writer[place])] {
      enqueue(writer[place])
    }
  }

  /// Saves what a move reads, which makes the move that overwrites it safe. Where no move is safe,
  /// every location is read exactly once, so no other move reads it.
  private mutating func breakCycle(before number: Int, free: UInt16) {
    let saved = pending[number].source
    var refuge = MoveLocation.slot(firstScratchSlot)
    if case .register = saved, let register = scratchRegister(free) {
      refuge = .register(register)
    } else {
      scratchSlotCount = max(scratchSlotCount, 1)
    }
    emit(ParallelMove(refuge, from: saved), free: free)
    reserved = refuge
    pending[number].source = refuge
    waiting[index(refuge)] += 1
    release(saved)
  }

  /// The lowest register that may be used in passing.
  private func scratchRegister(_ free: UInt16) -> UInt8? {
    var free = free | clean
    if case .register(let register) = reserved { free &= ~(1 << register) }
    return free == 0 ? nil : UInt8(free.trailingZeroBitCount)
  }

  /// Emits one move, by way of a register if it is from memory or a constant to memory.
  private mutating func emit(_ move: ParallelMove, free: UInt16) {
    let isDirect: Bool
    switch (move.target, move.source) {
    case (.register, _), (_, .register): isDirect = true
    default: isDirect = false
    }
    if isDirect {
      output.append(move)
      return
    }
    if let register = scratchRegister(free) {
      output.append(ParallelMove(.register(register), from: move.source))
      output.append(ParallelMove(move.target, from: .register(register)))
      return
    }
    // No register to spare, so all of them hold something: borrow one and put it back afterwards.
    let borrowed = MoveLocation.register(0)
    let refuge = MoveLocation.slot(firstScratchSlot + 1)
    scratchSlotCount = 2
    output.append(ParallelMove(refuge, from: borrowed))
    output.append(ParallelMove(borrowed, from: move.source))
    output.append(ParallelMove(move.target, from: borrowed))
    output.append(ParallelMove(borrowed, from: refuge))
  }
}
