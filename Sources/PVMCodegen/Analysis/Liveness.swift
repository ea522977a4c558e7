internal import Support

/// Which virtual registers of a function in SSA form are live at the start of each block.
///
/// Found use by use, walking up to the definition (Boissinot et al., "Computing Liveness Sets for
/// SSA-Form Programs"): the cost is the size of the answer, whatever the product of blocks and
/// registers. Block parameters are not live at the start of their own block; edge arguments count
/// as read at the end of the block that the edge leaves.
package struct Liveness: Sendable {
  /// Virtual register indices by block, ascending.
  private let registers: CompressedRows<Int32>

  /// Analyzes a function in SSA form; unreachable blocks are ignored.
  package init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let registerCount = function.virtualRegisterCount
    let sites = UseSites(function, graph)

    var pairBlocks: [Int32] = []
    var pairRegisters: [Int32] = []
    var visited = [Int32](repeating: -1, count: graph.blockCount)
    var work: [Int32] = []
    for register in 0..<registerCount {
      for site in sites.blocks[register] {
        work.append(site)
        while let block = work.popLast() {
          if visited[Int(block)] == Int32(register) { continue }
          visited[Int(block)] = Int32(register)
          pairBlocks.append(block)
          pairRegisters.append(Int32(register))
          for edge in graph.incoming(Int(block))
          where edge.source != sites.definingBlock[register] { work.append(edge.source) }
        }
      }
    }

    registers = CompressedRows(pairRegisters, by: pairBlocks, count: graph.blockCount)
  }

  /// Finds the virtual registers that are live in many blocks, if sets of live registers would be large because of them.
  ///
  /// - Parameters:
  ///   - limit: how many registers of all blocks together are not too many.
  ///   - blocks: in how many blocks a register is live that is not listed.
  /// - Returns: the registers in ascending order; none if the limit is kept.
  static func longRanges(
    _ function: MachineFunction, _ graph: ControlFlowGraph, limit: Int, blocks: Int
  ) -> [Int32] {
    let sites = UseSites(function, graph)
    var visited = [Int32](repeating: -1, count: graph.blockCount)
    var work: [Int32] = []
    var total = 0
    var result: [Int32] = []
    for register in 0..<function.virtualRegisterCount {
      var count = 0
      for site in sites.blocks[register] {
        work.append(site)
      }
      while count <= blocks || total <= limit, let block = work.popLast() {
        if visited[Int(block)] == Int32(register) { continue }
        visited[Int(block)] = Int32(register)
        count += 1
        total += 1
        for edge in graph.incoming(Int(block))
        where edge.source != sites.definingBlock[register] { work.append(edge.source) }
      }
      work.removeAll(keepingCapacity: true)
      if count > blocks { result.append(Int32(register)) }
    }
    return total > limit ? result : []
  }

  /// The virtual registers live at the start of a block, in ascending order.
  package func liveIn(_ block: Int) -> ArraySlice<Int32> { registers[block] }
}

/// For each virtual register, the blocks that read it without having defined it before.
private struct UseSites {
  /// The block that defines each register, or -1.
  var definingBlock: [Int32]
  /// The blocks by register.
  var blocks: CompressedRows<Int32>

  /// Collects them.
  init(_ function: MachineFunction, _ graph: ControlFlowGraph) {
    let count = function.virtualRegisterCount
    var definingBlock = [Int32](repeating: -1, count: count)
    for parameter in function.parameters where parameter.value.isVirtual {
      definingBlock[parameter.value.virtualIndex] = 0
    }
    for block in graph.reversePostorder {
      for parameter in function.blocks[Int(block)].parameters {
        definingBlock[parameter.virtualIndex] = block
      }
      for instruction in function.blocks[Int(block)].instructions {
        function.forEachDefinition(of: instruction) {
          if $0.isVirtual { definingBlock[$0.virtualIndex] = block }
        }
      }
    }
    var lastSeen = [Int32](repeating: -1, count: count)
    var pairRegisters: [Int32] = []
    var pairBlocks: [Int32] = []
    for block in graph.reversePostorder {
      func note(_ register: MachineRegister) {
        guard register.isVirtual else { return }
        let index = register.virtualIndex
        guard lastSeen[index] != block, definingBlock[index] != block else { return }
        lastSeen[index] = block
        pairRegisters.append(Int32(index))
        pairBlocks.append(block)
      }
      for instruction in function.blocks[Int(block)].instructions {
        function.forEachUse(of: instruction, note)
      }
      function.blocks[Int(block)].forEachEdgeArgument(note)
    }
    self.definingBlock = definingBlock
    blocks = CompressedRows(pairBlocks, by: pairRegisters, count: count)
  }
}
