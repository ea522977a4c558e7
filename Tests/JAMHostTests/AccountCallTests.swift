import JAMHost
import PVM
import PVMVM
import Testing

/// `new`, `upgrade`, `transfer`, `eject`, `checkpoint`, and the privileged functions.
struct AccountCallTests {
  /// The guest's memory.
  private let memory = HostBench.memory
  /// Pointers to nothing that can be read.
  private let badPointers: [UInt64] = [0x30FE1, HostBench.unmapped, UInt64.max, 1 << 32 - 31, 0]
  /// Results.
  private let who = UInt64.max - 3, full = UInt64.max - 4, core = UInt64.max - 5
  /// More results.
  private let cash = UInt64.max - 6, low = UInt64.max - 7, huh = UInt64.max - 8

  // MARK: new

  @Test func newCreatesServices() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    let code = Hash32(of: [77])
    bench.put(code.bytes)
    let first = bench.host.effects.nextService
    #expect(first >= 1 << 16 && first < UInt32.max - 255)
    // 2 items and 81 + 50 octets: 100 + 20 + 131.
    #expect(bench.call(.new, memory, 50, 5, 6, 0, 9).r7 == UInt64(first))
    let created = try #require(bench.host.effects.services[first])
    #expect(created.codeHash == code && created.balance == 251 && created.gratis == 0)
    #expect(created.minimumItemGas == 5 && created.minimumMemoGas == 6)
    #expect(created.created == 100_000 && created.parent == 42 && created.lastAccumulated == 0)
    #expect(created.requests.entries.map(\.key) == [PreimageRequest(hash: code, length: 50)])
    #expect(created.requests.entries.map(\.value) == [[]])
    #expect(bench.host.ownAccount.balance == 10_000 - 251)
    let second = bench.host.effects.nextService
    #expect(UInt64(second - 65536) == (UInt64(first - 65536) + 42) % (1 << 32 - 65536 - 256))
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 0).r7 == UInt64(second))
    for pointer in badPointers { #expect(bench.call(.new, pointer, 1).isPanic(pointer, 1)) }
    for length: UInt64 in [1 << 32, UInt64.max] {
      #expect(bench.call(.new, memory, length).isPanic(memory, length))
    }
  }

  @Test func newIndicesSkipServices() throws {
    var state = SampleState.make()
    let first = AccumulateEffects(state).nextService
    state.services[first] = ServiceAccount(balance: 1000)
    state.services[first + 43] = ServiceAccount(balance: 1000)
    var bench = try HostBench(.accumulate, state)
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 0).r7 == UInt64(first + 1))
    #expect(bench.host.effects.nextService == first + 44)
  }

  @Test func newNeedsBalance() throws {
    var state = SampleState.make()
    let needed = UInt64(try #require(state.services[42]).threshold(state.parameters)) + 201 + 50
    for (balance, r7) in [
      (needed - 1, cash), (needed, UInt64(AccumulateEffects(state).nextService)),
    ] {
      state.services.update(42) { $0.balance = balance }
      var bench = try HostBench(.accumulate, state)
      let before = bench.host.effects
      #expect(bench.call(.new, memory, 50, 0, 0, 0, 0).r7 == r7)
      #expect((bench.host.effects == before) == (r7 == cash))
      #expect(bench.call(.new, memory, 1 << 32 - 1, 0, 0, 0, 0).r7 == cash)
    }
  }

  @Test func gratisIsTheManagers() throws {
    var state = SampleState.make()
    var bench = try HostBench(.accumulate, state)
    #expect(bench.call(.new, memory, 50, 0, 0, 1, 0).r7 == huh)
    state.privileges.manager = 42
    bench = try HostBench(.accumulate, state)
    let first = bench.host.effects.nextService
    #expect(bench.call(.new, memory, 50, 0, 0, 51, 0).r7 == UInt64(first))
    #expect(bench.host.effects.services[first]?.balance == 200)
    #expect(bench.host.effects.services[first]?.gratis == 51)
    #expect(bench.call(.new, memory, 50, 0, 0, UInt64.max, 0).r7 < 1 << 32)
    #expect(bench.host.ownAccount.balance == 9800)
  }

  @Test func registrarChoosesLowIndices() throws {
    var state = SampleState.make()
    state.privileges.registrar = 42
    var bench = try HostBench(.accumulate, state)
    let first = bench.host.effects.nextService
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 65535).r7 == 65535)
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 65535).r7 == full)
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 7).r7 == full)
    #expect(bench.host.effects.nextService == first)
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 65536).r7 == UInt64(first))
    #expect(bench.call(.new, memory, 0, 0, 0, 0, 1 << 32 + 8).r7 < 1 << 32)
    #expect(bench.host.ownAccount.balance == 10_000 - 3 * 201)
  }

  // MARK: upgrade, transfer, eject

  @Test func upgradeReplacesTheCode() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    bench.put(Hash32(of: [78]).bytes)
    #expect(bench.call(.upgrade, memory, 1 << 40, UInt64.max).r7 == 0)
    #expect(bench.host.ownAccount.codeHash == Hash32(of: [78]))
    #expect(bench.host.ownAccount.minimumItemGas == 1 << 40)
    #expect(bench.host.ownAccount.minimumMemoGas == UInt64.max)
    for pointer in badPointers { #expect(bench.call(.upgrade, pointer).isPanic(pointer)) }
  }

  @Test func transferSends() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    let memo = [UInt8](repeating: 9, count: 128)
    bench.put(memo)
    let result = bench.call(.transfer, 43, 100, 22, memory)
    #expect(result.r7 == 0 && result.gasUsed == 32)
    #expect(bench.host.ownAccount.balance == 9900)
    #expect(bench.host.effects.services[43]?.balance == 1000)
    let transfer = try #require(bench.host.effects.transfers.first)
    #expect(transfer.sender == 42 && transfer.receiver == 43 && transfer.amount == 100)
    #expect(transfer.gas == 22 && transfer.memo == memo)
    // Failures cost nothing more.
    for (receiver, amount, gas, r7): (UInt64, UInt64, UInt64, UInt64) in [
      (44, 1, 500, who), (1 << 32 + 43, 1, 500, who), (UInt64.max, 1, 500, who),
      (43, 1, 21, low), (43, 1 << 63, 21, low), (43, 9900, 22, cash), (43, UInt64.max, 22, cash),
    ] {
      let result = bench.call(.transfer, receiver, amount, gas, memory)
      #expect(result.r7 == r7 && result.gasUsed == 10 && result.end == .resumed)
    }
    #expect(bench.host.effects.transfers.count == 1)
    for pointer: UInt64 in [0x30F81, 0x2FFFF + 0x2000, UInt64.max, HostBench.unmapped] {
      #expect(bench.call(.transfer, 44, 1, 1, pointer).isPanic(44, 1, 1, pointer))
    }
    #expect(bench.call(.transfer, 43, 0, 22, 0x30F80).r7 == 0)
  }

  @Test func transferTakesTheGasOrEnds() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    let before = bench.host.effects
    for gas: UInt64 in [91, 1 << 32, 1 << 63, UInt64.max] {
      let result = bench.call(.transfer, 43, 1, gas, memory, gas: 100)
      #expect(result.end == .outOfGas && result.gasUsed == 100 && result.r7 == 43)
    }
    #expect(bench.host.effects == before)
    #expect(bench.call(.transfer, 43, 1, 90, memory, gas: 100).gasUsed == 100)
    // To itself, with all that is not needed.
    let needed = UInt64(bench.host.ownAccount.threshold(ProtocolParameters()))
    let rest = bench.host.ownAccount.balance - needed
    #expect(bench.call(.transfer, 42, rest + 1, 12, memory).r7 == cash)
    #expect(bench.call(.transfer, 42, rest, 12, memory).r7 == 0)
    #expect(bench.host.ownAccount.balance == needed)
  }

  @Test func ejectRemoves() throws {
    var state = SampleState.make()
    let hash = Hash32(of: [1])
    let request = PreimageRequest(hash: hash, length: 40)
    var account = ServiceAccount(codeHash: Hash32(littleEndian: 42), balance: 700)
    account.setRequest(request, [1, 80_799])
    state.services[50] = account
    // Not given up to this service, forgotten too late, never forgotten, something else left.
    account.codeHash = Hash32(littleEndian: 43)
    state.services[51] = account
    account.codeHash = Hash32(littleEndian: 42)
    account.setRequest(request, [1, 80_800])
    state.services[52] = account
    account.setRequest(request, [1])
    state.services[53] = account
    account.setRequest(request, [1, 80_799, 90_000])
    state.services[54] = account
    account.setRequest(request, [1, 80_799])
    account.setStorage(StorageKey([1]), [1])
    state.services[55] = account
    account.setRequest(request, nil)
    account.setStorage(StorageKey([2]), [1])
    state.services[56] = account
    account.setStorage(StorageKey([1]), nil)
    account.setStorage(StorageKey([2]), nil)
    state.services[57] = account
    var bench = try HostBench(.accumulate, state)
    bench.put(hash.bytes)
    for service: UInt64 in [42, 43, 51, 99, 1 << 32 + 50, UInt64.max] {
      #expect(bench.call(.eject, service, memory).r7 == who, "\(service)")
    }
    for service: UInt64 in 52...57 {
      #expect(bench.call(.eject, service, memory).r7 == huh, "\(service)")
    }
    #expect(bench.call(.eject, 50, memory + 1).r7 == huh)
    for pointer in badPointers { #expect(bench.call(.eject, 50, pointer).isPanic(50, pointer)) }
    #expect(bench.host.ownAccount.balance == 10_000)
    #expect(bench.call(.eject, 50, memory).r7 == 0)
    #expect(bench.host.ownAccount.balance == 10_700)
    #expect(bench.host.effects.services[50] == nil)
    #expect(bench.call(.eject, 50, memory).r7 == who)
  }

  @Test func checkpointKeepsEffects() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    #expect(bench.call(.write, memory, 1, memory, 1).r7 == UInt64.max)
    #expect(bench.host.fallback != bench.host.effects)
    #expect(bench.call(.checkpoint, gas: 500).r7 == 490)
    #expect(bench.host.fallback == bench.host.effects)
  }

  // MARK: Privileges

  @Test func blessSetsPrivileges() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    let assigners = (0..<341).flatMap { SampleState.encode(UInt64($0) + 1, 4) }
    bench.put(assigners)
    let always = memory + 0x4000
    let pairs: [(UInt64, UInt64)] = [(9, 900), (3, 1 << 40), (9, 901)]
    bench.put(
      pairs.flatMap { SampleState.encode($0, 4) + SampleState.encode($1, 8) }, at: always)
    #expect(bench.call(.bless, 1, memory, 2, 3, always, 3).r7 == 0)
    let privileges = bench.host.effects.privileges
    #expect(privileges.manager == 1 && privileges.delegator == 2 && privileges.registrar == 3)
    #expect(privileges.assigners == (1...341).map { UInt32($0) })
    #expect(privileges.alwaysAccumulated.entries.map(\.key) == [3, 9])
    #expect(privileges.alwaysAccumulated.entries.map(\.value) == [1 << 40, 901])
    for (manager, delegator, registrar): (UInt64, UInt64, UInt64) in [
      (1 << 32, 0, 0), (0, 1 << 32, 0), (0, 0, 1 << 32), (UInt64.max, 0, 0),
    ] {
      let result = bench.call(.bless, manager, memory, delegator, registrar, always, 0)
      #expect(result.r7 == who)
    }
    #expect(bench.host.effects.privileges == privileges)
    #expect(bench.call(.bless, 1, memory, 2, 3, UInt64.max, 0).r7 == 0)
    #expect(bench.call(.bless, 1, 0x30AAD, 2, 3, always, 0).end == .panic)
    for count: UInt64 in [1 << 32, 1 << 62, UInt64.max, UInt64.max / 12 + 1] {
      #expect(bench.call(.bless, 1 << 32, memory, 2, 3, always, count).end == .panic)
    }
    #expect(bench.call(.bless, 1, memory, 2, 3, HostBench.unmapped, 1).end == .panic)
  }

  @Test func assignSetsQueues() throws {
    var state = SampleState.make()
    state.privileges.assigners[340] = 42
    var bench = try HostBench(.accumulate, state)
    bench.put(Hash32(of: [4]).bytes)
    #expect(bench.call(.assign, 341, memory, 1).r7 == core)
    #expect(bench.call(.assign, UInt64.max, memory, 1).r7 == core)
    #expect(bench.call(.assign, 0, memory, 1).r7 == huh)
    #expect(bench.call(.assign, 0, memory, UInt64.max).r7 == huh)
    #expect(bench.call(.assign, 340, memory, 1 << 32).r7 == who)
    #expect(bench.host.effects.queues.isEmpty)
    #expect(bench.call(.assign, 340, memory, 9).r7 == 0)
    #expect(
      bench.host.effects.queues[340] == [Hash32(of: [4])] + Array(repeating: .zero, count: 79))
    #expect(bench.host.effects.privileges.assigners[340] == 9)
    #expect(bench.call(.assign, 340, memory, 9).r7 == huh)
    for pointer: UInt64 in [0x30601, HostBench.unmapped, UInt64.max] {
      #expect(bench.call(.assign, 341, pointer, 1).isPanic(341, pointer, 1))
    }
  }

  @Test func designateSetsValidators() throws {
    var state = SampleState.make()
    state.parameters[.validators] = 6
    var bench = try HostBench(.accumulate, state)
    bench.put([5, 6, 7])
    #expect(bench.call(.designate, memory).r7 == huh)
    #expect(bench.call(.designate, HostBench.unmapped).isPanic(HostBench.unmapped))
    state.privileges.delegator = 42
    bench = try HostBench(.accumulate, state)
    bench.put([5, 6, 7])
    #expect(bench.call(.designate, memory).r7 == 0)
    #expect(bench.host.effects.validators == [5, 6, 7] + Array(repeating: 0, count: 6 * 336 - 3))
    #expect(bench.call(.designate, 0x30821).isPanic(0x30821))
    #expect(bench.call(.designate, 0x30820).r7 == 0)
  }
}
