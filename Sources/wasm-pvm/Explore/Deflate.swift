/// Compression as RFC 1951 defines it, which browsers undo (`DecompressionStream("deflate-raw")`): repetitions of up to 258 bytes in a
/// window of 32 KiB, and the fixed code. Text of programs becomes a fifth of its size.
struct Deflate {
  /// The compressed bytes.
  private var output: [UInt8] = []
  /// Bits that are no byte yet, the first in the lowest place.
  private var bits: UInt64 = 0
  /// How many of them there are.
  private var bitCount: UInt64 = 0

  /// The window's size.
  private static let window = 1 << 15
  /// How many earlier places are tried for a repetition.
  private static let depth = 24

  /// Compresses bytes.
  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var deflate = Deflate()
    deflate.put(0b011, 3)  // the last block, with the fixed code
    deflate.compress(bytes)
    deflate.putLiteral(256)
    deflate.put(0, (8 - deflate.bitCount % 8) % 8)
    return deflate.output
  }

  /// Writes literals and repetitions.
  private mutating func compress(_ bytes: [UInt8]) {
    // The last place of each hash of three bytes, and for each place in the window the one before it with the same hash.
    var last = [Int32](repeating: -1, count: 1 << 15)
    var before = [Int32](repeating: -1, count: Deflate.window)
    func hash(_ index: Int) -> Int {
      let value =
        UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
      return Int((value &* 0x9E37_79B1) >> 17)
    }
    func note(_ index: Int) {
      guard index + 2 < bytes.count else { return }
      let hash = hash(index)
      before[index & (Deflate.window - 1)] = last[hash]
      last[hash] = Int32(index)
    }
    var index = 0
    while index < bytes.count {
      var length = 0
      var distance = 0
      if index + 2 < bytes.count {
        let most = min(258, bytes.count - index)
        var candidate = Int(last[hash(index)])
        var tries = Deflate.depth
        while candidate >= 0, index - candidate <= Deflate.window - 1, tries > 0 {
          if length == 0 || bytes[candidate + length] == bytes[index + length] {
            var same = 0
            while same < most, bytes[candidate + same] == bytes[index + same] { same += 1 }
            if same > length {
              length = same
              distance = index - candidate
              if length == most { break }
            }
          }
          let next = Int(before[candidate & (Deflate.window - 1)])
          // Places are overwritten once they are out of the window.
          candidate = next < candidate ? next : -1
          tries -= 1
        }
      }
      if length >= 3 {
        putRepetition(length: length, distance: distance)
        for place in index..<(index + length) { note(place) }
        index += length
      } else {
        putLiteral(Int(bytes[index]))
        note(index)
        index += 1
      }
    }
  }

  // MARK: The code

  /// Writes bits, the lowest first.
  private mutating func put(_ value: UInt64, _ count: UInt64) {
    bits |= value << bitCount
    bitCount += count
    while bitCount >= 8 {
      output.append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
      bitCount -= 8
    }
  }

  /// Writes a code word, whose highest bit comes first.
  private mutating func putCode(_ code: Int, _ count: Int) {
    var reversed: UInt64 = 0
    for bit in 0..<count where code >> bit & 1 == 1 { reversed |= 1 << UInt64(count - 1 - bit) }
    put(reversed, UInt64(count))
  }

  /// Writes a literal, a length's symbol or the end in the fixed code (RFC 1951, 3.2.6).
  private mutating func putLiteral(_ symbol: Int) {
    switch symbol {
    case 0...143: putCode(0b0011_0000 + symbol, 8)
    case 144...255: putCode(0b1_1001_0000 + symbol - 144, 9)
    case 256...279: putCode(symbol - 256, 7)
    default: putCode(0b1100_0000 + symbol - 280, 8)
    }
  }

  /// Writes a repetition.
  private mutating func putRepetition(length: Int, distance: Int) {
    // Lengths from 3: four symbols for each number of extra bits, eight for none; 258 has its own.
    if length == 258 {
      putLiteral(285)
    } else {
      let (symbol, extra, rest) = Deflate.symbol(length - 3, groupBits: 2)
      putLiteral(257 + symbol)
      put(UInt64(rest), UInt64(extra))
    }
    let (symbol, extra, rest) = Deflate.symbol(distance - 1, groupBits: 1)
    putCode(symbol, 5)
    put(UInt64(rest), UInt64(extra))
  }

  /// The symbol of a value from 0, with the number of extra bits and their value: values are exponents with `groupBits` bits of
  /// mantissa.
  private static func symbol(
    _ value: Int, groupBits: Int
  ) -> (symbol: Int, extra: Int, rest: Int) {
    let width = Int.bitWidth - value.leadingZeroBitCount
    guard width > groupBits + 1 else { return (value, 0, 0) }
    let extra = width - groupBits - 1
    return ((extra << groupBits) + (value >> extra), extra, value & (1 << extra - 1))
  }
}
