import PVM
import PVMVM
import TestSupport
import Testing

/// How blocks are charged for under Gray Paper 0.8 (`pvm-0.8.md` section 4.1), and what its branches do.
@Suite struct BlockChargingTests {
  /// A program from assembly.
  private func program(_ text: String) throws -> LoadedProgram {
    try LoadedProgram(try Assembler.assemble(text, target: .gp08))
  }

  /// A machine of a program on both interpreters.
  private func machine(
    _ text: String, pc: UInt32 = 0, gas: Int64, memory: consuming GuestMemory = GuestMemory()
  ) throws -> LockstepChecker {
    LockstepChecker(Machine(program: try program(text), pc: pc, gas: gas, memory: memory))
  }

  /// The first block costs 2, the second 25.
  private static let twoBlocks = """
    load_imm r7, 1
    fallthrough
    load_u8 r8, [0x20000]
    load_imm r9, 2
    trap
    """

  @Test func blockIsPaidInAdvance() throws {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 4096, .readOnly)
    var checker = try machine(Self.twoBlocks, gas: 100, memory: memory)
    #expect(checker.run() == .panic)
    #expect(checker.gas == 100 - 2 - 25)
    #expect(checker.difference == nil)
  }

  @Test func outOfGasChangesNothing() throws {
    var checker = try machine(Self.twoBlocks, gas: 26)
    #expect(checker.run() == .outOfGas)
    #expect(checker.gas == 24 && checker.pc == 4 && !checker.fast.isBlockPaid)
    #expect(checker[.a0] == 1)
    // With more gas the block is charged for then.
    checker.gas = 25
    #expect(checker.run() == .pageFault(address: 0x20000))
    #expect(checker.gas == 0 && checker.fast.isBlockPaid)
    #expect(checker.difference == nil)
  }

  @Test func faultLeavesTheBlockPaid() throws {
    var checker = try machine(Self.twoBlocks, gas: 27)
    #expect(checker.run() == .pageFault(address: 0x20000))
    #expect(checker.run() == .pageFault(address: 0x20000))
    #expect(checker.gas == 0 && checker.pc == 4)
    #expect(checker.difference == nil)
  }

  @Test func hostCallLeavesTheBlockPaid() throws {
    var checker = try machine("ecalli 7\nload_imm r7, 3\ntrap", gas: 100)
    #expect(checker.run() == .hostCall(index: 7))
    #expect(checker.gas == 0 && checker.fast.isBlockPaid)
    checker.advancePastHostCall()
    #expect(checker.run() == .panic)
    #expect(checker[.a0] == 3 && checker.gas == 0)
    #expect(checker.difference == nil)
  }

  @Test func middleOfABlockCostsAllOfIt() throws {
    // The load at 0 is not executed, and paid.
    var checker = try machine("load_u8 r8, [0x20000]\nload_imm r7, 3\ntrap", pc: 5, gas: 30)
    #expect(checker.run() == .panic)
    #expect(checker[.a0] == 3 && checker.gas == 5)
    #expect(checker.difference == nil)
  }

  @Test func invalidStartIsAPanicThatCostsNothing() throws {
    for pc: UInt32 in [1, 5, 100] {
      var checker = try machine("load_imm r7, 3\ntrap", pc: pc, gas: 30)
      #expect(checker.run() == .panic)
      #expect(checker.gas == 30 && checker.pc == pc)
      #expect(checker.difference == nil)
    }
  }

  /// A branch needs block starts on both sides, taken or not.
  @Test(arguments: ["branch_ne r7, r7, @1", "branch_eq r7, r7, @1", "branch_ne_imm r7, 0, @1"])
  func untakenBranchToNoBlockPanics(_ branch: String) throws {
    var checker = try machine("\(branch)\ntrap", gas: 30)
    #expect(checker.run() == .panic)
    #expect(checker.pc == 0 && checker.gas == 29)
    #expect(checker.difference == nil)
  }

  /// A sequence that the fast interpreter executes at once ends in such a branch.
  @Test func untakenBranchAtTheEndOfASequence() throws {
    var checker = try machine("add_imm_32 r7, r7, 1\nbranch_ne_imm r7, 1, @1\ntrap", gas: 30)
    #expect(checker.run() == .panic)
    #expect(checker.pc == 3 && checker[.a0] == 1)
    #expect(checker.difference == nil)
  }

  @Test(arguments: ["fallthrough", "branch_eq r7, r7, @0", "branch_ne r7, r7, @0"])
  func lastInstructionHasNothingBehindIt(_ last: String) throws {
    var checker = try machine("jump @2\n\(last)", pc: 2, gas: 30)
    #expect(checker.run() == .panic)
    #expect(checker.pc == 2)
    #expect(checker.difference == nil)
  }

  // MARK: Heap

  /// A standard program whose code asks for its heap to end at r7.
  private func grow(_ pages: UInt64, gas: Int64, target: Target = .gp08) throws -> Machine {
    let blob = try Assembler.assemble("ecalli 1\ntrap", target: target)
    let container = StandardProgram(
      readWriteData: [1], heapPages: 1, stackSize: 5000, program: blob.encoded())
    var machine = try Machine(standardProgram: container, target: target, gas: gas)
    machine[.a0] = pages
    var host = LogHost(output: "")
    let exit = machine.run(host: &host)
    #expect(exit == .panic || exit == .outOfGas)
    return machine
  }

  @Test func growHeapAnswersAndGrows() throws {
    // Two pages from 0x20000 on.
    #expect(try grow(0, gas: 375)[.a0] == 34)
    #expect(try grow(0, gas: 375).gas == 0)
    let grown = try grow(37, gas: 1000)
    #expect(grown[.a0] == 37 && grown.gas == 1000 - 100 - 275 - 3 * 121)
    let reaches = grown.isWritable(address: 0x20000, count: 5 * 4096)
    let ends = !grown.isWritable(address: 0x20000, count: 5 * 4096 + 1)
    #expect(reaches && ends)
    // Beyond the limit, and below the end, it is a question.
    let limit: UInt64 = 1_048_576 - 3 * 16 - 4096 - 16
    #expect(try grow(limit + 1, gas: 375)[.a0] == 34)
    #expect(try grow(33, gas: 375)[.a0] == 34)
    #expect(try grow(limit, gas: 1 << 40)[.a0] == limit)
    var byPages = Target.gp08
    byPages.choices.remove(.heapByZones)
    #expect(try grow(limit + 14, gas: 1 << 40, target: byPages)[.a0] == limit + 14)
    #expect(try grow(limit + 15, gas: 1 << 40, target: byPages)[.a0] == 34)
  }

  @Test func growHeapWithoutGas() throws {
    #expect(try grow(35, gas: 495).gas == 0)
    var keeps = Target.gp08
    keeps.choices.remove(.unpaidGrowthTakesAll)
    let machine = try grow(35, gas: 495, target: keeps)
    #expect(machine.gas == 395 && machine[.a0] == 35)
    let isRefused = !machine.isWritable(address: 0x22000, count: 1)
    #expect(isRefused)
  }

  // MARK: Standard programs

  @Test func invalidProgramsAreRefused() throws {
    func refusal(_ code: [UInt8], start: UInt32 = 0) throws -> PVMError.ValidityRule? {
      var mask = OpcodeMask()
      for _ in code { mask.append(count: 1) }
      let container = StandardProgram(
        program: ProgramBlob(code: code, mask: mask, target: .gp08).encoded())
      do throws(MachineError) {
        _ = try Machine(standardProgram: container, target: .gp08, entry: start, gas: 10)
      } catch {
        guard case .malformedProgram(let problem) = error.kind,
          case .invalidProgram(let rule, _, _) = problem.kind
        else { return nil }
        return rule
      }
      return nil
    }
    #expect(try refusal([]) == .emptyCode)
    #expect(try refusal([0]) == nil)
    #expect(try refusal([232]) == .undefinedOpcode)
    #expect(try refusal([3, 0]) == .undefinedOpcode)
    #expect(try refusal([111, 0]) == .undefinedOpcode)
    #expect(try refusal([2]) == .lastInstruction)
    #expect(try refusal([0], start: 1) == .startPosition)
    var host = LogHost(output: "")
    let invocation = Machine.invoke(
      try StandardProgram(program: ProgramBlob(target: .gp08).encoded()).encoded(), target: .gp08,
      entry: 0, gas: 10, arguments: [], host: &host)
    #expect(invocation == Invocation(result: .panic, gasUsed: 0))
  }

  @Test func gapsAreRefused() throws {
    for length in [25, 26] {
      var mask = OpcodeMask()
      mask.append(count: length)
      let blob = ProgramBlob(
        code: [UInt8](repeating: 0, count: length), mask: mask, target: .gp08)
      #expect(((try? blob.validate()) != nil) == (length == 25))
    }
  }

  /// The last branch of a program has no way on, whether its blocks are counted or not.
  @Test func lastBranchIsBadWhenCounted() throws {
    for text in ["loop: load_imm r7, 1\nbranch_eq_imm r7, 2, loop", "load_imm r7, 1\nfallthrough"] {
      let program = try program(text)
      var plain = Machine(program: program, gas: 1000)
      var profiled = Machine(program: program, gas: 1000)
      var profiler = Profiler(program)
      let exit = plain.run()
      #expect(exit == .panic)
      #expect(profiled.run(profiler: &profiler) == exit)
      #expect(Outcome(exit, profiled) == Outcome(exit, plain))
      #expect(profiler.total == UInt64(1000 - plain.gas))
    }
  }

  @Test func chargesAreCountedByTheProfiler() throws {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 4096, .readOnly)
    let program = try program(Self.twoBlocks)
    for (pc, gas) in [(UInt32(0), UInt64(27)), (9, 25)] {
      var profiler = Profiler(program)
      var copy = GuestMemory()
      copy.map(address: 0x20000, byteCount: 4096, .readOnly)
      var machine = Machine(program: program, pc: pc, gas: 100, memory: copy)
      #expect(machine.run(profiler: &profiler) == .panic)
      #expect(profiler.total == gas && UInt64(100 - machine.gas) == gas)
      #expect(profiler.blocks.reduce(0) { $0 + $1.gas } == gas)
    }
  }
}
