extension Mathematics {
  /// A logarithm's base.
  struct Base {
    /// The base's logarithm of e: 63 bits behind the point, and what it is divided by as a power of two.
    let factor: UInt64
    /// The power of two.
    let exponent: Int64
    /// The base's logarithm of 2, with 64 bits behind the point; 0 for 1.
    let ofTwo: UInt64

    /// e.
    static var natural: Base { Base(factor: 1 &<< 63, exponent: 0, ofTwo: logarithmOf2) }
    /// 2.
    static var two: Base { Base(factor: binaryLogarithm.high, exponent: 0, ofTwo: 0) }
    /// 10.
    static var ten: Base {
      Base(factor: 0xDE5B_D8A9_3728_7195, exponent: -2, ofTwo: 0x4D10_4D42_7DE7_FBCC)
    }
  }

  /// A number as 2^`whole` `v`, with `v` between the root of 1/2 and that of 2, and what its logarithm is computed from.
  struct Reduced {
    /// The power of two.
    let whole: Int64
    /// Whether `v` is below 1.
    let isBelow: Bool
    /// The distance between `v` and 1, exact; its significand is zero if there is none.
    let distance: Extended
    /// `v + 1`.
    let sum: Extended

    /// Reduces a number.
    @_transparent
    init(_ number: Extended) {
      isBelow = number.significand > 0xB504_F333_F9DE_6484
      if isBelow {
        whole = number.exponent &+ 1
        distance = Extended(normalizing: 0 &- number.significand, exponent: -1)
        sum = Extended(significand: number.significand &>> 1 | 1 &<< 63, exponent: 0)
      } else {
        whole = number.exponent
        distance = Extended(normalizing: number.significand &- 1 &<< 63, exponent: 0)
        sum = Extended(significand: number.significand &>> 1 &+ 1 &<< 62, exponent: 1)
      }
    }
  }

  /// The magnitude of the logarithm of `(1 + s) / (1 - s)` or its reciprocal, for `s` below 0.172.
  @_transparent
  static func logarithm(ofRatio s: Extended, _ base: Base) -> Extended {
    let logarithm = s.times(logarithmSeries(s.squareFraction)).scaled(by: 1)
    if base.factor == 1 &<< 63 { return logarithm }
    return logarithm.times(base.factor).scaled(by: base.exponent)
  }

  /// The logarithm of a number other than 1.
  @_transparent
  static func logarithm(
    _ number: Extended, _ base: Base
  ) -> (isNegative: Bool, magnitude: Extended) {
    let reduced = Reduced(number)
    var fraction: UInt64 = 0
    if reduced.distance.significand != 0 {
      let part = logarithm(ofRatio: reduced.distance / reduced.sum, base)
      if reduced.whole == 0 { return (reduced.isBelow, part) }
      fraction = part.fraction
    }
    let isNegative = reduced.whole < 0
    let count = reduced.whole.magnitude
    let whole = base.ofTwo == 0 ? Words(count, 0) : Words(product: count, base.ofTwo)
    let part = Words(0, fraction)
    let sum = isNegative == reduced.isBelow ? whole + part : whole - part
    return (isNegative, Extended(normalizing: sum, exponent: 63))
  }

  /// The logarithm of an `f64`.
  @inline(__always)
  static func logarithm(_ x: UInt64, _ base: Base) -> UInt64 {
    // Signs make the bits too large.
    if x &- 1 >= Binary64.infinity &- 1 {
      if Binary64.doubledMagnitude(x) == 0 { return Binary64.signBit | Binary64.infinity }
      return x == Binary64.infinity ? x : Binary64.canonicalNaN
    }
    if x == Binary64.one { return 0 }
    let (isNegative, magnitude) = logarithm(Extended(x), base)
    return magnitude.rounded(sign: isNegative ? Binary64.signBit : 0)
  }

  /// `Math.log`.
  @inline(__always)
  static func log(_ x: UInt64) -> UInt64 { logarithm(x, .natural) }

  /// `Math.log2`.
  @inline(__always)
  static func log2(_ x: UInt64) -> UInt64 { logarithm(x, .two) }

  /// `Math.log10`.
  @inline(__always)
  static func log10(_ x: UInt64) -> UInt64 { logarithm(x, .ten) }

  /// The magnitude of the logarithm of 1 plus a number above -1; its sign is the number's.
  @_transparent
  static func logarithmOf1(plus number: Extended, isNegative: Bool) -> Extended {
    if number.exponent < -2 {
      // 2 plus the number, with 62 bits behind the point.
      let distance = shiftedRight(number.significand, 1 &- number.exponent)
      let sum = isNegative ? 1 &<< 63 &- distance : 1 &<< 63 &+ distance
      return logarithm(ofRatio: number / Extended(normalizing: sum, exponent: 1), .natural)
    }
    let sum =
      isNegative
      ? Extended(normalizing: 0 &- number.fraction, exponent: -1) : number + .one
    return logarithm(sum, .natural).magnitude
  }

  /// `Math.log1p`.
  @inline(__always)
  static func log1p(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude >= Binary64.infinity {
      return magnitude == Binary64.infinity && sign == 0 ? x : Binary64.canonicalNaN
    }
    if sign != 0, magnitude >= Binary64.one {
      return magnitude == Binary64.one ? sign | Binary64.infinity : Binary64.canonicalNaN
    }
    if magnitude == 0 { return x }
    return logarithmOf1(plus: Extended(magnitude), isNegative: sign != 0).rounded(sign: sign)
  }

  /// `Math.asinh`.
  @inline(__always)
  static func asinh(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude >= Binary64.infinity { return Binary64.canonical(x) }
    // The next term is less than 2^-54 of it.
    if magnitude < 0x3E50_0000_0000_0000 { return x }
    let number = Extended(magnitude)
    let square = number * number
    let root = (square + .one).squareRoot()
    return logarithmOf1(plus: number + square / (root + .one), isNegative: false)
      .rounded(sign: sign)
  }

  /// `Math.acosh`.
  @inline(__always)
  static func acosh(_ x: UInt64) -> UInt64 {
    if x >= Binary64.infinity || x < Binary64.one {
      return x == Binary64.infinity ? x : Binary64.canonicalNaN
    }
    if x == Binary64.one { return 0 }
    let number = Extended(x)
    let rest = number - .one
    return logarithmOf1(plus: rest + (rest * (number + .one)).squareRoot(), isNegative: false)
      .rounded()
  }

  /// `Math.atanh`.
  @inline(__always)
  static func atanh(_ x: UInt64) -> UInt64 {
    let sign = x & Binary64.signBit
    let magnitude = x ^ sign
    if magnitude >= Binary64.one {
      return magnitude == Binary64.one ? sign | Binary64.infinity : Binary64.canonicalNaN
    }
    if magnitude < 0x3E30_0000_0000_0000 { return x }
    let number = Extended(magnitude)
    let ratio = number.scaled(by: 1) / (.one - number)
    return logarithmOf1(plus: ratio, isNegative: false).scaled(by: -1).rounded(sign: sign)
  }
}
