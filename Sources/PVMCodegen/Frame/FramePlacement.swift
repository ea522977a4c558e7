internal import Support

/// Where the stack pointer moves down and up again ("shrink wrapping").
///
/// Problem: a path through a function that touches no slot, object or outgoing argument should not
/// pay for the frame. The frame must exist where a slot holds something that is read later, as calls
/// use the stack below. Everywhere else it may or may not exist. Method: a move of the stack pointer
/// costs as much as the edge is taken, or the block is executed, where it stands, so that the cheapest
/// placement is a minimum cut between what must have the frame and the ways in and out of the function.
///
/// Mostly no cut is needed: when something that must have the frame is both in front of and behind
/// every other point that touches reach and that reaches one. Then the stack pointer moves
/// down as late as possible, on the edges into this region or before the first touch of a block, and
/// up as late as possible without a doubt: before returns, or where a path with a frame meets one
/// without.
///
/// A frame object may be used through a pointer, so that once one is touched the frame lasts until
/// the function returns.
///
/// Cost: linear in blocks and edges times the loop depth, plus the cut.
struct FramePlacement {
  /// A move of the stack pointer on an edge.
  struct EdgeMove {
    /// The block that the edge leaves.
    var source: BlockID
    /// The index of the edge.
    var edge: Int
    /// Whether the frame is made; otherwise it is given up.
    var isSetUp: Bool
  }

  /// Whether the frame exists at the start of each block.
  private(set) var atStart: BlockTable<Bool>
  /// Whether the frame exists at the end of each block, just before its terminator. (Returns give
  /// it up.)
  private(set) var atEnd: BlockTable<Bool>
  /// The moves on edges.
  private(set) var edgeMoves: [EdgeMove] = []

  /// Whether an instruction needs the frame.
  static func touchesFrame(_ instruction: MachineInstruction) -> Bool {
    switch instruction.opcode {
    case .spillLoad, .spillStore, .frameAddress, .storeOutgoing: true
    default: false
    }
  }

  /// More blocks than this, and no cut is searched.
  private static let maximumCutSize = 2_000

  /// Decides for a function whose blocks are all reachable.
  init(_ function: MachineFunction, _ costs: CostModel) {
    let count = function.blocks.count
    var predecessors = BlockTable<[BlockID]>(repeating: [], count: count)
    var touches = BlockTable(repeating: false, count: count)
    var hasObjects = false
    for (index, block) in function.blocks.indexed() {
      for edge in block.successors { predecessors[edge.target].append(index) }
      for instruction in block.instructions where FramePlacement.touchesFrame(instruction) {
        touches[index] = true
        if instruction.opcode == .frameAddress { hasObjects = true }
      }
    }
    // Forward: points that a touch reaches.
    var reached = GrowingSet<MachineBlock>(count: count)
    for block in touches.indices where touches[block] {
      for edge in function.blocks[block].successors { reached.insert(edge.target) }
    }
    while let block = reached.next() {
      for edge in function.blocks[block].successors { reached.insert(edge.target) }
    }
    let isReached = reached.flags
    // Backward: points that reach a touch.
    var reaching = GrowingSet<MachineBlock>(count: count)
    for (index, block) in function.blocks.indexed() {
      let last = block.instructions.last?.opcode
      let endsObjects = hasObjects && (last == .ret || last == .tailCall)
      if touches[index] || endsObjects { reaching.insert(index) }
    }
    while let block = reaching.next() {
      for predecessor in predecessors[block] { reaching.insert(predecessor) }
    }
    let reaches = reaching.flags
    atStart = BlockTable()
    atEnd = BlockTable()
    if !hasObjects, count <= FramePlacement.maximumCutSize {
      let graph = ControlFlowGraph(function)
      let liveness = LocationLiveness(function, graph)
      let holds = liveness.atStart.mapValues { $0.slots.contains { $0 != 0 } }
      if function.blocks.indices.dropFirst().contains(where: {
        isReached[$0] && reaches[$0] && !holds[$0]
      }) {
        cut(function, graph, touches: touches, holds: holds, costs)
        findEdgeMoves(function)
        return
      }
    }
    // Behind the last touch: as long as all paths bring a frame; the greatest solution.
    atStart = isReached
    atEnd = BlockTable(isReached.indices.map { isReached[$0] || touches[$0] })
    var work = Array(function.blocks.indices)
    while let block = work.popLast() {
      guard atStart[block], !reaches[block] else { continue }
      guard predecessors[block].contains(where: { !atEnd[$0] }) else { continue }
      atStart[block] = false
      atEnd[block] = false
      for edge in function.blocks[block].successors { work.append(edge.target) }
    }
    findEdgeMoves(function)
  }

  /// Finds the cheapest placement.
  ///
  /// - Parameters:
  ///   - touches: which blocks need the frame inside.
  ///   - holds: at the starts of which blocks slots are in use.
  private mutating func cut(
    _ function: MachineFunction, _ graph: ControlFlowGraph, touches: BlockTable<Bool>,
    holds: BlockTable<Bool>,
    _ costs: CostModel
  ) {
    let frequencies = EdgeFrequencies(function, graph)
    let (exists, missing) = (MinimumCut.source, MinimumCut.sink)
    var cut = MinimumCut()
    cut.reset()
    func connect(_ one: Int, _ other: Int, _ frequency: Double) {
      let cost = frequency + costs.placement
      if one != other { cut.addArc(one, other, cost, back: cost) }
    }
    let starts = BlockTable(
      function.blocks.indices.map { block in
        block == .entry ? missing : holds[block] ? exists : cut.addNode()
      })
    let ends = BlockTable(function.blocks.indices.map { touches[$0] ? exists : starts[$0] })
    for (index, block) in function.blocks.indexed() {
      connect(starts[index], ends[index], block.frequency)
      for (position, edge) in block.successors.enumerated() {
        connect(ends[index], starts[edge.target], frequencies.of(index, position))
      }
      let last = block.instructions.last?.opcode
      if (last == .ret && !function.halts) || last == .tailCall {
        connect(ends[index], missing, block.frequency)
      }
    }
    _ = cut.solve()
    atStart = starts.mapValues { $0 == exists || ($0 != missing && cut.isOnSourceSide($0)) }
    atEnd = ends.mapValues { $0 == exists || ($0 != missing && cut.isOnSourceSide($0)) }
  }

  /// Fills `edgeMoves`.
  private mutating func findEdgeMoves(_ function: MachineFunction) {
    for (index, block) in function.blocks.indexed() {
      for (position, edge) in block.successors.enumerated()
      where atEnd[index] != atStart[edge.target] {
        edgeMoves.append(
          EdgeMove(source: index, edge: position, isSetUp: atStart[edge.target]))
      }
    }
  }
}
