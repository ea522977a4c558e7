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
  /// passes insert serves what follows. Blocks without any, which passes put on edges, get that of a predecessor's end.
  mutating func completePositions() {
    var ends = [CodePosition](repeating: .none, count: blocks.count)
    for block in blocks.indices { ends[block] = completePositions(of: block) }
    for block in blocks.indices where ends[block].isKnown {
      for edge in blocks[block].successors where !ends[edge.target].isKnown {
        ends[edge.target] = ends[block]
        for index in blocks[edge.target].instructions.indices {
          blocks[edge.target].instructions[index].position = ends[block]
        }
      }
    }
  }

  /// Completes the positions of a block and returns that of its last instruction.
  private mutating func completePositions(of block: Int) -> CodePosition {
    var next = CodePosition.none
    for index in blocks[block].instructions.indices.reversed() {
      if blocks[block].instructions[index].position.isKnown {
        next = blocks[block].instructions[index].position
      } else {
        blocks[block].instructions[index].position = next
      }
    }
    guard next.isKnown else { return .none }
    // What stands behind the last known one serves what it does.
    var last = next
    for index in blocks[block].instructions.indices {
      if blocks[block].instructions[index].position.isKnown {
        last = blocks[block].instructions[index].position
      } else {
        blocks[block].instructions[index].position = last
      }
    }
    return last
  }
}
