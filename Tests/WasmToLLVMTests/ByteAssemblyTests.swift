import TestSupport
import Testing
import WasmToLLVM

/// How words are put together out of bytes of two vectors: what the parts say is computed with words, not with lists of places.
struct ByteAssemblyTests {
  /// Two vectors of different bytes, none of them zero.
  private static let bytes = (0..<32).map { UInt8(17 + 7 * $0) }

  /// So many bytes of the vectors as a word, the lowest first.
  private static func word(at offset: Int, count: Int) -> UInt64 {
    bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The bytes that a part has in the word.
  private static func value(of part: ByteAssembly.Part) -> UInt64 {
    var value: UInt64
    switch part.source {
    case .word(let number): value = word(at: 8 * number, count: 8)
    case .spread(let number, let isUpper):
      let half = word(at: 8 * number + (isUpper ? 4 : 0), count: 4)
      value = (0..<4).reduce(0) { $0 | (half >> UInt64(8 * $1) & 0xFF) << UInt64(16 * $1) }
    case .memory(let vector, let offset, let count):
      value = word(at: 16 * vector + offset, count: count)
    }
    if part.isReversed { value = value.byteSwapped }
    switch part.movement {
    case .none: break
    case .up(let distance): value <<= UInt64(8 * distance)
    case .down(let distance): value >>= UInt64(8 * distance)
    case .rotation(let distance):
      value = value >> UInt64(8 * distance) | value << UInt64(64 - 8 * distance)
    }
    return value & part.mask
  }

  /// Checks what becomes of a word.
  private func check(_ wanted: [ByteAssembly.Wanted], isLoaded: [Bool]) {
    let assembly = ByteAssembly(wanted, isLoaded: isLoaded)
    let union = assembly.parts.reduce(0) { $0 | Self.value(of: $1) }
    let result = assembly.isReversed ? union.byteSwapped : union
    for (place, byte) in wanted.enumerated() {
      let found = UInt8(truncatingIfNeeded: result >> UInt64(8 * place))
      switch byte {
      case .byte(let number): #expect(found == Self.bytes[number], "\(wanted), \(isLoaded)")
      case .zero: #expect(found == 0, "\(wanted), \(isLoaded)")
      case .anything: break
      }
    }
    for part in assembly.parts {
      if case .memory(let vector, _, _) = part.source { #expect(isLoaded[vector]) }
    }
  }

  @Test func anyBytesComeTogether() {
    var random = SeededRandom(seed: 1)
    for _ in 0..<2_000 {
      // Bytes of a few places, in order or not, as instructions want them, and any at all.
      let start = Int.random(in: 0..<32, using: &random)
      let step = [0, 1, 1, 2, 31].randomElement(using: &random) ?? 1
      let isAny = Bool.random(using: &random)
      let wanted = (0..<8).map { place -> ByteAssembly.Wanted in
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .zero
        case 1: .anything
        default:
          .byte(isAny ? Int.random(in: 0..<32, using: &random) : (start + step * place) % 32)
        }
      }
      check(wanted, isLoaded: [Bool.random(using: &random), Bool.random(using: &random)])
    }
  }

  /// What is in one place costs nothing but the mask.
  @Test func simpleWordsHaveOnePart() {
    let word = (8..<16).map { ByteAssembly.Wanted.byte($0) }
    #expect(ByteAssembly(word, isLoaded: [false, false]).parts.map(\.movement) == [.none])
    let reversed = ByteAssembly(word.reversed(), isLoaded: [false, false])
    #expect(reversed.parts.count == 1 && (reversed.isReversed || reversed.parts[0].isReversed))
    let nothing = Array(repeating: ByteAssembly.Wanted.zero, count: 8)
    #expect(ByteAssembly(nothing, isLoaded: [true, true]).parts.isEmpty)
    // Across two words: one load if the vector is in memory.
    let across = (5..<13).map { ByteAssembly.Wanted.byte($0) }
    let loaded = ByteAssembly(across, isLoaded: [true, false])
    #expect(loaded.parts.map(\.source) == [.memory(vector: 0, offset: 5, count: 8)])
    #expect(ByteAssembly(across, isLoaded: [false, true]).parts.count == 2)
  }
}
