internal import LLVM
internal import Wasm

/// Builds operations on vectors.
///
/// A vector is two words of 64 bits in LLVM IR, `<2 x i64>`. Operations on lanes of 64 bits are LLVM's. Those on
/// lanes of 32 bits are LLVM's on `<4 x i32>`; `VectorLowering` decides which values stay four lanes. Those on lanes of 8 and
/// 16 bits are operations on whole words that keep carries inside lanes, where that is shorter
/// than lane by lane (Warren, Hacker's Delight, sections 2-18 and 6-1).
struct VectorBuilder {
  /// The module being translated.
  let module: ModuleTranslation
  /// The types in constant use.
  var types: CommonTypes { module.types }
  /// Appends instructions to the current block.
  var builder: Builder { _read { yield module.builder } }

  // MARK: Forms

  /// A vector as four lanes of 32 bits.
  func lanes(_ vector: Value) -> Value {
    if isLanes(vector), let source = vector.asInstruction?.operand(0) { return source }
    return types.asLanes(vector, builder)
  }

  /// Whether a vector is known as four lanes of 32 bits.
  func isLanes(_ vector: Value) -> Bool {
    guard let instruction = vector.asInstruction, instruction.opcode == .bitCast else {
      return false
    }
    return instruction.operand(0).type == types.lanes
  }

  /// Four lanes of 32 bits as a vector.
  func words(_ lanes: Value) -> Value { types.asWords(lanes, builder) }

  /// A word of a vector.
  func word(_ vector: Value, _ index: Int) -> Value { builder.extractElement(vector, index) }

  /// The vector with these two words.
  func vector(_ low: Value, _ high: Value) -> Value { module.vector(low, high) }

  /// The vector with these lanes of 32 bits.
  func vector(lanes: [Value]) -> Value {
    words(
      lanes.enumerated().reduce(types.lanes.poison) {
        builder.insertElement($0, $1.element, $1.offset)
      })
  }

  /// The constant both of whose words are the pattern.
  func constant(_ pattern: UInt64) -> Value {
    module.constant(V128(low: pattern, high: pattern))
  }

  /// The constant whose four lanes of 32 bits are the number.
  func laneConstant(_ number: Int64) -> Value {
    Builder.constantVector(Array(repeating: types.i32.constant(number), count: 4))
  }

  // MARK: Bits

  /// A bitwise operation on vectors, or another one on words or lanes.
  func binary(_ operation: Builder.BinaryOperation, _ left: Value, _ right: Value) -> Value {
    builder.binary(operation, left, right)
  }

  /// All bits inverted.
  func not(_ value: Value) -> Value { binary(.xor, value, constant(.max)) }

  /// The bits of the first vector where the mask is 1, of the second where it is 0.
  func choose(_ mask: Value, _ whenOne: Value, _ whenZero: Value) -> Value {
    binary(.or, binary(.and, whenOne, mask), binary(.and, whenZero, not(mask)))
  }

  /// Every word shifted by a constant.
  func shift(_ operation: Builder.BinaryOperation, _ value: Value, _ amount: Int) -> Value {
    binary(operation, value, constant(UInt64(amount)))
  }

  /// Whether any bit is 1, an `i1`.
  func anyTrue(_ vector: Value) -> Value {
    guard isLanes(vector) else { return call(.anyTrue, vector) }
    let parts = (0..<4).map { builder.extractElement(lanes(vector), $0) }
    let bits = binary(.or, binary(.or, parts[0], parts[1]), binary(.or, parts[2], parts[3]))
    return builder.compare(.notEqual, bits, types.i32.zero)
  }

  /// LLVM's intrinsic for a vector type.
  func intrinsic(_ intrinsic: Intrinsic, _ arguments: [Value]) -> Value {
    builder.call(
      module.output.module.intrinsic(intrinsic, [arguments[0].type]), arguments)
  }

  // MARK: Lanes as scalars

  /// A lane of 8, 16, 32 or 64 bits as an integer of that width.
  func lane(_ vector: Value, _ index: Int, bits: Int) -> Value {
    switch bits {
    case 64: return word(vector, index)
    case 32: return builder.extractElement(lanes(vector), index)
    default:
      let count = 64 / bits
      let shifted = binary(
        .lshr, word(vector, index / count), types.i64.constant(index % count * bits))
      return builder.truncate(shifted, to: bits == 8 ? types.i8 : types.i16)
    }
  }

  /// The vector with one lane replaced by the low bits of an integer.
  func replacing(_ vector: Value, _ index: Int, bits: Int, with value: Value) -> Value {
    if bits == 64 { return builder.insertElement(vector, value, index) }
    if bits == 32, isLanes(vector) {
      return words(builder.insertElement(lanes(vector), value, index))
    }
    let count = 64 / bits
    let mask = UInt64.max >> UInt64(64 - bits)
    let amount = index % count * bits
    let old = binary(
      .and, word(vector, index / count), types.i64.constant(~(mask << UInt64(amount))))
    let new = binary(
      .shl, lowBits(value, bits: bits), types.i64.constant(amount))
    return builder.insertElement(vector, binary(.or, old, new), index / count)
  }

  /// The low bits of an integer of at least that width, zero-extended to a word.
  func lowBits(_ value: Value, bits: Int) -> Value {
    let wide = builder.zeroExtendOrKeep(value, to: types.i64)
    guard bits < 64, value.type.integerWidth != bits else { return wide }
    return binary(.and, wide, types.i64.constant(UInt64.max >> UInt64(64 - bits)))
  }

  /// A vector whose lanes are all the low bits of an integer.
  func splat(_ value: Value, bits: Int) -> Value {
    switch bits {
    case 64: return vector(value, value)
    case 32: return vector(lanes: [value, value, value, value])
    default:
      let ones = types.i64.constant(VectorHelper.laneOnes(bits))
      let word = binary(.mul, lowBits(value, bits: bits), ones)
      return vector(word, word)
    }
  }

  /// A word out of lanes of 8, 16 or 32 bits, each an integer of that width, the lowest first.
  func packed(_ lanes: [Value], bits: Int) -> Value {
    var result = types.i64.zero
    for (index, lane) in lanes.enumerated() {
      let wide = builder.zeroExtend(lane, to: types.i64)
      let placed = binary(.shl, wide, types.i64.constant(index * bits))
      result = index == 0 ? placed : binary(.or, result, placed)
    }
    return result
  }
}

/// Changes of a vector's form. LLVM's builder does not fold those of constants.
extension CommonTypes {
  /// A vector as four lanes of 32 bits.
  func asLanes(_ vector: Value, _ builder: borrowing Builder) -> Value {
    guard let words = numbers(vector, count: 2) else { return builder.bitCast(vector, to: lanes) }
    return Builder.constantVector(
      words.flatMap { [$0 & 0xFFFF_FFFF, $0 >> 32] }.map { i32.constant($0) })
  }

  /// Four lanes of 32 bits as a vector.
  func asWords(_ lanes: Value, _ builder: borrowing Builder) -> Value {
    guard let numbers = numbers(lanes, count: 4) else { return builder.bitCast(lanes, to: vector) }
    return Builder.constantVector(
      [numbers[0] | numbers[1] << 32, numbers[2] | numbers[3] << 32].map { i64.constant($0) })
  }

  /// The elements of a constant vector, nil for other values.
  private func numbers(_ vector: Value, count: Int) -> [UInt64]? {
    guard vector.isConstant else { return nil }
    let numbers = (0..<count).compactMap { vector.aggregateElement($0)?.unsignedInteger }
    return numbers.count == count ? numbers : nil
  }
}
