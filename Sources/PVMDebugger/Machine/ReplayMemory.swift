internal import PVM
public import PVMVM

// Problem: snapshots of a run's memory, hundreds of them, that cost what has changed between them.
//
// Method: two levels of tables as in the interpreter's memory, but made of values and objects that are copied when they are
// written to and not unique. A copy of the memory is a copy of the root; the first write after it copies the root, a leaf and
// the page, each write behind that is in place.
//
// Invariant: an accessible page without bytes is all zeros.

/// A machine's memory that is cheap to copy.
public struct ReplayMemory: Sendable {
  /// 1,024 pages.
  struct Leaf: Sendable {
    /// The bytes of each page; empty for pages that were never written.
    var pages: [[UInt8]] = Array(repeating: [], count: 1024)
    /// What the program may do with each page.
    var access: [PageAccess] = Array(repeating: .inaccessible, count: 1024)
  }

  /// How a program's access ended the run.
  struct Fault: Error {
    /// The end.
    let exit: ExitReason
  }

  /// The leaf of each range of 4 MiB; an empty array where no page is accessible.
  private var leaves: [[Leaf]] = Array(repeating: [], count: 1024)

  /// Creates a memory without accessible pages.
  public init() {}

  /// Copies a machine's memory.
  public init(copying memory: borrowing GuestMemory) {
    for page in memory.accessiblePages {
      setAccess(page: page.index, page.access)
      if memory.isTouched(page: page.index), let bytes = memory.content(page: page.index) {
        leaves[page.index >> 10][0].pages[page.index & 1023] = bytes
      }
    }
  }

  // MARK: Pages

  /// What the program may do with a page; the index is below 2^20.
  public func access(page: Int) -> PageAccess {
    leaves[page >> 10].isEmpty ? .inaccessible : leaves[page >> 10][0].access[page & 1023]
  }

  /// Changes what the program may do with a page; the index is below 2^20.
  mutating func setAccess(page: Int, _ access: PageAccess) {
    if leaves[page >> 10].isEmpty { leaves[page >> 10] = [Leaf()] }
    leaves[page >> 10][0].access[page & 1023] = access
  }

  /// The accessible pages in ascending order.
  public var accessiblePages: [(index: Int, access: PageAccess)] {
    var result: [(index: Int, access: PageAccess)] = []
    for (number, leaf) in leaves.enumerated() {
      guard let leaf = leaf.first else { continue }
      for (index, access) in leaf.access.enumerated() where access != .inaccessible {
        result.append((number << 10 | index, access))
      }
    }
    return result
  }

  /// The bytes of a page; nil if it is not accessible.
  public func content(page: Int) -> [UInt8]? {
    guard access(page: page) != .inaccessible else { return nil }
    let bytes = leaves[page >> 10][0].pages[page & 1023]
    return bytes.isEmpty ? Array(repeating: 0, count: 4096) : bytes
  }

  /// How many pages have bytes of their own.
  var touchedPageCount: Int {
    leaves.reduce(0) { sum, leaf in
      sum + (leaf.first?.pages.reduce(0) { $0 + ($1.isEmpty ? 0 : 1) } ?? 0)
    }
  }

  // MARK: The program's accesses

  /// Loads 1 to 8 bytes, zero-extended.
  @inline(__always)
  func load(_ address: UInt32, _ count: Int) throws(Fault) -> UInt64 {
    let (root, index, offset) = (Int(address >> 22), Int(address >> 12 & 1023), Int(address & 4095))
    guard offset + count <= 4096, !leaves[root].isEmpty,
      leaves[root][0].access[index] != .inaccessible
    else { return try loadSlowly(address, count) }
    if leaves[root][0].pages[index].isEmpty { return 0 }
    var value: UInt64 = 0
    for byte in 0..<count {
      value |= UInt64(leaves[root][0].pages[index][offset + byte]) &<< UInt64(8 * byte)
    }
    return value
  }

  /// Loads bytes of two pages, or finds out why they cannot be.
  private func loadSlowly(_ address: UInt32, _ count: Int) throws(Fault) -> UInt64 {
    try check(address, count, writing: false)
    var value: UInt64 = 0
    for index in 0..<count {
      value |= UInt64(byte(at: address &+ UInt32(index)) ?? 0) << UInt64(8 * index)
    }
    return value
  }

  /// Stores the low 1 to 8 bytes of a value.
  @inline(__always)
  mutating func store(_ address: UInt32, _ count: Int, _ value: UInt64) throws(Fault) {
    try check(address, count, writing: true)
    for index in 0..<count {
      put(address &+ UInt32(index), UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }

  /// Requires the right to access some bytes; the first byte without it decides how the run ends.
  private func check(_ address: UInt32, _ count: Int, writing: Bool) throws(Fault) {
    // All bytes are in one page, or at most two.
    var position = address
    for index in 0..<count {
      position = address &+ UInt32(index)
      if index > 0, position & 4095 != 0 { continue }
      let access = access(page: Int(position >> 12))
      if writing ? !access.isWritable : !access.isReadable {
        throw Fault(exit: position < 1 << 16 ? .panic : .pageFault(address: position & ~4095))
      }
    }
  }

  /// Stores a byte in an accessible page.
  private mutating func put(_ address: UInt32, _ byte: UInt8) {
    let (root, index) = (Int(address >> 22), Int(address >> 12 & 1023))
    if leaves[root][0].pages[index].isEmpty {
      if byte == 0 { return }
      leaves[root][0].pages[index] = Array(repeating: 0, count: 4096)
    }
    leaves[root][0].pages[index][Int(address & 4095)] = byte
  }

  // MARK: Hosts and people

  /// A byte, or nil if it is not accessible.
  public func byte(at address: UInt32) -> UInt8? {
    let (root, index) = (Int(address >> 22), Int(address >> 12 & 1023))
    guard access(page: Int(address >> 12)) != .inaccessible else { return nil }
    return leaves[root][0].pages[index].isEmpty
      ? 0 : leaves[root][0].pages[index][Int(address & 4095)]
  }

  /// Whether a range can be accessed; an empty one always can.
  func isAccessible(address: UInt64, count: UInt64, writing: Bool) -> Bool {
    if count == 0 { return true }
    let end = UInt64(1) << 32
    guard address < end, count <= end - address else { return false }
    for page in Int(address >> 12)...Int((address + count - 1) >> 12) {
      let access = access(page: page)
      if writing ? !access.isWritable : !access.isReadable { return false }
    }
    return true
  }

  /// Reads a range; nil if not all of it can be read.
  public func read(address: UInt64, count: UInt64) -> [UInt8]? {
    guard isAccessible(address: address, count: count, writing: false) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(Int(count))
    for index in 0..<count { result.append(byte(at: UInt32(address + index)) ?? 0) }
    return result
  }

  /// Writes bytes; false, and nothing is written, if not all of the range can be written.
  mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    guard isAccessible(address: address, count: UInt64(bytes.count), writing: true) else {
      return false
    }
    for (index, byte) in bytes.enumerated() {
      put(UInt32(address + UInt64(index)), byte)
    }
    return true
  }
}

extension ReplayMemory {
  /// Visits the leaves that are not shared with another copy, each with that of the other copy.
  func visitLeaves(with other: ReplayMemory, _ visit: (Leaf, Leaf?) -> Void) {
    for (mine, theirs) in zip(leaves, other.leaves) {
      guard let leaf = mine.first, ReplayMemory.identity(mine) != ReplayMemory.identity(theirs)
      else { continue }
      visit(leaf, theirs.first)
    }
  }
}
