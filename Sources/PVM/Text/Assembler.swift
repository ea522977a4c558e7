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
  struct Target {
    /// The label, in the form in which labels are stored.
    var label: [UInt8]
    /// The code index, if it is written as one.
    var index: Int64?
    /// Where it was written.
    var token: AssemblyLexer.Token
  }

  /// The rest of the text.
  var lexer: AssemblyLexer
  /// The next token.
  var token: AssemblyLexer.Token
  /// The code so far.
  private var items: [Item] = []
  /// The jump table.
  private var table: [Target] = []
  /// The number of zero-byte entries.
  private var zeroTableCount: UInt64 = 0
  /// Which machine the program is for.
  private let machine: PVM.Target
  /// The item that follows each label; only looked up in, never iterated.
  private var labels: [[UInt8]: Int] = [:]

  /// Assembles a text.
  ///
  /// - Throws: errors located at a line and a column.
  public static func assemble(
    _ text: some Sequence<UInt8>, target: PVM.Target = .gp07
  ) throws(PVMError) -> ProgramBlob {
    var assembler = try Assembler(Array(text), target)
    try assembler.parse()
    return try assembler.finish()
  }

  /// Assembles a text.
  ///
  /// - Throws: errors located at a line and a column.
  public static func assemble(
    _ text: String, target: PVM.Target = .gp07
  ) throws(PVMError) -> ProgramBlob {
    try assemble(text.utf8, target: target)
  }

  /// Reads the first token.
  private init(_ bytes: [UInt8], _ machine: PVM.Target) throws(PVMError) {
    self.machine = machine
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
    if machine.byte(of: opcode) == nil { throw name.error(.missingInstruction(opcode)) }
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
    var program = ProgramBlob(target: machine)
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
        instruction, at: pc, into: &program.code, for: machine, offsetSize: offsetSize)
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
