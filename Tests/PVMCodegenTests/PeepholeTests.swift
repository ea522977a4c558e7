import PVM
import PVMCodegen
import Support
import TestSupport
import Testing

/// Passes over allocated code, one rule at a time.
@Suite struct PeepholeTests {
  /// Parses an allocated or framed function of which r0 and r7 to r12 are parameters, runs a pass and
  /// gives the blocks as text.
  static func run(
    _ body: String, phase: String = "allocated", slots: Int = 4,
    _ pass: (inout MachineFunction) -> Void
  ) throws -> String {
    var function = try MachineParser.parseFunction(
      """
      function @0 "f" \(phase) {
        parameters r0, r7, r8, r9, r10, r11, r12
        incoming 1
        slots \(slots)
      \(body)
      }
      """)
    try MachineVerifier.verify(function, after: "parsing")
    pass(&function)
    try MachineVerifier.verify(function, after: "the pass")
    let text = MachinePrinter.text(function)
    let lines = text.split(separator: "\n").drop { !$0.hasPrefix("b0") }.dropLast()
    return lines.map { $0.trimmingPrefix { $0 == " " } }.joined(separator: "\n")
  }

  // MARK: Value forwarding

  /// Instructions before and after value forwarding.
  @Test(arguments: [
    // A load of what is in a register, in the same one or another.
    ("spill_store r7, #0\nr7 = spill_load #0", "spill_store r7, #0"),
    ("spill_store r7, #0\nr8 = spill_load #0", "spill_store r7, #0\nr8 = copy r7"),
    // Copies are read at their source while that lasts.
    ("r8 = copy r7\nr9 = add_64 r8, r8", "r8 = copy r7\nr9 = add_64 r7, r7"),
    (
      "r8 = copy r7\nr7 = add_imm_64 r7, 1\nr9 = add_64 r8, r8",
      "r8 = copy r7\nr7 = add_imm_64 r7, 1\nr9 = add_64 r8, r8"
    ),
    ("r8 = copy r7\nr7 = copy r8", "r8 = copy r7"),
    // Constants.
    ("r8 = load_constant 5\nr8 = load_constant 5", "r8 = load_constant 5"),
    (
      "r8 = load_constant 5\nspill_store r8, #1\nr8 = load_constant 6\nr9 = spill_load #1",
      "r8 = load_constant 5\nspill_store r8, #1\nr8 = load_constant 6\nr9 = load_constant 5"
    ),
    ("r8 = load_constant 5\nr9 = load_constant 5", "r8 = load_constant 5\nr9 = load_constant 5"),
    (
      "r8 = load_constant 4294967296\nr9 = load_constant 4294967296",
      "r8 = load_constant 4294967296\nr9 = copy r8"
    ),
    // Sums with small constants of what is in a register.
    (
      "r8 = add_imm_32 r7, -72\nspill_store r8, #0\nr8 = copy r9\nr10 = spill_load #0",
      "r8 = add_imm_32 r7, -72\nspill_store r8, #0\nr8 = copy r9\nr10 = add_imm_32 r7, -72"
    ),
    (
      "r8 = add_imm_32 r7, 32768\nspill_store r8, #0\nr8 = copy r9\nr10 = spill_load #0",
      "r8 = add_imm_32 r7, 32768\nspill_store r8, #0\nr8 = copy r9\nr10 = spill_load #0"
    ),
    (
      "r8 = add_imm_64 r7, 1\nspill_store r8, #0\nr8 = copy r9\nr7 = copy r9\nr10 = spill_load #0",
      "r8 = add_imm_64 r7, 1\nspill_store r8, #0\nr8 = copy r9\nr7 = copy r9\nr10 = spill_load #0"
    ),
    // Stores of what is there.
    ("spill_store r7, #0\nr8 = copy r7\nspill_store r8, #0", "spill_store r7, #0\nr8 = copy r7"),
    // Computations that were made before.
    (
      "r10 = set_lt_u r7, r8\nr11 = set_lt_u r7, r8",
      "r10 = set_lt_u r7, r8\nr11 = copy r10"
    ),
    (
      "r10 = set_lt_u r7, r8\nr7 = copy r8\nr11 = set_lt_u r7, r8",
      "r10 = set_lt_u r7, r8\nr7 = copy r8\nr11 = set_lt_u r8, r8"
    ),
    ("r7 = load_incoming #0\nr8 = load_incoming #0", "r7 = load_incoming #0\nr8 = copy r7"),
    // Memory may change.
    ("r7 = load_u64 131072\nr8 = load_u64 131072", "r7 = load_u64 131072\nr8 = load_u64 131072"),
    // A call destroys registers, not slots.
    (
      "spill_store r7, #0\ncall @1 (r7) -> (r8) clobbers r7\nr7 = spill_load #0",
      "spill_store r7, #0\ncall @1 (r7) -> (r8) clobbers r7\nr7 = spill_load #0"
    ),
    (
      "spill_store r9, #0\ncall @1 (r7) -> (r8) clobbers r7\nr7 = spill_load #0",
      "spill_store r9, #0\ncall @1 (r7) -> (r8) clobbers r7\nr7 = copy r9"
    ),
    // The old value of a conditional move stays where it is.
    (
      "r8 = copy r7\nr8 = cmov_iz r9, r8, r8", "r8 = copy r7\nr8 = cmov_iz r9, r7, r8"
    ),
  ])
  func forwarding(_ before: String, _ after: String) throws {
    let text = try Self.run("b0:\n\(before)\ntrap") { _ = ValueForwarding.run(&$0) }
    #expect(text == "b0:\n\(after)\ntrap")
  }

  /// At joins only what all ways agree on is known; in loops only what the loop leaves alone.
  @Test func forwardingAcrossBlocks() throws {
    let join = try Self.run(
      """
      b0:
        branch_eq r7, r8, b1, b2
      b1:
        spill_store r9, #0
        r10 = copy r9
        spill_store r7, #1
        jump b3
      b2:
        r10 = load_constant 3
        spill_store r10, #0
        spill_store r8, #1
        jump b3
      b3:
        r11 = spill_load #0
        r12 = spill_load #1
        trap
      """
    ) { _ = ValueForwarding.run(&$0) }
    #expect(join.contains("r11 = copy r10"))
    #expect(join.contains("r12 = spill_load #1"))
    let loop = try Self.run(
      """
      b0:
        spill_store r7, #0
        spill_store r8, #1
        jump b1
      b1:
        r9 = spill_load #0
        r10 = spill_load #1
        r8 = add_imm_64 r8, 1
        branch_eq r8, r9, b1, b2
      b2:
        trap
      """
    ) { _ = ValueForwarding.run(&$0) }
    #expect(loop.contains("r9 = copy r7"))
    #expect(loop.contains("r10 = spill_load #1"))
    #expect(loop.contains("branch_eq r8, r7"))
  }

  // MARK: Dead definitions

  /// What is dead goes, what has an effect stays.
  @Test func deadDefinitions() throws {
    let text = try Self.run(
      """
      b0:
        r10 = add_64 r7, r8
        r11 = load_ind_u64 r7, 0
        spill_store r7, #0
        spill_store r8, #1
        r12 = sbrk r7
        r9 = spill_load #1
        store_u64 r9, 131072
        branch_eq r7, r8, b1, b2
      b1:
        r7 = load_constant 1
        ret r0 (r8)
      b2:
        r9 = copy r7
        call @1 (r9) -> (r7) clobbers r0
        trap
      """
    ) { _ = DeadDefinitions.run(&$0) }
    #expect(
      text == """
        b0:
        spill_store r8, #1
        r12 = sbrk r7
        r9 = spill_load #1
        store_u64 r9, 131072
        branch_eq r7, r8, b1, b2
        b1:
        ret r0 (r8)
        b2:
        r9 = copy r7
        call @1 (r9) -> (r7) clobbers r0
        trap
        """)
  }

  // MARK: Framed code

  /// Definitions that their readers absorb; everything but r7 is dead behind the block.
  @Test(arguments: [
    ("r8 = load_imm 0\nstore_ind_u64 r8, r7, 8", "store_imm_ind_u64 r7, 8, 0"),
    ("r8 = load_imm 1\nstore_u8 r8, 131072", "store_imm_u8 131072, 1"),
    (
      "r8 = load_imm 131072\nstore_ind_u8 r7, r8, 0", "r8 = load_imm 131072\nstore_ind_u8 r7, r8, 0"
    ),
    ("r8 = load_imm 3\nr7 = sub_64 r7, r8", "r7 = add_imm_64 r7, -3"),
    ("r8 = load_imm 3\nr7 = sub_64 r8, r7", "r7 = neg_add_imm_64 r7, 3"),
    ("r8 = load_imm 3\nr7 = div_u_64 r7, r8", "r8 = load_imm 3\nr7 = div_u_64 r7, r8"),
    ("r8 = load_imm 3\nr7 = cmov_iz r8, r9, r7", "r7 = cmov_iz_imm r9, r7, 3"),
    ("r8 = load_imm 3\nr8 = cmov_iz r7, r9, r8\nr7 = add_64 r8, r8", nil),
    ("r8 = load_imm 3\nr7 = add_64 r8, r8", nil),
    ("r8 = load_imm -2147483648\nr7 = sub_64 r7, r8", nil),
    // All readers or none.
    ("r8 = load_imm 3\nr7 = sub_64 r7, r8\nr7 = div_u_64 r7, r8", nil),
    // Sums in addresses.
    ("r8 = add_imm_32 r7, 8\nr7 = load_ind_u64 r8, 16", "r7 = load_ind_u64 r7, 24"),
    ("r7 = add_imm_32 r7, 8\nr7 = load_ind_u64 r7, -8", "r7 = load_ind_u64 r7, 0"),
    (
      "r8 = add_imm_64 r7, 2147483647\nr7 = load_ind_u64 r8, 1",
      "r7 = load_ind_u64 r7, -2147483648"
    ),
    (
      "r8 = add_imm_32 r9, 8\nstore_ind_u64 r7, r8, 0\nstore_imm_ind_u8 r8, 2, 5",
      "store_ind_u64 r7, r9, 8\nstore_imm_ind_u8 r9, 10, 5"
    ),
    ("r8 = add_imm_32 r9, 8\nstore_ind_u64 r8, r8, 0", nil),
    ("r8 = add_imm_32 r9, 8\nr9 = mul_64 r7, r7\nstore_ind_u64 r9, r8, 0", nil),
    // Copies.
    ("r8 = move_reg r9\nr7 = add_64 r8, r7", "r7 = add_64 r9, r7"),
    ("r8 = move_reg r9\nr9 = mul_64 r7, r7\nr7 = add_64 r8, r9", nil),
    ("r8 = move_reg r9\ncall @1 (r8) -> (r7) clobbers r0", nil),
  ])
  func absorption(_ before: String, _ after: String?) throws {
    let text = try Self.run("b0:\n\(before)\njump b1\nb1:\nret r7 (r7)", phase: "framed") {
      _ = OperandAbsorption.run(&$0, CostModel(bytesPerGas: 100))
    }
    #expect(text == "b0:\n\(after ?? before)\njump b1\nb1:\nret r7 (r7)")
  }

  /// A definition that is read behind the block stays.
  @Test func absorptionLiveOut() throws {
    let body = "b0:\nr8 = load_imm 0\nstore_u64 r8, 131072\njump b1\nb1:\nret r0 (r8)"
    let text = try Self.run(body, phase: "framed") { _ = OperandAbsorption.run(&$0, CostModel()) }
    #expect(text == body)
  }

  /// Results are written where they are copied to.
  @Test(arguments: [
    ("r9 = add_64 r7, r8\nr7 = move_reg r9", "r7 = add_64 r7, r8"),
    (
      "r9 = add_64 r7, r8\nr10 = add_64 r9, r9\nstore_u64 r10, 131072\nr12 = move_reg r9\nr7 = copy r12",
      nil
    ),
    ("r9 = add_64 r7, r8\nr10 = xor r7, r8\nr7 = move_reg r9", nil),
    ("r9 = add_64 r7, r8\nr7 = load_imm 3\nr8 = add_64 r7, r7\nr7 = move_reg r9", nil),
    ("r9 = cmov_iz r7, r8, r9\nr7 = move_reg r9", nil),
    ("call @1 (r7) -> (r9) clobbers r0\nr7 = move_reg r9", nil),
    (
      "r9 = load_imm 3\nr8 = add_64 r9, r9\nr9 = cmov_iz r8, r8, r9\nr7 = move_reg r9", nil
    ),
    (
      "r9 = load_imm 3\nstore_u64 r9, 131072\nr7 = move_reg r9",
      "r7 = load_imm 3\nstore_u64 r7, 131072"
    ),
    ("r9 = load_imm 3\ncall @1 (r9) clobbers r0\nr7 = move_reg r9", nil),
    ("r9 = load_imm 3\nr7 = move_reg r9\nr8 = add_64 r9, r7\nstore_u64 r8, 131072", nil),
  ])
  func retargeting(_ before: String, _ after: String?) throws {
    let before = before.replacing("\nr7 = copy r12", with: "\nr7 = mul_64 r12, r9")
    let text = try Self.run("b0:\n\(before)\njump b1\nb1:\nret r7 (r7)", phase: "framed") {
      _ = MoveRetargeting.run(&$0)
    }
    #expect(text == "b0:\n\(after ?? before)\njump b1\nb1:\nret r7 (r7)")
  }

  /// Immediate forms do what the register forms do.
  @Test func immediateForms() {
    let values: [Int64] = [0, 1, -1, 2, 31, 32, 63, 64, 1 << 31, -(1 << 31), 0x7FFF_FFFF, 12345]
    let wide: [UInt64] = values.map { UInt64(bitPattern: $0) } + [.max, 1 << 63, 1 << 40]
    var count = 0
    func compare(_ opcode: Opcode, _ form: ImmediateForms.Form, _ value: Int64, isFirst: Bool) {
      let constant = form.constant == .same ? value : 0 &- value
      guard Immediate.fits(constant) else { return }
      let x = UInt64(bitPattern: constant)
      let operand = UInt64(bitPattern: value)
      for other in wide {
        count += 1
        let (a, b) = isFirst ? (operand, other) : (other, operand)
        #expect(
          Semantics.branchCondition(opcode, a, b)
            == Semantics.branchCondition(form.opcode, other, x))
        for old in [UInt64(7), 1 << 50] {
          #expect(
            Semantics.evaluate(opcode, a: a, b: b, d: old)
              == Semantics.evaluate(form.opcode, a: old, b: other, x: x),
            "\(opcode) \(form.opcode) \(a) \(b)")
        }
      }
    }
    for opcode in Opcode.allCases {
      for value in values where Immediate.fits(value) {
        if let form = ImmediateForms.second(opcode) { compare(opcode, form, value, isFirst: false) }
        if let form = ImmediateForms.first(opcode) { compare(opcode, form, value, isFirst: true) }
      }
    }
    #expect(count > 5000)
  }
}
