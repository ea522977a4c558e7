extension RuntimeFunction {
  /// What the function returns for some arguments, nil if it traps.
  ///
  /// Floats are their bits, and numbers of 32 bits are zero-extended. Functions with one parameter ignore the second argument.
  public func evaluate(_ first: UInt64, _ second: UInt64 = 0) -> UInt64? {
    var hasTrapped = false
    func trap<Integer: FixedWidthInteger>() -> Integer {
      hasTrapped = true
      return 0
    }
    let result: UInt64 =
      switch self {
      case .f32Add:
        UInt64(Binary32.sum(UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second)))
      case .f32Mul:
        UInt64(
          Binary32.product(
            of: UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second)))
      case .f32Div:
        UInt64(
          Binary32.quotient(
            of: UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second))
        )
      case .f32Min:
        UInt64(
          Binary32.minimum(UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second)))
      case .f32Max:
        UInt64(
          Binary32.maximum(UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second)))
      case .f32Sqrt: UInt64(Binary32.squareRoot(UInt32(truncatingIfNeeded: first)))
      case .f32Floor: UInt64(Binary32.floor(UInt32(truncatingIfNeeded: first)))
      case .f32Ceil: UInt64(Binary32.ceil(UInt32(truncatingIfNeeded: first)))
      case .f32Trunc: UInt64(Binary32.trunc(UInt32(truncatingIfNeeded: first)))
      case .f32Nearest: UInt64(Binary32.nearest(UInt32(truncatingIfNeeded: first)))
      case .f32Eq:
        Binary32.isEqual(UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second))
          ? 1 : 0
      case .f32Lt:
        Binary32.isLess(UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second))
          ? 1 : 0
      case .f32Le:
        Binary32.isLessOrEqual(
          UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second))
          ? 1 : 0
      case .f32ConvertI32S:
        UInt64(Binary32.from(Int32(truncatingIfNeeded: first)))
      case .f32ConvertI32U: UInt64(Binary32.from(UInt64(UInt32(truncatingIfNeeded: first))))
      case .f32ConvertI64S: UInt64(Binary32.from(Int64(bitPattern: first)))
      case .f32ConvertI64U: UInt64(Binary32.from(first))
      case .f64Add: Binary64.sum(first, second)
      case .f64Mul: Binary64.product(of: first, second)
      case .f64Div: Binary64.quotient(of: first, second)
      case .f64Min: Binary64.minimum(first, second)
      case .f64Max: Binary64.maximum(first, second)
      case .f64Sqrt: Binary64.squareRoot(first)
      case .f64Floor: Binary64.floor(first)
      case .f64Ceil: Binary64.ceil(first)
      case .f64Trunc: Binary64.trunc(first)
      case .f64Nearest: Binary64.nearest(first)
      case .f64Eq: Binary64.isEqual(first, second) ? 1 : 0
      case .f64Lt: Binary64.isLess(first, second) ? 1 : 0
      case .f64Le: Binary64.isLessOrEqual(first, second) ? 1 : 0
      case .f64ConvertI32S: Binary64.from(Int32(truncatingIfNeeded: first))
      case .f64ConvertI32U: Binary64.from(UInt64(UInt32(truncatingIfNeeded: first)))
      case .f64ConvertI64S: Binary64.from(Int64(bitPattern: first))
      case .f64ConvertI64U: Binary64.from(first)
      case .f32DemoteF64: UInt64(Binary32.demoted(first))
      case .f64PromoteF32: Binary64.promoted(UInt32(truncatingIfNeeded: first))
      case .i32TruncF32S:
        UInt64(
          UInt32(
            truncatingIfNeeded: Binary32.signedInteger(UInt32(truncatingIfNeeded: first), width: 32)
            { trap() }))
      case .i32TruncF32U:
        UInt64(
          UInt32(
            truncatingIfNeeded: Binary32.unsignedInteger(
              UInt32(truncatingIfNeeded: first), width: 32
            ) { trap() }))
      case .i32TruncSatF32S:
        UInt64(
          UInt32(
            truncatingIfNeeded: Binary32.saturatedSigned(
              UInt32(truncatingIfNeeded: first), width: 32)
          ))
      case .i32TruncSatF32U:
        UInt64(
          UInt32(
            truncatingIfNeeded: Binary32.saturatedUnsigned(
              UInt32(truncatingIfNeeded: first), width: 32)))
      case .i32TruncF64S:
        UInt64(UInt32(truncatingIfNeeded: Binary64.signedInteger(first, width: 32) { trap() }))
      case .i32TruncF64U:
        UInt64(UInt32(truncatingIfNeeded: Binary64.unsignedInteger(first, width: 32) { trap() }))
      case .i32TruncSatF64S:
        UInt64(UInt32(truncatingIfNeeded: Binary64.saturatedSigned(first, width: 32)))
      case .i32TruncSatF64U:
        UInt64(UInt32(truncatingIfNeeded: Binary64.saturatedUnsigned(first, width: 32)))
      case .i64TruncF32S:
        UInt64(
          UInt64(
            truncatingIfNeeded: Binary32.signedInteger(UInt32(truncatingIfNeeded: first), width: 64)
            { trap() }))
      case .i64TruncF32U:
        UInt64(
          UInt64(
            truncatingIfNeeded: Binary32.unsignedInteger(
              UInt32(truncatingIfNeeded: first), width: 64
            ) { trap() }))
      case .i64TruncSatF32S:
        UInt64(
          truncatingIfNeeded: Binary32.saturatedSigned(UInt32(truncatingIfNeeded: first), width: 64)
        )
      case .i64TruncSatF32U:
        UInt64(
          truncatingIfNeeded: Binary32.saturatedUnsigned(
            UInt32(truncatingIfNeeded: first), width: 64)
        )
      case .i64TruncF64S:
        UInt64(UInt64(truncatingIfNeeded: Binary64.signedInteger(first, width: 64) { trap() }))
      case .i64TruncF64U:
        UInt64(UInt64(truncatingIfNeeded: Binary64.unsignedInteger(first, width: 64) { trap() }))
      case .i64TruncSatF64S: UInt64(truncatingIfNeeded: Binary64.saturatedSigned(first, width: 64))
      case .i64TruncSatF64U:
        UInt64(truncatingIfNeeded: Binary64.saturatedUnsigned(first, width: 64))
      case .mathSin: Mathematics.sin(first)
      case .mathCos: Mathematics.cos(first)
      case .mathTan: Mathematics.tan(first)
      case .mathAsin: Mathematics.asin(first)
      case .mathAcos: Mathematics.acos(first)
      case .mathAtan: Mathematics.atan(first)
      case .mathAtan2: Mathematics.atan2(first, second)
      case .mathExp: Mathematics.exp(first)
      case .mathExpm1: Mathematics.expm1(first)
      case .mathLog: Mathematics.log(first)
      case .mathLog2: Mathematics.log2(first)
      case .mathLog10: Mathematics.log10(first)
      case .mathLog1p: Mathematics.log1p(first)
      case .mathPow: Mathematics.pow(first, second)
      case .mathSinh: Mathematics.sinh(first)
      case .mathCosh: Mathematics.cosh(first)
      case .mathTanh: Mathematics.tanh(first)
      case .mathAsinh: Mathematics.asinh(first)
      case .mathAcosh: Mathematics.acosh(first)
      case .mathAtanh: Mathematics.atanh(first)
      case .mathCbrt: Mathematics.cbrt(first)
      case .mathHypot: Mathematics.hypot(first, second)
      }
    return hasTrapped ? nil : result
  }
}
