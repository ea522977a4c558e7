import PVM
import Support

/// Decides which values are in registers where, so that nowhere more values want a register than
/// there are. Which registers those are is decided later.
///
/// Method: Braun and Hack, "Register Spilling and Live-Range Splitting for SSA-Form Programs", with
/// costs. Blocks are walked in reverse postorder with the set of values that are in registers. When an
/// instruction needs more room, the value whose next use saves least per time until then leaves its
/// register: where all uses are equally likely, that is the one whose next use is farthest away
/// (Belady). At the start of a block a value stays in a register if it is in one on the ways that
/// matter; the others reload it on the edge. A second round knows what is in registers at the ends of
/// loops.
struct SpillPlan {
  /// Stretches in which a value is in a register, by virtual register, then by point.
  private(set) var pieces: [LiveSegment] = []
  /// Where each virtual register's stretch of `pieces` begins.
  private(set) var starts: [Int32] = []

  /// What is planned for.
  let ranges: LiveRanges
  /// What weighs.
  private let costs: SpillCosts
  /// Next uses beyond the current block.
  var nextUses: NextUses
  /// The loops.
  let loops: LoopInfo
  /// For each loop, how many registers are free in all of it for values that it does not use.
  var roomInLoop: LoopTable<Int32>
  /// For each block, the values in registers at its end; valid for blocks that were visited.
  var atEnd: BlockTable<[VirtualRegister]>
  /// Whether a block has been visited, in this round or the one before.
  var isVisited: BlockTable<Bool>
  /// The values in registers at the current point.
  var resident: [VirtualRegister] = []
  /// Whether each value is in `resident`.
  var isResident: RegisterTable<Bool>
  /// Where each resident value got its register.
  private var since: RegisterTable<Int32>
  /// The point after each resident value's last use in this block, or `since` if there was none.
  private var usedUntil: RegisterTable<Int32>
  /// The point of each resident value's next use, or one beyond the block as if the code went on.
  var nextPoint: RegisterTable<Float>
  /// What having it in a register saves then.
  var nextValue: RegisterTable<Float>
  /// The point after the last at which each value is live in the current block.
  private var liveUntil: RegisterTable<Int32>
  /// Whether each value has left its register before a use, so that it is in memory anyway.
  private var isStored: RegisterTable<Bool>
  /// How often each value is made.
  private var makingFrequency: RegisterTable<Float>
  /// How much of a block's frequency brings each value in a register; zero between blocks.
  var arriving: RegisterTable<Float>

  /// Plans for a function.
  init(_ function: MachineFunction, _ ranges: LiveRanges, _ costs: SpillCosts) {
    self.ranges = ranges
    self.costs = costs
    let dominators = DominatorTree(ranges.graph)
    loops = LoopInfo(ranges.graph, dominators)
    nextUses = NextUses(function, ranges, loops, costs)
    let count = function.virtualRegisterCount
    let blockCount = function.blocks.count
    roomInLoop = LoopTable(repeating: Self.registers, count: loops.loops.count)
    atEnd = BlockTable(repeating: [], count: blockCount)
    isVisited = BlockTable(repeating: false, count: blockCount)
    isResident = RegisterTable(repeating: false, count: count)
    since = RegisterTable(repeating: 0, count: count)
    usedUntil = since
    nextPoint = RegisterTable(repeating: 0, count: count)
    nextValue = nextPoint
    liveUntil = since
    arriving = nextPoint
    isStored = ranges.constantOfRegister.mapValues { $0 >= 0 }
    makingFrequency = RegisterTable(
      function.virtualRegisters.map { register in
        let range = ranges.segmentRange(register)
        guard !range.isEmpty else { return 0 }
        let block = ranges.block(at: ranges.segments[range.lowerBound].from)
        return Float(function.blocks[block].frequency)
      })
    measureLoops(function)
    for _ in 0..<2 {
      pieces.removeAll(keepingCapacity: true)
      for block in ranges.graph.reversePostorder { visit(block, function) }
    }
    let rows = EntityRows(pieces, by: pieces.map(\.register), count: count).rows
    (starts, pieces) = (rows.starts, rows.elements)
    trim(function)
  }

  /// Whether planning would change anything: whether somewhere more values are live than there is
  /// room for.
  static func isNeeded(_ ranges: LiveRanges) -> Bool {
    var change = [Int32](repeating: 0, count: ranges.pointCount + 1)
    for segment in ranges.segments {
      change[Int(segment.from)] += 1
      change[Int(segment.to)] -= 1
    }
    var live: Int32 = 0
    for point in 0..<ranges.pointCount {
      live += change[point]
      if live > capacity(ranges, Int32(point)) { return true }
    }
    return false
  }

  /// How many registers there are for values.
  static let registers = Int32(CallingConvention.allocatable.count)

  /// How many values can be in registers at a point.
  private static func capacity(_ ranges: LiveRanges, _ point: Int32) -> Int {
    let allocatable = CallingConvention.allocatable.bits
    return (allocatable & ~ranges.fixed[Int(point)]).nonzeroBitCount
  }

  /// The piece of a value that covers a point, or nil.
  private func piece(_ register: VirtualRegister, at point: Int32) -> Int? {
    pieces.index(covering: point, in: Int(starts[register.index])..<Int(starts[register.index + 1]))
  }

  /// Shortens pieces that reach the end of a block although no way out continues them.
  private mutating func trim(_ function: MachineFunction) {
    for block in ranges.graph.reversePostorder.reversed() {
      for register in atEnd[block] {
        guard let index = piece(register, at: ranges.blockEnd[block] - 1) else { continue }
        let isWanted = function.blocks[block].successors.contains { edge in
          piece(register, at: ranges.blockStart[edge.target]) != nil
        }
        if isWanted { continue }
        var end = pieces[index].from
        var use = ranges.firstUse(register, from: end)
        let lastUse = ranges.useRange(register).upperBound
        while use < lastUse,
          ranges.uses[use].point < ranges.blockEnd[block]
        {
          switch ranges.uses[use].kind {
          case .read, .write, .copyRead: end = max(end, ranges.uses[use].point + 1)
          case .fixedRead: end = max(end, ranges.uses[use].point)
          case .fixedWrite, .copyWrite: break
          }
          use += 1
        }
        pieces[index].to = max(end, pieces[index].from)
      }
    }
    // Drop what has become empty.
    let kept = pieces.filter { $0.from < $0.to }
    let rows = EntityRows(kept, by: kept.map(\.register), count: starts.count - 1).rows
    (starts, pieces) = (rows.starts, rows.elements)
  }

  // MARK: Loops

  /// Fills `roomInLoop`: what the most crowded point of each loop leaves free, rare blocks not
  /// counted.
  private mutating func measureLoops(_ function: MachineFunction) {
    guard !loops.loops.isEmpty else { return }
    var change = [Int32](repeating: 0, count: ranges.pointCount + 1)
    for segment in ranges.segments {
      change[Int(segment.from)] += 1
      change[Int(segment.to)] -= 1
    }
    var crowd = LoopTable<Int32>(repeating: 0, count: loops.loops.count)
    for block in ranges.graph.reversePostorder {
      var live: Int32 = 0
      var most: Int32 = 0
      for point in Int(ranges.blockStart[block])..<Int(ranges.blockEnd[block]) {
        live += change[point]
        most = max(most, live + Self.registers - Int32(Self.capacity(ranges, Int32(point))))
      }
      var loop = loops.innermost[block]
      while loop.exists {
        let header = loops.loops[loop].header
        if function.blocks[block].frequency >= costs.rareBlock * function.blocks[header].frequency {
          crowd[loop] = max(crowd[loop], most)
        }
        loop = loops.loops[loop].parent
      }
    }
    for (index, loop) in loops.loops.indexed() {
      var unused: Int32 = 0
      let header = loop.header
      for entry in ranges.liveness.liveIn(header).indices
      where nextUses.isBeyond(index, entry) { unused += 1 }
      roomInLoop[index] = max(0, Self.registers - (crowd[index] - unused))
    }
  }

  // MARK: One block

  /// Walks a block.
  private mutating func visit(_ block: BlockID, _ function: MachineFunction) {
    let end = ranges.blockEnd[block]
    nextUses.load(block, function, ranges)
    enter(block, function)
    var point = ranges.blockStart[block] + 2
    for instruction in function.blocks[block].instructions {
      step(instruction, at: point, in: block, function)
      point += 2
    }
    atEnd[block].removeAll(keepingCapacity: true)
    for register in resident {
      isResident[register] = false
      emit(register, to: end)
      atEnd[block].append(register)
    }
    isVisited[block] = true
    resident.removeAll(keepingCapacity: true)
  }

  /// Executes one instruction.
  private mutating func step(
    _ instruction: MachineInstruction, at point: Int32, in block: BlockID,
    _ function: MachineFunction
  ) {
    let operands = [instruction.s1, instruction.s2, instruction.s3]
    let isCopy = instruction.opcode.isCopy
    for operand in operands where operand.isVirtual {
      let register = operand.virtual
      if !isResident[register] {
        if isCopy { continue }
        admit(register, at: point, in: block)
      }
      touch(register, at: point, until: point + 1, in: block)
    }
    for argument in function.arguments(of: instruction)
    where argument.value.isVirtual && isResident[argument.value.virtual] {
      touch(argument.value.virtual, at: point, until: point, in: block)
    }
    removeDead(at: point)
    limit(to: Self.capacity(ranges, point), at: point, pinned: isCopy ? nil : instruction, function)
    removeDead(at: point + 1)
    let room = Self.capacity(ranges, point + 1)
    if instruction.def.isVirtual {
      limit(to: room - 1, at: point + 1, pinned: nil, function)
      let register = instruction.def.virtual
      admit(register, at: point + 1, in: block, isMade: true)
      // A copy can just as well go to memory.
      if !isCopy { usedUntil[register] = point + 2 }
      removeDead(at: point + 2)
    } else {
      limit(to: room, at: point + 1, pinned: nil, function)
    }
    for result in function.results(of: instruction) where result.value.isVirtual {
      let register = result.value.virtual
      guard segmentEnd(register, at: point + 2) > point + 2 else { continue }
      admit(register, at: point + 2, in: block)
    }
  }

  /// Puts a value among the residents.
  ///
  /// - Parameter isMade: whether it is defined at the point, which is not a next use.
  mutating func admit(
    _ register: VirtualRegister, at point: Int32, in block: BlockID, isMade: Bool = false
  ) {
    resident.append(register)
    isResident[register] = true
    since[register] = point
    usedUntil[register] = point
    liveUntil[register] = segmentEnd(register, at: point)
    findNext(register, after: isMade ? point + 1 : point, in: block)
  }

  /// Notes a use of a resident value.
  private mutating func touch(
    _ register: VirtualRegister, at point: Int32, until end: Int32, in block: BlockID
  ) {
    usedUntil[register] = max(usedUntil[register], end)
    findNext(register, after: point + 1, in: block)
  }

  /// Looks up a value's next use at or after a point.
  private mutating func findNext(_ register: VirtualRegister, after point: Int32, in block: BlockID)
  {
    let use = ranges.firstUse(register, from: point)
    if use < ranges.useRange(register).upperBound,
      ranges.uses[use].point < ranges.blockEnd[block]
    {
      let next = nextUses.use(ranges, use, from: point)
      nextPoint[register] = Float(point) + next.distance
      nextValue[register] = next.value
    } else {
      let next = nextUses.nextUseAtEnd(register)
      nextPoint[register] = Float(ranges.blockEnd[block]) + next.distance
      nextValue[register] = next.value
    }
  }

  /// The end of the live segment that covers a point, or the point itself.
  func segmentEnd(_ register: VirtualRegister, at point: Int32) -> Int32 {
    let range = ranges.segmentRange(register)
    return ranges.segments.index(covering: point, in: range).map { ranges.segments[$0].to } ?? point
  }

  /// Takes values that are not live at a point out of the residents.
  private mutating func removeDead(at point: Int32) {
    var kept = 0
    for index in resident.indices {
      let register = resident[index]
      if liveUntil[register] > point {
        resident[kept] = register
        kept += 1
      } else {
        isResident[register] = false
        emit(register, to: liveUntil[register])
      }
    }
    resident.removeLast(resident.count - kept)
  }

  /// Takes the least valuable values out of the residents until few enough are left.
  private mutating func limit(
    to room: Int, at point: Int32, pinned: MachineInstruction?, _ function: MachineFunction
  ) {
    while resident.count > room {
      let block = ranges.block(at: point)
      let frequency = Float(function.blocks[block].frequency)
      var worst = -1
      var worstScore = Float.infinity
      for (index, register) in resident.enumerated() {
        if let pinned {
          let operand = MachineRegister(virtual: register)
          if operand == pinned.s1 || operand == pinned.s2 || operand == pinned.s3 { continue }
        }
        let distance = nextPoint[register] - Float(point)
        let value = nextValue[register] + costs.store * storeCost(register, frequency)
        let score = value / max(distance, 1)
        if score < worstScore {
          worstScore = score
          worst = index
        }
      }
      guard worst >= 0 else { return }
      let register = resident.remove(at: worst)
      isResident[register] = false
      isStored[register] = true
      emit(register, to: usedUntil[register])
    }
  }

  /// What it costs, in a block of the given frequency, that a value has to be in memory.
  private func storeCost(_ register: VirtualRegister, _ frequency: Float) -> Float {
    if isStored[register] || frequency <= 0 { return 0 }
    return min(1, makingFrequency[register] / frequency)
  }

  /// Records that a value was in a register from where it got it up to a point.
  private mutating func emit(_ register: VirtualRegister, to end: Int32) {
    let from = since[register]
    guard end > from else { return }
    // A constant that is made and not read before it leaves its register is not made at all.
    if end == from + 1, from & 1 == 1, ranges.constantOfRegister[register] >= 0 { return }
    pieces.append(LiveSegment(from: from, to: end, register: register))
  }
}
