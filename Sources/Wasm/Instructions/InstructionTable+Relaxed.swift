extension InstructionTable {
  /// The instructions of the relaxed-simd proposal.
  static let relaxedRows: [InstructionRow] = [
    .relaxed(.i8x16RelaxedSwizzle, "i8x16.relaxed_swizzle", .binary(.v128)),
    .relaxed(.i32x4RelaxedTruncF32x4S, "i32x4.relaxed_trunc_f32x4_s", .unary(.v128)),
    .relaxed(.i32x4RelaxedTruncF32x4U, "i32x4.relaxed_trunc_f32x4_u", .unary(.v128)),
    .relaxed(.i32x4RelaxedTruncF64x2SZero, "i32x4.relaxed_trunc_f64x2_s_zero", .unary(.v128)),
    .relaxed(.i32x4RelaxedTruncF64x2UZero, "i32x4.relaxed_trunc_f64x2_u_zero", .unary(.v128)),
    .relaxed(.f32x4RelaxedMadd, "f32x4.relaxed_madd", Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(.f32x4RelaxedNmadd, "f32x4.relaxed_nmadd", Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(.f64x2RelaxedMadd, "f64x2.relaxed_madd", Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(.f64x2RelaxedNmadd, "f64x2.relaxed_nmadd", Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(
      .i8x16RelaxedLaneselect, "i8x16.relaxed_laneselect",
      Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(
      .i16x8RelaxedLaneselect, "i16x8.relaxed_laneselect",
      Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(
      .i32x4RelaxedLaneselect, "i32x4.relaxed_laneselect",
      Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(
      .i64x2RelaxedLaneselect, "i64x2.relaxed_laneselect",
      Signature([.v128, .v128, .v128], [.v128])),
    .relaxed(.f32x4RelaxedMin, "f32x4.relaxed_min", .binary(.v128)),
    .relaxed(.f32x4RelaxedMax, "f32x4.relaxed_max", .binary(.v128)),
    .relaxed(.f64x2RelaxedMin, "f64x2.relaxed_min", .binary(.v128)),
    .relaxed(.f64x2RelaxedMax, "f64x2.relaxed_max", .binary(.v128)),
    .relaxed(.i16x8RelaxedQ15mulrS, "i16x8.relaxed_q15mulr_s", .binary(.v128)),
    .relaxed(.i16x8RelaxedDotI8x16I7x16S, "i16x8.relaxed_dot_i8x16_i7x16_s", .binary(.v128)),
    .relaxed(
      .i32x4RelaxedDotI8x16I7x16AddS, "i32x4.relaxed_dot_i8x16_i7x16_add_s",
      Signature([.v128, .v128, .v128], [.v128])),
  ]
}

extension InstructionRow {
  /// A vector instruction of the relaxed-simd proposal.
  fileprivate static func relaxed(
    _ op: SIMDOperator, _ name: StaticString, _ signature: Signature
  ) -> InstructionRow {
    InstructionRow(op.rawValue, name, .simd(op), signature, .relaxedSIMD)
  }
}
