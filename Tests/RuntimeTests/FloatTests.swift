import Foundation
import Runtime
import Testing

/// The runtime's float operations against the host's hardware.
///
/// `WASM_PVM_RUNTIME_SAMPLES` is the number of operands or pairs of operands for each function, by default 100,000; with
/// `WASM_PVM_RUNTIME_EXHAUSTIVE`, functions of one `f32` get all of them. `ci/jobs/runtime.sh --full` sets both.
@Suite struct FloatTests {
  /// How many operands are tried.
  private static let samples: Int =
    ProcessInfo.processInfo.environment["WASM_PVM_RUNTIME_SAMPLES"].flatMap { Int($0) } ?? 100_000

  /// Whether functions of one `f32` are tried with all of them.
  private static let isExhaustive =
    ProcessInfo.processInfo.environment["WASM_PVM_RUNTIME_EXHAUSTIVE"] != nil

  @Test(arguments: RuntimeFunction.operations)
  func functionEqualsHardware(_ function: RuntimeFunction) throws {
    let reference = try #require(HostFloat.reference[function])
    var operands = FloatOperand(seed: 1)
    var failures: [String] = []
    func check(_ first: UInt64, _ second: UInt64 = 0) {
      let result = function.evaluate(first, second)
      let expected = reference.evaluate(first, second)
      guard result != expected, failures.count < 10 else { return }
      failures.append(
        "\(String(first, radix: 16)) \(String(second, radix: 16)): \(describe(result)), not \(describe(expected))"
      )
    }
    switch reference {
    case .single1 where Self.isExhaustive:
      for bits in 0...UInt32.max { check(UInt64(bits)) }
    case .single1:
      for _ in 0..<Self.samples { check(UInt64(operands.single())) }
    case .double1:
      for _ in 0..<Self.samples { check(operands.double()) }
    case .integer32:
      for _ in 0..<Self.samples { check(operands.integer() & 0xFFFF_FFFF) }
    case .integer64:
      for _ in 0..<Self.samples { check(operands.integer()) }
    case .single2:
      for _ in 0..<Self.samples {
        let first = operands.single()
        check(UInt64(first), UInt64(operands.single(near: first)))
      }
    case .double2:
      for _ in 0..<Self.samples {
        let first = operands.double()
        check(first, operands.double(near: first))
      }
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  /// A result as text.
  private func describe(_ result: UInt64?) -> String {
    result.map { String($0, radix: 16) } ?? "trap"
  }

  /// The operands that IEEE 754 and WebAssembly name, one by one.
  @Test func specialValues() {
    let nan: UInt64 = 0x7FF8_0000_0000_0000
    let one: UInt64 = 0x3FF0_0000_0000_0000
    let infinity: UInt64 = 0x7FF0_0000_0000_0000
    let minus: UInt64 = 1 << 63
    // A signaling NaN with a sign and a payload becomes the canonical one.
    for function in [RuntimeFunction.f64Add, .f64Mul, .f64Div, .f64Min, .f64Max] {
      #expect(function.evaluate(0xFFF0_0000_0000_0001, one) == nan)
      #expect(function.evaluate(one, 0x7FFF_FFFF_FFFF_FFFF) == nan)
    }
    for function in [RuntimeFunction.f64Sqrt, .f64Floor, .f64Ceil, .f64Trunc, .f64Nearest] {
      #expect(function.evaluate(0xFFF0_0000_0000_0001) == nan)
      #expect(function.evaluate(minus) == minus)
    }
    #expect(RuntimeFunction.f64Add.evaluate(infinity, infinity | minus) == nan)
    #expect(RuntimeFunction.f64Add.evaluate(one, one | minus) == 0)
    #expect(RuntimeFunction.f64Add.evaluate(minus, minus) == minus)
    #expect(RuntimeFunction.f64Mul.evaluate(0, infinity) == nan)
    #expect(RuntimeFunction.f64Div.evaluate(0, 0) == nan)
    #expect(RuntimeFunction.f64Div.evaluate(one, minus) == infinity | minus)
    #expect(RuntimeFunction.f64Min.evaluate(0, minus) == minus)
    #expect(RuntimeFunction.f64Max.evaluate(minus, 0) == 0)
    #expect(RuntimeFunction.f64PromoteF32.evaluate(0xFF80_0001) == nan)
    #expect(RuntimeFunction.f32DemoteF64.evaluate(0xFFF0_0000_0000_0001) == 0x7FC0_0000)
    #expect(RuntimeFunction.i32TruncF64S.evaluate(0xC1E0_0000_0020_0000) == nil)
    #expect(RuntimeFunction.i32TruncF64S.evaluate(0xC1E0_0000_001F_FFFF) == 0x8000_0000)
    #expect(RuntimeFunction.i32TruncSatF64S.evaluate(nan) == 0)
    #expect(RuntimeFunction.i64TruncSatF64U.evaluate(infinity) == .max)
  }
}
