/// Where the stack pointer moves down and up again ("shrink wrapping").
///
/// Problem: a path through a function that touches no slot, object or outgoing argument should not
/// pay for the frame. Method: the frame must exist at every point between two touches, because what
/// one stores the other may load, and calls in between use the stack below. Such points are those
/// that a touch reaches and that reach a touch: two reachability analyses. The stack pointer moves
/// down as late as possible, on the edges into this region or before the first touch of a block, and
/// up as late as possible without a doubt: before returns, or where a path with a frame meets one
/// without. With loop weights that are consistent this executes as few moves as any placement, and
/// never one inside a loop that touches the frame.
///
/// A frame object may be used through a pointer, so that once one is touched the frame lasts until
/// the function returns.
///
/// Cost: linear in blocks and edges times the loop depth.
struct FramePlacement {
  /// A move of the stack pointer on an edge.
  struct EdgeMove {
    /// The block that the edge leaves.
    var source: Int
    /// The index of the edge.
    var edge: Int
    /// Whether the frame is made; otherwise it is given up.
    var isSetUp: Bool
  }

  /// Whether the frame exists at the start of each block.
  private(set) var atStart: [Bool]
  /// Whether the frame exists at the end of each block, just before its terminator. (Returns give
  /// it up.)
  private(set) var atEnd: [Bool]
  /// The moves on edges.
  private(set) var edgeMoves: [EdgeMove] = []

  /// Whether an instruction needs the frame.
  static func touchesFrame(_ instruction: MachineInstruction) -> Bool {
    switch instruction.opcode {
    case .spillLoad, .spillStore, .frameAddress, .storeOutgoing: true
    default: false
    }
  }

  /// Decides for a function whose blocks are all reachable.
  init(_ function: MachineFunction) {
    let count = function.blocks.count
    var predecessors: [[Int]] = Array(repeating: [], count: count)
    var touches = Array(repeating: false, count: count)
    var hasObjects = false
    for (index, block) in function.blocks.enumerated() {
      for edge in block.successors { predecessors[edge.target].append(index) }
      for instruction in block.instructions where FramePlacement.touchesFrame(instruction) {
        touches[index] = true
        if instruction.opcode == .frameAddress { hasObjects = true }
      }
    }
    // Forward: points that a touch reaches.
    var isReached = Array(repeating: false, count: count)
    var work = touches.indices.filter { touches[$0] }
    while let block = work.popLast() {
      for edge in function.blocks[block].successors where !isReached[edge.target] {
        isReached[edge.target] = true
        if !touches[edge.target] { work.append(edge.target) }
      }
    }
    // Backward: points that reach a touch.
    var reaches = Array(repeating: false, count: count)
    for (index, block) in function.blocks.enumerated() {
      let last = block.instructions.last?.opcode
      let endsObjects = hasObjects && (last == .ret || last == .tailCall)
      if touches[index] || endsObjects {
        reaches[index] = true
        work.append(index)
      }
    }
    while let block = work.popLast() {
      for predecessor in predecessors[block] where !reaches[predecessor] {
        reaches[predecessor] = true
        work.append(predecessor)
      }
    }
    // Behind the last touch: as long as all paths bring a frame; the greatest solution.
    atStart = isReached
    atEnd = isReached.indices.map { isReached[$0] || touches[$0] }
    work = Array(0..<count)
    while let block = work.popLast() {
      guard atStart[block], !reaches[block] else { continue }
      guard predecessors[block].contains(where: { !atEnd[$0] }) else { continue }
      atStart[block] = false
      atEnd[block] = false
      for edge in function.blocks[block].successors { work.append(edge.target) }
    }
    for (index, block) in function.blocks.enumerated() {
      for (position, edge) in block.successors.enumerated()
      where atEnd[index] != atStart[edge.target] {
        edgeMoves.append(
          EdgeMove(source: index, edge: position, isSetUp: atStart[edge.target]))
      }
    }
  }
}
