#if !hasFeature(Embedded)
  package import PVM
  internal import Support

  // Problem: which sequences deserve an operation of their own?
  //
  // Method: pairs are merged as in byte-pair encoding. Again and again, the pair of neighbors within a block
  // that was executed most often becomes one symbol, up to three instructions each, until there are as many
  // sequences as wanted. A sequence asks for a link (a result that is the next instruction's operand) where
  // nearly all of its occurrences have it; those without are then none.

  /// Chooses the sequences that save most dispatches in blocks that were executed.
  package struct SequenceChooser {
    /// A sequence, as a row of the interpreter has it.
    package struct Sequence: Hashable, Sendable {
      /// The instructions.
      package var opcodes: [Opcode]
      /// The link between each instruction and the next.
      package var links: [FusedForm.Link]

      /// Creates a sequence.
      package init(opcodes: [Opcode], links: [FusedForm.Link]) {
        self.opcodes = opcodes
        self.links = links
      }

      /// The text of the row.
      package var row: String {
        var words = ["\(opcodes[0].mnemonic)"]
        for (opcode, link) in zip(opcodes.dropFirst(), links) {
          switch link {
          case .none: words.append("\(opcode.mnemonic)")
          case .a: words.append("\(opcode.mnemonic).a")
          case .b: words.append("\(opcode.mnemonic).b")
          }
        }
        return words.joined(separator: " ")
      }
    }

    /// A block as the symbols that it consists of.
    private struct Block {
      /// The symbols: bytes of instructions, or 256 and the number of a sequence.
      var symbols: [Int]
      /// Whether the first instruction of each symbol has the result before it as operand A, B.
      var links: [FusedForm.Link]
      /// How often it was executed, with the weight of its program.
      let weight: Double
    }

    /// How often two symbols are neighbors, and how often linked.
    private struct Pair {
      /// All of it.
      var weight = 0.0
      /// The part with the result as operand A.
      var a = 0.0
      /// The part with the result as operand B.
      var b = 0.0
    }

    /// The share of a sequence's occurrences from which on it asks for a link.
    private static let linkedShare = 0.85
    /// The most instructions of a sequence.
    private static let maximumLength = 3

    /// The blocks.
    private var blocks: [Block] = []
    /// The sequences so far.
    private var sequences: [Sequence] = []

    /// Starts without blocks.
    package init() {}

    /// Adds a block.
    ///
    /// - Parameter weight: how often it was executed, with the weight of its program.
    package mutating func add(_ instructions: [Instruction], weight: Double) {
      guard weight > 0, !instructions.isEmpty else { return }
      var links: [FusedForm.Link] = [.none]
      for (previous, instruction) in zip(instructions, instructions.dropFirst()) {
        links.append(instruction.link(to: previous))
      }
      blocks.append(
        Block(
          symbols: instructions.map { Int($0.opcode.rawValue) }, links: links, weight: weight))
    }

    /// The sequences that save most, at most so many, each with the executions in which it would be
    /// executed at once; those that save most first.
    ///
    /// - Complexity: linear in the instructions of the blocks, times the number of sequences.
    package mutating func choose(_ count: Int) -> [(sequence: Sequence, weight: Double)] {
      while sequences.count < count, let (left, right, link) = bestPair() {
        merge(left, right, link)
      }
      var weights = [Double](repeating: 0, count: sequences.count)
      for block in blocks {
        for symbol in block.symbols where symbol >= 256 { weights[symbol - 256] += block.weight }
      }
      let order = sequences.indices.sorted {
        (saving($1, weights), $0) < (saving($0, weights), $1)
      }
      return order.map { (sequences[$0], weights[$0]) }
    }

    /// How many dispatches a sequence saves.
    private func saving(_ number: Int, _ weights: [Double]) -> Double {
      weights[number] * Double(sequences[number].opcodes.count - 1)
    }

    /// The instructions of a symbol.
    private func length(_ symbol: Int) -> Int {
      symbol < 256 ? 1 : sequences[symbol - 256].opcodes.count
    }

    /// The pair of neighbors to make a sequence of; nil if there is none.
    private func bestPair() -> (left: Int, right: Int, link: FusedForm.Link)? {
      var pairs: [Int: Pair] = [:]
      for block in blocks {
        var previousStart = -2
        for index in block.symbols.indices.dropLast() {
          let (left, right) = (block.symbols[index], block.symbols[index + 1])
          guard length(left) + length(right) <= SequenceChooser.maximumLength, canPrecede(left)
          else { continue }
          // Of three equal ones in a row only two become a pair.
          if left == right, previousStart == index - 1, block.symbols[index - 1] == left {
            continue
          }
          previousStart = index
          var pair = pairs[left << 16 | right] ?? Pair()
          pair.weight += block.weight
          switch block.links[index + 1] {
          case .none: break
          case .a: pair.a += block.weight
          case .b: pair.b += block.weight
          }
          pairs[left << 16 | right] = pair
        }
      }
      var best: (key: Int, link: FusedForm.Link, weight: Double)?
      for key in pairs.keys.sorted() {
        guard let pair = pairs[key] else { continue }
        let least = pair.weight * SequenceChooser.linkedShare
        let (link, weight): (FusedForm.Link, Double) =
          pair.a >= least ? (.a, pair.a) : pair.b >= least ? (.b, pair.b) : (.none, pair.weight)
        if weight > best?.weight ?? 0 { best = (key, link, weight) }
      }
      return best.map { ($0.key >> 16, $0.key & 0xFFFF, $0.link) }
    }

    /// Whether the loop goes on behind an instruction without looking at anything else.
    private func canPrecede(_ symbol: Int) -> Bool {
      guard symbol < 256, let opcode = Opcode(rawValue: UInt8(symbol)) else { return true }
      return !opcode.terminatesBlock && opcode != .ecalli && opcode != .sbrk && opcode != .unlikely
    }

    /// Makes a sequence of two symbols wherever they are neighbors with the link.
    private mutating func merge(_ left: Int, _ right: Int, _ link: FusedForm.Link) {
      let new = 256 + sequences.count
      var sequence = content(left)
      let rest = content(right)
      sequence.opcodes += rest.opcodes
      sequence.links += [link] + rest.links
      sequences.append(sequence)
      for number in blocks.indices {
        var result = Block(symbols: [], links: [], weight: blocks[number].weight)
        var index = 0
        let block = blocks[number]
        while index < block.symbols.count {
          result.links.append(block.links[index])
          if index + 1 < block.symbols.count, block.symbols[index] == left,
            block.symbols[index + 1] == right, link == .none || block.links[index + 1] == link
          {
            result.symbols.append(new)
            index += 2
          } else {
            result.symbols.append(block.symbols[index])
            index += 1
          }
        }
        blocks[number] = result
      }
    }

    /// The instructions of a symbol with their links.
    private func content(_ symbol: Int) -> Sequence {
      if symbol >= 256 { return sequences[symbol - 256] }
      let opcode = Invariant.unwrap(
        Opcode(rawValue: UInt8(symbol)), "symbols below 256 are instructions")
      return Sequence(opcodes: [opcode], links: [])
    }
  }

  extension Instruction {
    /// Which operand is the result of the instruction before; the first of a commutative one if any,
    /// because predecoding exchanges them.
    fileprivate func link(to previous: Instruction) -> FusedForm.Link {
      let written = previous.opcode.roles
      guard written.d.writes || written.a.writes else { return .none }
      let result = written.d.writes ? previous.d : previous.a
      if opcode.roles.a.reads, a == result { return .a }
      guard opcode.roles.b.reads, b == result else { return .none }
      return opcode.isCommutative ? .a : .b
    }
  }
#endif
