internal import LLVM

/// Replaces the calls of `VectorHelper`s in a function whose locals are in SSA form.
///
/// What tests masks that comparisons made tests their flags instead, and bitwise operations on such masks are operations on
/// flags, so that most masks need not be made.
struct VectorFlags: ~Copyable {
  /// The function.
  private let function: LLVM.Function
  /// The types in constant use.
  private let types: CommonTypes
  /// Appends instructions.
  private let builder: Builder

  /// Replaces the calls in all functions of a module, and the functions called.
  static func lower(_ module: borrowing LLVM.Module, _ types: CommonTypes) {
    let helpers = VectorHelper.allCases.filter(\.concernsFlags)
    guard helpers.contains(where: { module.function(named: $0.rawValue) != nil }) else { return }
    for function in module.functions where !function.isDeclaration {
      let flags = VectorFlags(
        function: function, types: types, builder: Builder(module: module))
      flags.combineMasks(in: module)
      flags.lowerTests()
      flags.selectConstants()
      flags.fill()
    }
    for helper in helpers { module.function(named: helper.rawValue)?.delete() }
  }

  /// The instructions of the function that satisfy a condition.
  private func instructions(where condition: (InstructionView) -> Bool) -> [InstructionView] {
    var result: [InstructionView] = []
    for block in function.blocks {
      for instruction in block.instructions where condition(instruction) {
        result.append(instruction)
      }
    }
    return result
  }

  /// The constant both of whose words are the pattern.
  private func constant(_ pattern: UInt64) -> Value {
    Builder.constantVector([types.i64.constant(pattern), types.i64.constant(pattern)])
  }

  /// The pattern of a constant both of whose words are equal.
  private func pattern(_ value: Value) -> UInt64? {
    guard value.isConstant, let low = value.aggregateElement(0)?.unsignedInteger,
      low == value.aggregateElement(1)?.unsignedInteger
    else { return nil }
    return low
  }

  /// Replaces an instruction.
  private func replace(_ instruction: InstructionView, with value: Value) {
    instruction.value.replaceAllUses(with: value)
    instruction.delete()
  }

  // MARK: Masks

  /// The flags that a mask is made of, and the lanes' width.
  private func flags(of value: Value) -> (flags: Value, bits: Int)? {
    guard let helper = VectorHelper.called(by: value), helper == .fill8 || helper == .fill16,
      let call = value.asInstruction
    else { return nil }
    return (call.argument(0), helper.bits)
  }

  /// Makes bitwise operations on masks operations on flags, where that leaves fewer masks.
  private func combineMasks(in module: borrowing LLVM.Module) {
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      let candidates = instructions {
        $0.type == types.vector && [.and, .or, .xor].contains($0.opcode)
      }
      for instruction in candidates {
        guard let (flags, bits) = combined(instruction) else { continue }
        let mask = VectorHelper.fill(bits).call(flags, in: module, types, builder)
        replace(instruction, with: mask)
        hasChanged = true
      }
    }
  }

  /// The flags of the mask that a bitwise operation on masks makes, in front of it; nil if it stays as it is.
  private func combined(_ instruction: InstructionView) -> (flags: Value, bits: Int)? {
    let (left, right) = (instruction.operand(0), instruction.operand(1))
    let operation: Builder.BinaryOperation =
      instruction.opcode == .and ? .and : instruction.opcode == .or ? .or : .xor
    if let (first, bits) = flags(of: left), let (second, others) = flags(of: right), bits == others
    {
      guard left.hasOneUse || right.hasOneUse else { return nil }
      builder.position(before: instruction)
      return (builder.binary(operation, first, second), bits)
    }
    // An inverted mask is free where it is used as the operand of `and`, but not where it is tested.
    guard operation == .xor, pattern(right) == .max, let (first, bits) = flags(of: left),
      instruction.value.users.allSatisfy({ user in
        VectorHelper.called(by: user) != nil || isOperation(user, onMaskAnd: instruction.value)
      })
    else { return nil }
    builder.position(before: instruction)
    return (builder.binary(.xor, first, constant(VectorHelper.topBits(bits))), bits)
  }

  /// Whether a value is a bitwise operation on another one and a mask.
  private func isOperation(_ user: Value, onMaskAnd value: Value) -> Bool {
    guard let instruction = user.asInstruction,
      [.and, .or, .xor].contains(instruction.opcode), instruction.type == types.vector
    else { return false }
    let other = instruction.operand(0) == value ? instruction.operand(1) : instruction.operand(0)
    return flags(of: other) != nil
  }

  // MARK: Tests

  /// Replaces the calls that test vectors.
  private func lowerTests() {
    for call in instructions(where: { VectorHelper.called(by: $0.value) != nil }) {
      guard let helper = VectorHelper.called(by: call.value) else { continue }
      let vector = call.argument(0)
      // Lanes of another width have their top bits elsewhere.
      let known = flags(of: vector).flatMap {
        helper == .anyTrue || $0.bits == helper.bits ? $0.flags : nil
      }
      builder.position(before: call)
      switch helper {
      case .fill8, .fill16, .shuffle, .shiftLeft32, .shiftRight32: continue
      case .anyTrue: replace(call, with: any(known ?? vector))
      case .allTrue8, .allTrue16:
        replace(call, with: all(known ?? nonZero(vector, helper.bits), helper.bits))
      case .bitmask8, .bitmask16:
        let top =
          known
          ?? builder.binary(.and, vector, constant(VectorHelper.topBits(helper.bits)))
        lowerZeroTests(of: call, top)
        builder.position(before: call)
        replace(call, with: bitmask(top, helper.bits))
      }
    }
  }

  /// Replaces comparisons of a bit mask with zero by tests of the flags.
  private func lowerZeroTests(of call: InstructionView, _ flags: Value) {
    for user in Array(call.value.users) {
      guard let test = user.asInstruction, test.opcode == .icmp,
        test.operand(1).unsignedInteger == 0,
        let predicate = test.predicate, predicate == .equal || predicate == .notEqual
      else { continue }
      builder.position(before: test)
      let isAny = any(flags)
      replace(
        test,
        with: predicate == .notEqual
          ? isAny : builder.binary(.xor, isAny, types.i1.constant(1 as UInt64)))
    }
  }

  /// Whether any bit is 1.
  private func any(_ vector: Value) -> Value {
    let bits = builder.binary(
      .or, builder.extractElement(vector, 0), builder.extractElement(vector, 1))
    return builder.compare(.notEqual, bits, types.i64.zero)
  }

  /// A vector whose lanes have their top bit set if they are not zero; the other bits mean nothing.
  private func nonZero(_ vector: Value, _ bits: Int) -> Value {
    let rest = constant(~VectorHelper.topBits(bits))
    return builder.binary(
      .or, builder.binary(.add, builder.binary(.and, vector, rest), rest), vector)
  }

  /// Whether the top bits of all lanes are set.
  private func all(_ vector: Value, _ bits: Int) -> Value {
    let both = builder.binary(
      .and, builder.extractElement(vector, 0), builder.extractElement(vector, 1))
    let mask = types.i64.constant(VectorHelper.topBits(bits))
    return builder.compare(.equal, builder.binary(.and, both, mask), mask)
  }

  /// Flags as the low bits of a number.
  private func bitmask(_ flags: Value, _ bits: Int) -> Value {
    // The product has the top bit of lane k at bit 64 - n + k, where n is the number of lanes; no two
    // partial products meet, so nothing is carried.
    let count = 64 / bits
    let factor = (0..<count).reduce(UInt64(0)) {
      $0 | 1 << UInt64(64 - count - (bits - 1) * ($1 + 1))
    }
    let halves = (0..<2).map { half in
      let product = builder.binary(
        .mul, builder.extractElement(flags, half), types.i64.constant(factor))
      return builder.binary(.lshr, product, types.i64.constant(64 - count))
    }
    let upper = builder.binary(.shl, halves[1], types.i64.constant(count))
    return builder.truncate(builder.binary(.or, halves[0], upper), to: types.i32)
  }

  // MARK: What is left

  /// Replaces masks that only choose between zero and constants, the same in every lane: products of the flags.
  private func selectConstants() {
    for call in instructions(where: { flags(of: $0.value) != nil }) {
      guard let (flags, bits) = flags(of: call.value) else { continue }
      let users = Array(call.value.users).compactMap(\.asInstruction)
      let factors = users.map { user -> UInt64? in
        guard user.opcode == .and else { return nil }
        let other = user.operand(0) == call.value ? user.operand(1) : user.operand(0)
        guard let pattern = pattern(other) else { return nil }
        let lane = pattern & (UInt64.max >> UInt64(64 - bits))
        return pattern == lane &* VectorHelper.laneOnes(bits) ? lane : nil
      }
      guard !users.isEmpty, factors.allSatisfy({ $0 != nil }) else { continue }
      builder.position(before: call)
      let ones = builder.binary(.lshr, flags, constant(UInt64(bits - 1)))
      for (user, factor) in zip(users, factors) {
        guard let factor else { continue }
        builder.position(before: user)
        replace(user, with: builder.binary(.mul, ones, constant(factor)))
      }
      call.delete()
    }
  }

  /// Makes the masks that are left.
  private func fill() {
    for call in instructions(where: { flags(of: $0.value) != nil }) {
      guard let (flags, bits) = flags(of: call.value) else { continue }
      builder.position(before: call)
      let up = builder.binary(.shl, flags, constant(1))
      let down = builder.binary(.lshr, flags, constant(UInt64(bits - 1)))
      replace(call, with: builder.binary(.sub, up, down))
    }
  }
}
