import Foundation
import Runtime
import Testing

/// The runtime's mathematical functions against the host's library.
///
/// The host's is mostly within one of the last bit; with numbers of 64 significant bits (`Float80`) it also tells how far ours are from the
/// exact result. `WASM_PVM_RUNTIME_SAMPLES` is the number of operands, as for `FloatTests`.
@Suite struct MathematicsTests {
  /// How many operands are tried, at least.
  private static let samples: Int =
    ProcessInfo.processInfo.environment["WASM_PVM_RUNTIME_SAMPLES"]
    .flatMap { Int($0) }.map { $0 / 10 } ?? 20_000

  /// A function of the host.
  private enum Reference {
    /// Of one number.
    case one((Double) -> Double)
    /// Of two.
    case two((Double, Double) -> Double)
  }

  /// The host's functions.
  private static func reference(_ function: RuntimeFunction) -> Reference {
    switch function {
    case .mathSin: .one { sin($0) }
    case .mathCos: .one { cos($0) }
    case .mathTan: .one { tan($0) }
    case .mathAsin: .one { asin($0) }
    case .mathAcos: .one { acos($0) }
    case .mathAtan: .one { atan($0) }
    case .mathAtan2: .two { atan2($0, $1) }
    case .mathExp: .one { exp($0) }
    case .mathExpm1: .one { expm1($0) }
    case .mathLog: .one { log($0) }
    case .mathLog2: .one { log2($0) }
    case .mathLog10: .one { log10($0) }
    case .mathLog1p: .one { log1p($0) }
    case .mathPow: .two { pow($0, $1) }
    case .mathSinh: .one { sinh($0) }
    case .mathCosh: .one { cosh($0) }
    case .mathTanh: .one { tanh($0) }
    case .mathAsinh: .one { asinh($0) }
    case .mathAcosh: .one { acosh($0) }
    case .mathAtanh: .one { atanh($0) }
    case .mathCbrt: .one { cbrt($0) }
    case .mathHypot: .two { hypot($0, $1) }
    // What is missing here fails.
    default: .one { _ in .nan }
    }
  }

  /// How far the host may be off, in units of the last bit (the GNU C library's manual, Known Maximum Errors).
  private static func hostError(_ function: RuntimeFunction) -> UInt64 {
    switch function {
    case .mathCbrt: 4
    case .mathSinh, .mathCosh, .mathTanh, .mathLog10, .mathAsinh, .mathAcosh, .mathAtanh: 2
    default: 0
    }
  }

  /// How many numbers lie between two, or between their neighbors if they are not numbers or have other signs.
  private static func distance(_ left: Double, _ right: Double) -> UInt64 {
    if left.isNaN || right.isNaN { return left.isNaN && right.isNaN ? 0 : .max }
    if left.sign != right.sign { return .max }
    let (low, high) = (min(left.magnitude, right.magnitude), max(left.magnitude, right.magnitude))
    return high.bitPattern - low.bitPattern
  }

  /// Operands: any, from ranges where results are neither 0 nor infinite, near 1, multiples of a quarter turn.
  private static func operand(_ random: inout FloatOperand, _ index: Int) -> Double {
    let word = random.word()
    switch index % 6 {
    case 0: return Double(bitPattern: word)
    case 1: return (Double(word >> 11) * 0x1p-53 - 0.5) * 1500
    case 2: return (Double(word >> 11) * 0x1p-52 - 1) * 8
    case 3: return 1 + Double(Int64(word % 4001) - 2000) * 0x1p-40
    case 4: return Double(Int64(word % 4001) - 2000) * (.pi / 4)
    default: return Double(Int64(word % 4001) - 2000) / 16
    }
  }

  @Test(arguments: RuntimeFunction.mathematics)
  func isWithinOneOfTheLastBitOfTheHost(_ function: RuntimeFunction) {
    let reference = Self.reference(function)
    let allowed = 1 + Self.hostError(function)
    var random = FloatOperand(seed: 7)
    var failures: [String] = []
    func check(_ x: Double, _ y: Double) {
      let result = Double(bitPattern: function.evaluate(x.bitPattern, y.bitPattern) ?? 0)
      let expected: Double
      switch reference {
      case .one(let body): expected = body(x)
      case .two(let body): expected = body(x, y)
      }
      guard Self.distance(result, expected) > allowed, failures.count < 10 else { return }
      failures.append("\(function.rawValue) of \(x), \(y): \(result), not \(expected)")
    }
    for index in 0..<Self.samples {
      let x = Self.operand(&random, index)
      // All pairs of kinds; powers that are neither 0 nor infinite.
      let y =
        function == .mathPow && index & 1 == 0
        ? (Double(random.word() >> 11) * 0x1p-53 - 0.5) * 2148 / log2(x.magnitude)
        : Self.operand(&random, index / 6)
      if function == .mathPow, x.magnitude == 1, !y.isFinite { continue }
      check(x, y)
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n"))")
  }

  #if arch(x86_64)
    /// Functions of `Float80`, which has the 64 significant bits that ours are computed with.
    @Test func isWithin51HundredthsOfTheLastBit() {
      typealias Pair = (function: RuntimeFunction, body: (Float80) -> Float80)
      let pairs: [Pair] = [
        (.mathSin, { sin($0) }), (.mathCos, { cos($0) }), (.mathTan, { tan($0) }),
        (.mathAsin, { asin($0) }), (.mathAcos, { acos($0) }), (.mathAtan, { atan($0) }),
        (.mathExp, { exp($0) }), (.mathExpm1, { expm1($0) }), (.mathLog, { log($0) }),
        (.mathLog2, { log2($0) }), (.mathLog10, { log10($0) }), (.mathLog1p, { log1p($0) }),
        (.mathSinh, { sinh($0) }), (.mathCosh, { cosh($0) }), (.mathTanh, { tanh($0) }),
        (.mathAsinh, { asinh($0) }), (.mathAcosh, { acosh($0) }), (.mathAtanh, { atanh($0) }),
        (.mathCbrt, { cbrt($0) }),
      ]
      for (function, body) in pairs {
        var random = FloatOperand(seed: 8)
        var worst: (error: Float80, operand: Double) = (0, 0)
        for index in 0..<Self.samples {
          let x = Self.operand(&random, index)
          let exact = body(Float80(x))
          let result = Double(bitPattern: function.evaluate(x.bitPattern) ?? 0)
          guard exact.isFinite, result.isFinite, result.isNormal else { continue }
          let error = abs(Float80(result) - exact) / Float80(result.ulp)
          if error > worst.error { worst = (error, x) }
        }
        // 1/100 for ours, 1/1000 for the host's.
        #expect(worst.error < 0.511, "\(function.rawValue) of \(worst.operand)")
      }
    }
  #endif

  /// What ECMA-262 says about zeros, infinities and what is no number.
  @Test func specialValues() {
    func value(_ function: RuntimeFunction, _ x: Double, _ y: Double = 0) -> Double {
      Double(bitPattern: function.evaluate(x.bitPattern, y.bitPattern) ?? 0)
    }
    for function in RuntimeFunction.mathematics {
      let isConstant = function == .mathPow
      #expect(
        function.evaluate(0xFFF0_0000_0000_0001, isConstant ? 0x4000_0000_0000_0000 : 0)
          == 0x7FF8_0000_0000_0000)
    }
    for function in [
      RuntimeFunction.mathSin, .mathTan, .mathAsin, .mathAtan, .mathExpm1, .mathLog1p, .mathSinh,
      .mathTanh, .mathAsinh, .mathAtanh, .mathCbrt,
    ] {
      #expect(value(function, -0.0).sign == .minus)
      #expect(value(function, -0.0) == 0)
      // Less than the smallest normal number, which is the result.
      #expect(function == .mathCbrt || value(function, -0x1p-1074) == -0x1p-1074)
    }
    #expect(value(.mathPow, 1, .infinity).isNaN)
    #expect(value(.mathPow, .nan, 0) == 1)
    #expect(value(.mathPow, -2, 3) == -8)
    #expect(value(.mathPow, -2, 0.5).isNaN)
    #expect(value(.mathPow, -0.0, -3) == -.infinity)
    #expect(value(.mathPow, -.infinity, -3).sign == .minus)
    #expect(value(.mathPow, 10, 22) == 1e22)
    #expect(value(.mathPow, 2, -1074) == 0x1p-1074)
    #expect(value(.mathAtan2, -0.0, -0.0) == -.pi)
    #expect(value(.mathAtan2, .infinity, -.infinity) == 3 * .pi / 4)
    #expect(value(.mathHypot, .nan, -.infinity) == .infinity)
    #expect(value(.mathHypot, 3, 4) == 5)
    #expect(value(.mathLog, 0) == -.infinity)
    #expect(value(.mathLog, -1).isNaN)
    #expect(value(.mathLog10, 1000) == 3)
    #expect(value(.mathLog2, 0x1p-1074) == -1074)
    #expect(value(.mathCbrt, -27) == -3)
    #expect(value(.mathExp, 710) == .infinity)
    #expect(value(.mathExp, -746) == 0)
    #expect(value(.mathAcos, -1) == .pi)
    // The number nearest to a multiple of a quarter turn.
    #expect(value(.mathCos, 6_381_956_970_095_103 * 0x1p797) == -4.687165924254628e-19)
  }
}
