import PVM
import PVMVM
import Testing

/// Host calls and resumption: `pvm.md` section 9 and appendix B.
@Suite struct HostCallTests {
  /// A host whose function 7 adds r7 and r8, function 8 reads and writes memory, function 9 ends the
  /// run as r8 says.
  struct TestHost: HostCallHandler {
    /// The calls that were handled, with the gas left at that time.
    var calls: [(index: UInt64, gas: Int64)] = []

    func gasCost<Guest: GuestMachine & ~Copyable>(
      of index: UInt64, on machine: borrowing Guest
    ) -> UInt64? {
      switch index {
      case 7, 8, 9: 10
      case 11: UInt64.max
      default: nil
      }
    }

    mutating func handle<Guest: GuestMachine & ~Copyable>(
      _ index: UInt64, on machine: inout Guest
    ) -> HostCallOutcome {
      calls.append((index, machine.gas))
      switch index {
      case 7:
        machine[.a0] = machine[.a0] &+ machine[.a1]
        return .resume
      case 8:
        guard let bytes = machine.read(address: machine[.a0], count: machine[.a1]) else {
          return .panic
        }
        return machine.write(address: machine[.a0], bytes.reversed()) ? .resume : .panic
      default:
        switch machine[.a1] {
        case 0: return .halt
        case 1: return .panic
        default: return .outOfGas
        }
      }
    }
  }

  @Test func indexIsSignExtendedAndTheCounterStays() throws {
    for (assembly, index): (String, UInt64) in [
      ("ecalli 100", 100), ("ecalli 0", 0), ("ecalli -1", UInt64.max),
      ("ecalli 0x7FFFFFFF", 0x7FFF_FFFF), ("ecalli -0x80000000", 0xFFFF_FFFF_8000_0000),
    ] {
      var start = try Start("load_imm r2, 3\n" + assembly + "\nload_imm r3, 4\ntrap")
      start.gas = 10
      let end = try start.run()
      #expect(end.exit == .hostCall(index: index))
      #expect(end.pc == 3 && end.gas == 8)
      #expect(end.registers[3] == 0)
    }
  }

  @Test func resumption() throws {
    let start = try Start("ecalli 3000\nload_imm r3, 4\ntrap")
    var machine = try start.machine()
    #expect(machine.run() == .hostCall(index: 3000))
    // Without advancing the call is made again.
    #expect(machine.run() == .hostCall(index: 3000))
    #expect(machine.pc == 0 && machine.gas == 998)
    machine.advancePastHostCall()
    #expect(machine.pc == 3)
    machine[Register(5)] = 55
    machine.gas = 2
    #expect(machine.run() == .panic)
    #expect(machine.gas == 0 && machine[Register(3)] == 4 && machine[Register(5)] == 55)
  }

  @Test func callAtTheEndOfTheCode() throws {
    var start = try Start("ecalli 1")
    start.gas = 3
    var machine = try start.machine()
    #expect(machine.run() == .hostCall(index: 1))
    machine.advancePastHostCall()
    #expect(machine.pc == 2)
    #expect(machine.run() == .panic)
    #expect(machine.pc == 2 && machine.gas == 1)
  }

  @Test func hostFunctionsCostTheirGas() throws {
    var start = try Start("ecalli 7\necalli 7\ntrap")
    start.registers = [7: 5, 8: 6]
    for (gas, exit, left, pc, r7): (Int64, ExitReason, Int64, UInt32, UInt64) in [
      (100, .panic, 77, 4, 17), (23, .panic, 0, 4, 17), (22, .outOfGas, 0, 4, 17),
      (21, .outOfGas, 0, 2, 11), (12, .outOfGas, 0, 2, 11), (11, .outOfGas, 0, 2, 11),
      (10, .outOfGas, 0, 0, 5), (1, .outOfGas, 0, 0, 5), (0, .outOfGas, 0, 0, 5),
    ] {
      start.gas = gas
      var host = TestHost()
      var machine = try start.machine()
      #expect(machine.run(host: &host) == exit, "gas \(gas)")
      #expect(machine.gas == left && machine.pc == pc && machine[.a0] == r7, "gas \(gas)")
      // The reference interpreter is served the same way.
      var reference = ReferenceInterpreter(copying: try start.machine())
      #expect(reference.run(host: &host) == exit, "gas \(gas)")
      #expect(reference.gas == left && reference.pc == pc && reference[.a0] == r7, "gas \(gas)")
    }
    start.gas = 100
    var host = TestHost()
    var machine = try start.machine()
    _ = machine.run(host: &host)
    #expect(host.calls.map(\.gas) == [89, 78])
    #expect(host.calls.map(\.index) == [7, 7])
  }

  @Test func hostsReadAndWriteMemory() throws {
    var start = try Start("ecalli 8\ntrap")
    start.memory = [0x20FFE: [1, 2, 3, 4]]
    start.writable = [0x20, 0x21]
    start.registers = [7: 0x20FFE, 8: 4]
    var host = TestHost()
    var machine = try start.machine()
    #expect(machine.run(host: &host) == .panic)
    #expect(machine.pc == 2)
    #expect(machine.read(address: 0x20FFE, count: 4) == [4, 3, 2, 1])
    // A range that cannot be read is a panic at the call.
    start.registers[8] = 0x2000
    machine = try start.machine()
    #expect(machine.run(host: &host) == .panic)
    #expect(machine.pc == 0 && machine.gas == 989)
    start.registers[7] = 0x1_0002_0FFE
    start.registers[8] = 4
    machine = try start.machine()
    #expect(machine.run(host: &host) == .panic)
    #expect(machine.pc == 0)
  }

  @Test func hostsEndRuns() throws {
    var start = try Start("ecalli 9\ntrap")
    for (code, exit, gas): (UInt64, ExitReason, Int64) in [
      (0, .halt, 989), (1, .panic, 989), (2, .outOfGas, 0),
    ] {
      start.registers = [8: code]
      var host = TestHost()
      var machine = try start.machine()
      #expect(machine.run(host: &host) == exit)
      #expect(machine.pc == 0 && machine.gas == gas)
    }
  }

  @Test func unknownCalls() throws {
    let start = try Start("ecalli 55\necalli 7\ntrap")
    var host = TestHost()
    var machine = try start.machine()
    #expect(machine.run(host: &host) == .hostCall(index: 55))
    #expect(machine.pc == 0 && machine.gas == 999 && machine[.a0] == 0)
    machine = try start.machine()
    #expect(machine.run(host: &host, unknownCalls: .answerWhat) == .panic)
    #expect(machine[.a0] == UInt64.max - 1)
    #expect(machine.gas == 1000 - 11 - 11 - 1)
    machine = try start.machine()
    machine.gas = 10
    #expect(machine.run(host: &host, unknownCalls: .answerWhat) == .outOfGas)
    #expect(machine.gas == 0 && machine.pc == 0 && machine[.a0] == 0)
  }

  @Test func absurdCostIsOutOfGas() throws {
    var start = try Start("ecalli 11\ntrap")
    start.gas = Int64.max
    var host = TestHost()
    var machine = try start.machine()
    #expect(machine.run(host: &host) == .outOfGas)
    #expect(machine.gas == 0 && host.calls.isEmpty)
  }

  // MARK: log

  /// Runs a program that logs once, with these arguments.
  private func log(
    _ arguments: [UInt64], gas: Int64 = 100
  ) throws -> (text: String, exit: ExitReason, r7: UInt64, gas: Int64) {
    var start = try Start("ecalli 100\ntrap")
    start.memory = [0x20000: Array("targetHello, wörld".utf8)]
    start.gas = gas
    for (index, argument) in arguments.enumerated() { start.registers[7 + index] = argument }
    var host = LogHost(output: "")
    var machine = try start.machine()
    let exit = machine.run(host: &host)
    return (host.output, exit, machine[.a0], machine.gas)
  }

  @Test func logWritesALine() throws {
    let message: [UInt64] = [0x20006, 13]
    for (level, name): (UInt64, String) in [
      (0, "fatal"), (1, "warning"), (2, "important"), (3, "helpful"), (4, "pedantic"),
      (5, "level 5"),
    ] {
      let result = try log([level, 0x20000, 6] + message)
      #expect(result.text == "[\(name)] target: Hello, wörld\n")
      #expect(result.exit == .panic && result.r7 == UInt64.max - 1 && result.gas == 88)
    }
    #expect(try log([2, 0, 0] + message).text == "[important] Hello, wörld\n")
    #expect(try log([2, 0, 0, 0, 0]).text == "[important] \n")
  }

  @Test func logOfUnreadableMemoryDoesNothing() throws {
    for arguments: [UInt64] in [
      [2, 0x1F000, 6, 0x20006, 5], [2, 0x20000, 6, 0x21000, 1], [2, 0x20000, 6, 0x20006, 0x1000],
      [2, 0, 1, 0x20006, 5], [2, 0x20000, UInt64.max, 0x20006, 5],
      [2, 0x20000, 6, 0x1_0002_0006, 5],
    ] {
      let result = try log(arguments)
      #expect(result.text == "" && result.exit == .panic)
      #expect(result.r7 == UInt64.max - 1 && result.gas == 88)
    }
  }

  @Test func logThatIsNotPaidForDoesNothing() throws {
    let result = try log([2, 0x20000, 6, 0x20006, 5], gas: 10)
    #expect(result.text == "" && result.exit == .outOfGas && result.r7 == 2 && result.gas == 0)
    #expect(try log([2, 0, 0, 0x20006, 5], gas: 11).text == "[important] Hello\n")
  }
}
