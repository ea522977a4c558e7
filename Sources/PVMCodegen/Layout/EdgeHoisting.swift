internal import PVM
internal import Support

/// Does in front of a branch what is to be done on one of its ways, where that saves the way's own block.
///
/// Problem: a loop variable is copied on the way back to the loop's beginning. The copy takes a block of its own, which has to
/// end: a jump, or the fall into the next block, in each iteration.
///
/// Method: where nobody else sees the difference, the copy is made in front of the branch.
///
/// ```
/// ...; branch E, out        ...; r8 = r9; branch T, out
/// E: r8 = r9; jump T
/// ```
///
/// Cost: linear in instructions, and one analysis of liveness if there is such a block.
package enum EdgeHoisting {
  /// Changes a framed function; says whether anything changed.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    var liveness: LocationLiveness?
    var isChanged = false
    for block in function.blocks.indices where graph.isReachable(block) {
      let incoming = graph.incoming(block)
      guard incoming.count == 1, let edge = incoming.first, canMove(function.blocks[block], costs)
      else {
        continue
      }
      let (source, side) = (edge.source, edge.position)
      let target = function.blocks[block].successors[0].target
      guard let branch = function.blocks[source].instructions.last,
        branch.opcode.opcode?.traits.contains(.conditionalBranch) ?? false,
        function.blocks[source].successors[side].target == block,
        pays(block, source, function, costs)
      else { continue }
      let other = function.blocks[source].successors[1 - side].target
      guard target != block, other != block, other != target else { continue }
      let known = liveness ?? LocationLiveness(function, graph)
      liveness = known
      let moved = function.blocks[block].instructions.dropLast()
      let written = moved.reduce(RegisterSet()) {
        $0.union($1.registersWritten(in: function))
      }
      let needed = branch.registersRead(in: function).union(known.atStart[other].registers)
      guard written.intersection(needed).isEmpty else { continue }
      let end = function.blocks[source].instructions.count - 1
      function.blocks[source].instructions.insert(contentsOf: moved, at: end)
      function.blocks[source].successors[side].target = target
      isChanged = true
    }
    if isChanged { ControlFlow.removeUnreachableBlocks(&function) }
    return isChanged
  }

  /// Whether a block does nothing but write a few registers, and jumps.
  private static func canMove(_ block: MachineBlock, _ costs: CostModel) -> Bool {
    guard (2...costs.maximumHoisted + 1).contains(block.instructions.count),
      block.instructions.last?.opcode == MachineOpcode(.jump)
    else { return false }
    return block.instructions.dropLast().allSatisfy {
      switch $0.opcode {
      case MachineOpcode(.moveReg), MachineOpcode(.loadImm), MachineOpcode(.addImm32),
        MachineOpcode(.addImm64):
        $0.def.physical != .stackPointer
      default: false
      }
    }
  }

  /// Whether the way is likely enough that fewer instructions are executed than before, even if that is somewhat wrong.
  private static func pays(
    _ block: BlockID, _ source: BlockID, _ function: MachineFunction, _ costs: CostModel
  ) -> Bool {
    let gas = function.blocks[block].instructions.dropLast().reduce(0) {
      $0 + costs.gas(of: $1.opcode)
    }
    return costs.isWorthHoisting(
      gas: gas, branch: function.blocks[source].frequency, edge: function.blocks[block].frequency)
  }
}
