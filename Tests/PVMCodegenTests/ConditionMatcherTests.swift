import LLVM
import PVMCodegen
import Testing

/// Which comparisons conditions amount to.
@Suite struct ConditionMatcherTests {
  /// Matches the condition `c` of a function with parameters a, b, x (8 bits) and y (64 bits).
  private func match(_ body: String) throws -> (ConditionMatcher.Match, MatchedFunction) {
    let function = try MatchedFunction(
      """
      define i1 @f(i32 %a, i32 %b, i8 %x, i64 %y) {
      \(body)
        ret i1 %c
      }
      """)
    let matcher = ConditionMatcher(
      context: function.context, order: function.order, block: .entry)
    return (matcher.match(try function["c"]), function)
  }

  @Test func constantsAreOnTheRight() throws {
    let (match, function) = try match("  %c = icmp slt i32 7, %a")
    #expect(match == .comparison(.signedGreater, .value(try function["a"], .signed), .immediate(7)))
  }

  @Test func wideConstantsHaveRegisters() throws {
    let (match, function) = try match("  %c = icmp eq i64 %y, 4294967296")
    guard case .comparison(.equal, .value(let left, .raw), .value(let right, .raw)) = match else {
      Issue.record("\(match)")
      return
    }
    #expect(left == (try function["y"]))
    #expect(function.context.constant(right) == 4_294_967_296)
  }

  @Test func narrowValuesAreExtendedAsThePredicateSays() throws {
    let (signed, first) = try match("  %c = icmp slt i8 %x, -3")
    #expect(signed == .comparison(.signedLess, .value(try first["x"], .signed), .immediate(-3)))
    let (unsigned, second) = try match("  %c = icmp ult i8 %x, -3")
    #expect(
      unsigned == .comparison(.unsignedLess, .value(try second["x"], .unsigned), .immediate(253)))
  }

  @Test func complementsAreInverted() throws {
    let (match, function) = try match(
      """
        %d = icmp ult i32 %a, %b
        %c = xor i1 %d, true
      """)
    #expect(
      match
        == .comparison(
          .unsignedGreaterOrEqual, .value(try function["a"], .signed),
          .value(try function["b"], .signed)))
  }

  @Test func truthValuesAreCompared() throws {
    let (match, function) = try match(
      """
        %d = icmp ult i32 %a, %b
        %e = icmp eq i8 %x, 0
        %n = xor i1 %d, %e
        %c = xor i1 %n, true
      """)
    #expect(match == .difference(try function["d"], try function["e"], isInverted: true))
  }

  @Test func anyOtherConditionIsNotZero() throws {
    let (match, function) = try match("  %c = trunc i32 %a to i1")
    #expect(
      match == .comparison(.notEqual, .value(try function["c"], .unsigned), .immediate(0)))
  }

  @Test func rangesOfCharactersAreOneComparison() throws {
    // '0' <= x <= '9' as LLVM writes it: x - 48 mod 256 < 10, so 10 + 48 <= 256 holds and the sum is x - 48.
    let (match, function) = try match(
      """
        %s = add i8 %x, -48
        %c = icmp ult i8 %s, 10
      """)
    #expect(
      match
        == .comparison(.unsignedLess, .sum(try function["x"], 208 - 256), .immediate(10)))
  }

  @Test func rangesThatWrapAroundAreNone() throws {
    // The bound is larger than the summand: x = 255 gives 2, which is in the range.
    let (match, function) = try match(
      """
        %s = add i8 %x, 3
        %c = icmp ult i8 %s, 10
      """)
    #expect(
      match == .comparison(.unsignedLess, .value(try function["s"], .unsigned), .immediate(10)))
  }

  @Test func bitsThatDoNotChangeAreMaskedInFrontOfTheLoop() throws {
    let function = try MatchedFunction(
      """
      define void @f(ptr %q, i32 %a) {
      entry:
        %y = mul i32 %a, 3
        br label %loop
      loop:
        %x = load i32, ptr %q
        %d = xor i32 %x, %y
        %m = and i32 %d, 255
        %c = icmp eq i32 %m, 0
        br i1 %c, label %loop, label %end
      end:
        ret void
      }
      """)
    let loop = try function.block(of: "c")
    let matcher = ConditionMatcher(context: function.context, order: function.order, block: loop)
    #expect(
      matcher.match(try function["c"])
        == .comparison(
          .equal, .bits(try function["x"], mask: 255), .invariantBits(try function["y"], mask: 255))
    )
    // Outside of the loop nothing is gained.
    let outside = ConditionMatcher(
      context: function.context, order: function.order, block: .entry)
    #expect(
      outside.match(try function["c"])
        == .comparison(.equal, .value(try function["m"], .signed), .immediate(0)))
  }
}
