/// Immediate dominators of a function's reachable blocks, after Cooper, Harvey and Kennedy, "A
/// Simple, Fast Dominance Algorithm".
package struct DominatorTree: Sendable {
  /// The immediate dominator of each block; -1 for the entry and for unreachable blocks.
  package let immediateDominator: [Int32]
  /// How many blocks strictly dominate each block; -1 for unreachable blocks.
  package let depth: [Int32]
  /// When a walk of the tree in preorder enters each block; -1 for unreachable blocks.
  private let enter: [Int32]
  /// When that walk leaves the block.
  private let leave: [Int32]

  /// Analyzes a control-flow graph.
  package init(_ graph: ControlFlowGraph) {
    let count = graph.blockCount
    let order = graph.reversePostorder
    var dominator = [Int32](repeating: -1, count: count)
    if count > 0 { dominator[0] = 0 }
    var changed = count > 0
    while changed {
      changed = false
      for block in order.dropFirst() {
        var best: Int32 = -1
        for edge in graph.incoming(Int(block)) where dominator[Int(edge.source)] >= 0 {
          if best < 0 {
            best = edge.source
            continue
          }
          var other = edge.source
          while best != other {
            while graph.position[Int(other)] > graph.position[Int(best)] {
              other = dominator[Int(other)]
            }
            while graph.position[Int(best)] > graph.position[Int(other)] {
              best = dominator[Int(best)]
            }
          }
        }
        if dominator[Int(block)] != best {
          dominator[Int(block)] = best
          changed = true
        }
      }
    }
    var depth = [Int32](repeating: -1, count: count)
    var size = [Int32](repeating: 0, count: count)
    for block in order {
      depth[Int(block)] = block == 0 ? 0 : depth[Int(dominator[Int(block)])] + 1
    }
    for block in order.reversed() {
      size[Int(block)] += 1
      if block != 0 { size[Int(dominator[Int(block)])] += size[Int(block)] }
    }
    // Preorder numbers without a walk: each child takes the next free stretch of its parent's.
    var enter = [Int32](repeating: -1, count: count)
    var next = [Int32](repeating: 0, count: count)
    var leave = [Int32](repeating: -1, count: count)
    for block in order {
      if block == 0 {
        enter[0] = 0
      } else {
        let parent = Int(dominator[Int(block)])
        enter[Int(block)] = next[parent]
        next[parent] += size[Int(block)]
      }
      next[Int(block)] = enter[Int(block)] + 1
      leave[Int(block)] = enter[Int(block)] + size[Int(block)]
    }
    if count > 0 { dominator[0] = -1 }
    immediateDominator = dominator
    self.depth = depth
    self.enter = enter
    self.leave = leave
  }

  /// Whether every path from the entry to `block` passes `other`; a block dominates itself.
  package func dominates(_ other: Int, _ block: Int) -> Bool {
    guard enter[other] >= 0, enter[block] >= 0 else { return false }
    return enter[other] <= enter[block] && enter[block] < leave[other]
  }

  /// The deepest block that dominates both.
  package func commonDominator(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while a != b {
      if depth[a] >= depth[b] {
        a = Int(immediateDominator[a])
      } else {
        b = Int(immediateDominator[b])
      }
    }
    return a
  }
}
