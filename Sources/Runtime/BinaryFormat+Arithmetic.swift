extension BinaryFormat {
  /// The sum.
  @inline(__always)
  static func sum(_ left: Bits, _ right: Bits) -> Bits {
    // Exponent and fraction at the top, the sign at the bottom: they are ordered by magnitude first.
    let big = max(rotated(left), rotated(right))
    let small = min(rotated(left), rotated(right))
    let exponentWidth = width &- 1 &- fractionWidth
    var exponent = word(big &>> bits(width &- exponentWidth))
    let smallExponent = word(small &>> bits(width &- exponentWidth))
    var distance = exponent &- smallExponent
    // The leading one is at the top.
    let shiftToTop = 63 &- width &+ exponentWidth
    let bigFraction = word(big & ~1) &<< shiftToTop
    let smallFraction = word(small & ~1) &<< shiftToTop
    var bigSignificand = bigFraction | 1 &<< 63
    var smallSignificand = smallFraction | 1 &<< 63

    if exponent == UInt64(bitPattern: maximumExponent) {
      let areOppositeInfinities = big ^ small == 1
      return areOppositeInfinities ? canonicalNaN : canonical(unrotated(big))
    }
    if smallExponent == 0 {
      if small <= 1 { return big <= 1 ? left & right : unrotated(big) }
      // Subnormal numbers have the exponent of the smallest normal ones, and no leading one.
      smallSignificand = smallFraction
      distance &-= 1
      if exponent == 0 {
        bigSignificand = bigFraction
        distance = 0
        exponent = 1
      }
    }
    // Less than half of the distance to the next number in either direction.
    if distance > fractionWidth &+ 2 { return unrotated(big) }

    // Room for a carry, and for another bit that makes rounding simple.
    let count = distance &+ 2
    let summand =
      sumLosesBits
      ? shiftRightKeepingLoss(smallSignificand, count) : smallSignificand &>> count
    var sum = bigSignificand &>> 2
    if signed(left ^ right) < 0 {
      sum &-= summand
      if sum == 0 { return 0 }
    } else {
      sum &+= summand
    }
    let shift = leadingZeros(sum) &- 1
    let below = Int64(bitPattern: exponent &- shift)
    let sign = big &<< bits(width &- 1)
    if !isNormal(below: below) { return packed(sign, below: below, sum &<< shift) }
    return sign | rounded(below: below, sum &<< shift, top: 62)
  }

  /// The bits rotated to the left by one.
  @inline(__always)
  private static func rotated(_ number: Bits) -> Bits {
    number &<< 1 | number &>> bits(width &- 1)
  }

  /// The inverse of `rotated`.
  @inline(__always)
  private static func unrotated(_ number: Bits) -> Bits {
    number &>> 1 | number &<< bits(width &- 1)
  }

  /// The product.
  @inline(__always)
  static func product(of left: Bits, _ right: Bits) -> Bits {
    let leftExponent = exponent(left)
    let rightExponent = exponent(right)
    if !isNormal(leftExponent) || !isNormal(rightExponent) { return specialProduct(left, right) }
    // Whether the exponent field is that of a normal number, even if the result needs the one above.
    let least = leftExponent &+ rightExponent &- (bias &+ 1)
    if UInt64(bitPattern: least) >= UInt64(bitPattern: maximumExponent &- 2) {
      return specialProduct(left, right)
    }
    let product = product(significand(left), significand(right))
    let carry = product &>> productTop
    // Signs and exponents together: the sum of signs, modulo 2, is the result's.
    let fields = word(left &>> bits(fractionWidth)) &+ word(right &>> bits(fractionWidth))
    let below = Int64(bitPattern: fields &+ carry &- UInt64(bitPattern: bias &+ 1))
    return rounded(below: below, product &<< (1 &- carry), top: productTop)
  }

  /// The product if an operand or the result is no normal number.
  @inline(never)
  private static func specialProduct(_ left: Bits, _ right: Bits) -> Bits {
    let sign = (left ^ right) & signBit
    let first = doubledMagnitude(left)
    let second = doubledMagnitude(right)
    let infinite = infinity &<< 1
    if max(first, second) >= infinite {
      let isNaN = max(first, second) > infinite || min(first, second) == 0
      return isNaN ? canonicalNaN : sign | infinity
    }
    if min(first, second) == 0 { return sign }
    let (leftExponent, leftSignificand) = normalized(left, top: significandTop)
    let (rightExponent, rightSignificand) = normalized(right, top: significandTop)
    let product = product(leftSignificand, rightSignificand)
    let carry = product &>> productTop
    let below = leftExponent &+ rightExponent &- (bias &+ 1) &+ Int64(bitPattern: carry)
    return packed(sign, below: below, product &<< (63 &- productTop &- carry))
  }

  /// The quotient.
  @inline(__always)
  static func quotient(of left: Bits, _ right: Bits) -> Bits {
    let leftExponent = exponent(left)
    let rightExponent = exponent(right)
    if !isNormal(leftExponent) || !isNormal(rightExponent) { return specialQuotient(left, right) }
    // Whether the exponent field is that of a normal number, even if the result needs the one below.
    let least = leftExponent &- rightExponent &+ (bias &- 2)
    if UInt64(bitPattern: least) >= UInt64(bitPattern: maximumExponent &- 2) {
      return specialQuotient(left, right)
    }
    let divisor = fraction(right) | implicitOne
    let significand = fraction(left) | implicitOne
    let borrow: UInt64 = significand < divisor ? 1 : 0
    let quotient = quotient(significand &<< borrow, divisor, isExact: false)
    // The quotient of two normal numbers is never half-way between two others.
    let shift = quotientTop &- fractionWidth
    let rounded = (quotient &+ 1 &<< (shift &- 1)) &>> shift
    // Signs and exponents together: the difference of signs, modulo 2, is the result's.
    let fields = word(left &>> bits(fractionWidth)) &- word(right &>> bits(fractionWidth))
    return assembled(
      below: Int64(bitPattern: fields &+ UInt64(bitPattern: bias &- 1) &- borrow), rounded)
  }

  /// The quotient if an operand or the result is no normal number.
  @inline(never)
  private static func specialQuotient(_ left: Bits, _ right: Bits) -> Bits {
    let sign = (left ^ right) & signBit
    let first = doubledMagnitude(left)
    let second = doubledMagnitude(right)
    let infinite = infinity &<< 1
    if max(first, second) > infinite { return canonicalNaN }
    if first == infinite { return second == infinite ? canonicalNaN : sign | infinity }
    if second == infinite { return sign }
    if second == 0 { return first == 0 ? canonicalNaN : sign | infinity }
    if first == 0 { return sign }
    let (leftExponent, significand) = normalized(left, top: fractionWidth)
    let (rightExponent, divisor) = normalized(right, top: fractionWidth)
    let borrow: UInt64 = significand < divisor ? 1 : 0
    let dividend = significand &<< borrow
    let quotient = quotient(dividend, divisor, isExact: true)
    let rest = dividend &<< quotientTop &- quotient &* divisor
    let below = leftExponent &- (rightExponent &+ Int64(bitPattern: borrow)) &+ (bias &- 1)
    return packed(sign, below: below, quotient &<< (62 &- quotientTop) | (rest != 0 ? 1 : 0))
  }

  /// The square root.
  @inline(__always)
  static func squareRoot(_ number: Bits) -> Bits {
    // The sign makes the exponent too large.
    var exponent = Int64(bitPattern: word(number &>> bits(fractionWidth)))
    var significand = fraction(number) | implicitOne
    if !isNormal(exponent) {
      let magnitude = doubledMagnitude(number)
      if magnitude == 0 || number == infinity { return number }
      if number & signBit != 0 || magnitude > infinity &<< 1 { return canonicalNaN }
      (exponent, significand) = normalized(number, top: fractionWidth)
    }
    // The bias is odd, so odd exponent fields stand for even exponents.
    let parity = UInt64(bitPattern: exponent) & 1
    let root = root(significand &<< (63 &- fractionWidth &- parity))
    return assembled(below: (exponent &+ bias) &>> 1 &- 1, root)
  }
}
