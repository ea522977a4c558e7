extension Binary64 {
  static var width: UInt64 { 64 }

  @inline(__always)
  static func word(_ bits: UInt64) -> UInt64 { bits }

  @inline(__always)
  static func bits(_ word: UInt64) -> UInt64 { word }

  static var signBit: UInt64 { 0x8000_0000_0000_0000 }
  static var infinity: UInt64 { 0x7FF0_0000_0000_0000 }
  static var canonicalNaN: UInt64 { 0x7FF8_0000_0000_0000 }
  static var one: UInt64 { 0x3FF0_0000_0000_0000 }
  static var half: UInt64 { 0x3FE0_0000_0000_0000 }

  static var fractionWidth: UInt64 { 52 }
  static var maximumExponent: Int64 { 2047 }
  static var sumLosesBits: Bool { true }

  static var significandTop: UInt64 { 63 }

  @inline(__always)
  static func significand(_ number: UInt64) -> UInt64 { number &<< 11 | 1 &<< 63 }

  static var productTop: UInt64 { 62 }

  @inline(__always)
  static func product(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let shifted = right &>> 1
    return upperProduct(left, shifted) | (left &* shifted != 0 ? 1 : 0)
  }

  static var quotientTop: UInt64 { 60 }

  /// Divides by the rounded-up top 31 bits of the divisor, so that the quotient is never too large: first for 32 bits, then for 28
  /// more. The remainders are below nine and four times the divisor, so that wrapping arithmetic gives
  /// them exactly. Where the missing three matter for rounding, a last division tells how many they are.
  @inline(__always)
  static func quotient(_ dividend: UInt64, _ divisor: UInt64, isExact: Bool) -> UInt64 {
    let top = divisor &>> 22 &+ 1
    let first = dividend &<< 10 / top
    let rest = dividend &<< 32 &- first &* divisor
    let second = rest &<< 6 / top
    let quotient = first &<< 28 &+ second
    // Below the middle between two neighbors, and perhaps not.
    if !isExact, quotient & 252 != 124 { return quotient }
    return quotient &+ (rest &<< 28 &- second &* divisor) / divisor
  }

  /// Divides what is left of the radicand by the root of its upper half for 22 more bits. That is less than 2^-7 too
  /// large at most, which matters where the last bit, which decides rounding, is one: so the square of the middle between two
  /// neighbors is compared with the radicand. A root is never half-way between neighbors.
  @inline(__always)
  static func root(_ radicand: UInt64) -> UInt64 {
    let upper = upperRoot(radicand) &- 1
    let rest = radicand &- upper &* upper
    let middle = upper &<< 22 &+ rest &<< 21 / upper | 1
    let isAbove = Int64(bitPattern: radicand &<< 44 &- middle &* middle) >= 0
    return middle &>> 1 &+ (isAbove ? 1 : 0)
  }
}

extension Binary32 {
  static var width: UInt64 { 32 }

  @inline(__always)
  static func word(_ bits: UInt32) -> UInt64 { UInt64(bits) }

  @inline(__always)
  static func bits(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

  static var signBit: UInt32 { 0x8000_0000 }
  static var infinity: UInt32 { 0x7F80_0000 }
  static var canonicalNaN: UInt32 { 0x7FC0_0000 }
  static var one: UInt32 { 0x3F80_0000 }
  static var half: UInt32 { 0x3F00_0000 }

  static var fractionWidth: UInt64 { 23 }
  static var maximumExponent: Int64 { 255 }
  static var sumLosesBits: Bool { false }

  static var significandTop: UInt64 { 23 }

  @inline(__always)
  static func significand(_ number: UInt32) -> UInt64 { fraction(number) | implicitOne }

  static var productTop: UInt64 { 47 }

  @inline(__always)
  static func product(_ left: UInt64, _ right: UInt64) -> UInt64 { left &* right }

  static var quotientTop: UInt64 { 39 }

  @inline(__always)
  static func quotient(_ dividend: UInt64, _ divisor: UInt64, isExact: Bool) -> UInt64 {
    dividend &<< 39 / divisor
  }

  /// Compares the square of the middle between two neighbors with the radicand, because the root has
  /// too few bits to tell which is nearer. It is never half-way between them.
  @inline(__always)
  static func root(_ radicand: UInt64) -> UInt64 {
    let middle = upperRoot(radicand) & ~127 | 128
    return middle &>> 8 &+ (radicand >= middle &* middle ? 1 : 0)
  }
}

/// The square root of a word in 2^62..<2^64, rounded down, or, if it is less than 2^-15 below the next
/// whole number, perhaps that.
///
/// A line that is at most 3 percent off, and three times Newton's iteration, each of which squares the error.
@inline(__always)
func upperRoot(_ radicand: UInt64) -> UInt64 {
  var root = (radicand &>> 32 &* 22479) &>> 15 &+ 1_473_000_000
  for _ in 0..<3 { root = (root &+ radicand / root) &>> 1 }
  return root
}

#if arch(wasm32)
  /// The upper half of the product of two words, which is one instruction of the PVM and none of WebAssembly's.
  ///
  /// Wide arithmetic has one. But LLVM in Swift 6.3, for `high | (low != 0 ? 1 : 0)`, reads the variable that is to hold `high` before it sets it.
  @_extern(wasm, module: "runtime", name: "upper_product")
  @_extern(c)
  func upper_product(_ left: UInt64, _ right: UInt64) -> UInt64

  /// The upper half of the product of two words.
  @inline(__always)
  func upperProduct(_ left: UInt64, _ right: UInt64) -> UInt64 { upper_product(left, right) }
#else
  /// The upper half of the product of two words.
  @inline(__always)
  func upperProduct(_ left: UInt64, _ right: UInt64) -> UInt64 {
    left.multipliedFullWidth(by: right).high
  }
#endif
