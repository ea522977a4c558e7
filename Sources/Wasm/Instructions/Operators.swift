// The operators behind the grouped cases of `Instruction`. A raw value is the instruction's opcode
// as `InstructionRow.opcode` defines it: the opcode byte alone, or the prefix byte times 256 plus the
// code that follows it. Names, immediates and stack signatures are in `InstructionTable.swift`.

/// An operator whose raw value is an opcode with a row in the ``InstructionTable``.
public protocol InstructionOperator: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == UInt16 {}

extension InstructionOperator {
  /// The name in the text format, such as `i32.add`.
  public var name: String {
    InstructionTable.shared.row(for: rawValue)?.name.description ?? ""
  }
}

/// A numeric instruction without immediates: constants excluded, everything else of the scalar types.
public enum NumericOperator: UInt16, InstructionOperator {
  case i32Eqz = 0x45
  case i32Eq, i32Ne, i32LtS, i32LtU, i32GtS, i32GtU, i32LeS, i32LeU, i32GeS, i32GeU, i64Eqz
  case i64Eq, i64Ne, i64LtS, i64LtU, i64GtS, i64GtU, i64LeS, i64LeU, i64GeS, i64GeU, f32Eq, f32Ne
  case f32Lt, f32Gt, f32Le, f32Ge, f64Eq, f64Ne, f64Lt, f64Gt, f64Le, f64Ge, i32Clz, i32Ctz
  case i32Popcnt, i32Add, i32Sub, i32Mul, i32DivS, i32DivU, i32RemS, i32RemU, i32And, i32Or
  case i32Xor, i32Shl, i32ShrS, i32ShrU, i32Rotl, i32Rotr, i64Clz, i64Ctz, i64Popcnt, i64Add
  case i64Sub, i64Mul, i64DivS, i64DivU, i64RemS, i64RemU, i64And, i64Or, i64Xor, i64Shl, i64ShrS
  case i64ShrU, i64Rotl, i64Rotr, f32Abs, f32Neg, f32Ceil, f32Floor, f32Trunc, f32Nearest
  case f32Sqrt, f32Add, f32Sub, f32Mul, f32Div, f32Min, f32Max, f32Copysign, f64Abs, f64Neg
  case f64Ceil, f64Floor, f64Trunc, f64Nearest, f64Sqrt, f64Add, f64Sub, f64Mul, f64Div, f64Min
  case f64Max, f64Copysign, i32WrapI64, i32TruncF32S, i32TruncF32U, i32TruncF64S, i32TruncF64U
  case i64ExtendI32S, i64ExtendI32U, i64TruncF32S, i64TruncF32U, i64TruncF64S, i64TruncF64U
  case f32ConvertI32S, f32ConvertI32U, f32ConvertI64S, f32ConvertI64U, f32DemoteF64
  case f64ConvertI32S, f64ConvertI32U, f64ConvertI64S, f64ConvertI64U, f64PromoteF32
  case i32ReinterpretF32, i64ReinterpretF64, f32ReinterpretI32, f64ReinterpretI64, i32Extend8S
  case i32Extend16S, i64Extend8S, i64Extend16S, i64Extend32S
  case i32TruncSatF32S = 0xFC00
  case i32TruncSatF32U, i32TruncSatF64S, i32TruncSatF64U, i64TruncSatF32S, i64TruncSatF32U
  case i64TruncSatF64S, i64TruncSatF64U
}

/// A scalar load from linear memory.
public enum LoadOperator: UInt16, InstructionOperator {
  case i32Load = 0x28
  case i64Load, f32Load, f64Load, i32Load8S, i32Load8U, i32Load16S, i32Load16U, i64Load8S
  case i64Load8U, i64Load16S, i64Load16U, i64Load32S, i64Load32U
}

/// A scalar store to linear memory.
public enum StoreOperator: UInt16, InstructionOperator {
  case i32Store = 0x36
  case i64Store, f32Store, f64Store, i32Store8, i32Store16, i64Store8, i64Store16, i64Store32
}

/// A vector instruction without immediates.
public enum SIMDOperator: UInt16, InstructionOperator {
  case i8x16Swizzle = 0xFD0E
  case i8x16Splat, i16x8Splat, i32x4Splat, i64x2Splat, f32x4Splat, f64x2Splat
  case i8x16Eq = 0xFD23
  case i8x16Ne, i8x16LtS, i8x16LtU, i8x16GtS, i8x16GtU, i8x16LeS, i8x16LeU, i8x16GeS, i8x16GeU
  case i16x8Eq, i16x8Ne, i16x8LtS, i16x8LtU, i16x8GtS, i16x8GtU, i16x8LeS, i16x8LeU, i16x8GeS
  case i16x8GeU, i32x4Eq, i32x4Ne, i32x4LtS, i32x4LtU, i32x4GtS, i32x4GtU, i32x4LeS, i32x4LeU
  case i32x4GeS, i32x4GeU, f32x4Eq, f32x4Ne, f32x4Lt, f32x4Gt, f32x4Le, f32x4Ge, f64x2Eq, f64x2Ne
  case f64x2Lt, f64x2Gt, f64x2Le, f64x2Ge, v128Not, v128And, v128Andnot, v128Or, v128Xor
  case v128Bitselect, v128AnyTrue
  case f32x4DemoteF64x2Zero = 0xFD5E
  case f64x2PromoteLowF32x4, i8x16Abs, i8x16Neg, i8x16Popcnt, i8x16AllTrue, i8x16Bitmask
  case i8x16NarrowI16x8S, i8x16NarrowI16x8U, f32x4Ceil, f32x4Floor, f32x4Trunc, f32x4Nearest
  case i8x16Shl, i8x16ShrS, i8x16ShrU, i8x16Add, i8x16AddSatS, i8x16AddSatU, i8x16Sub
  case i8x16SubSatS, i8x16SubSatU, f64x2Ceil, f64x2Floor, i8x16MinS, i8x16MinU, i8x16MaxS
  case i8x16MaxU, f64x2Trunc, i8x16AvgrU, i16x8ExtaddPairwiseI8x16S, i16x8ExtaddPairwiseI8x16U
  case i32x4ExtaddPairwiseI16x8S, i32x4ExtaddPairwiseI16x8U, i16x8Abs, i16x8Neg, i16x8Q15mulrSatS
  case i16x8AllTrue, i16x8Bitmask, i16x8NarrowI32x4S, i16x8NarrowI32x4U, i16x8ExtendLowI8x16S
  case i16x8ExtendHighI8x16S, i16x8ExtendLowI8x16U, i16x8ExtendHighI8x16U, i16x8Shl, i16x8ShrS
  case i16x8ShrU, i16x8Add, i16x8AddSatS, i16x8AddSatU, i16x8Sub, i16x8SubSatS, i16x8SubSatU
  case f64x2Nearest, i16x8Mul, i16x8MinS, i16x8MinU, i16x8MaxS, i16x8MaxU
  case i16x8AvgrU = 0xFD9B
  case i16x8ExtmulLowI8x16S, i16x8ExtmulHighI8x16S, i16x8ExtmulLowI8x16U, i16x8ExtmulHighI8x16U
  case i32x4Abs, i32x4Neg
  case i32x4AllTrue = 0xFDA3
  case i32x4Bitmask
  case i32x4ExtendLowI16x8S = 0xFDA7
  case i32x4ExtendHighI16x8S, i32x4ExtendLowI16x8U, i32x4ExtendHighI16x8U, i32x4Shl, i32x4ShrS
  case i32x4ShrU, i32x4Add
  case i32x4Sub = 0xFDB1
  case i32x4Mul = 0xFDB5
  case i32x4MinS, i32x4MinU, i32x4MaxS, i32x4MaxU, i32x4DotI16x8S
  case i32x4ExtmulLowI16x8S = 0xFDBC
  case i32x4ExtmulHighI16x8S, i32x4ExtmulLowI16x8U, i32x4ExtmulHighI16x8U, i64x2Abs, i64x2Neg
  case i64x2AllTrue = 0xFDC3
  case i64x2Bitmask
  case i64x2ExtendLowI32x4S = 0xFDC7
  case i64x2ExtendHighI32x4S, i64x2ExtendLowI32x4U, i64x2ExtendHighI32x4U, i64x2Shl, i64x2ShrS
  case i64x2ShrU, i64x2Add
  case i64x2Sub = 0xFDD1
  case i64x2Mul = 0xFDD5
  case i64x2Eq, i64x2Ne, i64x2LtS, i64x2GtS, i64x2LeS, i64x2GeS, i64x2ExtmulLowI32x4S
  case i64x2ExtmulHighI32x4S, i64x2ExtmulLowI32x4U, i64x2ExtmulHighI32x4U, f32x4Abs, f32x4Neg
  case f32x4Sqrt = 0xFDE3
  case f32x4Add, f32x4Sub, f32x4Mul, f32x4Div, f32x4Min, f32x4Max, f32x4Pmin, f32x4Pmax, f64x2Abs
  case f64x2Neg
  case f64x2Sqrt = 0xFDEF
  case f64x2Add, f64x2Sub, f64x2Mul, f64x2Div, f64x2Min, f64x2Max, f64x2Pmin, f64x2Pmax
  case i32x4TruncSatF32x4S, i32x4TruncSatF32x4U, f32x4ConvertI32x4S, f32x4ConvertI32x4U
  case i32x4TruncSatF64x2SZero, i32x4TruncSatF64x2UZero, f64x2ConvertLowI32x4S
  case f64x2ConvertLowI32x4U
  // Of the relaxed-simd proposal, whose codes have nine bits.
  case i8x16RelaxedSwizzle = 0xFF00
  case i32x4RelaxedTruncF32x4S, i32x4RelaxedTruncF32x4U, i32x4RelaxedTruncF64x2SZero
  case i32x4RelaxedTruncF64x2UZero, f32x4RelaxedMadd, f32x4RelaxedNmadd, f64x2RelaxedMadd
  case f64x2RelaxedNmadd, i8x16RelaxedLaneselect, i16x8RelaxedLaneselect, i32x4RelaxedLaneselect
  case i64x2RelaxedLaneselect, f32x4RelaxedMin, f32x4RelaxedMax, f64x2RelaxedMin, f64x2RelaxedMax
  case i16x8RelaxedQ15mulrS, i16x8RelaxedDotI8x16I7x16S, i32x4RelaxedDotI8x16I7x16AddS
}

/// A vector instruction that reads or replaces the lane named by its immediate.
public enum SIMDLaneOperator: UInt16, InstructionOperator {
  case i8x16ExtractLaneS = 0xFD15
  case i8x16ExtractLaneU, i8x16ReplaceLane, i16x8ExtractLaneS, i16x8ExtractLaneU
  case i16x8ReplaceLane, i32x4ExtractLane, i32x4ReplaceLane, i64x2ExtractLane, i64x2ReplaceLane
  case f32x4ExtractLane, f32x4ReplaceLane, f64x2ExtractLane, f64x2ReplaceLane
}

/// A load of a whole vector from linear memory: plain, extending, splatting or zero-filling.
public enum SIMDLoadOperator: UInt16, InstructionOperator {
  case v128Load = 0xFD00
  case v128Load8x8S, v128Load8x8U, v128Load16x4S, v128Load16x4U, v128Load32x2S, v128Load32x2U
  case v128Load8Splat, v128Load16Splat, v128Load32Splat, v128Load64Splat
  case v128Load32Zero = 0xFD5C
  case v128Load64Zero
}

/// A load of one lane of a vector from linear memory.
public enum SIMDLoadLaneOperator: UInt16, InstructionOperator {
  case v128Load8Lane = 0xFD54
  case v128Load16Lane, v128Load32Lane, v128Load64Lane
}

/// A store of one lane of a vector to linear memory.
public enum SIMDStoreLaneOperator: UInt16, InstructionOperator {
  case v128Store8Lane = 0xFD58
  case v128Store16Lane, v128Store32Lane, v128Store64Lane
}

/// An instruction of the wide-arithmetic proposal.
public enum WideOperator: UInt16, InstructionOperator {
  case i64Add128 = 0xFC13
  case i64Sub128, i64MulWideS, i64MulWideU
}
