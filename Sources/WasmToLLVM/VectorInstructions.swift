internal import LLVM
internal import Wasm

/// What the vector instructions have in common: one table for each kind.

extension SIMDOperator {
  /// The operation on pairs of integer lanes that the instruction is, and the lanes' width.
  var elementwise: (operation: LaneOperation, bits: Int)? {
    switch self {
    case .i8x16Add: (.add, 8)
    case .i8x16Sub: (.sub, 8)
    case .i8x16AddSatS: (.addSatS, 8)
    case .i8x16AddSatU: (.addSatU, 8)
    case .i8x16SubSatS: (.subSatS, 8)
    case .i8x16SubSatU: (.subSatU, 8)
    case .i8x16MinS: (.minS, 8)
    case .i8x16MinU: (.minU, 8)
    case .i8x16MaxS: (.maxS, 8)
    case .i8x16MaxU: (.maxU, 8)
    case .i8x16AvgrU: (.avgrU, 8)
    case .i8x16Eq: (.eq, 8)
    case .i8x16Ne: (.ne, 8)
    case .i8x16LtS: (.ltS, 8)
    case .i8x16LtU: (.ltU, 8)
    case .i8x16GtS: (.gtS, 8)
    case .i8x16GtU: (.gtU, 8)
    case .i8x16LeS: (.leS, 8)
    case .i8x16LeU: (.leU, 8)
    case .i8x16GeS: (.geS, 8)
    case .i8x16GeU: (.geU, 8)
    case .i16x8Add: (.add, 16)
    case .i16x8Sub: (.sub, 16)
    case .i16x8Mul: (.mul, 16)
    case .i16x8AddSatS: (.addSatS, 16)
    case .i16x8AddSatU: (.addSatU, 16)
    case .i16x8SubSatS: (.subSatS, 16)
    case .i16x8SubSatU: (.subSatU, 16)
    case .i16x8MinS: (.minS, 16)
    case .i16x8MinU: (.minU, 16)
    case .i16x8MaxS: (.maxS, 16)
    case .i16x8MaxU: (.maxU, 16)
    case .i16x8AvgrU: (.avgrU, 16)
    case .i16x8Eq: (.eq, 16)
    case .i16x8Ne: (.ne, 16)
    case .i16x8LtS: (.ltS, 16)
    case .i16x8LtU: (.ltU, 16)
    case .i16x8GtS: (.gtS, 16)
    case .i16x8GtU: (.gtU, 16)
    case .i16x8LeS: (.leS, 16)
    case .i16x8LeU: (.leU, 16)
    case .i16x8GeS: (.geS, 16)
    case .i16x8GeU: (.geU, 16)
    case .i32x4Add: (.add, 32)
    case .i32x4Sub: (.sub, 32)
    case .i32x4Mul: (.mul, 32)
    case .i32x4MinS: (.minS, 32)
    case .i32x4MinU: (.minU, 32)
    case .i32x4MaxS: (.maxS, 32)
    case .i32x4MaxU: (.maxU, 32)
    case .i32x4Eq: (.eq, 32)
    case .i32x4Ne: (.ne, 32)
    case .i32x4LtS: (.ltS, 32)
    case .i32x4LtU: (.ltU, 32)
    case .i32x4GtS: (.gtS, 32)
    case .i32x4GtU: (.gtU, 32)
    case .i32x4LeS: (.leS, 32)
    case .i32x4LeU: (.leU, 32)
    case .i32x4GeS: (.geS, 32)
    case .i32x4GeU: (.geU, 32)
    case .i64x2Add: (.add, 64)
    case .i64x2Sub: (.sub, 64)
    case .i64x2Mul: (.mul, 64)
    case .i64x2Eq: (.eq, 64)
    case .i64x2Ne: (.ne, 64)
    case .i64x2LtS: (.ltS, 64)
    case .i64x2GtS: (.gtS, 64)
    case .i64x2LeS: (.leS, 64)
    case .i64x2GeS: (.geS, 64)
    default: nil
    }
  }

  /// The direction of the shift that the instruction is, and the lanes' width.
  var shift: (operation: Builder.BinaryOperation, bits: Int)? {
    switch self {
    case .i8x16Shl: (.shl, 8)
    case .i8x16ShrS: (.ashr, 8)
    case .i8x16ShrU: (.lshr, 8)
    case .i16x8Shl: (.shl, 16)
    case .i16x8ShrS: (.ashr, 16)
    case .i16x8ShrU: (.lshr, 16)
    case .i32x4Shl: (.shl, 32)
    case .i32x4ShrS: (.ashr, 32)
    case .i32x4ShrU: (.lshr, 32)
    case .i64x2Shl: (.shl, 64)
    case .i64x2ShrS: (.ashr, 64)
    case .i64x2ShrU: (.lshr, 64)
    default: nil
    }
  }

  /// How the instruction widens lanes, if it does.
  var widening: Widening? {
    switch self {
    case .i16x8ExtaddPairwiseI8x16S: Widening(.pairwiseSum, 8, true)
    case .i16x8ExtendLowI8x16S: Widening(.extension(half: 0), 8, true)
    case .i16x8ExtmulLowI8x16S: Widening(.product(half: 0), 8, true)
    case .i16x8ExtendHighI8x16S: Widening(.extension(half: 1), 8, true)
    case .i16x8ExtmulHighI8x16S: Widening(.product(half: 1), 8, true)
    case .i16x8ExtaddPairwiseI8x16U: Widening(.pairwiseSum, 8, false)
    case .i16x8ExtendLowI8x16U: Widening(.extension(half: 0), 8, false)
    case .i16x8ExtmulLowI8x16U: Widening(.product(half: 0), 8, false)
    case .i16x8ExtendHighI8x16U: Widening(.extension(half: 1), 8, false)
    case .i16x8ExtmulHighI8x16U: Widening(.product(half: 1), 8, false)
    case .i32x4ExtaddPairwiseI16x8S: Widening(.pairwiseSum, 16, true)
    case .i32x4ExtendLowI16x8S: Widening(.extension(half: 0), 16, true)
    case .i32x4ExtmulLowI16x8S: Widening(.product(half: 0), 16, true)
    case .i32x4ExtendHighI16x8S: Widening(.extension(half: 1), 16, true)
    case .i32x4ExtmulHighI16x8S: Widening(.product(half: 1), 16, true)
    case .i32x4ExtaddPairwiseI16x8U: Widening(.pairwiseSum, 16, false)
    case .i32x4ExtendLowI16x8U: Widening(.extension(half: 0), 16, false)
    case .i32x4ExtmulLowI16x8U: Widening(.product(half: 0), 16, false)
    case .i32x4ExtendHighI16x8U: Widening(.extension(half: 1), 16, false)
    case .i32x4ExtmulHighI16x8U: Widening(.product(half: 1), 16, false)
    case .i64x2ExtendLowI32x4S: Widening(.extension(half: 0), 32, true)
    case .i64x2ExtmulLowI32x4S: Widening(.product(half: 0), 32, true)
    case .i64x2ExtendHighI32x4S: Widening(.extension(half: 1), 32, true)
    case .i64x2ExtmulHighI32x4S: Widening(.product(half: 1), 32, true)
    case .i64x2ExtendLowI32x4U: Widening(.extension(half: 0), 32, false)
    case .i64x2ExtmulLowI32x4U: Widening(.product(half: 0), 32, false)
    case .i64x2ExtendHighI32x4U: Widening(.extension(half: 1), 32, false)
    case .i64x2ExtmulHighI32x4U: Widening(.product(half: 1), 32, false)
    default: nil
    }
  }

  /// The scalar instruction that the instruction does to each lane of floats, if it does.
  var floatLanes: FloatLanes? {
    switch self {
    case .f32x4Ceil: .unary(.f32Ceil, .f32)
    case .f32x4Floor: .unary(.f32Floor, .f32)
    case .f32x4Trunc: .unary(.f32Trunc, .f32)
    case .f32x4Nearest: .unary(.f32Nearest, .f32)
    case .f32x4Sqrt: .unary(.f32Sqrt, .f32)
    case .f32x4Add: .binary(.f32Add, .f32)
    case .f32x4Sub: .binary(.f32Sub, .f32)
    case .f32x4Mul: .binary(.f32Mul, .f32)
    case .f32x4Div: .binary(.f32Div, .f32)
    case .f32x4Min: .binary(.f32Min, .f32)
    case .f32x4Max: .binary(.f32Max, .f32)
    case .f32x4Eq: .comparison(.f32Eq, .f32)
    case .f32x4Ne: .comparison(.f32Ne, .f32)
    case .f32x4Lt: .comparison(.f32Lt, .f32)
    case .f32x4Gt: .comparison(.f32Gt, .f32)
    case .f32x4Le: .comparison(.f32Le, .f32)
    case .f32x4Ge: .comparison(.f32Ge, .f32)
    case .f32x4Pmin: .choice(.f32Lt, isSwapped: false, .f32)
    case .f32x4Pmax: .choice(.f32Lt, isSwapped: true, .f32)
    case .f64x2Ceil: .unary(.f64Ceil, .f64)
    case .f64x2Floor: .unary(.f64Floor, .f64)
    case .f64x2Trunc: .unary(.f64Trunc, .f64)
    case .f64x2Nearest: .unary(.f64Nearest, .f64)
    case .f64x2Sqrt: .unary(.f64Sqrt, .f64)
    case .f64x2Add: .binary(.f64Add, .f64)
    case .f64x2Sub: .binary(.f64Sub, .f64)
    case .f64x2Mul: .binary(.f64Mul, .f64)
    case .f64x2Div: .binary(.f64Div, .f64)
    case .f64x2Min: .binary(.f64Min, .f64)
    case .f64x2Max: .binary(.f64Max, .f64)
    case .f64x2Eq: .comparison(.f64Eq, .f64)
    case .f64x2Ne: .comparison(.f64Ne, .f64)
    case .f64x2Lt: .comparison(.f64Lt, .f64)
    case .f64x2Gt: .comparison(.f64Gt, .f64)
    case .f64x2Le: .comparison(.f64Le, .f64)
    case .f64x2Ge: .comparison(.f64Ge, .f64)
    case .f64x2Pmin: .choice(.f64Lt, isSwapped: false, .f64)
    case .f64x2Pmax: .choice(.f64Lt, isSwapped: true, .f64)
    case .i32x4TruncSatF32x4S: .conversion(.i32TruncSatF32S, .f32, .i32, count: 4)
    case .i32x4TruncSatF32x4U: .conversion(.i32TruncSatF32U, .f32, .i32, count: 4)
    case .i32x4TruncSatF64x2SZero: .conversion(.i32TruncSatF64S, .f64, .i32, count: 2)
    case .i32x4TruncSatF64x2UZero: .conversion(.i32TruncSatF64U, .f64, .i32, count: 2)
    case .f32x4ConvertI32x4S: .conversion(.f32ConvertI32S, .i32, .f32, count: 4)
    case .f32x4ConvertI32x4U: .conversion(.f32ConvertI32U, .i32, .f32, count: 4)
    case .f64x2ConvertLowI32x4S: .conversion(.f64ConvertI32S, .i32, .f64, count: 2)
    case .f64x2ConvertLowI32x4U: .conversion(.f64ConvertI32U, .i32, .f64, count: 2)
    case .f32x4DemoteF64x2Zero: .conversion(.f32DemoteF64, .f64, .f32, count: 2)
    case .f64x2PromoteLowF32x4: .conversion(.f64PromoteF32, .f32, .f64, count: 2)
    case .i32x4RelaxedTruncF32x4S: .conversion(.i32TruncSatF32S, .f32, .i32, count: 4)
    case .i32x4RelaxedTruncF32x4U: .conversion(.i32TruncSatF32U, .f32, .i32, count: 4)
    case .i32x4RelaxedTruncF64x2SZero: .conversion(.i32TruncSatF64S, .f64, .i32, count: 2)
    case .i32x4RelaxedTruncF64x2UZero: .conversion(.i32TruncSatF64U, .f64, .i32, count: 2)
    case .f32x4RelaxedMin: .binary(.f32Min, .f32)
    case .f32x4RelaxedMax: .binary(.f32Max, .f32)
    case .f64x2RelaxedMin: .binary(.f64Min, .f64)
    case .f64x2RelaxedMax: .binary(.f64Max, .f64)
    default: nil
    }
  }
}

/// An instruction whose result has lanes twice as wide as its operands.
struct Widening {
  /// What it does.
  enum Kind {
    /// It adds neighboring lanes.
    case pairwiseSum
    /// It extends the lanes of the lower (0) or the upper (1) word.
    case `extension`(half: Int)
    /// It multiplies the lanes of the lower (0) or the upper (1) words.
    case product(half: Int)
  }

  /// What it does.
  let kind: Kind
  /// The width of the operands' lanes.
  let bits: Int
  /// Whether lanes are signed.
  let isSigned: Bool

  /// Creates a description.
  init(_ kind: Kind, _ bits: Int, _ isSigned: Bool) {
    self.kind = kind
    self.bits = bits
    self.isSigned = isSigned
  }
}

/// An instruction that does to lanes what a scalar instruction does to numbers.
struct FloatLanes {
  /// What it does to a lane.
  enum Kind {
    /// What a scalar instruction does.
    case scalar(NumericOperator)
    /// All bits are what a scalar comparison says.
    case comparison(NumericOperator)
    /// The second operand if it is less than the first, or the first is less than it, else the first.
    case choice(NumericOperator, isSwapped: Bool)
  }

  /// What it does to a lane.
  let kind: Kind
  /// How many operands it has.
  let operandCount: Int
  /// The type of the operands' lanes.
  let operand: ValueType
  /// The type of the result's lanes.
  let result: ValueType
  /// How many lanes it has; further lanes of the result are zero.
  let count: Int

  /// The width of the operands' lanes.
  var operandBits: Int { operand == .f64 ? 64 : 32 }
  /// The width of the result's lanes.
  var resultBits: Int { result == .f64 || result == .i64 ? 64 : 32 }

  /// The instruction that makes an operand of a lane's bits.
  var operandCast: NumericOperator? {
    switch operand {
    case .f32: .f32ReinterpretI32
    case .f64: .f64ReinterpretI64
    default: nil
    }
  }

  /// The instruction that makes a lane's bits of a result.
  var resultCast: NumericOperator? {
    switch result {
    case .f32: .i32ReinterpretF32
    case .f64: .i64ReinterpretF64
    default: nil
    }
  }

  /// How many lanes of a type a vector has.
  private static func count(_ type: ValueType) -> Int { type == .f64 ? 2 : 4 }

  /// An operation with one operand.
  static func unary(_ operation: NumericOperator, _ type: ValueType) -> FloatLanes {
    FloatLanes(
      kind: .scalar(operation), operandCount: 1, operand: type, result: type, count: count(type))
  }

  /// An operation with two operands.
  static func binary(_ operation: NumericOperator, _ type: ValueType) -> FloatLanes {
    FloatLanes(
      kind: .scalar(operation), operandCount: 2, operand: type, result: type, count: count(type))
  }

  /// A comparison.
  static func comparison(_ operation: NumericOperator, _ type: ValueType) -> FloatLanes {
    FloatLanes(
      kind: .comparison(operation), operandCount: 2, operand: type, result: type,
      count: count(type))
  }

  /// A choice between two operands.
  static func choice(
    _ operation: NumericOperator, isSwapped: Bool, _ type: ValueType
  ) -> FloatLanes {
    FloatLanes(
      kind: .choice(operation, isSwapped: isSwapped), operandCount: 2, operand: type,
      result: type, count: count(type))
  }

  /// A conversion.
  static func conversion(
    _ operation: NumericOperator, _ operand: ValueType, _ result: ValueType, count: Int
  ) -> FloatLanes {
    FloatLanes(
      kind: .scalar(operation), operandCount: 1, operand: operand, result: result, count: count)
  }
}

extension SIMDLoadOperator {
  /// What a load of a vector reads and makes of it.
  enum Shape {
    /// Sixteen bytes.
    case whole
    /// A word, whose lanes of so many bits become twice as wide.
    case extended(bits: Int, isSigned: Bool)
    /// So many bits, which all lanes become.
    case splat(bits: Int)
    /// So many bits, the other bits are zero.
    case zeroFilled(bits: Int)

    /// How many bits are read.
    var bits: Int {
      switch self {
      case .whole: 128
      case .extended: 64
      case .splat(let bits), .zeroFilled(let bits): bits
      }
    }
  }

  /// What the load reads and makes of it.
  var shape: Shape {
    switch self {
    case .v128Load: .whole
    case .v128Load8x8S: .extended(bits: 8, isSigned: true)
    case .v128Load8x8U: .extended(bits: 8, isSigned: false)
    case .v128Load16x4S: .extended(bits: 16, isSigned: true)
    case .v128Load16x4U: .extended(bits: 16, isSigned: false)
    case .v128Load32x2S: .extended(bits: 32, isSigned: true)
    case .v128Load32x2U: .extended(bits: 32, isSigned: false)
    case .v128Load8Splat: .splat(bits: 8)
    case .v128Load16Splat: .splat(bits: 16)
    case .v128Load32Splat: .splat(bits: 32)
    case .v128Load64Splat: .splat(bits: 64)
    case .v128Load32Zero: .zeroFilled(bits: 32)
    case .v128Load64Zero: .zeroFilled(bits: 64)
    }
  }
}

extension SIMDLoadLaneOperator {
  /// The width of the lane.
  var bits: Int {
    switch self {
    case .v128Load8Lane: 8
    case .v128Load16Lane: 16
    case .v128Load32Lane: 32
    case .v128Load64Lane: 64
    }
  }
}

extension SIMDStoreLaneOperator {
  /// The width of the lane.
  var bits: Int {
    switch self {
    case .v128Store8Lane: 8
    case .v128Store16Lane: 16
    case .v128Store32Lane: 32
    case .v128Store64Lane: 64
    }
  }
}
