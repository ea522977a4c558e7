internal import Support

/// Immediate dominators of a function's reachable blocks.
package struct DominatorTree: Sendable {
  /// The immediate dominator of each block; none for the entry and for unreachable blocks.
  package let immediateDominator: BlockTable<BlockID>
  /// How many blocks strictly dominate each block; -1 for unreachable blocks.
  package let depth: BlockTable<Int32>
  /// When a walk of the tree in preorder enters each block; -1 for unreachable blocks.
  private let enter: BlockTable<Int32>
  /// When that walk leaves the block.
  private let leave: BlockTable<Int32>

  /// Analyzes a control-flow graph.
  package init(_ graph: ControlFlowGraph) {
    let count = graph.blockCount
    let order = graph.reversePostorder
    var search = SemiDominators(graph)
    var dominator = search.immediateDominators()
    if count > 0 { dominator[.entry] = .entry }
    var depth = BlockTable<Int32>(repeating: -1, count: count)
    var size = BlockTable<Int32>(repeating: 0, count: count)
    for block in order {
      depth[block] = block == .entry ? 0 : depth[dominator[block]] + 1
    }
    for block in order.reversed() {
      size[block] += 1
      if block != .entry { size[dominator[block]] += size[block] }
    }
    // Preorder numbers without a walk: each child takes the next free stretch of its parent's.
    var enter = BlockTable<Int32>(repeating: -1, count: count)
    var next = BlockTable<Int32>(repeating: 0, count: count)
    var leave = BlockTable<Int32>(repeating: -1, count: count)
    for block in order {
      if block == .entry {
        enter[.entry] = 0
      } else {
        let parent = dominator[block]
        enter[block] = next[parent]
        next[parent] += size[block]
      }
      next[block] = enter[block] + 1
      leave[block] = enter[block] + size[block]
    }
    if count > 0 { dominator[.entry] = .none }
    immediateDominator = dominator
    self.depth = depth
    self.enter = enter
    self.leave = leave
  }

  /// Whether every path from the entry to `block` passes `other`; a block dominates itself.
  package func dominates(_ other: BlockID, _ block: BlockID) -> Bool {
    guard enter[other] >= 0, enter[block] >= 0 else { return false }
    return enter[other] <= enter[block] && enter[block] < leave[other]
  }

  /// The deepest block that dominates both.
  package func commonDominator(_ first: BlockID, _ second: BlockID) -> BlockID {
    var (a, b) = (first, second)
    while a != b {
      if depth[a] >= depth[b] {
        a = immediateDominator[a]
      } else {
        b = immediateDominator[b]
      }
    }
    return a
  }
}

/// Finds immediate dominators by semidominators (Georgiadis, Tarjan and Werneck, "Finding Dominators in Practice": SEMI-NCA). Unlike the
/// iterative algorithms it does not walk up the whole tree for each of the thousands of ways into a block that traps.
private struct SemiDominators {
  /// The blocks in the order in which a depth-first search meets them.
  private var blocks: [BlockID] = []
  /// The number of each block in that order, or -1.
  private var number: BlockTable<Int32>
  /// By number, the number of the block from which the search came; later of an ancestor, as paths are compressed.
  private var ancestor: [Int32] = []
  /// By number, the number of the block on the compressed path whose semidominator is smallest.
  private var label: [Int32] = []
  /// By number, the number of the semidominator.
  private var semidominator: [Int32] = []
  /// The blocks on a path that is being compressed.
  private var path: [Int32] = []
  /// The graph.
  private let graph: ControlFlowGraph

  /// Searches the graph.
  init(_ graph: ControlFlowGraph) {
    self.graph = graph
    number = BlockTable<Int32>(repeating: -1, count: graph.blockCount)
    guard graph.blockCount > 0 else { return }
    var blocksOfEdges: [BlockID] = []
    var sources: [BlockID] = []
    for block in graph.reversePostorder {
      for edge in graph.incoming(block) {
        blocksOfEdges.append(block)
        sources.append(edge.source)
      }
    }
    let targets = EntityRows(blocksOfEdges, by: sources, count: graph.blockCount)
    var next = BlockTable<Int32>(targets.rows.starts)
    var stack: [BlockID] = []
    func visit(_ block: BlockID, from parent: Int32) {
      number[block] = Int32(blocks.count)
      ancestor.append(parent)
      blocks.append(block)
      stack.append(block)
    }
    visit(.entry, from: 0)
    while let block = stack.last {
      if Int(next[block]) == targets.range(block).upperBound {
        stack.removeLast()
        continue
      }
      let target = targets.rows.elements[Int(next[block])]
      next[block] += 1
      if number[target] < 0 { visit(target, from: number[block]) }
    }
    label = [Int32](0..<Int32(blocks.count))
    semidominator = label
  }

  /// The immediate dominator of each block; none for the entry and for unreachable blocks.
  mutating func immediateDominators() -> BlockTable<BlockID> {
    var result = BlockTable<BlockID>(repeating: .none, count: graph.blockCount)
    guard blocks.count > 1 else { return result }
    // By number; at first where the search came from.
    var dominator = ancestor
    for index in (1..<blocks.count).reversed() {
      var smallest = ancestor[index]
      for edge in graph.incoming(blocks[index]) {
        let source = number[edge.source]
        smallest = min(smallest, semidominator[Int(best(source, linked: Int32(index)))])
      }
      semidominator[index] = smallest
    }
    for index in 1..<blocks.count {
      while dominator[index] > semidominator[index] {
        dominator[index] = dominator[Int(dominator[index])]
      }
      result[blocks[index]] = blocks[Int(dominator[index])]
    }
    return result
  }

  /// Of the blocks above one whose numbers are larger than `linked`, and itself, the one with the smallest semidominator.
  private mutating func best(_ index: Int32, linked: Int32) -> Int32 {
    if ancestor[Int(index)] <= linked { return label[Int(index)] }
    path.removeAll(keepingCapacity: true)
    var top = index
    while ancestor[Int(top)] > linked {
      path.append(top)
      top = ancestor[Int(top)]
    }
    // From the top down, so that each learns from the one above.
    for index in path.reversed().map(Int.init) {
      let above = Int(ancestor[index])
      if semidominator[Int(label[above])] < semidominator[Int(label[index])] {
        label[index] = label[above]
      }
      ancestor[index] = ancestor[above]
    }
    return label[Int(index)]
  }
}
