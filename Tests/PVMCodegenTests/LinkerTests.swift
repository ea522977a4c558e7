import PVM
import PVMCodegen
import PVMVM
import Testing

/// Machine IR that becomes a program and runs.
@Suite struct LinkerTests {
  /// The smallest program, byte for byte.
  @Test func smallest() throws {
    let program = try ProgramRun("function @0 \"f\" allocated {\nparameters r0\nb0:\nret r0 ()\n}")
    #expect(program.linked.blob.code == [0x28, 6, 0, 0, 0, 0, 0x32, 0])
    #expect(program.linked.blob.mask.bytes == [0b0110_0001])
    #expect(program.linked.blob.jumpTable.isEmpty)
    #expect(program.linked.functions.map(\.code) == [6..<8])
    #expect(program.linked.stackDepth == 0)
    #expect(program.linked.program.stackSize == 0)
    #expect(try program.run().exit == .halt)
    #expect(try program.run().gas == 2)
    #expect(try program.run(entry: 5).exit == .panic)
  }

  /// Entries at 0, 5 and 10, in any order, twice the same too.
  @Test func entries() throws {
    let text = """
      function @3 "three" allocated {
        parameters r0
      b0:
        r7 = load_constant 3
        ret r0 (r7)
      }
      function @9 "nine" allocated {
        parameters r0
      b0:
        r7 = load_constant 9
        ret r0 (r7)
      }
      """
    let program = try ProgramRun(text, entries: [9, 3, 9])
    #expect(try program.run().result == 9)
    #expect(try program.run(entry: 5).result == 3)
    #expect(try program.run(entry: 10).result == 9)
    #expect(program.linked.functions.map(\.index) == [3, 9])
    #expect(program.linked.symbols.functions.count == 2)
    let single = try ProgramRun(text, entries: [9])
    #expect(single.linked.functions.map(\.name) == ["nine"])
    // Without entries there is nothing but a trap.
    #expect(try ProgramRun(text, entries: []).linked.blob.code == [0])
  }

  /// Recursion, spills around calls, an immediate result: 10! = 3,628,800.
  static let factorial = """
    function @0 "factorial" allocated {
      parameters r0, r7
      slots 2
    b0:
      branch_eq_imm r7, 0, b1, b2
    b1:
      r7 = load_constant 1
      ret r0 (r7)
    b2:
      spill_store r0, #0
      spill_store r7, #1
      r7 = add_imm_64 r7, -1
      call @0 (r7) -> (r7) clobbers r0 r2-r6 r8-r12
      r8 = spill_load #1
      r7 = mul_64 r7, r8
      r0 = spill_load #0
      ret r0 (r7)
    }
    """

  /// Recursion.
  @Test func recursion() throws {
    let program = try ProgramRun(Self.factorial)
    let outcome = try program.run(10)
    #expect(outcome.exit == .halt)
    #expect(outcome.result == 3_628_800)
    #expect(program.linked.stackDepth == nil)
    #expect(program.linked.program.stackSize == 1 << 20)
    // The return address is entry 0.
    #expect(program.linked.blob.jumpTable.count == 1)
    // Each level takes 16 bytes, so that 2^16 levels fit exactly.
    #expect(try program.run(65536, gas: 10_000_000).exit == .halt)
    #expect(
      try program.run(65537, gas: 10_000_000).exit
        == .pageFault(address: StandardProgram.stackEnd - (1 << 20) - 4096))
    let small = try ProgramRun(Self.factorial, options: LinkOptions(stackSize: 4096))
    #expect(small.linked.program.stackSize == 4096)
    #expect(try small.run(256).exit == .halt)
    #expect(try small.run(257).exit != .halt)
  }

  /// Stack arguments reach the callee, whose own frame is below them; the stack is sized exactly.
  @Test func stackArguments() throws {
    let program = try ProgramRun(
      """
      function @0 "caller" allocated {
        parameters r0, r7
        outgoing 2
        slots 1
      b0:
        spill_store r0, #0
        store_outgoing r7, #0
        r8 = load_constant 5
        store_outgoing r8, #1
        call @1 (r7) -> (r7) clobbers r0 r2-r6 r8-r12
        r0 = spill_load #0
        ret r0 (r7)
      }
      function @1 "callee" allocated {
        parameters r0, r7
        incoming 2
        slots 4
      b0:
        spill_store r0, #3
        r8 = load_incoming #0
        spill_store r7, #0
        spill_store r8, #1
        r9 = load_incoming #1
        spill_store r9, #2
        call @2 () -> (r7, r8, r9) clobbers r0
        r7 = spill_load #0
        r8 = spill_load #1
        r9 = spill_load #2
        r7 = mul_64 r7, r8
        r7 = sub_64 r7, r9
        r0 = spill_load #3
        ret r0 (r7)
      }
      function @2 "destroyer" allocated {
        parameters r0
      b0:
        r7 = load_constant 0
        r8 = load_constant 0
        r9 = load_constant 0
        ret r0 (r7, r8, r9)
      }
      """)
    #expect(try program.run(7).result == 44)
    #expect(program.linked.stackDepth == 56)
    #expect(program.linked.program.stackSize == 56)
    #expect(program.linked.functions.map(\.frameSize) == [24, 32, 0])
  }

  /// Calls and tail calls through addresses; code addresses are 2, 4, … in the given order.
  @Test func indirect() throws {
    let text = """
      function @0 "main" allocated {
        parameters r0, r7, r8
        slots 1
      b0:
        spill_store r0, #0
        call [r7 + 0] (r8) -> (r7) clobbers r0 r2-r6 r8-r12
        r0 = spill_load #0
        ret r0 (r7)
      }
      function @1 "tail" allocated {
        parameters r0, r7, r8
      b0:
        tail_call [r7 + 2] (r0, r8)
      }
      function @2 "twice" allocated {
        parameters r0, r8
      b0:
        r7 = add_64 r8, r8
        ret r0 (r7)
      }
      function @4 "square" allocated {
        parameters r0, r8
      b0:
        r7 = mul_64 r8, r8
        ret r0 (r7)
      }
      function @3 "unused" allocated {
      b0:
        trap
      }
      """
    let program = try ProgramRun(text, entries: [0, 1], addressTaken: [4, 2])
    #expect(program.linked.functions.map(\.index) == [0, 1, 2, 4])
    #expect(try program.run(2, 9).result == 81)
    #expect(try program.run(4, 9).result == 18)
    #expect(try program.run(0, 9, entry: 5).result == 81)
    #expect(try program.run(2, 9, entry: 5).result == 18)
    #expect(try program.run(0, 9).exit == .panic)
    #expect(program.linked.stackDepth == nil)
    // Two functions and one return address.
    #expect(program.linked.blob.jumpTable.count == 3)
  }

  /// A direct tail call costs one instruction and no stack.
  @Test func tailCall() throws {
    let program = try ProgramRun(
      """
      function @0 "main" allocated {
        parameters r0, r7
      b0:
        r7 = add_imm_64 r7, 1
        tail_call @1 (r0, r7)
      }
      function @1 "callee" allocated {
        parameters r0, r7
      b0:
        r7 = mul_64 r7, r7
        ret r0 (r7)
      }
      """)
    let outcome = try program.run(4)
    #expect(outcome.result == 25)
    #expect(outcome.gas == 5)
    #expect(program.linked.stackDepth == 0)
  }

  /// A switch, with the same block several times.
  @Test func switchJump() throws {
    let program = try ProgramRun(
      """
      function @0 "main" allocated {
        parameters r0, r7
      b0:
        branch_ge_u_imm r7, 4, b4, b1
      b1:
        r8 = add_64 r7, r7
        switch_jump r8, b2, b3, b2, b5
      b2:
        r7 = load_constant 100
        ret r0 (r7)
      b3:
        r7 = load_constant 200
        jump b5
      b4:
        trap
      b5:
        r7 = add_imm_64 r7, 1
        ret r0 (r7)
      }
      """)
    #expect(try program.run(0).result == 100)
    #expect(try program.run(1).result == 201)
    #expect(try program.run(2).result == 100)
    #expect(try program.run(3).result == 4)
    #expect(try program.run(4).exit == .panic)
    #expect(program.linked.blob.jumpTable.count == 4)
  }

  /// A loop with a test at the end.
  @Test func loop() throws {
    let program = try ProgramRun(
      """
      function @0 "sum" allocated {
        parameters r0, r7
      b0:
        r8 = load_constant 0
        jump b1
      b1 frequency 10:
        r8 = add_64 r8, r7
        r7 = add_imm_64 r7, -1
        branch_ne_imm r7, 0, b1, b2
      b2:
        r7 = copy r8
        ret r0 (r7)
      }
      """)
    let outcome = try program.run(100)
    #expect(outcome.result == 5050)
    // Entry jump, constant, one instruction before the loop, three per iteration, two at the end.
    #expect(outcome.gas == 1 + 1 + 300 + 2 || outcome.gas == 1 + 2 + 300 + 2)
  }

  /// Host calls stop with their index.
  @Test func hostCall() throws {
    let program = try ProgramRun(
      """
      function @0 "main" allocated {
        parameters r0, r7
      b0:
        host_call 100 (r7) -> (r7)
        ret r0 (r7)
      }
      """)
    #expect(try program.run(1).exit == .hostCall(index: 100))
  }

  /// Immediates take as few bytes as possible.
  @Test func immediates() throws {
    let program = try ProgramRun(
      """
      function @0 "main" allocated {
        parameters r0, r7
      b0:
        store_imm_u8 131072, 255
        store_imm_ind_u16 r7, 0, 65535
        store_imm_u32 131072, -1
        ret r0 (r7)
      }
      """
    ) { $0.writableSize = 4096 }
    let code = program.linked.blob.code.dropFirst(6)
    #expect(
      Array(code) == [
        0x1E, 3, 0, 0, 2, 0xFF, 0x47, 0x07, 0xFF, 0x20, 3, 0, 0, 2, 0xFF, 0x32, 0,
      ])
    #expect(try program.run(0x20010).exit == .halt)
    #expect(program.linked.program.heapPages == 1)
  }
}
