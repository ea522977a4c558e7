internal import Support

/// A generator of reproducible numbers.
package struct SeededRandom: RandomNumberGenerator {
  /// The numbers.
  private var generator: SplitMix64

  /// Starts with a seed.
  package init(seed: UInt64) { generator = SplitMix64(state: seed) }

  /// The next 64 bits.
  package mutating func next() -> UInt64 { generator.next() }

  /// So many random bytes.
  package mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }

  /// Changes, removes and inserts bytes of a text that is not empty.
  ///
  /// - Parameters:
  ///   - edits: how many changes there may be.
  ///   - characters: what most of the new bytes are.
  package mutating func damage(
    _ text: inout [UInt8], edits: ClosedRange<Int>, characters: [UInt8]
  ) {
    for _ in 0..<Int.random(in: edits, using: &self) {
      let position = Int.random(in: 0..<text.count, using: &self)
      switch Int.random(in: 0..<4, using: &self) {
      case 0: text[position] = UInt8.random(in: 0...255, using: &self)
      case 1: text[position] = characters.randomElement(using: &self) ?? 0
      case 2: text.remove(at: position)
      default: text.insert(characters.randomElement(using: &self) ?? 0, at: position)
      }
    }
  }
}
