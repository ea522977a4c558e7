extension BinaryFormat {
  /// The number nearest to a whole number.
  @inline(__always)
  static func from(_ integer: Int64) -> Bits {
    let magnitude = UInt64(bitPattern: max(integer, 0 &- integer))
    return from(magnitude, bits(UInt64(bitPattern: integer) &>> (64 &- width)) & signBit)
  }

  /// The number nearest to a whole number.
  @inline(__always)
  static func from(_ integer: Int32) -> Bits {
    let magnitude = UInt64(UInt32(bitPattern: max(integer, 0 &- integer)))
    let word = UInt64(UInt32(bitPattern: integer)) &<< 32
    return from(magnitude, bits(word &>> (64 &- width)) & signBit)
  }

  /// The number nearest to a whole number.
  @inline(__always)
  static func from(_ integer: UInt64) -> Bits { from(integer, 0) }

  /// The number nearest to a whole number with a sign.
  @inline(__always)
  private static func from(_ magnitude: UInt64, _ sign: Bits) -> Bits {
    if magnitude == 0 { return 0 }
    let count = leadingZeros(magnitude)
    let below = bias &+ 62 &- Int64(bitPattern: count)
    let shift = 63 &- fractionWidth
    if count >= shift {
      // No bit is lost.
      return sign | assembled(below: below, magnitude &<< (count &- shift))
    }
    // The leading one is at the top, so there is no room for a carry.
    let word = magnitude &<< count
    let significand = word &>> shift
    let lost = word & (1 &<< shift &- 1)
    let carry: UInt64 = lost &+ (significand & 1) > 1 &<< (shift &- 1) ? 1 : 0
    return sign | assembled(below: below, significand &+ carry)
  }

  /// The whole number in the direction of zero if it is from -2^`width` / 2 up to below 2^`width` / 2.
  ///
  /// - Parameter otherwise: the result for other numbers.
  @inline(__always)
  static func signedInteger(_ number: Bits, width: Int64, otherwise: () -> Int64) -> Int64 {
    let exponent = exponent(number)
    if exponent < bias { return 0 }
    let top = bias &+ width &- 1
    if exponent < top {
      let word = word(number) &<< (63 &- fractionWidth) | 1 &<< 63
      let magnitude = Int64(bitPattern: word &>> UInt64(bitPattern: bias &+ 63 &- exponent))
      return signed(number) < 0 ? 0 &- magnitude : magnitude
    }
    // The least integer has a larger magnitude than the greatest; there may be fractions between it and the one below.
    let least = signBit | bits(UInt64(bitPattern: top)) &<< bits(fractionWidth)
    let below = Int64(bitPattern: fractionWidth) &- width &+ 1
    let count: Bits = below > 0 ? 1 &<< bits(UInt64(bitPattern: below)) : 1
    return number &- least < count ? -1 &<< (width &- 1) : otherwise()
  }

  /// The whole number in the direction of zero if it is from 0 up to below 2^`width`.
  ///
  /// - Parameter otherwise: the result for other numbers.
  @inline(__always)
  static func unsignedInteger(_ number: Bits, width: Int64, otherwise: () -> UInt64) -> UInt64 {
    let exponent = exponent(number)
    if exponent < bias { return 0 }
    if exponent >= bias &+ width || signed(number) < 0 { return otherwise() }
    let word = word(number) &<< (63 &- fractionWidth) | 1 &<< 63
    return word &>> UInt64(bitPattern: bias &+ 63 &- exponent)
  }

  /// The nearest whole number that there is in the direction of zero, 0 for NaN.
  @inline(__always)
  static func saturatedSigned(_ number: Bits, width: Int64) -> Int64 {
    signedInteger(number, width: width) {
      if isNaN(number) { return 0 }
      let least: Int64 = -1 &<< (width &- 1)
      return signed(number) < 0 ? least : ~least
    }
  }

  /// The nearest whole number that there is in the direction of zero, 0 for NaN.
  @inline(__always)
  static func saturatedUnsigned(_ number: Bits, width: Int64) -> UInt64 {
    unsignedInteger(number, width: width) {
      isNaN(number) || signed(number) < 0 ? 0 : ~0 &>> UInt64(bitPattern: 64 &- width)
    }
  }
}

extension Binary64 {
  /// The same number in the wider format.
  @inline(__always)
  static func promoted(_ number: UInt32) -> UInt64 {
    let difference = UInt64(bitPattern: bias &- Binary32.bias)
    let word = Binary32.word(number) &<< 32
    if Binary32.isNormal(Binary32.exponent(number)) {
      // The exponent is three bits wider; its upper bits are those of the bias.
      let spread = UInt64(bitPattern: Int64(bitPattern: word) &>> 3)
      return (spread & ~(7 &<< 60)) &+ difference &<< 52
    }
    let sign = word & signBit
    let magnitude = number &<< 1
    if magnitude == 0 { return sign }
    if magnitude >= Binary32.infinity &<< 1 {
      return magnitude > Binary32.infinity &<< 1 ? canonicalNaN : sign | infinity
    }
    let normal = Binary32.normalized(number, top: fractionWidth)
    return sign
      | assembled(
        below: normal.exponent &+ Int64(bitPattern: difference) &- 1, normal.significand)
  }
}

extension Binary32 {
  /// The nearest number in the narrower format.
  @inline(__always)
  static func demoted(_ number: UInt64) -> UInt32 {
    let sign = bits(number &>> 32) & signBit
    let difference = Binary64.bias &- bias
    let exponent = Binary64.exponent(number) &- difference
    if !isNormal(exponent) {
      let magnitude = number &<< 1
      if Binary64.isNaN(doubledMagnitude: magnitude) { return canonicalNaN }
      let significand = Binary64.fraction(number) | Binary64.implicitOne
      return packed(sign, below: exponent &- 1, significand &<< 10)
    }
    // Exponent and fraction in one word: a carry goes into the exponent by itself.
    let word = number & ~Binary64.signBit &- UInt64(bitPattern: difference) &<< 52
    let rounded = (word &+ (1 &<< 28 &- 1) &+ (word &>> 29 & 1)) &>> 29
    return sign | bits(rounded)
  }
}
