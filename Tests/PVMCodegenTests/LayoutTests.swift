import PVM
import PVMCodegen
import PVMVM
import Support
import Testing

/// Order of blocks, simplified branches, duplicated tails.
@Suite struct LayoutTests {
  /// The lines of the program that an allocated function becomes, without the entry table and
  /// labels' names.
  func code(_ body: String, _ costs: CostModel = CostModel()) throws -> [String] {
    let run = try ProgramRun(
      "function @0 \"f\" allocated {\nparameters r0, r7, r8\n\(body)\n}",
      passes: PassOptions(costs: costs, verifies: true))
    let start = run.linked.functions[0].code.lowerBound
    var lines: [String] = []
    var pc = start
    var starts: [Int] = []
    while pc < run.linked.blob.code.count {
      starts.append(pc)
      pc = InstructionDecoder.decode(run.linked.blob, at: pc).next
    }
    for pc in starts {
      guard let instruction = InstructionDecoder.decode(run.linked.blob, at: pc).instruction else {
        continue
      }
      var line = "\(instruction.opcode.row.mnemonic)"
      if instruction.opcode.format.hasTarget {
        let number = starts.firstIndex(of: Int(instruction.target))
        line += " \(number.map { "\($0)" } ?? "?")"
      }
      lines.append(line)
    }
    return lines
  }

  /// A loop that tests at the top is tested at the bottom; the way in costs one test.
  @Test func loopRotation() throws {
    let lines = try code(
      """
      b0:
        jump b1
      b1 frequency 11:
        branch_eq_imm r7, 0, b3, b2
      b2 frequency 10:
        r8 = add_64 r8, r7
        r7 = add_imm_64 r7, -1
        jump b1
      b3:
        ret r0 (r8)
      """)
    #expect(
      lines == [
        "branch_eq_imm 4", "add_64", "add_imm_64", "branch_ne_imm 1", "jump_ind",
      ])
  }

  /// Without room to grow an iteration executes a second terminator, wherever the test is.
  @Test func noGrowth() throws {
    let lines = try code(
      """
      b0:
        jump b1
      b1 frequency 11:
        r9 = load_ind_u8 r7, 0
        branch_eq_imm r9, 0, b3, b2
      b2 frequency 10:
        r8 = add_64 r8, r9
        r7 = add_imm_64 r7, 1
        jump b1
      b3:
        ret r0 (r8)
      """, .smallest)
    #expect(
      lines == [
        "jump 4", "add_64", "add_imm_64", "fallthrough", "load_ind_u8", "branch_ne_imm 1",
        "jump_ind",
      ])
  }

  /// Traps are shared, and a return is duplicated rather than jumped to.
  @Test func exits() throws {
    let lines = try code(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 0.01:
        trap
      b2:
        branch_eq_imm r8, 0, b3, b4
      b3 frequency 0.01:
        trap
      b4:
        branch_lt_u r7, r8, b5, b6
      b5 frequency 0.5:
        r7 = add_imm_64 r7, 1
        jump b7
      b6 frequency 0.5:
        r7 = mul_imm_64 r7, 3
        jump b7
      b7:
        ret r0 (r7)
      """)
    #expect(lines.filter { $0 == "trap" }.count == 1)
    #expect(lines.filter { $0 == "jump_ind" }.count == 2)
    #expect(!lines.contains { $0.hasPrefix("jump ") || $0 == "fallthrough" })
  }

  /// Jumps to jumps go to the end, and blocks that do the same are one.
  @Test func threading() throws {
    let lines = try code(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1:
        jump b3
      b2:
        jump b4
      b3:
        jump b5
      b4:
        jump b5
      b5:
        ret r0 (r7)
      """)
    #expect(lines == ["jump_ind"])
  }

  /// An endless loop stays one.
  @Test func endless() throws {
    let lines = try code(
      """
      b0:
        branch_eq_imm r7, 0, b1, b3
      b1:
        jump b2
      b2:
        jump b1
      b3:
        ret r0 (r7)
      """)
    #expect(lines == ["branch_ne_imm 2", "jump 1", "jump_ind"])
  }

  /// A call at the end of a block returns to wherever the block would jump, at no cost.
  @Test func callThenJump() throws {
    let run = try ProgramRun(
      """
      function @0 "f" allocated {
        parameters r0, r7
        slots 1
      b0:
        spill_store r0, #0
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 0.5:
        call @1 (r7) -> (r7) clobbers r0
        jump b3
      b2 frequency 0.5:
        call @2 (r7) -> (r7) clobbers r0
        jump b3
      b3:
        r7 = add_imm_64 r7, 1
        r0 = spill_load #0
        ret r0 (r7)
      }
      function @1 "one" allocated {
        parameters r0, r7
      b0:
        r7 = add_imm_64 r7, 10
        ret r0 (r7)
      }
      function @2 "two" allocated {
        parameters r0, r7
      b0:
        r7 = add_imm_64 r7, 20
        ret r0 (r7)
      }
      """)
    // Both calls return to the same place.
    #expect(run.linked.blob.jumpTable.count == 1)
    #expect(try run.run(0).result == 11)
    #expect(try run.run(1).result == 22)
    // Entry, frame and save, branch, call, two in the callee, then four.
    #expect(try run.run(0).gas == 1 + 2 + 1 + 1 + 2 + 4)
    #expect(try run.run(1).gas == 1 + 2 + 1 + 1 + 2 + 4)
  }

  /// Constants are loaded on the way: in jumps, returns and switches.
  @Test func constantOnTheWay() throws {
    let lines = try code(
      """
      b0:
        r9 = load_constant 0
        r7 = add_imm_64 r7, 1
        jump b1
      b1 frequency 10:
        r9 = add_64 r9, r7
        r7 = add_imm_64 r7, -1
        branch_ne_imm r7, 0, b1, b2
      b2:
        r7 = load_constant 5
        r8 = add_imm_64 r9, 1
        ret r0 (r7, r8)
      """)
    #expect(
      lines == [
        "add_imm_64", "load_imm_jump 2", "add_64", "add_imm_64", "branch_ne_imm 2", "add_imm_64",
        "load_imm_jump_ind",
      ])
  }

  /// A constant is not moved past what reads or writes its register, nor a wide one.
  @Test(arguments: [
    "r7 = load_constant 5\nr8 = add_imm_64 r7, 1\nret r0 (r7, r8)",
    "r7 = load_constant 4294967296\nret r0 (r7)",
    "r0 = load_constant 5\nret r0 (r7)",
  ])
  func constantStays(_ body: String) throws {
    let lines = try code("b0:\n\(body)")
    #expect(lines.last == "jump_ind")
  }

  /// A branch whose two targets are elsewhere needs one jump, on the less frequent side.
  @Test func lessFrequentSide() throws {
    let lines = try code(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1 frequency 90:
        r7 = add_imm_64 r7, 1
        r8 = load_ind_u64 r7, 0
        r8 = load_ind_u64 r8, 0
        branch_eq_imm r8, 1, b1, b3
      b2 frequency 50:
        r7 = add_imm_64 r7, 2
        r8 = load_ind_u64 r7, 8
        r8 = load_ind_u64 r8, 8
        branch_eq_imm r8, 2, b2, b3
      b3 frequency 140:
        r8 = mul_imm_64 r8, 7
        r8 = load_ind_u64 r8, 16
        branch_eq_imm r8, 3, b1, b2
      """)
    // Three blocks can each follow one that leads to them; nothing is left over for the fourth.
    #expect(lines.filter { $0.hasPrefix("jump ") }.count <= 1)
  }
}
