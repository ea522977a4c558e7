/// Bits of floats for tests: random ones, and those near where something changes.
struct FloatOperand {
  /// The state of the pseudo-random numbers (SplitMix64).
  private var state: UInt64

  /// Starts a sequence.
  init(seed: UInt64) { state = seed }

  /// A pseudo-random word.
  mutating func word() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// The bits of a number with so many bits of exponent and fraction.
  private mutating func bits(exponentWidth: UInt64, fractionWidth: UInt64) -> UInt64 {
    let random = word()
    let sign = (random & 1) << (exponentWidth + fractionWidth)
    let largest: UInt64 = (1 << exponentWidth) - 1
    let mask: UInt64 = (1 << fractionWidth) - 1
    let bias = largest >> 1
    // Fractions with long runs of zeros or ones, at either end.
    var fraction = random >> 8 & mask
    let length = word() % (fractionWidth + 1)
    switch word() % 6 {
    case 0: fraction &= mask << length & mask
    case 1: fraction >>= length
    case 2: fraction |= mask << length & mask
    case 3: fraction |= mask >> length
    default: break
    }
    let exponent: UInt64 =
      switch word() % 8 {
      case 0: word() % 4
      case 1: largest - word() % 4
      case 2: bias - 2 + word() % 5
      // Where whole numbers of 32 and 64 bits end, and fractions do.
      case 3: bias + 28 + word() % 8
      case 4: bias + 60 + word() % 8
      case 5: bias - fractionWidth - 4 + word() % (2 * fractionWidth + 8)
      case 6: word() % (fractionWidth + 8)
      default: word() % (largest + 1)
      }
    return sign | (exponent % (largest + 1)) << fractionWidth | fraction
  }

  /// The bits of an `f32`.
  mutating func single() -> UInt32 {
    UInt32(truncatingIfNeeded: bits(exponentWidth: 8, fractionWidth: 23))
  }

  /// The bits of an `f64`.
  mutating func double() -> UInt64 { bits(exponentWidth: 11, fractionWidth: 52) }

  /// The bits of a number that is often close to another, or its opposite.
  mutating func double(near other: UInt64) -> UInt64 {
    word() & 3 == 0 ? other &+ word() % 9 &- 4 ^ word() << 63 : double()
  }

  /// The bits of a number that is often close to another, or its opposite.
  mutating func single(near other: UInt32) -> UInt32 {
    word() & 3 == 0
      ? other &+ UInt32(truncatingIfNeeded: word() % 9) &- 4 ^ UInt32(truncatingIfNeeded: word())
        << 31
      : single()
  }

  /// A whole number of any length.
  mutating func integer() -> UInt64 {
    let length = word() % 64
    let magnitude = word() >> length
    return word() & 3 == 0 ? 0 &- magnitude : magnitude
  }
}
