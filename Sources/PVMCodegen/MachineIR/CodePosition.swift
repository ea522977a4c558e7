internal import Support

/// Where an instruction comes from: the number of an entry in the program's `PositionTable`, or that it is not known.
package struct CodePosition: Hashable, Sendable {
  /// The number of the entry, from 1; 0 if it is not known.
  package let number: UInt32

  /// Creates a position.
  package init(number: UInt32) { self.number = number }

  /// An unknown position.
  package static let none = CodePosition(number: 0)

  /// Whether the position is known.
  package var isKnown: Bool { number != 0 }
}

/// Where instructions come from: places in the input, and the calls that were inlined around them.
package struct PositionTable: Equatable, Sendable {
  /// A place in a function of the input.
  package struct Entry: Hashable, Sendable {
    /// The index of the function in the input.
    package var function: Int
    /// The byte offset in the input; 0 if code of several places was merged.
    package var offset: Int
    /// Where the function was inlined, if it was.
    package var call: CodePosition
  }

  /// The entries; entry `i` has number `i + 1`.
  package var entries: [Entry] = []

  /// Creates an empty table.
  package init() {}

  /// The entry that a position is, or nil for none.
  package subscript(_ position: CodePosition) -> Entry? {
    position.isKnown ? entries[Int(position.number) - 1] : nil
  }
}

extension MachineFunction {
  /// Gives each instruction without a position that of the next one in its block, or of the last one before it that has one: what
  /// passes insert serves what follows. Blocks without any, which passes put on edges, get that of a predecessor's end, or else of a
  /// successor's beginning. Does nothing if no instruction has one.
  package mutating func completePositions() {
    var unknown = 0
    for block in blocks.indices where !completePositions(of: block) { unknown += 1 }
    if unknown == 0 || unknown == blocks.count { return }
    // Forward from blocks that have positions, then backward.
    spread(
      from: blocks.indices.filter { end(of: $0).isKnown },
      to: { function, block in function.blocks[block].successors.map(\.target) },
      { function, block in function.end(of: block) })
    var predecessors = BlockTable<[BlockID]>(repeating: [], count: blocks.count)
    for (index, block) in blocks.indexed() {
      for edge in block.successors { predecessors[edge.target].append(index) }
    }
    let known = blocks.indices.filter { end(of: $0).isKnown }
    spread(
      from: known, to: { _, block in predecessors[block] },
      { function, block in function.blocks[block].instructions.first?.position ?? .none })
    // What is left leads nowhere and nothing leads there.
    for block in blocks.indices where !end(of: block).isKnown {
      setPosition(end(of: known[0]), of: block)
    }
  }

  /// The position of the last instruction of a block.
  private func end(of block: BlockID) -> CodePosition {
    blocks[block].instructions.last?.position ?? .none
  }

  /// Gives all instructions of a block a position.
  private mutating func setPosition(_ position: CodePosition, of block: BlockID) {
    for index in blocks[block].instructions.indices {
      blocks[block].instructions[index].position = position
    }
  }

  /// Gives blocks without positions those of their neighbors, and their neighbors without positions the same, and so on.
  private mutating func spread(
    from known: [BlockID], to neighbors: (MachineFunction, BlockID) -> [BlockID],
    _ position: (MachineFunction, BlockID) -> CodePosition
  ) {
    var work = known
    var next = 0
    while next < work.count {
      let block = work[next]
      next += 1
      for neighbor in neighbors(self, block)
      where !blocks[neighbor].instructions.isEmpty && !end(of: neighbor).isKnown {
        setPosition(position(self, block), of: neighbor)
        work.append(neighbor)
      }
    }
  }

  /// Completes the positions of a block; says whether it has some.
  private mutating func completePositions(of block: BlockID) -> Bool {
    var next = CodePosition.none
    var trailing = 0
    for index in blocks[block].instructions.indices.reversed() {
      if blocks[block].instructions[index].position.isKnown {
        next = blocks[block].instructions[index].position
      } else if next.isKnown {
        blocks[block].instructions[index].position = next
      } else {
        trailing += 1
      }
    }
    guard next.isKnown else { return false }
    // What stands behind the last known one serves what that does.
    let count = blocks[block].instructions.count
    for index in count - trailing..<count {
      blocks[block].instructions[index].position =
        blocks[block].instructions[index - 1].position
    }
    return true
  }
}
