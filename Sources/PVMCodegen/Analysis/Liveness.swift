internal import Support

/// Which virtual registers of a function in SSA form are live at the start of each block.
///
/// Found use by use, walking up to the definition (Boissinot et al., "Computing Liveness Sets for
/// SSA-Form Programs"): the cost is the size of the answer, whatever the product of blocks and
/// registers. Block parameters are not live at the start of their own block; edge arguments count
/// as read at the end of the block that the edge leaves.
package struct Liveness: Sendable {
  /// Virtual registers by block, ascending.
  private let registers: EntityRows<MachineBlock, VirtualRegister>

  /// Analyzes a function in SSA form; unreachable blocks are ignored.
  package init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let sites = UseSites(function, graph)

    var pairBlocks: [BlockID] = []
    var pairRegisters: [VirtualRegister] = []
    var visited = BlockTable<VirtualRegister>(repeating: .none, count: graph.blockCount)
    var work: [BlockID] = []
    for register in function.virtualRegisters {
      for site in sites.blocks[register] {
        work.append(site)
        while let block = work.popLast() {
          if visited[block] == register { continue }
          visited[block] = register
          pairBlocks.append(block)
          pairRegisters.append(register)
          for edge in graph.incoming(block)
          where edge.source != sites.definingBlock[register] { work.append(edge.source) }
        }
      }
    }

    registers = EntityRows(pairRegisters, by: pairBlocks, count: graph.blockCount)
  }

  /// Finds the virtual registers that are live in many blocks, if sets of live registers would be large because of them.
  ///
  /// - Parameters:
  ///   - limit: how many registers of all blocks together are not too many.
  ///   - blocks: in how many blocks a register is live that is not listed.
  /// - Returns: the registers in ascending order; none if the limit is kept.
  static func longRanges(
    _ function: MachineFunction, _ graph: ControlFlowGraph, limit: Int, blocks: Int
  ) -> [VirtualRegister] {
    let sites = UseSites(function, graph)
    var visited = BlockTable<VirtualRegister>(repeating: .none, count: graph.blockCount)
    var work: [BlockID] = []
    var total = 0
    var result: [VirtualRegister] = []
    for register in function.virtualRegisters {
      var count = 0
      for site in sites.blocks[register] {
        work.append(site)
      }
      while count <= blocks || total <= limit, let block = work.popLast() {
        if visited[block] == register { continue }
        visited[block] = register
        count += 1
        total += 1
        for edge in graph.incoming(block)
        where edge.source != sites.definingBlock[register] { work.append(edge.source) }
      }
      work.removeAll(keepingCapacity: true)
      if count > blocks { result.append(register) }
    }
    return total > limit ? result : []
  }

  /// The virtual registers live at the start of a block, in ascending order.
  package func liveIn(_ block: BlockID) -> ArraySlice<VirtualRegister> { registers[block] }
}

/// For each virtual register, the blocks that read it without having defined it before.
private struct UseSites {
  /// The block that defines each register, or none.
  var definingBlock: RegisterTable<BlockID>
  /// The blocks by register.
  var blocks: EntityRows<MachineRegister, BlockID>

  /// Collects them.
  init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let count = function.virtualRegisterCount
    var definingBlock = RegisterTable<BlockID>(repeating: .none, count: count)
    for parameter in function.parameters where parameter.value.isVirtual {
      definingBlock[parameter.value.virtual] = .entry
    }
    for block in graph.reversePostorder {
      for parameter in function.blocks[block].parameters {
        definingBlock[parameter.virtual] = block
      }
      for instruction in function.blocks[block].instructions {
        function.forEachDefinition(of: instruction) {
          if $0.isVirtual { definingBlock[$0.virtual] = block }
        }
      }
    }
    var lastSeen = RegisterTable<BlockID>(repeating: .none, count: count)
    var pairRegisters: [VirtualRegister] = []
    var pairBlocks: [BlockID] = []
    for block in graph.reversePostorder {
      func note(_ register: MachineRegister) {
        guard register.isVirtual else { return }
        let index = register.virtual
        guard lastSeen[index] != block, definingBlock[index] != block else { return }
        lastSeen[index] = block
        pairRegisters.append(index)
        pairBlocks.append(block)
      }
      for instruction in function.blocks[block].instructions {
        function.forEachUse(of: instruction, note)
      }
      function.blocks[block].forEachEdgeArgument(note)
    }
    self.definingBlock = definingBlock
    blocks = EntityRows(pairBlocks, by: pairRegisters, count: count)
  }
}
