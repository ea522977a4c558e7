/// The natural loops of a function.
///
/// A loop is a header and the blocks that reach one of its back edges without passing the header.
/// Back edges whose target does not dominate their source (irreducible control flow) make no loop, and neither do loops
/// inside of more than a certain number of others: many algorithms look at all loops around a block.
package struct LoopInfo: Sendable {
  /// One loop.
  package struct Loop: Sendable {
    /// The block that dominates the others.
    package let header: Int32
    /// The index of the next larger loop, or -1.
    package let parent: Int32
    /// How many loops it lies in, itself included.
    package let depth: Int32
  }

  /// The most loops around a block.
  private static let maximumDepth = 32

  /// The loops; an outer loop comes before those inside it.
  package let loops: [Loop]
  /// The smallest loop that holds each block, or -1.
  package let innermost: [Int32]

  /// Finds the loops.
  package init(_ graph: ControlFlowGraph, _ dominators: DominatorTree) {
    var headers: [Int32] = []
    for block in graph.reversePostorder {
      let isHeader = graph.incoming(Int(block)).contains {
        dominators.dominates(Int(block), Int($0.source))
      }
      if isHeader { headers.append(block) }
    }
    // Inner loops first: a block that already has a loop is skipped by going to that loop's header.
    var innermost = [Int32](repeating: -1, count: graph.blockCount)
    var parent = [Int32](repeating: -1, count: headers.count)
    var work: [Int32] = []
    for index in headers.indices.reversed() {
      let header = headers[index]
      work.removeAll(keepingCapacity: true)
      for edge in graph.incoming(Int(header))
      where dominators.dominates(Int(header), Int(edge.source)) {
        work.append(edge.source)
      }
      while let block = work.popLast() {
        var loop = innermost[Int(block)]
        if loop < 0 {
          innermost[Int(block)] = Int32(index)
          if block == header { continue }
          for edge in graph.incoming(Int(block)) { work.append(edge.source) }
          continue
        }
        while parent[Int(loop)] >= 0 { loop = parent[Int(loop)] }
        if loop == Int32(index) { continue }
        parent[Int(loop)] = Int32(index)
        for edge in graph.incoming(Int(headers[Int(loop)])) { work.append(edge.source) }
      }
      if innermost[Int(header)] < 0 { innermost[Int(header)] = Int32(index) }
    }
    var loops: [Loop] = []
    // The loop that stands for each: itself, or the innermost around it that is kept.
    var kept: [Int32] = []
    for index in headers.indices {
      let outer = parent[index] < 0 ? -1 : kept[Int(parent[index])]
      let depth = outer < 0 ? 1 : loops[Int(outer)].depth + 1
      if depth > Self.maximumDepth {
        kept.append(outer)
      } else {
        kept.append(Int32(loops.count))
        loops.append(Loop(header: headers[index], parent: outer, depth: depth))
      }
    }
    self.loops = loops
    self.innermost = innermost.map { $0 < 0 ? -1 : kept[Int($0)] }
  }

  /// How many loops a block lies in.
  package func depth(_ block: Int) -> Int {
    innermost[block] < 0 ? 0 : Int(loops[Int(innermost[block])].depth)
  }

  /// Whether a block lies in a loop.
  package func contains(_ loop: Int, _ block: Int) -> Bool {
    var current = innermost[block]
    while current >= 0, current != Int32(loop) { current = loops[Int(current)].parent }
    return current >= 0
  }
}
