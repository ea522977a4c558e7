import PVM
import PVMVM
import Support
import TestSupport
import Testing

/// Reading logs of runs, and replaying small ones.
@Suite struct RecordedRunTests {
  /// A log of a program that is no standard program: it calls host function 5 twice.
  static func log(_ replace: (inout [String]) -> Void = { _ in }) throws -> [UInt8] {
    let text = """
      load_ind_u8 r9, [r3]
      ecalli 5
      add_64 r9, r7, r9
      ecalli 5
      trap
      """
    let blob = try Assembler.assemble(text)
    let file = ProgramFile(metadata: [1, 2, 3], container: blob.encoded()).encoded()
    var lines = [
      "program 0x\(Hex.string(file))",
      "memwrite 0x00030ffe len=4 <- 0x0a0b0c0d",
      "start pc=0 gas=1000 r03=0x30fff",
      "ecalli=5 pc=2 gas=998 r03=0x30fff r09=0xb",
      "memread 0x00030ffe len=4 -> 0x0a0b0c0d",
      "memwrite 0x00030fff len=1 <- 0xee",
      "setreg r07 <- 0x64",
      "setgas <- 900",
      "ecalli=5 pc=7 gas=898 r03=0x30fff r07=0x64 r09=0x6f",
      "memread 0x00030ffe len=2 -> 0x0aee",
      "setgas <- 800",
      "PANIC=0 pc=9 gas=799 r03=0x30fff r07=0x64 r09=0x6f",
    ]
    replace(&lines)
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// What is wrong with a log, and in which line.
  private func error(
    _ replace: (inout [String]) -> Void
  ) throws -> MachineError? {
    let log = try RecordedRunTests.log(replace)
    do throws(MachineError) {
      _ = try RecordedRun(parsing: log)
      return nil
    } catch {
      return error
    }
  }

  @Test func replayOfARunThatIsNoStandardProgram() throws {
    let run = try RecordedRun(parsing: try RecordedRunTests.log())
    #expect(!run.isStandardProgram)
    #expect(run.calls.count == 2 && run.end == .panic)
    #expect(run.calls[0].actions.count == 3)
    let difference = try run.replay()
    #expect(difference == nil, "\(difference?.description ?? "")")
    var checker = LockstepChecker(try run.makeMachine())
    let checked = run.replay(on: &checker)
    let lockstep = checker.difference
    #expect(checked == nil && lockstep == nil)
  }

  @Test func textAroundRecordsIsIgnored() throws {
    let log = try RecordedRunTests.log { lines in
      for index in lines.indices { lines[index] = "12:30:01 TRACE [pvm] " + lines[index] + "\r" }
      lines.insert("", at: 3)
      lines.insert("the host calls a function; the program started; setreg", at: 3)
      lines.append("done")
      lines.append("")
    }
    let run = try RecordedRun(parsing: log)
    #expect(run.start.line == 3 && run.endState.line == 14)
    let difference = try run.replay()
    #expect(difference == nil)
  }

  @Test func runThatEndsInAHostCall() throws {
    for (end, exit): (String, RecordedRun.Record) in [
      ("OOG pc=7 gas=0", .outOfGas), ("PANIC=1 pc=7 gas=898", .panic), ("HALT pc=7 gas=898", .halt),
    ] {
      let log = try RecordedRunTests.log { lines in
        lines[10] = end + " r03=0x30fff r07=0x64 r09=0x6f"
        lines.removeLast()
      }
      let run = try RecordedRun(parsing: log)
      #expect(run.end == exit && run.calls[1].gasAfter == nil)
      let difference = try run.replay()
      #expect(difference == nil, "\(difference?.description ?? "")")
    }
  }

  @Test func malformedRecords() throws {
    for (line, text, record): (Int, String, RecordedRun.Record) in [
      (1, "program 0x123", .program), (1, "program 0x", .program), (1, "program 0xzz", .program),
      (1, "program 0x00 00", .program), (1, "program 0x0x00", .program),
      (2, "memwrite 0x123456789 len=1 <- 0x00", .memwrite),
      (2, "memwrite 0x20000 len=1 -> 0x00", .memwrite),
      (2, "memwrite 0x20000 len=x <- 0x00", .memwrite),
      (2, "memwrite 0x20000 len= <- 0x00", .memwrite),
      (2, "memwrite 0x20000 <- 0x00", .memwrite),
      (2, "memwrite 0x20000 len=1 <- 00", .memwrite),
      (2, "memwrite 0x20000 len=1 <-", .memwrite),
      (2, "memwrite 0x20000 len=1 <- 0x00 x", .memwrite),
      (3, "start pc=0 r03=0x1", .start), (3, "start pc=5000000000 gas=1", .start),
      (3, "start pc=-1 gas=1", .start), (3, "start pc=0 gas=9223372036854775808", .start),
      (3, "start pc=0 gas=1 r13=0x0", .start), (3, "start pc=0 gas=1 r3=0x0", .start),
      (3, "start pc=0 gas=1 r03=5", .start), (3, "start pc=0 gas=1 r03", .start),
      (3, "start pc=0 gas=1 r04=0x1 r03=0x1", .start),
      (3, "start pc=0 gas=1 r03=0x1 r03=0x1", .start),
      (3, "start pc=0 gas=1 r03=0x11112222333344445", .start),
      (4, "ecalli=5", .ecalli), (4, "ecalli= pc=0 gas=0", .ecalli),
      (4, "ecalli=18446744073709551616 pc=0 gas=0", .ecalli), (4, "ecalli=0x5 pc=0 gas=0", .ecalli),
      (5, "memread 0x20000 len=1 <- 0x00", .memread), (7, "setreg r07 0x64", .setreg),
      (7, "setreg r7 <- 0x64", .setreg), (7, "setreg r07 <- 100", .setreg),
      (7, "setreg r07 <-", .setreg), (8, "setgas <- x", .setgas), (8, "setgas <-", .setgas),
      (12, "HALT pc=0", .halt), (12, "OOG pc=1 gas=y", .outOfGas),
      (12, "PANIC= pc=1 gas=1", .panic),
      (12, "PANIC=1 gas=1", .panic),
    ] {
      let error = try error { $0[line - 1] = text }
      let isEmptyProgram = text == "program 0x"
      #expect(
        error == (isEmptyProgram ? nil : MachineError(.malformedRecord(record), line: line)),
        "\(text)")
    }
    let count = try error { $0[4] = "memread 0x20000 len=2 -> 0x00" }
    #expect(count == MachineError(.wrongByteCount(announced: 2, actual: 1), line: 5))
    #expect(count?.description == "line 5: 2 bytes are announced, but there are 1")
  }

  @Test func misplacedAndMissingRecords() throws {
    let second = try error { $0.insert("program 0x00", at: 1) }
    #expect(second == MachineError(.misplacedRecord(.program), line: 2))
    let restart = try error { $0.insert("start pc=0 gas=0", at: 3) }
    #expect(restart == MachineError(.misplacedRecord(.start), line: 4))
    let write = try error { $0.insert("memwrite 0x20000 len=0 <- 0x", at: 3) }
    #expect(write == MachineError(.misplacedRecord(.memwrite), line: 4))
    let read = try error { $0.insert("memread 0x20000 len=0 -> 0x", at: 3) }
    #expect(read == MachineError(.misplacedRecord(.memread), line: 4))
    let afterEnd = try error { $0.append("setgas <- 4") }
    #expect(afterEnd == MachineError(.misplacedRecord(.setgas), line: 13))
    let noProgram = try error { $0.removeFirst() }
    #expect(noProgram == MachineError(.missingRecord(.program), line: 1))
    let noStart = try error { $0.remove(at: 2) }
    #expect(noStart == MachineError(.missingRecord(.start), line: 3))
    let noGas = try error { $0.remove(at: 7) }
    #expect(noGas == MachineError(.missingRecord(.setgas), line: 8))
    let noEnd = try error { $0.removeLast() }
    #expect(noEnd == MachineError(.missingRecord(.halt), line: 11))
    let nothing = try error { $0 = ["", "text"] }
    #expect(nothing == MachineError(.missingRecord(.program), line: 2))
    let onlyProgram = try error { $0.removeSubrange(1...) }
    #expect(onlyProgram == MachineError(.missingRecord(.start), line: 1))
  }

  @Test func programsThatCannotBeSetUp() throws {
    var run = try RecordedRun(parsing: try RecordedRunTests.log())
    run.program = [5, 1]
    #expect(throws: MachineError.self) { _ = try run.replay() }
    run.program = [0, 1, 2, 3]
    #expect(throws: MachineError.self) { _ = try run.replay() }
    run.start.registers[.a0] = 0xFEFF_0000
    #expect(run.isStandardProgram)
    #expect(throws: MachineError.self) { _ = try run.replay() }
    let container = try StandardProgram(program: ProgramBlob().encoded()).encoded()
    run.program = [0] + container
    #expect(throws: MachineError(.unmappedInitialMemory(address: 0x30FFE), line: 2)) {
      _ = try run.makeMachine().gas
    }
    run.initialMemory = []
    run.start.registers[.a1] = 1 << 24 + 1
    #expect(throws: MachineError(.argumentsTooLarge(count: 1 << 24 + 1), line: 3)) {
      _ = try run.makeMachine().gas
    }
    var wrapping = try RecordedRun(parsing: try RecordedRunTests.log())
    wrapping.initialMemory[0].address = 0xFFFF_FFFE
    #expect(throws: MachineError(.unmappedInitialMemory(address: 0xFFFF_FFFE), line: 2)) {
      _ = try wrapping.makeMachine().gas
    }
  }

  @Test func pageFaultCountsAsPanic() throws {
    let log = try RecordedRunTests.log { lines in
      lines[2] = "start pc=0 gas=1000 r03=0x50000"
      lines[3] = "PANIC=327680 pc=0 gas=999 r03=0x50000"
      lines.removeSubrange(4...)
    }
    let difference = try RecordedRun(parsing: log).replay()
    #expect(difference == nil)
  }

  @Test func mutatedLogsAreReadOrRefused() throws {
    let log = try RecordedRunTests.log()
    var random = SeededRandom(seed: 8)
    var refused = 0
    for _ in 0..<1000 {
      var mutated = log
      for _ in 0...random.next() % 2 {
        let position = Int(random.next() % UInt64(mutated.count))
        if random.next() % 2 == 0 {
          mutated[position] = UInt8(truncatingIfNeeded: random.next() % 128)
        } else {
          mutated.removeSubrange(position..<min(position + 3, mutated.count))
        }
      }
      do throws(MachineError) {
        let run = try RecordedRun(parsing: mutated)
        _ = try run.replay()
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
