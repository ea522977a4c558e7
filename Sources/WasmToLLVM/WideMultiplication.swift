internal import Wasm

/// Finds functions that multiply 128-bit integers, such as the compiler runtime's `__multi3`, so that their
/// translation can use the PVM's upper-half products instead of four products of half words.
///
/// A function qualifies by what it does, not by its name: it has the type
/// `(i32 result, i64 low1, i64 high1, i64 low2, i64 high2)`, its body is straight-line 64-bit arithmetic out of sums,
/// products, masks, unions and shifts by constants, it stores two words at the result address, and on many operands, edge cases among
/// them, these are the words of the product. Such bodies are polynomials in the operands' bit fields, so
/// agreement on random operands leaves no room for a different function in practice.
struct WideMultiplication: InstructionVisitor {
  /// Why a body does not qualify.
  enum Mismatch: Error {
    /// It contains something else than what products are made of.
    case instruction
  }

  /// Two 128-bit factors.
  private struct Factors {
    /// The words: low and high of the first, low and high of the second.
    var words: [UInt64]

    /// The words of the product modulo 2^128.
    var product: (low: UInt64, high: UInt64) {
      let full = words[0].multipliedFullWidth(by: words[2])
      return (full.low, full.high &+ words[0] &* words[3] &+ words[1] &* words[2])
    }
  }

  /// A value on the stack or in a local.
  private enum Operand {
    /// The address of the result.
    case address
    /// A number for each pair of factors.
    case numbers([UInt64])
  }

  /// The type of such a function.
  static let type = FunctionType(parameters: [.i32, .i64, .i64, .i64, .i64], results: [])

  /// The same product in terms of the wide-arithmetic proposal: what is translated instead.
  static let body: [Instruction] = [
    .localGet(1), .localGet(3), .wide(.i64MulWideU),
    .localGet(1), .localGet(4), .numeric(.i64Mul), .numeric(.i64Add),
    .localGet(2), .localGet(3), .numeric(.i64Mul), .numeric(.i64Add),
    .localSet(2), .localSet(1),
    .localGet(0), .localGet(2), .store(.i64Store, MemoryArgument(offset: 8, alignment: 3)),
    .localGet(0), .localGet(1), .store(.i64Store, MemoryArgument(offset: 0, alignment: 3)),
    .end,
  ]

  /// The factors that the body is tried on.
  private static let samples: [Factors] = {
    let edges: [UInt64] = [
      0, 1, .max, 1 << 63, 0xFFFF_FFFF, 1 << 32, 0xFFFF_FFFF_0000_0000, 0x8000_0000, 0x1_0000_0001,
    ]
    var samples: [Factors] = []
    for low in edges {
      for other in edges { samples.append(Factors(words: [low, other, other, low])) }
    }
    // A fixed sequence of pseudo-random numbers (SplitMix64).
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
      return word ^ word >> 31
    }
    for _ in 0..<64 { samples.append(Factors(words: [next(), next(), next(), next()])) }
    return samples
  }()

  /// The operand stack.
  private var stack: [Operand] = []
  /// The locals, nil where the body has not written one.
  private var locals: [Operand?]
  /// What was stored at the result address and 8 bytes behind it.
  private var stored: (low: [UInt64]?, high: [UInt64]?)
  /// Whether the end was reached.
  private var hasEnded = false

  /// Starts at the beginning of a body.
  private init(localCount: Int) {
    locals = [.address]
    for word in 0..<4 { locals.append(.numbers(Self.samples.map { $0.words[word] })) }
    let zero = Operand.numbers([UInt64](repeating: 0, count: Self.samples.count))
    locals += [Operand?](repeating: zero, count: localCount)
  }

  /// Whether a defined function multiplies.
  static func matches(_ function: Int, in module: Module, _ validator: FunctionValidator) -> Bool {
    let body = module.codeBodies[function - module.importedFunctionCount]
    guard module.types[module.functions[function].typeIndex] == type, body.code.count < 400,
      body.localCount <= 16, body.locals.allSatisfy({ $0.type == .i64 })
    else { return false }
    var visitor = WideMultiplication(localCount: body.localCount)
    do throws(BodyFailure<Mismatch>) {
      try validator.validate(functionIndex: function, visitor: &visitor)
    } catch {
      return false
    }
    guard visitor.hasEnded, let low = visitor.stored.low, let high = visitor.stored.high else {
      return false
    }
    return samples.indices.allSatisfy {
      samples[$0].product.low == low[$0] && samples[$0].product.high == high[$0]
    }
  }

  /// Evaluates one instruction on all samples.
  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Mismatch) {
    guard isReachable, !hasEnded else { throw .instruction }
    switch instruction {
    case .localGet(let index): stack.append(try local(index))
    case .localSet(let index): locals[index] = try pop()
    case .localTee(let index):
      let value = try pop()
      locals[index] = value
      stack.append(value)
    case .i64Const(let number):
      stack.append(
        .numbers([UInt64](repeating: UInt64(bitPattern: number), count: Self.samples.count)))
    case .numeric(.i64Add): try combine(&+)
    case .numeric(.i64Sub): try combine(&-)
    case .numeric(.i64Mul): try combine(&*)
    case .numeric(.i64Or): try combine(|)
    case .numeric(.i64And): try combineWithConstant(&)
    case .numeric(.i64Shl): try combineWithConstant(&<<)
    case .numeric(.i64ShrU): try combineWithConstant(&>>)
    case .store(.i64Store, let argument):
      let value = try numbers()
      guard case .address = try pop(), argument.memory == 0 else { throw .instruction }
      switch argument.offset {
      case 0 where stored.low == nil: stored.low = value
      case 8 where stored.high == nil: stored.high = value
      default: throw .instruction
      }
    case .end: hasEnded = true
    default: throw .instruction
    }
  }

  /// The value of a local.
  private func local(_ index: Int) throws(Mismatch) -> Operand {
    guard let value = locals[index] else { throw .instruction }
    return value
  }

  /// Takes the topmost value.
  private mutating func pop() throws(Mismatch) -> Operand {
    guard let value = stack.popLast() else { throw .instruction }
    return value
  }

  /// Takes the topmost value, which must be numbers.
  private mutating func numbers() throws(Mismatch) -> [UInt64] {
    guard case .numbers(let numbers) = try pop() else { throw .instruction }
    return numbers
  }

  /// Applies an operation to the two topmost values, the upper one of which must be the same for all samples.
  private mutating func combineWithConstant(
    _ operation: (UInt64, UInt64) -> UInt64
  ) throws(Mismatch) {
    guard case .numbers(let right) = stack.last, right.allSatisfy({ $0 == right[0] }) else {
      throw .instruction
    }
    try combine(operation)
  }

  /// Applies an operation to the two topmost values.
  private mutating func combine(_ operation: (UInt64, UInt64) -> UInt64) throws(Mismatch) {
    let right = try numbers()
    let left = try numbers()
    stack.append(.numbers(zip(left, right).map(operation)))
  }
}
