import PVM
import PVMGuest
import PVMVM
import Testing

/// Host calls of the inner program: what the outer host sees of them, and what comes back.
@Suite struct ForwardingTests {
  /// An outer host that has one value to copy, answers everything else with fixed registers, and notes
  /// the calls.
  struct RecordingHost: OuterHost {
    /// The calls so far.
    var calls: [OuterCall] = []
    /// What functions that copy a value copy; nil for NONE.
    var value: [UInt8]?
    /// r7 and r8 of the other functions.
    var results: (UInt64, UInt64) = (0, 0)
    /// What functions that write a whole range write.
    var written: UInt8 = 0xEE

    mutating func perform(_ call: inout OuterCall) {
      calls.append(call)
      switch ForwardedCall(call.function, .gp07).destination {
      case .value(let pointer):
        call.a0 = value.map { UInt64($0.count) } ?? HostCallResult.none
        guard let value else { return }
        let first = Int(min(call.arguments[pointer + 1], UInt64(value.count)))
        let count = Int(min(call.arguments[pointer + 2], UInt64(value.count - first)))
        call.destination.bytes.replaceSubrange(0..<count, with: value[first..<first + count])
      case .whole, .exchanged:
        (call.a0, call.a1) = results
        call.destination.bytes = call.destination.bytes.map { _ in written }
      case .none: (call.a0, call.a1) = results
      }
    }
  }

  /// How a call ended.
  struct Result {
    /// The end of the run: `panic`, or that of the `trap` behind the call.
    var exit: ExitReason
    /// The counter there.
    var pc: UInt32
    /// The gas that was left.
    var gas: Int64
    /// r7.
    var a0: UInt64
    /// r8.
    var a1: UInt64
    /// The page at 0x20000.
    var page: [UInt8]
    /// The calls of the outer host.
    var calls: [OuterCall]
  }

  /// Makes one call with these registers from r7 on; the page at 0x20000 has bytes that count up and
  /// can be written, that at 0x30000 can only be read.
  private func call(
    _ index: Int, _ arguments: [UInt64], gas: Int64 = 1000, host: RecordingHost = RecordingHost()
  ) throws -> Result {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 4096, .readWrite)
    _ = memory.initialize(address: 0x20000, (0..<4096).map { UInt8(truncatingIfNeeded: $0) })
    memory.map(address: 0x30000, byteCount: 4096, .readOnly)
    var registers = RegisterFile()
    for (offset, value) in arguments.enumerated() {
      registers[Register(UInt8(7 + offset))] = value
    }
    var machine = Machine(
      program: try LoadedProgram(Assembler.assemble("ecalli \(index)\ntrap")),
      registers: registers, gas: gas, memory: memory)
    var forwarding = ForwardingHost(outer: host)
    let exit = machine.run(host: &forwarding)
    let page = machine.read(address: 0x20000, count: 4096)
    return Result(
      exit: exit, pc: machine.pc, gas: machine.gas, a0: machine[.a0], a1: machine[.a1],
      page: try #require(page),
      calls: forwarding.outer.calls)
  }

  @Test(arguments: Target.all)
  func everyFunctionOfTheProtocolIsForwardedAndNoOther(_ target: Target) throws {
    let host = ForwardingHost(outer: RecordingHost())
    let machine = Machine(
      program: try LoadedProgram(
        ProgramBlob(code: [0], mask: OpcodeMask(packed: [1], count: 1)!, target: target)), gas: 0)
    let last: UInt64 = target.release == .gp07 ? 26 : 27
    for index in 0..<200 as Range<UInt64> {
      #expect(
        (host.gasCost(of: index, on: machine) != nil) == (index <= last || index == 100), "\(index)"
      )
    }
    #expect(host.gasCost(of: UInt64.max, on: machine) == nil)
  }

  @Test func copiesOfAValueReachTheInnerMemory() throws {
    let host = RecordingHost(value: [10, 11, 12, 13, 14])
    // fetch(destination, offset 1, length 3)
    let result = try call(1, [0x20100, 1, 3, 14, 0, 0], host: host)
    #expect(result.a0 == 5)
    #expect(Array(result.page[0x0FF..<0x104]) == [0xFF, 11, 12, 13, 3])
    #expect(result.pc == 2 && result.gas == 1000 - 1 - 10 - 1)
    #expect(result.calls.map(\.arguments[10]) == [14, 14])
  }

  @Test func aValueIsCutAtItsEndBeforeRightsAreChecked() throws {
    let host = RecordingHost(value: [1, 2])
    // Only the last two bytes of the page are there, which is enough for the value.
    let result = try call(1, [0x20FFE, 0, 1 << 40, 0, 0, 0], host: host)
    #expect(result.a0 == 2)
    #expect(Array(result.page[0xFFD...]) == [0xFD, 1, 2])
    #expect(try call(1, [0x20FFF, 0, 2, 0], host: host).exit == .panic)
    #expect(try call(1, [0x30000, 0, 2, 0], host: host).pc == 0)
    #expect(try call(1, [0x20000 | 1 << 32, 0, 2, 0], host: host).pc == 0)
    // Nothing is copied, so any address will do.
    #expect(try call(1, [0, 9, 2, 0], host: host).a0 == 2)
    #expect(try call(1, [0, 0, 0, 0], host: host).a0 == 2)
    #expect(try call(1, [0, 0, 100, 0]).a0 == HostCallResult.none)
  }

  @Test(arguments: [
    (2, [7, 0x20010, 0x20100, 0, 9], 32), (3, [7, 0x20010, 5, 0x20100, 0, 9], 5),
    (6, [7, 0x20010, 0x20100, 0, 9], 32),
  ])
  func lookupsReadTheirKey(_ index: Int, _ arguments: [UInt64], _ count: Int) throws {
    let result = try call(index, arguments, host: RecordingHost(value: [9, 8]))
    #expect(result.a0 == 2)
    #expect(result.calls.count == 2)
    for call in result.calls {
      #expect(call.first.pointer == 8)
      #expect(call.first.bytes == (0x10..<0x10 + count).map { UInt8($0) })
    }
    #expect(result.page[0x100] == 9)
  }

  @Test func writeReadsKeyAndValue() throws {
    let result = try call(4, [0x20001, 2, 0x20010, 3], host: RecordingHost(results: (17, 99)))
    #expect(result.a0 == 17)
    #expect(result.a1 == 2, "r8 is no result")
    #expect(result.calls.map(\.first) == [OuterCall.Buffer(pointer: 7, bytes: [1, 2])])
    #expect(result.calls.map(\.second) == [OuterCall.Buffer(pointer: 9, bytes: [16, 17, 18])])
  }

  @Test(arguments: [
    (4, [0x20FFF, 2, 0x20000, 1]), (4, [0x20000, 1, 0x20FFF, 2]), (4, [0, 1, 0, 0]),
    (4, [0x20000, UInt64.max, 0, 0]), (8, [0x20000, 5000, 0]), (14, [0, 0, 0, 0, 0, 0]),
    (14, [0, 0x20000, 0, 0, 0, UInt64.max]), (15, [0, 0x20800, 0]), (16, [0x20000]),
    (18, [0x20FF0, 1, 1, 1, 0, 0]), (20, [5, 5, 5, 0x20FF0]), (21, [1, 0]), (22, [0, 1]),
    (25, [0x1_0002_0000]), (26, [0, 0x20000, 1 << 33]), (9, [0, 0x30000, 0, 4]),
    (12, [0, 0x30000]), (7, [0x20FFF, 2]), (10, [0, 0, 0, 1]),
  ])
  func rangesWithoutRightsPanicBeforeAnythingIsCalled(
    _ index: Int, _ arguments: [UInt64]
  ) throws {
    let result = try call(index, arguments)
    #expect(result.exit == .panic)
    #expect(result.pc == 0)
    #expect(result.calls.isEmpty)
  }

  @Test func exportReadsNoMoreThanASegment() throws {
    let result = try call(7, [0x20000, 4096])
    #expect(result.calls.first?.first.bytes.count == 4096)
    // 4,104 bytes are not there.
    #expect(try call(7, [0x20000, 1 << 60]).exit == .panic)
  }

  @Test func peekWritesOnlyWhatItGot() throws {
    let good = try call(9, [1, 0x20010, 0x5000, 4])
    #expect(Array(good.page[0x0F..<0x15]) == [0x0F, 0xEE, 0xEE, 0xEE, 0xEE, 0x14])
    let bad = try call(
      9, [1, 0x20010, 0x5000, 4], host: RecordingHost(results: (UInt64.max - 2, 0)))
    #expect(bad.a0 == UInt64.max - 2)
    #expect(bad.page[0x10] == 0x10)
  }

  @Test func invokeExchangesItsBlockAndHasTwoResults() throws {
    let result = try call(12, [1, 0x20020], host: RecordingHost(results: (3, 100)))
    #expect(result.a0 == 3 && result.a1 == 100)
    #expect(result.calls.first?.destination.bytes == (0x20..<0x90).map { UInt8($0) })
    #expect(result.page[0x20..<0x90].allSatisfy { $0 == 0xEE })
    #expect(result.page[0x90] == 0x90)
  }

  @Test func queryHasTwoResults() throws {
    let result = try call(22, [0x20000, 5], host: RecordingHost(results: (1, 2)))
    #expect(result.a0 == 1 && result.a1 == 2)
  }

  @Test func gasIsTheInnerProgramsOwn() throws {
    for index in [0, 17] {
      let result = try call(index, [], host: RecordingHost(results: (123_456, 0)))
      #expect(result.a0 == 1000 - 11)
    }
  }

  @Test func transferCostsItsGasWhenItIsMade() throws {
    let arguments: [UInt64] = [5, 10, 100, 0x20000]
    #expect(try call(20, arguments).gas == 1000 - 11 - 100 - 1)
    let refused = try call(20, arguments, host: RecordingHost(results: (UInt64.max - 3, 0)))
    #expect(refused.gas == 1000 - 11 - 1)
    let poor = try call(20, arguments, gas: 110)
    #expect(poor.exit == .outOfGas && poor.gas == 0 && poor.calls.isEmpty)
  }

  @Test func logNeverPanics() throws {
    let unreadable = try call(100, [1, 0, 0, 0x20FFF, 2])
    #expect(unreadable.a0 == HostCallResult.what && unreadable.calls.isEmpty)
    #expect(unreadable.pc == 2)
    let readable = try call(
      100, [1, 0x20001, 1, 0x20002, 2], host: RecordingHost(results: (HostCallResult.what, 0)))
    #expect(readable.calls.map(\.second.bytes) == [[2, 3]])
  }

  @Test func aCallThatCannotBePaidIsNotMade() throws {
    let result = try call(0, [], gas: 10)
    #expect(result.exit == .outOfGas && result.calls.isEmpty)
  }

  @Test func anUnknownCallIsTheEnd() throws {
    #expect(try call(27, []).exit == .hostCall(index: 27))
  }
}
