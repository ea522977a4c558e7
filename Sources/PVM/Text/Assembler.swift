internal import Support

/// Assembly text to a program.
///
/// A line holds labels, then an instruction or a directive, then a comment:
///
///     ; adds two numbers
///     .table back                      ; entry 0 of the jump table: address 2
///             jump.4 start             ; the offset takes 4 bytes
///     start:  load_ind_u32 r2, [r7 + 4]
///             load_imm_jump r0, 2, callee
///     back:   trap
///     callee: jump_ind r0, 0
///
/// A label is a name or `@` and a number, followed by a colon. A target is a label; `@` and a number
/// that is no label is a code index. Directives: `.table TARGET, …` adds jump-table entries,
/// `.zero_table N` makes a table of N zero-byte entries, `.raw BYTES` is an instruction given by its
/// bytes, `.data BYTES` are bytes of which none starts an instruction. Offsets to
/// labels are as short as possible unless their size is written behind the mnemonic.
public struct Assembler {
  /// An instruction or bytes, and where it was written.
  private struct Item {
    /// The instruction; nil for bytes.
    var instruction: Instruction?
    /// The bytes, if there is no instruction.
    var bytes: [UInt8]
    /// Whether the first byte starts an instruction.
    var isStart: Bool
    /// The target as written, with the token to blame.
    var target: Target?
    /// The offset size as written.
    var offsetSize: Int?
    /// Where an error is reported.
    var token: AssemblyLexer.Token
  }

  /// A target as written.
  private struct Target {
    /// The label, in the form in which labels are stored.
    var label: [UInt8]
    /// The code index, if it is written as one.
    var index: Int64?
    /// Where it was written.
    var token: AssemblyLexer.Token
  }

  /// The rest of the text.
  private var lexer: AssemblyLexer
  /// The next token.
  private var token: AssemblyLexer.Token
  /// The code so far.
  private var items: [Item] = []
  /// The jump table.
  private var table: [Target] = []
  /// The number of zero-byte entries.
  private var zeroTableCount: UInt64 = 0
  /// The item that follows each label; only looked up in, never iterated.
  private var labels: [[UInt8]: Int] = [:]

  /// Assembles a text.
  ///
  /// - Throws: errors located at a line and a column.
  public static func assemble(_ text: some Sequence<UInt8>) throws(PVMError) -> ProgramBlob {
    var assembler = try Assembler(Array(text))
    try assembler.parse()
    return try assembler.finish()
  }

  /// Assembles a text.
  ///
  /// - Throws: errors located at a line and a column.
  public static func assemble(_ text: String) throws(PVMError) -> ProgramBlob {
    try assemble(text.utf8)
  }

  /// Reads the first token.
  private init(_ bytes: [UInt8]) throws(PVMError) {
    lexer = AssemblyLexer(bytes)
    token = try lexer.next()
  }

  // MARK: Statements

  /// Reads all lines.
  private mutating func parse() throws(PVMError) {
    while token.kind != .end {
      if token.kind == .newline {
        try advance()
      } else {
        try parseStatement()
      }
    }
  }

  /// Reads a label, or an instruction or a directive with its line end.
  private mutating func parseStatement() throws(PVMError) {
    let first = token
    if first.isSymbol(UInt8(ascii: "@")) {
      try advance()
      let (label, _) = try parseIndex()
      guard token.isSymbol(UInt8(ascii: ":")) else { throw token.error(.expected(.colon)) }
      return try define(label, first)
    }
    guard first.kind == .word else { throw first.error(.expected(.statement)) }
    try advance()
    if token.isSymbol(UInt8(ascii: ":")) { return try define(first.text, first) }
    if first.text.first == UInt8(ascii: ".") {
      try parseDirective(first)
    } else {
      try parseInstruction(first)
    }
    guard token.kind == .newline || token.kind == .end else {
      throw token.error(.expected(.endOfLine))
    }
  }

  /// Makes a label stand for what follows; the current token is the colon.
  private mutating func define(
    _ label: [UInt8], _ first: AssemblyLexer.Token
  ) throws(PVMError) {
    guard labels.updateValue(items.count, forKey: label) == nil else {
      throw first.error(.duplicateLabel(label))
    }
    try advance()
  }

  /// Reads the operands of a directive.
  private mutating func parseDirective(_ name: AssemblyLexer.Token) throws(PVMError) {
    switch name.text {
    case AssemblySyntax.table:
      table.append(try parseTarget())
      while token.isSymbol(UInt8(ascii: ",")) {
        try advance()
        table.append(try parseTarget())
      }
    case AssemblySyntax.zeroTable:
      let number = token
      guard let value = try parseMagnitude() else { throw number.error(.expected(.number)) }
      zeroTableCount = value
    case AssemblySyntax.raw: try parseBytes(name, isStart: true)
    case AssemblySyntax.data: try parseBytes(name, isStart: false)
    default: throw name.error(.unknownDirective(name.text))
    }
  }

  /// Reads at least one byte.
  private mutating func parseBytes(
    _ name: AssemblyLexer.Token, isStart: Bool
  ) throws(PVMError) {
    var bytes: [UInt8] = []
    while token.kind == .word {
      guard let some = Hex.bytes(token.text) else { throw token.error(.expected(.bytes)) }
      bytes.append(contentsOf: some)
      try advance()
    }
    guard !bytes.isEmpty else { throw token.error(.expected(.bytes)) }
    items.append(Item(bytes: bytes, isStart: isStart, token: name))
  }

  /// Reads the operands of an instruction.
  private mutating func parseInstruction(_ name: AssemblyLexer.Token) throws(PVMError) {
    var mnemonic = name.text
    var offsetSize: Int?
    if let dot = mnemonic.lastIndex(of: UInt8(ascii: ".")) {
      let digits = mnemonic[(dot + 1)...]
      guard digits.count == 1, let digit = digits.first, (0x30...0x34).contains(digit) else {
        throw name.error(.invalidOffsetSize)
      }
      offsetSize = Int(digit - 0x30)
      mnemonic.removeSubrange(dot...)
    }
    guard let opcode = AssemblySyntax.opcodeTable[mnemonic] else {
      throw name.error(.unknownMnemonic(mnemonic))
    }
    if offsetSize != nil, !opcode.format.hasTarget { throw name.error(.invalidOffsetSize) }
    var item = Item(
      instruction: Instruction(opcode), bytes: [], isStart: true, offsetSize: offsetSize,
      token: name)
    var instruction = Instruction(opcode)
    var isFirst = true
    for operand in AssemblySyntax.operandTable[Int(opcode.rawValue)] {
      if !isFirst { try expect(UInt8(ascii: ","), .comma) }
      isFirst = false
      switch operand {
      case .a: instruction.a = try parseRegister()
      case .b: instruction.b = try parseRegister()
      case .d: instruction.d = try parseRegister()
      case .x where opcode.format == .regImm64: instruction.x = try parseNumber64()
      case .x: instruction.x = try parseImmediate()
      case .y: instruction.y = try parseImmediate()
      case .target: item.target = try parseTarget()
      case .memoryX: instruction.x = try parseAddress(nil).offset
      case .memoryAX: (instruction.a, instruction.x) = try parseAddress(instruction.a)
      case .memoryBX: (instruction.b, instruction.x) = try parseAddress(instruction.b)
      }
    }
    item.instruction = instruction
    items.append(item)
  }

  // MARK: Operands

  /// Goes to the next token.
  private mutating func advance() throws(PVMError) { token = try lexer.next() }

  /// Skips a symbol that must be there.
  private mutating func expect(
    _ symbol: UInt8, _ element: PVMError.AssemblyElement
  ) throws(PVMError) {
    guard token.isSymbol(symbol) else { throw token.error(.expected(element)) }
    try advance()
  }

  /// Reads a register.
  private mutating func parseRegister() throws(PVMError) -> Register {
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
  private mutating func parseMagnitude() throws(PVMError) -> UInt64? {
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
  private mutating func parseNumber64() throws(PVMError) -> Int64 {
    let start = token
    let isNegative = token.isSymbol(UInt8(ascii: "-"))
    if isNegative { try advance() }
    guard let magnitude = try parseMagnitude() else { throw token.error(.expected(.number)) }
    guard !isNegative || magnitude <= 1 << 63 else { throw start.error(.numberOutOfRange) }
    return Int64(bitPattern: isNegative ? 0 &- magnitude : magnitude)
  }

  /// Reads an immediate: from -2^31 to 2^31 - 1, or the same as an unsigned 64-bit number.
  private mutating func parseImmediate() throws(PVMError) -> Int64 {
    let start = token
    let value = try parseNumber64()
    guard Immediate.fits(value) else { throw start.error(.numberOutOfRange) }
    return value
  }

  /// Reads a memory operand: `[address]` if there is to be no register, else `[register]` or
  /// `[register + offset]`. Only the low 32 bits of addresses count, so all 32-bit numbers are fine.
  private mutating func parseAddress(
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
  private mutating func parseTarget() throws(PVMError) -> Target {
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
  private mutating func parseIndex() throws(PVMError) -> (label: [UInt8], index: Int64) {
    let start = token
    let isNegative = start.isSymbol(UInt8(ascii: "-"))
    let value = try parseNumber64()
    guard isNegative == (value < 0) || value == 0 else { throw start.error(.numberOutOfRange) }
    return (Array("@\(value)".utf8), value)
  }

  // MARK: Output

  /// Lays out and encodes everything.
  private mutating func finish() throws(PVMError) -> ProgramBlob {
    var layout = CodeLayout()
    layout.pieces.reserveCapacity(items.count)
    for item in items {
      let size =
        item.instruction.map { InstructionEncoder.sizeWithoutOffset(of: $0) } ?? item.bytes.count
      layout.pieces.append(
        CodeLayout.Piece(
          fixedSize: size, target: try resolve(item.target), offsetSize: item.offsetSize ?? 0,
          isOffsetSizeFixed: item.offsetSize != nil))
    }
    layout.relax()
    var program = ProgramBlob()
    for (index, item) in items.enumerated() {
      guard var instruction = item.instruction else {
        program.code.append(contentsOf: item.bytes)
        program.mask.append(count: item.bytes.count, isStart: item.isStart)
        continue
      }
      let pc = program.code.count
      let offsetSize = layout.pieces[index].offsetSize
      if instruction.opcode.format.hasTarget {
        instruction.target = layout.target(of: index)
        guard InstructionEncoder.isEncodable(instruction, at: pc),
          InstructionEncoder.offsetSize(of: instruction, at: pc) <= offsetSize
        else { throw (item.target?.token ?? item.token).error(.targetTooFar) }
      }
      let size = InstructionEncoder.encode(
        instruction, at: pc, into: &program.code, offsetSize: offsetSize)
      program.mask.append(count: size)
    }
    for entry in table { program.jumpTable.append(try tableEntry(entry, layout)) }
    if table.isEmpty { program.implicitEntryCount = zeroTableCount }
    return program
  }

  /// What a target leads to.
  private func resolve(_ target: Target?) throws(PVMError) -> CodeLayout.Target {
    guard let target else { return .none }
    if let item = labels[target.label] { return .piece(item) }
    guard let index = target.index else {
      throw target.token.error(.undefinedLabel(target.label))
    }
    return .index(index)
  }

  /// The code index of a jump-table entry.
  private func tableEntry(_ entry: Target, _ layout: CodeLayout) throws(PVMError) -> UInt32 {
    let index: Int64 =
      switch try resolve(entry) {
      case .none: 0
      case .piece(let item): Int64(layout.starts[item])
      case .index(let index): index
      }
    guard let value = UInt32(exactly: index) else { throw entry.token.error(.numberOutOfRange) }
    return value
  }
}
