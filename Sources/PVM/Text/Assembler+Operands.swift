internal import Support

/// Operands: registers, numbers, addresses, targets.
extension Assembler {
  /// Goes to the next token.
  mutating func advance() throws(PVMError) { token = try lexer.next() }

  /// Skips a symbol that must be there.
  mutating func expect(
    _ symbol: UInt8, _ element: PVMError.AssemblyElement
  ) throws(PVMError) {
    guard token.isSymbol(symbol) else { throw token.error(.expected(element)) }
    try advance()
  }

  /// Reads a register.
  mutating func parseRegister() throws(PVMError) -> Register {
    guard token.kind == .word, let register = Assembler.register(named: token.text) else {
      throw token.error(.expected(.register))
    }
    try advance()
    return register
  }

  /// The register with this name, `r0` to `r12`, or nil.
  private static func register(named name: [UInt8]) -> Register? {
    guard name.first == UInt8(ascii: "r"), name.count == 2 || name.count == 3 else { return nil }
    guard let value = magnitude(Array(name.dropFirst())), value < UInt64(Register.count),
      name.count == (value < 10 ? 2 : 3)
    else { return nil }
    return Register(UInt8(value))
  }

  /// Reads a number without sign; nil if there is none.
  ///
  /// - Throws: `numberOutOfRange` if it does not fit 64 bits.
  mutating func parseMagnitude() throws(PVMError) -> UInt64? {
    guard token.kind == .word, let first = token.text.first, (0x30...0x39).contains(first) else {
      return nil
    }
    guard Assembler.isNumber(token.text) else { return nil }
    guard let value = Assembler.magnitude(token.text) else {
      throw token.error(.numberOutOfRange)
    }
    try advance()
    return value
  }

  /// Whether a word is decimal digits, or `0x` and hexadecimal digits.
  private static func isNumber(_ word: [UInt8]) -> Bool {
    if word.starts(with: [0x30, 0x78]) {
      return word.count > 2 && word.dropFirst(2).allSatisfy { Hex.value(ofDigit: $0) != nil }
    }
    return !word.isEmpty && word.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The value of a word that is a number; nil if it is none or does not fit 64 bits.
  private static func magnitude(_ word: [UInt8]) -> UInt64? {
    guard isNumber(word) else { return nil }
    let isHex = word.starts(with: [0x30, 0x78])
    let base: UInt64 = isHex ? 16 : 10
    var value: UInt64 = 0
    for digit in word.dropFirst(isHex ? 2 : 0) {
      let (product, overflow) = value.multipliedReportingOverflow(by: base)
      let (sum, carry) = product.addingReportingOverflow(UInt64(Hex.value(ofDigit: digit) ?? 0))
      if overflow || carry { return nil }
      value = sum
    }
    return value
  }

  /// Reads a number that is at most 64 bits wide, signed or unsigned.
  mutating func parseNumber64() throws(PVMError) -> Int64 {
    let start = token
    let isNegative = token.isSymbol(UInt8(ascii: "-"))
    if isNegative { try advance() }
    guard let magnitude = try parseMagnitude() else { throw token.error(.expected(.number)) }
    guard !isNegative || magnitude <= 1 << 63 else { throw start.error(.numberOutOfRange) }
    return Int64(bitPattern: isNegative ? 0 &- magnitude : magnitude)
  }

  /// Reads an immediate: from -2^31 to 2^31 - 1, or the same as an unsigned 64-bit number.
  mutating func parseImmediate() throws(PVMError) -> Int64 {
    let start = token
    let value = try parseNumber64()
    guard Immediate.fits(value) else { throw start.error(.numberOutOfRange) }
    return value
  }

  /// Reads a memory operand: `[address]` if there is to be no register, else `[register]` or
  /// `[register + offset]`. Only the low 32 bits of addresses count, so all 32-bit numbers are fine.
  mutating func parseAddress(
    _ base: Register?
  ) throws(PVMError) -> (base: Register, offset: Int64) {
    try expect(UInt8(ascii: "["), .memoryOperand)
    var register = Register(0)
    var offset: Int64 = 0
    if base != nil {
      register = try parseRegister()
      if token.isSymbol(UInt8(ascii: "+")) {
        try advance()
        offset = try parseAddressNumber()
      } else if token.isSymbol(UInt8(ascii: "-")) {
        offset = try parseAddressNumber()
      }
    } else {
      offset = try parseAddressNumber()
    }
    try expect(UInt8(ascii: "]"), .closingBracket)
    return (register, offset)
  }

  /// Reads a number from -2^31 to 2^32 - 1 and sign-extends its low 32 bits.
  private mutating func parseAddressNumber() throws(PVMError) -> Int64 {
    let start = token
    let value = try parseNumber64()
    guard Immediate.fits(value) || (value >= 0 && value <= Int64(UInt32.max)) else {
      throw start.error(.numberOutOfRange)
    }
    return Immediate.normalized32(value)
  }

  /// Reads a target.
  mutating func parseTarget() throws(PVMError) -> Target {
    let start = token
    if start.isSymbol(UInt8(ascii: "@")) {
      try advance()
      let (label, index) = try parseIndex()
      return Target(label: label, index: index, token: start)
    }
    guard start.kind == .word else { throw start.error(.expected(.target)) }
    try advance()
    return Target(label: start.text, token: start)
  }

  /// Reads the number behind an `@`; gives the label in stored form, too.
  mutating func parseIndex() throws(PVMError) -> (label: [UInt8], index: Int64) {
    let start = token
    let isNegative = start.isSymbol(UInt8(ascii: "-"))
    let value = try parseNumber64()
    guard isNegative == (value < 0) || value == 0 else { throw start.error(.numberOutOfRange) }
    return (Array("@\(value)".utf8), value)
  }
}
