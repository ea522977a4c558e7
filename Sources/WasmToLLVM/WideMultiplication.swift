internal import Wasm

/// Finds functions that multiply 128-bit integers, such as the compiler runtime's `__multi3`, so that their
/// translation can use the PVM's upper-half products instead of four products of half words.
///
/// A function qualifies by what it does, not by its name: it has the type
/// `(i32 result, i64 low1, i64 high1, i64 low2, i64 high2)`, its body is straight-line 64-bit arithmetic, and what it stores at the
/// result address is proven to be the product. `WordAlgebra` follows the body with polynomials; the proof is that two of them
/// are equal (`isProduct`). Whatever it cannot follow or prove is translated as it stands.
struct WideMultiplication: InstructionVisitor {
  /// Why a body does not qualify.
  enum Mismatch: Error {
    /// It contains something else than what products are made of.
    case instruction
  }

  /// A value on the stack or in a local.
  private enum Operand {
    /// The address of the result.
    case address
    /// A number.
    case word(WordAlgebra.Word)
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

  /// The most bytes of a body that is looked at.
  private static let maximumSize = 400
  /// The most locals, besides parameters, of a body that is looked at.
  private static let maximumLocals = 16

  /// What is known about the numbers.
  private var algebra: WordAlgebra
  /// The parameters: low and high word of the first factor, low and high word of the second.
  private let factors: [WordAlgebra.Word]
  /// The operand stack.
  private var stack: [Operand] = []
  /// The locals.
  private var locals: [Operand] = [.address]
  /// What was stored at the result address and 8 bytes behind it.
  private var stored: (low: WordAlgebra.Word?, high: WordAlgebra.Word?)
  /// Whether the end was reached.
  private var hasEnded = false

  /// Starts at the beginning of a body.
  private init(localCount: Int) {
    var algebra = WordAlgebra()
    factors = (0..<4).map { _ in WordAlgebra.Word(algebra.makeVariable(), maximum: .max) }
    self.algebra = algebra
    locals += factors.map { .word($0) }
    locals += Array(repeating: .word(WordAlgebra.Word(0)), count: localCount)
  }

  /// Whether a defined function multiplies.
  static func matches(_ function: Int, in module: Module, _ validator: FunctionValidator) -> Bool {
    let body = module.codeBodies[function - module.importedFunctionCount]
    guard module.types[module.functions[function].typeIndex] == type,
      body.code.count < maximumSize, body.localCount <= maximumLocals,
      body.locals.allSatisfy({ $0.type == .i64 })
    else { return false }
    var visitor = WideMultiplication(localCount: body.localCount)
    do throws(BodyFailure<Mismatch>) {
      try validator.validate(functionIndex: function, visitor: &visitor)
    } catch {
      return false
    }
    return visitor.isProduct
  }

  /// Whether what was stored is the product of the factors modulo 2^128.
  ///
  /// With a and b for the low words, the low word has to be ab modulo 2^64. The high word, less the products of low and high
  /// words, has to be the quotient of ab and 2^64, modulo 2^64. It is if ab − 2^64 times it is, modulo 2^128, a number below 2^64.
  private var isProduct: Bool {
    guard hasEnded, let low = stored.low, let high = stored.high else { return false }
    let (a, b) = (factors[0].polynomial, factors[2].polynomial)
    let product = a * b
    guard (low.polynomial - product).isMultipleOfWord else { return false }
    let quotient = high.polynomial - a * factors[3].polynomial - factors[1].polynomial * b
    let remainder = product - quotient.shifted(by: UInt64.bitWidth)
    return low.maximum != nil && low.polynomial == remainder || algebra.isWord(remainder)
  }

  /// Follows one instruction.
  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Mismatch) {
    guard isReachable, !hasEnded else { throw .instruction }
    switch instruction {
    case .localGet(let index): stack.append(locals[index])
    case .localSet(let index): locals[index] = try pop()
    case .localTee(let index):
      let value = try pop()
      locals[index] = value
      stack.append(value)
    case .i64Const(let number):
      stack.append(.word(WordAlgebra.Word(UInt64(bitPattern: number))))
    case .numeric(let operation):
      let right = try word()
      let left = try word()
      guard let result = algebra.apply(operation, left, right) else { throw .instruction }
      stack.append(.word(result))
    case .store(.i64Store, let argument):
      let value = try word()
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

  /// Takes the topmost value.
  private mutating func pop() throws(Mismatch) -> Operand {
    guard let value = stack.popLast() else { throw .instruction }
    return value
  }

  /// Takes the topmost value, which must be a number.
  private mutating func word() throws(Mismatch) -> WordAlgebra.Word {
    guard case .word(let word) = try pop() else { throw .instruction }
    return word
  }
}
