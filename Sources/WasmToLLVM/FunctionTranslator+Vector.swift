internal import LLVM
internal import Wasm

/// Vector instructions.
extension FunctionTranslator {
  /// Builds operations on vectors.
  var vectors: VectorBuilder { VectorBuilder(module: module) }

  /// Translates a vector instruction.
  mutating func vector(_ instruction: Instruction) throws(TranslationError) {
    switch instruction {
    case .v128Const(let bits): push(module.constant(bits))
    case .shuffle(let numbers):
      let operands = pop(2)
      push(vectors.shuffle(operands[0], operands[1], numbers))
    case .simd(let operation): try simd(operation)
    case .simdLane(let operation, let lane): try accessLane(operation, Int(lane))
    case .simdLoad(let operation, let argument): loadVector(operation, argument)
    case .simdStore(let argument):
      let value = pop()
      builder.store(value, to: address(pop(), argument, size: 16), alignment: 1)
    case .simdLoadLane(let operation, let argument, let lane):
      let vector = pop()
      let bits = operation.bits
      let address = self.address(pop(), argument, size: bits / 8)
      let value = builder.load(types.context.integer(bits), from: address, alignment: 1)
      push(vectors.replacing(vector, Int(lane), bits: bits, with: value))
    case .simdStoreLane(let operation, let argument, let lane):
      let vector = pop()
      let bits = operation.bits
      let value = vectors.lane(vector, Int(lane), bits: bits)
      builder.store(value, to: address(pop(), argument, size: bits / 8), alignment: 1)
    default: break
    }
  }

  /// Translates a load of a vector.
  private mutating func loadVector(_ operation: SIMDLoadOperator, _ argument: MemoryArgument) {
    func integer(_ bits: Int, _ address: Value) -> Value {
      builder.load(types.context.integer(bits), from: address, alignment: 1)
    }
    let shape = operation.shape
    let address = self.address(pop(), argument, size: shape.bits / 8)
    switch shape {
    case .whole: push(builder.load(types.vector, from: address, alignment: 1))
    case .extended(let bits, let isSigned):
      push(vectors.extended(integer(64, address), bits: bits, isSigned: isSigned))
    case .splat(let bits): push(vectors.splat(integer(bits, address), bits: bits))
    case .zeroFilled(let bits):
      let low = builder.zeroExtendOrKeep(integer(bits, address), to: types.i64)
      push(vectors.vector(low, types.i64.zero))
    }
  }

  /// Translates an instruction that reads or replaces a lane.
  private mutating func accessLane(
    _ operation: SIMDLaneOperator, _ lane: Int
  ) throws(TranslationError) {
    switch operation {
    case .i8x16ExtractLaneS: extractLane(lane, bits: 8, isSigned: true)
    case .i8x16ExtractLaneU: extractLane(lane, bits: 8, isSigned: false)
    case .i16x8ExtractLaneS: extractLane(lane, bits: 16, isSigned: true)
    case .i16x8ExtractLaneU: extractLane(lane, bits: 16, isSigned: false)
    case .i32x4ExtractLane: push(vectors.lane(pop(), lane, bits: 32))
    case .i64x2ExtractLane: push(vectors.lane(pop(), lane, bits: 64))
    case .f32x4ExtractLane:
      push(vectors.lane(pop(), lane, bits: 32))
      try numeric(.f32ReinterpretI32)
    case .f64x2ExtractLane:
      push(vectors.lane(pop(), lane, bits: 64))
      try numeric(.f64ReinterpretI64)
    case .i8x16ReplaceLane: replaceLane(lane, bits: 8)
    case .i16x8ReplaceLane: replaceLane(lane, bits: 16)
    case .i32x4ReplaceLane: replaceLane(lane, bits: 32)
    case .i64x2ReplaceLane: replaceLane(lane, bits: 64)
    case .f32x4ReplaceLane:
      try numeric(.i32ReinterpretF32)
      replaceLane(lane, bits: 32)
    case .f64x2ReplaceLane:
      try numeric(.i64ReinterpretF64)
      replaceLane(lane, bits: 64)
    }
  }

  /// Replaces the vector on the operand stack by one of its lanes, extended to an `i32`.
  private mutating func extractLane(_ lane: Int, bits: Int, isSigned: Bool) {
    let value = vectors.lane(pop(), lane, bits: bits)
    push(
      isSigned
        ? builder.signExtend(value, to: types.i32) : builder.zeroExtend(value, to: types.i32))
  }

  /// Puts the value on the operand stack into a lane of the vector below it.
  private mutating func replaceLane(_ lane: Int, bits: Int) {
    let value = pop()
    push(vectors.replacing(pop(), lane, bits: bits, with: value))
  }

  /// Translates a vector instruction without immediates.
  private mutating func simd(_ operation: SIMDOperator) throws(TranslationError) {
    do throws(TranslationError) {
      try translate(operation)
    } catch {
      // The scalar instruction that lanes are translated as is not the one that is in the module.
      guard case .float = error.kind else { throw error }
      throw self.error(.float(instruction: name(ofOpcode: operation.rawValue)))
    }
  }

  /// Translates a vector instruction without immediates as what it has in common with others.
  private mutating func translate(_ operation: SIMDOperator) throws(TranslationError) {
    if let (elementwise, bits) = operation.elementwise {
      let operands = pop(2)
      push(vectors.elementwise(elementwise, operands[0], operands[1], bits: bits))
    } else if let (direction, bits) = operation.shift {
      let amount = pop()
      push(vectors.shifted(direction, pop(), by: amount, bits: bits))
    } else if let widening = operation.widening {
      widen(widening)
    } else if let lanes = operation.floatLanes {
      try floatLanes(lanes)
    } else {
      try otherVector(operation)
    }
  }

  /// Translates an instruction whose result has lanes twice as wide as its operands.
  private mutating func widen(_ widening: Widening) {
    let (bits, isSigned) = (widening.bits, widening.isSigned)
    switch widening.kind {
    case .pairwiseSum: push(vectors.pairwiseSums(pop(), bits: bits, isSigned: isSigned))
    case .extension(let half):
      let word = vectors.word(pop(), half)
      push(vectors.extended(word, bits: bits, isSigned: isSigned))
    case .product(let half):
      let words = pop(2).map { vectors.word($0, half) }
      push(vectors.extendedProduct(words[0], words[1], bits: bits, isSigned: isSigned))
    }
  }

  /// Translates an instruction of which there is only one of its kind, or one for each width.
  private mutating func otherVector(_ operation: SIMDOperator) throws(TranslationError) {
    switch operation {
    case .i8x16Swizzle: swizzle()
    case .i8x16Splat: push(vectors.splat(pop(), bits: 8))
    case .i16x8Splat: push(vectors.splat(pop(), bits: 16))
    case .i32x4Splat: push(vectors.splat(pop(), bits: 32))
    case .i64x2Splat: push(vectors.splat(pop(), bits: 64))
    case .f32x4Splat:
      try numeric(.i32ReinterpretF32)
      push(vectors.splat(pop(), bits: 32))
    case .f64x2Splat:
      try numeric(.i64ReinterpretF64)
      push(vectors.splat(pop(), bits: 64))
    case .v128Not: push(vectors.not(pop()))
    case .v128And: bitwise(.and)
    case .v128Or: bitwise(.or)
    case .v128Xor: bitwise(.xor)
    case .v128Andnot:
      let mask = vectors.not(pop())
      push(builder.binary(.and, pop(), mask))
    case .v128Bitselect:
      let operands = pop(3)
      push(vectors.choose(operands[2], operands[0], operands[1]))
    case .v128AnyTrue: push(vectors.anyTrue(pop()))
    case .i8x16AllTrue: push(vectors.allTrue(pop(), bits: 8))
    case .i16x8AllTrue: push(vectors.allTrue(pop(), bits: 16))
    case .i32x4AllTrue: push(vectors.allTrue(pop(), bits: 32))
    case .i64x2AllTrue: push(vectors.allTrue(pop(), bits: 64))
    case .i8x16Bitmask: push(vectors.bitmask(pop(), bits: 8))
    case .i16x8Bitmask: push(vectors.bitmask(pop(), bits: 16))
    case .i32x4Bitmask: push(vectors.bitmask(pop(), bits: 32))
    case .i64x2Bitmask: push(vectors.bitmask(pop(), bits: 64))
    case .i8x16Abs: push(vectors.absolute(pop(), bits: 8))
    case .i16x8Abs: push(vectors.absolute(pop(), bits: 16))
    case .i32x4Abs: push(vectors.absolute(pop(), bits: 32))
    case .i64x2Abs: push(vectors.absolute(pop(), bits: 64))
    case .i8x16Neg: push(vectors.negated(pop(), bits: 8))
    case .i16x8Neg: push(vectors.negated(pop(), bits: 16))
    case .i32x4Neg: push(vectors.negated(pop(), bits: 32))
    case .i64x2Neg: push(vectors.negated(pop(), bits: 64))
    case .i8x16Popcnt: push(vectors.packedPopulation(pop()))
    case .i8x16NarrowI16x8S: narrow(bits: 16, isSigned: true)
    case .i8x16NarrowI16x8U: narrow(bits: 16, isSigned: false)
    case .i16x8NarrowI32x4S: narrow(bits: 32, isSigned: true)
    case .i16x8NarrowI32x4U: narrow(bits: 32, isSigned: false)
    case .i16x8Q15mulrSatS:
      let operands = pop(2)
      push(vectors.fixedPointProduct(operands[0], operands[1]))
    case .i32x4DotI16x8S:
      let operands = pop(2)
      push(vectors.dotProduct(operands[0], operands[1]))
    case .i8x16RelaxedSwizzle: swizzle()
    case .i8x16RelaxedLaneselect, .i16x8RelaxedLaneselect, .i32x4RelaxedLaneselect,
      .i64x2RelaxedLaneselect:
      let operands = pop(3)
      push(vectors.choose(operands[2], operands[0], operands[1]))
    case .i16x8RelaxedQ15mulrS:
      let operands = pop(2)
      push(vectors.fixedPointProduct(operands[0], operands[1]))
    case .i16x8RelaxedDotI8x16I7x16S:
      let operands = pop(2)
      push(vectors.byteDotProduct(operands[0], operands[1]))
    case .i32x4RelaxedDotI8x16I7x16AddS:
      let operands = pop(3)
      let products = vectors.byteDotProduct(operands[0], operands[1])
      let sums = vectors.pairwiseSums(products, bits: 16, isSigned: true)
      push(vectors.elementwise(.add, sums, operands[2], bits: 32))
    case .f32x4RelaxedMadd: try multiplyAdd(.f32Mul, .f32Add, .f32, isNegated: false)
    case .f32x4RelaxedNmadd: try multiplyAdd(.f32Mul, .f32Sub, .f32, isNegated: true)
    case .f64x2RelaxedMadd: try multiplyAdd(.f64Mul, .f64Add, .f64, isNegated: false)
    case .f64x2RelaxedNmadd: try multiplyAdd(.f64Mul, .f64Sub, .f64, isNegated: true)
    case .f32x4Abs: push(builder.binary(.and, pop(), vectors.constant(0x7FFF_FFFF_7FFF_FFFF)))
    case .f32x4Neg: push(builder.binary(.xor, pop(), vectors.constant(0x8000_0000_8000_0000)))
    case .f64x2Abs: push(builder.binary(.and, pop(), vectors.constant(.max >> 1)))
    case .f64x2Neg: push(builder.binary(.xor, pop(), vectors.constant(1 << 63)))
    default: throw error(.vector(instruction: name(ofOpcode: operation.rawValue)))
    }
  }

  /// Translates a bitwise operation.
  private mutating func bitwise(_ operation: Builder.BinaryOperation) {
    let operands = pop(2)
    push(builder.binary(operation, operands[0], operands[1]))
  }

  /// Translates a narrowing with saturation.
  private mutating func narrow(bits: Int, isSigned: Bool) {
    let operands = pop(2)
    push(vectors.narrowed(operands[0], operands[1], bits: bits, isSigned: isSigned))
  }

  /// Translates `i8x16.swizzle`.
  private mutating func swizzle() {
    let operands = pop(2)
    var room = swizzleRoom
    let result = vectors.swizzle(operands[0], operands[1]) {
      if let room { return room }
      let made = makeSwizzleRoom()
      room = made
      return made
    }
    swizzleRoom = room
    push(result)
  }

  /// Makes room for the table of an `i8x16.swizzle` at the start of the function.
  private func makeSwizzleRoom() -> Value {
    let type = types.context.array(types.i8, count: 17)
    if let first = function.entry?.firstInstruction { builder.position(before: first) }
    let room = builder.alloca(type)
    builder.position(atEndOf: block)
    return room
  }

  // MARK: Floats

  /// Translates a multiplication and an addition to its product, or a subtraction of it, both of which round.
  private mutating func multiplyAdd(
    _ product: NumericOperator, _ sum: NumericOperator, _ type: ValueType, isNegated: Bool
  ) throws(TranslationError) {
    let operands = pop(3)
    push(operands[0])
    push(operands[1])
    try floatLanes(.binary(product, type))
    guard !isDead else { return }
    if isNegated {
      let product = pop()
      push(operands[2])
      push(product)
    } else {
      push(operands[2])
    }
    try floatLanes(.binary(sum, type))
  }

  /// Translates an instruction that does something to each lane what a scalar instruction does.
  private mutating func floatLanes(_ lanes: FloatLanes) throws(TranslationError) {
    let operands = pop(lanes.operandCount)
    var results: [Value] = []
    for index in 0..<lanes.count {
      for operand in operands {
        push(vectors.lane(operand, index, bits: lanes.operandBits))
      }
      try floatLane(lanes)
      guard !isDead else { return }
      results.append(pop())
    }
    while results.count < 128 / lanes.resultBits { results.append(results[0].type.zero) }
    push(
      lanes.resultBits == 32
        ? vectors.vector(lanes: results) : vectors.vector(results[0], results[1]))
  }

  /// Replaces the bits of one lane's operands on the operand stack by those of its result.
  private mutating func floatLane(_ lanes: FloatLanes) throws(TranslationError) {
    switch lanes.kind {
    case .scalar(let operation):
      let operands = pop(lanes.operandCount)
      for operand in operands {
        push(operand)
        if let cast = lanes.operandCast { try numeric(cast) }
      }
      try numeric(operation)
      guard !isDead else { return }
      if let cast = lanes.resultCast { try numeric(cast) }
    case .comparison(let operation):
      let operands = pop(2)
      try compareLanes(operation, operands, lanes)
      guard !isDead else { return }
      push(builder.signExtend(popCondition(), to: operands[0].type))
    case .choice(let operation, let isSwapped):
      // The second if it is less (or greater, with the operands swapped) than the first.
      let operands = pop(2)
      try compareLanes(operation, isSwapped ? operands : operands.reversed(), lanes)
      guard !isDead else { return }
      push(builder.select(popCondition(), operands[1], operands[0]))
    }
  }

  /// Puts the truth value of a scalar comparison of two lanes on the operand stack.
  private mutating func compareLanes(
    _ operation: NumericOperator, _ operands: [Value], _ lanes: FloatLanes
  ) throws(TranslationError) {
    for operand in operands {
      push(operand)
      if let cast = lanes.operandCast { try numeric(cast) }
    }
    try numeric(operation)
  }
}
