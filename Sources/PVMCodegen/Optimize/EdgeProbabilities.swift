internal import PVM
internal import Support

/// How probable it is that each way out of a block is taken.
///
/// The odds of the two ways of a branch are the product of what each `BranchHeuristic` says; traps do not happen. A loop whose every round
/// makes a recursive call is not expected to go round: a recursion that ends makes less than one such call per
/// call on average, and often the loop was one of them.
struct EdgeProbabilities {
  /// The probability that control stays in a loop where a switch could leave it.
  private static let staysInLoop = 0.875
  /// By what the odds of a way to a block that always ends in a trap are multiplied.
  private static let cold = 1e-5
  /// How many blocks with nothing but a jump are passed on the way to a return.
  private static let maximumJumps = 4

  /// The function.
  private let function: MachineFunction
  /// Its control flow.
  private let graph: ControlFlowGraph
  /// Its loops.
  private let loops: LoopInfo
  /// For each loop, whether the function calls itself in every round.
  private let recurses: LoopTable<Bool>
  /// The blocks from which every path ends in a trap.
  private let isCold: BlockTable<Bool>

  /// Analyzes a function.
  init(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ dominators: DominatorTree,
    _ loops: LoopInfo
  ) {
    self.function = function
    self.graph = graph
    self.loops = loops
    recurses = Self.recursiveLoops(function, graph, dominators, loops)
    isCold = Self.coldBlocks(function, graph)
  }

  /// The probability of each edge of a block, in their order.
  func edges(of block: BlockID) -> [Double] {
    let successors = function.blocks[block].successors
    guard successors.count > 1 else { return successors.isEmpty ? [] : [1] }
    var weights = isConditional(block) ? odds(of: block) : weightsOfSwitch(block)
    for (index, edge) in successors.enumerated() where isCold[edge.target] {
      weights[index] *= Self.cold
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// Whether a block ends with a conditional branch to different blocks.
  private func isConditional(_ block: BlockID) -> Bool {
    let body = function.blocks[block]
    return body.successors.count == 2 && body.successors[0].target != body.successors[1].target
      && body.instructions.last?.opcode.opcode?.traits.contains(.conditionalBranch) ?? false
  }

  // MARK: Branches

  /// The odds of both ways of a conditional branch.
  private func odds(of block: BlockID) -> [Double] {
    var weights = [1.0, 1.0]
    for heuristic in BranchHeuristic.allCases {
      for way in 0..<2 {
        for _ in 0..<count(heuristic, of: block, way) { weights[way] *= heuristic.odds }
      }
    }
    return weights
  }

  /// How often a heuristic holds for a way of a conditional branch.
  private func count(_ heuristic: BranchHeuristic, of block: BlockID, _ way: Int) -> Int {
    let successors = function.blocks[block].successors
    let target = successors[way].target
    let loop = loops.innermost[block]
    switch heuristic {
    case .leavesLoop:
      return loop.exists && !recurses[loop] && !loops.contains(loop, target) ? 1 : 0
    case .isDeeper:
      if loop.exists, recurses[loop] { return 0 }
      return max(0, depth(of: target) - depth(of: successors[1 - way].target))
    case .closesLoop:
      return loop.exists && !recurses[loop] && target == loops.loops[loop].header ? 1 : 0
    case .calls:
      return isOnly(target, of: block)
        && function.blocks[target].instructions.contains { $0.opcode == .call }
        ? 1 : 0
    case .switches:
      return isOnly(target, of: block) && function.blocks[target].successors.count > 2 ? 1 : 0
    case .isLong:
      let count = function.blocks[target].instructions.count + 1
      return isOnly(target, of: block) ? Int.bitWidth - 1 - count.leadingZeroBitCount : 0
    case .returns: return returns(target) ? 1 : 0
    case .equalValues, .equalsConstant, .isNegative:
      return condition(of: block).map { $0.heuristic == heuristic && $0.way == way } ?? false
        ? 1 : 0
    }
  }

  /// Which heuristic speaks about a branch's condition, and on which way it holds.
  private func condition(of block: BlockID) -> (heuristic: BranchHeuristic, way: Int)? {
    guard let branch = function.blocks[block].instructions.last else { return nil }
    let isNearZero = (-1...1).contains(branch.x)
    return switch branch.opcode.opcode {
    case .branchEq: (.equalValues, 0)
    case .branchNe: (.equalValues, 1)
    case .branchEqImm where branch.x > 0: (.equalsConstant, 0)
    case .branchNeImm where branch.x > 0: (.equalsConstant, 1)
    case .branchLtSImm where isNearZero, .branchLeSImm where isNearZero: (.isNegative, 0)
    case .branchGeSImm where isNearZero, .branchGtSImm where isNearZero: (.isNegative, 1)
    default: nil
    }
  }

  /// How many loops a block is in.
  private func depth(of block: BlockID) -> Int {
    let loop = loops.innermost[block]
    return loop.exists ? Int(loops.loops[loop].depth) : 0
  }

  /// Whether only one way of a branch leads to a block, which then says something about the branch. At the end of a loop it does not:
  /// how long what comes behind the loop is, and whom it calls, tells little about how often that goes round.
  private func isOnly(_ target: BlockID, of block: BlockID) -> Bool {
    guard graph.incoming(target).count == 1 else { return false }
    let loop = loops.innermost[block]
    guard loop.exists, !loops.contains(loop, target) else { return true }
    return !function.blocks[block].successors.contains { $0.target == loops.loops[loop].header }
  }

  /// Whether a block returns, or one that it leads to by blocks with nothing but a jump.
  private func returns(_ block: BlockID) -> Bool {
    var block = block
    for _ in 0..<Self.maximumJumps {
      let body = function.blocks[block]
      guard body.successors.count == 1, body.instructions.count <= 2,
        !body.instructions.contains(where: \.hasCallDescription)
      else { break }
      block = body.successors[0].target
    }
    return function.blocks[block].instructions.last?.opcode == .ret
  }

  // MARK: Switches

  /// The weights of a switch's ways: leaving the innermost loop that other ways stay in is unlikely.
  private func weightsOfSwitch(_ block: BlockID) -> [Double] {
    let successors = function.blocks[block].successors
    var weights = [Double](repeating: 1, count: successors.count)
    let loop = loops.innermost[block]
    guard loop.exists, !recurses[loop] else { return weights }
    let stays = successors.map { loops.contains(loop, $0.target) }
    let staying = stays.count { $0 }
    guard staying > 0, staying < stays.count else { return weights }
    for index in stays.indices {
      weights[index] =
        stays[index]
        ? Self.staysInLoop / Double(staying)
        : (1 - Self.staysInLoop) / Double(stays.count - staying)
    }
    return weights
  }

  // MARK: Analysis

  /// For each loop, whether the function calls itself in every round.
  private static func recursiveLoops(
    _ function: MachineFunction, _ graph: ControlFlowGraph, _ dominators: DominatorTree,
    _ loops: LoopInfo
  ) -> LoopTable<Bool> {
    var result = LoopTable(repeating: false, count: loops.loops.count)
    for (index, block) in function.blocks.indexed() where loops.innermost[index].exists {
      let loop = loops.innermost[index]
      let callsItself = block.instructions.contains {
        $0.opcode == .call && function.callee(of: $0) == .direct(function.index)
      }
      guard callsItself else { continue }
      result[loop] = graph.incoming(loops.loops[loop].header).allSatisfy {
        !loops.contains(loop, $0.source) || dominators.dominates(index, $0.source)
      }
    }
    return result
  }

  /// The blocks from which every path ends in a trap.
  private static func coldBlocks(
    _ function: MachineFunction, _ graph: ControlFlowGraph
  ) -> BlockTable<Bool> {
    var result = BlockTable<Bool>(repeating: false, count: function.blocks.count)
    for block in graph.reversePostorder.reversed() {
      let body = function.blocks[block]
      if body.instructions.last?.opcode == MachineOpcode(.trap) {
        result[block] = true
      } else if !body.successors.isEmpty {
        result[block] = body.successors.allSatisfy { result[$0.target] }
      }
    }
    return result
  }
}
