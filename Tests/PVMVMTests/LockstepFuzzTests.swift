import Foundation
import PVM
import PVMVM
import TestSupport
import Testing

/// Random programs on both interpreters: end of the run, counter, gas, registers and memory.
@Suite struct LockstepFuzzTests {
  /// How many programs of each kind; `PVM_FUZZ` overrides.
  static let count: UInt64 = {
    if let text = ProcessInfo.processInfo.environment["PVM_FUZZ"], let count = UInt64(text) {
      return count
    }
    #if DEBUG
      return 2_000
    #else
      return 20_000
    #endif
  }()

  @Test(arguments: Target.all)
  func plausiblePrograms(_ target: Target) throws {
    var ends: [String: Int] = [:]
    for seed in 0..<LockstepFuzzTests.count {
      var random = RandomProgram(seed: seed, target: target)
      let end = try compare(random.plausible(), &random, "plausible program, seed \(seed)")
      ends[end, default: 0] += 1
    }
    // All ways to end occur, or the programs are not worth much.
    for end in ["halt", "panic", "fault", "gas"] { #expect(ends[end, default: 0] > 0, "\(end)") }
  }

  /// What is valid, and what is not.
  @Test func validity() throws {
    var counts = [0, 0]
    for seed in 0..<LockstepFuzzTests.count {
      var random = RandomProgram(seed: seed, target: .gp08)
      let blob = seed % 4 == 0 ? random.plausible() : random.garbage()
      let isValid = ReferenceInterpreter.isValid(
        blob.code, blob.code.indices.map { blob.mask.isStart($0) })
      counts[isValid ? 1 : 0] += 1
      #expect(((try? blob.validate()) != nil) == isValid, "seed \(seed)")
      #expect(((try? LoadedProgram(blob)) != nil) == isValid, "seed \(seed)")
    }
    #expect(counts[0] > 0 && counts[1] > 0)
  }

  @Test func garbage() throws {
    for seed in 0..<LockstepFuzzTests.count {
      var random = RandomProgram(seed: seed)
      _ = try compare(random.garbage(), &random, "garbage, seed \(seed)")
    }
  }

  @Test(arguments: Target.all)
  func stepByStep(_ target: Target) throws {
    for seed in 0..<LockstepFuzzTests.count / 10 {
      var random = RandomProgram(seed: seed | 1 << 32, target: target)
      let program = try LoadedProgram(random.plausible())
      var checker = LockstepChecker(random.machine(program))
      while case .hostCall = checker.run() {
        checker[.a0] = random.value()
        checker.advancePastHostCall()
      }
      checker.compareMemory()
      let difference = checker.difference
      #expect(difference == nil, "seed \(seed): \(difference?.description ?? "")")
    }
  }

  /// Runs a program on both interpreters in one go, host calls included, and says how it ended.
  private func compare(
    _ blob: ProgramBlob, _ random: inout RandomProgram, _ name: String
  ) throws -> String {
    let program = try LoadedProgram(blob)
    var fast = random.machine(program)
    var reference = ReferenceInterpreter(copying: fast)
    var exit = ExitReason.panic
    for _ in 0..<10 {
      exit = fast.run()
      let expected = reference.run()
      var isEqual = exit == expected && fast.pc == reference.pc && fast.gas == reference.gas
      if fast.isBlockPaid != reference.charged { isEqual = false }
      if fast.registers != reference.registers { isEqual = false }
      #expect(
        isEqual,
        """
        \(name): fast \(exit) pc \(fast.pc) gas \(fast.gas) \(fast.registers.values), \
        reference \(expected) pc \(reference.pc) gas \(reference.gas) \(reference.r)
        """)
      guard isEqual, case .hostCall = exit else { break }
      let result = random.value()
      fast[.a0] = result
      reference[.a0] = result
      fast.advancePastHostCall()
      reference.advancePastHostCall()
    }
    var checker = LockstepChecker(fast, reference: reference)
    checker.compareMemory()
    let difference = checker.difference
    #expect(difference == nil, "\(name): \(difference?.description ?? "")")
    switch exit {
    case .halt: return "halt"
    case .panic: return "panic"
    case .pageFault: return "fault"
    case .hostCall: return "host"
    case .outOfGas: return "gas"
    }
  }
}
