import JAMHost
import PVM
import PVMVM
import Testing

/// What Gray Paper 0.8 changes in the host functions (`pvm-0.8.md` section 5).
struct TargetCallTests {
  /// The guest's memory.
  private let memory = HostBench.memory
  /// Results.
  private let ok: UInt64 = 0, what = UInt64.max - 1, who = UInt64.max - 3, full = UInt64.max - 4
  /// Another result.
  private let huh = UInt64.max - 8

  /// A bench under 0.8.
  private func bench(_ entry: ServiceEntry, _ target: Target = .gp08) throws -> HostBench {
    try HostBench(entry, SampleState.make(), target)
  }

  @Test func offeredFunctionsAreThoseOfTheSpecification() {
    let offered: [(ServiceEntry, Set<UInt64>)] = [
      (.isAuthorized, [0, 1, 2, 100]), (.refine, Set([0, 1, 2, 100]).union(7...14)),
      (.accumulate, Set([0, 1, 2, 3, 4, 5, 6, 100]).union(15...27)),
    ]
    for (entry, indices) in offered {
      for function in Target.gp08.hostFunctions {
        let index = Target.gp08.index(of: function) ?? UInt64.max
        #expect(function.isOffered(in: entry) == indices.contains(index), "\(function) \(entry)")
      }
    }
  }

  @Test(arguments: ServiceEntry.allCases)
  func unknownCallsCostAThousand(_ entry: ServiceEntry) throws {
    var bench = try bench(entry)
    let others = entry == .accumulate ? UInt64(9) : 15
    for index in [28, 99, UInt64.max, others] {
      let result = bench.call(index: index, [1, 2], gas: 1000)
      #expect(result.end == .resumed && result.r7 == what && result.gasUsed == 1000, "\(index)")
      let poor = bench.call(index: index, [1, 2], gas: 999)
      #expect(poor.end == .outOfGas && poor.gasUsed == 999 && poor.r7 == 1, "\(index)")
    }
  }

  @Test func pricesAreThoseOfTheTable() throws {
    var accumulate = try bench(.accumulate)
    #expect(accumulate.call(.gas, gas: 50).r7 == 2)
    #expect(accumulate.call(.checkpoint, gas: 200).r7 == 97)
    // Reads a key of 2 bytes, wants 2000 bytes of the value.
    accumulate.put([1, 2])
    let read = accumulate.call(.read, UInt64.max, memory, 2, memory + 64, 0, 2000, gas: 10_000)
    #expect(read.r7 == 5 && read.gasUsed == 2407 + 4 + 485)
    let info = accumulate.call(.info, UInt64.max, memory, 0, 96, gas: 1000)
    #expect(info.r7 == 96 && info.gasUsed == 703)
    var refine = try bench(.refine)
    #expect(refine.call(.pages, 0, 16, 3, 2, gas: 1000).gasUsed == 275 + 363)
    #expect(refine.call(.pages, 0, 16, 3, 9, gas: 1000).gasUsed == 80)
    // A price beyond any gas.
    #expect(refine.call(.pages, 0, 16, UInt64.max, 0, gas: 1000).end == .outOfGas)
  }

  @Test func heapIsAskedForEverywhere() throws {
    for entry in ServiceEntry.allCases {
      var bench = try bench(entry)
      // The bench has no heap: it ends where it must.
      let result = bench.call(.growHeap, 0, gas: 275)
      #expect(result.end == .resumed && result.r7 == 0 && result.gasUsed == 275)
    }
  }

  // MARK: Inner machines

  @Test func invalidProgramsAreRefused() throws {
    var bench = try bench(.refine)
    func result(_ bench: inout HostBench, _ assembly: String, start: UInt64 = 0) throws -> UInt64 {
      let bytes = try Assembler.assemble(assembly, target: .gp08).encoded()
      bench.put(bytes)
      return bench.call(.machine, memory, UInt64(bytes.count), start, gas: 100_000).r7
    }
    #expect(try result(&bench, "trap") == 0)
    #expect(try result(&bench, "load_imm r7, 1") == huh)
    #expect(try result(&bench, "trap", start: 1) == huh)
    #expect(try result(&bench, "trap", start: UInt64.max) == huh)
    for id: UInt64 in 1..<63 { #expect(try result(&bench, "trap") == id) }
    #expect(try result(&bench, "trap") == full)
    // Being full is told before the memory is looked at.
    #expect(bench.call(.machine, HostBench.unmapped, 5, 0, gas: 100_000).r7 == full)
  }

  @Test func innerGasIsHandedOn() throws {
    var bench = try bench(.refine)
    let bytes = try Assembler.assemble("load_imm r7, 5\necalli 9\ntrap", target: .gp08).encoded()
    bench.put(bytes)
    #expect(bench.call(.machine, memory, UInt64(bytes.count), 0, gas: 10_000).r7 == 0)
    let block = memory + 0x1000
    func invoke(_ bench: inout HostBench, inner: UInt64, gas: Int64, id: UInt64 = 0)
      -> (result: HostBench.Result, left: UInt64)
    {
      bench.put(SampleState.encode(inner, 8) + [UInt8](repeating: 0, count: 104), at: block)
      let result = bench.call(.invoke, id, block, gas: gas)
      let left = bench.bytes(8, at: block).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return (result, left)
    }
    // The first block costs 101: the host call is decoded behind the constant.
    let poor = invoke(&bench, inner: 100, gas: 5000)
    #expect(poor.result.r7 == 4 && poor.left == 100 && poor.result.gasUsed == 968)
    let call = invoke(&bench, inner: 300, gas: 5000)
    #expect(call.result.r7 == 3 && call.result.r8 == 9 && call.left == 199)
    #expect(call.result.gasUsed == 968 + 101)
    // The block goes on and is paid.
    let end = invoke(&bench, inner: 0, gas: 5000)
    #expect(end.result.r7 == 1 && end.left == 0 && end.result.gasUsed == 968)
    // Nothing comes back from a machine that there is not.
    let unknown = invoke(&bench, inner: 300, gas: 5000, id: 7)
    #expect(unknown.result.r7 == who && unknown.left == 300 && unknown.result.gasUsed == 1268)
    let lacking = invoke(&bench, inner: 5000, gas: 5000)
    #expect(lacking.result.end == .outOfGas && lacking.result.gasUsed == 5000)
    #expect(lacking.left == 5000)
    #expect(bench.call(.invoke, 0, HostBench.unmapped, gas: 5000).end == .panic)
  }

  // MARK: Accumulate

  @Test func longLengthsAreRefusedFirst() throws {
    var bench = try bench(.accumulate)
    for function in [HostFunction.query, .solicit, .forget] {
      let result = bench.call(function, HostBench.unmapped, 1 << 32, gas: 10_000)
      #expect(result.end == .resumed && result.r7 == huh && result.r8 == 1 << 32)
      #expect(bench.call(function, HostBench.unmapped, 1 << 32 - 1, gas: 10_000).end == .panic)
    }
    let long = bench.call(.provide, 42, HostBench.unmapped, 1 << 32, gas: Int64.max / 2)
    #expect(long.end == .resumed && long.r7 == huh)
  }

  @Test func designateNamesHowMany() throws {
    var state = SampleState.make()
    state.privileges.delegator = 42
    var bench = try HostBench(.accumulate, state, .gp08)
    bench.put([UInt8](repeating: 7, count: 9 * 336))
    let result = bench.call(.designate, memory, 9, gas: 10_000)
    #expect(result.r7 == ok && result.gasUsed == 1100 + 9 * 302)
    #expect(bench.host.effects.validators?.count == 9 * 336)
    for count: UInt64 in [0, 3, 7, 8] {
      #expect(bench.call(.designate, memory, count, gas: 10_000).r7 == huh, "\(count)")
    }
    #expect(bench.call(.designate, HostBench.unmapped, 9, gas: 10_000).end == .panic)
  }

  @Test func blessIsForAnyoneOrForTheManager() throws {
    func result(_ target: Target) throws -> UInt64 {
      var bench = try bench(.accumulate, target)
      bench.put([UInt8](repeating: 0, count: 4 * 341))
      return bench.call(.bless, 1, memory, 2, 3, memory, 0, gas: 10_000).r7
    }
    #expect(try result(.gp08) == ok)
    var strict = Target.gp08
    strict.choices.remove(.anyoneBlesses)
    #expect(try result(strict) == huh)
  }
}
