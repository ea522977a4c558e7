/// A polynomial in variables that are natural numbers, with coefficients modulo 2^128.
///
/// Two polynomials that are equal have equal values modulo 2^128 whatever the variables are.
struct WordPolynomial: Hashable {
  /// The numbers of the variables that are multiplied, in ascending order; none for the constant term.
  typealias Monomial = [UInt8]

  /// The coefficients that are not zero.
  private(set) var terms: [Monomial: UInt128] = [:]

  /// A constant.
  init(_ constant: UInt128) {
    if constant != 0 { terms[[]] = constant }
  }

  /// A variable.
  init(variable: UInt8) { terms[[variable]] = 1 }

  /// The value, if there are no variables.
  var constant: UInt128? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 ? terms[[]] : nil
  }

  /// The largest number of variables that are multiplied.
  var degree: Int { terms.keys.reduce(0) { max($0, $1.count) } }

  /// Whether all values are multiples of 2^64.
  var isMultipleOfWord: Bool {
    terms.values.allSatisfy { $0.trailingZeroBitCount >= UInt64.bitWidth }
  }

  /// Adds to a coefficient.
  private mutating func add(_ coefficient: UInt128, _ monomial: Monomial) {
    let sum = terms[monomial, default: 0] &+ coefficient
    terms[monomial] = sum == 0 ? nil : sum
  }

  /// The sum.
  static func + (left: WordPolynomial, right: WordPolynomial) -> WordPolynomial {
    var result = left
    for (monomial, coefficient) in right.terms { result.add(coefficient, monomial) }
    return result
  }

  /// The difference.
  static func - (left: WordPolynomial, right: WordPolynomial) -> WordPolynomial {
    var result = left
    for (monomial, coefficient) in right.terms { result.add(0 &- coefficient, monomial) }
    return result
  }

  /// The product.
  static func * (left: WordPolynomial, right: WordPolynomial) -> WordPolynomial {
    var result = WordPolynomial(0)
    for (first, coefficient) in left.terms {
      for (second, factor) in right.terms {
        result.add(coefficient &* factor, (first + second).sorted())
      }
    }
    return result
  }

  /// The product with a power of two.
  func shifted(by bits: Int) -> WordPolynomial { self * WordPolynomial(1 << UInt128(bits)) }
}
