import JAMHost
import PVM
import PVMVM
import Testing

/// The inner machines: `machine`, `peek`, `poke`, `pages`, `invoke`, `expunge`.
struct MachineCallTests {
  /// The guest's memory; programs are put there.
  private let memory = HostBench.memory
  /// Where the block for `invoke` is.
  private let block = HostBench.memory + 0x8000
  /// Results.
  private let who = UInt64.max - 3, oob = UInt64.max - 2, huh = UInt64.max - 8

  /// A bench with one inner machine, which runs a program in assembly.
  private func bench(_ assembly: String, pc: UInt64 = 0) throws -> HostBench {
    var bench = try HostBench(.refine, SampleState.make())
    let blob = try Assembler.assemble(assembly).encoded()
    bench.put(blob)
    #expect(bench.call(.machine, memory, UInt64(blob.count), pc).r7 == 0)
    return bench
  }

  /// Runs machine 0 with gas and registers; gives the call's result, the gas left and the registers.
  private func invoke(
    _ bench: inout HostBench, gas: UInt64, _ registers: [UInt64] = []
  ) -> (result: HostBench.Result, gas: UInt64, registers: [UInt64]) {
    let values = [gas] + registers + Array(repeating: 0, count: 13 - registers.count)
    bench.put(values.flatMap { SampleState.encode($0, 8) }, at: block)
    let result = bench.call(.invoke, 0, block, 77)
    let bytes = bench.bytes(112, at: block)
    let after = stride(from: 0, to: 112, by: 8).map { start in
      bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    return (result, after[0], Array(after[1...]))
  }

  @Test func machinesHaveTheLowestFreeId() throws {
    var bench = try bench("trap")
    let size: UInt64 = 5
    for id: UInt64 in 1...3 { #expect(bench.call(.machine, memory, size, 0).r7 == id) }
    #expect(bench.call(.expunge, 1).r7 == 0)
    #expect(bench.call(.expunge, 1).r7 == who)
    #expect(bench.call(.expunge, 4).r7 == who && bench.call(.expunge, UInt64.max).r7 == who)
    #expect(bench.call(.machine, memory, size, 9).r7 == 1)
    #expect(bench.call(.expunge, 1).r7 == 9)
    #expect(bench.call(.expunge, 0).r7 == 0)
    #expect(bench.call(.machine, memory, size, 0).r7 == 0)
    #expect(bench.call(.machine, memory, size, 0).r7 == 1)
    #expect(bench.call(.machine, memory, size, 0).r7 == 4)
  }

  @Test func malformedProgramsAreRefused() throws {
    var bench = try HostBench(.refine, SampleState.make())
    bench.put([0, 0, 1, 0, 1, 0])
    #expect(bench.call(.machine, memory, 5, 0).r7 == 0)
    // Cut short, with a rest, with padding bits.
    for size: UInt64 in [0, 1, 2, 3, 4, 6] {
      #expect(bench.call(.machine, memory, size, 0).r7 == huh, "\(size)")
    }
    bench.put([0, 0, 1, 0, 3])
    #expect(bench.call(.machine, memory, 5, 0).r7 == huh)
    // An absurd number of entries without size, and of code.
    bench.put([255] + Array(repeating: 255, count: 8) + [1, 0])
    #expect(bench.call(.machine, memory, 11, 0).r7 == huh)
    for (address, count) in [
      (HostBench.unmapped, 1), (memory, 1 << 32), (UInt64.max, UInt64.max),
    ] as [(UInt64, UInt64)] {
      #expect(bench.call(.machine, address, count, 0).isPanic(address, count, 0))
    }
  }

  @Test func pagesMapAndUnmap() throws {
    var bench = try bench("trap")
    let (page, address): (UInt64, UInt64) = (0x20, 0x20000)
    bench.put([1, 2, 3, 4])
    func access(_ bench: inout HostBench) -> (read: UInt64, write: UInt64) {
      (
        bench.call(.peek, 0, memory + 16, address, 1).r7,
        bench.call(.poke, 0, memory, address, 1).r7
      )
    }
    #expect(access(&bench) == (oob, oob))
    #expect(bench.call(.pages, 0, page, 2, 2).r7 == 0)
    #expect(access(&bench) == (0, 0))
    #expect(bench.call(.poke, 0, memory, address + 4094, 4).r7 == 0)
    #expect(bench.call(.peek, 0, memory + 8, address + 4093, 5).r7 == 0)
    #expect(bench.bytes(5, at: memory + 8) == [0, 1, 2, 3, 4])
    // Read-only, content kept; then writable again.
    #expect(bench.call(.pages, 0, page, 1, 3).r7 == 0)
    #expect(access(&bench) == (0, oob))
    #expect(bench.call(.pages, 0, page, 1, 4).r7 == 0)
    #expect(bench.call(.peek, 0, memory + 8, address, 1).r7 == 0)
    #expect(bench.bytes(1, at: memory + 8) == [1])
    // Read-only and zero.
    #expect(bench.call(.pages, 0, page, 1, 1).r7 == 0)
    #expect(access(&bench) == (0, oob))
    #expect(bench.bytes(1, at: memory + 16) == [0])
    // Unmapped; then it cannot keep its content.
    #expect(bench.call(.pages, 0, page, 1, 0).r7 == 0)
    #expect(access(&bench) == (oob, oob))
    for mode: UInt64 in [3, 4] { #expect(bench.call(.pages, 0, page, 2, mode).r7 == huh) }
    #expect(bench.call(.pages, 0, page + 1, 1, 4).r7 == 0)
    #expect(bench.call(.pages, 0, page, 1, 2).r7 == 0)
    #expect(bench.call(.peek, 0, memory + 8, address, 4).r7 == 0)
    #expect(bench.bytes(4, at: memory + 8) == [0, 0, 0, 0])
  }

  @Test func pagesHasLimits() throws {
    var bench = try bench("trap")
    for (first, count, mode): (UInt64, UInt64, UInt64) in [
      (15, 1, 2), (0, 0, 0), (16, 1, 5), (16, 1, UInt64.max), (16, 1 << 20 - 16, 2),
      (1 << 20 - 1, 1, 2), (1 << 20, 0, 2), (UInt64.max, 1, 0), (17, UInt64.max, 0),
      (UInt64.max, UInt64.max, 0),
    ] {
      #expect(bench.call(.pages, 0, first, count, mode).r7 == huh, "\(first) \(count) \(mode)")
      #expect(bench.call(.pages, 1, first, count, mode).r7 == who)
    }
    #expect(bench.call(.pages, 0, 16, 0, 4).r7 == 0)
    #expect(bench.call(.pages, 0, 1 << 20 - 2, 1, 2).r7 == 0)
    #expect(bench.call(.pages, 0, 16, 1 << 20 - 17, 0).r7 == 0)
  }

  @Test func peekAndPokeCheckRanges() throws {
    var bench = try bench("trap")
    #expect(bench.call(.pages, 0, 0x20, 1, 2).r7 == 0)
    for size: UInt64 in [1, 1 << 32, UInt64.max] {
      // The outer range comes first, then the machine, then the inner range.
      let unmapped = HostBench.unmapped
      #expect(bench.call(.peek, 9, unmapped, 0, size).isPanic(9, unmapped, 0, size))
      #expect(bench.call(.poke, 9, unmapped, 0, size).isPanic(9, unmapped, 0, size))
    }
    #expect(bench.call(.peek, 0, HostBench.readOnly, 0x20000, 1).end == .panic)
    #expect(bench.call(.poke, 0, HostBench.readOnly, 0x20000, 1).r7 == 0)
    #expect(bench.call(.peek, 9, memory, 0, 1).r7 == who)
    #expect(bench.call(.poke, 9, memory, 0, 1).r7 == who)
    for address: UInt64 in [0, 0x1FFFF, 0x20FFF, 1 << 32, UInt64.max] {
      #expect(bench.call(.peek, 0, memory, address, 2).r7 == oob)
      #expect(bench.call(.poke, 0, memory, address, 2).r7 == oob)
      // Nothing is always there.
      #expect(bench.call(.peek, 0, UInt64.max, address, 0).r7 == 0)
      #expect(bench.call(.poke, 0, UInt64.max, address, 0).r7 == 0)
    }
  }

  @Test func invokeHalts() throws {
    var bench = try bench("add_64 r2, r3, r4\njump_ind r0, 0")
    let (result, gas, registers) = invoke(
      &bench, gas: 100, [0xFFFF_0000, 0, 0, 5, 6])
    #expect(result.r7 == 0 && result.r8 == block && result.gasUsed == 10)
    #expect(gas == 98)
    #expect(registers[2] == 11 && registers[3] == 5 && registers[12] == 0)
    #expect(bench.call(.expunge, 0).r7 == 0)
  }

  @Test func invokePanicsAndFaults() throws {
    var bench = try bench("load_imm r2, 3\ntrap")
    var (result, gas, registers) = invoke(&bench, gas: 2)
    #expect(result.r7 == 1 && result.r8 == block && gas == 0 && registers[2] == 3)
    // The counter is 0 again.
    (result, gas, registers) = invoke(&bench, gas: 3)
    #expect(result.r7 == 1 && gas == 1)
    #expect(bench.call(.expunge, 0).r7 == 0)

    bench = try self.bench("load_imm r2, 3\nload_u8 r3, [0x21234]\nload_imm r4, 4\ntrap")
    (result, gas, registers) = invoke(&bench, gas: 10)
    #expect(result.r7 == 2 && result.r8 == 0x21000 && gas == 8 && registers[2] == 3)
    // The page may be supplied; the run goes on at the access.
    #expect(bench.call(.pages, 0, 0x21, 1, 2).r7 == 0)
    bench.put([9])
    #expect(bench.call(.poke, 0, memory, 0x21234, 1).r7 == 0)
    (result, gas, registers) = invoke(&bench, gas: 10)
    #expect(result.r7 == 1 && gas == 7 && registers[2] == 0 && registers[3] == 9)
  }

  @Test func invokeMakesHostCallsAndRunsOut() throws {
    var bench = try bench("ecalli -5\nload_imm r4, 4\ntrap")
    var (result, gas, registers) = invoke(&bench, gas: 10)
    #expect(result.r7 == 3 && result.r8 == UInt64.max - 4 && gas == 9)
    (result, gas, registers) = invoke(&bench, gas: 1)
    #expect(result.r7 == 4 && result.r8 == block && gas == 0 && registers[4] == 4)
    #expect(bench.call(.expunge, 0).r7 == 5)

    bench = try self.bench("load_imm r2, 3\ntrap")
    (result, gas, registers) = invoke(&bench, gas: 0)
    #expect(result.r7 == 4 && gas == 0 && registers[2] == 0)
    // More gas than a signed number holds.
    (result, gas, registers) = invoke(&bench, gas: UInt64.max)
    #expect(result.r7 == 1 && gas == UInt64.max - 2)
  }

  @Test func invokeStartsWhereMachineSays() throws {
    var bench = try bench("load_imm r2, 3\nload_imm r3, 4\ntrap", pc: 3)
    let (result, gas, registers) = invoke(&bench, gas: 10)
    #expect(result.r7 == 1 && gas == 8 && registers[2] == 0 && registers[3] == 4)
    for pc: UInt64 in [1, 1000, 1 << 32, UInt64.max] {
      bench = try self.bench("trap", pc: pc)
      let (result, gas, _) = invoke(&bench, gas: 10)
      #expect(result.r7 == 1 && gas == 9, "pc \(pc)")
    }
  }

  @Test func expungeTellsAnyCounter() throws {
    for pc: UInt64 in [1, 1 << 32, UInt64.max] {
      var bench = try bench("trap", pc: pc)
      #expect(bench.call(.expunge, 0).r7 == pc)
    }
  }

  @Test func innerMachinesHaveNoHeap() throws {
    var bench = try bench("sbrk r2, r3\nsbrk r4, r5\ntrap")
    let (result, _, registers) = invoke(&bench, gas: 10, [0, 0, 9, 0, 9, 4096])
    #expect(result.r7 == 1 && registers[2] == 0 && registers[4] == 0)
  }

  @Test func invokeChecksTheBlock() throws {
    var bench = try bench("trap")
    for address: UInt64 in [
      HostBench.readOnly, HostBench.unmapped, 0x2FF91, UInt64.max, 1 << 32 - 8, 0,
    ] {
      #expect(bench.call(.invoke, 0, address).isPanic(0, address))
      #expect(bench.call(.invoke, 1, address).isPanic(1, address))
    }
    #expect(bench.call(.invoke, 1, block).r7 == who)
    #expect(bench.call(.invoke, UInt64.max, block).r7 == who)
    #expect(bench.call(.invoke, 0, 0x2FF90).r7 == 4)
  }
}
