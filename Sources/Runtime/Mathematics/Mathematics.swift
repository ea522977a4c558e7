/// The functions that ECMAScript's `Math` has and WebAssembly has no instructions for, of `f64`s as their bits.
///
/// Each is computed with 64 significant bits (`Extended`) and rounded once, so that results are off by 0.51 of the last bit
/// at most; those that are floats are exact. What is special follows ECMA-262, chapter 21.3. None reads a table of any size, and none
/// depends on the host's.
enum Mathematics {
  /// Pi.
  static var pi: UInt64 { 0x4009_21FB_5444_2D18 }
  /// Half of pi.
  static var halfPi: UInt64 { 0x3FF9_21FB_5444_2D18 }
  /// Pi, with 62 bits behind the point, or half of it with 63.
  static var piWord: UInt64 { 0xC90F_DAA2_2168_C235 }
  /// The binary logarithm of e with 127 bits behind the point.
  static var binaryLogarithm: Words { Words(0xB8AA_3B29_5C17_F0BB, 0xBE87_FED0_691D_3E88) }
  /// The natural logarithm of 2 with 64 bits behind the point.
  static var logarithmOf2: UInt64 { 0xB172_17F7_D1CF_79AC }

  /// 2 to the power of a number below 2^11.
  ///
  /// - Parameters:
  ///   - words: the number, times 2^126 and divided by 2 to the power of `exponent`, which is below 11.
  ///   - isNegative: whether it is the opposite.
  @_transparent
  static func power(of2 words: Words, exponent: Int64, isNegative: Bool) -> Extended {
    let fixed = words.shiftedRight(62 &- exponent)
    var whole = Int64(bitPattern: fixed.high)
    var fraction = fixed.low
    if isNegative {
      whole = 0 &- whole &- (fraction == 0 ? 0 : 1)
      fraction = 0 &- fraction
    }
    return Extended(
      significand: exponentialSeries(upperProduct(fraction, logarithmOf2)), exponent: whole)
  }

  /// e to the power of a number below 2^10.
  @_transparent
  static func exponential(_ number: Extended, isNegative: Bool) -> Extended {
    power(
      of2: binaryLogarithm.upperProduct(number.significand), exponent: number.exponent,
      isNegative: isNegative)
  }

  /// The magnitude of e to the power of a number below 2^10, less 1.
  @_transparent
  static func exponentialLess1(_ number: Extended, isNegative: Bool) -> Extended {
    if number.exponent < -1 {
      let fraction = number.fraction
      return number.times(
        isNegative
          ? negativeExponentialQuotientSeries(fraction) : exponentialQuotientSeries(fraction))
    }
    let power = exponential(number, isNegative: isNegative)
    if !isNegative { return power - .one }
    let rest = 0 &- power.fraction
    return rest == 0 ? .one : Extended(normalizing: rest, exponent: -1)
  }

  /// `Math.exp`.
  @inline(__always)
  static func exp(_ x: UInt64) -> UInt64 {
    let isNegative = Binary64.isNegative(x)
    let magnitude = x & ~Binary64.signBit
    if magnitude >= 0x4090_0000_0000_0000 {
      if magnitude > Binary64.infinity { return Binary64.canonicalNaN }
      return isNegative ? 0 : Binary64.infinity
    }
    if magnitude == 0 { return Binary64.one }
    return exponential(Extended(magnitude), isNegative: isNegative).rounded()
  }

  /// `Math.expm1`.
  @inline(__always)
  static func expm1(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude >= 0x4090_0000_0000_0000 {
      if magnitude > Binary64.infinity { return Binary64.canonicalNaN }
      return sign == 0 ? Binary64.infinity : sign | Binary64.one
    }
    if magnitude == 0 { return x }
    return exponentialLess1(Extended(magnitude), isNegative: sign != 0).rounded(sign: sign)
  }

  /// `Math.sinh`.
  @inline(__always)
  static func sinh(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude >= 0x4090_0000_0000_0000 {
      return Binary64.canonical(sign | max(magnitude, Binary64.infinity))
    }
    if magnitude == 0 { return x }
    let number = Extended(magnitude)
    if number.exponent < -1 {
      return number.times(hyperbolicSineSeries(number.squareFraction)).rounded(sign: sign)
    }
    let power = exponential(number, isNegative: false)
    return (power - .one / power).scaled(by: -1).rounded(sign: sign)
  }

  /// `Math.cosh`.
  @inline(__always)
  static func cosh(_ x: UInt64) -> UInt64 {
    let magnitude = x & ~Binary64.signBit
    if magnitude >= 0x4090_0000_0000_0000 {
      return Binary64.canonical(max(magnitude, Binary64.infinity))
    }
    if magnitude == 0 { return Binary64.one }
    let power = exponential(Extended(magnitude), isNegative: false)
    return (power + .one / power).scaled(by: -1).rounded()
  }

  /// `Math.tanh`.
  @inline(__always)
  static func tanh(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    // From 22 on the result is nearer to 1 than to any other number.
    if magnitude >= 0x4036_0000_0000_0000 {
      return magnitude > Binary64.infinity ? Binary64.canonicalNaN : sign | Binary64.one
    }
    if magnitude == 0 { return x }
    let power = exponentialLess1(Extended(magnitude).scaled(by: 1), isNegative: false)
    return (power / (power + Extended.one.scaled(by: 1))).rounded(sign: sign)
  }
}

extension Binary64 {
  /// Whether the sign is negative.
  @inline(__always)
  static func isNegative(_ number: UInt64) -> Bool { number & signBit != 0 }
}
