package import Support

/// A loop of a function.
package typealias LoopID = EntityID<LoopInfo.Loop>

/// Something for each loop of a function.
package typealias LoopTable<Value> = EntityTable<LoopInfo.Loop, Value>

/// The natural loops of a function.
///
/// A loop is a header and the blocks that reach one of its back edges without passing the header.
/// Back edges whose target does not dominate their source (irreducible control flow) make no loop, and neither do loops
/// inside of more than a certain number of others: many algorithms look at all loops around a block.
package struct LoopInfo: Sendable {
  /// One loop.
  package struct Loop: Sendable {
    /// The block that dominates the others.
    package let header: BlockID
    /// The next larger loop, or none.
    package let parent: LoopID
    /// How many loops it lies in, itself included.
    package let depth: Int32
  }

  /// The most loops around a block.
  private static let maximumDepth = 32

  /// The loops; an outer loop comes before those inside it.
  package let loops: LoopTable<Loop>
  /// The smallest loop that holds each block, or none.
  package let innermost: BlockTable<LoopID>

  /// Finds the loops.
  package init(_ graph: ControlFlowGraph, _ dominators: DominatorTree) {
    var headers = LoopTable<BlockID>()
    for block in graph.reversePostorder {
      let isHeader = graph.incoming(block).contains {
        dominators.dominates(block, $0.source)
      }
      if isHeader { headers.append(block) }
    }
    // Inner loops first: a block that already has a loop is skipped by going to that loop's header.
    var innermost = BlockTable<LoopID>(repeating: .none, count: graph.blockCount)
    var parent = LoopTable<LoopID>(repeating: .none, count: headers.count)
    var work: [BlockID] = []
    for index in headers.indices.reversed() {
      let header = headers[index]
      work.removeAll(keepingCapacity: true)
      for edge in graph.incoming(header)
      where dominators.dominates(header, edge.source) {
        work.append(edge.source)
      }
      while let block = work.popLast() {
        var loop = innermost[block]
        if !loop.exists {
          innermost[block] = index
          if block == header { continue }
          for edge in graph.incoming(block) { work.append(edge.source) }
          continue
        }
        while parent[loop].exists { loop = parent[loop] }
        if loop == index { continue }
        parent[loop] = index
        for edge in graph.incoming(headers[loop]) { work.append(edge.source) }
      }
      if !innermost[header].exists { innermost[header] = index }
    }
    var loops = LoopTable<Loop>()
    // The loop that stands for each: itself, or the innermost around it that is kept.
    var kept = LoopTable<LoopID>()
    for index in headers.indices {
      let outer = parent[index].exists ? kept[parent[index]] : .none
      let depth = outer.exists ? loops[outer].depth + 1 : 1
      if depth > Self.maximumDepth {
        kept.append(outer)
      } else {
        kept.append(
          loops.append(Loop(header: headers[index], parent: outer, depth: depth)))
      }
    }
    self.loops = loops
    self.innermost = innermost.mapValues { $0.exists ? kept[$0] : .none }
  }

  /// How many loops a block lies in.
  package func depth(_ block: BlockID) -> Int {
    innermost[block].exists ? Int(loops[innermost[block]].depth) : 0
  }

  /// Whether a block lies in a loop.
  package func contains(_ loop: LoopID, _ block: BlockID) -> Bool {
    var current = innermost[block]
    while current.exists, current != loop { current = loops[current].parent }
    return current.exists
  }
}
