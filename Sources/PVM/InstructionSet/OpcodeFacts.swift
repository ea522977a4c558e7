/// What code that handles instructions by format asks most often, in a form that is quick to look
/// up; taken from the rows of the instruction table.
struct OpcodeFacts {
  /// How the arguments are laid out.
  let format: OperandFormat
  /// What happens to the registers.
  let roles: OperandRoles
  /// Further facts.
  let traits: OpcodeTraits

  /// The facts by opcode byte; entries of undefined opcodes are those of `trap` and never used.
  static let table: [OpcodeFacts] = {
    var table = Array(repeating: OpcodeFacts(Opcode.trap.row), count: 256)
    for opcode in Opcode.allCases { table[Int(opcode.rawValue)] = OpcodeFacts(opcode.row) }
    return table
  }()

  /// Takes the facts from a row.
  init(_ row: InstructionRow) {
    format = row.format
    roles = row.roles
    traits = row.traits
  }
}

extension Opcode {
  #if hasFeature(Embedded)
    /// How the arguments are laid out.
    public var format: OperandFormat {
      // The compiler makes constant tables of these; filling `OpcodeFacts.table` at run time would be
      // more than a third of the PVM-in-PVM guest.
      @inline(never) get { row.format }
    }

    /// What happens to the registers.
    public var roles: OperandRoles { row.roles }

    /// Further facts.
    public var traits: OpcodeTraits {
      @inline(never) get { row.traits }
    }
  #else
    /// How the arguments are laid out.
    public var format: OperandFormat { OpcodeFacts.table[Int(rawValue)].format }

    /// What happens to the registers.
    public var roles: OperandRoles { OpcodeFacts.table[Int(rawValue)].roles }

    /// Further facts.
    public var traits: OpcodeTraits { OpcodeFacts.table[Int(rawValue)].traits }
  #endif

  /// Whether the instruction ends a basic block.
  public var terminatesBlock: Bool { traits.contains(.terminatesBlock) }
}

extension Instruction {
  /// The registers that are, or may be, written.
  public var definedRegisters: RegisterSet {
    let roles = opcode.roles
    var set = RegisterSet()
    if roles.a.writes { set.insert(a) }
    if roles.b.writes { set.insert(b) }
    if roles.d.writes { set.insert(d) }
    return set
  }

  /// The registers whose old value is read.
  public var usedRegisters: RegisterSet {
    let roles = opcode.roles
    var set = RegisterSet()
    if roles.a.reads { set.insert(a) }
    if roles.b.reads { set.insert(b) }
    if roles.d.reads { set.insert(d) }
    return set
  }
}

extension OperandFormat {
  /// Whether the instruction names a code index.
  @inlinable
  public var hasTarget: Bool {
    switch self {
    case .off, .regImmOff, .regRegOff: true
    default: false
    }
  }

  /// Whether the instruction has an immediate X.
  @inlinable
  public var hasX: Bool {
    switch self {
    case .imm, .regImm64, .immImm, .regImm, .regImmImm, .regImmOff, .regRegImm, .regRegImmImm: true
    case .none, .off, .regReg, .regRegOff, .regRegReg: false
    }
  }

  /// Whether the instruction has an immediate Y.
  @inlinable
  public var hasY: Bool {
    switch self {
    case .immImm, .regImmImm, .regRegImmImm: true
    default: false
    }
  }
}
