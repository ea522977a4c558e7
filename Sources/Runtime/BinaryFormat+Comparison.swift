extension BinaryFormat {
  /// Whether the numbers are equal.
  @inline(__always)
  static func isEqual(_ left: Bits, _ right: Bits) -> Bool {
    if left != right { return (left | right) &<< 1 == 0 }
    return !isNaN(left)
  }

  /// Whether the first number is less than the second.
  @inline(__always)
  static func isLess(_ left: Bits, _ right: Bits) -> Bool {
    if isNaN(doubledMagnitude: max(left &<< 1, right &<< 1)) { return false }
    if signed(left ^ right) < 0 { return signed(left) < 0 && (left | right) &<< 1 != 0 }
    return signed(left) < 0 ? right < left : left < right
  }

  /// Whether the first number is less than the second or equal.
  @inline(__always)
  static func isLessOrEqual(_ left: Bits, _ right: Bits) -> Bool {
    if isNaN(doubledMagnitude: max(left &<< 1, right &<< 1)) { return false }
    if signed(left ^ right) < 0 { return signed(left) < 0 || (left | right) &<< 1 == 0 }
    return signed(left) < 0 ? right <= left : left <= right
  }

  /// The lesser number; negative zero is less than positive zero.
  @inline(__always)
  static func minimum(_ left: Bits, _ right: Bits) -> Bits {
    if isNaN(doubledMagnitude: max(left &<< 1, right &<< 1)) { return canonicalNaN }
    if signed(left & right) < 0 { return max(left, right) }
    return signed(left) < signed(right) ? left : right
  }

  /// The greater number; negative zero is less than positive zero.
  @inline(__always)
  static func maximum(_ left: Bits, _ right: Bits) -> Bits {
    if isNaN(doubledMagnitude: max(left &<< 1, right &<< 1)) { return canonicalNaN }
    if signed(left & right) < 0 { return min(left, right) }
    return signed(left) > signed(right) ? left : right
  }

  /// The bits as a signed number, which orders numbers of which one is not negative.
  @inline(__always)
  static func signed(_ bits: Bits) -> Int64 {
    Int64(bitPattern: word(bits) &<< (64 &- width)) &>> Int64(bitPattern: 64 &- width)
  }
}
