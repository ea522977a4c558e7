internal import Support

/// Decides where constants are loaded into registers.
///
/// Selection loads a constant once in every block that needs it. This pass shares those loads: it
/// moves them up the dominator tree, out of loops, to where they run least often. For each constant
/// a choice is made bottom-up over the dominator tree: a block that uses the constant has it
/// loaded there or above; where all loads below a block would run more often together than the block
/// itself, one load in that block replaces them. The register allocator may repeat a load where
/// registers are short.
///
/// Constants that only go to block parameters, calls or returns stay where they are: their load is
/// the move that would be needed anyway. Cost: blocks with uses of constants, and for each constant at most a certain number of blocks
/// above them.
package enum ConstantPlacement {
  /// One block's load of a constant.
  private struct Load {
    /// The constant.
    var value: Int64
    /// The block.
    var block: BlockID
    /// Where it is among all loads.
    var position: Int32
    /// The register it is loaded into.
    var register: MachineRegister
  }

  /// Moves the loads of all constants; says whether there are any that may move.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    var loads = collect(function)
    guard !loads.isEmpty else { return false }
    // Grouped by value; within a group in the order of the code.
    loads.sort { ($0.value, $0.block, $0.position) < ($1.value, $1.block, $1.position) }
    let graph = ControlFlowGraph(function)
    let dominators = DominatorTree(graph)
    var replacement = RegisterTable<MachineRegister>(
      repeating: .none, count: function.virtualRegisterCount)
    var isMoved = RegisterTable<Bool>(repeating: false, count: function.virtualRegisterCount)
    var insertions: [(block: BlockID, value: Int64, register: MachineRegister)] = []
    var placement = Placement(blockCount: function.blocks.count, costs)
    var start = 0
    while start < loads.count {
      var end = start + 1
      while end < loads.count, loads[end].value == loads[start].value { end += 1 }
      let group = loads[start..<end]
      start = end
      placement.decide(group.map { $0.block }, function, dominators)
      placement.findHomes(dominators)
      var registers: [BlockID: MachineRegister] = [:]
      for load in group {
        let home = placement.home(of: load.block)
        // Of several in one block the first: it comes before all uses.
        if home == load.block, registers[home] == nil { registers[home] = load.register }
      }
      for load in group {
        let home = placement.home(of: load.block)
        if home == load.block, registers[home] == load.register { continue }
        let register: MachineRegister
        if let known = registers[home] {
          register = known
        } else {
          register = function.makeVirtualRegister()
          registers[home] = register
          insertions.append((home, load.value, register))
        }
        replacement[load.register.virtual] = register
        isMoved[load.register.virtual] = true
      }
    }
    apply(&function, replacement, isMoved, insertions)
    return true
  }

  /// The loads that may move: those with a use other than in a fixed register or a block parameter.
  private static func collect(_ function: MachineFunction) -> [Load] {
    var isUsed = RegisterTable<Bool>(repeating: false, count: function.virtualRegisterCount)
    for block in function.blocks {
      for instruction in block.instructions {
        if instruction.s1.isVirtual { isUsed[instruction.s1.virtual] = true }
        if instruction.s2.isVirtual { isUsed[instruction.s2.virtual] = true }
        if instruction.s3.isVirtual { isUsed[instruction.s3.virtual] = true }
      }
    }
    // The old value of a conditional move is overwritten: sharing it would cost the same move.
    for block in function.blocks {
      for instruction in block.instructions where instruction.s3.isVirtual {
        isUsed[instruction.s3.virtual] = false
      }
    }
    var loads: [Load] = []
    for (index, block) in function.blocks.indexed() {
      for instruction in block.instructions
      where instruction.opcode == .loadConstant && isUsed[instruction.def.virtual] {
        loads.append(
          Load(
            value: instruction.x, block: index, position: Int32(loads.count),
            register: instruction.def))
      }
    }
    return loads
  }

  /// Deletes the loads that moved, renames their registers and adds the new loads.
  private static func apply(
    _ function: inout MachineFunction, _ replacement: RegisterTable<MachineRegister>,
    _ isMoved: RegisterTable<Bool>,
    _ insertions: [(block: BlockID, value: Int64, register: MachineRegister)]
  ) {
    func renamed(_ register: MachineRegister) -> MachineRegister {
      guard register.isVirtual, register.virtual < replacement.endIndex,
        isMoved[register.virtual]
      else { return register }
      return replacement[register.virtual]
    }
    for block in function.blocks.indices {
      function.blocks[block].instructions.removeAll {
        $0.opcode == .loadConstant && $0.def.virtual < isMoved.endIndex
          && isMoved[$0.def.virtual]
      }
      function.mapUses(in: block, renamed)
    }
    for (block, value, register) in insertions {
      let load = MachineInstruction(.loadConstant, def: register, x: value)
      function.blocks[block].instructions.insert(
        load, at: function.blocks[block].instructions.count - 1)
    }
  }

  /// The choice for one constant; its tables serve all constants one after the other.
  private struct Placement {
    /// What code costs.
    private let costs: CostModel
    /// The constant that a block's entries belong to.
    private var stamp: BlockTable<Int32>
    /// The cost of the loads at and below a block.
    private var cost: BlockTable<Double>
    /// The sum of the costs of the blocks below.
    private var below: BlockTable<Double>
    /// Whether the constant is loaded in a block.
    private var isHome: BlockTable<Bool>
    /// Whether a block uses the constant.
    private var isUse: BlockTable<Bool>
    /// The block whose load serves a block, or none.
    private var homes: BlockTable<BlockID>
    /// The blocks that were looked at for the current constant, the deepest first.
    private var nodes: [BlockID] = []
    /// The current constant.
    private var current: Int32 = 0

    /// How many blocks above a use are looked at for its constant.
    private static let maximumHeight = 1_000

    /// Creates the tables.
    init(blockCount: Int, _ costs: CostModel) {
      self.costs = costs
      stamp = BlockTable(repeating: -1, count: blockCount)
      cost = BlockTable(repeating: 0, count: blockCount)
      below = BlockTable(repeating: 0, count: blockCount)
      isHome = BlockTable(repeating: false, count: blockCount)
      isUse = BlockTable(repeating: false, count: blockCount)
      homes = BlockTable(repeating: .none, count: blockCount)
    }

    /// Chooses the blocks in which a constant is loaded, given those that use it.
    mutating func decide(
      _ uses: [BlockID], _ function: MachineFunction, _ dominators: DominatorTree
    ) {
      current += 1
      nodes.removeAll(keepingCapacity: true)
      for use in uses {
        var block = use
        let end = nodes.count + Self.maximumHeight
        while block.exists, stamp[block] != current, nodes.count < end {
          stamp[block] = current
          below[block] = 0
          isHome[block] = false
          isUse[block] = false
          nodes.append(block)
          if block == .entry { break }
          block = dominators.immediateDominator[block]
        }
        isUse[use] = true
      }
      nodes.sort {
        (dominators.depth[$1], $1) < (dominators.depth[$0], $0)
      }
      for index in nodes {
        let frequency = function.blocks[index].frequency
        if isUse[index] || costs.isWorthSharing(frequency: frequency, insteadOf: below[index]) {
          isHome[index] = true
          cost[index] = frequency
        } else {
          cost[index] = below[index]
        }
        if index != .entry {
          let parent = dominators.immediateDominator[index]
          if parent.exists { below[parent] += cost[index] }
        }
      }
    }

    /// Finds for each block the outermost one chosen above it.
    mutating func findHomes(_ dominators: DominatorTree) {
      for node in nodes.reversed() {
        let parent = dominators.immediateDominator[node]
        let isBelow = node != .entry && parent.exists && stamp[parent] == current
        let above = isBelow ? homes[parent] : .none
        homes[node] = above.exists ? above : isHome[node] ? node : .none
      }
    }

    /// The block whose load serves a use.
    func home(of use: BlockID) -> BlockID { homes[use].exists ? homes[use] : use }
  }
}
