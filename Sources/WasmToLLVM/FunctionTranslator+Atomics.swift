internal import LLVM
internal import Support
internal import Wasm

/// Atomic instructions on a machine with one thread: plain accesses that nothing can come between.
extension FunctionTranslator {
  /// Translates an atomic access, which traps unless its address is a multiple of its size.
  ///
  /// Nobody can wake a thread that waits nor wait to be woken, so waiting is over at once: its result is 1 ("not equal") or 2
  /// ("timed out"), and that of waking is 0.
  mutating func atomic(_ operation: AtomicOperator, _ argument: MemoryArgument) {
    let shape = operation.shape
    let type = integer(8 * shape.bytes)
    switch shape.action {
    case .notify:
      _ = pop()
      _ = atomicAddress(argument, size: shape.bytes)
      push(types.i32.zero)
    case .wait:
      _ = pop()
      let expected = pop()
      guard module.wasm.memories[Int(argument.memory)].type.isShared else { return trap() }
      let address = atomicAddress(argument, size: shape.bytes)
      let found = builder.load(type, from: address, alignment: shape.bytes)
      push(
        builder.select(
          builder.compare(.equal, found, expected), types.i32.constant(2), types.i32.constant(1)))
    case .load:
      let address = atomicAddress(argument, size: shape.bytes)
      pushExtended(builder.load(type, from: address, alignment: shape.bytes), shape.isLong)
    case .store:
      let value = builder.truncateOrKeep(pop(), to: type)
      let address = atomicAddress(argument, size: shape.bytes)
      builder.store(value, to: address, alignment: shape.bytes)
    default:
      let operand = builder.truncateOrKeep(pop(), to: type)
      // What is expected counts as far as it fits the access.
      let expected =
        shape.action == .compareExchange ? builder.truncateOrKeep(pop(), to: type) : operand
      let address = atomicAddress(argument, size: shape.bytes)
      let old = builder.load(type, from: address, alignment: shape.bytes)
      let new = updated(old, shape.action, operand, expected: expected)
      builder.store(new, to: address, alignment: shape.bytes)
      pushExtended(old, shape.isLong)
    }
  }

  /// What an atomic update writes.
  private func updated(
    _ old: Value, _ action: AtomicOperator.Action, _ operand: Value, expected: Value
  ) -> Value {
    switch action {
    case .add: builder.add(old, operand)
    case .sub: builder.sub(old, operand)
    case .and: builder.binary(.and, old, operand)
    case .or: builder.binary(.or, old, operand)
    case .xor: builder.binary(.xor, old, operand)
    case .compareExchange:
      builder.select(builder.compare(.equal, old, expected), operand, old)
    case .exchange, .notify, .wait, .load, .store: operand
    }
  }

  /// The pointer that an atomic access uses, its address being the topmost operand. Traps if it is no multiple of the size.
  private mutating func atomicAddress(_ argument: MemoryArgument, size: Int) -> Value {
    let operand = pop()
    if size > 1 {
      let offset = types.i32.constant(UInt64(UInt32(truncatingIfNeeded: argument.offset)))
      let low = builder.binary(
        .and, builder.add(operand, offset), types.i32.constant(UInt64(size - 1)))
      trap(if: builder.compare(.notEqual, low, types.i32.zero))
    }
    return address(operand, argument, size: size)
  }

  /// Pushes an unsigned integer as an operand of 32 or 64 bits.
  private mutating func pushExtended(_ value: Value, _ isLong: Bool) {
    push(builder.zeroExtendOrKeep(value, to: isLong ? types.i64 : types.i32))
  }
}
