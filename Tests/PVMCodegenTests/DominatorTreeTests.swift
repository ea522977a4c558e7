import PVM
import PVMCodegen
import TestSupport
import Testing

/// Dominators of random graphs, irreducible ones and unreachable blocks included.
@Suite struct DominatorTreeTests {
  /// A function whose blocks have up to three ways out, none of them to the entry.
  private func function(_ count: Int, _ random: inout SeededRandom) -> MachineFunction {
    var function = MachineFunction(name: "random", index: 0)
    for _ in 0..<count {
      let ways = count > 1 ? Int.random(in: 0..<4, using: &random) : 0
      let edges = (0..<ways).map { _ in MachineEdge(Int.random(in: 1..<count, using: &random)) }
      function.blocks.append(MachineBlock(successors: edges))
    }
    return function
  }

  /// The blocks that control reaches without passing one.
  private func reachable(_ function: MachineFunction, without avoided: Int) -> [Bool] {
    var isReached = [Bool](repeating: false, count: function.blocks.count)
    if avoided == 0 { return isReached }
    isReached[0] = true
    var work = [0]
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
      let all = reachable(function, without: -1)
      for block in 0..<count where all[block] {
        let others = reachable(function, without: block)
        for other in 0..<count where all[other] {
          if dominators.dominates(block, other) == others[other] { mistakes += 1 }
        }
      }
      for block in 0..<count where !all[block] {
        if dominators.depth[block] != -1 { mistakes += 1 }
      }
    }
    #expect(mistakes == 0)
  }

  /// A long chain each block of which may trap in the same block: this took minutes once.
  @Test func manyWaysIntoOneBlock() {
    let count = 100_000
    var function = MachineFunction(name: "chain", index: 0)
    for block in 0..<count {
      let next = block + 1 < count ? [MachineEdge(block + 1), MachineEdge(count)] : []
      function.blocks.append(MachineBlock(successors: next))
    }
    function.blocks.append(MachineBlock())
    let dominators = DominatorTree(ControlFlowGraph(function))
    #expect(dominators.immediateDominator[count] == 0)
    #expect(dominators.depth[count - 1] == Int32(count - 1))
  }
}
