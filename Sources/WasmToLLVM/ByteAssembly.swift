/// How a word is put together out of bytes of two vectors: a union of parts, each of which has some bytes of one source in
/// place.
///
/// The parts are chosen greedily, the cheapest for each byte first, once for the word itself and once for the word with its bytes reversed.
package struct ByteAssembly {
  /// What a byte of the word must be.
  package enum Wanted: Equatable {
    /// The byte with this number, 0 to 31, of the two vectors.
    case byte(Int)
    /// Zero.
    case zero
    /// Nothing needs it.
    case anything
  }

  /// Where the bytes of a part come from.
  package enum Source: Equatable {
    /// One of the four words of the two vectors.
    case word(Int)
    /// The lower or the upper four bytes of such a word, each followed by a zero byte.
    case spread(word: Int, isUpper: Bool)
    /// So many bytes of the memory that a vector was loaded from, followed by zero bytes.
    case memory(vector: Int, offset: Int, count: Int)
  }

  /// How a source's bytes get to their places.
  package enum Movement: Equatable {
    /// They are there.
    case none
    /// To places so much higher, behind zeros.
    case up(Int)
    /// To places so much lower, zeros behind them.
    case down(Int)
    /// To places so much lower; those that would leave the word come back above.
    case rotation(Int)
  }

  /// Bytes of a source in places of the word.
  package struct Part: Equatable {
    /// Where they come from.
    package let source: Source
    /// Whether the order of the source's bytes is reversed before they are moved.
    package let isReversed: Bool
    /// How they get to their places.
    package let movement: Movement
    /// For each place the number of the byte that is there, nil for zero.
    package let bytes: [Int?]
    /// What it costs, in half instructions.
    package let cost: Int
    /// The bits that are kept.
    package var mask: UInt64 = .max

    /// How many bytes are loaded for it.
    var width: Int { if case .memory(_, _, let count) = source { count } else { 8 } }
  }

  /// What the union of is the word, or the word with its bytes reversed.
  package let parts: [Part]
  /// Whether the bytes of the union are to be reversed.
  package let isReversed: Bool

  /// Chooses the parts of a word.
  ///
  /// - Parameters:
  ///   - wanted: what the eight bytes must be, the lowest first.
  ///   - isLoaded: whether each of the two vectors is in memory as well.
  package init(_ wanted: [Wanted], isLoaded: [Bool]) {
    let direct = Self.cover(wanted, isLoaded)
    let reversed = Self.cover(wanted.reversed(), isLoaded)
    isReversed = reversed.cost + Self.instruction < direct.cost
    // LLVM makes a narrow load behind a wide one of the same bytes a shift and a mask of the wide one's.
    parts = (isReversed ? reversed.parts : direct.parts).sorted { $0.width < $1.width }
  }

  /// What an instruction costs.
  private static let instruction = 2

  /// Parts whose union has all wanted bytes, and what they cost.
  private static func cover(
    _ wanted: [Wanted], _ isLoaded: [Bool]
  ) -> (parts: [Part], cost: Int) {
    var missing = wanted.indices.filter { if case .byte = wanted[$0] { true } else { false } }
    var parts: [Part] = []
    var cost = 0
    let useful = candidates.filter { candidate in
      if case .memory(let vector, _, _) = candidate.source, !isLoaded[vector] { return false }
      return missing.contains { wanted[$0] == candidate.bytes[$0].map(Wanted.byte) }
    }
    while !missing.isEmpty {
      var best: (part: Part, cost: Int, price: Int)?
      for candidate in useful {
        let count = missing.count { wanted[$0] == candidate.bytes[$0].map(Wanted.byte) }
        guard count > 0 else { continue }
        var part = candidate
        part.mask = mask(of: candidate, wanted)
        // Masks beyond an instruction's operand are constants in registers.
        let masking = part.mask == .max ? 0 : part.mask <= Int32.max ? 2 : 3
        let cost = part.cost + masking + instruction
        let price = 840 * cost / count
        if best.map({ price < $0.price }) ?? true { best = (part, cost, price) }
      }
      guard let best else { break }
      parts.append(best.part)
      cost += best.cost
      missing.removeAll { wanted[$0] == best.part.bytes[$0].map(Wanted.byte) }
    }
    return (parts, cost)
  }

  /// The bits of a part that are kept: all, or those in the right places if others are in places where they do harm.
  private static func mask(of part: Part, _ wanted: [Wanted]) -> UInt64 {
    var mask: UInt64 = 0
    var isHarmless = true
    for (place, byte) in part.bytes.enumerated() {
      guard let byte else { continue }
      if wanted[place] == .byte(byte) {
        mask |= 0xFF << UInt64(8 * place)
      } else if wanted[place] != .anything {
        isHarmless = false
      }
    }
    return isHarmless ? .max : mask
  }

  // MARK: Candidates

  /// All parts there can be, the cheapest of each kind first.
  private static let candidates: [Part] = {
    var all: [Part] = []
    for word in 0..<4 {
      let bytes = (0..<8).map { 8 * word + $0 as Int? }
      for isReversed in [false, true] {
        all += moved(
          .word(word), isReversed ? bytes.reversed() : bytes, cost: isReversed ? 2 : 0,
          isReversed: isReversed, [.none] + movements)
      }
      for isUpper in [false, true] {
        let spread = (0..<8).map { place in
          place % 2 == 0 ? bytes[place / 2 + (isUpper ? 4 : 0)] : nil
        }
        all += moved(
          .spread(word: word, isUpper: isUpper), spread, cost: 10, isReversed: false,
          [.none, .up(1)])
      }
    }
    for vector in 0..<2 {
      for count in [8, 4, 2, 1] {
        for offset in 0...16 - count where count < 8 || offset % 8 != 0 {
          let bytes = (0..<8).map { $0 < count ? 16 * vector + offset + $0 as Int? : nil }
          let shifts = (1..<8).filter { $0 + count <= 8 }.map(Movement.up)
          all += moved(
            .memory(vector: vector, offset: offset, count: count), bytes, cost: 2,
            isReversed: false, [.none] + (count == 8 ? movements : shifts))
        }
      }
    }
    return all
  }()

  /// All movements that change something.
  private static var movements: [Movement] {
    (1..<8).map(Movement.up) + (1..<8).map(Movement.down) + (1..<8).map(Movement.rotation)
  }

  /// A source's bytes in all places to which they may be moved.
  private static func moved(
    _ source: Source, _ bytes: [Int?], cost: Int, isReversed: Bool, _ movements: [Movement]
  ) -> [Part] {
    movements.map { movement in
      let places: [Int?] =
        switch movement {
        case .none: bytes
        case .up(let distance): Array(repeating: nil, count: distance) + bytes.dropLast(distance)
        case .down(let distance): bytes.dropFirst(distance) + Array(repeating: nil, count: distance)
        case .rotation(let distance): Array(bytes[distance...] + bytes[..<distance])
        }
      return Part(
        source: source, isReversed: isReversed, movement: movement, bytes: places,
        cost: cost + (movement == .none ? 0 : instruction))
    }
  }
}
