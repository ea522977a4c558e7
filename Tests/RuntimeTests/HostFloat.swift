import Runtime

/// What a function of the runtime should return, computed with the host's floats.
enum HostFloat: Sendable {
  /// A function of one `f32`.
  case single1(@Sendable (Float) -> UInt64?)
  /// A function of two `f32`.
  case single2(@Sendable (Float, Float) -> UInt64?)
  /// A function of one `f64`.
  case double1(@Sendable (Double) -> UInt64?)
  /// A function of two `f64`.
  case double2(@Sendable (Double, Double) -> UInt64?)
  /// A function of an `i32`.
  case integer32(@Sendable (UInt32) -> UInt64?)
  /// A function of an `i64`.
  case integer64(@Sendable (UInt64) -> UInt64?)

  /// The result, nil for a trap.
  func evaluate(_ first: UInt64, _ second: UInt64) -> UInt64? {
    switch self {
    case .single1(let body): body(Self.single(first))
    case .single2(let body): body(Self.single(first), Self.single(second))
    case .double1(let body): body(Double(bitPattern: first))
    case .double2(let body): body(Double(bitPattern: first), Double(bitPattern: second))
    case .integer32(let body): body(UInt32(truncatingIfNeeded: first))
    case .integer64(let body): body(first)
    }
  }

  /// The `f32` with these bits.
  private static func single(_ bits: UInt64) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: bits))
  }

  /// The bits of a result: that of WebAssembly's deterministic profile.
  private static func bits(_ number: Float) -> UInt64 {
    number.isNaN ? 0x7FC0_0000 : UInt64(number.bitPattern)
  }

  /// The bits of a result: that of WebAssembly's deterministic profile.
  private static func bits(_ number: Double) -> UInt64 {
    number.isNaN ? 0x7FF8_0000_0000_0000 : number.bitPattern
  }

  /// The lesser number as IEEE 754-2019's `minimum`.
  private static func minimum<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number)
    -> Number
  {
    if left.isNaN || right.isNaN { return .nan }
    if left == right { return left.sign == .minus ? left : right }
    return left < right ? left : right
  }

  /// The greater number as IEEE 754-2019's `maximum`.
  private static func maximum<Number: BinaryFloatingPoint>(_ left: Number, _ right: Number)
    -> Number
  {
    if left.isNaN || right.isNaN { return .nan }
    if left == right { return left.sign == .minus ? right : left }
    return left > right ? left : right
  }

  /// The whole number in the direction of zero, nil if the type does not have it.
  private static func trunc<Number: BinaryFloatingPoint, Integer: FixedWidthInteger>(
    _ number: Number, _ type: Integer.Type
  ) -> UInt64? {
    guard let integer = Integer(exactly: number.rounded(.towardZero)) else { return nil }
    return UInt64(truncatingIfNeeded: integer) & mask(type)
  }

  /// The nearest whole number of the type in the direction of zero.
  private static func saturated<Number: BinaryFloatingPoint, Integer: FixedWidthInteger>(
    _ number: Number, _ type: Integer.Type
  ) -> UInt64 {
    if let integer = trunc(number, type) { return integer }
    let limit: Integer = number.isNaN ? 0 : number < 0 ? .min : .max
    return UInt64(truncatingIfNeeded: limit) & mask(type)
  }

  /// All bits of a type.
  private static func mask<Integer: FixedWidthInteger>(_ type: Integer.Type) -> UInt64 {
    .max >> UInt64(64 - Integer.bitWidth)
  }

  /// All functions.
  static let reference: [RuntimeFunction: HostFloat] = [
    .f32Add: .single2 { bits($0 + $1) }, .f64Add: .double2 { bits($0 + $1) },
    .f32Mul: .single2 { bits($0 * $1) }, .f64Mul: .double2 { bits($0 * $1) },
    .f32Div: .single2 { bits($0 / $1) }, .f64Div: .double2 { bits($0 / $1) },
    .f32Min: .single2 { bits(minimum($0, $1)) }, .f64Min: .double2 { bits(minimum($0, $1)) },
    .f32Max: .single2 { bits(maximum($0, $1)) }, .f64Max: .double2 { bits(maximum($0, $1)) },
    .f32Eq: .single2 { $0 == $1 ? 1 : 0 }, .f64Eq: .double2 { $0 == $1 ? 1 : 0 },
    .f32Lt: .single2 { $0 < $1 ? 1 : 0 }, .f64Lt: .double2 { $0 < $1 ? 1 : 0 },
    .f32Le: .single2 { $0 <= $1 ? 1 : 0 }, .f64Le: .double2 { $0 <= $1 ? 1 : 0 },
    .f32Sqrt: .single1 { bits($0.squareRoot()) }, .f64Sqrt: .double1 { bits($0.squareRoot()) },
    .f32Floor: .single1 { bits($0.rounded(.down)) },
    .f64Floor: .double1 { bits($0.rounded(.down)) },
    .f32Ceil: .single1 { bits($0.rounded(.up)) }, .f64Ceil: .double1 { bits($0.rounded(.up)) },
    .f32Trunc: .single1 { bits($0.rounded(.towardZero)) },
    .f64Trunc: .double1 { bits($0.rounded(.towardZero)) },
    .f32Nearest: .single1 { bits($0.rounded(.toNearestOrEven)) },
    .f64Nearest: .double1 { bits($0.rounded(.toNearestOrEven)) },
    .f32ConvertI32S: .integer32 { bits(Float(Int32(bitPattern: $0))) },
    .f32ConvertI32U: .integer32 { bits(Float($0)) },
    .f64ConvertI32S: .integer32 { bits(Double(Int32(bitPattern: $0))) },
    .f64ConvertI32U: .integer32 { bits(Double($0)) },
    .f32ConvertI64S: .integer64 { bits(Float(Int64(bitPattern: $0))) },
    .f32ConvertI64U: .integer64 { bits(Float($0)) },
    .f64ConvertI64S: .integer64 { bits(Double(Int64(bitPattern: $0))) },
    .f64ConvertI64U: .integer64 { bits(Double($0)) },
    .f32DemoteF64: .double1 { bits(Float($0)) }, .f64PromoteF32: .single1 { bits(Double($0)) },
    .i32TruncF32S: .single1 { trunc($0, Int32.self) },
    .i32TruncF32U: .single1 { trunc($0, UInt32.self) },
    .i64TruncF32S: .single1 { trunc($0, Int64.self) },
    .i64TruncF32U: .single1 { trunc($0, UInt64.self) },
    .i32TruncF64S: .double1 { trunc($0, Int32.self) },
    .i32TruncF64U: .double1 { trunc($0, UInt32.self) },
    .i64TruncF64S: .double1 { trunc($0, Int64.self) },
    .i64TruncF64U: .double1 { trunc($0, UInt64.self) },
    .i32TruncSatF32S: .single1 { saturated($0, Int32.self) },
    .i32TruncSatF32U: .single1 { saturated($0, UInt32.self) },
    .i64TruncSatF32S: .single1 { saturated($0, Int64.self) },
    .i64TruncSatF32U: .single1 { saturated($0, UInt64.self) },
    .i32TruncSatF64S: .double1 { saturated($0, Int32.self) },
    .i32TruncSatF64U: .double1 { saturated($0, UInt32.self) },
    .i64TruncSatF64S: .double1 { saturated($0, Int64.self) },
    .i64TruncSatF64U: .double1 { saturated($0, UInt64.self) },
  ]
}
