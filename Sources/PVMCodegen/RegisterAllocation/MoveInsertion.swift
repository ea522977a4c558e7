import PVM

/// Turns an assignment into code: operands become registers of the PVM, and wherever a value changes
/// its place, a move, load or store is put in.
///
/// A value that is in memory somewhere is stored once, where it is made (it is in SSA form, so that
/// reaches every reload); going from a register to memory later costs nothing.
struct MoveInsertion {
  /// A stretch in which a virtual register has a register of the PVM.
  private struct Piece {
    /// The first point.
    var from: Int32
    /// The point after the last.
    var to: Int32
    /// The register.
    var register: UInt8
  }

  /// What was assigned.
  private let ranges: LiveRanges
  /// For each point, the registers that hold values.
  private let occupied: [UInt16]
  /// Where each virtual register's stretch of `pieces` begins.
  private var pieceStarts: [Int32] = []
  /// Pieces by virtual register, then by point.
  private var pieces: [Piece] = []
  /// The spill slot of each virtual register, or -1 if it is never in memory.
  private var slotOfRegister: [Int32]
  /// How many slots there are.
  private var slotCount: Int32 = 0
  /// Where each slot's (point's half's) stretch of `gapMoves` begins.
  private var gapStarts: [Int32] = []
  /// Moves in front of instructions.
  private var gapMoves: [ParallelMove] = []
  /// Puts moves in order.
  private var resolver = ParallelMoveResolver(firstScratchSlot: 0)

  /// Collects what was assigned.
  init(_ ranges: LiveRanges, _ assignment: Assignment, _ groupOfRegister: [Int32]) {
    self.ranges = ranges
    occupied = assignment.occupied
    let count = groupOfRegister.count
    var flat: [Piece] = []
    var keys: [Int32] = []
    for bundle in assignment.bundles where bundle.isAlive && bundle.register >= 0 {
      for segment in assignment.pool[Int(bundle.first)..<Int(bundle.end)] {
        flat.append(
          Piece(from: segment.from, to: segment.to, register: UInt8(bundle.register)))
        keys.append(segment.register)
      }
    }
    (pieceStarts, pieces) = LiveRanges.group(flat, by: keys, count: count)
    slotOfRegister = [Int32](repeating: -1, count: count)
    var slotOfGroup: [Int32: Int32] = [:]
    for register in 0..<count {
      let range = Int(pieceStarts[register])..<Int(pieceStarts[register + 1])
      pieces[range].sort { $0.from < $1.from }
      if ranges.constantOfRegister[register] >= 0 || isCovered(register) { continue }
      let group = groupOfRegister[register]
      if slotOfGroup[group] == nil {
        slotOfGroup[group] = slotCount
        slotCount += 1
      }
      slotOfRegister[register] = slotOfGroup[group] ?? -1
    }
    resolver = ParallelMoveResolver(firstScratchSlot: slotCount)
  }

  /// Whether a virtual register has a register of the PVM wherever it is live.
  private func isCovered(_ register: Int) -> Bool {
    var piece = Int(pieceStarts[register])
    let end = Int(pieceStarts[register + 1])
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
  private func location(_ register: Int, _ point: Int32) -> MoveLocation {
    var (low, high) = (Int(pieceStarts[register]), Int(pieceStarts[register + 1]))
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].to <= point { low = middle + 1 } else { high = middle }
    }
    if low < Int(pieceStarts[register + 1]), pieces[low].from <= point {
      return .register(pieces[low].register)
    }
    return memory(register)
  }

  /// Where a value is when it is not in a register.
  private func memory(_ register: Int) -> MoveLocation {
    let constant = ranges.constantOfRegister[register]
    return constant >= 0 ? .constant(constant) : .slot(slotOfRegister[register])
  }

  /// Whether a virtual register is live at a point.
  private func isLive(_ register: Int, _ point: Int32) -> Bool {
    let range = ranges.segmentRange(register)
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if ranges.segments[middle].to <= point { low = middle + 1 } else { high = middle }
    }
    return low < range.upperBound && ranges.segments[low].from <= point
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
    for register in 0..<slotOfRegister.count {
      // Changes of place inside live segments.
      var piece = Int(pieceStarts[register])
      let end = Int(pieceStarts[register + 1])
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
      // Fixed operands, and stores where values are made.
      for index in ranges.useRange(register) {
        let use = ranges.uses[index]
        let after = use.point + 1
        switch use.kind {
        case .fixedRead:
          let source: MoveLocation
          if isLive(register, use.point - 1) {
            source = location(register, use.point - 1)
          } else {
            // Made in a fixed register just before, and already read from other ones perhaps.
            var making = index - 1
            while ranges.uses[making].kind != .fixedWrite { making -= 1 }
            source = .register(ranges.uses[making].register)
          }
          add(use.point, .register(use.register), from: source)
        case .fixedWrite:
          guard isLive(register, after) else { continue }
          add(after, location(register, after), from: .register(use.register))
          if slotOfRegister[register] >= 0 {
            add(after, .slot(slotOfRegister[register]), from: .register(use.register))
          }
        case .write, .copyWrite:
          guard slotOfRegister[register] >= 0 else { continue }
          let isParameter = use.point & 1 == 0
          if isParameter, index > ranges.useRange(register).lowerBound { continue }
          let made = location(register, use.point)
          guard case .register = made else { continue }
          let gap = isParameter ? use.point + 2 : after
          add(gap, .slot(slotOfRegister[register]), from: location(register, gap - 1))
        case .read, .copyRead: continue
        }
      }
    }
    (gapStarts, gapMoves) = LiveRanges.group(flat, by: keys, count: ranges.pointCount / 2 + 1)
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
  private func emit(into instructions: inout [MachineInstruction]) {
    for move in resolver.output {
      switch (move.target, move.source) {
      case (.register(let target), .register(let source)):
        instructions.append(
          MachineInstruction(
            .moveReg, def: MachineRegister(Register(target)), MachineRegister(Register(source))))
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
    collectGapMoves()
    for block in ranges.graph.reversePostorder.map(Int.init) {
      rewrite(&function, block)
    }
    for block in 0..<function.blocks.count {
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
  private mutating func rewrite(_ function: inout MachineFunction, _ block: Int) {
    let old = function.blocks[block].instructions
    var new: [MachineInstruction] = []
    new.reserveCapacity(old.count + 8)
    let incoming = ranges.graph.incoming(block)
    if let edge = incoming.first, incoming.count == 1,
      function.blocks[Int(edge.source)].successors.count > 1
    {
      insertEdge(function, Int(edge.source), Int(edge.position), into: &new)
    }
    for (index, instruction) in old.enumerated() {
      let point = ranges.blockStart[block] + 2 + 2 * Int32(index)
      let gap = Int(gapStarts[Int(point >> 1)])..<Int(gapStarts[Int(point >> 1) + 1])
      if !gap.isEmpty {
        let busy =
          occupied[Int(point) - 1] | occupied[Int(point)] | ranges.fixed[Int(point)]
        resolve(Array(gapMoves[gap]), free: CallingConvention.allocatable.bits & ~busy)
        emit(into: &new)
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
    if instruction.opcode == .copy {
      let target = instruction.def.virtualIndex
      guard isLive(target, point + 1) else { return }
      let busy = occupied[Int(point)] | occupied[Int(point) + 1]
      let move = ParallelMove(
        location(target, point + 1), from: location(instruction.s1.virtualIndex, point))
      resolve([move], free: CallingConvention.allocatable.bits & ~busy)
      emit(into: &new)
      return
    }
    if instruction.def.isVirtual {
      guard case .register(let register) = location(instruction.def.virtualIndex, point + 1) else {
        return
      }
      instruction.def = MachineRegister(Register(register))
    }
    func replace(_ operand: inout MachineRegister) {
      guard operand.isVirtual,
        case .register(let register) = location(operand.virtualIndex, point)
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
    _ function: MachineFunction, _ source: Int, _ position: Int,
    into new: inout [MachineInstruction]
  ) {
    let edge = function.blocks[source].successors[position]
    let before = ranges.blockEnd[source] - 1
    let after = ranges.blockStart[edge.target]
    var moves: [ParallelMove] = []
    for register in ranges.liveness.liveIn(edge.target) {
      let target = location(Int(register), after)
      guard case .register = target else { continue }
      let from = location(Int(register), before)
      if from != target { moves.append(ParallelMove(target, from: from)) }
    }
    for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters)
    where isLive(parameter.virtualIndex, after) {
      let target = location(parameter.virtualIndex, after)
      let from = location(argument.virtualIndex, before)
      if case .slot(let slot) = target, slot == slotOfRegister[argument.virtualIndex] { continue }
      if from != target { moves.append(ParallelMove(target, from: from)) }
    }
    if moves.isEmpty { return }
    let busy = occupied[Int(before)] | occupied[Int(after)]
    resolve(moves, free: CallingConvention.allocatable.bits & ~busy)
    emit(into: &new)
  }
}
