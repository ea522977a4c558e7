internal import LLVM
internal import LoweringABI
internal import Wasm

extension LoadOperator {
  /// How many bits are read, whether they are sign-extended, and whether the result has 64 bits.
  var shape: (bits: Int, isSigned: Bool, isLong: Bool) {
    switch self {
    case .i32Load, .f32Load: (32, false, false)
    case .i64Load, .f64Load: (64, false, true)
    case .i32Load8S: (8, true, false)
    case .i32Load8U: (8, false, false)
    case .i32Load16S: (16, true, false)
    case .i32Load16U: (16, false, false)
    case .i64Load8S: (8, true, true)
    case .i64Load8U: (8, false, true)
    case .i64Load16S: (16, true, true)
    case .i64Load16U: (16, false, true)
    case .i64Load32S: (32, true, true)
    case .i64Load32U: (32, false, true)
    }
  }
}

extension StoreOperator {
  /// How many bits are written.
  var bits: Int {
    switch self {
    case .i32Store8, .i64Store8: 8
    case .i32Store16, .i64Store16: 16
    case .i32Store, .f32Store, .i64Store32: 32
    case .i64Store, .f64Store: 64
    }
  }
}

extension FunctionTranslator {
  /// The integer type with 8, 16, 32 or 64 bits.
  func integer(_ bits: Int) -> IRType {
    switch bits {
    case 8: types.i8
    case 16: types.i16
    case 32: types.i32
    default: types.i64
    }
  }

  /// Translates a load.
  mutating func load(_ operation: LoadOperator, _ argument: MemoryArgument) {
    let shape = operation.shape
    let address = self.address(pop(), argument, size: shape.bits / 8)
    let value = builder.load(integer(shape.bits), from: address, alignment: 1)
    let type = shape.isLong ? types.i64 : types.i32
    if value.type == type {
      push(value)
    } else if shape.isSigned {
      push(builder.signExtend(value, to: type))
    } else {
      push(builder.zeroExtend(value, to: type))
    }
  }

  /// Translates a store.
  mutating func store(_ operation: StoreOperator, _ argument: MemoryArgument) {
    let value = pop()
    let address = self.address(pop(), argument, size: operation.bits / 8)
    let narrow = builder.truncateOrKeep(value, to: integer(operation.bits))
    builder.store(narrow, to: address, alignment: 1)
  }

  /// Translates `memory.fill`.
  mutating func memoryFill(_ memory: Int) {
    let count = pop()
    let byte = builder.truncate(pop(), to: types.i8)
    let destination = pop()
    if isChecked(memory) { checkMemory(memory, destination, count) }
    builder.fillBytes(at: pointer(destination, memory), with: byte, count: count)
  }

  /// Translates `memory.copy`.
  mutating func memoryCopy(to destinationMemory: Int, from sourceMemory: Int) {
    let count = pop()
    let source = pop()
    let destination = pop()
    if isChecked(sourceMemory) { checkMemory(sourceMemory, source, count) }
    if isChecked(destinationMemory) { checkMemory(destinationMemory, destination, count) }
    builder.moveBytes(
      to: pointer(destination, destinationMemory), from: pointer(source, sourceMemory), count: count
    )
  }

  /// Translates `memory.init`.
  mutating func memoryInit(_ memory: Int, _ index: Int) {
    let segment = module.dataSegment(index)
    let count = pop()
    let source = pop()
    let destination = pop()
    checkRange(source, count, within: module.buildSize(of: segment))
    if isChecked(memory) { checkMemory(memory, destination, count) }
    let contents = builder.elementPointer(types.i8, segment.contents.value, source)
    builder.copyBytes(to: pointer(destination, memory), from: contents, count: count)
  }

  // MARK: Addresses

  /// The pointer to a Wasm address.
  private func pointer(_ address: Value, _ memory: Int) -> Value {
    builder.elementPointer(types.i8, module.start(ofMemory: memory), address)
  }

  /// Whether accesses to a memory are compared with its size. Beyond the first memory no page protection would help, and LLVM
  /// knows the size of the array.
  private func isChecked(_ memory: Int) -> Bool {
    (module.options.boundsChecks || memory > 0) && !module.isRuntime
  }

  /// The pointer that an access uses; checks it first if semantics are to be exact.
  mutating func address(
    _ operand: Value, _ argument: MemoryArgument, size: Int
  ) -> Value {
    let memory = Int(argument.memory)
    if isChecked(memory) { checkAccess(memory, operand, argument.offset, size: size) }
    // Modulo 2^32, as the PVM computes addresses.
    let offset = UInt32(truncatingIfNeeded: argument.offset)
    if let constant = operand.unsignedInteger {
      return pointer(
        types.i32.constant(UInt64(UInt32(truncatingIfNeeded: constant) &+ offset)), memory)
    }
    let base = pointer(operand, memory)
    if offset == 0 { return base }
    return builder.elementPointer(types.i8, base, types.i32.constant(UInt64(offset)))
  }

  /// Traps unless all bytes of an access are in memory.
  private mutating func checkAccess(
    _ memory: Int, _ operand: Value, _ offset: UInt64, size: Int
  ) {
    // At most 2^32 + 2^32 + 16: no overflow.
    let start = builder.addNoUnsignedWrap(
      builder.zeroExtend(operand, to: types.i64), types.i64.constant(offset))
    checkMemory(
      memory, from: start, to: builder.addNoUnsignedWrap(start, types.i64.constant(size)))
  }

  /// Traps unless `count` bytes from an address on are in memory.
  private mutating func checkMemory(_ memory: Int, _ address: Value, _ count: Value) {
    let start = builder.zeroExtend(address, to: types.i64)
    let end = builder.addNoUnsignedWrap(start, builder.zeroExtend(count, to: types.i64))
    checkMemory(memory, from: start, to: end)
  }

  /// Traps unless everything between two addresses, as `i64`s, is in memory or, for programs that get arguments, starts
  /// among the arguments.
  private mutating func checkMemory(_ memory: Int, from start: Value, to end: Value) {
    let isOutside = builder.compare(.unsignedGreater, end, module.buildMemoryByteSize(memory))
    guard module.hasArguments, memory == 0 else { return trap(if: isOutside) }
    if isOutside.kind == .constantInteger, isOutside.isNull { return }
    let outside = makeBlock()
    let next = makeBlock()
    builder.branch(isOutside, outside, next)
    resume(in: outside)
    let arguments = builder.sub(
      types.i32.constant(UInt64(ArgumentRegion.start)), module.memoryAddress)
    let distance = builder.sub(start, builder.zeroExtend(arguments, to: types.i64))
    let isArgument = builder.compare(
      .unsignedLess, distance, types.i64.constant(UInt64(ArgumentRegion.size)))
    builder.branch(isArgument, next, trapTarget())
    resume(in: next)
  }

  /// Traps unless `count` elements from `start` on are within `size`; all three are `i32`s.
  mutating func checkRange(_ start: Value, _ count: Value, within size: Value) {
    let end = builder.addNoUnsignedWrap(
      builder.zeroExtend(start, to: types.i64), builder.zeroExtend(count, to: types.i64))
    trap(
      if: builder.compare(.unsignedGreater, end, builder.zeroExtend(size, to: types.i64)))
  }
}
