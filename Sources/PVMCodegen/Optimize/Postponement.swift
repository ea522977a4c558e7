internal import PVM
internal import Support

/// Moves computations of a function in SSA form to where all their uses are, if that runs less often.
///
/// Selection makes the form in which a value is needed, sign-extended for example, where the value is made, so
/// that all users share it. When these are in a block that seldom runs, the form takes an instruction and a
/// register, or a spill, where it is not needed. Only computations from one register are moved: its life becomes
/// longer where that of the result becomes shorter.
///
/// Cost: linear in operands, times the depth of the dominator tree.
package enum Postponement {
  /// Changes a function in phase `selected` whose blocks have frequencies; says whether it did.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    let dominators = DominatorTree(graph)
    // The block that dominates all uses seen so far of each value; none without uses.
    var home = RegisterTable<BlockID>(repeating: .none, count: function.virtualRegisterCount)
    func use(_ register: MachineRegister, in block: BlockID) {
      guard register.isVirtual else { return }
      let known = home[register.virtual]
      home[register.virtual] =
        known.exists ? dominators.commonDominator(known, block) : block
    }
    for block in graph.reversePostorder {
      function.blocks[block].forEachEdgeArgument { use($0, in: block) }
    }
    var moved = BlockTable<[MachineInstruction]>(repeating: [], count: function.blocks.count)
    // Users come after definitions in this order, but for the arguments of edges.
    for block in graph.reversePostorder.reversed() {
      var kept: [MachineInstruction] = []
      for instruction in function.blocks[block].instructions.reversed() {
        var place = block
        if isMovable(instruction) {
          let target = home[instruction.def.virtual]
          if target.exists, target != block,
            costs.isWorthMoving(
              from: function.blocks[block].frequency, to: function.blocks[target].frequency)
          {
            place = target
          }
        }
        function.forEachUse(of: instruction) { use($0, in: place) }
        if place == block { kept.append(instruction) } else { moved[place].append(instruction) }
      }
      if kept.count < function.blocks[block].instructions.count {
        function.blocks[block].instructions = kept.reversed()
      }
    }
    // Later ones may read earlier ones, which were moved after them.
    for block in moved.indices where !moved[block].isEmpty {
      function.blocks[block].instructions.insert(contentsOf: moved[block].reversed(), at: 0)
    }
    return moved.contains { !$0.isEmpty }
  }

  /// Whether an instruction computes something from one register, and does nothing else.
  private static func isMovable(_ instruction: MachineInstruction) -> Bool {
    guard instruction.def.isVirtual, instruction.s1.isVirtual, !instruction.s2.exists,
      !instruction.s3.exists
    else { return false }
    guard let opcode = instruction.opcode.opcode else { return instruction.opcode == .zeroExtend32 }
    let traits = opcode.traits
    return opcode != .sbrk && !traits.contains(.loads) && !traits.contains(.stores)
      && !traits.contains(.terminatesBlock)
  }
}
