import LLVM
import PVMCodegen
import Testing

/// Numbers of constant expressions over vectors, which LLVM makes where it does not know the order of bytes.
@Suite struct ConstantBytesTests {
  /// The number that a constant is, or nil.
  private func number(_ constant: String) throws -> Int64? {
    let function = try MatchedFunction(
      """
      @memory = external global i8
      define void @f() {
        %p = freeze \(constant)
        ret void
      }
      """)
    let instruction = try #require(try function["p"].asInstruction)
    return function.context.constant(instruction.operand(0))
  }

  /// The bytes of two words.
  private static let half = "bitcast (<2 x i64> <i64 72623859790382856, i64 -2> to <16 x i8>)"

  @Test func elementsAreBytesFromTheLowest() throws {
    #expect(try number("i8 extractelement (<16 x i8> \(Self.half), i64 0)") == 8)
    #expect(try number("i8 extractelement (<16 x i8> \(Self.half), i64 7)") == 1)
    #expect(try number("i8 extractelement (<16 x i8> \(Self.half), i64 8)") == 0xFE)
  }

  @Test func vectorsOfExpressionsAreNumbers() throws {
    let low =
      "i32 extractelement (<2 x i32> bitcast (<1 x i64> <i64 4294967303> to <2 x i32>), i64 0)"
    let high =
      "i32 extractelement (<2 x i32> bitcast (<1 x i64> <i64 4294967303> to <2 x i32>), i64 1)"
    #expect(
      try number("i64 bitcast (<2 x i32> <i32 add (\(low), \(high)), \(high)> to i64)")
        == 0x1_0000_0008)
    #expect(
      try number("i64 bitcast (<2 x i32> <i32 sub (\(high), \(low)), i32 -1> to i64)") == -6)
  }

  @Test func addressesAreNumbersToo() throws {
    let address = "i32 ptrtoint (ptr @memory to i32)"
    #expect(try number("i64 bitcast (<2 x i32> <\(address), i32 1> to i64)") == 0x1_0002_0000)
  }

  /// An expression that names one over and over would take for ever.
  @Test func largeExpressionsAreUnknown() throws {
    var constant = "i32 ptrtoint (ptr @memory to i32)"
    for _ in 0..<11 {
      let vector = "<2 x i32> <\(constant), \(constant)>"
      constant =
        "i32 extractelement (<2 x i32> bitcast (<1 x i64> <i64 bitcast (\(vector) to i64)> to <2 x i32>), i64 0)"
    }
    #expect(try number(constant) == nil)
  }
}
