internal import LLVM

/// Operations on lanes of 8 or 16 bits, all those of a word at once.
///
/// A *flag* vector has the top bit of some lanes set and nothing else; `filled` makes masks of it.
extension VectorBuilder {
  /// The top bit of every lane.
  func topBits(_ bits: Int) -> UInt64 { VectorHelper.topBits(bits) }

  /// The top bits of all lanes of a vector.
  private func top(_ vector: Value, _ bits: Int) -> Value {
    binary(.and, vector, constant(topBits(bits)))
  }

  /// All but the top bits of all lanes of a vector.
  private func rest(_ vector: Value, _ bits: Int) -> Value {
    binary(.and, vector, constant(~topBits(bits)))
  }

  /// Flags as masks: all bits of the lanes whose top bit is set.
  func filled(_ flags: Value, _ bits: Int) -> Value { call(.fill(bits), flags) }

  /// Builds a call of a helper.
  func call(_ helper: VectorHelper, _ vector: Value) -> Value {
    helper.call(vector, in: module.output.module, types, builder)
  }

  /// The sums modulo the lanes' size.
  func packedAdd(_ left: Value, _ right: Value, _ bits: Int) -> Value {
    let sums = binary(.add, rest(left, bits), rest(right, bits))
    return binary(.xor, sums, top(binary(.xor, left, right), bits))
  }

  /// The differences modulo the lanes' size.
  func packedSub(_ left: Value, _ right: Value, _ bits: Int) -> Value {
    binary(
      .xor, guardedDifference(left, right, bits), top(not(binary(.xor, left, right)), bits))
  }

  /// The differences of all but the top bits, with a top bit that is 1 where nothing was borrowed.
  private func guardedDifference(_ left: Value, _ right: Value, _ bits: Int) -> Value {
    binary(.sub, binary(.or, left, constant(topBits(bits))), rest(right, bits))
  }

  /// A vector whose lanes have their top bit set if they are not zero; the other bits mean nothing.
  private func nonZero(_ vector: Value, _ bits: Int) -> Value {
    binary(.or, binary(.add, rest(vector, bits), constant(~topBits(bits))), vector)
  }

  /// Flags of the lanes that are equal or that differ.
  func equalFlags(_ left: Value, _ right: Value, _ bits: Int, isEqual: Bool) -> Value {
    let different = nonZero(binary(.xor, left, right), bits)
    return top(isEqual ? not(different) : different, bits)
  }

  /// Flags of the lanes in which the first is less.
  func lessFlags(_ left: Value, _ right: Value, _ bits: Int, isSigned: Bool) -> Value {
    let difference = guardedDifference(left, right, bits)
    let (small, large) = isSigned ? (right, left) : (left, right)
    let decided = binary(.and, not(small), large)
    let borrowed = not(binary(.or, binary(.xor, left, right), difference))
    return top(binary(.or, decided, borrowed), bits)
  }

  /// The sums, or the nearest number that fits.
  func packedAddSaturating(
    _ left: Value, _ right: Value, _ bits: Int, isSigned: Bool
  ) -> Value {
    let sum = packedAdd(left, right, bits)
    guard isSigned else {
      let carry = binary(
        .or, binary(.and, left, right), binary(.and, binary(.or, left, right), not(sum)))
      return binary(.or, sum, filled(top(carry, bits), bits))
    }
    let overflow = binary(
      .and, not(binary(.xor, left, right)), binary(.xor, left, sum))
    return saturated(sum, overflow, left, bits)
  }

  /// The differences, or the nearest number that fits.
  func packedSubSaturating(
    _ left: Value, _ right: Value, _ bits: Int, isSigned: Bool
  ) -> Value {
    let difference = packedSub(left, right, bits)
    guard isSigned else {
      let less = lessFlags(left, right, bits, isSigned: false)
      return binary(.and, difference, not(filled(less, bits)))
    }
    let overflow = binary(
      .and, binary(.xor, left, right), binary(.xor, left, difference))
    return saturated(difference, overflow, left, bits)
  }

  /// The result, but where the top bit of `overflow` is set the extreme number of the sign of `sign`.
  private func saturated(
    _ result: Value, _ overflow: Value, _ sign: Value, _ bits: Int
  ) -> Value {
    let negative = shift(.lshr, top(sign, bits), bits - 1)
    let extreme = binary(.add, negative, constant(~topBits(bits)))
    return choose(filled(top(overflow, bits), bits), extreme, result)
  }

  /// The smaller or the larger numbers.
  func packedExtreme(
    _ left: Value, _ right: Value, _ bits: Int, isSigned: Bool, isMaximum: Bool
  ) -> Value {
    let less = filled(lessFlags(left, right, bits, isSigned: isSigned), bits)
    let difference = binary(.and, binary(.xor, left, right), less)
    return binary(.xor, isMaximum ? left : right, difference)
  }

  /// The averages of unsigned numbers, rounded up.
  func packedAverage(_ left: Value, _ right: Value, _ bits: Int) -> Value {
    let half = rest(shift(.lshr, binary(.xor, left, right), 1), bits)
    return binary(.sub, binary(.or, left, right), half)
  }

  /// The absolute values; that of the smallest number is itself.
  func packedAbs(_ vector: Value, _ bits: Int) -> Value {
    let negative = top(vector, bits)
    let flipped = binary(.xor, vector, filled(negative, bits))
    return binary(.add, flipped, shift(.lshr, negative, bits - 1))
  }

  /// How many bits of each byte are 1.
  func packedPopulation(_ vector: Value) -> Value {
    func low(_ value: Value, _ mask: UInt64) -> Value { binary(.and, value, constant(mask)) }
    let pairs = binary(
      .sub, vector, low(shift(.lshr, vector, 1), 0x5555_5555_5555_5555))
    let nibbles = binary(
      .add, low(pairs, 0x3333_3333_3333_3333),
      low(shift(.lshr, pairs, 2), 0x3333_3333_3333_3333))
    return low(
      binary(.add, nibbles, shift(.lshr, nibbles, 4)), 0x0F0F_0F0F_0F0F_0F0F)
  }

  /// All lanes shifted by an `i32`, modulo the lanes' width.
  func packedShift(
    _ operation: Builder.BinaryOperation, _ vector: Value, by amount: Value, _ bits: Int
  ) -> Value {
    let count = binary(
      .and, builder.zeroExtend(amount, to: types.i64), types.i64.constant(bits - 1))
    let shifted = binary(
      operation == .shl ? .shl : .lshr, vector, self.vector(count, count))
    // Which bits of a shifted lane come from the lane itself.
    let full = types.i64.constant(UInt64.max >> UInt64(64 - bits))
    let kept =
      operation == .shl
      ? binary(.and, binary(.shl, full, count), full) : binary(.lshr, full, count)
    let mask = binary(.mul, kept, types.i64.constant(VectorHelper.laneOnes(bits)))
    let clean = binary(.and, shifted, self.vector(mask, mask))
    guard operation == .ashr else { return clean }
    let sign = binary(.lshr, types.i64.constant(topBits(bits)), count)
    return signExtended(clean, signBits: self.vector(sign, sign), bits)
  }

  /// Lanes sign-extended from the bit that is set in `signBits`, above which they are zero.
  func signExtended(_ vector: Value, signBits: Value, _ bits: Int) -> Value {
    // (v ^ s) - s modulo the lane, as a sum that carries nothing out: + (top - s), then + top.
    let bias = binary(.sub, constant(topBits(bits)), signBits)
    let sum = binary(.add, binary(.xor, vector, signBits), bias)
    return binary(.xor, sum, constant(topBits(bits)))
  }

  // MARK: Widening and narrowing

  /// The eight bytes of a word as lanes of 16 bits.
  func extendedBytes(_ word: Value, isSigned: Bool) -> Value {
    let low = binary(.and, word, types.i64.constant(UInt64(UInt32.max)))
    var result = vector(low, binary(.lshr, word, types.i64.constant(32)))
    for (amount, mask) in VectorHelper.spreadingSteps {
      result = binary(
        .and, binary(.or, result, shift(.shl, result, amount)), constant(mask))
    }
    return isSigned
      ? signExtended(result, signBits: constant(0x0080_0080_0080_0080), 16) : result
  }

  /// The sums of neighboring bytes as lanes of 16 bits.
  func pairwiseByteSums(_ vector: Value, isSigned: Bool) -> Value {
    let mask: UInt64 = 0x00FF_00FF_00FF_00FF
    // Signed bytes plus 128 are unsigned; the sum is 256 too much.
    let bytes = isSigned ? binary(.xor, vector, constant(topBits(8))) : vector
    let sums = binary(
      .add, binary(.and, bytes, constant(mask)),
      binary(.and, shift(.lshr, bytes, 8), constant(mask)))
    guard isSigned else { return sums }
    let biased = binary(.add, sums, constant(0x7F00_7F00_7F00_7F00))
    return binary(.xor, biased, constant(topBits(16)))
  }

  /// Signed lanes of 16 bits as the nearest bytes, the first vector's in the low word.
  func narrowedToBytes(_ low: Value, _ high: Value, isSigned: Bool) -> Value {
    let halves = [low, high].map { vector in
      var bytes = clampedToBytes(vector, isSigned: isSigned)
      for (amount, mask) in [(8, 0x0000_FFFF_0000_FFFF), (16, 0x0000_0000_FFFF_FFFF)]
        as [(Int, UInt64)]
      {
        bytes = binary(
          .and, binary(.or, bytes, shift(.lshr, bytes, amount)), constant(mask))
      }
      let upper = binary(.shl, word(bytes, 1), types.i64.constant(32))
      return binary(.or, word(bytes, 0), upper)
    }
    return vector(halves[0], halves[1])
  }

  /// Signed lanes of 16 bits as the nearest bytes, zero-extended.
  private func clampedToBytes(_ vector: Value, isSigned: Bool) -> Value {
    let byte: UInt64 = 0x00FF_00FF_00FF_00FF
    let above: UInt64 = 0x7F00_7F00_7F00_7F00
    // Signed bytes plus 128 are unsigned ones; behind that the two cases are the same.
    let bias: UInt64 = 0x0080_0080_0080_0080
    let biased = isSigned ? packedAdd(vector, constant(bias), 16) : vector
    let isLarge = binary(.add, binary(.and, biased, constant(above)), constant(above))
    let under = isSigned ? top(binary(.and, vector, biased), 16) : top(vector, 16)
    let over =
      isSigned ? top(binary(.and, binary(.or, isLarge, biased), not(vector)), 16) : top(isLarge, 16)
    let raised = binary(.or, biased, filled(over, 16))
    let clamped = binary(.and, binary(.and, raised, not(filled(under, 16))), constant(byte))
    return isSigned ? binary(.xor, clamped, constant(bias)) : clamped
  }
}
