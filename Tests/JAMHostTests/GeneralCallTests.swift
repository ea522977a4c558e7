import JAMHost
import PVM
import PVMVM
import Testing

/// What holds for all host functions, and `gas`, `fetch`, `log`.
struct GeneralCallTests {
  /// All contexts.
  static let entries = ServiceEntry.allCases

  /// A state for any context.
  private func state() -> HostState {
    var state = SampleState.make()
    state.package = FetchTests.package()
    return state
  }

  @Test(arguments: entries)
  func functionsOfOtherContextsAnswerWhat(_ entry: ServiceEntry) throws {
    var bench = try HostBench(entry, state())
    for index in (0...101) + [UInt64.max] {
      let function = Target.gp07.hostFunction(index)
      if let function, function.isOffered(in: entry), function != .log { continue }
      let result = bench.call(index: index, [1, 2, 3, 4, 5])
      #expect(result.end == .resumed && result.r7 == UInt64.max - 1 && result.r8 == 2)
      #expect(result.gasUsed == 10)
    }
  }

  @Test func offeredFunctionsAreThoseOfTheSpecification() {
    let refine: Set<UInt64> = [0, 1, 6, 7, 8, 9, 10, 11, 12, 13, 100]
    let accumulate: Set<UInt64> = Set([0, 1, 2, 3, 4, 5, 100]).union(14...26)
    for function in Target.gp07.hostFunctions {
      let index = function.rawValue
      #expect(function.isOffered(in: .refine) == refine.contains(index))
      #expect(function.isOffered(in: .accumulate) == accumulate.contains(index))
      #expect(function.isOffered(in: .isAuthorized) == [0, 1, 100].contains(index))
    }
    #expect(Target.gp07.hostFunctions.map(\.rawValue) == Array(0...26) + [100])
  }

  @Test(arguments: entries)
  func everyFunctionCostsTen(_ entry: ServiceEntry) throws {
    for index in (0...27) + [100] as [UInt64] {
      var bench = try HostBench(entry, state())
      // Pointers to nothing: most functions panic, and have been paid for.
      let arguments = [UInt64](repeating: 0, count: 6)
      #expect(bench.call(index: index, arguments).gasUsed == 10, "function \(index)")
      #expect(bench.call(index: index, arguments, gas: 10).gasUsed == 10)
      let poor = bench.call(index: index, arguments, gas: 9)
      #expect(poor.end == .outOfGas && poor.gasUsed == 9 && poor.r7 == 0)
    }
  }

  @Test(arguments: entries)
  func gasIsWhatIsLeft(_ entry: ServiceEntry) throws {
    var bench = try HostBench(entry, state())
    #expect(bench.call(.gas, gas: 1234).r7 == 1224)
    #expect(bench.call(.gas, gas: 10).r7 == 0)
  }

  @Test func logWritesAndAnswersWhat() throws {
    var bench = try HostBench(.refine, state())
    bench.put(Array("herehello".utf8))
    let memory = HostBench.memory
    #expect(bench.call(.log, 2, memory, 4, memory + 4, 5).r7 == UInt64.max - 1)
    #expect(bench.call(.log, 2, memory, 4, HostBench.unmapped, 5).end == .resumed)
    #expect(bench.call(.log, 2, UInt64.max, 1, memory + 4, 5).r7 == UInt64.max - 1)
  }
}

/// `fetch` with all its kinds.
struct FetchTests {
  /// A package with two items.
  static func package() -> WorkPackage {
    var package = WorkPackage()
    package.authorizerService = 43
    package.authorizerCodeHash = Hash32(of: [5])
    package.token = [1, 2, 3]
    package.configuration = [4, 5]
    package.context.anchor = Hash32(of: [6])
    package.context.lookupTimeslot = 60
    package.context.prerequisites = [Hash32(of: [7])]
    var item = WorkItem()
    item.service = 43
    item.payload = [9, 9]
    item.refineGas = 1_000_000
    item.accumulateGas = 2000
    package.items = [item]
    item.service = 42
    item.codeHash = Hash32(of: [8])
    item.payload = [1, 2, 3, 4]
    item.exportCount = 2
    item.extrinsics = [[1], [2, 2]]
    var source = WorkItem.Import()
    source.root = Hash32(of: [10])
    source.isPackage = true
    source.index = 3
    source.segment = [5, 6, 7]
    item.imports = [source]
    package.items.append(item)
    return package
  }

  /// The value of a kind, or nil for NONE.
  private func fetch(
    _ bench: inout HostBench, _ kind: UInt64, _ first: UInt64 = 0, _ second: UInt64 = 0
  ) -> [UInt8]? {
    let result = bench.call(.fetch, HostBench.memory, 0, 0x10000, kind, first, second)
    #expect(result.end == .resumed)
    return result.r7 == UInt64.max ? nil : bench.bytes(Int(result.r7))
  }

  /// A state with everything.
  private func state() -> HostState {
    var state = SampleState.make()
    state.package = FetchTests.package()
    state.item = 1
    state.authorizationTrace = [3, 1, 4]
    var digest = WorkDigest()
    digest.gas = 300
    digest.result = .blob([1, 2])
    digest.trace = [5]
    var transfer = Transfer()
    transfer.sender = 7
    transfer.receiver = 42
    transfer.amount = 256
    transfer.memo = [UInt8](repeating: 6, count: 128)
    transfer.gas = 77
    var failed = WorkDigest()
    failed.result = .failure(.badExports)
    state.inputs = [.result(digest), .transfer(transfer), .result(failed)]
    return state
  }

  @Test(arguments: ServiceEntry.allCases)
  func constants(_ entry: ServiceEntry) throws {
    var bench = try HostBench(entry, state())
    let value = try #require(fetch(&bench, 0))
    #expect(value.count == 134)
    let deposits: [UInt64] = [10, 1, 100]
    let start: [UInt8] = deposits.flatMap { SampleState.encode($0, 8) } + [0x55, 1]
    #expect(Array(value[..<26]) == start)
    #expect(value.suffix(4) == SampleState.encode(500, 4)[...])
    #expect(ProtocolParameters(decoding: value) == ProtocolParameters())
    #expect(ProtocolParameters().segmentSize == 4104)
  }

  @Test func kindsByContext() throws {
    let offered: [ServiceEntry: [UInt64]] = [
      .isAuthorized: [0, 7, 8, 9, 10, 11, 12, 13], .refine: Array(0...13),
      .accumulate: [0, 1, 14, 15],
    ]
    for entry in ServiceEntry.allCases {
      var bench = try HostBench(entry, state())
      for kind in (0...17) + [UInt64.max] {
        // Item 1 has everything.
        let value = fetch(&bench, kind, kind == 4 || kind == 6 ? 0 : 1)
        #expect((value != nil) == offered[entry]?.contains(kind), "\(entry) \(kind)")
      }
    }
  }

  @Test func refineKinds() throws {
    var bench = try HostBench(.refine, state())
    let package = FetchTests.package()
    #expect(fetch(&bench, 1) == [UInt8](repeating: 0, count: 32))
    #expect(fetch(&bench, 2) == [3, 1, 4])
    #expect(fetch(&bench, 3, 1, 1) == [2, 2])
    #expect(fetch(&bench, 3, 0, 0) == nil && fetch(&bench, 3, 2, 0) == nil)
    #expect(fetch(&bench, 3, UInt64.max, 0) == nil && fetch(&bench, 3, 1, UInt64.max) == nil)
    #expect(fetch(&bench, 4, 0) == [1] && fetch(&bench, 4, 2) == nil)
    let segment = [5, 6, 7] + [UInt8](repeating: 0, count: 4101)
    #expect(fetch(&bench, 5, 1, 0) == segment && fetch(&bench, 5, 0, 0) == nil)
    #expect(fetch(&bench, 6, 0) == segment && fetch(&bench, 6, 1) == nil)
    #expect(fetch(&bench, 7) == package.encoded())
    #expect(fetch(&bench, 8) == [4, 5] && fetch(&bench, 9) == [1, 2, 3])
    let context = try #require(fetch(&bench, 10))
    #expect(context.count == 128 + 4 + 1 + 32 && Array(context[128..<133]) == [60, 0, 0, 0, 1])
    let second = package.items[1].summary()
    #expect(second.count == 62)
    #expect(second.suffix(10) == [2, 0, 1, 0, 2, 0, 4, 0, 0, 0])
    #expect(fetch(&bench, 11) == [2] + package.items[0].summary() + second)
    #expect(fetch(&bench, 12, 1) == second && fetch(&bench, 12, 2) == nil)
    #expect(fetch(&bench, 13, 1) == [1, 2, 3, 4] && fetch(&bench, 13, 2) == nil)
  }

  @Test func packageEncoding() {
    let package = FetchTests.package()
    let item = package.items[1].encoded()
    // Service, code hash, two gas limits, exports, payload, imports, extrinsics.
    #expect(item.count == 4 + 32 + 16 + 2 + 5 + 1 + 34 + 1 + 2 * 36)
    #expect(Array(item[54..<60]) == [4, 1, 2, 3, 4, 1])
    #expect(Array(item[92..<95]) == [3, 0x80, 2])
    let bytes = package.encoded()
    #expect(bytes.prefix(4) == [43, 0, 0, 0])
    #expect(bytes.suffix(item.count) == item[...])
    let start = 36 + package.context.encoded().count
    #expect(Array(bytes[start..<start + 8]) == [3, 1, 2, 3, 2, 4, 5, 2])
    #expect(package.hash == Hash32(of: bytes))
  }

  @Test func accumulateKinds() throws {
    var bench = try HostBench(.accumulate, state())
    #expect(fetch(&bench, 1) == Hash32(of: [9]).bytes)
    let zeros = [UInt8](repeating: 0, count: 128)
    let digest: [UInt8] = [0] + zeros + [0x81, 0x2C, 0, 2, 1, 2, 1, 5]
    let memo = [UInt8](repeating: 6, count: 128)
    let start: [UInt8] = [1, 7, 0, 0, 0, 42, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    let transfer: [UInt8] = start + memo + SampleState.encode(77, 8)
    let failed: [UInt8] = [0] + zeros + [0, 3, 0]
    #expect(fetch(&bench, 15, 0) == digest && fetch(&bench, 15, 1) == transfer)
    #expect(fetch(&bench, 15, 2) == failed && fetch(&bench, 15, 3) == nil)
    #expect(fetch(&bench, 14) == [3] + digest + transfer + failed)
  }

  @Test func partsAreCopied() throws {
    var bench = try HostBench(.refine, state())
    let memory = HostBench.memory
    bench.put([0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
    // Payload 1, 2, 3, 4.
    func check(
      _ bench: inout HostBench, _ offset: UInt64, _ length: UInt64, _ expected: [UInt8]
    ) {
      bench.put([0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
      #expect(bench.call(.fetch, memory, offset, length, 13, 1).r7 == 4)
      #expect(bench.bytes(5) == expected)
    }
    check(&bench, 1, 2, [2, 3, 0xAA, 0xAA, 0xAA])
    check(&bench, 3, 100, [4, 0xAA, 0xAA, 0xAA, 0xAA])
    check(&bench, 4, 100, [0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
    check(&bench, UInt64.max, UInt64.max, [0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
    check(&bench, 0, UInt64.max, [1, 2, 3, 4, 0xAA])
    check(&bench, 2, 1 << 32, [3, 4, 0xAA, 0xAA, 0xAA])
    check(&bench, 0, 0, [0xAA, 0xAA, 0xAA, 0xAA, 0xAA])
  }

  @Test func destinationsMustBeWritable() throws {
    var bench = try HostBench(.refine, state())
    for address: UInt64 in [
      0, HostBench.readOnly, HostBench.unmapped, 0x2FFFE, 1 << 32, UInt64.max,
    ] {
      let end = bench.call(.fetch, address, 0, 4, 13, 1)
      #expect(end.isPanic(address, 0, 4, 13, 1), "\(address)")
      // Nothing to write, or nothing to copy.
      #expect(bench.call(.fetch, address, 4, 4, 13, 1).r7 == 4)
      #expect(bench.call(.fetch, address, 0, 0, 13, 1).r7 == 4)
      #expect(bench.call(.fetch, address, 0, 4, 13, 2).r7 == UInt64.max)
    }
    #expect(bench.call(.fetch, 0x2FFFC, 0, 4, 13, 1).r7 == 4)
  }
}
