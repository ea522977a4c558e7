import JAMHost
import PVM
import PVMVM
import Testing

/// Invocations: arguments, gas, code sizes, outcomes, roll-back.
struct InvocationTests {
  /// A program file with code in assembly; read-only data is at 0x10000, 16 writable pages at 0x30000.
  private func file(_ assembly: String, data: [UInt8] = [0]) throws -> [UInt8] {
    let blob = try Assembler.assemble(assembly).encoded()
    let container = StandardProgram(
      readOnlyData: data, heapPages: 16, stackSize: 4096, program: blob)
    return ProgramFile(metadata: [1, 2], container: try container.encoded()).encoded()
  }

  /// A program for accumulate: pc 5.
  private func accumulate(_ assembly: String, data: [UInt8] = [0]) throws -> [UInt8] {
    try file(
      "fallthrough\nfallthrough\nfallthrough\nfallthrough\nfallthrough\n" + assembly, data: data)
  }

  /// Ends a run with r8 bytes from r7.
  private let halt = "\njump_ind r0, 0"

  /// Runs an invocation.
  private func run(
    _ entry: ServiceEntry, _ state: HostState, _ code: [UInt8]?, gas: UInt64? = 10_000
  ) throws -> InvocationOutcome {
    try ServiceInvocation(entry, state: state).run(code: code, gas: gas, log: Messages())
  }

  @Test func argumentsAndGas() throws {
    var state = SampleState.make()
    state.package = FetchTests.package()
    state.core = 300
    state.item = 1
    let authorization = try ServiceInvocation(.isAuthorized, state: state)
    #expect(authorization.arguments == [44, 1] && authorization.gas == 50_000_000)
    let refine = try ServiceInvocation(.refine, state: state)
    let hash = FetchTests.package().hash.bytes
    #expect(refine.arguments == [0x81, 44, 1, 42, 4, 1, 2, 3, 4] + hash)
    #expect(refine.gas == 1_000_000 && refine.state.service == 42)
    var transfer = Transfer()
    transfer.gas = 7
    var digest = WorkDigest()
    digest.gas = 100
    state.inputs = [.transfer(transfer), .result(digest)]
    state.privileges.alwaysAccumulated[42] = 1000
    let accumulate = try ServiceInvocation(.accumulate, state: state)
    #expect(accumulate.arguments == [0xC1, 0xA0, 0x86, 42, 2] && accumulate.gas == 1107)
    state.privileges.alwaysAccumulated[42] = UInt64.max
    #expect(try ServiceInvocation(.accumulate, state: state).gas == UInt64.max)
  }

  @Test func missingPartsAreErrors() throws {
    var state = SampleState.make()
    for entry in [ServiceEntry.refine, .isAuthorized] {
      let error = #expect(throws: InvocationError.self) {
        _ = try ServiceInvocation(entry, state: state)
      }
      #expect(error?.kind == .noPackage(entry) && error?.description.contains("package") == true)
    }
    state.package = FetchTests.package()
    state.item = 2
    let item = #expect(throws: InvocationError.self) {
      _ = try ServiceInvocation(.refine, state: state)
    }
    #expect(item?.kind == .noItem(index: 2, count: 2))
    state.service = 1
    let service = #expect(throws: InvocationError.self) {
      _ = try ServiceInvocation(.accumulate, state: state)
    }
    #expect(service?.kind == .noService(1))
  }

  @Test func refineReturnsAndExports() throws {
    var state = SampleState.make()
    state.package = FetchTests.package()
    let export = "load_imm r7, 0x10000\nload_imm r8, 2\necalli 7\n"
    let code = try file(export + "load_imm r7, 0x10000\nload_imm r8, 3" + halt, data: [7, 8, 9])
    let outcome = try run(.refine, state, code)
    #expect(outcome.result == .output([7, 8, 9]) && outcome.gasUsed == 16)
    #expect(outcome.state.results.exports.map { Array($0.prefix(3)) } == [[7, 8, 0]])
    // Exports of a failed run are lost.
    let failed = try run(.refine, state, try file(export + "trap", data: [7, 8, 9]))
    #expect(failed.result == .exit(.panic) && failed.gasUsed == 14)
    #expect(failed.state.results.exports.isEmpty)
    let poor = try run(.refine, state, code, gas: 15)
    #expect(poor.result == .exit(.outOfGas) && poor.gasUsed == 15)
    #expect(poor.state.results.exports.isEmpty)
    // Nothing but the results changes.
    var expected = state
    expected.service = 43
    expected.results.exports = outcome.state.results.exports
    #expect(outcome.state == expected)
  }

  @Test func accumulateYields() throws {
    let hash = Hash32(of: [1])
    let other = Hash32(of: [2])
    let data = hash.bytes + other.bytes
    let yield = "load_imm r7, 0x10000\necalli 25\n"
    for (size, expected) in [(32, other), (31, hash), (0, hash), (33, hash)] {
      let end = "load_imm r7, 0x10020\nload_imm r8, \(size)" + halt
      let outcome = try run(
        .accumulate, SampleState.make(), try accumulate(yield + end, data: data))
      #expect(outcome.state.results.yielded == expected, "\(size) bytes")
    }
    let nothing = try run(
      .accumulate, SampleState.make(), try accumulate("load_imm r8, 0" + halt))
    #expect(nothing.state.results.yielded == nil && nothing.result == .output([]))
  }

  /// Writes a byte under the key that a byte of read-only memory is.
  private func write(key: Int) -> String {
    "load_imm r7, \(0x10000 + key)\nload_imm r8, 1\nload_imm r9, 0x10000\nload_imm r10, 1\necalli 4\n"
  }

  @Test func failureRollsBackToTheCheckpoint() throws {
    let checkpoint = "ecalli 17\n"
    for (end, exit): (String, ExitReason) in [
      ("trap", .panic), ("load_u8 r2, [0x50000000]", .pageFault(address: 0x5000_0000)),
      ("jump @loop", .outOfGas),
    ] {
      let loop = end.hasPrefix("jump") ? "fallthrough\nloop:\njump loop" : end
      for hasCheckpoint in [false, true] {
        let code = try accumulate(
          write(key: 1) + (hasCheckpoint ? checkpoint : "") + write(key: 2) + loop, data: [5, 6, 7])
        let outcome = try run(.accumulate, SampleState.make(), code)
        #expect(outcome.result == .exit(exit))
        let storage = outcome.state.services[42]?.storage
        #expect(storage?[StorageKey([6])] == (hasCheckpoint ? [5] : nil))
        #expect(storage?[StorageKey([7])] == nil)
        #expect(outcome.state.services[42]?.lastAccumulated == 100_000)
      }
    }
    let code = try accumulate(write(key: 1) + write(key: 2) + halt, data: [5, 6, 7])
    let outcome = try run(.accumulate, SampleState.make(), code)
    #expect(outcome.state.services[42]?.storage[StorageKey([7])] == [5])
  }

  @Test func transferredBalanceArrives() throws {
    var state = SampleState.make()
    var transfer = Transfer()
    transfer.receiver = 42
    transfer.amount = 5000
    transfer.memo = [UInt8](repeating: 0, count: 128)
    state.inputs = [.transfer(transfer)]
    for code in [try accumulate("trap"), try accumulate("load_imm r8, 0" + halt), nil] {
      let outcome = try run(.accumulate, state, code)
      #expect(outcome.state.services[42]?.balance == 15_000)
      #expect(outcome.state.inputs.isEmpty)
      #expect(outcome.state.services[42]?.lastAccumulated == (code == nil ? 4 : 100_000))
    }
    let noCode = try run(.accumulate, state, nil)
    #expect(noCode.result == .refused(.missingCode) && noCode.gasUsed == 0)
  }

  @Test func providedPreimagesArrive() throws {
    var state = SampleState.make()
    let request = PreimageRequest(hash: Hash32(of: [5]), length: 1)
    state.services.update(43) { $0.setRequest(request, []) }
    let provide = "load_imm r7, 43\nload_imm r8, 0x10000\nload_imm r9, 1\necalli 26\n"
    let outcome = try run(
      .accumulate, state, try accumulate(provide + "load_imm r8, 0" + halt, data: [5]))
    #expect(outcome.state.services[43]?.preimages[request.hash] == [5])
    #expect(outcome.state.services[43]?.requests[request] == [100_000])
    let failed = try run(.accumulate, state, try accumulate(provide + "trap", data: [5]))
    #expect(failed.state.services[43]?.requests[request] == [])
  }

  @Test func privilegesCountForWhoHadThem() throws {
    var state = SampleState.make()
    state.parameters[.cores] = 2
    state.parameters[.validators] = 1
    state.privileges.assigners = [0, 42]
    // bless(1, [5, 6], 42, 4, nothing), designate.
    let bless =
      "load_imm r7, 1\nload_imm r8, 0x10000\nload_imm r9, 42\nload_imm r10, 4\necalli 14\n"
      + "load_imm r7, 0x30000\necalli 16\n"
    let code = try accumulate(
      bless + "load_imm r8, 0" + halt, data: [5, 0, 0, 0, 6, 0, 0, 0])
    var outcome = try run(.accumulate, state, code)
    // It is neither manager nor delegator: only its own core's assigner changes.
    #expect(outcome.state.privileges.assigners == [0, 6])
    #expect(outcome.state.privileges.manager == 0 && outcome.state.privileges.delegator == 0)
    #expect(outcome.state.validators == nil)
    state.privileges.manager = 42
    outcome = try run(.accumulate, state, code)
    #expect(outcome.state.privileges.assigners == [5, 6])
    #expect(outcome.state.privileges.manager == 1 && outcome.state.privileges.delegator == 42)
    #expect(outcome.state.privileges.registrar == 4 && outcome.state.validators == nil)
    state.privileges.delegator = 42
    outcome = try run(.accumulate, state, code)
    #expect(outcome.state.validators == [UInt8](repeating: 0, count: 336))
  }

  @Test func codeHasALargestSize() throws {
    var state = SampleState.make()
    state.package = FetchTests.package()
    let code = try file("load_imm r8, 0" + halt)
    let container = code.count - 3
    // Metadata counts for refine only.
    for (entry, parameter, size): (ServiceEntry, ProtocolParameter, Int) in [
      (.isAuthorized, .authorizerCodeSize, container), (.refine, .serviceCodeSize, code.count),
      (.accumulate, .serviceCodeSize, container),
    ] {
      state.parameters[parameter] = UInt64(size)
      #expect(try run(entry, state, code).result != .refused(.codeTooLarge), "\(entry)")
      state.parameters[parameter] = UInt64(size - 1)
      #expect(try run(entry, state, code).result == .refused(.codeTooLarge), "\(entry)")
    }
  }

  @Test func codeComesFromTheState() throws {
    var state = SampleState.make()
    let code = try file("load_imm r7, 0x10000\nload_imm r8, 1" + halt, data: [9])
    let hash = Hash32(of: code)
    state.package = FetchTests.package()
    state.package?.items[0].codeHash = hash
    state.package?.authorizerCodeHash = hash
    for entry in [ServiceEntry.refine, .isAuthorized] {
      #expect(try run(entry, state, nil).result == .refused(.missingCode))
    }
    state.services.update(43) { account in
      account.preimages[hash] = code
      account.setRequest(PreimageRequest(hash: hash, length: UInt64(code.count)), [60])
    }
    for entry in [ServiceEntry.refine, .isAuthorized] {
      #expect(try run(entry, state, nil).result == .output([9]))
    }
    // Not there yet at the lookup anchor.
    state.package?.context.lookupTimeslot = 59
    #expect(try run(.refine, state, nil).result == .refused(.missingCode))
  }

  @Test func malformedCodePanics() throws {
    var state = SampleState.make()
    state.package = FetchTests.package()
    for code: [UInt8] in [[], [5], [0], [0, 1, 2, 3], [255]] {
      let outcome = try run(.refine, state, code)
      #expect(outcome.result == .refused(.malformed) && outcome.gasUsed == 0)
    }
  }
}
