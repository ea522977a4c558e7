internal import PVM
internal import Support

/// Moves loads of a function in SSA form in front of the branch that decides whether they are needed, where blocks have costs.
///
/// Problem: a block of the PVM is charged until its last access to memory is done, 25 cycles, so that `p.key` in one block and
/// `p.next` in the one behind its branch take 50. In one block they take 25.
///
/// Method: a load moves to the end of the only block that leads to its own if it cannot fault there. That is known of constant
/// addresses that are always mapped, and of what lies between two bytes that are accessed anyway and are at most a page
/// apart: their pages are the same, or one follows the other. One access alone says nothing of what is behind it, not even in
/// the same structure: the argument region ends with a page (`pvm.md` section 7), and a module reads its arguments in place.
/// What blocks take is estimated (`BlockLatency`); loads are moved if that saves more, by the blocks' frequencies, than they
/// cost where they are not needed.
///
/// No load passes a store that may write what it reads, or a call.
///
/// Cost: linear in instructions but for estimates, of which there are a few for each branch.
package enum EarlyLoads {
  /// The most loads that are moved in front of one branch from one side.
  private static let maximumLoads = 6
  /// How many registers there must be beside what is live behind the branch.
  private static let spareRegisters = 2
  /// How many blocks above a branch are looked at for accesses.
  private static let maximumDistance = 8
  /// The most instructions of a block that is estimated.
  private static let maximumLength = 200

  /// Changes a function in phase `selected` whose blocks have frequencies; says whether it did.
  ///
  /// - Parameter mapped: the addresses of what is always there.
  package static func run(
    _ function: inout MachineFunction, _ mapped: [Range<Int64>], _ costs: CostModel
  ) -> Bool {
    guard costs.chargesBlocks, function.blocks.count > 1 else { return false }
    let graph = ControlFlowGraph(function)
    var movement = Movement(function, graph, mapped)
    var isChanged = false
    // Those that depend on others come first, so that loads may pass several branches.
    for block in graph.reversePostorder.reversed()
    where movement.move(from: block, &function, graph) {
      isChanged = true
    }
    return isChanged
  }

  /// What is known of a function while loads are moved.
  private struct Movement {
    /// The addresses of what is always there.
    private let mapped: [Range<Int64>]
    /// What registers are a constant away from.
    private var roots: AddressRoots
    /// The dominators.
    private let dominators: DominatorTree
    /// The accesses of each block as they were: what the program does anyway.
    private var evidence: BlockTable<[MemoryAccess]>
    /// The block that defines each register, or none.
    private var definingBlock: RegisterTable<BlockID>
    /// How many registers are live at the end of each block.
    private var liveAtEnd: BlockTable<Int>

    /// Analyzes a function.
    init(_ function: MachineFunction, _ graph: ControlFlowGraph, _ mapped: [Range<Int64>]) {
      self.mapped = mapped
      dominators = DominatorTree(graph)
      roots = AddressRoots(registerCount: function.virtualRegisterCount)
      evidence = BlockTable(repeating: [], count: function.blocks.count)
      definingBlock = RegisterTable(repeating: .none, count: function.virtualRegisterCount)
      liveAtEnd = BlockTable(repeating: 0, count: function.blocks.count)
      let liveness = Liveness(function, graph)
      for block in graph.reversePostorder {
        for parameter in function.blocks[block].parameters where parameter.isVirtual {
          definingBlock[parameter.virtual] = block
        }
        for instruction in function.blocks[block].instructions {
          roots.note(instruction)
          if instruction.def.isVirtual {
            definingBlock[instruction.def.virtual] = block
          }
          if instruction.hasCallDescription {
            for result in function.calls[instruction.call].results where result.value.isVirtual {
              definingBlock[result.value.virtual] = block
            }
          }
          if let access = roots.access(of: instruction), access.root.exists {
            evidence[block].append(access)
          }
        }
        var live = Set<VirtualRegister>()
        for edge in function.blocks[block].successors {
          live.formUnion(liveness.liveIn(edge.target))
          for argument in edge.arguments where argument.isVirtual {
            live.insert(argument.virtual)
          }
        }
        liveAtEnd[block] = live.count
      }
    }

    /// Moves loads of a block in front of the branch that leads to it; says whether it did.
    mutating func move(
      from block: BlockID, _ function: inout MachineFunction, _ graph: ControlFlowGraph
    ) -> Bool {
      let incoming = graph.incoming(block)
      guard incoming.count == 1, let edge = incoming.first else { return false }
      let source = edge.source
      let instructions = function.blocks[block].instructions
      let above = function.blocks[source].instructions
      guard source != block, function.blocks[source].successors.count == 2,
        instructions.count <= EarlyLoads.maximumLength, above.count <= EarlyLoads.maximumLength,
        let last = above.last, last.opcode != .switchJump
      else { return false }
      let arguments = function.blocks[source].successors[edge.position].arguments
      let movable = candidates(
        in: block, of: function, above: source,
        parameters: function.blocks[block].parameters, arguments)
      let room =
        CallingConvention.allocatable.count - EarlyLoads.spareRegisters - liveAtEnd[source]
      guard room > 0, !movable.isEmpty,
        let chosen = Movement.choose(
          Array(movable.prefix(min(room, EarlyLoads.maximumLoads))), function, block, source)
      else { return false }
      let end = above.count - 1
      function.blocks[source].instructions.insert(contentsOf: chosen.map(\.load), at: end)
      let positions = Set(chosen.map(\.position))
      function.blocks[block].instructions = instructions.indices.compactMap {
        positions.contains($0) ? nil : instructions[$0]
      }
      for candidate in chosen {
        definingBlock[candidate.load.def.virtual] = source
      }
      liveAtEnd[source] += chosen.count
      return true
    }

    /// A load that may be moved.
    struct Candidate {
      /// Its position in its block.
      var position: Int
      /// What it is in front of the branch.
      var load: MachineInstruction
    }

    /// The loads of a block that may be executed at the end of the one above.
    private func candidates(
      in block: BlockID, of function: MachineFunction, above source: BlockID,
      parameters: [MachineRegister], _ arguments: [MachineRegister]
    ) -> [Candidate] {
      var result: [Candidate] = []
      var stores: [MemoryAccess] = []
      for (position, instruction) in function.blocks[block].instructions.enumerated() {
        if instruction.hasCallDescription || instruction.opcode == .storeOutgoing
          || instruction.opcode == MachineOpcode(.sbrk)
        {
          break
        }
        guard let access = roots.access(of: instruction) else { continue }
        if access.isStore {
          stores.append(access)
          continue
        }
        guard stores.allSatisfy({ $0.isDisjoint(from: access) }) else { continue }
        var load = instruction
        var address = access
        if access.root.exists {
          // A parameter is what the branch passes for it.
          if let index = parameters.firstIndex(of: access.root) {
            let passed = roots.root(of: arguments[index])
            address.root = passed.root
            address.offset &+= passed.offset
          }
          guard address.root.isVirtual, definingBlock[address.root.virtual] != block
          else { continue }
          load.s1 = address.root
          load.x = Immediate.normalized32(Int64(address.offset))
        }
        if isMapped(address, at: source) {
          result.append(Candidate(position: position, load: load))
        }
      }
      return result
    }

    /// Whether a load at the end of a block cannot fault, if the accesses of the program do not.
    private func isMapped(_ access: MemoryAccess, at block: BlockID) -> Bool {
      guard access.root.exists else {
        let address = Int64(access.offset)
        return mapped.contains {
          $0.contains(address) && $0.contains(address + Int64(access.bytes) - 1)
        }
      }
      // The distances, modulo 2^32, from the nearest accesses that begin no later and end no earlier.
      var (before, behind) = (UInt32.max, UInt32.max)
      var current = block
      for _ in 0..<EarlyLoads.maximumDistance {
        for known in evidence[current] where known.root == access.root {
          before = min(before, access.offset &- known.offset)
          behind = min(
            behind, known.offset &+ known.bytes &- access.offset &- access.bytes)
        }
        current = dominators.immediateDominator[current]
        if !current.exists { break }
      }
      let distance = UInt64(before) + UInt64(access.bytes) + UInt64(behind) - 1
      return distance <= UInt64(StandardProgram.pageSize)
    }

    // MARK: What it is worth

    /// The loads that are worth moving; nil for none.
    private static func choose(
      _ candidates: [Candidate], _ function: MachineFunction, _ block: BlockID, _ source: BlockID
    ) -> [Candidate]? {
      let above = Array(
        function.blocks[source].instructions[lastPart(of: function.blocks[source])...])
      let below = function.blocks[block].instructions
      let end = below.firstIndex { $0.hasCallDescription }.map { $0 + 1 } ?? below.count
      /// The expected gas of both blocks if some loads are moved.
      func gas(_ moved: [Candidate]) -> Double {
        let positions = Set(moved.map(\.position))
        let first = BlockLatency.cycles(
          of: Array(above.prefix(above.count - 1)) + moved.map(\.load) + above.suffix(1))
        let second = BlockLatency.cycles(
          of: (0..<end).lazy.filter { !positions.contains($0) }.map { below[$0] })
        return function.blocks[source].frequency * Double(first)
          + function.blocks[block].frequency * Double(second)
      }
      let without = gas([])
      var chosen = candidates
      var least = gas(chosen)
      // Those that save nothing stay, the last ones first.
      for candidate in candidates.reversed() where chosen.count > 1 {
        let fewer = chosen.filter { $0.position != candidate.position }
        let cost = gas(fewer)
        if cost <= least {
          least = cost
          chosen = fewer
        }
      }
      // A register for each over the branch may have to be paid for.
      let price = Double(chosen.count) * function.blocks[source].frequency
      return least + price < without ? chosen : nil
    }

    /// Where the last block of the PVM in a block begins: behind its last call.
    private static func lastPart(of block: MachineBlock) -> Int {
      (block.instructions.lastIndex { $0.opcode == .call } ?? -1) + 1
    }
  }
}
