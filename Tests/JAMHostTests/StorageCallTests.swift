import JAMHost
import PVM
import PVMVM
import Testing

/// `read`, `write`, `info`, `yield`, `export`.
struct StorageCallTests {
  /// This service.
  private let own = UInt64.max
  /// The guest's memory.
  private let memory = HostBench.memory
  /// Where results go.
  private let target = HostBench.memory + 0x8000

  @Test func readCopiesValues() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    bench.put([1, 2, 3])
    for service in [own, 42] {
      #expect(bench.call(.read, service, memory, 2, target, 1, 3).r7 == 5)
      #expect(bench.bytes(4, at: target) == [20, 30, 40, 0])
      // The key may be empty, and then its address is of no matter.
      #expect(bench.call(.read, service, UInt64.max, 0, target, 0, 9).r7 == 1)
      #expect(bench.call(.read, service, memory, 1, target, 0, 9).r7 == UInt64.max)
    }
    #expect(bench.call(.read, 43, memory + 2, 1, target, 0, 9).r7 == 3)
    for service: UInt64 in [44, 1 << 32 + 42, UInt64.max - 1] {
      #expect(bench.call(.read, service, memory, 2, target, 0, 9).r7 == UInt64.max)
    }
  }

  @Test func readPanics() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    bench.put([1, 2])
    for (key, size) in [
      (HostBench.unmapped, 1), (0x30FFF, 2), (memory, 1 << 32), (memory, UInt64.max),
      (UInt64.max, 1), (1 << 32, 1), (0, 1),
    ] as [(UInt64, UInt64)] {
      #expect(bench.call(.read, own, key, size, target, 0, 9).isPanic(own, key, size))
      // Also for a service that does not exist.
      #expect(bench.call(.read, 44, key, size, target, 0, 9).end == .panic)
    }
    #expect(bench.call(.read, own, memory, 2, HostBench.readOnly, 0, 9).end == .panic)
    #expect(bench.call(.read, own, memory, 2, HostBench.readOnly, 5, 9).r7 == 5)
  }

  @Test func writeSetsAndDeletes() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    bench.put([1, 2, 3, 4, 5, 6])
    #expect(bench.call(.write, memory, 2, memory + 2, 4).r7 == 5)
    #expect(bench.host.ownAccount.storage[StorageKey([1, 2])] == [3, 4, 5, 6])
    #expect(bench.call(.write, memory, 3, memory, 1).r7 == UInt64.max)
    #expect(bench.host.ownAccount.storage[StorageKey([1, 2, 3])] == [1])
    #expect(bench.call(.write, memory, 2, UInt64.max, 0).r7 == 4)
    #expect(bench.call(.write, memory, 2, 0, 0).r7 == UInt64.max)
    #expect(bench.host.ownAccount.storage.count == 2)
    // Read-only memory can be read.
    #expect(bench.call(.write, HostBench.readOnly, 1, HostBench.readOnly, 2).r7 == UInt64.max)
    #expect(bench.host.ownAccount.storage[StorageKey([0])] == [0, 0])
  }

  @Test func writePanics() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    let before = bench.host.effects
    for (address, size) in [
      (HostBench.unmapped, 1), (memory, 1 << 32), (memory, UInt64.max), (UInt64.max, 1), (0, 1),
      (UInt64.max, UInt64.max),
    ] as [(UInt64, UInt64)] {
      #expect(bench.call(.write, address, size, memory, 1).isPanic(address, size, memory, 1))
      #expect(bench.call(.write, memory, 1, address, size).isPanic(memory, 1, address, size))
    }
    #expect(bench.host.effects == before)
  }

  @Test func writeNeedsBalance() throws {
    var state = SampleState.make()
    let needed = try #require(state.services[42]).threshold(state.parameters)
    // An item of 34 + 1 + 2 octets.
    for (balance, result): (UInt128, UInt64) in [
      (needed + 10 + 36, UInt64.max - 4), (needed + 10 + 37, UInt64.max),
    ] {
      state.services.update(42) { $0.balance = UInt64(balance) }
      var bench = try HostBench(.accumulate, state)
      let before = bench.host.effects
      #expect(bench.call(.write, memory, 1, memory, 2).r7 == result)
      #expect((bench.host.effects == before) == (result == UInt64.max - 4))
    }
  }

  @Test func infoHasTheRecord() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    #expect(bench.call(.info, own, target, 0, 200).r7 == 96)
    // Two storage items and a request: 34 + 2 + 5, 34 + 0 + 1, 81 + 9 octets; four items.
    let octets: UInt64 = 41 + 35 + 90
    let numbers: [(UInt64, Int)] = [
      (10_000, 8), (140 + octets, 8), (11, 8), (12, 8), (octets, 8), (4, 4), (0, 8), (3, 4), (4, 4),
      (5, 4),
    ]
    let expected = Hash32(of: [1]).bytes + numbers.flatMap(SampleState.encode)
    #expect(bench.bytes(97, at: target) == expected + [0])
    #expect(bench.call(.info, 42, target, 95, 200).r7 == 96)
    #expect(bench.bytes(2, at: target) == [0, expected[1]])
    #expect(bench.call(.info, 43, target, 32, 8).r7 == 96)
    #expect(bench.bytes(8, at: target) == SampleState.encode(1000, 8))
    #expect(bench.call(.info, 44, target, 0, 96).r7 == UInt64.max)
    #expect(bench.call(.info, 1 << 32 + 42, target, 0, 96).r7 == UInt64.max)
    #expect(bench.call(.info, own, HostBench.readOnly, 0, 96).isPanic(own, HostBench.readOnly))
    #expect(bench.call(.info, own, 0x2FFFF, 0, 2).end == .panic)
  }

  @Test func gratisLowersTheThreshold() throws {
    var state = SampleState.make()
    for (gratis, threshold): (UInt64, UInt64) in [(6, 300), (306, 0), (UInt64.max, 0)] {
      state.services.update(42) { $0.gratis = gratis }
      var bench = try HostBench(.accumulate, state)
      #expect(bench.call(.info, own, target, 40, 8).r7 == 96)
      #expect(bench.bytes(8, at: target) == SampleState.encode(threshold, 8))
    }
  }

  @Test func yieldSetsTheHash() throws {
    var bench = try HostBench(.accumulate, SampleState.make())
    bench.put(Hash32(of: [3]).bytes)
    #expect(bench.call(.yield, memory).r7 == 0)
    #expect(bench.host.effects.yielded == Hash32(of: [3]))
    #expect(bench.call(.yield, HostBench.readOnly).r7 == 0)
    #expect(bench.host.effects.yielded == .zero)
    for address: UInt64 in [0x30FE1, HostBench.unmapped, UInt64.max, 1 << 32 - 31] {
      #expect(bench.call(.yield, address).isPanic(address))
    }
  }

  @Test func exportAddsSegments() throws {
    var state = SampleState.make()
    state.package = FetchTests.package()
    state.exportOffset = 3070
    var bench = try HostBench(.refine, state)
    bench.put([1, 2, 3])
    #expect(bench.call(.export, memory, 2).r7 == 3070)
    #expect(bench.host.exports == [[1, 2] + [UInt8](repeating: 0, count: 4102)])
    for (address, length) in [
      (HostBench.unmapped, 1), (0x2FFFF, 4104), (0x30FFF, 2), (UInt64.max, UInt64.max),
    ] as [(UInt64, UInt64)] {
      #expect(bench.call(.export, address, length).isPanic(address, length))
    }
    // More than a segment is cut.
    #expect(bench.call(.export, memory, UInt64.max).r7 == 3071)
    #expect(bench.host.exports.map(\.count) == [4104, 4104])
    #expect(bench.call(.export, memory, 0).r7 == UInt64.max - 4)
    #expect(bench.call(.export, HostBench.unmapped, 1).end == .panic)
    #expect(bench.host.exports.count == 2)
    state.exportOffset = UInt64.max
    bench = try HostBench(.refine, state)
    #expect(bench.call(.export, memory, 0).r7 == UInt64.max - 4)
  }
}
