// The runtime's functions as a WebAssembly module exports them: one wrapper for each `RuntimeFunction`.

/// Ends the program.
private func trap() -> Never { fatalError() }

/// `f32.add`.
@_expose(wasm, "f32.add")
@_cdecl("f32_add")
@inline(__always)
func f32_add(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.sum(a, b)
}

/// `f32.mul`.
@_expose(wasm, "f32.mul")
@_cdecl("f32_mul")
@inline(__always)
func f32_mul(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.product(of: a, b)
}

/// `f32.div`.
@_expose(wasm, "f32.div")
@_cdecl("f32_div")
@inline(__always)
func f32_div(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.quotient(of: a, b)
}

/// `f32.min`.
@_expose(wasm, "f32.min")
@_cdecl("f32_min")
@inline(__always)
func f32_min(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.minimum(a, b)
}

/// `f32.max`.
@_expose(wasm, "f32.max")
@_cdecl("f32_max")
@inline(__always)
func f32_max(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.maximum(a, b)
}

/// `f32.sqrt`.
@_expose(wasm, "f32.sqrt")
@_cdecl("f32_sqrt")
@inline(__always)
func f32_sqrt(_ a: UInt32) -> UInt32 {
  Binary32.squareRoot(a)
}

/// `f32.floor`.
@_expose(wasm, "f32.floor")
@_cdecl("f32_floor")
@inline(__always)
func f32_floor(_ a: UInt32) -> UInt32 {
  Binary32.floor(a)
}

/// `f32.ceil`.
@_expose(wasm, "f32.ceil")
@_cdecl("f32_ceil")
@inline(__always)
func f32_ceil(_ a: UInt32) -> UInt32 {
  Binary32.ceil(a)
}

/// `f32.trunc`.
@_expose(wasm, "f32.trunc")
@_cdecl("f32_trunc")
@inline(__always)
func f32_trunc(_ a: UInt32) -> UInt32 {
  Binary32.trunc(a)
}

/// `f32.nearest`.
@_expose(wasm, "f32.nearest")
@_cdecl("f32_nearest")
@inline(__always)
func f32_nearest(_ a: UInt32) -> UInt32 {
  Binary32.nearest(a)
}

/// `f32.eq`.
@_expose(wasm, "f32.eq")
@_cdecl("f32_eq")
@inline(__always)
func f32_eq(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.isEqual(a, b) ? 1 : 0
}

/// `f32.lt`.
@_expose(wasm, "f32.lt")
@_cdecl("f32_lt")
@inline(__always)
func f32_lt(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.isLess(a, b) ? 1 : 0
}

/// `f32.le`.
@_expose(wasm, "f32.le")
@_cdecl("f32_le")
@inline(__always)
func f32_le(_ a: UInt32, _ b: UInt32) -> UInt32 {
  Binary32.isLessOrEqual(a, b) ? 1 : 0
}

/// `f32.convert_i32_s`.
@_expose(wasm, "f32.convert_i32_s")
@_cdecl("f32_convert_i32_s")
@inline(__always)
func f32_convert_i32_s(_ a: UInt32) -> UInt32 {
  Binary32.from(Int32(bitPattern: a))
}

/// `f32.convert_i32_u`.
@_expose(wasm, "f32.convert_i32_u")
@_cdecl("f32_convert_i32_u")
@inline(__always)
func f32_convert_i32_u(_ a: UInt32) -> UInt32 {
  Binary32.from(UInt64(a))
}

/// `f32.convert_i64_s`.
@_expose(wasm, "f32.convert_i64_s")
@_cdecl("f32_convert_i64_s")
@inline(__always)
func f32_convert_i64_s(_ a: UInt64) -> UInt32 {
  Binary32.from(Int64(bitPattern: a))
}

/// `f32.convert_i64_u`.
@_expose(wasm, "f32.convert_i64_u")
@_cdecl("f32_convert_i64_u")
@inline(__always)
func f32_convert_i64_u(_ a: UInt64) -> UInt32 {
  Binary32.from(a)
}

/// `f64.add`.
@_expose(wasm, "f64.add")
@_cdecl("f64_add")
@inline(__always)
func f64_add(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Binary64.sum(a, b)
}

/// `f64.mul`.
@_expose(wasm, "f64.mul")
@_cdecl("f64_mul")
@inline(__always)
func f64_mul(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Binary64.product(of: a, b)
}

/// `f64.div`.
@_expose(wasm, "f64.div")
@_cdecl("f64_div")
@inline(__always)
func f64_div(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Binary64.quotient(of: a, b)
}

/// `f64.min`.
@_expose(wasm, "f64.min")
@_cdecl("f64_min")
@inline(__always)
func f64_min(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Binary64.minimum(a, b)
}

/// `f64.max`.
@_expose(wasm, "f64.max")
@_cdecl("f64_max")
@inline(__always)
func f64_max(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Binary64.maximum(a, b)
}

/// `f64.sqrt`.
@_expose(wasm, "f64.sqrt")
@_cdecl("f64_sqrt")
@inline(__always)
func f64_sqrt(_ a: UInt64) -> UInt64 {
  Binary64.squareRoot(a)
}

/// `f64.floor`.
@_expose(wasm, "f64.floor")
@_cdecl("f64_floor")
@inline(__always)
func f64_floor(_ a: UInt64) -> UInt64 {
  Binary64.floor(a)
}

/// `f64.ceil`.
@_expose(wasm, "f64.ceil")
@_cdecl("f64_ceil")
@inline(__always)
func f64_ceil(_ a: UInt64) -> UInt64 {
  Binary64.ceil(a)
}

/// `f64.trunc`.
@_expose(wasm, "f64.trunc")
@_cdecl("f64_trunc")
@inline(__always)
func f64_trunc(_ a: UInt64) -> UInt64 {
  Binary64.trunc(a)
}

/// `f64.nearest`.
@_expose(wasm, "f64.nearest")
@_cdecl("f64_nearest")
@inline(__always)
func f64_nearest(_ a: UInt64) -> UInt64 {
  Binary64.nearest(a)
}

/// `f64.eq`.
@_expose(wasm, "f64.eq")
@_cdecl("f64_eq")
@inline(__always)
func f64_eq(_ a: UInt64, _ b: UInt64) -> UInt32 {
  Binary64.isEqual(a, b) ? 1 : 0
}

/// `f64.lt`.
@_expose(wasm, "f64.lt")
@_cdecl("f64_lt")
@inline(__always)
func f64_lt(_ a: UInt64, _ b: UInt64) -> UInt32 {
  Binary64.isLess(a, b) ? 1 : 0
}

/// `f64.le`.
@_expose(wasm, "f64.le")
@_cdecl("f64_le")
@inline(__always)
func f64_le(_ a: UInt64, _ b: UInt64) -> UInt32 {
  Binary64.isLessOrEqual(a, b) ? 1 : 0
}

/// `f64.convert_i32_s`.
@_expose(wasm, "f64.convert_i32_s")
@_cdecl("f64_convert_i32_s")
@inline(__always)
func f64_convert_i32_s(_ a: UInt32) -> UInt64 {
  Binary64.from(Int32(bitPattern: a))
}

/// `f64.convert_i32_u`.
@_expose(wasm, "f64.convert_i32_u")
@_cdecl("f64_convert_i32_u")
@inline(__always)
func f64_convert_i32_u(_ a: UInt32) -> UInt64 {
  Binary64.from(UInt64(a))
}

/// `f64.convert_i64_s`.
@_expose(wasm, "f64.convert_i64_s")
@_cdecl("f64_convert_i64_s")
@inline(__always)
func f64_convert_i64_s(_ a: UInt64) -> UInt64 {
  Binary64.from(Int64(bitPattern: a))
}

/// `f64.convert_i64_u`.
@_expose(wasm, "f64.convert_i64_u")
@_cdecl("f64_convert_i64_u")
@inline(__always)
func f64_convert_i64_u(_ a: UInt64) -> UInt64 {
  Binary64.from(a)
}

/// `f32.demote_f64`.
@_expose(wasm, "f32.demote_f64")
@_cdecl("f32_demote_f64")
@inline(__always)
func f32_demote_f64(_ a: UInt64) -> UInt32 {
  Binary32.demoted(a)
}

/// `f64.promote_f32`.
@_expose(wasm, "f64.promote_f32")
@_cdecl("f64_promote_f32")
@inline(__always)
func f64_promote_f32(_ a: UInt32) -> UInt64 {
  Binary64.promoted(a)
}

/// `i32.trunc_f32_s`.
@_expose(wasm, "i32.trunc_f32_s")
@_cdecl("i32_trunc_f32_s")
@inline(__always)
func i32_trunc_f32_s(_ a: UInt32) -> UInt32 {
  UInt32(truncatingIfNeeded: UInt64(bitPattern: Binary32.signedInteger(a, width: 32) { trap() }))
}

/// `i32.trunc_f32_u`.
@_expose(wasm, "i32.trunc_f32_u")
@_cdecl("i32_trunc_f32_u")
@inline(__always)
func i32_trunc_f32_u(_ a: UInt32) -> UInt32 {
  UInt32(truncatingIfNeeded: Binary32.unsignedInteger(a, width: 32) { trap() })
}

/// `i32.trunc_sat_f32_s`.
@_expose(wasm, "i32.trunc_sat_f32_s")
@_cdecl("i32_trunc_sat_f32_s")
@inline(__always)
func i32_trunc_sat_f32_s(_ a: UInt32) -> UInt32 {
  UInt32(truncatingIfNeeded: UInt64(bitPattern: Binary32.saturatedSigned(a, width: 32)))
}

/// `i32.trunc_sat_f32_u`.
@_expose(wasm, "i32.trunc_sat_f32_u")
@_cdecl("i32_trunc_sat_f32_u")
@inline(__always)
func i32_trunc_sat_f32_u(_ a: UInt32) -> UInt32 {
  UInt32(truncatingIfNeeded: Binary32.saturatedUnsigned(a, width: 32))
}

/// `i32.trunc_f64_s`.
@_expose(wasm, "i32.trunc_f64_s")
@_cdecl("i32_trunc_f64_s")
@inline(__always)
func i32_trunc_f64_s(_ a: UInt64) -> UInt32 {
  UInt32(truncatingIfNeeded: UInt64(bitPattern: Binary64.signedInteger(a, width: 32) { trap() }))
}

/// `i32.trunc_f64_u`.
@_expose(wasm, "i32.trunc_f64_u")
@_cdecl("i32_trunc_f64_u")
@inline(__always)
func i32_trunc_f64_u(_ a: UInt64) -> UInt32 {
  UInt32(truncatingIfNeeded: Binary64.unsignedInteger(a, width: 32) { trap() })
}

/// `i32.trunc_sat_f64_s`.
@_expose(wasm, "i32.trunc_sat_f64_s")
@_cdecl("i32_trunc_sat_f64_s")
@inline(__always)
func i32_trunc_sat_f64_s(_ a: UInt64) -> UInt32 {
  UInt32(truncatingIfNeeded: UInt64(bitPattern: Binary64.saturatedSigned(a, width: 32)))
}

/// `i32.trunc_sat_f64_u`.
@_expose(wasm, "i32.trunc_sat_f64_u")
@_cdecl("i32_trunc_sat_f64_u")
@inline(__always)
func i32_trunc_sat_f64_u(_ a: UInt64) -> UInt32 {
  UInt32(truncatingIfNeeded: Binary64.saturatedUnsigned(a, width: 32))
}

/// `i64.trunc_f32_s`.
@_expose(wasm, "i64.trunc_f32_s")
@_cdecl("i64_trunc_f32_s")
@inline(__always)
func i64_trunc_f32_s(_ a: UInt32) -> UInt64 {
  UInt64(bitPattern: Binary32.signedInteger(a, width: 64) { trap() })
}

/// `i64.trunc_f32_u`.
@_expose(wasm, "i64.trunc_f32_u")
@_cdecl("i64_trunc_f32_u")
@inline(__always)
func i64_trunc_f32_u(_ a: UInt32) -> UInt64 {
  Binary32.unsignedInteger(a, width: 64) { trap() }
}

/// `i64.trunc_sat_f32_s`.
@_expose(wasm, "i64.trunc_sat_f32_s")
@_cdecl("i64_trunc_sat_f32_s")
@inline(__always)
func i64_trunc_sat_f32_s(_ a: UInt32) -> UInt64 {
  UInt64(bitPattern: Binary32.saturatedSigned(a, width: 64))
}

/// `i64.trunc_sat_f32_u`.
@_expose(wasm, "i64.trunc_sat_f32_u")
@_cdecl("i64_trunc_sat_f32_u")
@inline(__always)
func i64_trunc_sat_f32_u(_ a: UInt32) -> UInt64 {
  Binary32.saturatedUnsigned(a, width: 64)
}

/// `i64.trunc_f64_s`.
@_expose(wasm, "i64.trunc_f64_s")
@_cdecl("i64_trunc_f64_s")
@inline(__always)
func i64_trunc_f64_s(_ a: UInt64) -> UInt64 {
  UInt64(bitPattern: Binary64.signedInteger(a, width: 64) { trap() })
}

/// `i64.trunc_f64_u`.
@_expose(wasm, "i64.trunc_f64_u")
@_cdecl("i64_trunc_f64_u")
@inline(__always)
func i64_trunc_f64_u(_ a: UInt64) -> UInt64 {
  Binary64.unsignedInteger(a, width: 64) { trap() }
}

/// `i64.trunc_sat_f64_s`.
@_expose(wasm, "i64.trunc_sat_f64_s")
@_cdecl("i64_trunc_sat_f64_s")
@inline(__always)
func i64_trunc_sat_f64_s(_ a: UInt64) -> UInt64 {
  UInt64(bitPattern: Binary64.saturatedSigned(a, width: 64))
}

/// `i64.trunc_sat_f64_u`.
@_expose(wasm, "i64.trunc_sat_f64_u")
@_cdecl("i64_trunc_sat_f64_u")
@inline(__always)
func i64_trunc_sat_f64_u(_ a: UInt64) -> UInt64 {
  Binary64.saturatedUnsigned(a, width: 64)
}

/// `math.sin`.
@_expose(wasm, "math.sin")
@_cdecl("math_sin")
@inline(__always)
func math_sin(_ a: UInt64) -> UInt64 {
  Mathematics.sin(a)
}

/// `math.cos`.
@_expose(wasm, "math.cos")
@_cdecl("math_cos")
@inline(__always)
func math_cos(_ a: UInt64) -> UInt64 {
  Mathematics.cos(a)
}

/// `math.tan`.
@_expose(wasm, "math.tan")
@_cdecl("math_tan")
@inline(__always)
func math_tan(_ a: UInt64) -> UInt64 {
  Mathematics.tan(a)
}

/// `math.asin`.
@_expose(wasm, "math.asin")
@_cdecl("math_asin")
@inline(__always)
func math_asin(_ a: UInt64) -> UInt64 {
  Mathematics.asin(a)
}

/// `math.acos`.
@_expose(wasm, "math.acos")
@_cdecl("math_acos")
@inline(__always)
func math_acos(_ a: UInt64) -> UInt64 {
  Mathematics.acos(a)
}

/// `math.atan`.
@_expose(wasm, "math.atan")
@_cdecl("math_atan")
@inline(__always)
func math_atan(_ a: UInt64) -> UInt64 {
  Mathematics.atan(a)
}

/// `math.atan2`.
@_expose(wasm, "math.atan2")
@_cdecl("math_atan2")
@inline(__always)
func math_atan2(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Mathematics.atan2(a, b)
}

/// `math.exp`.
@_expose(wasm, "math.exp")
@_cdecl("math_exp")
@inline(__always)
func math_exp(_ a: UInt64) -> UInt64 {
  Mathematics.exp(a)
}

/// `math.expm1`.
@_expose(wasm, "math.expm1")
@_cdecl("math_expm1")
@inline(__always)
func math_expm1(_ a: UInt64) -> UInt64 {
  Mathematics.expm1(a)
}

/// `math.log`.
@_expose(wasm, "math.log")
@_cdecl("math_log")
@inline(__always)
func math_log(_ a: UInt64) -> UInt64 {
  Mathematics.log(a)
}

/// `math.log2`.
@_expose(wasm, "math.log2")
@_cdecl("math_log2")
@inline(__always)
func math_log2(_ a: UInt64) -> UInt64 {
  Mathematics.log2(a)
}

/// `math.log10`.
@_expose(wasm, "math.log10")
@_cdecl("math_log10")
@inline(__always)
func math_log10(_ a: UInt64) -> UInt64 {
  Mathematics.log10(a)
}

/// `math.log1p`.
@_expose(wasm, "math.log1p")
@_cdecl("math_log1p")
@inline(__always)
func math_log1p(_ a: UInt64) -> UInt64 {
  Mathematics.log1p(a)
}

/// `math.pow`.
@_expose(wasm, "math.pow")
@_cdecl("math_pow")
@inline(__always)
func math_pow(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Mathematics.pow(a, b)
}

/// `math.sinh`.
@_expose(wasm, "math.sinh")
@_cdecl("math_sinh")
@inline(__always)
func math_sinh(_ a: UInt64) -> UInt64 {
  Mathematics.sinh(a)
}

/// `math.cosh`.
@_expose(wasm, "math.cosh")
@_cdecl("math_cosh")
@inline(__always)
func math_cosh(_ a: UInt64) -> UInt64 {
  Mathematics.cosh(a)
}

/// `math.tanh`.
@_expose(wasm, "math.tanh")
@_cdecl("math_tanh")
@inline(__always)
func math_tanh(_ a: UInt64) -> UInt64 {
  Mathematics.tanh(a)
}

/// `math.asinh`.
@_expose(wasm, "math.asinh")
@_cdecl("math_asinh")
@inline(__always)
func math_asinh(_ a: UInt64) -> UInt64 {
  Mathematics.asinh(a)
}

/// `math.acosh`.
@_expose(wasm, "math.acosh")
@_cdecl("math_acosh")
@inline(__always)
func math_acosh(_ a: UInt64) -> UInt64 {
  Mathematics.acosh(a)
}

/// `math.atanh`.
@_expose(wasm, "math.atanh")
@_cdecl("math_atanh")
@inline(__always)
func math_atanh(_ a: UInt64) -> UInt64 {
  Mathematics.atanh(a)
}

/// `math.cbrt`.
@_expose(wasm, "math.cbrt")
@_cdecl("math_cbrt")
@inline(__always)
func math_cbrt(_ a: UInt64) -> UInt64 {
  Mathematics.cbrt(a)
}

/// `math.hypot`.
@_expose(wasm, "math.hypot")
@_cdecl("math_hypot")
@inline(__always)
func math_hypot(_ a: UInt64, _ b: UInt64) -> UInt64 {
  Mathematics.hypot(a, b)
}
