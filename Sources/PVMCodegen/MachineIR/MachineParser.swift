internal import PVM
internal import Support

/// Reads machine IR text.
///
/// One statement per line; `;` starts a comment. The grammar, where `A, …` is a list of at least one
/// A separated by commas, `[ ]` is optional and `N` an integer, decimal or `0x` hexadecimal:
///
///     function    = "function" "@"N "name" PHASE "{" header… block… "}"
///     PHASE       = "selected" | "allocated" | "framed"
///     header      = "parameters" (fixed ["=" N]), …  values the function receives in registers, and
///                                                what they are known to be
///                 | "incoming" N                 stack arguments that it receives
///                 | "outgoing" N                 most stack arguments of a call in it
///                 | "objects" N, …               sizes of the frame objects
///                 | "slots" N                    spill slots
///                 | "frame" N                    bytes of the frame (phase framed)
///                 | "red_zone" N                 bytes below the stack pointer (phase framed)
///     block       = bN ["(" register, … ")"] ["frequency" NUMBER] ["unlikely"] ":" instruction…
///     register    = vN | rN | "_"                virtual, physical, none
///     fixed       = (register ":" rN | rN) ["signed"]
///                                                a value in a fixed register; rN is short for rN:rN; of
///                                                parameters and results the low 32 bits sign-extended
///     instruction = ([register "="] NAME [operand, …] | [results] call) ["!" N]
///                                                where it comes from: the number of a position
///     operand     = register                     s1, s2, s3 in this order, as the opcode has them
///                 | "#"N                         index of a slot, object or stack argument
///                 | N                            immediates x, y
///                 | bN ["(" register, … ")"]     successors of a terminator
///     call        = "call" callee uses | "host_call" N uses | [register "="] "ret" register [, N] uses
///                 | [register "="] "tail_call" callee [, N] uses
///     callee      = "@"N | "[" register "+" N "]"
///     uses        = "(" [fixed, …] ")" ["->" "(" fixed, … ")"] ["clobbers" (rN | rN-rN)…]
///
/// Blocks are numbered 0, 1, … in the order they appear. `frequency` defaults to 1.
/// Example: `v2 = add_imm_64 v1, 5`, `branch_lt_u v1, v2, b3, b4`, `v9 = load_imm 7`,
/// `call @3 (v1:r7) -> (v2:r7) clobbers r0 r7-r12`, `ret v0 (v2:r7)`.
package struct MachineParser {
  /// The tokens to come.
  var lexer: MachineLexer
  /// The next token.
  var token = MachineLexer.Token.endOfLine
  /// The line of the next token.
  var line = 1
  /// The largest index of a virtual register seen in the function, or -1.
  var largestVirtual = -1

  /// Reads all functions of a text.
  ///
  /// - Throws: `machineSyntax` with the line.
  package static func parse(_ text: String) throws(CodegenError) -> [MachineFunction] {
    var parser = MachineParser(lexer: MachineLexer(text))
    var functions: [MachineFunction] = []
    try parser.advance()
    try parser.skipLineEnds()
    while parser.token != .end {
      functions.append(try parser.function())
      try parser.skipLineEnds()
    }
    return functions
  }

  /// Reads a text that holds one function.
  ///
  /// - Throws: `machineSyntax` with the line.
  package static func parseFunction(_ text: String) throws(CodegenError) -> MachineFunction {
    let functions = try parse(text)
    guard let function = functions.first, functions.count == 1 else {
      throw CodegenError(
        .machineSyntax(line: 1, message: "expected one function, found \(functions.count)"))
    }
    return function
  }

  /// Starts before the first token.
  private init(lexer: MachineLexer) { self.lexer = lexer }

  // MARK: Functions and blocks

  /// Reads a function.
  private mutating func function() throws(CodegenError) -> MachineFunction {
    try expect(word: "function")
    try expect("@")
    let index = try count("the function's index")
    guard case .string(let name) = token else { throw error("expected the function's name") }
    try advance()
    var function = MachineFunction(name: name, index: index)
    largestVirtual = -1
    switch token {
    case .word("selected"): function.phase = .selected
    case .word("allocated"): function.phase = .allocated
    case .word("framed"): function.phase = .framed
    default: throw error("expected the phase: selected, allocated or framed")
    }
    try advance()
    try expect("{")
    try skipLineEnds()
    while token != .mark(UInt8(ascii: "}")) {
      guard case .word(let word) = token else { throw error("expected a block or '}'") }
      if let number = MachineParser.number(word, after: "b") {
        guard number == function.blocks.count else {
          throw error("expected block b\(function.blocks.count)")
        }
        try block(&function)
      } else if function.blocks.isEmpty {
        try header(word, &function)
      } else {
        try instruction(word, &function)
      }
      if token != .end { try endLine() }
    }
    try advance()
    function.virtualRegisterCount = largestVirtual + 1
    return function
  }

  /// Reads a header line.
  private mutating func header(
    _ word: String, _ function: inout MachineFunction
  ) throws(CodegenError) {
    try advance()
    switch word {
    case "parameters":
      repeat { function.parameters.append(try parameter()) } while try skip(",")
    case "incoming": function.incomingStackArguments = try count("how many arguments")
    case "outgoing": function.outgoingStackArguments = try count("how many arguments")
    case "objects":
      repeat { function.frameObjects.append(try count("a size")) } while try skip(",")
    case "slots": function.spillSlots = try count("how many slots")
    case "frame": function.frameSize = try count("how many bytes")
    case "red_zone": function.redZone = try count("how many bytes")
    default: throw error("'\(word)' is no header; instructions come after a block's label")
    }
  }

  /// Reads the label of a block.
  private mutating func block(_ function: inout MachineFunction) throws(CodegenError) {
    try advance()
    var block = MachineBlock()
    if try skip("(") {
      repeat { block.parameters.append(try register()) } while try skip(",")
      try expect(")")
    }
    if token == .word("frequency") {
      try advance()
      switch token {
      case .real(let value): block.frequency = value
      case .integer(let value): block.frequency = Double(value)
      default: throw error("expected a number")
      }
      try advance()
    }
    if token == .word("unlikely") {
      block.isMarked = true
      try advance()
    }
    try expect(":")
    function.blocks.append(block)
  }

  // MARK: Instructions

  /// Reads an instruction whose first word is the next token.
  private mutating func instruction(
    _ word: String, _ function: inout MachineFunction
  ) throws(CodegenError) {
    var mnemonic = word
    var def: MachineRegister?
    if MachineParser.isRegister(word) {
      def = try register()
      try expect("=")
      guard case .word(let next) = token else { throw error("expected an instruction") }
      mnemonic = next
    }
    guard let opcode = MachineOperandShape.opcode(named: mnemonic),
      let shape = MachineOperandShape.of(opcode)
    else { throw error("'\(mnemonic)' is no instruction") }
    try advance()
    var result = MachineInstruction(opcode, def: def ?? .none)
    if def == nil, shape.hasDef { throw error("'\(mnemonic)' writes a register") }
    if def != nil, !shape.hasDef, !shape.mayHaveDef {
      throw error("'\(mnemonic)' writes no register")
    }
    let last = BlockID(function.blocks.count - 1)
    if shape.y == .call {
      result.call = function.calls.append(try call(&result))
    } else {
      try operands(&result, shape, &function.blocks[last])
    }
    if try skip("!") {
      guard let number = UInt32(exactly: try integer()), number > 0 else {
        throw error("positions are numbered from 1")
      }
      result.position = CodePosition(number: number)
    }
    function.blocks[last].instructions.append(result)
  }

  /// Reads the operands of an instruction that has no call description.
  private mutating func operands(
    _ result: inout MachineInstruction, _ shape: MachineOperandShape, _ block: inout MachineBlock
  ) throws(CodegenError) {
    var isFirst = true
    if shape.hasS1 {
      try separator(&isFirst)
      result.s1 = try register()
    }
    if shape.hasS2 {
      try separator(&isFirst)
      result.s2 = try register()
    }
    if shape.hasS3 {
      try separator(&isFirst)
      result.s3 = try register()
    }
    if shape.y != .none && shape.y != .immediate {
      try separator(&isFirst)
      try expect("#")
      result.y = try integer32()
    }
    if shape.hasX || (shape.mayHaveDef && result.def.exists) {
      try separator(&isFirst)
      result.x = try integer()
    }
    if shape.y == .immediate {
      try separator(&isFirst)
      result.y = try integer32()
    }
    switch shape.successors {
    case .notTerminator: break
    case .exactly(let count):
      for _ in 0..<count {
        try separator(&isFirst)
        block.successors.append(try edge())
      }
    case .some:
      repeat {
        try separator(&isFirst)
        block.successors.append(try edge())
      } while token == .mark(UInt8(ascii: ","))
    }
  }

  /// Reads the comma in front of every operand but the first.
  private mutating func separator(_ isFirst: inout Bool) throws(CodegenError) {
    if !isFirst { try expect(",") }
    isFirst = false
  }

  /// Reads what follows the name of a call, host call, return or tail call.
  private mutating func call(
    _ result: inout MachineInstruction
  ) throws(CodegenError) -> CallDescription {
    var call = CallDescription(callee: .none)
    switch result.opcode {
    case .hostCall: result.x = try integer()
    case .ret:
      result.s1 = try register()
      if result.def.exists {
        try expect(",")
        result.x = try integer()
      }
    default:
      if try skip("@") {
        call.callee = .direct(try count("a function's index"))
        if result.def.exists {
          try expect(",")
          result.x = try integer()
        }
      } else {
        try expect("[")
        call.callee = .indirect
        result.s1 = try register()
        try expect("+")
        result.x = try integer()
        try expect("]")
      }
    }
    call.arguments = try fixedOperands()
    if try skip(">") { call.results = try fixedOperands() }
    if token == .word("clobbers") {
      try advance()
      while case .word = token {
        let first = try physicalRegister()
        var end = first
        if try skip("-") { end = try physicalRegister() }
        guard first <= end else { throw error("the range of registers is empty") }
        for number in first.number...end.number { call.clobbers.insert(Register(number)) }
      }
    }
    return call
  }
}
