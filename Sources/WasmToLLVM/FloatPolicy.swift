internal import Wasm

/// What happens to float operations, which the PVM has no instructions for.
///
/// Floats are kept as their bits, `f32` as an `i32` and `f64` as an `i64`. What only moves or edits bits is always exact and
/// always supported: constants, loads, stores, locals, globals, calls, `reinterpret`, `abs`, `neg` and `copysign`.
package enum FloatPolicy: Equatable, Sendable {
  /// A reachable float operation is an error.
  case reject
  /// A float operation traps when it is executed.
  case trap
  /// A float operation does the host call with this index when it is executed, so that the host learns of it, and
  /// then traps.
  case hostCall(UInt32)
}

extension NumericOperator {
  /// Whether this computes with floats in a way that editing bits does not do.
  var isFloatArithmetic: Bool {
    switch self {
    case .f32Eq, .f32Ne, .f32Lt, .f32Gt, .f32Le, .f32Ge, .f64Eq, .f64Ne, .f64Lt, .f64Gt, .f64Le,
      .f64Ge, .f32Ceil, .f32Floor, .f32Trunc, .f32Nearest, .f32Sqrt, .f32Add, .f32Sub, .f32Mul,
      .f32Div, .f32Min, .f32Max, .f64Ceil, .f64Floor, .f64Trunc, .f64Nearest, .f64Sqrt, .f64Add,
      .f64Sub, .f64Mul, .f64Div, .f64Min, .f64Max, .i32TruncF32S, .i32TruncF32U, .i32TruncF64S,
      .i32TruncF64U, .i64TruncF32S, .i64TruncF32U, .i64TruncF64S, .i64TruncF64U,
      .f32ConvertI32S, .f32ConvertI32U, .f32ConvertI64S, .f32ConvertI64U, .f32DemoteF64,
      .f64ConvertI32S, .f64ConvertI32U, .f64ConvertI64S, .f64ConvertI64U, .f64PromoteF32,
      .i32TruncSatF32S, .i32TruncSatF32U, .i32TruncSatF64S, .i32TruncSatF64U, .i64TruncSatF32S,
      .i64TruncSatF32U, .i64TruncSatF64S, .i64TruncSatF64U:
      true
    default: false
    }
  }
}
