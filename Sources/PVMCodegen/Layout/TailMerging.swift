internal import PVM
internal import Support

/// Lets blocks that end the same way share that end ("cross-jumping").
///
/// Problem: epilogues, and what different cases of a decision do in the same way at their end, are in the
/// code several times. A shared end costs a jump of two or three bytes in all blocks but the one in front of
/// it. Method: blocks with the same last two instructions and the same successors are compared; the pair
/// with the longest common end gives a new block, which may share with further ones.
///
/// Executes a jump more on most ways, which has to be worth the bytes. Cost: linear but for
/// blocks that end alike, of which a bounded number is compared with each other.
enum TailMerging {
  /// How many blocks of those that end alike are compared with each other.
  private static let maximumCount = 24
  /// What a shared end costs at least, in bytes: a jump, and often a `fallthrough` in front of it.
  private static let cost = 3

  /// What blocks have in common that may share their end.
  private struct Key: Hashable {
    /// The last two instructions, with the same index for equal call descriptions.
    var instructions: [MachineInstruction]
    /// Where the blocks go.
    var successors: [MachineEdge]
  }

  /// Shares ends in a framed function; says whether anything changed.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let calls = canonicalCalls(function)
    // Only looked up, never iterated.
    var groupOfKey: [Key: Int] = [:]
    var groups: [[BlockID]] = []
    for (index, block) in function.blocks.indexed() where block.instructions.count >= 2 {
      let last = block.instructions.suffix(2).map { canonical($0, calls) }
      let key = Key(instructions: last, successors: block.successors)
      if let group = groupOfKey[key] {
        groups[group].append(index)
      } else {
        groupOfKey[key] = groups.count
        groups.append([index])
      }
    }
    var isChanged = false
    for group in groups where group.count > 1 {
      var members = Array(group.prefix(maximumCount))
      while let pair = best(members, function, calls, costs) {
        let shared = merge(pair, &function)
        members.removeAll { $0 == pair.first || $0 == pair.second }
        members.append(shared)
        isChanged = true
      }
    }
    return isChanged
  }

  /// For each call description the first that is equal to it.
  private static func canonicalCalls(_ function: MachineFunction) -> CallTable<CallID> {
    var first: [CallDescription: CallID] = [:]
    return CallTable(
      function.calls.indexed().map { index, call in
        if let same = first[call] { return same }
        first[call] = index
        return index
      })
  }

  /// An instruction that is equal for equal call descriptions.
  private static func canonical(
    _ instruction: MachineInstruction, _ calls: CallTable<CallID>
  ) -> MachineInstruction {
    var instruction = instruction
    if instruction.hasCallDescription { instruction.call = calls[instruction.call] }
    return instruction
  }

  /// Two blocks and how many instructions at their ends are the same.
  private struct Pair {
    /// A block.
    var first: BlockID
    /// The other.
    var second: BlockID
    /// How many instructions they share.
    var count: Int
  }

  /// The pair whose common end saves most, nil if none saves anything.
  private static func best(
    _ members: [BlockID], _ function: MachineFunction, _ calls: CallTable<CallID>,
    _ costs: CostModel
  ) -> Pair? {
    var best: (saved: Int, pair: Pair)?
    for (position, first) in members.enumerated() {
      for second in members[(position + 1)...] {
        let count = commonCount(first, second, function, calls)
        guard count >= 2 else { continue }
        var saved = -cost
        for instruction in function.blocks[first].instructions.suffix(count) {
          saved += CodeSize.estimate(instruction, in: function)
        }
        // One of the two falls into the shared end.
        let jumps =
          min(function.blocks[first].frequency, function.blocks[second].frequency)
          * costs.gas(of: MachineOpcode(.jump))
        guard costs.isWorth(gas: jumps, saving: saved) else { continue }
        if saved > best?.saved ?? 0 {
          best = (saved, Pair(first: first, second: second, count: count))
        }
      }
    }
    return best?.pair
  }

  /// How many instructions at the ends of two blocks are the same.
  private static func commonCount(
    _ first: BlockID, _ second: BlockID, _ function: MachineFunction, _ calls: CallTable<CallID>
  ) -> Int {
    let left = function.blocks[first].instructions
    let right = function.blocks[second].instructions
    var count = 0
    while count < min(left.count, right.count),
      canonical(left[left.count - 1 - count], calls)
        == canonical(right[right.count - 1 - count], calls)
    {
      count += 1
    }
    return count
  }

  /// Makes two blocks share their end and returns the block that has it.
  private static func merge(_ pair: Pair, _ function: inout MachineFunction) -> BlockID {
    let frequency =
      function.blocks[pair.first].frequency + function.blocks[pair.second].frequency
    // A block that is nothing but the common end is the shared one, unless it is the entry.
    let whole = [pair.first, pair.second].first {
      $0 != .entry && function.blocks[$0].instructions.count == pair.count
    }
    let shared: BlockID
    if let whole {
      shared = whole
      function.blocks[shared].frequency = frequency
    } else {
      shared = function.blocks.append(
        MachineBlock(
          instructions: Array(function.blocks[pair.first].instructions.suffix(pair.count)),
          successors: function.blocks[pair.first].successors, frequency: frequency))
    }
    for block in [pair.first, pair.second] where block != shared {
      function.blocks[block].instructions.removeLast(pair.count)
      function.blocks[block].instructions.append(MachineInstruction(.jump))
      function.blocks[block].successors = [MachineEdge(shared)]
    }
    return shared
  }
}
