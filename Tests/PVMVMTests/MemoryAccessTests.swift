import PVM
import PVMVM
import Testing

/// Loads, stores and `sbrk`: `pvm.md` sections 4 and 8.9.
@Suite struct MemoryAccessTests {
  @Test func accessAcrossTwoPages() throws {
    var start = try Start(
      "store_ind_u64 [r2], r3\nload_ind_u64 r4, [r2]\nload_ind_i32 r5, [r2 + 2]\n"
        + "load_ind_u16 r6, [r2 + 2]\ntrap")
    start.writable = [0x20, 0x21]
    start.registers = [2: 0x20FFD, 3: 0x8877_6655_4433_2211]
    let end = try start.run()
    #expect(end.exit == .panic && end.gas == 995)
    #expect(end.bytes(0x20FFC, 10) == [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0])
    #expect(end.registers[4] == 0x8877_6655_4433_2211)
    #expect(end.registers[5] == 0x6655_4433)
    #expect(end.registers[6] == 0x4433)
  }

  @Test func signExtensionAcrossTwoPages() throws {
    var start = try Start("load_ind_i16 r4, [r2]\nload_ind_i32 r5, [r2 - 2]\ntrap")
    start.writable = [0x20, 0x21]
    start.registers = [2: 0x20FFF]
    start.memory = [0x20FFD: [1, 2, 3, 0x80]]
    let end = try start.run()
    #expect(end.registers[4] == 0xFFFF_FFFF_FFFF_8003)
    #expect(end.registers[5] == 0xFFFF_FFFF_8003_0201)
  }

  @Test func faultNamesTheFirstPageThatIsMissing() throws {
    for (assembly, writable, address, exit): (String, [Int], UInt64, ExitReason) in [
      ("store_ind_u32 [r2], r3", [0x20], 0x20FFE, .pageFault(address: 0x21000)),
      ("store_ind_u32 [r2], r3", [0x21], 0x20FFE, .pageFault(address: 0x20000)),
      ("store_ind_u32 [r2], r3", [], 0x20FFE, .pageFault(address: 0x20000)),
      ("load_ind_u64 r4, [r2]", [0x20], 0x20FFF, .pageFault(address: 0x21000)),
      ("load_ind_u8 r4, [r2]", [0x20], 0x1_0002_1004, .pageFault(address: 0x21000)),
      ("load_ind_u8 r4, [r2]", [0x20], 0xFFFF, .panic),
      ("load_ind_u8 r4, [r2]", [0x20], 0x10000, .pageFault(address: 0x10000)),
      ("load_ind_u16 r4, [r2]", [0x20], 0xFFFF, .panic),
      ("store_ind_u8 [r2], r3", [0x20], 0, .panic),
      ("store_imm_u32 [0x20FFE], 5", [0x20], 0, .pageFault(address: 0x21000)),
      ("load_u64 r4, [0x20FFE]", [0x20], 0, .pageFault(address: 0x21000)),
      ("store_imm_ind_u64 [r2 + 8], 5", [0x20], 0x20FF1, .pageFault(address: 0x21000)),
    ] {
      var start = try Start("fallthrough\n" + assembly)
      start.writable = writable
      start.registers = [2: address, 3: UInt64.max, 4: 4]
      let end = try start.run()
      #expect(end.exit == exit, "\(assembly) at \(address)")
      #expect(end.pc == 1 && end.gas == 998)
      #expect(end.registers[4] == 4)
      for page in end.pages.values { #expect(page.allSatisfy { $0 == 0 }) }
    }
  }

  @Test func accessMayWrapAround() throws {
    // Page 0 can not be mapped in a real run; here it is, to see that addresses wrap.
    var start = try Start("store_ind_u32 [r2], r3\nload_ind_u32 r4, [r2]\ntrap")
    start.writable = [0, 0xFFFFF]
    start.registers = [2: 0xFFFF_FFFE, 3: 0xA1B2_C3D4]
    let end = try start.run()
    #expect(end.registers[4] == 0xA1B2_C3D4)
    #expect(end.bytes(0xFFFF_FFFE, 2) == [0xD4, 0xC3])
    #expect(end.bytes(0, 2) == [0xB2, 0xA1])
    start.writable = [0xFFFFF]
    let low = try start.run()
    #expect(low.exit == .panic && low.pc == 0)
    #expect(low.bytes(0xFFFF_FFFE, 2) == [0, 0])
    start.writable = [0]
    #expect(try start.run().exit == .pageFault(address: 0xFFFF_F000))
  }

  @Test func effectiveAddressIsModulo32Bits() throws {
    var start = try Start("store_ind_u8 [r2 - 16], r3\nload_ind_u8 r4, [r5 + 0x7FFFFFFF]\ntrap")
    start.writable = [0x20, 0xFFFFF]
    start.registers = [2: 8, 3: 0x5A, 5: 0x8002_0001]
    start.memory = [0x20000: [0x66]]
    let end = try start.run()
    #expect(end.bytes(0xFFFF_FFF8, 1) == [0x5A])
    #expect(end.registers[4] == 0x66)
  }

  @Test func readOnlyPages() throws {
    for store in ["store_ind_u8 [r2], r3", "store_u16 [0x20010], r3", "store_imm_u64 [0x20000], 7"]
    {
      var start = try Start(store + "\ntrap")
      start.writable = []
      start.readOnly = [0x20]
      start.registers = [2: 0x20123, 3: 9]
      start.memory = [0x20000: [1]]
      let end = try start.run()
      #expect(end.exit == .pageFault(address: 0x20000) && end.pc == 0 && end.gas == 999)
      #expect(end.bytes(0x20000, 1) == [1])
    }
    // A store that starts in a writable page and ends in a read-only one writes nothing.
    var start = try Start("store_ind_u64 [r2], r3\ntrap")
    start.readOnly = [0x21]
    start.registers = [2: 0x20FFC, 3: UInt64.max]
    let end = try start.run()
    #expect(end.exit == .pageFault(address: 0x21000))
    #expect(end.bytes(0x20FFC, 8) == [0, 0, 0, 0, 0, 0, 0, 0])
    var load = try Start("load_ind_u64 r4, [r2]\ntrap")
    load.readOnly = [0x21]
    load.registers = [2: 0x20FFC]
    load.memory = [0x20FFC: [1, 2, 3, 4, 5, 6, 7, 8]]
    #expect(try load.run().registers[4] == 0x0807_0605_0403_0201)
  }

  @Test func sbrkGrowsTheHeap() throws {
    let text = """
      sbrk r3, r2
      store_ind_u8 [r3], r5
      sbrk r4, r6
      trap
      """
    var start = try Start(text)
    start.heap = (0x21000, 0x30000)
    start.registers = [2: 4096, 5: 0xAB]
    let end = try start.run()
    #expect(end.exit == .panic && end.gas == 996)
    #expect(end.registers[3] == 0x21000)
    #expect(end.registers[4] == 0x22000)
    #expect(end.heapEnd == 0x22000)
    #expect(end.bytes(0x21000, 2) == [0xAB, 0])
    #expect(Set(end.pages.keys) == [0x20, 0x21])
  }

  @Test func sbrkByBytesMapsWholePages() throws {
    var start = try Start("sbrk r3, r2\nsbrk r4, r2\nsbrk r5, r6\ntrap")
    start.heap = (0x21000, 0x30000)
    start.registers = [2: 1, 6: 4095]
    let end = try start.run()
    #expect(end.registers[3] == 0x21000 && end.registers[4] == 0x21001)
    #expect(end.registers[5] == 0x21002 && end.heapEnd == 0x22001)
    #expect(Set(end.pages.keys) == [0x20, 0x21, 0x22])
  }

  @Test func sbrkThatDoesNotFit() throws {
    for (amount, result): (UInt64, UInt64) in [
      (0xF000, 0x21000), (0xF001, 0), (UInt64.max, 0), (UInt64.max - 0x20FFF, 0), (0, 0x21000),
      (1 << 32, 0),
    ] {
      var start = try Start("sbrk r3, r2\ntrap")
      start.heap = (0x21000, 0x30000)
      start.registers = [2: amount, 3: 3]
      let end = try start.run()
      #expect(end.registers[3] == result, "\(amount)")
      #expect(end.heapEnd == (result == 0 ? 0x21000 : 0x21000 + amount), "\(amount)")
    }
    var full = try Start("sbrk r3, r2\nsbrk r4, r5\ntrap")
    full.heap = (0x30000, 0x30000)
    full.registers = [2: 1, 3: 3]
    let end = try full.run()
    #expect(end.registers[3] == 0 && end.registers[4] == 0x30000)
  }

  @Test func sbrkWithoutAHeap() throws {
    var start = try Start("sbrk r3, r2\nsbrk r4, r5\ntrap")
    start.registers = [2: 4096, 3: 3, 4: 4]
    let end = try start.run()
    #expect(end.registers[3] == 0 && end.registers[4] == 0)
    #expect(Set(end.pages.keys) == [0x20])
  }

  @Test func sbrkKeepsPagesThatAreThere() throws {
    var start = try Start("sbrk r3, r2\ntrap")
    start.readOnly = [0x22]
    start.memory = [0x22000: [5]]
    start.heap = (0x21000, 0x30000)
    start.registers = [2: 0x3000]
    let end = try start.run()
    #expect(end.bytes(0x22000, 1) == [5])
    #expect(Set(end.pages.keys) == [0x20, 0x21, 0x22, 0x23])
  }
}
