import PVM
import PVMVM
import TestSupport
import Testing

/// Tracer, profiler and the lockstep checker itself.
@Suite struct ObservationTests {
  /// Collects lines.
  final class Lines {
    var text = ""
  }

  /// A loop of three rounds with a call through memory and a host call.
  static let program = """
            load_imm r2, 3
            fallthrough
      loop: store_ind_u8 [r3], r2
            add_imm_64 r2, r2, -1
            branch_ne_imm r2, 0, loop
            ecalli 100
            sbrk r4, r5
            jump @1
    """

  @Test func traceHasALinePerInstruction() throws {
    var start = try Start(ObservationTests.program)
    start.registers = [3: 0x20FFF]
    start.gas = 100
    let lines = Lines()
    var machine = try start.machine()
    var tracer = Tracer(machine.program) { lines.text += $0 }
    var host = LogHost(output: "")
    let exit = machine.run(host: &host, tracer: &tracer)
    #expect(exit == .panic)
    let expected = """
             0         100  load_imm r2, 3                             r2=0x3
             3          99  fallthrough
             4          98  store_ind_u8 [r3], r2
             6          97  add_imm_64 r2, r2, -1                      r2=0x2
             9          96  branch_ne_imm r2, 0, @4
             4          95  store_ind_u8 [r3], r2
      """
    let actual = lines.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(actual.count == 2 + 9 + 3 + 1)
    #expect(actual.last == "")
    let pcs = actual.dropLast().map { Int($0.prefix(8).filter { $0 != " " }) ?? -1 }
    #expect(pcs == [0, 3, 4, 6, 9, 4, 6, 9, 4, 6, 9, 12, 14, 16])
    let gas = actual.dropLast().map { Int($0.dropFirst(8).prefix(12).filter { $0 != " " }) ?? -1 }
    #expect(gas == Array((87...100).reversed()).enumerated().map { $1 - ($0 > 11 ? 10 : 0) })
    #expect(actual.prefix(6).elementsEqual(expected.split(separator: "\n")))
    #expect(actual[11].hasSuffix(" r7=0xfffffffffffffffe"))
    #expect(machine.gas == 100 - 14 - 10)
  }

  @Test func traceShowsTrapsWithoutAnInstruction() throws {
    var start = try Start("load_imm r2, 3")
    let lines = Lines()
    var machine = try start.machine()
    var tracer = Tracer(machine.program) { lines.text += $0 }
    #expect(machine.run(tracer: &tracer) == .panic)
    let traced = lines.text.split(separator: "\n")
    #expect(traced.count == 2)
    #expect(traced.last == "       3         999  trap ; no instruction")
    start.pc = 1
    machine = try start.machine()
    lines.text = ""
    tracer = Tracer(machine.program) { lines.text += $0 }
    #expect(machine.run(tracer: &tracer) == .panic)
    #expect(lines.text == "       1        1000  trap ; no instruction\n")
    // Nothing is executed without gas.
    start.gas = 0
    machine = try start.machine()
    lines.text = ""
    tracer = Tracer(machine.program) { lines.text += $0 }
    #expect(machine.run(tracer: &tracer) == .outOfGas)
    #expect(lines.text == "")
  }

  @Test func tracedRunsAreTheSameRuns() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = RandomProgram(seed: seed)
      let program = try LoadedProgram(random.plausible())
      var again = random
      var plain = random.machine(program)
      var traced = again.machine(program)
      again = random
      let gas = plain.gas
      let lines = Lines()
      var tracer = Tracer(program) { lines.text += $0 }
      let exit = plain.run()
      #expect(traced.run(tracer: &tracer) == exit)
      #expect(Outcome(exit, traced) == Outcome(exit, plain))
      #expect(lines.text.filter { $0 == "\n" }.count == gas - plain.gas)
      // The profiler counts exactly what was paid for.
      var start = RandomProgram(seed: seed)
      _ = start.plausible()
      var profiled = start.machine(program)
      var profiler = Profiler(program)
      #expect(profiled.run(profiler: &profiler) == exit)
      #expect(Outcome(exit, profiled) == Outcome(exit, plain))
      #expect(profiler.total == UInt64(gas - plain.gas))
      #expect(profiler.opcodes.reduce(0) { $0 + $1.count } == profiler.total)
      #expect(profiler.blocks.reduce(0) { $0 + $1.gas } + profiler.strayTraps == profiler.total)
      // And each instruction as often as it was traced, though it only counts blocks.
      var expected = [UInt64](repeating: 0, count: program.blob.code.count)
      for line in lines.text.split(separator: "\n") {
        let pc = try #require(Int(line.prefix(8).filter { $0 != " " }))
        // An undefined opcode is the start of an instruction, which traps.
        let isInside = pc < expected.count && program.blob.mask.isStart(pc)
        if line.hasSuffix("; no instruction"), !isInside { continue }
        expected[pc] += 1
      }
      #expect(profiler.counts == expected, "seed \(seed)")
      for pc in expected.indices { #expect(profiler.count(at: UInt32(pc)) == expected[pc]) }
    }
  }

  /// Loads from a page that is missing at first, as the first instruction of a block and behind it.
  @Test(arguments: [Target.gp07, .gp08])
  func repairedFaultsAreCounted(_ target: Target) throws {
    let text = """
            load_imm r3, 0x30000
            fallthrough
      loop: load_ind_u8 r2, [r3]
            add_imm_64 r4, r4, 1
            load_ind_u8 r2, [r3 + 0x1000]
            branch_ne_imm r4, 3, loop
            trap
      """
    var start = Start(try Assembler.assemble(text, target: target))
    start.gas = 1000
    var machine = try start.machine()
    var profiler = Profiler(machine.program)
    for page in [UInt32(0x30), 0x31] {
      #expect(machine.run(profiler: &profiler) == .pageFault(address: page << 12))
      machine.withMemory { $0.map(address: page << 12, byteCount: 4096, .readOnly) }
    }
    #expect(machine.run(profiler: &profiler) == .panic)
    let blob = machine.program.blob
    let pcs = (0..<blob.code.count).filter { blob.mask.isStart($0) }
    #expect(pcs.map { profiler.counts[$0] } == [1, 1, 4, 3, 4, 3, 1])
    #expect(pcs.map { profiler.count(at: UInt32($0)) } == pcs.map { profiler.counts[$0] })
    #expect(profiler.total == UInt64(1000 - machine.gas))
    #expect(profiler.instructionCount == 17)
  }

  @Test func profile() throws {
    var start = try Start(ObservationTests.program)
    start.registers = [3: 0x20FFF]
    var machine = try start.machine()
    var profiler = Profiler(machine.program)
    var host = LogHost(output: "")
    #expect(machine.run(host: &host, profiler: &profiler) == .panic)
    #expect(profiler.total == 14)
    #expect(profiler.count(at: 0) == 1 && profiler.count(at: 6) == 3)
    #expect(profiler.count(at: 1) == 0 && profiler.count(at: 1000) == 0)
    let opcodes = profiler.opcodes
    #expect(opcodes.prefix(3).map(\.opcode) == [.branchNeImm, .storeIndU8, .addImm64])
    #expect(opcodes.map(\.count) == [3, 3, 3, 1, 1, 1, 1, 1])
    #expect(
      profiler.blocks == [
        Profiler.Block(range: 4..<12, entries: 3, gas: 9),
        Profiler.Block(range: 12..<18, entries: 1, gas: 3),
        Profiler.Block(range: 0..<4, entries: 1, gas: 2),
      ])
    var symbols = SymbolMap()
    try symbols.append(SymbolMap.Function(name: Array("first".utf8), range: 0..<4))
    try symbols.append(SymbolMap.Function(name: Array("loop".utf8), range: 4..<12))
    let functions = profiler.functions(symbols)
    #expect(functions.map(\.gas) == [9, 2, 3])
    #expect(functions.map { $0.function?.range } == [4..<12, 0..<4, nil])
  }

  @Test func lockstepFindsDifferences() throws {
    let text = """
      add_imm_64 r2, r2, 1
      store_ind_u8 [r3], r2
      sbrk r4, r5
      load_ind_u8 r6, [r3 + 1]
      trap
      """
    var start = try Start(text)
    start.registers = [3: 0x20000]
    let good = ReferenceInterpreter(copying: try start.machine())

    var reference = good
    reference.r[2] = 5
    #expect(
      try difference(start, reference)
        == LockstepDifference(
          kind: .register(Register(2), reference: 6, fast: 1), pc: 0, step: 0))

    reference = good
    reference.gas = 999
    #expect(
      try difference(start, reference)
        == LockstepDifference(kind: .gas(reference: 998, fast: 999), pc: 0, step: 0))

    reference = good
    reference.pc = 3
    #expect(
      try difference(start, reference)
        == LockstepDifference(kind: .pc(reference: 5, fast: 3), pc: 0, step: 0))

    reference = good
    reference.ram.access[0x20] = .readOnly
    #expect(
      try difference(start, reference)
        == LockstepDifference(
          kind: .exit(reference: .pageFault(address: 0x20000), fast: nil), pc: 3, step: 1))

    reference = good
    reference.ram.data[0x20]?[1] = 7
    #expect(
      try difference(start, reference)
        == LockstepDifference(
          kind: .register(Register(6), reference: 7, fast: 0), pc: 7, step: 3))

    reference = good
    reference.ram.data[0x20]?[9] = 7
    #expect(
      try difference(start, reference)
        == LockstepDifference(
          kind: .byte(address: 0x20009, reference: 7, fast: 0), pc: 10, step: 5))

    reference = good
    reference.ram.access[0x50] = .readOnly
    #expect(
      try difference(start, reference)?.kind
        == .access(page: 0x50, reference: .readOnly, fast: .inaccessible))

    #expect(try difference(start, good) == nil)
    let text2 = try difference(start, reference)?.description
    #expect(
      text2 == "after step 5 at pc 10: page 0x00050000 is readOnly in the reference interpreter "
        + "and inaccessible in the fast one")
  }

  /// The first difference between a machine and a reference interpreter.
  private func difference(
    _ start: Start, _ reference: ReferenceInterpreter
  ) throws -> LockstepDifference? {
    var checker = LockstepChecker(try start.machine(), reference: reference)
    _ = checker.run()
    checker.compareMemory()
    return checker.difference
  }
}
