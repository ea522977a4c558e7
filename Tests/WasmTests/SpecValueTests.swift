import TestSupport
import Testing
import Wasm
import WasmScript

/// What the specification's assertions accept.
struct SpecValueTests {
  /// Kinds of NaN.
  @Test func nans() {
    let canonical = WastExpectation.f32(.canonical)
    let arithmetic = WastExpectation.f32(.arithmetic)
    for (bits, isCanonical, isArithmetic) in [
      (0x7FC0_0000, true, true), (0xFFC0_0000, true, true), (0x7FC0_0001, false, true),
      (0x7F80_0001, false, false), (0x7F80_0000, false, false), (0, false, false),
    ] as [(UInt32, Bool, Bool)] {
      #expect(canonical.accepts(.f32(bits)) == isCanonical)
      #expect(arithmetic.accepts(.f32(bits)) == isArithmetic)
    }
    for (bits, isCanonical, isArithmetic) in [
      (0x7FF8_0000_0000_0000, true, true), (0xFFF8_0000_0000_0000, true, true),
      (0x7FFC_0000_0000_0000, false, true), (0x7FF0_0000_0000_0001, false, false),
    ] as [(UInt64, Bool, Bool)] {
      #expect(WastExpectation.f64(.canonical).accepts(.f64(bits)) == isCanonical)
      #expect(WastExpectation.f64(.arithmetic).accepts(.f64(bits)) == isArithmetic)
    }
    #expect(!canonical.accepts(.f64(0x7FF8_0000_0000_0000)))
  }

  /// Values are compared by type and bits.
  @Test func values() {
    #expect(WastExpectation.value(.i32(1)).accepts(.i32(1)))
    #expect(!WastExpectation.value(.i32(1)).accepts(.i64(1)))
    #expect(!WastExpectation.value(.f32(0)).accepts(.f32(0x8000_0000)))
    #expect(WastExpectation.anyFuncref.accepts(.funcref(3)))
    #expect(!WastExpectation.anyFuncref.accepts(.funcref(nil)))
    #expect(!WastExpectation.anyExternref.accepts(.funcref(3)))
  }

  /// Lanes are counted from the low end.
  @Test func lanes() {
    let lanes = WastExpectation.v128([.f32(1), .f32NaN(.canonical), .f32(3), .f32(4)])
    let vector = V128(low: 0x7FC0_0000_0000_0001, high: 0x0000_0004_0000_0003)
    #expect(lanes.accepts(.v128(vector)))
    #expect(!lanes.accepts(.v128(V128(low: vector.low, high: 0x0000_0003_0000_0004))))
    let wide = WastExpectation.v128([.f64(5), .f64NaN(.arithmetic)])
    #expect(wide.accepts(.v128(V128(low: 5, high: 0xFFFF_0000_0000_0000))))
    #expect(!wide.accepts(.v128(V128(low: 0xFFFF_0000_0000_0000, high: 5))))
  }

  /// Arguments and results of a script arrive as written in it.
  @Test(.enabled(if: SpecSuite.obstacle == nil, "needs ../shared/testsuite and wabt"))
  func scriptValues() throws {
    let file = try #require(SpecSuite.files(of: .core).first { $0.name == "i64" })
    let script = try SpecSuite.load(file)
    // (assert_return (invoke "add" (i64.const 0x3fffffff) (i64.const 1)) (i64.const 0x40000000))
    let found = script.commands.contains { command in
      guard case .assertReturn(.invoke(nil, "add", let arguments), let results) = command.kind
      else { return false }
      return arguments == [.i64(0x3FFF_FFFF), .i64(1)] && results == [.value(.i64(0x4000_0000))]
    }
    #expect(found)
  }
}
