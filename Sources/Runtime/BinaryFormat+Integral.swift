extension BinaryFormat {
  /// The nearest whole number that is not greater.
  @inline(__always)
  static func floor(_ number: Bits) -> Bits {
    integral(number) {
      $0 & signBit == 0 ? 0 : $1
    } small: { number in
      number & signBit == 0 ? 0 : number &<< 1 == 0 ? number : signBit | one
    }
  }

  /// The nearest whole number that is not less.
  @inline(__always)
  static func ceil(_ number: Bits) -> Bits {
    integral(number) {
      $0 & signBit == 0 ? $1 : 0
    } small: { number in
      number & signBit != 0 ? signBit : number == 0 ? number : one
    }
  }

  /// The whole number in the direction of zero.
  @inline(__always)
  static func trunc(_ number: Bits) -> Bits {
    integral(number) { _, _ in
      0
    } small: {
      $0 & signBit
    }
  }

  /// The nearest whole number, the even one of two.
  @inline(__always)
  static func nearest(_ number: Bits) -> Bits {
    integral(number) { number, mask in
      mask &>> 1 &+ (number & (mask &+ 1) != 0 ? 1 : 0)
    } small: { number in
      number & signBit | (number &<< 1 > half &<< 1 ? one : 0)
    }
  }

  /// Rounds to a whole number by adding something to the bits and clearing those behind the point: a carry goes into the exponent.
  ///
  /// - Parameters:
  ///   - increment: what is added, from the number and the mask of its bits behind the point.
  ///   - small: the result for numbers below 1.
  @inline(__always)
  private static func integral(
    _ number: Bits, increment: (Bits, Bits) -> Bits, small: (Bits) -> Bits
  ) -> Bits {
    let exponent = exponent(number)
    let whole = bias &+ Int64(bitPattern: fractionWidth)
    if exponent < bias { return small(number) }
    if exponent >= whole { return exponent == maximumExponent ? canonical(number) : number }
    let mask = (1 as Bits) &<< bits(UInt64(bitPattern: whole &- exponent)) &- 1
    return (number &+ increment(number, mask)) & ~mask
  }
}
