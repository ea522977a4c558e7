import PVMVM
import Testing

/// What hosts and embedders do with memory.
@Suite struct GuestMemoryTests {
  /// Two writable pages, a read-only one, and the last page of the address space.
  private func makeMemory() -> GuestMemory {
    var memory = GuestMemory()
    memory.map(address: 0x20000, byteCount: 0x1001, .readWrite)
    memory.map(address: 0x22000, byteCount: 1, .readOnly)
    memory.map(address: 0xFFFF_FFFF, byteCount: 1, .readWrite)
    return memory
  }

  @Test func rights() {
    let memory = makeMemory()
    let pages = memory.accessiblePages
    #expect(pages.map(\.index) == [0x20, 0x21, 0x22, 0xFFFFF])
    #expect(pages.map(\.access) == [.readWrite, .readWrite, .readOnly, .readWrite])
    for (address, count, readable, writable): (UInt64, UInt64, Bool, Bool) in [
      (0x20000, 0x2000, true, true), (0x20000, 0x2001, true, false),
      (0x20000, 0x3000, true, false), (0x20000, 0x3001, false, false),
      (0x1FFFF, 1, false, false), (0x1FFFF, 0, true, true), (0x1FFFF, 2, false, false),
      (0xFFFF_F000, 0x1000, true, true), (0xFFFF_F000, 0x1001, false, false),
      (0x1_0000_0000, 1, false, false), (0x1_0000_0000, 0, true, true),
      (0x1_0002_0000, 1, false, false), (UInt64.max, 2, false, false),
      (0x20000, UInt64.max, false, false), (UInt64.max, UInt64.max, false, false),
    ] {
      #expect(memory.isReadable(address: address, count: count) == readable, "\(address) \(count)")
      #expect(memory.isWritable(address: address, count: count) == writable, "\(address) \(count)")
      #expect((memory.read(address: address, count: count) != nil) == readable)
    }
  }

  @Test func writesAreAllOrNothing() {
    var memory = makeMemory()
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    #expect(memory.write(address: 0x20800, bytes) == true)
    #expect(memory.read(address: 0x20800, count: 5000) == bytes)
    #expect(memory.read(address: 0x207FF, count: 1) == [0])
    #expect(memory.write(address: 0x21FFF, [1, 2]) == false)
    #expect(memory.read(address: 0x21FFF, count: 2) == [0, 0])
    #expect(memory.write(address: 0xFFFF_FFFF, [1, 2]) == false)
    #expect(memory.write(address: 0xFFFF_FFFF, [1]) == true)
    #expect(memory.write(address: 0x5, []) == true)
    #expect(memory.write(address: 0x5, [0]) == false)
  }

  @Test func initializingIgnoresRights() {
    var memory = makeMemory()
    #expect(memory.initialize(address: 0x22100, [4, 5]) == true)
    #expect(memory.read(address: 0x22100, count: 2) == [4, 5])
    #expect(memory.write(address: 0x22100, [6]) == false)
    #expect(memory.initialize(address: 0x22FFF, [6, 7]) == false)
    #expect(memory.read(address: 0x22FFF, count: 1) == [0])
  }

  @Test func changingAccess() {
    var memory = makeMemory()
    #expect(memory.write(address: 0x20010, [9]) == true)
    memory.setAccess(page: 0x20, .readOnly)
    #expect(memory.read(address: 0x20010, count: 1) == [9])
    #expect(memory.write(address: 0x20010, [8]) == false)
    memory.setAccess(page: 0x20, .readWrite)
    #expect(memory.write(address: 0x20011, [8]) == true)
    #expect(memory.read(address: 0x20010, count: 2) == [9, 8])
    memory.setAccess(page: 0x20, .inaccessible)
    #expect(memory.content(page: 0x20) == nil)
    #expect(memory.access(page: 0x20) == .inaccessible)
    memory.setAccess(page: 0x20, .readWrite)
    #expect(memory.content(page: 0x20) == [UInt8](repeating: 0, count: 4096))
    memory.map(address: 0x21000, byteCount: 1, .readOnly)
    #expect(memory.access(page: 0x21) == .readOnly)
    #expect(memory.access(page: 0) == .inaccessible)
    memory.setAccess(page: 0, .inaccessible)
    #expect(memory.accessiblePages.map(\.index) == [0x20, 0x21, 0x22, 0xFFFFF])
  }

  @Test func untouchedPagesShareTheirZeros() {
    var memory = GuestMemory()
    memory.map(address: 0x10000, byteCount: 1 << 28, .readWrite)
    #expect(memory.isTouched(page: 0x10) == false)
    #expect(memory.read(address: 0x10FFE, count: 4) == [0, 0, 0, 0])
    #expect(memory.write(address: 0x10FFE, [1, 2]) == true)
    #expect(memory.isTouched(page: 0x10) == true)
    #expect(memory.isTouched(page: 0x11) == false)
    #expect(memory.read(address: 0x10FFE, count: 4) == [1, 2, 0, 0])
    #expect(memory.read(address: 0x11FFE, count: 2) == [0, 0])
    #expect(memory.accessiblePages.count == 1 << 16)
  }
}
