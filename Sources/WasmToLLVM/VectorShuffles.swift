internal import LLVM
internal import Support

/// Replaces the shuffles of bytes in functions whose locals are in SSA form.
///
/// Only there is it known which bytes of the result are needed, and whether a vector is in memory, where any of its bytes
/// are one load away.
struct VectorShuffles: ~Copyable {
  /// The types in constant use.
  private let types: CommonTypes
  /// Appends instructions.
  private let builder: Builder
  /// LLVM's reversal of a word's bytes.
  private let reversal: LLVM.Function
  /// LLVM's shift of two words.
  private let rotation: LLVM.Function

  /// How many instructions behind each other are asked which bits they need.
  private static let demandDepth = 4

  /// Replaces the calls of `VectorHelper.shuffle` in some functions of a module.
  static func lower(
    _ functions: [LLVM.Function], of module: borrowing LLVM.Module, _ types: CommonTypes
  ) {
    guard module.function(named: VectorHelper.shuffle.rawValue) != nil else { return }
    let shuffles = VectorShuffles(
      types: types, builder: Builder(module: module),
      reversal: module.intrinsic(.bswap, [types.i64]),
      rotation: module.intrinsic(.fshr, [types.i64]))
    for function in functions {
      let calls = function.blocks.flatMap { block in
        block.instructions.filter { VectorHelper.called(by: $0.value) == .shuffle }
      }
      for call in calls { shuffles.replace(call) }
    }
  }

  /// Replaces a shuffle.
  private func replace(_ call: InstructionView) {
    let vectors = [call.argument(0), call.argument(1)]
    let loads = vectors.map { vector -> InstructionView? in
      guard let load = vector.asInstruction, load.opcode == .load, load.parent == call.parent else {
        return nil
      }
      return load
    }
    let needed = demand(on: call.value, depth: Self.demandDepth)
    builder.position(before: call)
    let words = (0..<2).map { half -> Value in
      let numbers = word(half, of: call.argument(2)) ?? 0
      var constant: UInt64 = 0
      let wanted = (0..<8).map { place -> ByteAssembly.Wanted in
        let shift = UInt64(8 * place)
        if needed[half] >> shift & 0xFF == 0 { return .anything }
        let number = Int(numbers >> shift & 31)
        if let byte = constantByte(number, of: vectors) {
          constant |= UInt64(byte) << shift
          return .zero
        }
        // Bytes of equal vectors are those of the first.
        return .byte(vectors[0] == vectors[1] ? number % 16 : number)
      }
      let assembly = ByteAssembly(wanted, isLoaded: loads.map { $0 != nil })
      let assembled = union(of: assembly, vectors, loads, before: call)
      return constant == 0
        ? assembled : builder.binary(.or, assembled, types.i64.constant(constant))
    }
    let first = builder.insertElement(types.vector.poison, words[0], 0)
    call.value.replaceAllUses(with: builder.insertElement(first, words[1], 1))
    call.delete()
  }

  // MARK: What is known

  /// A word of a constant vector, nil for other values.
  private func word(_ index: Int, of vector: Value) -> UInt64? {
    vector.isConstant ? vector.aggregateElement(index)?.unsignedInteger : nil
  }

  /// A byte of two vectors, if it is a constant.
  private func constantByte(_ number: Int, of vectors: [Value]) -> UInt8? {
    word(number % 16 / 8, of: vectors[number / 16]).map {
      UInt8(truncatingIfNeeded: $0 >> UInt64(number % 8 * 8))
    }
  }

  /// The bits of a vector's two words that its users need.
  private func demand(on vector: Value, depth: Int) -> [UInt64] {
    let all: [UInt64] = [.max, .max]
    guard depth > 0 else { return all }
    var needed: [UInt64] = [0, 0]
    for user in vector.users {
      guard let instruction = user.asInstruction else { return all }
      let part: [UInt64]
      if let helper = VectorHelper.called(by: user), let shift = helper.shift {
        let amount = instruction.argument(1).unsignedInteger ?? 0
        part = demand(on: user, depth: depth - 1).map { shifted($0, shift, by: amount) }
      } else {
        switch instruction.opcode {
        case .or, .xor: part = demand(on: user, depth: depth - 1)
        case .and:
          let other =
            instruction.operand(0) == vector ? instruction.operand(1) : instruction.operand(0)
          let result = demand(on: user, depth: depth - 1)
          part = (0..<2).map { result[$0] & (word($0, of: other) ?? .max) }
        default: return all
        }
      }
      needed = zip(needed, part).map { $0 | $1 }
    }
    return needed
  }

  /// The bits of a word's two lanes that a shift moves to the given ones.
  private func shifted(
    _ bits: UInt64, _ operation: Builder.BinaryOperation, by amount: UInt64
  ) -> UInt64 {
    let lane = UInt64(UInt32.max)
    let (low, high) = (bits & lane, bits >> 32)
    return operation == .shl
      ? (low >> amount) | (high >> amount) << 32
      : (low << amount & lane) | (high << amount & lane) << 32
  }

  // MARK: Instructions

  /// Builds the union of parts in front of a shuffle.
  private func union(
    of assembly: ByteAssembly, _ vectors: [Value], _ loads: [InstructionView?],
    before call: InstructionView
  ) -> Value {
    var result: Value?
    for part in assembly.parts {
      let source = self.source(part.source, vectors, loads, before: call)
      var value = part.isReversed ? builder.call(reversal, [source]) : source
      switch part.movement {
      case .none: break
      case .up(let bytes): value = builder.binary(.shl, value, types.i64.constant(8 * bytes))
      case .down(let bytes): value = builder.binary(.lshr, value, types.i64.constant(8 * bytes))
      case .rotation(let bytes):
        value = builder.call(rotation, [value, value, types.i64.constant(8 * bytes)])
      }
      if part.mask != .max { value = builder.binary(.and, value, types.i64.constant(part.mask)) }
      result = result.map { builder.binary(.or, $0, value) } ?? value
    }
    guard let result else { return types.i64.zero }
    return assembly.isReversed ? builder.call(reversal, [result]) : result
  }

  /// Builds the word that a part is made of.
  private func source(
    _ source: ByteAssembly.Source, _ vectors: [Value], _ loads: [InstructionView?],
    before call: InstructionView
  ) -> Value {
    switch source {
    case .word(let number): return builder.extractElement(vectors[number / 2], number % 2)
    case .spread(let number, let isUpper):
      return spread(builder.extractElement(vectors[number / 2], number % 2), isUpper: isUpper)
    case .memory(let vector, let offset, let count):
      let load = Invariant.unwrap(loads[vector], "only vectors in memory are read from there")
      // Where the vector is read, what is there is the vector.
      builder.position(before: load)
      defer { builder.position(before: call) }
      let address = builder.elementPointer(types.i8, load.operand(0), types.i32.constant(offset))
      let value = builder.load(types.context.integer(8 * count), from: address, alignment: 1)
      return builder.zeroExtendOrKeep(value, to: types.i64)
    }
  }

  /// The lower or the upper four bytes of a word, each followed by a zero byte.
  private func spread(_ word: Value, isUpper: Bool) -> Value {
    var result =
      isUpper
      ? builder.binary(.lshr, word, types.i64.constant(32))
      : builder.binary(.and, word, types.i64.constant(UInt64(UInt32.max)))
    for (amount, mask) in VectorHelper.spreadingSteps {
      let shifted = builder.binary(.shl, result, types.i64.constant(amount))
      result = builder.binary(
        .and, builder.binary(.or, result, shifted), types.i64.constant(mask))
    }
    return result
  }
}
