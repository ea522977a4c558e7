import PVMCodegen
import Testing

/// Instructions and spill stores that move to where they are needed.
@Suite struct SinkingTests {
  /// A store moves to the path that loads.
  @Test func sinking() throws {
    let text = try PeepholeTests.run(
      """
      b0:
        spill_store r0, #0
        branch_eq_imm r7, 0, b1, b2
      b1:
        ret r0 (r7)
      b2:
        r7 = add_imm_64 r7, -1
        call @0 (r7) -> (r7) clobbers r0 r8-r12
        r0 = spill_load #0
        ret r0 (r7)
      """
    ) {
      _ = SpillStoreSinking.run(&$0)
      _ = DeadDefinitions.run(&$0)
    }
    #expect(
      text == """
        b0:
        branch_eq_imm r7, 0, b1, b2
        b1:
        ret r0 (r7)
        b2:
        spill_store r0, #0
        r7 = add_imm_64 r7, -1
        call @0 (r7) -> (r7) clobbers r0 r8-r12
        r0 = spill_load #0
        ret r0 (r7)
        """)
  }

  /// A store does not move into a loop that needs it, but past one after which it may not be needed.
  @Test func sinkingAndLoops() throws {
    let text = try PeepholeTests.run(
      """
      b0:
        spill_store r0, #0
        spill_store r8, #1
        branch_eq_imm r7, 0, b4, b1
      b1 frequency 5:
        r7 = add_imm_64 r7, -1
        call @1 (r7) -> (r7) clobbers r0
        branch_eq_imm r7, 0, b2, b1
      b2 frequency 0.5:
        r0 = spill_load #0
        branch_eq_imm r8, 0, b3, b4
      b3 frequency 0.25:
        r9 = copy r8
        r8 = load_constant 0
        store_u64 r8, 131072
        r8 = spill_load #1
        ret r0 (r8, r9)
      b4 frequency 0.5:
        ret r0 (r7)
      """
    ) {
      _ = SpillStoreSinking.run(&$0)
      _ = DeadDefinitions.run(&$0)
    }
    // r0 is stored between b0 and b1, r8 behind the loop.
    #expect(text.contains("b0:\nbranch_eq_imm r7, 0, b5, b6"))
    #expect(text.contains("b6 frequency 0.5:\nspill_store r0, #0\njump b1"))
    #expect(text.contains("b3 frequency 0.25:\nspill_store r8, #1\nr9 = copy r8"))
  }

  /// A recursive function with an early exit: the early path ends up without a frame, and without anything that only the
  /// other path needs.
  @Test func earlyExit() throws {
    let text = """
      function @0 "fib" allocated {
        parameters r0, r5, r6, r7
        slots 3
      b0:
        spill_store r0, #0
        r11 = copy r6
        r6 = copy r7
        r12 = copy r5
        r5 = load_constant 0
        branch_lt_u_imm r6, 2, b5, b1
      b1 frequency 0.5:
        spill_store r11, #1
        spill_store r12, #2
        jump b2
      b2 frequency 0.9:
        r7 = add_imm_32 r6, -1
        call @0 (r7) -> (r7) clobbers r0 r8-r12
        r5 = add_32 r7, r5
        r6 = add_imm_32 r6, -2
        branch_gt_u_imm r6, 1, b2, b4
      b3:
        r7 = add_32 r5, r6
        r6 = copy r11
        r5 = copy r12
        r0 = spill_load #0
        ret r0 (r5, r6, r7)
      b4 frequency 0.5:
        r11 = spill_load #1
        r12 = spill_load #2
        jump b3
      b5 frequency 0.5:
        r7 = copy r6
        r6 = copy r11
        r5 = copy r12
        r0 = spill_load #0
        ret r0 (r5, r6, r7)
      }
      """
    let program = try ProgramRun(text)
    let leaf = try program.run(1)
    #expect(leaf.result == 1)
    // The entry, the branch, the result and the return.
    #expect(leaf.gas <= 5)
    #expect(try program.run(20).result == 6765)
    let plain = try ProgramRun(text, passes: .unoptimized)
    #expect(try plain.run(20).result == 6765)
    #expect(try program.run(20).gas * 4 < plain.run(20).gas * 3)
  }

  /// Computations move to the side that needs them, not past what they read, nor into a join.
  @Test func sinkingComputations() throws {
    let text = try PeepholeTests.run(
      """
      b0:
        r10 = add_64 r7, r8
        r11 = mul_64 r10, r7
        r12 = xor r7, r8
        r9 = load_u64 131072
        branch_eq r7, r12, b1, b2
      b1:
        ret r0 (r11)
      b2:
        branch_eq r8, r9, b3, b4
      b3:
        jump b4
      b4:
        ret r0 (r7)
      """
    ) { _ = Sinking.run(&$0) }
    #expect(
      text == """
        b0:
        r12 = xor r7, r8
        r9 = load_u64 131072
        branch_eq r7, r12, b1, b2
        b1:
        r10 = add_64 r7, r8
        r11 = mul_64 r10, r7
        ret r0 (r11)
        b2:
        branch_eq r8, r9, b3, b4
        b3:
        jump b4
        b4:
        ret r0 (r7)
        """)
  }
}
