internal import PVM

/// Gives paths through an allocated function that make no call their own way out.
///
/// The end of a function restores what calls made it save. A path that made no call comes there with
/// everything still in its register, but cannot know, because the end is shared. With a copy of the
/// end, `ValueForwarding` finds that out: there are no loads, then no stores on this path
/// (`SpillStoreSinking`), and then no frame. Recursive functions end this way in about half of their
/// calls.
///
/// A block is copied if it makes no call and leads out, and is entered both from paths that made a
/// call and from paths that did not. Cost: linear, plus the copies.
package enum EarlyExits {
  /// Changes an allocated function; says whether anything changed.
  package static func run(_ function: inout MachineFunction, _ options: LayoutOptions) -> Bool {
    guard function.spillSlots > 0 else { return false }
    let graph = ControlFlowGraph(function)
    var calls = function.blocks.map { $0.instructions.contains { $0.opcode == .call } }
    var isBehindCall = behindCalls(function, calls)
    let frequencies = EdgeFrequencies(function, graph)
    var sources: [[(block: Int, edge: Int, frequency: Double)]] = function.blocks.map { _ in [] }
    for block in graph.reversePostorder.map(Int.init) {
      for (edge, target) in function.blocks[block].successors.enumerated() {
        sources[target.target].append((block, edge, frequencies.of(block, edge)))
      }
    }
    var isChanged = false
    for block in graph.reversePostorder.map(Int.init) where isBehindCall[block] {
      let early = sources[block].filter { !isBehindCall[$0.block] && !calls[$0.block] }
      guard !early.isEmpty, let saved = loadsOnWayOut(function, block, calls) else { continue }
      let size = CodeSize.estimate(function.blocks[block], in: function)
      let frequency = early.reduce(0) { $0 + $1.frequency }
      // Each load comes with a store, and both with a frame and with copies that make room for what
      // lives across calls.
      guard saved > 0, size <= options.maximumDuplicateSize,
        options.isWorth(bytes: size, frequency: frequency * Double(4 * saved + 4))
      else { continue }
      let new = function.blocks.count
      var copy = function.blocks[block]
      copy.frequency = frequency
      function.blocks[block].frequency = max(0, function.blocks[block].frequency - frequency)
      function.blocks.append(copy)
      calls.append(false)
      isBehindCall.append(false)
      sources.append(early)
      for source in early { function.blocks[source.block].successors[source.edge].target = new }
      for (edge, target) in copy.successors.enumerated() {
        sources[target.target].append((new, edge, frequency))
      }
      isChanged = true
    }
    return isChanged
  }

  /// Which blocks start behind a call on some path.
  private static func behindCalls(_ function: MachineFunction, _ calls: [Bool]) -> [Bool] {
    var result = Array(repeating: false, count: function.blocks.count)
    var work = calls.indices.filter { calls[$0] }
    while let block = work.popLast() {
      for edge in function.blocks[block].successors where !result[edge.target] {
        result[edge.target] = true
        work.append(edge.target)
      }
    }
    return result
  }

  /// How many slots are loaded from a block on until the function returns, if it does so without a
  /// decision or a call.
  private static func loadsOnWayOut(
    _ function: MachineFunction, _ start: Int, _ calls: [Bool]
  ) -> Int? {
    var loads = 0
    var block = start
    for _ in 0..<4 {
      if calls[block] { return nil }
      for instruction in function.blocks[block].instructions
      where instruction.opcode == .spillLoad { loads += 1 }
      switch function.blocks[block].instructions.last?.opcode {
      case .ret, .tailCall: return loads
      case MachineOpcode(.jump): block = function.blocks[block].successors[0].target
      default: return nil
      }
    }
    return nil
  }
}
