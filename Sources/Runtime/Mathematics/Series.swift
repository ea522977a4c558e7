// Power series, by Horner's rule. Coefficients are rounded to the bits that the result has behind the point; a term is left out where it is
// less than the last of them.

/// The sum of `t^k / k!`: `e^t`.
///
/// `t` has 64 bits behind the point and is below 0.6932; the result has 63.
@inline(never)
func exponentialSeries(_ t: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_0004
  sum = 0x0000_0000_0000_004C &+ upperProduct(t, sum)
  sum = 0x0000_0000_0000_05A1 &+ upperProduct(t, sum)
  sum = 0x0000_0000_0000_654B &+ upperProduct(t, sum)
  sum = 0x0000_0000_0006_B9FD &+ upperProduct(t, sum)
  sum = 0x0000_0000_006B_9FD0 &+ upperProduct(t, sum)
  sum = 0x0000_0000_064E_5D2A &+ upperProduct(t, sum)
  sum = 0x0000_0000_5849_184F &+ upperProduct(t, sum)
  sum = 0x0000_0004_7BB6_3BFE &+ upperProduct(t, sum)
  sum = 0x0000_0035_CC8A_CFEB &+ upperProduct(t, sum)
  sum = 0x0000_024F_C9F6_EF14 &+ upperProduct(t, sum)
  sum = 0x0000_171D_E3A5_56C7 &+ upperProduct(t, sum)
  sum = 0x0000_D00D_00D0_0D01 &+ upperProduct(t, sum)
  sum = 0x0006_8068_0680_6807 &+ upperProduct(t, sum)
  sum = 0x002D_82D8_2D82_D82E &+ upperProduct(t, sum)
  sum = 0x0111_1111_1111_1111 &+ upperProduct(t, sum)
  sum = 0x0555_5555_5555_5555 &+ upperProduct(t, sum)
  sum = 0x1555_5555_5555_5555 &+ upperProduct(t, sum)
  sum = 0x4000_0000_0000_0000 &+ upperProduct(t, sum)
  sum = 0x8000_0000_0000_0000 &+ upperProduct(t, sum)
  sum = 0x8000_0000_0000_0000 &+ upperProduct(t, sum)
  return sum
}

/// The sum of `t^k / (k + 1)!`: `(e^t - 1) / t`.
///
/// `t` has 64 bits behind the point and is below 0.5; the result has 63.
@inline(never)
func exponentialQuotientSeries(_ t: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_05A1
  sum = 0x0000_0000_0000_654B &+ upperProduct(t, sum)
  sum = 0x0000_0000_0006_B9FD &+ upperProduct(t, sum)
  sum = 0x0000_0000_006B_9FD0 &+ upperProduct(t, sum)
  sum = 0x0000_0000_064E_5D2A &+ upperProduct(t, sum)
  sum = 0x0000_0000_5849_184F &+ upperProduct(t, sum)
  sum = 0x0000_0004_7BB6_3BFE &+ upperProduct(t, sum)
  sum = 0x0000_0035_CC8A_CFEB &+ upperProduct(t, sum)
  sum = 0x0000_024F_C9F6_EF14 &+ upperProduct(t, sum)
  sum = 0x0000_171D_E3A5_56C7 &+ upperProduct(t, sum)
  sum = 0x0000_D00D_00D0_0D01 &+ upperProduct(t, sum)
  sum = 0x0006_8068_0680_6807 &+ upperProduct(t, sum)
  sum = 0x002D_82D8_2D82_D82E &+ upperProduct(t, sum)
  sum = 0x0111_1111_1111_1111 &+ upperProduct(t, sum)
  sum = 0x0555_5555_5555_5555 &+ upperProduct(t, sum)
  sum = 0x1555_5555_5555_5555 &+ upperProduct(t, sum)
  sum = 0x4000_0000_0000_0000 &+ upperProduct(t, sum)
  sum = 0x8000_0000_0000_0000 &+ upperProduct(t, sum)
  return sum
}

/// The sum of `(-t)^k / (k + 1)!`: `(1 - e^-t) / t`.
///
/// `t` has 64 bits behind the point and is below 0.5; the result has 63.
@inline(never)
func negativeExponentialQuotientSeries(_ t: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_05A1
  sum = 0x0000_0000_0000_654B &- upperProduct(t, sum)
  sum = 0x0000_0000_0006_B9FD &- upperProduct(t, sum)
  sum = 0x0000_0000_006B_9FD0 &- upperProduct(t, sum)
  sum = 0x0000_0000_064E_5D2A &- upperProduct(t, sum)
  sum = 0x0000_0000_5849_184F &- upperProduct(t, sum)
  sum = 0x0000_0004_7BB6_3BFE &- upperProduct(t, sum)
  sum = 0x0000_0035_CC8A_CFEB &- upperProduct(t, sum)
  sum = 0x0000_024F_C9F6_EF14 &- upperProduct(t, sum)
  sum = 0x0000_171D_E3A5_56C7 &- upperProduct(t, sum)
  sum = 0x0000_D00D_00D0_0D01 &- upperProduct(t, sum)
  sum = 0x0006_8068_0680_6807 &- upperProduct(t, sum)
  sum = 0x002D_82D8_2D82_D82E &- upperProduct(t, sum)
  sum = 0x0111_1111_1111_1111 &- upperProduct(t, sum)
  sum = 0x0555_5555_5555_5555 &- upperProduct(t, sum)
  sum = 0x1555_5555_5555_5555 &- upperProduct(t, sum)
  sum = 0x4000_0000_0000_0000 &- upperProduct(t, sum)
  sum = 0x8000_0000_0000_0000 &- upperProduct(t, sum)
  return sum
}

/// The sum of `(-w)^k / (2k + 1)!`: `sin x / x` for `w = x^2`.
///
/// `w` has 64 bits behind the point and is below 0.617; the
/// result has 63.
@inline(never)
func sineSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_0000
  sum = 0x0000_0000_0000_004C &- upperProduct(w, sum)
  sum = 0x0000_0000_0000_654B &- upperProduct(w, sum)
  sum = 0x0000_0000_006B_9FD0 &- upperProduct(w, sum)
  sum = 0x0000_0000_5849_184F &- upperProduct(w, sum)
  sum = 0x0000_0035_CC8A_CFEB &- upperProduct(w, sum)
  sum = 0x0000_171D_E3A5_56C7 &- upperProduct(w, sum)
  sum = 0x0006_8068_0680_6807 &- upperProduct(w, sum)
  sum = 0x0111_1111_1111_1111 &- upperProduct(w, sum)
  sum = 0x1555_5555_5555_5555 &- upperProduct(w, sum)
  sum = 0x8000_0000_0000_0000 &- upperProduct(w, sum)
  return sum
}

/// The sum of `(-w)^k / (2k)!`: `cos x` for `w = x^2`.
///
/// `w` has 64 bits behind the point and is below 0.617; the result has 63.
@inline(never)
func cosineSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_0000
  sum = 0x0000_0000_0000_0004 &- upperProduct(w, sum)
  sum = 0x0000_0000_0000_05A1 &- upperProduct(w, sum)
  sum = 0x0000_0000_0006_B9FD &- upperProduct(w, sum)
  sum = 0x0000_0000_064E_5D2A &- upperProduct(w, sum)
  sum = 0x0000_0004_7BB6_3BFE &- upperProduct(w, sum)
  sum = 0x0000_024F_C9F6_EF14 &- upperProduct(w, sum)
  sum = 0x0000_D00D_00D0_0D01 &- upperProduct(w, sum)
  sum = 0x002D_82D8_2D82_D82E &- upperProduct(w, sum)
  sum = 0x0555_5555_5555_5555 &- upperProduct(w, sum)
  sum = 0x4000_0000_0000_0000 &- upperProduct(w, sum)
  sum = 0x8000_0000_0000_0000 &- upperProduct(w, sum)
  return sum
}

/// The sum of `w^k / (2k + 1)!`: `sinh x / x` for `w = x^2`.
///
/// `w` has 64 bits behind the point and is below 0.25; the result
/// has 63.
@inline(never)
func hyperbolicSineSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0000_0000_0000_004C
  sum = 0x0000_0000_0000_654B &+ upperProduct(w, sum)
  sum = 0x0000_0000_006B_9FD0 &+ upperProduct(w, sum)
  sum = 0x0000_0000_5849_184F &+ upperProduct(w, sum)
  sum = 0x0000_0035_CC8A_CFEB &+ upperProduct(w, sum)
  sum = 0x0000_171D_E3A5_56C7 &+ upperProduct(w, sum)
  sum = 0x0006_8068_0680_6807 &+ upperProduct(w, sum)
  sum = 0x0111_1111_1111_1111 &+ upperProduct(w, sum)
  sum = 0x1555_5555_5555_5555 &+ upperProduct(w, sum)
  sum = 0x8000_0000_0000_0000 &+ upperProduct(w, sum)
  return sum
}

/// The sum of `w^k / (2k + 1)`: half of `log((1 + s) / (1 - s)) / s` for `w = s^2`.
///
/// `w` has 64 bits behind the point and is
/// below 0.0295; the result has 63.
@inline(never)
func logarithmSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x04BD_A12F_684B_DA13
  sum = 0x051E_B851_EB85_1EB8 &+ upperProduct(w, sum)
  sum = 0x0590_B216_42C8_590B &+ upperProduct(w, sum)
  sum = 0x0618_6186_1861_8618 &+ upperProduct(w, sum)
  sum = 0x06BC_A1AF_286B_CA1B &+ upperProduct(w, sum)
  sum = 0x0787_8787_8787_8788 &+ upperProduct(w, sum)
  sum = 0x0888_8888_8888_8889 &+ upperProduct(w, sum)
  sum = 0x09D8_9D89_D89D_89D9 &+ upperProduct(w, sum)
  sum = 0x0BA2_E8BA_2E8B_A2E9 &+ upperProduct(w, sum)
  sum = 0x0E38_E38E_38E3_8E39 &+ upperProduct(w, sum)
  sum = 0x1249_2492_4924_9249 &+ upperProduct(w, sum)
  sum = 0x1999_9999_9999_999A &+ upperProduct(w, sum)
  sum = 0x2AAA_AAAA_AAAA_AAAB &+ upperProduct(w, sum)
  sum = 0x8000_0000_0000_0000 &+ upperProduct(w, sum)
  return sum
}

/// The sum of `w^k / (2k + 5)`: what `logarithmSeries` has from its third term on.
///
/// `w` has 64 bits behind the point and is
/// below 0.0295; so has the result.
@inline(never)
func logarithmRestSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x08D3_DCB0_8D3D_CB09
  sum = 0x097B_425E_D097_B426 &+ upperProduct(w, sum)
  sum = 0x0A3D_70A3_D70A_3D71 &+ upperProduct(w, sum)
  sum = 0x0B21_642C_8590_B216 &+ upperProduct(w, sum)
  sum = 0x0C30_C30C_30C3_0C31 &+ upperProduct(w, sum)
  sum = 0x0D79_435E_50D7_9436 &+ upperProduct(w, sum)
  sum = 0x0F0F_0F0F_0F0F_0F0F &+ upperProduct(w, sum)
  sum = 0x1111_1111_1111_1111 &+ upperProduct(w, sum)
  sum = 0x13B1_3B13_B13B_13B1 &+ upperProduct(w, sum)
  sum = 0x1745_D174_5D17_45D1 &+ upperProduct(w, sum)
  sum = 0x1C71_C71C_71C7_1C72 &+ upperProduct(w, sum)
  sum = 0x2492_4924_9249_2492 &+ upperProduct(w, sum)
  sum = 0x3333_3333_3333_3333 &+ upperProduct(w, sum)
  return sum
}

/// The sum of `(-w)^k / (2k + 1)`: `atan z / z` for `w = z^2`.
///
/// `w` has 64 bits behind the point and is at most 1/64; the
/// result has 63.
@inline(never)
func arcTangentSeries(_ w: UInt64) -> UInt64 {
  var sum: UInt64 = 0x0590_B216_42C8_590B
  sum = 0x0618_6186_1861_8618 &- upperProduct(w, sum)
  sum = 0x06BC_A1AF_286B_CA1B &- upperProduct(w, sum)
  sum = 0x0787_8787_8787_8788 &- upperProduct(w, sum)
  sum = 0x0888_8888_8888_8889 &- upperProduct(w, sum)
  sum = 0x09D8_9D89_D89D_89D9 &- upperProduct(w, sum)
  sum = 0x0BA2_E8BA_2E8B_A2E9 &- upperProduct(w, sum)
  sum = 0x0E38_E38E_38E3_8E39 &- upperProduct(w, sum)
  sum = 0x1249_2492_4924_9249 &- upperProduct(w, sum)
  sum = 0x1999_9999_9999_999A &- upperProduct(w, sum)
  sum = 0x2AAA_AAAA_AAAA_AAAB &- upperProduct(w, sum)
  sum = 0x8000_0000_0000_0000 &- upperProduct(w, sum)
  return sum
}
