import LLVM
import PVMCodegen
import Testing

/// What addresses are taken apart into.
@Suite struct AddressMatcherTests {
  /// Takes the address `p` of the only access of a function apart.
  private func match(
    _ body: String, objects: [String: Int] = [:]
  ) throws -> (AddressMatcher.Match, MatchedFunction) {
    let function = try MatchedFunction(
      """
      @memory = external global i8
      define i32 @f(i32 %a, i32 %b, ptr %q) {
      \(body)
        %x = load i32, ptr %p
        ret i32 %x
      }
      """)
    var matcher = AddressMatcher(context: function.context, order: function.order)
    for (name, number) in objects { matcher.objects[try function[name]] = number }
    return (try matcher.match(function["p"]), function)
  }

  @Test func constantsGoIntoTheOffset() throws {
    let (match, function) = try match(
      """
        %s = getelementptr i8, ptr %q, i32 8
        %p = getelementptr { i32, [4 x i16] }, ptr %s, i32 1, i32 1, i32 3
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["q"], .raw), offset: 30))
  }

  @Test func addressesInTheLinearMemoryAreSumsWithItsStart() throws {
    let (match, function) = try match(
      """
        %i = add i32 %a, 12
        %p = getelementptr i8, ptr @memory, i32 %i
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["a"], .raw), offset: 0x2000C))
  }

  @Test func constantAddressesHaveNoBase() throws {
    let (match, _) = try match("  %p = freeze ptr getelementptr (i8, ptr @memory, i32 -131080)")
    #expect(match == AddressMatcher.Match(base: .none, offset: -8))
  }

  @Test func differencesAndDisjointBitsAreSums() throws {
    let (match, function) = try match(
      """
        %i = sub i32 %a, 4
        %j = or disjoint i32 %i, 3
        %p = inttoptr i32 %j to ptr
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["a"], .raw), offset: -1))
  }

  @Test func otherBitsStay() throws {
    let (match, function) = try match(
      """
        %j = or i32 %a, 3
        %p = inttoptr i32 %j to ptr
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["j"], .raw), offset: 0))
  }

  @Test func sumsThatAreNeededAnywayStay() throws {
    let (match, function) = try match(
      """
        %i = add i32 %a, 12
        %y = mul i32 %i, %b
        store i32 %y, ptr %q
        %p = inttoptr i32 %i to ptr
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["i"], .raw), offset: 0))
  }

  @Test func sumsThatOnlyAccessesUseGoAway() throws {
    let (match, function) = try match(
      """
        %s = getelementptr i8, ptr %q, i32 16
        %y = load i32, ptr %s
        store i32 %y, ptr %s
        %p = getelementptr i8, ptr %s, i32 4
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["q"], .raw), offset: 20))
  }

  @Test func storedAddressesStay() throws {
    let (match, function) = try match(
      """
        %s = getelementptr i8, ptr %q, i32 16
        store ptr %s, ptr %q
        %p = getelementptr i8, ptr %s, i32 4
      """)
    #expect(match == AddressMatcher.Match(base: .value(try function["s"], .raw), offset: 4))
  }

  @Test func frameObjectsAreBases() throws {
    let (match, _) = try match(
      """
        %o = alloca [4 x i32]
        %p = getelementptr i8, ptr %o, i32 8
      """, objects: ["o": 2])
    #expect(match == AddressMatcher.Match(base: .object(2), offset: 8))
  }

  @Test func narrowIndicesAreSignExtended() throws {
    let (match, function) = try match(
      """
        %i = trunc i32 %a to i8
        %p = getelementptr i8, ptr @memory, i8 %i
      """)
    #expect(
      match == AddressMatcher.Match(base: .value(try function["i"], .signed), offset: 0x20000))
  }

  @Test func sumsHaveScales() throws {
    let function = try MatchedFunction(
      """
      define ptr @f(i32 %a, i32 %b, ptr %q) {
        %p = getelementptr [3 x i32], ptr %q, i32 %a, i32 %b
        ret ptr %p
      }
      """)
    let matcher = AddressMatcher(context: function.context, order: function.order)
    let sum = try matcher.sum(of: #require(function["p"].asInstruction))
    #expect(sum.offset == 0)
    #expect(sum.base == (try function["q"]))
    #expect(sum.indices.map(\.value) == [try function["a"], try function["b"]])
    #expect(sum.indices.map(\.scale) == [12, 4])
  }

  @Test func basesOfSeveralAccessesInALoopAreShared() throws {
    let function = try MatchedFunction(
      """
      define void @f(ptr %q, i32 %a) {
      entry:
        %s = getelementptr i8, ptr %q, i32 64
        br label %loop
      loop:
        %i = phi i32 [ 0, %entry ], [ %n, %loop ]
        %p = getelementptr i8, ptr %s, i32 %i
        %x = load i8, ptr %p
        store i8 %x, ptr %p
        %o = getelementptr i8, ptr %q, i32 %i
        store i8 %x, ptr %o
        %n = add i32 %i, 1
        %c = icmp ult i32 %n, %a
        br i1 %c, label %loop, label %end
      end:
        ret void
      }
      """)
    let matcher = AddressMatcher(context: function.context, order: function.order)
    #expect(
      matcher.isSharedBase(try function["s"], of: try #require(function["p"].asInstruction)))
    // Not computed in front of the loop.
    #expect(
      !matcher.isSharedBase(try function["q"], of: try #require(function["o"].asInstruction)))
  }
}
