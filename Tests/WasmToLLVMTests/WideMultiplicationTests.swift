import Foundation
import LLVM
import Testing
import WasmToLLVM

/// Which functions are taken for a product of 128-bit numbers: those that are one, and no others.
@Suite(.enabled(if: Translation.isAvailable))
struct WideMultiplicationTests {
  /// A body in text form, from the parts of a product.
  private struct Body {
    /// The lower half of a word.
    var low: (String) -> String = { "(i64.and \($0) (i64.const 0xffffffff))" }
    /// The upper half of a word.
    var high: (String) -> String = { "(i64.shr_u \($0) (i64.const 32))" }
    /// The first factor's words.
    var first = (low: "(local.get $al)", high: "(local.get $ah)")
    /// The second factor's words.
    var second = (low: "(local.get $bl)", high: "(local.get $bh)")
    /// Statements behind the computation of `$lo` and `$hi`.
    var correction = ""
    /// How the low word comes about, from `$t` and `$x`.
    var joined: String?

    /// The text.
    var text: String {
      func add(_ terms: String...) -> String {
        terms.dropFirst().reduce(terms[0]) { "(i64.add \($0) \($1))" }
      }
      func mul(_ left: String, _ right: String) -> String { "(i64.mul \(left) \(right))" }
      let (a, b) = (first.low, second.low)
      let join =
        joined ?? "(i64.or (i64.shl (local.get $t) (i64.const 32)) \(low("(local.get $x)")))"
      return """
        (local.set $x \(mul(low(a), low(b))))
        (local.set $y \(add(mul(high(a), low(b)), high("(local.get $x)"))))
        (local.set $t \(add(mul(low(a), high(b)), low("(local.get $y)"))))
        (local.set $lo \(join))
        (local.set $hi \(add(mul(high(a), high(b)), high("(local.get $y)"), high("(local.get $t)"),
          mul(a, second.high), mul(first.high, b))))
        \(correction)
        """
    }
  }

  /// Whether a body is replaced.
  private func isReplaced(_ body: String, store: String? = nil) throws -> Bool {
    let store =
      store
      ?? "(i64.store offset=8 (local.get $r) (local.get $hi)) (i64.store (local.get $r) (local.get $lo))"
    let text = """
      (module (memory 1)
        (func $f (export "f")
          (param $r i32) (param $al i64) (param $ah i64) (param $bl i64) (param $bh i64)
          (local $x i64) (local $y i64) (local $t i64) (local $lo i64) (local $hi i64) (local $d i64)
          \(body) \(store)))
      """
    return try Translation.body(of: "f0.f", in: text, level: .zero).contains {
      $0.contains("mul") && $0.contains("i128")
    }
  }

  @Test func productsAreFound() throws {
    #expect(try isReplaced(Body().text))
    var body = Body()
    swap(&body.first, &body.second)
    #expect(try isReplaced(body.text))
    // Halves with the operands exchanged; sums for unions; the low word by itself.
    body = Body()
    body.low = { "(i64.and (i64.const 0xffffffff) \($0))" }
    body.joined =
      "(i64.add (i64.and (local.get $x) (i64.const 0xffffffff)) (i64.shl (local.get $t) (i64.const 32)))"
    #expect(try isReplaced(body.text))
    body = Body()
    body.joined = "(i64.mul (local.get $bl) (local.get $al))"
    #expect(try isReplaced(body.text))
    // What is added and taken away again.
    body = Body()
    body.correction =
      "(local.set $hi (i64.sub (i64.add (local.get $hi) (local.get $ah)) (local.get $ah)))"
    #expect(try isReplaced(body.text))
  }

  /// The compiler runtime's own form: the low word is taken apart again and grows.
  @Test func productThatIsPutTogetherTwiceIsFound() throws {
    let body = """
      (local.set $lo (i64.mul (i64.and (local.get $al) (i64.const 0xffffffff)) (i64.and (local.get $bl) (i64.const 0xffffffff))))
      (local.set $t (i64.shr_u (local.get $lo) (i64.const 32)))
      (local.set $lo (i64.and (local.get $lo) (i64.const 0xffffffff)))
      (local.set $t (i64.add (local.get $t) (i64.mul (i64.shr_u (local.get $al) (i64.const 32)) (i64.and (local.get $bl) (i64.const 0xffffffff)))))
      (local.set $lo (i64.add (local.get $lo) (i64.shl (i64.and (local.get $t) (i64.const 0xffffffff)) (i64.const 32))))
      (local.set $hi (i64.shr_u (local.get $t) (i64.const 32)))
      (local.set $t (i64.shr_u (local.get $lo) (i64.const 32)))
      (local.set $lo (i64.and (local.get $lo) (i64.const 0xffffffff)))
      (local.set $t (i64.add (local.get $t) (i64.mul (i64.shr_u (local.get $bl) (i64.const 32)) (i64.and (local.get $al) (i64.const 0xffffffff)))))
      (local.set $lo (i64.add (local.get $lo) (i64.shl (i64.and (local.get $t) (i64.const 0xffffffff)) (i64.const 32))))
      (local.set $hi (i64.add (local.get $hi) (i64.shr_u (local.get $t) (i64.const 32))))
      (local.set $hi (i64.add (local.get $hi) (i64.mul (i64.shr_u (local.get $al) (i64.const 32)) (i64.shr_u (local.get $bl) (i64.const 32)))))
      (local.set $hi (i64.add (local.get $hi) (i64.mul (local.get $ah) (local.get $bl))))
      (local.set $hi (i64.add (local.get $hi) (i64.mul (local.get $al) (local.get $bh))))
      """
    #expect(try isReplaced(body))
  }

  /// What differs from a product for few factors, or for many, is none.
  @Test(arguments: [
    // One more where a word is a certain number.
    """
    (local.set $d (i64.sub (local.get $al) (i64.const 77)))
    (local.set $d (i64.shr_u (i64.or (local.get $d) (i64.sub (i64.const 0) (local.get $d))) (i64.const 63)))
    (local.set $lo (i64.add (local.get $lo) (i64.sub (i64.const 1) (local.get $d))))
    """,
    // The remainder of a product of differences, which is zero for most of a sample.
    "(local.set $lo (i64.add (local.get $lo) (i64.mul (i64.sub (local.get $ah) (local.get $ah)) (local.get $hi))))"
      + "(local.set $hi (i64.add (local.get $hi) (i64.mul (local.get $ah) (local.get $bh))))",
    // A carry too many.
    "(local.set $hi (i64.add (local.get $hi) (i64.shr_u (local.get $t) (i64.const 63))))",
    "(local.set $hi (i64.add (local.get $hi) (i64.shr_u (local.get $lo) (i64.const 63))))",
    "(local.set $lo (i64.or (local.get $lo) (i64.and (local.get $bl) (i64.const 1))))",
    "(local.set $lo (i64.and (local.get $lo) (i64.const -2)))",
    "(local.set $lo (i64.add (local.get $lo) (i64.const 0x100000000)))",
    "(local.set $hi (i64.add (local.get $hi) (i64.const 1)))",
    "(local.set $hi (i64.sub (local.get $hi) (i64.mul (local.get $ah) (local.get $bl))))",
    "(local.set $lo (local.get $hi))",
  ])
  func otherFunctionsAreNotReplaced(_ correction: String) throws {
    var body = Body()
    body.correction = correction
    #expect(try !isReplaced(body.text))
  }

  @Test func productsOfOtherHalvesAreNotReplaced() throws {
    for (right, wrong) in [("0xffffffff", "0xfffffffe"), ("0xffffffff", "0x7fffffff")] {
      var body = Body()
      body.low = { "(i64.and \($0) (i64.const \(wrong)))" }
      #expect(try !isReplaced(body.text))
      // In one place only.
      let text = Body().text
      var place = text.startIndex
      while let found = text.range(of: right, range: place..<text.endIndex) {
        #expect(try !isReplaced(text.replacingCharacters(in: found, with: wrong)))
        place = found.upperBound
      }
      #expect(place > text.startIndex)
    }
    var body = Body()
    body.high = { "(i64.shr_u \($0) (i64.const 31))" }
    #expect(try !isReplaced(body.text))
    // Without the carry between the halves, which the low word does not show.
    let text = Body().text
    let carry = try #require(text.range(of: "(i64.shr_u (local.get $x) (i64.const 32))"))
    #expect(try !isReplaced(text.replacingCharacters(in: carry, with: "(i64.const 0)")))
  }

  @Test func whatIsStoredElsewhereIsNotReplaced() throws {
    let text = Body().text
    let low = "(i64.store (local.get $r) (local.get $lo))"
    #expect(
      try isReplaced(text, store: low + "(i64.store offset=8 (local.get $r) (local.get $hi))"))
    #expect(try !isReplaced(text, store: low))
    #expect(
      try !isReplaced(text, store: low + "(i64.store offset=16 (local.get $r) (local.get $hi))"))
    #expect(
      try !isReplaced(text, store: low + "(i64.store offset=8 (i32.const 0) (local.get $hi))"))
    #expect(
      try !isReplaced(
        text, store: low + "(i64.store offset=8 (local.get $r) (local.get $hi))" + low))
  }
}
