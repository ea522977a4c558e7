import PVM
import PVMCodegen
import Support
import Testing

/// What the verifier accepts and rejects.
@Suite struct MachineVerifierTests {
  /// Parses a function with the given phase and blocks and verifies it; gives the message of the
  /// violation, or nil.
  func violation(
    _ phase: String = "selected", _ headers: String = "parameters v0:r0, v1:r7", _ body: String,
    change: (inout MachineFunction) -> Void = { _ in }
  ) throws -> String? {
    var function = try MachineParser.parseFunction(
      "function @0 \"f\" \(phase) {\n\(headers)\n\(body)\n}")
    change(&function)
    do {
      try MachineVerifier.verify(function, after: "test")
      return nil
    } catch {
      #expect(error.function == "f")
      guard case .verification(let stage, let message) = error.kind else { return "other" }
      #expect(stage == "test")
      return message
    }
  }

  /// A loop with block parameters is fine.
  @Test func acceptsLoop() throws {
    let message = try violation(
      "selected", "parameters v0:r0, v1:r7",
      """
      b0:
        v2 = load_constant 0
        jump b1(v2, v1)
      b1(v3, v4):
        v5 = add_64 v3, v4
        v6 = add_imm_64 v4, -1
        branch_eq_imm v6, 0, b2, b3
      b2:
        ret v0 (v5:r7)
      b3:
        jump b1(v5, v6)
      """)
    #expect(message == nil)
  }

  /// Reading the stack pointer is fine before allocation, writing it is not.
  @Test func stackPointer() throws {
    let read = try violation("selected", "parameters v0:r0", "b0:\nv1 = add_imm_64 r1, 8\ntrap")
    #expect(read == nil)
    let write = try violation("selected", "parameters v0:r0", "b0:\nr1 = add_imm_64 r1, 8\ntrap")
    #expect(write?.contains("def is no virtual register") == true)
    // Only the very first instruction of an allocated function may.
    let first = try violation("allocated", "parameters r0", "b0:\nr1 = add_imm_64 r1, 8\ntrap")
    #expect(first == nil)
    let allocated = try violation(
      "allocated", "parameters r0", "b0:\nr2 = copy r0\nr1 = add_imm_64 r1, 8\ntrap")
    #expect(allocated?.contains("writes the stack pointer") == true)
    let framed = try violation("framed", "parameters r0", "b0:\nr1 = add_imm_64 r1, 8\ntrap")
    #expect(framed == nil)
    let copied = try violation("framed", "parameters r0", "b0:\nr1 = move_reg r0\ntrap")
    #expect(copied?.contains("writes the stack pointer") == true)
  }

  /// Violations before allocation, and a piece of the message.
  @Test(arguments: [
    ("b0:\nv2 = add_64 v1, v3\ntrap", "v3 is not defined"),
    ("b0:\nv2 = add_64 v1, v2\ntrap", "does not dominate"),
    ("b0:\nv1 = load_constant 1\ntrap", "defined twice"),
    ("b0:\nv2 = load_constant 1\nv2 = load_constant 1\ntrap", "defined twice"),
    ("b0:\nv2 = load_constant 1", "does not end with a terminator"),
    ("b0:\ntrap\ntrap", "mid-block"),
    ("b0:\njump b0", "leads to the entry block"),
    ("b0:\njump b1", "does not exist"),
    ("b0:\njump b1\nb1:", "b1 is empty"),
    ("b0:\njump b1(v1)\nb1:\ntrap", "1 arguments for 0 parameters"),
    ("b0:\njump b1\nb1(v2):\ntrap", "0 arguments for 1 parameters"),
    ("b0(v9):\ntrap", "entry block has parameters"),
    (
      "b0:\nbranch_eq_imm v1, 0, b1, b2\nb1:\nv2 = copy v1\njump b2\nb2:\nret v0 (v2:r7)",
      "does not dominate"
    ),
    ("b0:\nv2 = load_imm 4294967296\ntrap", "does not fit"),
    ("b0:\nstore_ind_u8 v1, v0, 2147483648\ntrap", "does not fit"),
    ("b0:\nv2 = spill_load #0\ntrap", "not allowed in this phase"),
    ("b0:\nv2 = load_imm_jump 5, b1\nb1:\ntrap", "not allowed in this phase"),
    ("b0:\nv2 = frame_address #0, 0\ntrap", "out of range"),
    ("b0:\nv2 = load_incoming #0\ntrap", "out of range"),
    ("b0:\ncall @1 (v0:r7, v1:r7)\ntrap", "r7 twice"),
    ("b0:\ncall @1 (v0:r1)\ntrap", "r1"),
    ("b0:\ncall @1 () -> (v2:r7) clobbers r7\ntrap", "a result and clobbered"),
    ("b0:\ncall @1 (v5:r7)\ntrap", "v5 is not defined"),
    ("b0:\nret v0 (v1:r7) clobbers r7", "clobbers of a terminator"),
    ("b0:\nr7 = copy v1\ntrap", "no virtual register"),
    ("b0:\nv2 = copy r7\ntrap", "no virtual register"),
    ("b0:\nv2 = add_64 v1, _\ntrap", "s2 is missing"),
    ("b0:\nv2 = ret v0, 5 ()", "def should not be there"),
  ])
  func rejectsSelected(_ body: String, _ expected: String) throws {
    let message = try violation("selected", "parameters v0:r0, v1:r7", body)
    #expect(message?.contains(expected) == true, "\(message ?? "accepted")")
  }

  /// Violations after allocation, and a piece of the message.
  @Test(arguments: [
    ("allocated", "b0:\nr2 = move_reg v1\ntrap", "no register of the PVM"),
    ("allocated", "b0:\nr2 = cmov_iz r7, r0, r3\ntrap", "old value"),
    ("allocated", "b0:\nr2 = spill_load #1\ntrap", "out of range"),
    ("allocated", "b0:\njump b1(r7)\nb1:\ntrap", "edge arguments after allocation"),
    ("allocated", "b0:\nr2 = add_64 r7, r3\ntrap", "r3 holds nothing"),
    ("allocated", "b0:\ncall @1 (r7) clobbers r0 r7\nr2 = move_reg r7\ntrap", "r7 holds nothing"),
    (
      "allocated",
      "b0:\nbranch_eq_imm r7, 0, b1, b2\nb1:\nr2 = move_reg r7\njump b2\nb2:\nret r0 (r2)",
      "r2 holds nothing"
    ),
    ("allocated", "b0:\nr7 = ret r0, 5 ()", "def should not be there"),
    ("framed", "b0:\nr2 = spill_load #0\ntrap", "left over"),
    ("framed", "b0:\nr2 = copy r7\ntrap", "left over"),
  ])
  func rejectsLater(_ phase: String, _ body: String, _ expected: String) throws {
    let message = try violation(phase, "parameters r0, r7\nslots 1", body)
    #expect(message?.contains(expected) == true, "\(message ?? "accepted")")
  }

  /// Nothing that destroys preserved registers may be called in place of a function that keeps them.
  @Test func tailCallsPreserve() throws {
    let function = try MachineParser.parseFunction(
      "function @0 \"f\" allocated {\nparameters r0, r7\nb0:\ntail_call @1 (r0, r7)\n}")
    func message(_ clobbers: RegisterSet) -> String? {
      do {
        try MachineVerifier.verifyTailCalls(
          of: function, clobbers: { $0 == 1 ? clobbers : .all }, after: "test")
        return nil
      } catch {
        #expect(error.function == "f")
        guard case .verification("test", let message) = error.kind else { return "other" }
        return message
      }
    }
    #expect(message(CallingConvention.clobbers) == nil)
    #expect(
      message(CallingConvention.allocatable)
        == "a tail call of @1, which destroys preserved registers")
    #expect(message(RegisterSet(Register(5))) != nil)
  }

  /// Operands that the text form cannot express.
  @Test func rejectsInvisible() throws {
    func change(_ edit: @escaping (inout MachineInstruction) -> Void) throws -> String? {
      try violation("selected", "parameters v0:r0, v1:r7", "b0:\nv2 = copy v1\ntrap") {
        edit(&$0.blocks[0].instructions[0])
      }
    }
    #expect(try change { _ in } == nil)
    #expect(try change { $0.s2 = $0.s1 }?.contains("s2 should not be there") == true)
    #expect(try change { $0.x = 1 }?.contains("does not have") == true)
    #expect(try change { $0.y = 1 }?.contains("out of range") == true)
    #expect(
      try change { $0.opcode = MachineOpcode(rawValue: 3) }?.contains("unknown opcode") == true)
    #expect(
      try change { $0.opcode = MachineOpcode(rawValue: 999) }?.contains("unknown opcode") == true)
    let noBlocks = try violation("selected", "parameters v0:r0", "b0:\ntrap") {
      $0.blocks = BlockTable()
    }
    #expect(noBlocks == "there is no block")
    let count = try violation("selected", "parameters v0:r0", "b0:\njump b1\nb1:\ntrap") {
      $0.blocks[0].successors = []
    }
    #expect(count?.contains("0 successors") == true)
    let outgoing = try violation(
      "selected", "parameters v0:r0\noutgoing 1",
      "b0:\nstore_outgoing v0, #0\ntail_call @1 (v0:r0)")
    #expect(outgoing?.contains("no call follows") == true)
    let callee = try violation("selected", "parameters v0:r0", "b0:\ncall @1 ()\ntrap") {
      $0.calls[0].callee = .none
    }
    #expect(callee?.contains("disagree") == true)
  }

  /// A function that the builder builds.
  @Test func builder() throws {
    var builder = MachineBuilder(name: "f", index: 0)
    let address = builder.makeParameter(in: .returnAddress)
    let count = builder.makeParameter(in: .a0)
    let loop = builder.makeBlock(parameterCount: 1, frequency: 10)
    let again = builder.makeBlock(frequency: 9)
    let end = builder.makeBlock()
    builder.jump(loop, [count])
    builder.move(to: loop)
    let next = builder.value(.addImm64, builder.parameter(0, of: loop), x: -1)
    builder.store(.storeU64, next, x: 0x20000)
    builder.store(.storeImmIndU8, constant: 3, base: next, x: 5)
    let old = builder.load(.loadU64, x: 0x20000)
    let either = builder.conditionalMove(.cmovIz, next, old, else: count)
    let wide = builder.zeroExtend32(builder.conditionalMove(.cmovNzImm, either, x: 3, else: next))
    builder.outgoing(0, builder.incoming(0))
    let results = builder.call(
      .direct(0), arguments: [FixedOperand(wide, in: .a0)], results: [.a0],
      clobbers: CallingConvention.clobbers)
    builder.branch(.branchEq, results[0], builder.constant(1), end, else: again)
    builder.move(to: again)
    builder.jump(loop, [next])
    builder.move(to: end)
    builder.ret(address, [FixedOperand(results[0], in: .a0)])
    try MachineVerifier.verify(builder.function, after: "building")
    let text = MachinePrinter.text(builder.function)
    #expect(MachinePrinter.text(try MachineParser.parseFunction(text)) == text)
  }
}
