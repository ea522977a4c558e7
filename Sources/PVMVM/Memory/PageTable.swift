// Problem: find the host address of a guest address in a handful of machine instructions, in a
// sparse 32-bit address space, portably (this code also runs inside the PVM).
//
// Method: two levels of 1,024 entries. A leaf holds two pointers per page, one for reads and one for
// writes, and the page's access right. A pointer is nil where the access is not allowed, so that the
// common case needs no separate look at the rights. All ranges without a page share one empty leaf,
// and all pages that were never written share one page of zeros for reading: memory is allocated by
// the first write, so that a large heap costs nothing until it is used.
//
// Invariants: a page that is not readable has two nil pointers; a page's write pointer is nil or
// equal to its read pointer; a page owns its bytes exactly if it is readable and its read pointer is
// not the shared page of zeros.
//
// Cost: two dependent loads before the access itself. One flat table of 2^20 pointers was up to 15 %
// faster in chains of dependent loads and equal otherwise, but costs 16 MiB to set up per machine; a
// reservation of 4 GiB from the operating system was no faster than the flat table.

/// The pages of a machine: where their bytes are and what the program may do with them. Functions that
/// take a page index require it to be below 2^20.
@safe
struct PageTable: ~Copyable {
  /// One page pointer.
  typealias Entry = UnsafeMutableRawPointer?
  /// The read pointers of 1,024 pages, then their write pointers, then their rights.
  typealias Leaf = UnsafeMutablePointer<Entry>

  /// How many bytes a page has.
  static var pageSize: Int { 4096 }
  /// How many pages the address space has.
  static var pageCount: Int { 1 << 20 }
  /// How many pages a leaf describes.
  private static var leafPages: Int { 1024 }
  /// How many pointers' room a leaf takes.
  private static var leafCapacity: Int {
    2 * leafPages + leafPages / MemoryLayout<Int>.stride
  }

  /// The leaf of each range of 4 MiB; 1,024 of them.
  let root: UnsafeMutablePointer<Leaf>
  /// The leaf of all ranges without a page.
  private let emptyLeaf: Leaf
  /// The 4,096 zeros that reads of untouched pages see; never written. The start of the empty leaf.
  private let zeroPage: UnsafeMutableRawPointer

  /// Whether nothing is given back at the end, because the process ends with the table.
  var isAbandoned = false

  /// Creates a table without accessible pages.
  init() {
    unsafe emptyLeaf = PageTable.makeLeaf()
    unsafe root = .allocate(capacity: PageTable.leafPages)
    unsafe root.initialize(repeating: emptyLeaf, count: PageTable.leafPages)
    // A leaf without pages is all zeros, and larger than a page.
    unsafe zeroPage = UnsafeMutableRawPointer(emptyLeaf)
  }

  deinit {
    if isAbandoned { return }
    for index in 0..<PageTable.leafPages {
      let leaf = unsafe root[index]
      if unsafe leaf == emptyLeaf { continue }
      for page in 0..<PageTable.leafPages {
        if let bytes = unsafe leaf[page], unsafe bytes != zeroPage {
          unsafe bytes.deallocate()
        }
      }
      unsafe leaf.deallocate()
    }
    unsafe emptyLeaf.deallocate()
    unsafe root.deallocate()
  }

  /// A leaf whose pages are all inaccessible.
  private static func makeLeaf() -> Leaf {
    let leaf = Leaf.allocate(capacity: leafCapacity)
    unsafe leaf.initialize(repeating: nil, count: leafCapacity)
    return unsafe leaf
  }

  /// A page of zeros.
  private static func makePage() -> UnsafeMutableRawPointer {
    let page = UnsafeMutableRawPointer.allocate(byteCount: pageSize, alignment: 16)
    unsafe page.initializeMemory(as: UInt8.self, repeating: 0, count: pageSize)
    return unsafe page
  }

  /// The rights of the pages of a leaf, one byte each, behind its pointers.
  private func rights(_ leaf: Leaf) -> UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(leaf + 2 * PageTable.leafPages)
  }

  /// What the program may do with a page; the index is below 2^20.
  func access(_ page: Int) -> PageAccess {
    let leaf = unsafe root[page >> 10]
    let byte = unsafe rights(leaf).load(fromByteOffset: page & 1023, as: UInt8.self)
    return PageAccess(rawValue: byte) ?? .inaccessible
  }

  /// Changes what the program may do with a page. A page that becomes accessible is zero, one that
  /// stays accessible keeps its bytes, one that becomes inaccessible loses them.
  mutating func setAccess(_ page: Int, _ access: PageAccess) {
    var leaf = unsafe root[page >> 10]
    if unsafe leaf == emptyLeaf {
      if access == .inaccessible { return }
      unsafe leaf = PageTable.makeLeaf()
      unsafe root[page >> 10] = leaf
    }
    let index = page & 1023
    unsafe rights(leaf).storeBytes(of: access.rawValue, toByteOffset: index, as: UInt8.self)
    let bytes = unsafe leaf[index]
    let isOwned = unsafe bytes != nil && bytes != zeroPage
    if access == .inaccessible {
      if isOwned { unsafe bytes?.deallocate() }
      unsafe leaf[index] = nil
    } else if unsafe bytes == nil {
      unsafe leaf[index] = zeroPage
    }
    unsafe leaf[index + PageTable.leafPages] = access.isWritable && isOwned ? bytes : nil
  }

  /// Makes pages accessible and zero, whatever they were; the indices are below 2^20, and the rights
  /// are some.
  mutating func mapZeros(_ range: Range<Int>, _ access: PageAccess) {
    var page = range.lowerBound
    while page < range.upperBound {
      // The first page of each leaf sees to it that there is one.
      setAccess(page, .inaccessible)
      setAccess(page, access)
      let leaf = unsafe root[page >> 10]
      let rights = unsafe rights(leaf)
      let end = min(range.upperBound, (page | 1023) + 1)
      page += 1
      while page < end {
        let index = page & 1023
        if unsafe leaf[index] == nil {
          unsafe leaf[index] = zeroPage
          unsafe rights.storeBytes(of: access.rawValue, toByteOffset: index, as: UInt8.self)
        } else {
          setAccess(page, .inaccessible)
          setAccess(page, access)
        }
        page += 1
      }
    }
  }

  /// The bytes of a page for reading; nil if the page is inaccessible.
  func readPointer(_ page: Int) -> UnsafeRawPointer? {
    unsafe UnsafeRawPointer(root[page >> 10][page & 1023])
  }

  /// The bytes of an accessible page for writing, whatever the program may do with it; nil if the
  /// page is inaccessible. Gives the page its own bytes if it has none.
  mutating func writePointer(_ page: Int) -> UnsafeMutableRawPointer? {
    let leaf = unsafe root[page >> 10]
    let index = page & 1023
    guard let bytes = unsafe leaf[index] else { return nil }
    guard unsafe bytes == zeroPage else { return unsafe bytes }
    let own = unsafe PageTable.makePage()
    unsafe leaf[index] = own
    if access(page).isWritable { unsafe leaf[index + PageTable.leafPages] = own }
    return unsafe own
  }

  /// Whether a page has bytes of its own, which may be other than zero.
  func isTouched(_ page: Int) -> Bool {
    let bytes = unsafe root[page >> 10][page & 1023]
    return unsafe bytes != nil && bytes != zeroPage
  }

  /// The first accessible page at or after an index, or nil.
  func nextAccessiblePage(from first: Int) -> Int? {
    var page = first
    while page < PageTable.pageCount {
      if unsafe root[page >> 10] == emptyLeaf {
        page = (page | 1023) + 1
      } else if access(page) != .inaccessible {
        return page
      } else {
        page += 1
      }
    }
    return nil
  }

  /// What the hot loop needs of the table; valid as long as the table lives.
  var view: PageTableView { unsafe PageTableView(root: root) }
}

/// The common case of a memory access: all bytes in one page that allows it and has its own bytes.
@unsafe
struct PageTableView {
  /// The root of the page table.
  let root: UnsafeMutablePointer<PageTable.Leaf>

  /// Where `count` bytes, 1 to 8, at an address can be read, or nil if that needs a closer look.
  @inline(__always)
  func readable(_ address: UInt32, _ count: UInt32) -> UnsafeRawPointer? {
    // Bounds: the root has 2^10 entries, selected by the top 10 bits; a leaf has more than 2^11,
    // selected by the next 10 bits; a page has 4,096 bytes, of which `count` from the offset on.
    let offset = address & 4095
    guard offset <= 4096 &- count,
      let page = unsafe root[Int(address &>> 22)][Int(address &>> 12 & 1023)]
    else { return nil }
    return unsafe UnsafeRawPointer(page + Int(offset))
  }

  /// Where `count` bytes, 1 to 8, at an address can be written, or nil if that needs a closer look.
  @inline(__always)
  func writable(_ address: UInt32, _ count: UInt32) -> UnsafeMutableRawPointer? {
    // Bounds as in `readable`; the write pointers are the second 2^10 entries of a leaf.
    let offset = address & 4095
    guard offset <= 4096 &- count,
      let page = unsafe root[Int(address &>> 22)][Int(address &>> 12 & 1023) &+ 1024]
    else { return nil }
    return unsafe page + Int(offset)
  }
}
