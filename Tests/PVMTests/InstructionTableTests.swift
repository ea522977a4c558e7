import PVM
import TestSupport
import Testing

/// The instruction table against the specification's tables and against itself.
@Suite struct InstructionTableTests {
  /// The names of the formats in the specification.
  static let formatNames: [OperandFormat: String] = [
    .none: "none", .imm: "imm", .regImm64: "reg_imm64", .immImm: "imm_imm", .off: "off",
    .regImm: "reg_imm", .regImmImm: "reg_imm_imm", .regImmOff: "reg_imm_off", .regReg: "reg_reg",
    .regRegImm: "reg_reg_imm", .regRegOff: "reg_reg_off", .regRegImmImm: "reg_reg_imm_imm",
    .regRegReg: "reg_reg_reg",
  ]

  /// The row in the form of the specification's table.
  static func line(_ opcode: Opcode) -> String { line(opcode, number: opcode.rawValue) }

  /// The row with an opcode byte.
  static func line(_ opcode: Opcode, number: UInt8?) -> String {
    let row = opcode.row
    let ends = row.traits.contains(.terminatesBlock) ? 1 : 0
    return
      "\(number.map { "\($0)" } ?? "")\t\(row.mnemonic)\t\(formatNames[row.format] ?? "?")\t\(ends)"
  }

  @Test(.enabled(if: SharedFolder.folder("spec") != nil, "needs ../shared/spec"))
  func agreesWithTheOpcodeList() throws {
    let lines = try #require(SharedFolder.lines("spec/opcodes.tsv"))
    #expect(Target.gp07.opcodes.map(Self.line) == lines.dropFirst().filter { !$0.isEmpty })
  }

  /// Holds the table in place where the specification is absent: FNV-1a of all its lines.
  @Test func isUnchanged() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for opcode in Target.gp07.opcodes {
      let row = opcode.row
      let roles = "\(row.roles.a)\(row.roles.b)\(row.roles.d)"
      for byte in "\(Self.line(opcode)) \(roles) \(row.traits.rawValue) \(row.effect)\n".utf8 {
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
    }
    #expect(Target.gp07.opcodes.count == 139)
    #expect(hash == 16_833_617_879_487_157_152)
  }

  @Test(.enabled(if: SharedFolder.folder("spec") != nil, "needs ../shared/spec"))
  func effectsAreTheSpecifications() throws {
    let lines = try #require(SharedFolder.lines("spec/pvm.md"))
    var effects: [UInt8: String] = [:]
    for line in lines where line.hasPrefix("| ") && line.contains(" | `") {
      let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|")
        .map { $0.trimmingPrefix(" ").replacing("\u{1}", with: "|") }
      guard cells.count == 3, let number = UInt8(cells[0].filter(\.isNumber)),
        let opcode = Opcode(rawValue: number), cells[1].hasPrefix("`\(opcode.mnemonic)`")
      else { continue }
      effects[number] = String(
        cells[2].filter { $0 != "`" }.reversed().drop { $0 == " " }.reversed())
    }
    #expect(effects.count == 139)
    for opcode in Target.gp07.opcodes {
      #expect(effects[opcode.rawValue] == "\(opcode.row.effect)", "\(opcode)")
    }
  }

  @Test(arguments: Opcode.allCases)
  func rolesMatchTheFormat(_ opcode: Opcode) {
    let row = opcode.row
    let registers: (a: Bool, b: Bool, d: Bool) =
      switch row.format {
      case .none, .imm, .immImm, .off: (false, false, false)
      case .regImm64, .regImm, .regImmImm, .regImmOff: (true, false, false)
      case .regRegImm, .regRegOff, .regRegImmImm: (true, true, false)
      case .regReg: (true, false, true)
      case .regRegReg: (true, true, true)
      }
    #expect((row.roles.a != .none) == registers.a)
    #expect((row.roles.b != .none) == registers.b)
    #expect((row.roles.d != .none) == registers.d)
  }

  @Test(arguments: Opcode.allCases)
  func rolesAndTraitsMatchTheEffect(_ opcode: Opcode) throws {
    let row = opcode.row
    let values: [String: UInt64] = ["A": 5, "B": 6, "D": 7, "X": 8, "Y": 9, "T": 10]
    let outcome = try EffectExpression.run(EffectExpression.statements(row.effect), values)
    let isConditional = "\(row.effect)".hasPrefix("if ")
    for (name, role) in [("A", row.roles.a), ("B", row.roles.b), ("D", row.roles.d)] {
      let isRead = outcome.read.contains(Character(name))
      let isWritten = outcome.written.contains(Character(name))
      #expect(role.writes == isWritten, "\(opcode) \(name)")
      // A conditional move keeps the old value of the register it writes.
      #expect(role.reads == (isRead || (isWritten && isConditional)), "\(opcode) \(name)")
    }
    #expect(row.traits.contains(.loads) == outcome.calls.contains("load"))
    #expect(row.traits.contains(.stores) == outcome.calls.contains("store"))
    #expect(
      row.traits.contains(.conditionalBranch)
        == (outcome.calls.contains("branch") && "\(row.effect)".contains(",")))
    let isTerminator =
      !outcome.calls.isDisjoint(with: ["branch", "djump", "panic"]) || opcode == .fallthrough
    #expect(row.traits.contains(.terminatesBlock) == isTerminator)
  }

  @Test(arguments: Opcode.allCases)
  func factsAreThoseOfTheRow(_ opcode: Opcode) {
    #expect(opcode.format == opcode.row.format)
    #expect(opcode.roles == opcode.row.roles)
    #expect(opcode.traits == opcode.row.traits)
    #expect(opcode.mnemonic == "\(opcode.row.mnemonic)")
    #expect(Opcode(mnemonic: opcode.mnemonic.utf8) == opcode)
  }

  @Test func registersOfAnInstruction() {
    let move = Instruction(.cmovNz, a: Register(1), b: Register(2), d: Register(3))
    #expect(Array(move.definedRegisters) == [Register(3)])
    #expect(Array(move.usedRegisters) == [Register(1), Register(2), Register(3)])
    let store = Instruction(.storeIndU8, a: Register(4), b: Register(5), d: Register(6))
    #expect(store.definedRegisters.isEmpty)
    #expect(Array(store.usedRegisters) == [Register(4), Register(5)])
  }
}
