import PVM
import PVMVM
import Testing

/// Jumps, branches, traps and gas: `pvm.md` sections 3, 5 and 6.
@Suite struct ControlFlowTests {
  @Test func fallingOffTheEndTrapsAfterTheCode() throws {
    var start = try Start("load_imm r2, 7\nload_imm r3, 8")
    start.gas = 10
    let end = try start.run()
    #expect(end.exit == .panic)
    #expect(end.pc == UInt32(start.blob.code.count))
    #expect(end.gas == 7)
    #expect(end.registers[2] == 7 && end.registers[3] == 8)
    start.gas = 2
    let unpaid = try start.run()
    #expect(unpaid.exit == .outOfGas)
    #expect(unpaid.pc == UInt32(start.blob.code.count))
    #expect(unpaid.gas == 0)
  }

  @Test func emptyCodeTraps() throws {
    var start = Start(ProgramBlob())
    start.gas = 5
    #expect(try start.run().exit == .panic)
    #expect(try start.run().gas == 4)
    start.pc = 99
    let end = try start.run()
    #expect(end.exit == .panic && end.pc == 99 && end.gas == 4)
  }

  @Test func outOfGasAtEachInstruction() throws {
    let text = """
      load_imm r2, 1
      add_64 r2, r2, r2
      store_ind_u8 [r9], r2
      load_ind_u8 r3, [r9]
      jump next
      next: add_imm_64 r3, r3, 1
      trap
      """
    var start = try Start(text)
    start.registers = [9: 0x20000]
    var pcs: [UInt32] = []
    var index = 0
    while index < start.blob.code.count {
      pcs.append(UInt32(index))
      index += 1 + start.blob.mask.skip(index)
    }
    #expect(pcs.count == 7)
    for gas in 0...7 {
      start.gas = Int64(gas)
      let end = try start.run()
      #expect(end.gas == 0)
      #expect(end.exit == (gas < 7 ? .outOfGas : .panic))
      #expect(end.pc == pcs[min(gas, 6)])
      #expect(end.registers[2] == [0, 1, 2, 2, 2, 2, 2, 2][gas])
      #expect(end.registers[3] == [0, 0, 0, 0, 2, 2, 3, 3][gas])
    }
  }

  @Test func gasZeroIsOutOfGasEvenAtATrap() throws {
    var start = try Start("trap")
    start.gas = 0
    #expect(try start.run().exit == .outOfGas)
    start.pc = 50
    let outside = try start.run()
    #expect(outside.exit == .outOfGas && outside.pc == 50)
    start.pc = 0
    start.gas = -5
    let negative = try start.run()
    #expect(negative.exit == .outOfGas && negative.gas == 0 && negative.pc == 0)
  }

  @Test func undefinedOpcodeTrapsButDoesNotEndABlock() throws {
    // 2 is undefined; the instruction behind it is no block start.
    var start = try Start(".raw 02\n.raw 01\n.raw 00")
    start.gas = 9
    let end = try start.run()
    #expect(end.exit == .panic && end.pc == 0 && end.gas == 8)
    var jump = try Start("jump @4\n.raw 02\n.raw 01\ntrap")
    #expect(jump.blob.code.count == 5)
    jump.gas = 9
    let toSecond = try jump.run()
    #expect(toSecond.pc == 4 && toSecond.gas == 7)
    let intoBlock = try Start("jump @3\n.raw 02\n.raw 01\ntrap")
    let bad = try intoBlock.run()
    #expect(bad.exit == .panic && bad.pc == 0 && bad.gas == 999)
  }

  @Test func targetMustStartABlock() throws {
    for (target, reason) in [
      (4, "not behind a terminator"), (3, "inside an instruction"), (-1, "negative"),
      (6, "the end"), (127, "far outside"),
    ] {
      // 0 jump, 2 load_imm, 4 load_imm
      let code: [UInt8] = [40, UInt8(truncatingIfNeeded: target), 51, 2, 51, 3]
      var mask = OpcodeMask(count: 6)
      for index in [0, 2, 4] { mask.set(index) }
      var start = Start(ProgramBlob(code: code, mask: mask))
      for gas: Int64 in [1, 2, 100] {
        start.gas = gas
        let end = try start.run()
        #expect(end.exit == .panic, "\(reason)")
        #expect(end.pc == 0, "\(reason)")
        #expect(end.gas == gas - 1, "\(reason)")
      }
    }
  }

  @Test func branchNotTakenDoesNotLookAtItsTarget() throws {
    var start = try Start("branch_eq_imm r2, 1, @1\nload_imm r3, 5\ntrap")
    let end = try start.run()
    #expect(end.exit == .panic && end.registers[3] == 5)
    start.registers = [2: 1]
    start.gas = 1
    let taken = try start.run()
    #expect(taken.exit == .panic && taken.pc == 0 && taken.gas == 0 && taken.registers[3] == 0)
  }

  @Test func jumpThatPanicsStillWritesItsRegister() throws {
    let direct = try Start("load_imm_jump r2, 77, @1").run()
    #expect(direct.exit == .panic && direct.pc == 0 && direct.registers[2] == 77)
    let indirect = try Start("load_imm_jump_ind r2, 77, r3, 5").run()
    #expect(indirect.exit == .panic && indirect.pc == 0 && indirect.registers[2] == 77)
    #expect(indirect.gas == 999)
  }

  @Test func dynamicJumpUsesTheOldRegister() throws {
    var start = try Start(".table target\nload_imm_jump_ind r2, 99, r2, 0\ntarget: trap")
    start.registers = [2: 2]
    let end = try start.run()
    #expect(end.exit == .panic && end.pc == UInt32(start.blob.code.count - 1))
    #expect(end.registers[2] == 99 && end.gas == 998)
  }

  @Test func dynamicJumpAddresses() throws {
    let text = """
      .table good, inside, good
              jump_ind r2, 0
      good:   load_imm r3, 1
      inside: trap
      """
    var start = try Start(text)
    let trap = UInt32(start.blob.code.count - 1)
    for (address, exit, pc): (UInt64, ExitReason, UInt32) in [
      (2, .panic, trap), (6, .panic, trap), (0x1_0000_0002, .panic, trap),
      (4, .panic, 0), (0, .panic, 0), (1, .panic, 0), (3, .panic, 0), (8, .panic, 0),
      (0xFFFF_FFFE, .panic, 0), (0xFFFF_FFFF, .panic, 0),
      (0xFFFF_0000, .halt, 0), (0x7FFF_FFFF_FFFF_0000, .halt, 0), (0xFFFF_0002, .panic, 0),
    ] {
      start.registers = [2: address]
      let end = try start.run()
      #expect(end.exit == exit, "\(address)")
      #expect(end.pc == pc, "\(address)")
      #expect(end.registers[3] == (pc == trap ? 1 : 0), "\(address)")
    }
  }

  @Test func zeroByteTableEntriesLeadToIndexZero() throws {
    // Two entries of no bytes: address 4 is in the table, 6 is not.
    let program = try LoadedProgram(decoding: [2, 0, 2, 50, 2, 1])
    for (address, gas): (UInt64, Int64) in [(2, 0), (4, 0), (6, 9), (0, 9)] {
      var registers = RegisterFile()
      registers[Register(2)] = address
      var machine = Machine(program: program, registers: registers, gas: 10)
      let exit = machine.run()
      #expect(exit == (gas == 0 ? .outOfGas : .panic), "\(address)")
      #expect(machine.gas == gas, "\(address)")
      var checker = LockstepChecker(
        Machine(program: program, registers: registers, gas: 10))
      #expect(checker.run() == exit)
      let difference = checker.difference
      #expect(difference == nil)
    }
    // Nearly 2^64 entries are fine too, as nothing is allocated for them.
    let huge = try LoadedProgram(
      decoding: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 2, 50, 2, 1])
    var registers = RegisterFile()
    registers[Register(2)] = 0xFFFE_FFFE
    var machine = Machine(program: huge, registers: registers, gas: 10)
    #expect(machine.run() == .outOfGas)
  }

  @Test func gapOfMoreThan24Bytes() throws {
    // load_imm r2, 1 with 30 bytes behind its opcode: the next pc is 25, where the mask is 0.
    var code = [UInt8](repeating: 0, count: 33)
    code[0] = 51
    code[1] = 2
    code[2] = 1
    code[31] = 1
    var mask = OpcodeMask(count: 33)
    mask.set(0)
    mask.set(31)
    var start = Start(ProgramBlob(code: code, mask: mask))
    start.gas = 10
    let end = try start.run()
    #expect(end.exit == .panic && end.pc == 25 && end.gas == 8 && end.registers[2] == 1)
    start.gas = 1
    let unpaid = try start.run()
    #expect(unpaid.exit == .outOfGas && unpaid.pc == 25)
    // With exactly 24 bytes execution goes on.
    mask = OpcodeMask(count: 33)
    mask.set(0)
    mask.set(25)
    code[25] = 1
    start = Start(ProgramBlob(code: code, mask: mask))
    start.gas = 10
    let good = try start.run()
    #expect(good.exit == .panic && good.pc == 33 && good.gas == 7)
  }

  @Test func initialCounterNeedNotStartABlock() throws {
    var start = try Start("load_imm r2, 1\nload_imm r3, 2\ntrap")
    start.pc = 3
    let second = try start.run()
    #expect(second.registers[2] == 0 && second.registers[3] == 2 && second.gas == 998)
    start.pc = 4
    let inside = try start.run()
    #expect(inside.exit == .panic && inside.pc == 4 && inside.gas == 999)
    start.pc = 7
    let behind = try start.run()
    #expect(behind.exit == .panic && behind.pc == 7 && behind.gas == 999)
    start.pc = UInt32.max
    let far = try start.run()
    #expect(far.exit == .panic && far.pc == UInt32.max && far.gas == 999)
  }

  @Test func immediateReachesIntoTheNextInstruction() throws {
    // branch_ne_imm r2, X, offset with lX = 4 but only one argument byte: X are the next four bytes.
    // store_imm_ind_u8 likewise.
    let code: [UInt8] = [70, 0x42, 51, 3, 9, 0, 0]
    var mask = OpcodeMask(count: 7)
    for index in [0, 2, 5] { mask.set(index) }
    var start = Start(ProgramBlob(code: code, mask: mask))
    // X = 0x00000933 * 2^0 in little-endian order: 33 03 09 00.
    start.registers = [2: 0x20000 &- 0x90333]
    let end = try start.run()
    #expect(end.exit == .panic && end.pc == 5 && end.registers[3] == 9)
    #expect(end.bytes(0x20000, 1) == [0])
    start.registers = [2: 0x30000 &- 0x90333]
    let fault = try start.run()
    #expect(fault.exit == .pageFault(address: 0x30000) && fault.pc == 0 && fault.gas == 999)
  }

  @Test func argumentBytesPastTheEndAreZero() throws {
    // load_imm_64 r2 with three of its eight bytes.
    let code: [UInt8] = [20, 2, 0x11, 0x22, 0x33]
    var mask = OpcodeMask(count: 5)
    mask.set(0)
    let end = try Start(ProgramBlob(code: code, mask: mask)).run()
    #expect(end.registers[2] == 0x33_2211 && end.pc == 5)
    // A register byte that is missing is register 0.
    let move = Start(ProgramBlob(code: [100], mask: OpcodeMask(packed: [1], count: 1) ?? mask))
    let moved = try move.run()
    #expect(moved.exit == .panic && moved.pc == 1)
  }

  @Test func registerFieldsAreClamped() throws {
    // add_64 with A = 15, B = 13, D = 200: all mean r12.
    let code: [UInt8] = [200, 0xDF, 200]
    var mask = OpcodeMask(count: 3)
    mask.set(0)
    var start = Start(ProgramBlob(code: code, mask: mask))
    start.registers = [12: 21]
    #expect(try start.run().registers[12] == 42)
  }

  @Test func conditionalMoveWithImmediate() throws {
    var start = try Start("cmov_nz_imm r2, r3, -5\ncmov_iz_imm r4, r3, 6\ntrap")
    start.registers = [2: 20, 4: 40]
    let zero = try start.run()
    #expect(zero.registers[2] == 20 && zero.registers[4] == 6)
    start.registers = [2: 20, 3: 1 << 63, 4: 40]
    let nonzero = try start.run()
    #expect(nonzero.registers[2] == UInt64(bitPattern: -5) && nonzero.registers[4] == 40)
  }
}
