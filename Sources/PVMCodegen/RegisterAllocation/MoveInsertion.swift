import PVM
import Support

/// Turns an assignment into code: operands become registers of the PVM, and wherever a value changes
/// its place, a move, load or store is put in.
///
/// A value that is in memory somewhere is stored where `StorePlacement` says; going from a register to
/// memory later costs nothing.
struct MoveInsertion {
  /// A stretch in which a virtual register has a register of the PVM.
  struct Piece: PointRange {
    /// The first point.
    var from: Int32
    /// The point after the last.
    var to: Int32
    /// The register.
    var register: UInt8
  }

  /// What was assigned.
  let ranges: LiveRanges
  /// For each point, the registers that hold values.
  private let occupied: [UInt16]
  /// Where each virtual register's stretch of `pieces` begins.
  var pieceStarts: [Int32] = []
  /// Pieces by virtual register, then by point.
  var pieces: [Piece] = []
  /// The spill slot of each virtual register, or -1 if it is never in memory.
  var slotOfRegister: RegisterTable<Int32>
  /// How many slots there are.
  var slotCount: Int32 = 0
  /// Where values are stored.
  var stores = StorePlacement(pieceCount: 0)
  /// Where each slot's (point's half's) stretch of `gapMoves` begins.
  private var gapStarts: [Int32] = []
  /// Moves in front of instructions.
  private var gapMoves: [ParallelMove] = []
  /// Puts moves in order.
  private var resolver = ParallelMoveResolver(firstScratchSlot: 0)

  /// Collects what was assigned.
  init(_ ranges: LiveRanges, _ assignment: Assignment) {
    self.ranges = ranges
    occupied = assignment.occupied
    let count = ranges.constantOfRegister.count
    var flat: [Piece] = []
    var keys: [VirtualRegister] = []
    for bundle in assignment.bundles where bundle.isAlive && bundle.register >= 0 {
      for segment in assignment.pool.values(in: bundle.segments) {
        flat.append(
          Piece(from: segment.from, to: segment.to, register: UInt8(bundle.register)))
        keys.append(segment.register)
      }
    }
    let rows = EntityRows(flat, by: keys, count: count).rows
    (pieceStarts, pieces) = (rows.starts, rows.elements)
    slotOfRegister = RegisterTable()
    var isInMemory = RegisterTable(repeating: false, count: count)
    for register in isInMemory.indices {
      let range = pieceRange(register)
      pieces[range].sort { $0.from < $1.from }
      isInMemory[register] =
        ranges.constantOfRegister[register] < 0 && !isCovered(register)
    }
    let slots = SpillSlots(ranges, isInMemory: isInMemory)
    slotOfRegister = slots.slotOfRegister
    slotCount = slots.count
    resolver = ParallelMoveResolver(firstScratchSlot: slotCount)
    stores = StorePlacement(pieceCount: pieces.count)
  }

  /// Whether a virtual register has a register of the PVM wherever it is live.
  func pieceRange(_ register: VirtualRegister) -> Range<Int> {
    Int(pieceStarts[register.index])..<Int(pieceStarts[register.index + 1])
  }

  private func isCovered(_ register: VirtualRegister) -> Bool {
    let pieceRange = pieceRange(register)
    var piece = pieceRange.lowerBound
    let end = pieceRange.upperBound
    for segment in ranges.segments[ranges.segmentRange(register)] {
      var point = segment.from
      while point < segment.to {
        guard piece < end, pieces[piece].from == point else { return false }
        point = pieces[piece].to
        piece += 1
      }
    }
    return true
  }

  /// Where a live value is at a point.
  private func location(_ register: VirtualRegister, _ point: Int32) -> MoveLocation {
    if let piece = piece(register, at: point) { return .register(pieces[piece].register) }
    return memory(register)
  }

  /// The piece of a virtual register that covers a point, or nil.
  func piece(_ register: VirtualRegister, at point: Int32) -> Int? {
    pieces.index(covering: point, in: pieceRange(register))
  }

  /// Where a value is when it is not in a register.
  private func memory(_ register: VirtualRegister) -> MoveLocation {
    let constant = ranges.constantOfRegister[register]
    return constant >= 0 ? .constant(constant) : .slot(slotOfRegister[register])
  }

  /// Whether a virtual register is live at a point.
  func isLive(_ register: VirtualRegister, _ point: Int32) -> Bool {
    ranges.segments.index(covering: point, in: ranges.segmentRange(register)) != nil
  }

  /// Where a value is just before the moves in front of an instruction.
  private func source(_ register: VirtualRegister, before point: Int32) -> MoveLocation {
    if isLive(register, point - 1) { return location(register, point - 1) }
    // Made in a fixed register just before.
    var use = ranges.firstUse(register, from: point - 1)
    while ranges.uses[use].kind != .fixedWrite { use += 1 }
    return .register(ranges.uses[use].register)
  }

  // MARK: Moves within blocks

  /// Collects the moves in front of instructions.
  private mutating func collectGapMoves() {
    var flat: [ParallelMove] = []
    var keys: [Int32] = []
    func add(_ point: Int32, _ target: MoveLocation, from source: MoveLocation) {
      if target == source { return }
      keys.append(point >> 1)
      flat.append(ParallelMove(target, from: source))
    }
    for register in slotOfRegister.indices {
      // Changes of place inside live segments.
      let pieceRange = pieceRange(register)
      var piece = pieceRange.lowerBound
      let end = pieceRange.upperBound
      for segment in ranges.segments[ranges.segmentRange(register)] {
        var position = segment.from
        while piece < end, pieces[piece].from < segment.to {
          let next = pieces[piece]
          if next.from > position {
            add(next.from, .register(next.register), from: memory(register))
          } else if position > segment.from {
            add(
              position, .register(next.register), from: .register(pieces[piece - 1].register))
          }
          position = next.to
          piece += 1
        }
      }
      // Stores.
      for piece in pieceRange where stores.isStored[piece] {
        let from = pieces[piece].from
        let isBlockStart = from == ranges.blockStart[ranges.block(at: from)]
        let gap = isBlockStart ? from + 2 : (from + 1) & ~1
        add(gap, .slot(slotOfRegister[register]), from: source(register, before: gap))
      }
      // Fixed operands.
      for index in ranges.useRange(register) {
        let use = ranges.uses[index]
        let after = use.point + 1
        switch use.kind {
        case .fixedRead:
          add(use.point, .register(use.register), from: source(register, before: use.point))
        case .fixedWrite:
          guard isLive(register, after) else { continue }
          add(after, location(register, after), from: .register(use.register))
        case .write, .copyWrite, .read, .copyRead: continue
        }
      }
    }
    let rows = CompressedRows(flat, by: keys, count: ranges.pointCount / 2 + 1)
    (gapStarts, gapMoves) = (rows.starts, rows.elements)
  }

  /// Orders parts of a parallel move, dropping parts that appear twice.
  private mutating func resolve(_ moves: [ParallelMove], free: UInt16) {
    guard moves.count > 1 else {
      resolver.resolve(moves, free: free)
      return
    }
    var distinct: [ParallelMove] = []
    distinct.reserveCapacity(moves.count)
    var seen: UInt16 = 0
    for move in moves {
      if case .register(let register) = move.target {
        if seen >> register & 1 != 0 { continue }
        seen |= 1 << register
      } else if moves.count < 20, distinct.contains(move) {
        continue
      }
      distinct.append(move)
    }
    resolver.resolve(distinct, free: free)
  }

  /// Appends the resolver's output as instructions.
  ///
  /// - Parameter purpose: what moves between registers are for.
  private func emit(
    into instructions: inout [MachineInstruction], moving purpose: InstructionPurpose = .move
  ) {
    for move in resolver.output {
      switch (move.target, move.source) {
      case (.register(let target), .register(let source)):
        instructions.append(
          MachineInstruction(
            .moveReg, def: MachineRegister(Register(target)), MachineRegister(Register(source))
          ).for(purpose))
      case (.register(let target), .slot(let slot)):
        instructions.append(
          MachineInstruction(.spillLoad, def: MachineRegister(Register(target)), y: slot))
      case (.register(let target), .constant(let constant)):
        var instruction = ranges.constants[Int(constant)]
        instruction.def = MachineRegister(Register(target))
        instructions.append(instruction)
      case (.slot(let slot), .register(let source)):
        instructions.append(
          MachineInstruction(.spillStore, MachineRegister(Register(source)), y: slot))
      case (.slot, _), (.constant, _):
        continue
      }
    }
  }

  // MARK: Rewriting

  /// Rewrites the function.
  mutating func rewrite(_ function: inout MachineFunction) {
    placeStores(function)
    collectGapMoves()
    for block in ranges.graph.reversePostorder {
      rewrite(&function, block)
    }
    for block in function.blocks.indices {
      function.blocks[block].parameters = []
      for position in function.blocks[block].successors.indices {
        function.blocks[block].successors[position].arguments = []
      }
    }
    for index in function.parameters.indices {
      function.parameters[index].value = MachineRegister(function.parameters[index].register)
    }
    for index in function.calls.indices {
      for operand in function.calls[index].arguments.indices {
        function.calls[index].arguments[operand].value = MachineRegister(
          function.calls[index].arguments[operand].register)
      }
      for operand in function.calls[index].results.indices {
        function.calls[index].results[operand].value = MachineRegister(
          function.calls[index].results[operand].register)
      }
    }
    function.spillSlots = Int(slotCount + resolver.scratchSlotCount)
  }

  /// Rewrites one block.
  private mutating func rewrite(_ function: inout MachineFunction, _ block: BlockID) {
    let old = function.blocks[block].instructions
    var new: [MachineInstruction] = []
    new.reserveCapacity(old.count + 8)
    let incoming = ranges.graph.incoming(block)
    if let edge = incoming.first, incoming.count == 1,
      function.blocks[edge.source].successors.count > 1
    {
      insertEdge(function, edge.source, edge.position, into: &new)
    }
    for (index, instruction) in old.enumerated() {
      let point = ranges.blockStart[block] + 2 + 2 * Int32(index)
      let gap = Int(gapStarts[Int(point >> 1)])..<Int(gapStarts[Int(point >> 1) + 1])
      if !gap.isEmpty {
        let busy =
          occupied[Int(point) - 1] | occupied[Int(point)] | ranges.fixed[Int(point)]
        resolve(Array(gapMoves[gap]), free: CallingConvention.allocatable.bits & ~busy)
        let isCall =
          instruction.hasCallDescription || (index > 0 && old[index - 1].hasCallDescription)
        emit(into: &new, moving: isCall ? .argument : .move)
      }
      if index == old.count - 1, function.blocks[block].successors.count == 1 {
        insertEdge(function, block, 0, into: &new)
      }
      rewrite(instruction, at: point, into: &new)
    }
    function.blocks[block].instructions = new
  }

  /// Appends an instruction with its operands replaced.
  private mutating func rewrite(
    _ instruction: MachineInstruction, at point: Int32, into new: inout [MachineInstruction]
  ) {
    var instruction = instruction
    if instruction.opcode.isCopy {
      let target = instruction.def.virtual
      guard isLive(target, point + 1) else { return }
      let busy = occupied[Int(point)] | occupied[Int(point) + 1]
      let move = ParallelMove(
        location(target, point + 1), from: location(instruction.s1.virtual, point))
      resolve([move], free: CallingConvention.allocatable.bits & ~busy)
      emit(into: &new)
      return
    }
    if instruction.def.isVirtual {
      guard case .register(let register) = location(instruction.def.virtual, point + 1) else {
        return
      }
      instruction.def = MachineRegister(Register(register))
    }
    func replace(_ operand: inout MachineRegister) {
      guard operand.isVirtual,
        case .register(let register) = location(operand.virtual, point)
      else { return }
      operand = MachineRegister(Register(register))
    }
    replace(&instruction.s1)
    replace(&instruction.s2)
    replace(&instruction.s3)
    new.append(instruction)
  }

  /// Appends the moves that belong on an edge.
  private mutating func insertEdge(
    _ function: MachineFunction, _ source: BlockID, _ position: Int,
    into new: inout [MachineInstruction]
  ) {
    let edge = function.blocks[source].successors[position]
    let before = ranges.blockEnd[source] - 1
    let after = ranges.blockStart[edge.target]
    var moves: [ParallelMove] = []
    /// Adds the transfer of a value to a place that may be its own slot.
    func transfer(_ register: VirtualRegister, to target: MoveLocation) {
      let from = location(register, before)
      if from == target { return }
      if case .slot(let slot) = target, slot == slotOfRegister[register],
        let piece = piece(register, at: before), stores.isValid[piece]
      {
        return
      }
      moves.append(ParallelMove(target, from: from))
    }
    for register in ranges.liveness.liveIn(edge.target) {
      let target = location(register, after)
      if case .constant = target { continue }
      transfer(register, to: target)
    }
    for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters)
    where isLive(parameter.virtual, after) {
      transfer(argument.virtual, to: location(parameter.virtual, after))
    }
    if moves.isEmpty { return }
    let busy = occupied[Int(before)] | occupied[Int(after)]
    resolve(moves, free: CallingConvention.allocatable.bits & ~busy)
    emit(into: &new)
  }
}
