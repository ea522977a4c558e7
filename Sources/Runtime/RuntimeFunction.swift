/// The functions of the runtime, which compiled programs call: float operations of WebAssembly by their names there, and mathematical
/// functions of `f64`s, `math.N` for ECMAScript's `Math.N`.
///
/// `sub`, `ne`, `gt` and `ge` are missing because they are others with operands negated, swapped or the result inverted.
public enum RuntimeFunction: String, CaseIterable, Sendable {
  case f32Add = "f32.add"
  case f32Mul = "f32.mul"
  case f32Div = "f32.div"
  case f32Min = "f32.min"
  case f32Max = "f32.max"
  case f32Sqrt = "f32.sqrt"
  case f32Floor = "f32.floor"
  case f32Ceil = "f32.ceil"
  case f32Trunc = "f32.trunc"
  case f32Nearest = "f32.nearest"
  case f32Eq = "f32.eq"
  case f32Lt = "f32.lt"
  case f32Le = "f32.le"
  case f32ConvertI32S = "f32.convert_i32_s"
  case f32ConvertI32U = "f32.convert_i32_u"
  case f32ConvertI64S = "f32.convert_i64_s"
  case f32ConvertI64U = "f32.convert_i64_u"
  case f64Add = "f64.add"
  case f64Mul = "f64.mul"
  case f64Div = "f64.div"
  case f64Min = "f64.min"
  case f64Max = "f64.max"
  case f64Sqrt = "f64.sqrt"
  case f64Floor = "f64.floor"
  case f64Ceil = "f64.ceil"
  case f64Trunc = "f64.trunc"
  case f64Nearest = "f64.nearest"
  case f64Eq = "f64.eq"
  case f64Lt = "f64.lt"
  case f64Le = "f64.le"
  case f64ConvertI32S = "f64.convert_i32_s"
  case f64ConvertI32U = "f64.convert_i32_u"
  case f64ConvertI64S = "f64.convert_i64_s"
  case f64ConvertI64U = "f64.convert_i64_u"
  case f32DemoteF64 = "f32.demote_f64"
  case f64PromoteF32 = "f64.promote_f32"
  case i32TruncF32S = "i32.trunc_f32_s"
  case i32TruncF32U = "i32.trunc_f32_u"
  case i32TruncSatF32S = "i32.trunc_sat_f32_s"
  case i32TruncSatF32U = "i32.trunc_sat_f32_u"
  case i32TruncF64S = "i32.trunc_f64_s"
  case i32TruncF64U = "i32.trunc_f64_u"
  case i32TruncSatF64S = "i32.trunc_sat_f64_s"
  case i32TruncSatF64U = "i32.trunc_sat_f64_u"
  case i64TruncF32S = "i64.trunc_f32_s"
  case i64TruncF32U = "i64.trunc_f32_u"
  case i64TruncSatF32S = "i64.trunc_sat_f32_s"
  case i64TruncSatF32U = "i64.trunc_sat_f32_u"
  case i64TruncF64S = "i64.trunc_f64_s"
  case i64TruncF64U = "i64.trunc_f64_u"
  case i64TruncSatF64S = "i64.trunc_sat_f64_s"
  case i64TruncSatF64U = "i64.trunc_sat_f64_u"
  case mathSin = "math.sin"
  case mathCos = "math.cos"
  case mathTan = "math.tan"
  case mathAsin = "math.asin"
  case mathAcos = "math.acos"
  case mathAtan = "math.atan"
  case mathAtan2 = "math.atan2"
  case mathExp = "math.exp"
  case mathExpm1 = "math.expm1"
  case mathLog = "math.log"
  case mathLog2 = "math.log2"
  case mathLog10 = "math.log10"
  case mathLog1p = "math.log1p"
  case mathPow = "math.pow"
  case mathSinh = "math.sinh"
  case mathCosh = "math.cosh"
  case mathTanh = "math.tanh"
  case mathAsinh = "math.asinh"
  case mathAcosh = "math.acosh"
  case mathAtanh = "math.atanh"
  case mathCbrt = "math.cbrt"
  case mathHypot = "math.hypot"

  /// The float operations, which are instructions of WebAssembly.
  public static let operations = allCases.filter { !$0.isMathematics }
  /// The mathematical functions.
  public static let mathematics = allCases.filter { $0.isMathematics }
}

extension RuntimeFunction {
  /// Whether some arguments make it trap: conversions to whole numbers that do not saturate.
  public var canTrap: Bool {
    switch self {
    case .i32TruncF32S, .i32TruncF32U, .i32TruncF64S, .i32TruncF64U, .i64TruncF32S, .i64TruncF32U,
      .i64TruncF64S, .i64TruncF64U:
      true
    default: false
    }
  }
}

extension RuntimeFunction {
  /// Whether it is a mathematical function of `f64`s.
  public var isMathematics: Bool { rawValue.utf8.first == UInt8(ascii: "m") }

  /// Whether it returns a float, which is never another NaN than the canonical one.
  public var returnsFloat: Bool {
    switch self {
    case .f32Eq, .f32Lt, .f32Le, .f64Eq, .f64Lt, .f64Le: false
    default: isMathematics || rawValue.utf8.first == UInt8(ascii: "f")
    }
  }

  /// How many parameters it has.
  public var parameterCount: Int {
    switch self {
    case .f32Add, .f32Mul, .f32Div, .f32Min, .f32Max, .f32Eq, .f32Lt, .f32Le, .f64Add, .f64Mul,
      .f64Div, .f64Min, .f64Max, .f64Eq, .f64Lt, .f64Le, .mathAtan2, .mathPow, .mathHypot:
      2
    default: 1
    }
  }
}
