extension Mathematics {
  /// An angle as quarters of a turn and a rest of at most an eighth of a turn.
  struct Angle {
    /// How many quarters, of which the last two bits count.
    var quarters: UInt64
    /// Whether the rest is to be subtracted.
    var isNegative: Bool
    /// The rest, in radians.
    var rest: Extended

    /// Reduces an `f64` that is positive and finite.
    ///
    /// Larger ones are multiplied with those 192 bits of 2/pi that matter (Payne and Hanek): bits above make whole turns, bits below add less
    /// than 2^-137 quarters, and no `f64` is nearer than 2^-62 to a whole number of quarters.
    @_transparent
    init(_ number: UInt64) {
      if number <= 0x3FE9_21FB_5444_2D18 {
        quarters = 0
        isNegative = false
        rest = Extended(number)
        return
      }
      // The number is the whole number `integer` times 2 to the power of the field less 1075. The highest bit that matters is that with
      // the weight of 2^-1 quarters for each of `integer`; there are 64 zeros in front of the bits.
      let place = (number &>> 52) &- 1013
      let integer = number & (1 &<< 52 &- 1) | 1 &<< 52
      let index = place &>> 6
      let words = (
        bitsOf2OverPi(index), bitsOf2OverPi(index &+ 1), bitsOf2OverPi(index &+ 2),
        bitsOf2OverPi(index &+ 3)
      )
      let shift = place & 63
      let high = words.0 &<< shift | (words.1 &>> 1) &>> (63 &- shift)
      let middle = words.1 &<< shift | (words.2 &>> 1) &>> (63 &- shift)
      let low = words.2 &<< shift | (words.3 &>> 1) &>> (63 &- shift)
      let lowest = Words(product: integer, low)
      let upper =
        Words(product: integer, middle) + Words(integer &* high, lowest.high)
      quarters = upper.high &>> 62
      var fraction = Words(
        upper.high &<< 2 | upper.low &>> 62, upper.low &<< 2 | lowest.low &>> 62)
      isNegative = fraction.high &>> 63 != 0
      if isNegative {
        quarters &+= 1
        fraction = Words(0, 0) - fraction
      }
      rest = Extended(normalizing: fraction, exponent: -1).times(piWord)
    }

    /// The sine of the rest.
    @_transparent
    var sine: Extended { rest.times(sineSeries(rest.squareFraction)) }

    /// The cosine of the rest.
    @_transparent
    var cosine: Extended {
      Extended(normalizing: cosineSeries(rest.squareFraction), exponent: 0)
    }
  }

  /// `Math.sin`.
  @inline(__always)
  static func sin(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    // The next term is less than 2^-54 of it.
    if magnitude < 0x3E50_0000_0000_0000 { return x }
    if magnitude >= Binary64.infinity { return Binary64.canonicalNaN }
    let angle = Angle(magnitude)
    let half = (angle.quarters & 2) &<< 62
    if angle.quarters & 1 != 0 { return angle.cosine.rounded(sign: sign ^ half) }
    let flip = angle.isNegative ? Binary64.signBit : 0
    return angle.sine.rounded(sign: sign ^ half ^ flip)
  }

  /// `Math.cos`.
  @inline(__always)
  static func cos(_ x: UInt64) -> UInt64 {
    let magnitude = x & ~Binary64.signBit
    if magnitude < 0x3E40_0000_0000_0000 { return Binary64.one }
    if magnitude >= Binary64.infinity { return Binary64.canonicalNaN }
    let angle = Angle(magnitude)
    let half = (angle.quarters & 2) &<< 62
    if angle.quarters & 1 == 0 { return angle.cosine.rounded(sign: half) }
    let flip = angle.isNegative ? 0 : Binary64.signBit
    return angle.sine.rounded(sign: half ^ flip)
  }

  /// `Math.tan`.
  @inline(__always)
  static func tan(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude < 0x3E30_0000_0000_0000 { return x }
    if magnitude >= Binary64.infinity { return Binary64.canonicalNaN }
    let angle = Angle(magnitude)
    let isOdd = angle.quarters & 1 != 0
    let flip = angle.isNegative != isOdd ? Binary64.signBit : 0
    let (sine, cosine) = (angle.sine, angle.cosine)
    return ((isOdd ? cosine : sine) / (isOdd ? sine : cosine)).rounded(sign: sign ^ flip)
  }

  /// The angle of a point from the positive x axis, counted upward or downward.
  ///
  /// - Parameter isLeft: whether it is left of the y axis.
  @_transparent
  static func angle(y: Extended, x: Extended, isLeft: Bool) -> Extended {
    let isSteep = x < y
    let ratio = (isSteep ? x : y) / (isSteep ? y : x)
    var angle: Extended
    if ratio.exponent < -3 {
      angle = arcTangent(ratio)
    } else {
      // The nearest quarter c: atan q = atan c + atan((q - c) / (1 + q c)).
      let fixed = ratio.significand &>> UInt64(bitPattern: 0 &- ratio.exponent)
      let quarters = (fixed &+ 1 &<< 60) &>> 61
      let center = quarters &<< 61
      let isBelow = fixed < center
      let distance = isBelow ? center &- fixed : fixed &- center
      var word = arcTangentOfQuarters(quarters)
      if distance != 0 {
        let divisor = Extended(
          normalizing: 1 &<< 62 &+ (fixed &>> 3) &* quarters, exponent: 1)
        let part = arcTangent(Extended(normalizing: distance, exponent: 0) / divisor).fraction
        word = isBelow ? word &- part : word &+ part
      }
      angle = Extended(normalizing: word, exponent: -1)
    }
    if isSteep {
      let part = shiftedRight(angle.significand, 0 &- angle.exponent)
      angle = Extended(normalizing: piWord &- part, exponent: 0)
    }
    if isLeft {
      let part = shiftedRight(angle.significand, 1 &- angle.exponent)
      angle = Extended(normalizing: piWord &- part, exponent: 1)
    }
    return angle
  }

  /// The arc tangent of a number up to 1/8.
  @_transparent
  private static func arcTangent(_ number: Extended) -> Extended {
    number.times(arcTangentSeries(number.squareFraction))
  }

  /// `Math.atan`.
  @inline(__always)
  static func atan(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude < 0x3E30_0000_0000_0000 { return x }
    if magnitude >= Binary64.infinity {
      return magnitude == Binary64.infinity ? sign | halfPi : Binary64.canonicalNaN
    }
    return angle(y: Extended(magnitude), x: .one, isLeft: false).rounded(sign: sign)
  }

  /// `Math.atan2`.
  @inline(__always)
  static func atan2(_ y: UInt64, _ x: UInt64) -> UInt64 {
    let sign = y & Binary64.signBit
    let isLeft = Binary64.isNegative(x)
    let (height, width) = (y ^ sign, x & ~Binary64.signBit)
    let infinity = Binary64.infinity
    if max(height, width) >= infinity || min(height, width) == 0 {
      if max(height, width) > infinity { return Binary64.canonicalNaN }
      if height == infinity, width == infinity {
        return sign | (isLeft ? 0x4002_D97C_7F33_21D2 : 0x3FE9_21FB_5444_2D18)
      }
      if height == infinity || width == 0 && height != 0 { return sign | halfPi }
      return sign | (isLeft ? pi : 0)
    }
    return angle(y: Extended(height), x: Extended(width), isLeft: isLeft).rounded(sign: sign)
  }

  /// The root of the difference between 1 and the square of a number below 1.
  @_transparent
  private static func otherSide(_ number: Extended) -> Extended {
    ((.one - number) * (.one + number)).squareRoot()
  }

  /// `Math.asin`.
  @inline(__always)
  static func asin(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude < 0x3E40_0000_0000_0000 { return x }
    if magnitude >= Binary64.one {
      return magnitude == Binary64.one ? sign | halfPi : Binary64.canonicalNaN
    }
    let number = Extended(magnitude)
    return angle(y: number, x: otherSide(number), isLeft: false).rounded(sign: sign)
  }

  /// `Math.acos`.
  @inline(__always)
  static func acos(_ x: UInt64) -> UInt64 {
    let isLeft = Binary64.isNegative(x)
    let magnitude = x & ~Binary64.signBit
    if magnitude == 0 { return halfPi }
    if magnitude >= Binary64.one {
      if magnitude > Binary64.one { return Binary64.canonicalNaN }
      return isLeft ? pi : 0
    }
    let number = Extended(magnitude)
    return angle(y: otherSide(number), x: number, isLeft: isLeft).rounded()
  }
}

/// The arc tangent of up to four quarters, with 64 bits behind the point.
@inline(never)
private func arcTangentOfQuarters(_ quarters: UInt64) -> UInt64 {
  switch quarters {
  case 1: 0x3EB6_EBF2_5901_BAC5
  case 2: 0x76B1_9C15_86ED_3DA3
  case 3: 0xA4BC_7D19_34F7_0924
  default: 0xC90F_DAA2_2168_C235
  }
}

/// The bits of 2/pi behind the point, 64 at a time, with a word of zeros in front.
@inline(never)
private func bitsOf2OverPi(_ index: UInt64) -> UInt64 {
  switch index {
  case 0: 0
  case 1: 0xA2F9_836E_4E44_1529
  case 2: 0xFC27_57D1_F534_DDC0
  case 3: 0xDB62_9599_3C43_9041
  case 4: 0xFE51_63AB_DEBB_C561
  case 5: 0xB724_6E3A_424D_D2E0
  case 6: 0x0649_2EEA_09D1_921C
  case 7: 0xFE1D_EB1C_B129_A73E
  case 8: 0xE882_35F5_2EBB_4484
  case 9: 0xE99C_7026_B45F_7E41
  case 10: 0x3991_D639_8353_39F4
  case 11: 0x9C84_5F8B_BDF9_283B
  case 12: 0x1FF8_97FF_DE05_980F
  case 13: 0xEF2F_118B_5A0A_6D1F
  case 14: 0x6D36_7ECF_27CB_09B7
  case 15: 0x4F46_3F66_9E5F_EA2D
  case 16: 0x7527_BAC7_EBE5_F17B
  case 17: 0x3D07_39F7_8A52_92EA
  case 18: 0x6BFB_5FB1_1F8D_5D08
  default: 0x5603_3046_FC7B_6BAB
  }
}
