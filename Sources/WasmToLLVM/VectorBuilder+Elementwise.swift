internal import LLVM

/// An operation on each pair of lanes of two vectors of integers.
enum LaneOperation {
  case add, addSatS, addSatU, sub, subSatS, subSatU, mul
  case minS, minU, maxS, maxU, avgrU
  case eq, ne, ltS, ltU, gtS, gtU, leS, leU, geS, geU

  /// How lanes are compared, if they are.
  var predicate: IntegerPredicate? {
    switch self {
    case .eq: .equal
    case .ne: .notEqual
    case .ltS: .signedLess
    case .ltU: .unsignedLess
    case .gtS: .signedGreater
    case .gtU: .unsignedGreater
    case .leS: .signedLessOrEqual
    case .leU: .unsignedLessOrEqual
    case .geS: .signedGreaterOrEqual
    case .geU: .unsignedGreaterOrEqual
    default: nil
    }
  }

  /// LLVM's intrinsic for it, if there is one.
  var intrinsic: Intrinsic? {
    switch self {
    case .minS: .smin
    case .minU: .umin
    case .maxS: .smax
    case .maxU: .umax
    default: nil
    }
  }
}

/// Operations on integers lane by lane, whatever the lanes' width.
extension VectorBuilder {
  /// An operation on each pair of lanes.
  func elementwise(
    _ operation: LaneOperation, _ left: Value, _ right: Value, bits: Int
  ) -> Value {
    switch bits {
    case 64: return wholeLanes(operation, left, right)
    case 32: return words(wholeLanes(operation, lanes(left), lanes(right)))
    default: return packed(operation, left, right, bits)
    }
  }

  /// An operation on lanes that are integers in LLVM.
  private func wholeLanes(_ operation: LaneOperation, _ left: Value, _ right: Value) -> Value {
    if let predicate = operation.predicate {
      return builder.signExtend(builder.compare(predicate, left, right), to: left.type)
    }
    if let intrinsic = operation.intrinsic { return self.intrinsic(intrinsic, [left, right]) }
    switch operation {
    case .sub: return binary(.sub, left, right)
    case .mul: return binary(.mul, left, right)
    default: return binary(.add, left, right)
    }
  }

  /// An operation on lanes of 8 or 16 bits.
  private func packed(
    _ operation: LaneOperation, _ left: Value, _ right: Value, _ bits: Int
  ) -> Value {
    switch operation {
    case .add: packedAdd(left, right, bits)
    case .addSatS: packedAddSaturating(left, right, bits, isSigned: true)
    case .addSatU: packedAddSaturating(left, right, bits, isSigned: false)
    case .sub: packedSub(left, right, bits)
    case .subSatS: packedSubSaturating(left, right, bits, isSigned: true)
    case .subSatU: packedSubSaturating(left, right, bits, isSigned: false)
    case .mul: multipliedHalves(left, right)
    case .minS: packedExtreme(left, right, bits, isSigned: true, isMaximum: false)
    case .minU: packedExtreme(left, right, bits, isSigned: false, isMaximum: false)
    case .maxS: packedExtreme(left, right, bits, isSigned: true, isMaximum: true)
    case .maxU: packedExtreme(left, right, bits, isSigned: false, isMaximum: true)
    case .avgrU: packedAverage(left, right, bits)
    default: filled(flags(operation, left, right, bits), bits)
    }
  }

  /// Flags of the lanes of 8 or 16 bits in which a comparison holds.
  func flags(_ operation: LaneOperation, _ left: Value, _ right: Value, _ bits: Int) -> Value {
    func less(_ left: Value, _ right: Value, isSigned: Bool) -> Value {
      lessFlags(left, right, bits, isSigned: isSigned)
    }
    func inverted(_ flags: Value) -> Value { binary(.xor, flags, constant(topBits(bits))) }
    return switch operation {
    case .ne: equalFlags(left, right, bits, isEqual: false)
    case .ltS: less(left, right, isSigned: true)
    case .ltU: less(left, right, isSigned: false)
    case .gtS: less(right, left, isSigned: true)
    case .gtU: less(right, left, isSigned: false)
    case .leS: inverted(less(right, left, isSigned: true))
    case .leU: inverted(less(right, left, isSigned: false))
    case .geS: inverted(less(left, right, isSigned: true))
    case .geU: inverted(less(left, right, isSigned: false))
    default: equalFlags(left, right, bits, isEqual: true)
    }
  }

  /// The numbers with the opposite signs.
  func negated(_ vector: Value, bits: Int) -> Value {
    elementwise(.sub, constant(0), vector, bits: bits)
  }

  /// The absolute values; that of the smallest number is itself.
  func absolute(_ vector: Value, bits: Int) -> Value {
    switch bits {
    case 64: intrinsic(.abs, [vector, types.i1.zero])
    case 32: words(intrinsic(.abs, [lanes(vector), types.i1.zero]))
    default: packedAbs(vector, bits)
    }
  }

  /// All lanes shifted by an `i32`, modulo the lanes' width.
  func shifted(
    _ operation: Builder.BinaryOperation, _ vector: Value, by amount: Value, bits: Int
  ) -> Value {
    guard bits >= 32 else { return packedShift(operation, vector, by: amount, bits) }
    let masked = binary(.and, amount, types.i32.constant(bits - 1))
    if bits == 64 {
      let count = builder.zeroExtend(masked, to: types.i64)
      return binary(operation, vector, self.vector(count, count))
    }
    if masked.unsignedInteger != nil, let helper = VectorHelper.shift(operation) {
      return helper.call(vector, masked, in: module.output.module, types, builder)
    }
    let counts = lanes(splat(masked, bits: 32))
    return words(binary(operation, lanes(vector), counts))
  }

  /// Whether all lanes are other than zero, an `i1`.
  func allTrue(_ vector: Value, bits: Int) -> Value {
    guard bits >= 32 else { return call(.allTrue(bits), vector) }
    return (0..<128 / bits).map { index in
      let lane = lane(vector, index, bits: bits)
      return builder.compare(.notEqual, lane, lane.type.zero)
    }.reduce(types.i1.constant(1 as UInt64)) { binary(.and, $0, $1) }
  }

  /// The top bits of all lanes, an `i32`.
  func bitmask(_ vector: Value, bits: Int) -> Value {
    guard bits >= 32 else { return call(.bitmask(bits), vector) }
    return (0..<128 / bits).map { index in
      let lane = lane(vector, index, bits: bits)
      let top = binary(.lshr, lane, lane.type.constant(bits - 1))
      let bit = bits == 64 ? builder.truncate(top, to: types.i32) : top
      return binary(.shl, bit, types.i32.constant(index))
    }.reduce(types.i32.zero) { binary(.or, $0, $1) }
  }

  // MARK: Products

  /// The lower lane of 16 bits of every lane of 32, extended.
  private func evenHalves(_ vector: Value, isSigned: Bool) -> Value {
    let sixteen = laneConstant(16)
    return isSigned
      ? binary(.ashr, binary(.shl, lanes(vector), sixteen), sixteen)
      : binary(.and, lanes(vector), laneConstant(0xFFFF))
  }

  /// The upper lane of 16 bits of every lane of 32, extended.
  private func oddHalves(_ vector: Value, isSigned: Bool) -> Value {
    binary(isSigned ? .ashr : .lshr, lanes(vector), laneConstant(16))
  }

  /// Lanes of 32 bits whose low halves become the lower and the upper lanes of 16 bits.
  private func joinedHalves(_ even: Value, _ odd: Value) -> Value {
    words(
      binary(
        .or, binary(.and, even, laneConstant(0xFFFF)), binary(.shl, odd, laneConstant(16))))
  }

  /// The products of lanes of 16 bits, modulo their size.
  private func multipliedHalves(_ left: Value, _ right: Value) -> Value {
    joinedHalves(
      binary(.mul, lanes(left), lanes(right)),
      binary(.mul, oddHalves(left, isSigned: false), oddHalves(right, isSigned: false)))
  }

  /// The sums of two neighboring products of signed lanes of 16 bits, as lanes of 32.
  func dotProduct(_ left: Value, _ right: Value) -> Value {
    let even = binary(
      .mul, evenHalves(left, isSigned: true), evenHalves(right, isSigned: true))
    let odd = binary(
      .mul, oddHalves(left, isSigned: true), oddHalves(right, isSigned: true))
    return words(binary(.add, even, odd))
  }

  /// The sums of two neighboring products of signed bytes, as lanes of 16 bits modulo their size.
  func byteDotProduct(_ left: Value, _ right: Value) -> Value {
    func bytes(_ vector: Value, _ amount: Int) -> Value {
      let low = binary(
        .and, amount == 0 ? vector : shift(.lshr, vector, amount), constant(0x00FF_00FF_00FF_00FF))
      return signExtended(low, signBits: constant(0x0080_0080_0080_0080), 16)
    }
    return packedAdd(
      multipliedHalves(bytes(left, 0), bytes(right, 0)),
      multipliedHalves(bytes(left, 8), bytes(right, 8)), 16)
  }

  /// The rounded products of lanes of 16 bits as fixed-point numbers with 15 fractional bits.
  func fixedPointProduct(_ left: Value, _ right: Value) -> Value {
    func rounded(_ left: Value, _ right: Value) -> Value {
      let sum = binary(.add, binary(.mul, left, right), laneConstant(0x4000))
      let scaled = binary(.ashr, sum, laneConstant(15))
      return intrinsic(.smin, [scaled, laneConstant(0x7FFF)])
    }
    return joinedHalves(
      rounded(evenHalves(left, isSigned: true), evenHalves(right, isSigned: true)),
      rounded(oddHalves(left, isSigned: true), oddHalves(right, isSigned: true)))
  }

  // MARK: Widening and narrowing

  /// The lanes of a word, each twice as wide.
  ///
  /// - Parameter bits: the width of the word's lanes.
  func extended(_ word: Value, bits: Int, isSigned: Bool) -> Value {
    if bits == 8 { return extendedBytes(word, isSigned: isSigned) }
    let (narrow, wide) = bits == 16 ? (types.i16, types.i32) : (types.i32, types.i64)
    let parts = (0..<64 / bits).map { index in
      let shifted = binary(.lshr, word, types.i64.constant(index * bits))
      let lane = builder.truncate(shifted, to: narrow)
      return isSigned ? builder.signExtend(lane, to: wide) : builder.zeroExtend(lane, to: wide)
    }
    return bits == 16 ? vector(lanes: parts) : vector(parts[0], parts[1])
  }

  /// The products of the lanes of two words, each twice as wide.
  ///
  /// - Parameter bits: the width of the words' lanes.
  func extendedProduct(_ left: Value, _ right: Value, bits: Int, isSigned: Bool) -> Value {
    elementwise(
      .mul, extended(left, bits: bits, isSigned: isSigned),
      extended(right, bits: bits, isSigned: isSigned), bits: 2 * bits)
  }

  /// The sums of neighboring lanes, each twice as wide.
  ///
  /// - Parameter bits: the width of the vector's lanes, 8 or 16.
  func pairwiseSums(_ vector: Value, bits: Int, isSigned: Bool) -> Value {
    if bits == 8 { return pairwiseByteSums(vector, isSigned: isSigned) }
    return words(
      binary(
        .add, evenHalves(vector, isSigned: isSigned), oddHalves(vector, isSigned: isSigned)))
  }

  /// Signed lanes as the nearest numbers of half the width, the first vector's in the low word.
  ///
  /// - Parameter bits: the width of the vectors' lanes, 16 or 32.
  func narrowed(_ low: Value, _ high: Value, bits: Int, isSigned: Bool) -> Value {
    if bits == 16 { return narrowedToBytes(low, high, isSigned: isSigned) }
    let (smallest, largest) = isSigned ? (-0x8000, 0x7FFF) : (0, 0xFFFF) as (Int64, Int64)
    let halves = [low, high].map { vector in
      let clamped = intrinsic(
        .smin,
        [
          intrinsic(.smax, [lanes(vector), laneConstant(smallest)]), laneConstant(largest),
        ])
      return packed(
        (0..<4).map { builder.truncate(builder.extractElement(clamped, $0), to: types.i16) },
        bits: 16)
    }
    return vector(halves[0], halves[1])
  }
}
