internal import PVM
internal import Support

/// Operands and tokens.
extension MachineParser {
  /// Reads fixed operands in parentheses.
  mutating func fixedOperands() throws(CodegenError) -> [FixedOperand] {
    var operands: [FixedOperand] = []
    try expect("(")
    if try skip(")") { return operands }
    repeat { operands.append(try fixedOperand()) } while try skip(",")
    try expect(")")
    return operands
  }

  /// Reads a value in a fixed register.
  mutating func fixedOperand() throws(CodegenError) -> FixedOperand {
    let value = try register()
    var operand: FixedOperand
    if try skip(":") {
      operand = FixedOperand(value, in: try physicalRegister())
    } else if let physical = value.physical {
      operand = FixedOperand(value, in: physical)
    } else {
      throw error("expected ':' and a register")
    }
    if case .word("signed") = token {
      try advance()
      operand.isSignExtended = true
    }
    return operand
  }

  /// Reads a parameter of a function.
  mutating func parameter() throws(CodegenError) -> FixedOperand {
    var operand = try fixedOperand()
    if try skip("=") { operand.constant = try integer() }
    return operand
  }

  /// Reads a way out of a block.
  mutating func edge() throws(CodegenError) -> MachineEdge {
    guard case .word(let word) = token, let target = MachineParser.number(word, after: "b") else {
      throw error("expected a block")
    }
    try advance()
    var edge = MachineEdge(BlockID(target))
    if try skip("(") {
      repeat { edge.arguments.append(try register()) } while try skip(",")
      try expect(")")
    }
    return edge
  }

  /// Reads a register operand.
  mutating func register() throws(CodegenError) -> MachineRegister {
    guard case .word(let word) = token else { throw error("expected a register") }
    if word == "_" {
      try advance()
      return .none
    }
    if let number = MachineParser.number(word, after: "v") {
      guard number < 1 << 28 else { throw error("\(word) is too large") }
      try advance()
      largestVirtual = max(largestVirtual, number)
      return MachineRegister(virtual: VirtualRegister(number))
    }
    return MachineRegister(try physicalRegister())
  }

  /// Reads a register of the PVM.
  mutating func physicalRegister() throws(CodegenError) -> Register {
    guard case .word(let word) = token, let number = MachineParser.number(word, after: "r"),
      number < Register.count
    else { throw error("expected a register r0 to r12") }
    try advance()
    return Register(UInt8(number))
  }

  /// Reads an integer.
  mutating func integer() throws(CodegenError) -> Int64 {
    guard case .integer(let value) = token else { throw error("expected an integer") }
    try advance()
    return value
  }

  /// Reads an integer of 32 bits.
  mutating func integer32() throws(CodegenError) -> Int32 {
    let value = try integer()
    guard let result = Int32(exactly: value) else { throw error("\(value) exceeds 32 bits") }
    return result
  }

  /// Reads a natural number below 2^31.
  mutating func count(_ what: StaticString) throws(CodegenError) -> Int {
    guard case .integer(let value) = token, value >= 0, value <= Int64(Int32.max) else {
      throw error("expected \(what)")
    }
    try advance()
    return Int(value)
  }

  // MARK: Tokens

  /// Goes to the next token.
  mutating func advance() throws(CodegenError) {
    line = lexer.line
    token = try lexer.next()
  }

  /// Skips ends of lines.
  mutating func skipLineEnds() throws(CodegenError) {
    while token == .endOfLine { try advance() }
  }

  /// Reads the end of a statement.
  mutating func endLine() throws(CodegenError) {
    guard token == .endOfLine else { throw error("expected the end of the line") }
    try skipLineEnds()
  }

  /// Reads a punctuation character if it is next; says whether it was.
  mutating func skip(_ mark: Unicode.Scalar) throws(CodegenError) -> Bool {
    guard token == .mark(UInt8(ascii: mark)) else { return false }
    try advance()
    return true
  }

  /// Reads a punctuation character.
  mutating func expect(_ mark: Unicode.Scalar) throws(CodegenError) {
    guard try skip(mark) else { throw error("expected '\(mark)'") }
  }

  /// Reads a certain word.
  mutating func expect(word: String) throws(CodegenError) {
    guard token == .word(word) else { throw error("expected '\(word)'") }
    try advance()
  }

  /// An error at the next token.
  func error(_ message: String) -> CodegenError {
    CodegenError(.machineSyntax(line: line, message: message))
  }

  /// The number in a word that is a letter and a number.
  static func number(_ word: String, after letter: String) -> Int? {
    guard word.hasPrefix(letter), word.utf8.count <= 10 else { return nil }
    let digits = word.utf8.dropFirst()
    guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Whether a word is a register operand.
  static func isRegister(_ word: String) -> Bool {
    word == "_" || number(word, after: "v") != nil || number(word, after: "r") != nil
  }
}
