import PVM
import PVMCodegen
import Support
import TestSupport
import Testing

/// Dominators of random graphs, irreducible ones and unreachable blocks included.
@Suite struct DominatorTreeTests {
  /// A function whose blocks have up to three ways out, none of them to the entry.
  private func function(_ count: Int, _ random: inout SeededRandom) -> MachineFunction {
    var function = MachineFunction(name: "random", index: 0)
    for _ in 0..<count {
      let ways = count > 1 ? Int.random(in: 0..<4, using: &random) : 0
      let edges = (0..<ways).map { _ in
        MachineEdge(BlockID(Int.random(in: 1..<count, using: &random)))
      }
      function.blocks.append(MachineBlock(successors: edges))
    }
    return function
  }

  /// The blocks that control reaches without passing one.
  private func reachable(
    _ function: MachineFunction, without avoided: BlockID
  ) -> BlockTable<Bool> {
    var isReached = BlockTable(repeating: false, count: function.blocks.count)
    if avoided == .entry { return isReached }
    isReached[.entry] = true
    var work = [BlockID.entry]
    while let block = work.popLast() {
      for edge in function.blocks[block].successors
      where edge.target != avoided && !isReached[edge.target] {
        isReached[edge.target] = true
        work.append(edge.target)
      }
    }
    return isReached
  }

  @Test func blocksDominateWhatIsNotReachedWithoutThem() {
    var random = SeededRandom(seed: 14)
    var mistakes = 0
    for round in 0..<2_000 {
      let count = Int.random(in: 1...(round % 7 == 0 ? 40 : 10), using: &random)
      let function = function(count, &random)
      let dominators = DominatorTree(ControlFlowGraph(function))
      let all = reachable(function, without: .none)
      for block in all.indices where all[block] {
        let others = reachable(function, without: block)
        for other in all.indices where all[other] {
          if dominators.dominates(block, other) == others[other] { mistakes += 1 }
        }
      }
      for block in all.indices where !all[block] {
        if dominators.depth[block] != -1 { mistakes += 1 }
      }
    }
    #expect(mistakes == 0)
  }

  /// A long chain each block of which may trap in the same block: this took minutes once.
  @Test func manyWaysIntoOneBlock() {
    let trap: BlockID = 100_000
    var function = MachineFunction(name: "chain", index: 0)
    for block in .entry..<trap {
      let next = block.next < trap ? [MachineEdge(block.next), MachineEdge(trap)] : []
      function.blocks.append(MachineBlock(successors: next))
    }
    function.blocks.append(MachineBlock())
    let dominators = DominatorTree(ControlFlowGraph(function))
    #expect(dominators.immediateDominator[trap] == .entry)
    #expect(dominators.depth[99_999] == 99_999)
  }
}
