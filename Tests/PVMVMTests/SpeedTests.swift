import Foundation
import PVM
import PVMVM
import TestSupport
import Testing

/// Prints millions of instructions per second of processor time when `PVM_SPEED` is set; meant for release builds.
@Suite(
  .serialized, .enabled(if: ProcessInfo.processInfo.environment["PVM_SPEED"] != nil))
struct SpeedTests {
  /// Loads, stores, arithmetic and branches over 16 KiB, 12 instructions per round.
  static let memoryLoop = """
    loop: and_imm r2, r2, 0x3FF8
          load_ind_u64 r3, [r2 + 0x20000]
          add_64 r4, r3, r4
          load_ind_u32 r5, [r2 + 0x20010]
          xor r4, r5, r4
          store_ind_u64 [r2 + 0x20008], r4
          add_imm_64 r2, r2, 8
          load_ind_u8 r6, [r2 + 0x20000]
          branch_eq_imm r6, 1234, end
          add_imm_32 r7, r7, 1
          shlo_l_imm_32 r8, r7, 3
          branch_lt_u r7, r9, loop
    end:  trap
    """

  /// Pseudo-random numbers, table updates and a branch that no predictor knows.
  static let randomLoop = """
    loop: shlo_l_imm_64 r3, r2, 13
          xor r2, r3, r2
          shlo_r_imm_64 r3, r2, 7
          xor r2, r3, r2
          shlo_l_imm_64 r3, r2, 17
          xor r2, r3, r2
          and_imm r4, r2, 0x1FF8
          load_ind_u64 r5, [r4 + 0x20000]
          add_imm_64 r5, r5, 1
          store_ind_u64 [r4 + 0x20000], r5
          and_imm r6, r2, 16
          branch_eq_imm r6, 0, skip
          mul_imm_64 r8, r8, 3
          fallthrough
    skip: add_imm_32 r7, r7, 1
          branch_lt_u r7, r9, loop
          trap
    """

  /// Calls of a small function that spills to the stack, through the jump table.
  static let callLoop = """
    .table back
    loop: load_imm_jump r0, 2, callee
    back: add_64 r4, r4, r7
          add_imm_32 r3, r3, 1
          branch_lt_u r3, r9, loop
          trap
    callee:
          add_imm_64 r1, r1, -16
          store_ind_u64 [r1], r0
          store_ind_u64 [r1 + 8], r4
          add_imm_32 r7, r3, 5
          load_ind_u64 r4, [r1 + 8]
          load_ind_u64 r0, [r1]
          add_imm_64 r1, r1, 16
          jump_ind r0, 0
    """

  /// Every load waits for the one before it.
  static let chaseLoop = """
    loop: load_ind_u32 r2, [r2 + 0x20000]
          and_imm r2, r2, 0x3FF8
          load_ind_u32 r2, [r2 + 0x20000]
          and_imm r2, r2, 0x3FF8
          add_imm_32 r7, r7, 1
          branch_lt_u r7, r9, loop
          trap
    """

  /// The processor time that some work takes, in seconds.
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = clock()
    try work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  @Test(arguments: [
    ("memory", memoryLoop), ("random", randomLoop), ("call", callLoop), ("chase", chaseLoop),
  ])
  func loop(_ name: String, _ assembly: String) throws {
    var start = try Start(assembly)
    start.writable = Array(0x20...0x2F)
    start.registers = [1: 0x30000, 2: name == "random" ? 88_172_645_463_325_252 : 0, 9: 1 << 40]
    start.gas = 200_000_000
    var best = Double.infinity
    for _ in 0..<5 {
      var machine = try start.machine()
      var exit = ExitReason.halt
      best = min(best, SpeedTests.seconds { exit = machine.run() })
      #expect(exit == .outOfGas)
    }
    print("speed: \(name) loop, \(Int(Double(start.gas) / best / 1e6)) million per second")
  }

  @Test func profiledLoop() throws {
    var start = try Start(SpeedTests.memoryLoop)
    start.writable = Array(0x20...0x2F)
    start.registers = [9: 1 << 40]
    start.gas = 100_000_000
    var machine = try start.machine()
    var profiler = Profiler(machine.program)
    let time = SpeedTests.seconds { _ = machine.run(profiler: &profiler) }
    #expect(profiler.total == 100_000_000)
    print("speed: memory loop with profiler, \(Int(100 / time)) million per second")
  }

  @Test func recordedRuns() throws {
    for name in TraceTests.names {
      guard let bytes = SharedFolder.bytes("vectors/traces/\(name)") else { return }
      let run = try RecordedRun(parsing: bytes)
      var best = Double.infinity
      for _ in 0..<5 {
        var machine = try run.makeMachine()
        var difference: ReplayDifference?
        best = min(best, SpeedTests.seconds { difference = run.replay(on: &machine) })
        #expect(difference == nil)
      }
      let count = Double(run.start.gas - run.endState.gas)
      print("speed: \(name), \(Int(count / best / 1e6)) million per second")
    }
  }

  @Test func setUp() throws {
    guard let bytes = SharedFolder.bytes("vectors/traces/trace-002.log") else { return }
    let run = try RecordedRun(parsing: bytes)
    let program = try StandardProgram(decoding: try ProgramFile(decoding: run.program).container)
    let predecoding = try SpeedTests.seconds {
      for _ in 0..<20 { _ = try LoadedProgram(decoding: program.program) }
    }
    let loaded = try LoadedProgram(decoding: program.program)
    let creation = try SpeedTests.seconds {
      for _ in 0..<100 {
        _ = try Machine(standardProgram: program, loaded: loaded, gas: 1).gas
      }
    }
    print("speed: \(loaded.blob.code.count) bytes of code predecoded in \(predecoding / 20) s")
    print("speed: a machine created in \(creation / 100) s")
  }
}
