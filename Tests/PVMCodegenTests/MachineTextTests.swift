import PVM
import PVMCodegen
import Support
import Testing

/// Machine IR as text, both ways.
@Suite struct MachineTextTests {
  /// A function that uses every kind of operand.
  static let sample = """
    function @3 "sum \\"of\\" \\\\ all" selected {
      parameters v0:r0, v1:r7, v2:r8
      incoming 2
      outgoing 1
      objects 16, 8
    b0:
      v3 = load_constant -9223372036854775808
      v4 = copy v1
      v5 = zero_extend_32 v4
      v6 = frame_address #1, 4
      v7 = load_incoming #1
      store_outgoing v7, #0
      call @7 (v1:r7, v2:r8) -> (v9:r7) clobbers r0 r2-r3 r8-r12
      jump b1(v3, v9)
    b1(v10, v11) frequency 12.5:
      v12 = add_64 v10, v11
      v13 = cmov_iz v12, v10, v11
      v14 = cmov_nz_imm v12, v13, 5
      store_ind_u32 v14, v6, 8
      store_imm_u8 65536, -1
      store_imm_ind_u16 v6, 2, 3
      v15 = load_ind_i16 v6, -2
      v16 = load_u64 131072
      store_u8 v16, 131072
      call [v15 + 2] () clobbers r0
      host_call 100 (v15:r7) -> (v17:r7, v18:r8)
      branch_lt_u_imm v18, -1, b8, b2
    b2 frequency 1e-05:
      branch_eq v1, v2, b3, b4
    b3:
      switch_jump v5, b4, b5, b4
    b4:
      trap
    b5:
      branch_ge_s v1, v2, b6, b7
    b6:
      ret v0 (v17:r7)
    b7:
      tail_call [v15 + -4] (v0:r0, v1:r7)
    b8:
      tail_call @0 (v0:r0)
    }

    """

  /// Printing what was parsed gives the same text.
  @Test func roundTrip() throws {
    let function = try MachineParser.parseFunction(Self.sample)
    #expect(MachinePrinter.text(function) == Self.sample)
    #expect(function.index == 3)
    #expect(function.name == "sum \"of\" \\ all")
    #expect(function.virtualRegisterCount == 19)
    #expect(function.calls.count == 6)
    #expect(function.blocks[1].frequency == 12.5)
    #expect(function.blocks[1].parameters.count == 2)
    #expect(function.blocks[0].successors[0].arguments.count == 2)
  }

  /// Later phases have physical registers and constants on the way out.
  @Test func framed() throws {
    let text = """
      function @0 "f" framed {
        parameters r0, r7
        frame 24
      b0:
        r1 = add_imm_64 r1, -24
        store_ind_u64 r0, r1, 16
        branch_eq_imm r7, 0, b1, b2
      b1:
        r8 = load_imm_jump 5, b2
      b2:
        r7 = ret r0, 5 (r8)
      }

      """
    let function = try MachineParser.parseFunction(text)
    #expect(MachinePrinter.text(function) == text)
    #expect(function.frameSize == 24)
    #expect(function.blocks[2].instructions[0].def == MachineRegister(Register(7)))
    #expect(function.blocks[2].instructions[0].x == 5)
  }

  /// Every opcode that may appear survives a round trip with generic operands.
  @Test func everyOpcode() throws {
    for opcode in Opcode.allCases {
      let shape = try #require(MachineOperandShape.of(MachineOpcode(opcode)))
      guard shape.firstPhase != nil else { continue }
      var instruction = MachineInstruction(opcode)
      if shape.hasDef { instruction.def = MachineRegister(Register(2)) }
      if shape.hasS1 { instruction.s1 = MachineRegister(Register(3)) }
      if shape.hasS2 { instruction.s2 = MachineRegister(Register(4)) }
      if shape.hasS3 { instruction.s3 = MachineRegister(Register(2)) }
      if shape.hasX { instruction.x = -77 }
      if shape.y == .immediate { instruction.y = 78 }
      var function = MachineFunction(name: "f", index: 0)
      function.phase = .framed
      function.parameters = [3, 4, 2].map {
        FixedOperand(MachineRegister(Register($0)), in: Register($0))
      }
      var block = MachineBlock(instructions: [instruction])
      if case .exactly(let count) = shape.successors {
        block.successors = (0..<count).map { _ in MachineEdge(1) }
      } else {
        block.instructions.append(MachineInstruction(.trap))
      }
      function.blocks = BlockTable([
        block, MachineBlock(instructions: [MachineInstruction(.trap)]),
      ])
      try MachineVerifier.verify(function, after: "building")
      let parsed = try MachineParser.parseFunction(MachinePrinter.text(function))
      #expect(parsed.blocks[0].instructions == function.blocks[0].instructions)
      #expect(parsed.blocks[0].successors == function.blocks[0].successors)
    }
  }

  /// Several functions in one text.
  @Test func several() throws {
    let text = """
      ; a comment
      function @0 "a" selected { ; another
      b0:
        trap
      }
      function @1 "b" selected {
      b0:
        trap
      }
      """
    #expect(try MachineParser.parse(text).map(\.name) == ["a", "b"])
    #expect(throws: CodegenError.self) { try MachineParser.parseFunction(text) }
    #expect(try MachineParser.parse(" \n; nothing\n").isEmpty)
  }

  /// Malformed texts, and the line that is blamed.
  @Test(arguments: [
    ("function @0 \"f\" selected {\nb0:\n  frobnicate v1\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  add_64 v1, v2\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  v1 = store_u8 v1, 5\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  v1 = add_64 v1\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  v1 = add_64 v1, v2, v3\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  v1 = load_imm 99999999999999999999\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  store_imm_u8 0, 4294967296\n}", 3),
    ("function @0 \"f\" selected {\nb1:\n}", 2),
    ("function @0 \"f\" chosen {\n}", 1),
    ("function @0 f selected {\n}", 1),
    ("function @0 \"f selected {\n}", 1),
    ("function @0 \"f\" selected {\n  wings 2\n}", 2),
    ("function @0 \"f\" selected {\n  add_64 v1, v2\nb0:\n}", 2),
    ("function @0 \"f\" selected {\nb0:\n  ret r13 ()\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  call @1 (v1)\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  call @1 () clobbers r3-r2\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  jump v1\n}", 3),
    ("function @0 \"f\" selected {\nb0:\n  trap", 3),
    ("nonsense", 1),
  ])
  func malformed(_ text: String, _ line: Int) {
    do {
      _ = try MachineParser.parse(text)
      Issue.record("parsed")
    } catch {
      guard case .machineSyntax(let blamed, _) = error.kind else {
        Issue.record("unexpected error \(error)")
        return
      }
      #expect(blamed == line, "\(error)")
    }
  }
}
