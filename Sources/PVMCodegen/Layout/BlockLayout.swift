internal import PVM
internal import Support

/// Orders the blocks of a framed function.
///
/// Problem: a conditional branch whose targets are both elsewhere needs a jump behind it, so each
/// block that ends with one wants one of its two targets next. Which one does not matter to the gas:
/// what is saved is the less frequent side's jump. Unconditional jumps cost the same wherever their
/// target is (a block that others branch to needs a terminator in front), except for bytes.
///
/// Method: every block may follow only one. Blocks that branch choose in order of what they save;
/// when all a block's targets are taken, it looks for a block that can take its other target instead
/// (an augmenting path). Since what is saved depends only on who is served and not on which target
/// it gets, this is optimal but for the cycles that must not be closed. What remains without a
/// neighbor gets a copy of a small block that does not continue (a trap, a return), or a jump on the
/// less frequent side. Chains of neighbors are then put in reverse postorder of their first blocks.
///
/// Cost: linear in blocks and edges but for sorting; searches are bounded.
struct BlockLayout {
  /// The function.
  private var function: MachineFunction
  /// What code costs.
  private let costs: CostModel
  /// The block that comes after each block, or none.
  private var next: BlockTable<BlockID>
  /// The block that comes before each block, or none.
  private var previous: BlockTable<BlockID>
  /// A union-find forest of blocks that are, or once were, in one chain.
  private var chain: UnionFind
  /// How much jumps cost if neither target of a block is next to it.
  private var gain = BlockTable<Double>()

  /// The most steps of a walk along a chain.
  private static let walkLimit = 256
  /// The most blocks that an augmenting path may move.
  private static let augmentingLimit = 16

  /// Reorders a framed function; says whether it may have.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    guard function.blocks.count > 1 else { return false }
    var layout = BlockLayout(function, costs)
    layout.chooseNeighbors()
    layout.serveTheRest()
    layout.joinJumps()
    let order = layout.order()
    ControlFlow.reorder(&layout.function, order)
    function = layout.function
    return true
  }

  /// Starts without neighbors.
  private init(_ function: MachineFunction, _ costs: CostModel) {
    self.function = function
    self.costs = costs
    next = BlockTable(repeating: .none, count: function.blocks.count)
    previous = next
    chain = UnionFind(count: function.blocks.count)
  }

  // MARK: Neighbors of branches

  /// The blocks that jump and would rather fall through.
  private var jumping: [BlockID] {
    guard costs.fallThroughWeight > 0 else { return [] }
    return function.blocks.indices.filter { index in
      let block = function.blocks[index]
      let count = block.instructions.count
      guard block.successors.count == 1, block.successors[0].target != index,
        block.instructions[count - 1].opcode == MachineOpcode(.jump)
      else { return false }
      // A call returns to wherever the jump would go.
      return count < 2 || block.instructions[count - 2].opcode != .call
    }
  }

  /// Gives blocks that branch one of their targets, and blocks that jump theirs where falling through
  /// saves something.
  private mutating func chooseNeighbors() {
    let graph = ControlFlowGraph(function)
    let frequencies = EdgeFrequencies(function, graph)
    gain = BlockTable(repeating: 0, count: function.blocks.count)
    var claims = gain
    var branching: [BlockID] = []
    for index in function.blocks.indices where isBranching(index) {
      branching.append(index)
      let saved =
        min(frequencies.of(index, 0), frequencies.of(index, 1))
        * costs.gas(of: MachineOpcode(.jump))
      gain[index] = saved
      for edge in function.blocks[index].successors { claims[edge.target] += saved }
    }
    for index in jumping {
      branching.append(index)
      gain[index] =
        function.blocks[index].frequency * costs.fallThroughWeight
        * costs.gas(of: MachineOpcode(.jump))
      claims[function.blocks[index].successors[0].target] += gain[index]
    }
    // Those that can be served with a copy of a few bytes come last.
    let isEasy = branching.map { canBeCopiedForFree(function.blocks[$0].successors) }
    let order = branching.indices.sorted {
      if isEasy[$0] != isEasy[$1] { return isEasy[$1] }
      let left = gain[branching[$0]]
      let right = gain[branching[$1]]
      return left != right ? left > right : $0 < $1
    }
    for position in order {
      let block = branching[position]
      let first = function.blocks[block].successors[0].target
      guard isBranching(block) else {
        claims[first] -= gain[block]
        _ = link(block, first)
        continue
      }
      let second = function.blocks[block].successors[1].target
      // The target that fewer others want; in doubt the one that comes first in the code.
      let prefersFirst =
        claims[first] != claims[second]
        ? claims[first] < claims[second] : graph.position[first] < graph.position[second]
      let targets = prefersFirst ? [first, second] : [second, first]
      for target in targets { claims[target] -= gain[block] }
      if link(block, targets[0]) || link(block, targets[1]) { continue }
      if !isEasy[position] { augment(block, targets) }
    }
  }

  /// Whether a block ends with a conditional branch to two blocks.
  private func isBranching(_ block: BlockID) -> Bool {
    function.blocks[block].successors.count == 2
      && function.blocks[block].instructions.last?.opcode != .switchJump
  }

  /// Whether a copy of one of the targets is no larger than a jump to it.
  private func canBeCopiedForFree(_ edges: [MachineEdge]) -> Bool {
    edges.contains {
      function.blocks[$0.target].successors.isEmpty
        && CodeSize.estimate(function.blocks[$0.target], in: function) <= CodeSize.jump
    }
  }

  /// Makes a block the neighbor of another if both are free and no cycle closes; says whether.
  private mutating func link(_ block: BlockID, _ target: BlockID) -> Bool {
    guard target != .entry, !next[block].exists, !previous[target].exists, !reaches(target, block)
    else {
      return false
    }
    next[block] = target
    previous[target] = block
    chain.join(target.index, into: block.index)
    return true
  }

  /// Undoes `link`; the forest stays coarser than the chains.
  private mutating func unlink(_ block: BlockID) {
    previous[next[block]] = .none
    next[block] = .none
  }

  /// Whether the chain from a block on leads to another block. In doubt the answer is yes.
  private mutating func reaches(_ block: BlockID, _ other: BlockID) -> Bool {
    if block == other { return true }
    if chain.find(block.index) != chain.find(other.index) { return false }
    var current = block
    for _ in 0..<BlockLayout.walkLimit {
      current = next[current]
      if !current.exists { return false }
      if current == other { return true }
    }
    return true
  }

  /// Serves a block by moving others to their other target; leaves everything as it was if that
  /// does not work out.
  private mutating func augment(_ block: BlockID, _ targets: [BlockID]) {
    for target in targets where target != .entry && previous[target].exists {
      // The blocks that must give up their target, and those targets.
      var givers: [BlockID] = []
      var wanted = target
      var isFound = false
      while givers.count < BlockLayout.augmentingLimit {
        let giver = previous[wanted]
        if !giver.exists {
          isFound = true
          break
        }
        guard isBranching(giver), giver != block, !givers.contains(giver) else { break }
        givers.append(giver)
        let edges = function.blocks[giver].successors
        wanted = edges[0].target == wanted ? edges[1].target : edges[0].target
        if wanted == .entry { break }
      }
      guard isFound else { continue }
      let old = givers.map { next[$0] }
      for giver in givers { unlink(giver) }
      var isLinked = link(block, target)
      var linked = isLinked ? [block] : []
      for (position, giver) in givers.enumerated() where isLinked {
        let edges = function.blocks[giver].successors
        let other = edges[0].target == old[position] ? edges[1].target : edges[0].target
        isLinked = link(giver, other)
        if isLinked { linked.append(giver) }
      }
      if isLinked { return }
      for block in linked { unlink(block) }
      for (position, giver) in givers.enumerated() {
        next[giver] = old[position]
        previous[old[position]] = giver
      }
    }
  }

  // MARK: The rest

  /// Gives blocks that branch and have no neighbor a copy of a target that does not continue, or
  /// makes the less frequent side the one with the jump.
  private mutating func serveTheRest() {
    for block in next.indices where !next[block].exists && isBranching(block) {
      var best = BlockID.none
      var bestGrowth = Int.max
      for edge in function.blocks[block].successors
      where function.blocks[edge.target].successors.isEmpty {
        let growth = CodeSize.estimate(function.blocks[edge.target], in: function) - CodeSize.jump
        if growth < bestGrowth {
          best = edge.target
          bestGrowth = growth
        }
      }
      if best.exists, costs.isWorth(bytes: bestGrowth, saving: gain[block]) {
        copy(best, behind: block)
      } else {
        makeTakenSideFrequent(block)
      }
    }
  }

  /// Puts a copy of a block behind another that leads to it.
  private mutating func copy(_ target: BlockID, behind block: BlockID) {
    var copy = function.blocks[target]
    copy.frequency = min(copy.frequency, function.blocks[block].frequency)
    function.blocks[target].frequency -= copy.frequency
    let new = function.blocks.append(copy)
    next.append(.none)
    previous.append(block)
    chain.append()
    chain.join(new.index, into: block.index)
    gain.append(0)
    next[block] = new
    for edge in function.blocks[block].successors.indices
    where function.blocks[block].successors[edge].target == target {
      function.blocks[block].successors[edge].target = new
    }
  }

  /// Inverts a branch if the side that needs a jump is the more frequent one.
  private mutating func makeTakenSideFrequent(_ block: BlockID) {
    let edges = function.blocks[block].successors
    let end = function.blocks[block].instructions.count - 1
    // Which side is more frequent is told by the blocks, which the edges' frequencies came from.
    guard function.blocks[edges[1].target].frequency > function.blocks[edges[0].target].frequency,
      let opcode = function.blocks[block].instructions[end].opcode.opcode,
      let inverse = BranchOpcodes.inverse(opcode)
    else { return }
    function.blocks[block].instructions[end].opcode = MachineOpcode(inverse)
    function.blocks[block].successors = [edges[1], edges[0]]
  }

  /// Puts the targets of jumps next to them where both are free, which saves bytes.
  private mutating func joinJumps() {
    var jumping: [BlockID] = []
    for index in function.blocks.indices
    where !next[index].exists && function.blocks[index].successors.count == 1 {
      jumping.append(index)
    }
    jumping.sort {
      let left = function.blocks[$0].frequency
      let right = function.blocks[$1].frequency
      return left != right ? left > right : $0 < $1
    }
    for block in jumping { _ = link(block, function.blocks[block].successors[0].target) }
  }

  /// The order of all blocks that can be reached: chains by their first block.
  private func order() -> [BlockID] {
    let graph = ControlFlowGraph(function)
    var order: [BlockID] = []
    order.reserveCapacity(function.blocks.count)
    var isPlaced = BlockTable(repeating: false, count: function.blocks.count)
    for block in graph.reversePostorder where !isPlaced[block] {
      var first = block
      while previous[first].exists { first = previous[first] }
      var current = first
      while current.exists {
        if graph.isReachable(current) { order.append(current) }
        isPlaced[current] = true
        current = next[current]
      }
    }
    return order
  }
}
