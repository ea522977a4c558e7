import JAMHost
import PVM
import PVMVM
import Testing

/// `lookup`, `historical_lookup`, `query`, `solicit`, `forget`, `provide`.
struct PreimageCallTests {
  /// This service.
  private let own = UInt64.max
  /// The guest's memory; the hash is there.
  private let memory = HostBench.memory
  /// Where results go.
  private let target = HostBench.memory + 0x8000
  /// Pointers to hashes that cannot be read.
  private let badPointers: [UInt64] = [0x30FE1, HostBench.unmapped, UInt64.max, 1 << 32 - 31, 0]

  /// A bench with a hash in memory.
  private func bench(
    _ entry: ServiceEntry = .accumulate, _ state: HostState = SampleState.make(),
    hash: Hash32 = SampleState.preimageHash
  ) throws -> HostBench {
    var bench = try HostBench(entry, state)
    bench.put(hash.bytes)
    return bench
  }

  /// A state where service 42 has a request for the preimage with a status.
  private func state(_ status: [UInt32]?) -> HostState {
    var state = SampleState.make()
    state.services.update(42) { account in
      account.setRequest(
        PreimageRequest(hash: SampleState.preimageHash, length: 9), status)
    }
    return state
  }

  @Test func lookupCopiesPreimages() throws {
    var bench = try bench()
    for service in [own, 42] {
      #expect(bench.call(.lookup, service, memory, target, 3, 4).r7 == 9)
      #expect(bench.bytes(5, at: target) == Array("imag".utf8) + [0])
    }
    for service: UInt64 in [43, 44, 1 << 32 + 42] {
      #expect(bench.call(.lookup, service, memory, target, 0, 9).r7 == UInt64.max)
    }
    #expect(bench.call(.lookup, own, memory + 1, target, 0, 9).r7 == UInt64.max)
    #expect(bench.call(.lookup, own, memory, HostBench.readOnly, 0, 9).end == .panic)
    for pointer in badPointers {
      #expect(bench.call(.lookup, own, pointer, target, 0, 9).isPanic(own, pointer))
      #expect(bench.call(.lookup, 44, pointer, target, 0, 9).isPanic(44, pointer))
    }
  }

  @Test func historicalLookupObservesTheAnchor() throws {
    let cases: [([UInt32]?, Bool)] = [
      (nil, false), ([], false), ([60], true), ([61], false), ([1, 60], false), ([1, 61], true),
      ([61, 62], false), ([1, 2, 60], true), ([1, 2, 61], false), ([1, 61, 70], true),
    ]
    for (status, isThere) in cases {
      var state = state(status)
      state.package = FetchTests.package()
      var bench = try bench(.refine, state)
      for service in [own, 42] {
        let result = bench.call(.historicalLookup, service, memory, target, 0, 9)
        #expect(result.r7 == (isThere ? 9 : UInt64.max), "\(String(describing: status))")
      }
      #expect(
        bench.bytes(9, at: target)
          == (isThere ? SampleState.preimage : Array(repeating: 0, count: 9)))
      #expect(bench.call(.historicalLookup, 44, memory, target, 0, 9).r7 == UInt64.max)
      for pointer in badPointers {
        #expect(bench.call(.historicalLookup, own, pointer, target, 0, 9).end == .panic)
      }
    }
  }

  @Test func queryReadsTheStatus() throws {
    let cases: [([UInt32]?, UInt64, UInt64)] = [
      (nil, UInt64.max, 0), ([], 0, 0), ([5], 1 | 5 << 32, 0), ([5, 6], 2 | 5 << 32, 6),
      ([5, 6, UInt32.max], 3 | 5 << 32, 6 | 0xFFFF_FFFF << 32),
    ]
    for (status, r7, r8) in cases {
      var bench = try bench(.accumulate, state(status))
      let result = bench.call(.query, memory, 9)
      #expect(result.r7 == r7 && result.r8 == r8)
      // Another length is another request.
      for length: UInt64 in [8, 1 << 32 + 9, UInt64.max] {
        let other = bench.call(.query, memory, length)
        #expect(other.r7 == UInt64.max && other.r8 == 0)
      }
      for pointer in badPointers { #expect(bench.call(.query, pointer, 9).isPanic(pointer, 9)) }
    }
  }

  @Test func solicitRequests() throws {
    let cases: [([UInt32]?, UInt64, [UInt32]?)] = [
      (nil, 0, []), ([], UInt64.max - 8, []), ([5], UInt64.max - 8, [5]),
      ([5, 6], 0, [5, 6, 100_000]), ([5, 6, 7], UInt64.max - 8, [5, 6, 7]),
    ]
    let request = PreimageRequest(hash: SampleState.preimageHash, length: 9)
    for (status, r7, after) in cases {
      var bench = try bench(.accumulate, state(status))
      #expect(bench.call(.solicit, memory, 9).r7 == r7)
      #expect(bench.host.ownAccount.requests[request] == after)
      for pointer in badPointers { #expect(bench.call(.solicit, pointer, 9).isPanic(pointer, 9)) }
    }
  }

  @Test func solicitNeedsBalance() throws {
    var state = state(nil)
    let needed = try #require(state.services[42]).threshold(state.parameters) + 20 + 81 + 9
    for (missing, r7): (UInt128, UInt64) in [(0, 0), (1, UInt64.max - 4)] {
      state.services.update(42) { $0.balance = UInt64(needed - missing) }
      var bench = try bench(.accumulate, state)
      #expect(bench.call(.solicit, memory, 9).r7 == r7)
      #expect(bench.host.ownAccount.requests.isEmpty == (r7 != 0))
    }
    // Lengths near 2^32 and 2^64 are a matter of balance too.
    state.services.update(42) { $0.balance = 1 << 33 }
    var bench = try bench(.accumulate, state)
    for length: UInt64 in [1 << 33, UInt64.max - 80, UInt64.max] {
      #expect(bench.call(.solicit, memory, length).r7 == UInt64.max - 4)
    }
    #expect(bench.call(.solicit, memory, 1 << 32 - 1).r7 == 0)
    #expect(bench.host.ownAccount.requests.count == 1)
    state.services.update(42) {
      $0.balance = UInt64.max
      $0.gratis = UInt64.max
    }
    bench = try self.bench(.accumulate, state)
    #expect(bench.call(.solicit, memory, UInt64.max).r7 == 0)
    #expect(bench.call(.solicit, memory, UInt64.max - 1).r7 == UInt64.max - 4)
    // More octets than the record has room for.
    #expect(bench.call(.info, own, target, 64, 8).r7 == 96)
    #expect(bench.bytes(8, at: target) == Array(repeating: 255, count: 8))
  }

  @Test func forgetWithdraws() throws {
    // 100,000 - 19,200 is 80,800: what was forgotten before may go.
    let cases: [([UInt32]?, UInt64, [UInt32]?)] = [
      (nil, UInt64.max - 8, nil), ([], 0, nil), ([5], 0, [5, 100_000]), ([5, 80_799], 0, nil),
      ([5, 80_800], UInt64.max - 8, [5, 80_800]), ([5, 80_799, 90_000], 0, [90_000, 100_000]),
      ([5, 80_800, 90_000], UInt64.max - 8, [5, 80_800, 90_000]),
    ]
    let request = PreimageRequest(hash: SampleState.preimageHash, length: 9)
    for (status, r7, after) in cases {
      var bench = try bench(.accumulate, state(status))
      #expect(bench.call(.forget, memory, 9).r7 == r7, "\(String(describing: status))")
      #expect(bench.host.ownAccount.requests[request] == after)
      let isGone = status != nil && after == nil
      #expect((bench.host.ownAccount.preimages[request.hash] == nil) == isGone)
      #expect(bench.call(.forget, memory, 10).r7 == UInt64.max - 8)
      for pointer in badPointers { #expect(bench.call(.forget, pointer, 9).isPanic(pointer, 9)) }
    }
  }

  @Test func forgetDoesNotExpireEarly() throws {
    var state = state([5, 0])
    state.timeslot = 19_200
    var bench = try bench(.accumulate, state)
    #expect(bench.call(.forget, memory, 9).r7 == UInt64.max - 8)
    state.timeslot = 19_201
    bench = try self.bench(.accumulate, state)
    #expect(bench.call(.forget, memory, 9).r7 == 0)
  }

  @Test func provideChecks() throws {
    var state = SampleState.make()
    let data: [UInt8] = [1, 2, 3]
    let request = PreimageRequest(hash: Hash32(of: data), length: 3)
    state.services.update(43) { $0.setRequest(request, []) }
    var bench = try bench(.accumulate, state)
    bench.put(data)
    // Not requested by this service, by no service, and of no service.
    #expect(bench.call(.provide, own, memory, 3).r7 == UInt64.max - 8)
    #expect(bench.call(.provide, 42, memory, 3).r7 == UInt64.max - 8)
    #expect(bench.call(.provide, 44, memory, 3).r7 == UInt64.max - 3)
    #expect(bench.call(.provide, 1 << 32 + 43, memory, 3).r7 == UInt64.max - 3)
    #expect(bench.call(.provide, 43, memory, 2).r7 == UInt64.max - 8)
    #expect(bench.call(.provide, 43, memory, 3).r7 == 0)
    #expect(bench.call(.provide, 43, memory, 3).r7 == UInt64.max - 8)
    #expect(bench.host.effects.provisions == [Provision(service: 43, data: data)])
    for (address, size) in [
      (HostBench.unmapped, 1), (memory, 1 << 32), (UInt64.max, UInt64.max),
    ] as [(UInt64, UInt64)] {
      #expect(bench.call(.provide, 44, address, size).isPanic(44, address, size))
    }
  }
}
