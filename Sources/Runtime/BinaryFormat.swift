/// A binary interchange format of IEEE 754 whose numbers are kept as their bits.
///
/// All operations round to the nearest number, ties to even, and follow WebAssembly's deterministic profile: a result that is
/// not a number is always the canonical one. They are written for a machine without floats, with 64-bit registers, counting of
/// leading zeros, upper halves of products and cheap division: a fast path for operands and results in the normal
/// range, entered behind one range test per operand, and everything else behind rarely taken branches.
protocol BinaryFormat {
  /// The bits of a number.
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable

  /// How many bits a number has.
  static var width: UInt64 { get }
  /// A number's bits as a word with zeros above.
  static func word(_ bits: Bits) -> UInt64
  /// The low bits of a word.
  static func bits(_ word: UInt64) -> Bits

  /// The bit of the sign.
  static var signBit: Bits { get }
  /// Positive infinity.
  static var infinity: Bits { get }
  /// What every operation returns that has no number as its result.
  static var canonicalNaN: Bits { get }
  /// The number 1.
  static var one: Bits { get }
  /// The number 0.5.
  static var half: Bits { get }

  /// How many bits the fraction has, without the implicit leading one.
  static var fractionWidth: UInt64 { get }
  /// The exponent field of infinities and of what is not a number.
  static var maximumExponent: Int64 { get }

  /// The position of a significand's leading one where products and quotients are computed.
  static var significandTop: UInt64 { get }
  /// The significand of a normal number, with its leading one at `significandTop`.
  static func significand(_ number: Bits) -> UInt64

  /// The position of the leading one of `product`, or one less.
  static var productTop: UInt64 { get }
  /// The product of two significands, scaled so that its leading one is at `productTop` or one below; the lowest bit also says
  /// whether anything was lost.
  static func product(_ left: UInt64, _ right: UInt64) -> UInt64

  /// The position of the leading one of `quotient`.
  static var quotientTop: UInt64 { get }
  /// The quotient of two significands, the first from the second up to below its double, rounded down.
  ///
  /// The leading one of the divisor is at `fractionWidth`.
  ///
  /// - Parameter isExact: whether all bits matter, and not just those that decide how a normal number is rounded.
  static func quotient(_ dividend: UInt64, _ divisor: UInt64, isExact: Bool) -> UInt64

  /// The square root, rounded to nearest.
  ///
  /// - Parameter radicand: from 1 to below 4 with 62 bits behind the point.
  /// - Returns: a significand with its leading one at `fractionWidth`.
  static func root(_ radicand: UInt64) -> UInt64

  /// Whether bits that leave the word when the smaller summand is shifted right may matter.
  static var sumLosesBits: Bool { get }
}

/// The format of `f64`: 52 bits of fraction.
enum Binary64: BinaryFormat {
  /// The bits of a number.
  typealias Bits = UInt64
}

/// The format of `f32`: 23 bits of fraction.
enum Binary32: BinaryFormat {
  /// The bits of a number.
  typealias Bits = UInt32
}

extension BinaryFormat {
  /// The leading one that is not stored.
  @inline(__always)
  static var implicitOne: UInt64 { 1 << fractionWidth }

  /// How far the exponent field is above the exponent.
  @inline(__always)
  static var bias: Int64 { maximumExponent >> 1 }

  /// The exponent field.
  @inline(__always)
  static func exponent(_ number: Bits) -> Int64 {
    Int64(bitPattern: word(number &>> bits(fractionWidth))) & maximumExponent
  }

  /// The fraction field.
  @inline(__always)
  static func fraction(_ number: Bits) -> UInt64 {
    word(number) & (implicitOne &- 1)
  }

  /// Whether an exponent field is that of a normal number.
  @inline(__always)
  static func isNormal(_ exponent: Int64) -> Bool { isNormal(below: exponent &- 1) }

  /// Whether the exponent field above another is that of a normal number.
  @inline(__always)
  static func isNormal(below exponent: Int64) -> Bool {
    UInt64(bitPattern: exponent) < UInt64(bitPattern: maximumExponent &- 1)
  }

  /// The bits without the sign, shifted left by one: ordered as magnitudes are.
  @inline(__always)
  static func doubledMagnitude(_ number: Bits) -> Bits { number &<< 1 }

  /// Whether a doubled magnitude is that of no number.
  @inline(__always)
  static func isNaN(doubledMagnitude: Bits) -> Bool { doubledMagnitude > infinity &<< 1 }

  /// Whether this is not a number.
  @inline(__always)
  static func isNaN(_ number: Bits) -> Bool {
    isNaN(doubledMagnitude: doubledMagnitude(number))
  }

  /// The number itself, or the canonical NaN.
  @inline(__always)
  static func canonical(_ number: Bits) -> Bits { isNaN(number) ? canonicalNaN : number }

  /// The word shifted right, with a one at the bottom if anything but zeros left it.
  ///
  /// - Parameter count: below 64.
  @inline(__always)
  static func shiftRightKeepingLoss(_ word: UInt64, _ count: UInt64) -> UInt64 {
    let shifted = word &>> count
    return shifted | (shifted &<< count < word ? 1 : 0)
  }

  /// The exponent and the significand, its leading one at `top`, of a number other than zero that is subnormal or normal, as if
  /// exponents had no end.
  @inline(__always)
  static func normalized(_ number: Bits, top: UInt64) -> (exponent: Int64, significand: UInt64) {
    let exponent = exponent(number)
    let fraction = word(number) &<< (64 &- fractionWidth)
    if exponent != 0 { return (exponent, (fraction &>> 1 | 1 &<< 63) &>> (63 &- top)) }
    let count = leadingZeros(fraction)
    return (0 &- Int64(bitPattern: count), (fraction &<< count) &>> (63 &- top))
  }

  /// Rounds a significand to nearest and puts it below an exponent in the normal range; a carry goes into the exponent, which
  /// may become that of infinity.
  ///
  /// - Parameters:
  ///   - below: the exponent field less one: the leading one is added to it. A sign may stand above.
  ///   - significand: its leading one is at `top`, below 63; the lowest bit also stands for all below.
  @inline(__always)
  static func rounded(below: Int64, _ significand: UInt64, top: UInt64) -> Bits {
    let shift = top &- fractionWidth
    let odd = significand &>> shift & 1
    let sum = (significand &+ (1 &<< (shift &- 1) &- 1) &+ odd) &>> shift
    return assembled(below: below, sum)
  }

  /// The number with a significand, which may be twice as large as it should, and the exponent field above another.
  @inline(__always)
  static func assembled(below exponent: Int64, _ significand: UInt64) -> Bits {
    bits(UInt64(bitPattern: exponent)) &<< bits(fractionWidth) &+ bits(significand)
  }

  /// The number nearest to a significand with any exponent: infinity, zero and subnormal numbers included.
  ///
  /// - Parameters:
  ///   - sign: the sign bit, or zero.
  ///   - below: the exponent field less one.
  ///   - significand: its leading one is at bit 62; the lowest bit also stands for all below.
  @inline(never)
  static func packed(_ sign: Bits, below: Int64, _ significand: UInt64) -> Bits {
    if below >= maximumExponent &- 1 { return sign | infinity }
    if below >= 0 { return sign | rounded(below: below, significand, top: 62) }
    let count = min(UInt64(bitPattern: 0 &- below), 63)
    return sign | rounded(below: 0, shiftRightKeepingLoss(significand, count), top: 62)
  }
}

/// How many zeros there are in front of the first one of a word.
@inline(__always)
func leadingZeros(_ word: UInt64) -> UInt64 {
  UInt64(UInt32(truncatingIfNeeded: word.leadingZeroBitCount))
}
