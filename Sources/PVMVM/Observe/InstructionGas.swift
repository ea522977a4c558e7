#if !hasFeature(Embedded)
  internal import PVM

  /// The gas of each instruction of a run.
  ///
  /// Where every instruction costs 1 that is how often it was executed. Where blocks have costs, the cost of a block is divided among
  /// its instructions by how long the model's machine waits for each of them to retire, so that the sum is the block's.
  public struct InstructionGas: Sendable {
    /// The program.
    private let program: LoadedProgram
    /// How often each instruction was executed.
    private let counts: [UInt64]
    /// How often each block was charged for, by the number of its first instruction.
    private let payments: [UInt64]
    /// The gas of traps where no instruction starts.
    public let stray: UInt64
    /// What each instruction has of the cost of its block; empty where blocks have no costs.
    private let shares: [UInt64]
    /// The number of the first instruction of each instruction's block, or -1 in front of all blocks.
    private let blocks: [Int32]

    /// Looks at a run that has ended.
    public init(_ profiler: Profiler) {
      let program = profiler.program
      self.program = program
      stray = profiler.strayGas
      var counts = [UInt64](repeating: 0, count: program.firstBadTarget)
      var payments = counts
      profiler.forEachCount { index, count, paid in
        counts[index] = count
        payments[index] = paid
      }
      self.counts = counts
      self.payments = payments
      guard program.blob.target.chargesBlocks else {
        shares = []
        blocks = []
        return
      }
      let count = program.firstBadTarget
      var shares = [UInt64](repeating: 0, count: count)
      var blocks = [Int32](repeating: -1, count: count)
      for (number, start) in program.blockStarts.enumerated() {
        let start = Int(start)
        let next = number + 1 < program.blockStarts.count ? program.blockStarts[number + 1] : nil
        let end = next.map { Int($0) } ?? count
        for index in start..<end { blocks[index] = Int32(start) }
        guard payments[start] > 0 else { continue }
        let weights = InstructionGas.weights(program, start, count: end - start)
        let sum = weights[weights.count - 1]
        let cost = UInt64(program.charge(start))
        var given: UInt64 = 0
        for (offset, weight) in weights.enumerated() {
          let share = cost * weight / sum
          shares[start + offset] = share - given
          given = share
        }
      }
      self.shares = shares
      self.blocks = blocks
    }

    /// The cycles up to the end of each instruction of a block, at least 1 for the last.
    private static func weights(
      _ program: LoadedProgram, _ start: Int, count: Int
    ) -> [UInt64] {
      let entries = program.blob.timeline(ofBlockAt: Int(program.codeIndices[start])).entries
      var retired: UInt64 = 0
      var weights: [UInt64] = []
      for offset in 0..<count {
        if offset < entries.count { retired = max(retired, UInt64(entries[offset].retired)) }
        weights.append(retired)
      }
      // Nothing but moves: all alike.
      return retired > 0 ? weights : (1...UInt64(count)).map { $0 }
    }

    /// How many instructions there are.
    public var count: Int { program.firstBadTarget }

    /// The code index of an instruction, given by its number.
    public func codeIndex(_ index: Int) -> Int { Int(program.codeIndices[index]) }

    /// The gas of an instruction, given by its number.
    public subscript(_ index: Int) -> UInt64 {
      if blocks.isEmpty { return counts[index] }
      guard blocks[index] >= 0 else { return 0 }
      return shares[index] * payments[Int(blocks[index])]
    }

    /// The gas of the instructions of a function in the context of its callers, from its first instruction on.
    public func gas(of node: CallTree.Node) -> [UInt64] {
      if blocks.isEmpty { return node.counts }
      return node.counts.indices.map { offset in
        let index = node.firstInstruction + offset
        let start = Int(blocks[index])
        guard start >= node.firstInstruction else { return 0 }
        let entries =
          node.counts[start - node.firstInstruction] + (node.middleEntries[start] ?? 0)
        return shares[index] * entries
      }
    }
  }
#endif
