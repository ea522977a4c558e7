extension Mathematics {
  /// `Math.pow`: as ECMA-262 has it, 1 to the power of infinity is not a number, unlike in C.
  @inline(__always)
  static func pow(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let (base, exponent) = (x & ~Binary64.signBit, y & ~Binary64.signBit)
    let isReciprocal = Binary64.isNegative(y)
    let (one, infinity) = (Binary64.one, Binary64.infinity)
    if exponent == 0 { return one }
    if max(base, exponent) > infinity { return Binary64.canonicalNaN }
    if exponent == infinity {
      if base == one { return Binary64.canonicalNaN }
      return (base > one) != isReciprocal ? infinity : 0
    }
    var sign: UInt64 = 0
    if Binary64.isNegative(x) {
      switch divisibility(exponent) {
      case .odd: sign = Binary64.signBit
      case .even: break
      case .fraction:
        if base != 0, base != infinity { return Binary64.canonicalNaN }
      }
    }
    if base == 0 || base == infinity {
      return sign | ((base == 0) == isReciprocal ? infinity : 0)
    }
    if base == one { return sign | one }
    let (isNegative, scale, logarithm) = wideLogarithm(Extended(base))
    let factor = Extended(exponent)
    let product = logarithm.upperProduct(factor.significand)
    let top = scale &+ factor.exponent
    if top > 10 { return sign | (isNegative == isReciprocal ? infinity : 0) }
    return power(of2: product, exponent: top, isNegative: isNegative != isReciprocal)
      .rounded(sign: sign)
  }

  /// What a number is a multiple of.
  private enum Divisibility {
    /// Of 2.
    case even
    /// Of 1.
    case odd
    /// Of less.
    case fraction
  }

  /// What a positive finite number is a multiple of.
  @inline(__always)
  private static func divisibility(_ number: UInt64) -> Divisibility {
    let exponent = number &>> 52
    if exponent >= 1076 { return .even }
    if exponent < 1023 { return .fraction }
    let ones = (number | 1 &<< 52) &<< (exponent &- 1012)
    if ones & (1 &<< 63 &- 1) != 0 { return .fraction }
    return ones == 0 ? .even : .odd
  }

  /// The binary logarithm of a number that is not 1, to some 72 significant bits.
  ///
  /// The first two terms of the series are computed with 128 bits, the others with 64.
  ///
  /// - Returns: the sign, and the magnitude divided by 2 to the power of `exponent`, with its leading one at the top and 127 bits behind it.
  @_transparent
  private static func wideLogarithm(
    _ number: Extended
  ) -> (isNegative: Bool, exponent: Int64, magnitude: Words) {
    let reduced = Reduced(number)
    let isNegative = reduced.whole < 0
    let count = reduced.whole.magnitude
    // With 12 bits in front of the point.
    var sum = Words(count &<< 52, 0)
    if reduced.distance.significand != 0 {
      let (part, exponent) = wideLogarithm(ofRatio: reduced.distance, reduced.sum)
      if reduced.whole == 0 { return (reduced.isBelow, exponent, part) }
      let rest = part.shiftedRight(11 &- exponent)
      sum = isNegative == reduced.isBelow ? sum + rest : sum - rest
    }
    let (magnitude, shift) = sum.normalized()
    return (isNegative, 11 &- shift, magnitude)
  }

  /// The binary logarithm of `(1 + s) / (1 - s)`, where `s` is the quotient of two numbers, below 0.172.
  @_transparent
  private static func wideLogarithm(
    ofRatio distance: Extended, _ sum: Extended
  ) -> (Words, exponent: Int64) {
    let (dividend, exponent) = distance.dividend(over: sum)
    let divisor = sum.significand
    let high = quotientWord(dividend.high, dividend.low, divisor)
    let rest = dividend.low &- high &* divisor
    let s = Words(high, quotientWord(rest, 0, divisor))
    // The square is `square` divided by 2^128 and shifted by `shift`.
    let cross = Words(0, upperProduct(s.high, s.low))
    let square = Words(product: s.high, s.high) + cross + cross
    let shift = 0 &- 2 &- 2 &* exponent
    let series = logarithmRestSeries(shiftedRight(square.high, shift))
    let third = Words(0x5555_5555_5555_5555, 0x5555_5555_5555_5555)
    let terms = third + Words(upperProduct(square.high, series), 0).shiftedRight(shift)
    let correction = square.upperProduct(terms).shiftedRight(shift)
    let factor = binaryLogarithm + correction.upperProduct(binaryLogarithm)
    let (magnitude, count) = s.upperProduct(factor).normalized()
    return (magnitude, exponent &+ 2 &- count)
  }

  /// `Math.cbrt`.
  @inline(__always)
  static func cbrt(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude == 0 || magnitude >= Binary64.infinity { return Binary64.canonical(x) }
    let number = Extended(magnitude)
    // The exponent is 3 times `third` and `rest` from 0 to 2.
    let third = ((number.exponent &+ 3072) &* 43691) &>> 17 &- 1024
    let rest = UInt64(bitPattern: number.exponent &- 3 &* third)
    let reduced = Reduced(Extended(significand: number.significand, exponent: 0))
    var fraction: UInt64 = 0
    if reduced.distance.significand != 0 {
      fraction = logarithm(ofRatio: reduced.distance / reduced.sum, .two).fraction
    }
    if reduced.isBelow { fraction = 0 &- fraction }
    let exponent = fraction / 3 &+ rest &* 0x5555_5555_5555_5555
    return Extended(
      significand: exponentialSeries(upperProduct(exponent, logarithmOf2)), exponent: third
    ).rounded(sign: sign)
  }

  /// `Math.hypot` of two numbers.
  @inline(__always)
  static func hypot(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let (first, second) = (x & ~Binary64.signBit, y & ~Binary64.signBit)
    let (big, small) = (max(first, second), min(first, second))
    if big >= Binary64.infinity {
      let hasInfinity = big == Binary64.infinity || small == Binary64.infinity
      return hasInfinity ? Binary64.infinity : Binary64.canonicalNaN
    }
    if small == 0 { return big }
    let (left, right) = (Extended(big), Extended(small))
    return (left * left + right * right).squareRoot().rounded()
  }
}
