import PVM
import PVMCodegen
import Testing

/// The checker accepts right allocations and finds what is wrong with broken ones.
@Suite struct AllocationCheckerTests {
  /// A loop with a call, a conditional move, a value across the call and one in memory.
  private static let before = """
    function @0 "sample" selected {
      parameters v0:r0, v1:r7, v2:r8
    b0:
      v3 = load_constant 0
      jump b1(v3, v1)
    b1(v4, v5) frequency 8.0:
      call @1 (v5:r7) -> (v6:r7) clobbers r0 r2-r3 r8-r12
      v7 = add_64 v4, v6
      v8 = cmov_nz v6, v2, v7
      v9 = add_imm_64 v5, -1
      branch_ne_imm v9, 0, b2, b3
    b2 frequency 7.0:
      jump b1(v8, v9)
    b3:
      ret v0 (v8:r7)
    }
    """

  /// A right allocation of it.
  private static let after = """
    function @0 "sample" allocated {
      parameters r0, r7, r8
      slots 2
    b0:
      spill_store r0, #0
      spill_store r8, #1
      r4 = load_constant 0
      r5 = move_reg r7
      jump b1
    b1 frequency 8.0:
      r7 = move_reg r5
      call @1 (r7) -> (r7) clobbers r0 r2-r3 r8-r12
      r4 = add_64 r4, r7
      r8 = spill_load #1
      r4 = cmov_nz r7, r8, r4
      r5 = add_imm_64 r5, -1
      branch_ne_imm r5, 0, b2, b3
    b2 frequency 7.0:
      jump b1
    b3:
      r7 = move_reg r4
      r0 = spill_load #0
      ret r0 (r7)
    }
    """

  /// Checks the sample with some text of the allocation replaced.
  private func check(_ old: String = "", _ new: String = "") throws {
    let before = try MachineParser.parseFunction(Self.before)
    let text = old.isEmpty ? Self.after : Self.after.replacing(old, with: new)
    #expect(old.isEmpty || text != Self.after)
    try AllocationChecker.check(before: before, after: MachineParser.parseFunction(text))
  }

  /// The allocation as it is.
  @Test func acceptsTheRightOne() throws { try check() }

  /// A dead store or a superfluous move is no error.
  @Test func acceptsSuperfluousMoves() throws {
    try check("  r7 = move_reg r4\n", "  r9 = move_reg r4\n  r7 = move_reg r9\n")
    try check("  spill_store r8, #1\n", "  spill_store r8, #1\n  r8 = spill_load #1\n")
  }

  /// One defect each.
  @Test(arguments: [
    // A store is missing; a load reads the wrong slot, comes too late or is missing.
    ("  spill_store r0, #0\n", ""), ("r8 = spill_load #1", "r8 = spill_load #0"),
    ("  r0 = spill_load #0\n", ""), ("  r8 = spill_load #1\n", ""),
    // A store is clobbered by another value.
    ("spill_store r8, #1", "spill_store r8, #0"),
    // A wrong operand, one that the call destroyed, one of the previous iteration.
    ("r4 = add_64 r4, r7", "r4 = add_64 r4, r5"),
    ("r5 = add_imm_64 r5, -1", "r5 = add_imm_64 r12, -1"),
    ("branch_ne_imm r5, 0", "branch_ne_imm r4, 0"),
    // A fixed argument or result is not in place.
    ("b1 frequency 8.0:\n  r7 = move_reg r5\n", "b1 frequency 8.0:\n"),
    ("  r7 = move_reg r4\n", "  r7 = move_reg r5\n"),
    ("ret r0 (r7)", "ret r2 (r7)"),
    // The old value of a conditional move is elsewhere, or is not the old value.
    ("r4 = cmov_nz r7, r8, r4", "r4 = cmov_nz r7, r8, r9"),
    ("r4 = cmov_nz r7, r8, r4", "r8 = cmov_nz r7, r8, r8"),
    // A block parameter does not receive its argument, at entry or around the loop.
    ("r4 = load_constant 0", "r4 = load_constant 1"),
    ("r4 = load_constant 0", "r6 = load_constant 0"),
    ("b2 frequency 7.0:\n", "b2 frequency 7.0:\n  r4 = load_constant 0\n"),
    // Instructions are missing, doubled, exchanged or changed.
    ("  r5 = add_imm_64 r5, -1\n", ""),
    ("  r5 = add_imm_64 r5, -1\n", "  r5 = add_imm_64 r5, -1\n  r5 = add_imm_64 r5, -1\n"),
    ("add_imm_64 r5, -1", "add_imm_64 r5, -2"), ("add_imm_64 r5, -1", "add_imm_32 r5, -1"),
    ("branch_ne_imm r5, 0, b2, b3", "branch_ne_imm r5, 0, b3, b2"),
    // The call or the parameters are not those of the original.
    ("clobbers r0 r2-r3 r8-r12", "clobbers r0"), ("parameters r0, r7, r8", "parameters r0, r8, r7"),
    // A slot that the frame will not have.
    ("slots 2", "slots 1"),
    // The stack pointer is no place for values.
    ("r5 = move_reg r7", "r1 = move_reg r7"),
  ])
  func rejects(_ old: String, _ new: String) {
    #expect(throws: CodegenError.self) { try check(old, new) }
  }
}
