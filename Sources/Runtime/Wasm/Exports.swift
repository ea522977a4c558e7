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
