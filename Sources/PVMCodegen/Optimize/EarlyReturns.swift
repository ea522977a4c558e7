internal import PVM
internal import Support

/// Gives paths of a function in SSA form that make no call a return of their own.
///
/// LLVM leaves one return in a function, in which all paths meet. A path without calls could leave everything
/// where it is, if it did not end in the same place as those with calls. The returns that it gets here let
/// `CallRegionSplitting` cut live ranges. What comes of it and pays nothing is undone
/// after allocation: blocks that do the same become one block.
///
/// Cost: linear.
package enum EarlyReturns {
  /// How many instructions a return may have in front of it.
  private static let maximumCount = 3
  /// How many ways into a return may get one of their own.
  private static let maximumEdges = 4

  /// Changes a function in phase `selected`; says whether it did.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    guard let region = CallRegion(function, graph, costs) else { return false }
    var isChanged = false
    for block in function.blocks.indices where graph.isReachable(block) {
      guard isReturn(function.blocks[block]), !region.isInside[block] else { continue }
      let incoming = graph.incoming(block)
      let early = incoming.filter { !region.isInside[$0.source] }
      guard !early.isEmpty, early.count < incoming.count, early.count <= maximumEdges else {
        continue
      }
      for edge in early {
        let source = edge.source
        let position = edge.position
        let arguments = function.blocks[source].successors[position].arguments
        let copy = copied(block, arguments, &function)
        function.blocks[source].successors[position] = MachineEdge(function.blocks.append(copy))
        isChanged = true
      }
    }
    return isChanged
  }

  /// Whether a block does little more than return.
  private static func isReturn(_ block: MachineBlock) -> Bool {
    block.instructions.count <= maximumCount + 1 && block.instructions.last?.opcode == .ret
      && !block.instructions.contains { $0.opcode == .call || $0.opcode == .hostCall }
  }

  /// A copy of a returning block with arguments in place of its parameters.
  private static func copied(
    _ block: BlockID, _ arguments: [MachineRegister], _ function: inout MachineFunction
  ) -> MachineBlock {
    let original = function.blocks[block]
    // A handful of registers: the parameters and what the block defines.
    var from = original.parameters
    var to = arguments
    func renamed(_ register: MachineRegister) -> MachineRegister {
      from.firstIndex(of: register).map { to[$0] } ?? register
    }
    var copy = MachineBlock(frequency: original.frequency / 2)
    for var instruction in original.instructions {
      instruction.mapReads(renamed)
      if instruction.def.isVirtual {
        let fresh = function.makeVirtualRegister()
        from.append(instruction.def)
        to.append(fresh)
        instruction.def = fresh
      }
      if instruction.hasCallDescription {
        var call = function.calls[instruction.call]
        call.mapArguments(renamed)
        instruction.call = function.calls.append(call)
      }
      copy.instructions.append(instruction)
    }
    return copy
  }
}
