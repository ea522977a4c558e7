internal import Support

/// How often the blocks of functions ran, as selection makes them.
package struct BlockProfile: Hashable, Sendable {
  /// The blocks of one function.
  package struct Function: Hashable, Sendable {
    /// What the function's control flow looked like (`shape(of:)`); counts of another are of no use.
    package var shape: UInt64
    /// How often each block ran; nil where that is not known.
    package var counts: BlockTable<UInt64?>

    /// Creates counts.
    package init(shape: UInt64, counts: BlockTable<UInt64?>) {
      self.shape = shape
      self.counts = counts
    }
  }

  /// The functions by name; only looked up in and sorted, never iterated.
  package var functions: [String: Function]

  /// Creates a profile.
  package init(functions: [String: Function] = [:]) { self.functions = functions }

  /// A number for the control flow of a function: FNV-1a over the successors of its blocks. It survives
  /// changes inside of blocks and of all other functions.
  package static func shape(of function: MachineFunction) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ number: Int) { hash = (hash ^ UInt64(number)) &* 0x100_0000_01B3 }
    add(function.blocks.count)
    for block in function.blocks {
      add(block.successors.count)
      for edge in block.successors { add(edge.target.index) }
    }
    return hash
  }

  /// Sets the frequencies of a function as selected; says whether the profile has counts for it.
  ///
  /// Counts are mixed with the estimate as if one more call had gone as estimated (Laplace's rule of
  /// succession): what a short run did not reach is not impossible, and a function that never ran
  /// keeps its estimate.
  package func apply(to function: inout MachineFunction) -> Bool {
    guard let known = functions[function.name], known.shape == function.shape,
      known.counts.count == function.blocks.count
    else { return false }
    let counts = BlockProfile.completed(known.counts, function)
    guard let calls = counts[.entry] else { return true }
    for block in function.blocks.indices {
      guard let count = counts[block] else { continue }
      let estimate = function.blocks[block].frequency
      function.blocks[block].frequency = (Double(count) + estimate) / (Double(calls) + 1)
    }
    return true
  }

  /// Counts with those that follow from their neighbors: a block that only one block leads to, and
  /// that one nowhere else, ran as often, and the other way round.
  private static func completed(
    _ counts: BlockTable<UInt64?>, _ function: MachineFunction
  ) -> BlockTable<UInt64?> {
    guard counts.contains(where: { $0 == nil }) else { return counts }
    var counts = counts
    let graph = ControlFlowGraph(function)
    for _ in 0..<4 {
      for block in function.blocks.indices where counts[block] == nil {
        let incoming = graph.incoming(block).map { $0.source }
        if !incoming.isEmpty,
          incoming.allSatisfy({
            counts[$0] != nil && function.blocks[$0].successors.count == 1
          })
        {
          counts[block] = incoming.reduce(0) { $0.addingClamped(counts[$1] ?? 0) }
        } else {
          let outgoing = function.blocks[block].successors.map(\.target)
          if !outgoing.isEmpty,
            outgoing.allSatisfy({ counts[$0] != nil && graph.incoming($0).count == 1 })
          {
            counts[block] = outgoing.reduce(0) { $0.addingClamped(counts[$1] ?? 0) }
          }
        }
      }
    }
    return counts
  }
}

extension MachineFunction {
  /// Numbers the blocks as selected, for profiles.
  mutating func noteOrigins() {
    for block in blocks.indices { blocks[block].origin = block }
    shape = BlockProfile.shape(of: self)
    selectedBlockCount = blocks.count
  }
}

/// Where a block of a function as selected begins in the code.
package struct BlockOrigin: Hashable, Sendable {
  /// The name of the function.
  package var function: String
  /// Which block it was.
  package var block: BlockID
  /// The code index of its first instruction.
  package var pc: Int
}

extension UInt64 {
  /// The sum, or the largest number if that is too large.
  package func addingClamped(_ other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
