internal import LLVM

/// The bits of floats in one of the two formats.
struct FloatBits {
  /// How a number is compared with another.
  enum Order {
    /// They are equal.
    case equal
    /// The first is less.
    case less
    /// The first is less, or they are equal.
    case lessOrEqual
  }

  /// The bit of the sign.
  let sign: UInt64
  /// Positive infinity.
  let infinity: UInt64
  /// All bits of the fraction.
  let fraction: UInt64
  /// The number 1.
  let one: UInt64

  /// All bits but the sign.
  var magnitude: UInt64 { sign - 1 }
  /// What operations return that have no number as their result.
  var canonicalNaN: UInt64 { infinity | (fraction + 1) >> 1 }

  /// The format of floats that are kept in a type: `i32` or `i64`.
  init(_ type: IRType) {
    if type.integerWidth == 32 {
      (sign, infinity, fraction, one) = (0x8000_0000, 0x7F80_0000, 0x7F_FFFF, 0x3F80_0000)
    } else {
      (sign, infinity, fraction, one) = (
        1 << 63, 0x7FF0_0000_0000_0000, 0xF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0000
      )
    }
  }

  /// The bits of the numbers that are `order` than a number.
  func numbers(_ order: Order, than number: UInt64) -> [ClosedRange<UInt64>] {
    let value = number & magnitude
    if value > infinity { return [] }
    if order == .equal { return equal(to: number) }
    let least = order == .less ? value + 1 : value
    if value == 0 {
      let negative = ranges([], [(order == .less ? 1 : 0, infinity)])
      return order == .less ? negative : [0...0] + negative
    }
    if number & sign != 0 { return ranges([], [(least, infinity)]) }
    return ranges([(0, order == .less ? value - 1 : value)], [(0, infinity)])
  }

  /// The bits of the numbers that a number is `order` than.
  func numbers(than number: UInt64, _ order: Order) -> [ClosedRange<UInt64>] {
    // The opposite numbers are in the opposite order.
    if order == .equal { return numbers(order, than: number) }
    return numbers(order, than: number ^ sign).map { range in
      (range.lowerBound ^ sign)...(range.upperBound ^ sign)
    }.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The bits of the numbers that equal one.
  private func equal(to number: UInt64) -> [ClosedRange<UInt64>] {
    number & magnitude == 0 ? [0...0, sign...sign] : [number...number]
  }

  /// Ranges of bits from ranges of magnitudes of positive and of negative numbers, the empty ones left out.
  private func ranges(
    _ positive: [(UInt64, UInt64)], _ negative: [(UInt64, UInt64)]
  ) -> [ClosedRange<UInt64>] {
    let all = positive + negative.map { ($0 | sign, $1 | sign) }
    return all.filter { $0 <= $1 }.map { $0...$1 }
  }
}
