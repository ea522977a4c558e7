import PVM
import PVMCodegen
import Support
import Testing

/// What the code generator says that instructions are for.
struct PurposeTests {
  @Test func linkedProgramSaysWhatItsInstructionsAreFor() throws {
    let program = try ProgramRun(LinkerTests.factorial, passes: .unoptimized)
    // The entry table; the decision; the early way out; frame, spills, call and return.
    #expect(
      program.linked.purposes == [
        .jump, .branch,
        .branch,
        .constant, .return,
        .frame, .spillStore, .spillStore, .arithmetic, .call, .spillLoad, .arithmetic, .spillLoad,
        .frame, .return,
      ], "\(program.disassembly)")
  }

  /// The purposes of the instructions of a selected function with one block, those unmarked left out.
  private func marks(_ body: String) throws -> [InstructionPurpose?] {
    let text = "function @0 \"f\" selected {\n\(body)\n}"
    var function = try #require(try MachineParser.parse(text).first)
    try MachineVerifier.verify(function, after: "parsing")
    AddressPurposes.mark(&function)
    return function.blocks.flatMap { $0.instructions.map(\.purpose) }
  }

  @Test func sumsThatOnlyAddressAreMarked() throws {
    let marks = try marks(
      """
        parameters v0:r0, v1:r7, v2:r8
      b0:
        v3 = shlo_l_imm_32 v1, 2
        v4 = add_32 v3, v2
        v5 = load_ind_u32 v4, 16
        v6 = add_imm_32 v5, 1
        v7 = and_imm v6, 255
        v8 = add_32 v7, v2
        store_ind_u32 v6, v8, 20
        ret v0 (v2:r7)
      """)
    // The sum that is also stored is the program's own, and so is the mask.
    #expect(marks == [.address, .address, nil, nil, nil, .address, nil, nil])
  }

  @Test func pointerThatALoopAdvancesIsMarked() throws {
    let marks = try marks(
      """
        parameters v0:r0, v1:r7, v2:r8
      b0:
        jump b1(v1, v2)
      b1(v3, v4):
        v5 = load_ind_u8 v3, 0
        v6 = add_imm_32 v3, 1
        v7 = add_imm_32 v4, -1
        branch_ne_imm v5, 0, b2, b3
      b2:
        branch_ne_imm v7, 0, b1(v6, v7), b3
      b3:
        ret v0 ()
      """)
    #expect(marks == [nil, nil, .address, nil, nil, nil, nil])
  }
}
