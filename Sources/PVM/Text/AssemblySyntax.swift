/// How operands are written in assembly, for the assembler and the disassembler alike.
///
/// A register that is written comes first, a memory operand is in brackets where the instruction
/// names it: `add_32 r9, r7, r8`, `load_ind_u32 r2, [r7 + 4]`, `store_ind_u32 [r7 + 4], r2`,
/// `branch_eq_imm r7, -46, @12`.
enum AssemblySyntax {
  /// One operand as written.
  enum Operand: UInt8 {
    /// Register A.
    case a
    /// Register B.
    case b
    /// Register D.
    case d
    /// Immediate X.
    case x
    /// Immediate Y.
    case y
    /// The target.
    case target
    /// Address X, in brackets.
    case memoryX
    /// Address A + X, in brackets.
    case memoryAX
    /// Address B + X, in brackets.
    case memoryBX
  }

  /// The operands of an instruction in the order in which they are written.
  static func operands(of opcode: Opcode) -> [Operand] {
    let stores = opcode.traits.contains(.stores)
    let accesses = stores || opcode.traits.contains(.loads)
    switch opcode.format {
    case .none: return []
    case .imm: return [.x]
    case .regImm64: return [.a, .x]
    case .immImm: return [.memoryX, .y]
    case .off: return [.target]
    case .regImm: return accesses ? (stores ? [.memoryX, .a] : [.a, .memoryX]) : [.a, .x]
    case .regImmImm: return [.memoryAX, .y]
    case .regImmOff: return [.a, .x, .target]
    case .regReg: return [.d, .a]
    case .regRegImm:
      return accesses ? (stores ? [.memoryBX, .a] : [.a, .memoryBX]) : [.a, .b, .x]
    case .regRegOff: return [.a, .b, .target]
    case .regRegImmImm: return [.a, .x, .b, .y]
    case .regRegReg: return [.d, .a, .b]
    }
  }

  /// The operands by opcode byte.
  static let operandTable: [[Operand]] = {
    var table: [[Operand]] = Array(repeating: [], count: 256)
    for opcode in Opcode.allCases { table[Int(opcode.rawValue)] = operands(of: opcode) }
    return table
  }()

  /// The mnemonics by opcode byte.
  static let mnemonicTable: [[UInt8]] = {
    var table: [[UInt8]] = Array(repeating: [], count: 256)
    for opcode in Opcode.allCases {
      // The buffer is valid during the closure.
      opcode.row.mnemonic.withUTF8Buffer { buffer in
        table[Int(opcode.rawValue)] = unsafe Array(buffer)
      }
    }
    return table
  }()

  /// The opcodes by mnemonic; only looked up in, never iterated.
  static let opcodeTable: [[UInt8]: Opcode] = {
    var table: [[UInt8]: Opcode] = [:]
    for opcode in Opcode.allCases { table[mnemonicTable[Int(opcode.rawValue)]] = opcode }
    return table
  }()

  /// The name of a directive that adds jump-table entries.
  static let table = Array(".table".utf8)
  /// The name of a directive for a jump table of so many zero-byte entries.
  static let zeroTable = Array(".zero_table".utf8)
  /// The name of a directive for an instruction given by its bytes.
  static let raw = Array(".raw".utf8)
  /// The name of a directive for code bytes of which none starts an instruction.
  static let data = Array(".data".utf8)
}

extension Opcode {
  /// The name in the specification and in assembly, for example `add_imm_32`.
  public var mnemonic: String {
    String(decoding: AssemblySyntax.mnemonicTable[Int(rawValue)], as: UTF8.self)
  }

  /// The opcode with this name, or nil.
  public init?(mnemonic: some Sequence<UInt8>) {
    guard let opcode = AssemblySyntax.opcodeTable[Array(mnemonic)] else { return nil }
    self = opcode
  }
}
