internal import Wasm

/// Follows 64-bit arithmetic with polynomials.
///
/// A word whose two halves are taken apart gets a new variable q for its upper half; the lower half is then the word − 2^32 q. Both
/// are polynomials, exactly: nothing is approximated, and an operation for which there is no such form has no result.
struct WordAlgebra {
  /// A 64-bit number.
  struct Word {
    /// Its value: modulo 2^64 in general, modulo 2^128 (which determines a number below 2^64) if there is a maximum.
    let polynomial: WordPolynomial
    /// A number that it is not above; nil if the polynomial may have wrapped around.
    let maximum: UInt64?

    /// Creates a word.
    init(_ polynomial: WordPolynomial, maximum: UInt64?) {
      self.polynomial = polynomial
      self.maximum = maximum
    }

    /// Creates a constant.
    init(_ constant: UInt64) {
      self.init(WordPolynomial(UInt128(constant)), maximum: constant)
    }

    /// The number, if it is a constant.
    var constant: UInt64? {
      maximum == nil ? nil : polynomial.constant.map { UInt64(truncatingIfNeeded: $0) }
    }
  }

  /// The halves of a word.
  private struct Halves {
    /// The word divided by 2^32.
    let high: Word
    /// The word modulo 2^32.
    let low: Word
  }

  /// The largest half.
  private static let halfMask: UInt64 = 0xFFFF_FFFF
  /// How many bits a half has.
  private static let halfWidth: UInt64 = 32
  /// The most terms of a polynomial that is worked with; products have less than ten.
  private static let maximumTerms = 32
  /// The most variables in a term.
  private static let maximumDegree = 4

  /// How many variables there are.
  private var variableCount: UInt8 = 0
  /// The halves of words by their polynomials, which determine words that have a maximum.
  private var halves: [WordPolynomial: Halves] = [:]
  /// The lower halves of words that were taken apart, in that order.
  private var lowHalves: [WordPolynomial] = []

  /// A new variable.
  mutating func makeVariable() -> WordPolynomial {
    variableCount += 1
    return WordPolynomial(variable: variableCount)
  }

  /// The result of an operation, or nil if it cannot be followed.
  mutating func apply(_ operation: NumericOperator, _ left: Word, _ right: Word) -> Word? {
    let result: Word?
    switch operation {
    case .i64Add: result = sum(left, right)
    case .i64Or: result = union(left, right)
    case .i64Sub: result = Word(left.polynomial - right.polynomial, maximum: nil)
    case .i64Mul:
      result = Word(
        left.polynomial * right.polynomial,
        maximum: Self.combined(left, right) { $0.multipliedReportingOverflow(by: $1) })
    case .i64And: result = masked(left, right) ?? masked(right, left)
    case .i64Shl: result = right.constant.flatMap { shiftedLeft(left, by: $0 & 63) }
    case .i64ShrU: result = right.constant.flatMap { shiftedRight(left, by: $0 & 63) }
    default: result = nil
    }
    guard let result, result.polynomial.terms.count <= Self.maximumTerms,
      result.polynomial.degree <= Self.maximumDegree
    else { return nil }
    return result
  }

  /// Whether a polynomial is known to be a number below 2^64, modulo 2^128: made of two lower halves.
  func isWord(_ polynomial: WordPolynomial) -> Bool {
    let low = Set(lowHalves)
    return lowHalves.contains {
      low.contains(polynomial - $0.shifted(by: Int(Self.halfWidth)))
    }
  }

  /// The maximum of a result, from the maxima of the operands; nil if it may wrap around.
  private static func combined(
    _ left: Word, _ right: Word, _ operation: (UInt64, UInt64) -> (UInt64, overflow: Bool)
  ) -> UInt64? {
    guard let first = left.maximum, let second = right.maximum else { return nil }
    let (maximum, overflow) = operation(first, second)
    return overflow ? nil : maximum
  }

  /// A sum.
  private mutating func sum(_ left: Word, _ right: Word) -> Word {
    union(left, right)
      ?? Word(
        left.polynomial + right.polynomial,
        maximum: Self.combined(left, right) { $0.addingReportingOverflow($1) })
  }

  /// The sum of two words one of which has only an upper half and the other only a lower one, or nil.
  private mutating func union(_ left: Word, _ right: Word) -> Word? {
    for (upper, lower) in [(left, right), (right, left)] {
      guard upper.maximum != nil, let known = halves[upper.polynomial], known.low.constant == 0,
        let maximum = lower.maximum, maximum <= Self.halfMask
      else { continue }
      return joined(known.high, lower)
    }
    return nil
  }

  /// The word with the given halves.
  private mutating func joined(_ high: Word, _ low: Word) -> Word? {
    guard let upper = high.maximum, let lower = low.maximum, upper <= Self.halfMask,
      lower <= Self.halfMask
    else { return nil }
    let result = Word(
      high.polynomial.shifted(by: Int(Self.halfWidth)) + low.polynomial,
      maximum: upper << Self.halfWidth | lower)
    halves[result.polynomial] = Halves(high: high, low: low)
    return result
  }

  /// The halves of a word, or nil if it may have wrapped around.
  private mutating func halves(of word: Word) -> Halves? {
    guard let maximum = word.maximum else { return nil }
    if let known = halves[word.polynomial] { return known }
    if maximum <= Self.halfMask { return Halves(high: Word(0), low: word) }
    guard variableCount < .max else { return nil }
    let high = Word(makeVariable(), maximum: maximum >> Self.halfWidth)
    let low = Word(
      word.polynomial - high.polynomial.shifted(by: Int(Self.halfWidth)), maximum: Self.halfMask)
    let result = Halves(high: high, low: low)
    halves[word.polynomial] = result
    lowHalves.append(low.polynomial)
    return result
  }

  /// A word with some bits cleared.
  private mutating func masked(_ word: Word, _ mask: Word) -> Word? {
    switch mask.constant {
    case 0: Word(0)
    case Self.halfMask: halves(of: word)?.low
    case .max: word
    default: nil
    }
  }

  /// A word shifted up by less than 64 bits.
  private mutating func shiftedLeft(_ word: Word, by amount: UInt64) -> Word {
    if amount == Self.halfWidth, let low = halves(of: word)?.low, let result = joined(low, Word(0))
    {
      return result
    }
    let product = word.polynomial.shifted(by: Int(amount))
    let maximum = word.maximum.flatMap { ($0 << amount) >> amount == $0 ? $0 << amount : nil }
    return Word(product, maximum: maximum)
  }

  /// A word shifted down by less than 64 bits, or nil.
  private mutating func shiftedRight(_ word: Word, by amount: UInt64) -> Word? {
    switch amount {
    case 0: word
    case Self.halfWidth: halves(of: word)?.high
    default: nil
    }
  }
}
