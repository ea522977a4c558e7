import PVM
import PVMVM
import TestSupport
import Testing

/// Recording runs, writing logs, and finding where two runs part.
struct RunRecordingTests {
  /// The names of the shared logs.
  static let names = SharedFolder.names("vectors/traces").filter { $0.hasSuffix(".log") }

  /// A shared log.
  private func shared(_ name: String) throws -> RecordedRun {
    try RecordedRun(parsing: try #require(SharedFolder.bytes("vectors/traces/" + name)))
  }

  @Test(arguments: names)
  func recordingAReplayGivesTheSameLog(_ name: String) throws {
    let run = try shared(name)
    var recording = RecordingMachine(try run.makeMachine())
    var host = RecordedHost(run)
    let exit = recording.run(host: &host)
    #expect(host.difference == nil)
    let recorded = recording.finish(
      exit, program: run.program, arguments: run.initialMemory.first?.bytes ?? [])
    #expect(recorded.encoded() == run.encoded())
    #expect(recorded.encoded() == SharedFolder.bytes("vectors/traces/" + name))
  }

  @Test func logsOfOtherProgramsAreWrittenToo() throws {
    let log = try RecordedRunTests.log()
    #expect(try RecordedRun(parsing: log).encoded() == log + [UInt8(ascii: "\n")])
  }

  /// Ends a run in its first call.
  private struct EndingHost: HostCallHandler {
    /// How.
    let outcome: HostCallOutcome

    func gasCost<Guest: GuestMachine & ~Copyable>(
      of index: UInt64, on machine: borrowing Guest
    ) -> UInt64? { 10 }

    func handle<Guest: GuestMachine & ~Copyable>(
      _ index: UInt64, on machine: inout Guest
    ) -> HostCallOutcome {
      machine.gas -= 5
      return outcome
    }
  }

  /// Records a program in assembly.
  private func record<Host: HostCallHandler>(
    _ assembly: String, _ host: Host, gas: Int64 = 100, arguments: [UInt8] = []
  ) throws -> RecordedRun {
    let blob = try Assembler.assemble(assembly).encoded()
    let program = StandardProgram(stackSize: 4096, program: blob)
    let file = ProgramFile(container: try program.encoded()).encoded()
    var recording = RecordingMachine(
      try Machine(standardProgram: program, arguments: arguments, gas: gas))
    var host = host
    let exit = recording.run(host: &host, unknownCalls: .answerWhat)
    return recording.finish(exit, program: file, arguments: arguments)
  }

  @Test func runsThatEndInACallReplay() throws {
    for outcome in [HostCallOutcome.panic, .halt, .outOfGas] {
      let run = try record("load_imm r2, 5\necalli 3\ntrap", EndingHost(outcome: outcome))
      let read = try RecordedRun(parsing: run.encoded())
      let difference = try read.replay()
      #expect(difference == nil, "\(outcome): \(difference?.description ?? "")")
      #expect(read.calls.count == 1 && read.calls[0].gasAfter == nil)
    }
    // The call cannot be paid for.
    let poor = try record("ecalli 3\ntrap", EndingHost(outcome: .halt), gas: 5)
    #expect(poor.end == .outOfGas)
    #expect(try RecordedRun(parsing: poor.encoded()).replay() == nil)
  }

  @Test func unknownCallsAndPlainEndsReplay() throws {
    for text in ["ecalli 3\ntrap", "load_u8 r2, [0x30000000]", "jump_ind r0, 0", "jump @0"] {
      let run = try record(text, LogHost(output: ""), arguments: [1, 2, 3])
      let read = try RecordedRun(parsing: run.encoded())
      #expect(read.isStandardProgram)
      let difference = try read.replay()
      #expect(difference == nil, "\(text): \(difference?.description ?? "")")
    }
  }

  // MARK: Comparing

  @Test func equalRunsDoNotPart() throws {
    let run = try RecordedRun(parsing: try RecordedRunTests.log())
    #expect(try run.divergence(from: run) == nil)
    let service = try shared("trace-009.log")
    #expect(try service.divergence(from: service) == nil)
  }

  @Test func differentArgumentsPartWhereTheyAreRead() throws {
    let text = "load_imm r2, 1\nload_ind_u8 r3, [r7 + 1]\nadd_64 r2, r2, r3\njump_ind r0, 0"
    let host = EndingHost(outcome: .halt)
    let left = try record(text, host, arguments: [1, 2])
    let right = try record(text, host, gas: 50, arguments: [1, 3])
    let divergence = try #require(try left.divergence(from: right))
    #expect(divergence.kind == .state && divergence.instructions == 2 && divergence.calls == 0)
    #expect(divergence.previous == 3)
    #expect(divergence.left.registers.values[3] == 2 && divergence.right.registers.values[3] == 3)
    #expect(divergence.left.gas == 98 && divergence.right.gas == 48)
  }

  @Test func differentAnswersAndEndsPart() throws {
    let log = try RecordedRunTests.log()
    let left = try RecordedRun(parsing: log)
    let other = try RecordedRunTests.log { lines in
      lines[6] = "setreg r07 <- 0x65"
      lines[8] = "ecalli=5 pc=7 gas=898 r03=0x30fff r07=0x65 r09=0x70"
      lines[11] = "PANIC=0 pc=9 gas=799 r03=0x30fff r07=0x65 r09=0x70"
    }
    let right = try RecordedRun(parsing: other)
    #expect(try right.replay() == nil)
    let divergence = try #require(try left.divergence(from: right))
    #expect(divergence.kind == .hostCall && divergence.calls == 0 && divergence.left.line == 4)
    #expect(divergence.left.exit == .hostCall(index: 5))
    // Less gas: one of the runs ends earlier.
    let host = EndingHost(outcome: .halt)
    let text = "load_imm r2, 1\nload_imm r2, 2\njump_ind r0, 0"
    let end = try #require(
      try record(text, host).divergence(from: try record(text, host, gas: 1)))
    #expect(end.kind == .event && end.left.exit == nil && end.right.exit == .outOfGas)
    #expect(end.instructions == 1)
  }

  @Test func differentProgramsPartAtHostCalls() throws {
    let first = try record("load_imm r8, 1\necalli 3\necalli 4\ntrap", LogHost(output: ""))
    let second = try record(
      "load_imm r9, 9\nfallthrough\necalli 3\necalli 5\ntrap", LogHost(output: ""))
    let divergence = try #require(try first.divergence(from: second))
    #expect(divergence.kind == .hostCall && divergence.calls == 1 && divergence.instructions == nil)
    #expect(divergence.left.exit == .hostCall(index: 4))
    let third = try record("ecalli 3\necalli 4\njump_ind r0, 0", LogHost(output: ""))
    #expect(try first.divergence(from: third)?.kind == .event)
    let fourth = try record("fallthrough\necalli 3\necalli 4\ntrap", LogHost(output: ""))
    #expect(try first.divergence(from: fourth) == nil)
  }

  // MARK: Mutations

  @Test func mutatedLogsNeverCrash() throws {
    let log = try RecordedRunTests.log()
    var random = SeededRandom(seed: 11)
    let characters = Array("0123456789abcdefrx=- \npcgasHALTecalliset<>".utf8)
    var counts = (refused: 0, different: 0, same: 0)
    for index in 0..<10_000 {
      var text = log
      random.damage(&text, edits: 1...3, characters: characters)
      if index % 8 == 0 { text.removeLast(Int.random(in: 0..<text.count, using: &random)) }
      do throws(MachineError) {
        let run = try RecordedRun(parsing: text)
        // A run with much gas takes long, and tells nothing more.
        guard run.start.gas <= 1_000_000 else { continue }
        if try run.replay() == nil { counts.same += 1 } else { counts.different += 1 }
        #expect(try RecordedRun(parsing: run.encoded()).encoded() == run.encoded())
      } catch {
        #expect(!error.description.isEmpty)
        counts.refused += 1
      }
    }
    #expect(counts.refused > 1000 && counts.different > 500 && counts.same > 0, "\(counts)")
  }

  @Test func mutatedServiceLogsAreRefusedOrDiffer() throws {
    guard let name = RunRecordingTests.names.first(where: { $0.contains("009") }) else { return }
    let log = try #require(SharedFolder.bytes("vectors/traces/" + name))
    let start = try #require(log.firstIndex(of: UInt8(ascii: "\n")))
    var random = SeededRandom(seed: 12)
    for _ in 0..<40 {
      var text = log
      let position = Int.random(in: start..<text.count, using: &random)
      text[position] ^= 1 << UInt8.random(in: 0..<7, using: &random)
      guard let run = try? RecordedRun(parsing: text), run.start.gas < 100_000 else { continue }
      // What is changed is something that the replay compares, or text that no record has.
      if try run.replay() == nil { #expect(run.encoded().count <= log.count + 1) }
    }
  }
}
