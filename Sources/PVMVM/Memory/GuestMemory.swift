/// The memory of a machine: 2^32 bytes in pages of 4,096 bytes (`pvm.md` sections 1 and 4).
///
/// The functions for hosts respect the rights of the pages and do not wrap addresses (section 9);
/// those for embedders set memory up and look at it.
public struct GuestMemory: ~Copyable {
  /// The pages.
  var pages = PageTable()

  /// Creates a memory without accessible pages.
  public init() {}

  /// How many bytes a page has.
  @inlinable
  public static var pageSize: Int { 4096 }

  /// How many pages there are.
  @inlinable
  public static var pageCount: Int { 1 << 20 }
}

// MARK: For hosts

extension GuestMemory {
  /// Whether a range can be read; an empty range always can.
  public func isReadable(address: UInt64, count: UInt64) -> Bool {
    allPages(address: address, count: count) { $0.isReadable }
  }

  /// Whether a range can be written; an empty range always can.
  public func isWritable(address: UInt64, count: UInt64) -> Bool {
    allPages(address: address, count: count) { $0.isWritable }
  }

  /// Reads a range; nil if not all of it can be read.
  public func read(address: UInt64, count: UInt64) -> [UInt8]? {
    guard isReadable(address: address, count: count) else { return nil }
    return count == 0 ? [] : copy(address: address, count: Int(count))
  }

  /// Writes bytes; false, and nothing is written, if not all of the range can be written.
  public mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    guard isWritable(address: address, count: UInt64(bytes.count)) else { return false }
    if !bytes.isEmpty { fill(address: UInt64(address), bytes) }
    return true
  }

  /// Whether a range lies below 2^32 and all of its pages pass a test.
  private func allPages(
    address: UInt64, count: UInt64, _ test: (PageAccess) -> Bool
  ) -> Bool {
    guard count > 0 else { return true }
    let end = UInt64(1) << 32
    guard address < end, count <= end - address else { return false }
    for page in Int(address >> 12)...Int((address + count - 1) >> 12) {
      if !test(pages.access(page)) { return false }
    }
    return true
  }
}

// MARK: For embedders

extension GuestMemory {
  /// What the program may do with a page.
  ///
  /// - Precondition: the page index is 0 to 2^20 - 1.
  public func access(page: Int) -> PageAccess {
    precondition(page >= 0 && page < GuestMemory.pageCount)
    return pages.access(page)
  }

  /// Changes what the program may do with a page. A page that becomes accessible is zero, one that
  /// stays accessible keeps its bytes, one that becomes inaccessible loses them.
  ///
  /// - Precondition: the page index is 0 to 2^20 - 1.
  public mutating func setAccess(page: Int, _ access: PageAccess) {
    precondition(page >= 0 && page < GuestMemory.pageCount)
    pages.setAccess(page, access)
  }

  /// Makes the pages that hold a range accessible and zero.
  ///
  /// - Precondition: the range ends at 2^32 or before.
  public mutating func map(address: UInt32, byteCount: Int, _ access: PageAccess) {
    precondition(byteCount >= 0 && Int64(address) + Int64(byteCount) <= 1 << 32)
    guard byteCount > 0 else { return }
    let last = Int((Int64(address) + Int64(byteCount) - 1) >> 12)
    let range = Int(address >> 12)..<last + 1
    if access == .inaccessible {
      for page in range { pages.setAccess(page, access) }
    } else {
      pages.mapZeros(range, access)
    }
  }

  /// Stores bytes into accessible pages, also into read-only ones; false, and nothing is stored, if
  /// not all of the range is accessible.
  public mutating func initialize(address: UInt32, _ bytes: [UInt8]) -> Bool {
    guard isReadable(address: UInt64(address), count: UInt64(bytes.count)) else { return false }
    if !bytes.isEmpty { fill(address: UInt64(address), bytes) }
    return true
  }

  /// The accessible pages in ascending order.
  public var accessiblePages: [(index: Int, access: PageAccess)] {
    var result: [(index: Int, access: PageAccess)] = []
    var next = pages.nextAccessiblePage(from: 0)
    while let page = next {
      result.append((page, pages.access(page)))
      next = pages.nextAccessiblePage(from: page + 1)
    }
    return result
  }

  /// Whether a page may hold anything but zeros.
  ///
  /// - Precondition: the page index is 0 to 2^20 - 1.
  public func isTouched(page: Int) -> Bool {
    precondition(page >= 0 && page < GuestMemory.pageCount)
    return pages.isTouched(page)
  }

  /// The bytes of a page, or nil if it is inaccessible.
  ///
  /// - Precondition: the page index is 0 to 2^20 - 1.
  public func content(page: Int) -> [UInt8]? {
    precondition(page >= 0 && page < GuestMemory.pageCount)
    guard pages.access(page) != .inaccessible else { return nil }
    return copy(address: UInt64(page) << 12, count: GuestMemory.pageSize)
  }
}

extension GuestMemory {
  /// Lets the memory's storage be: whatever runs this machine ends with it, so that giving back every
  /// page would be for nothing.
  package mutating func abandon() { pages.isAbandoned = true }
}

// MARK: Copying

extension GuestMemory {
  /// Copies a range out; it is not empty, all of it is accessible.
  private func copy(address: UInt64, count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      var done = 0
      while done < count {
        let position = address + UInt64(done)
        let offset = Int(position & 4095)
        let size = min(4096 - offset, count - done)
        guard let page = unsafe pages.readPointer(Int(position >> 12)),
          let target = buffer.baseAddress
        else { break }
        // `size` bytes from the offset on are inside the page, and `count` bytes inside the buffer.
        unsafe UnsafeMutableRawPointer(target + done).copyMemory(
          from: page + offset, byteCount: size)
        done += size
      }
      initialized = done
    }
  }

  /// Copies bytes in, whatever the rights; the range is not empty, all of it is accessible.
  private mutating func fill(address: UInt64, _ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let position = address + UInt64(done)
      let offset = Int(position & 4095)
      let size = min(4096 - offset, bytes.count - done)
      guard let page = unsafe pages.writePointer(Int(position >> 12)) else { return }
      unsafe bytes.withUnsafeBytes { source in
        // `size` bytes from the offset on are inside the page, and from `done` on inside the array.
        guard let base = source.baseAddress else { return }
        unsafe (page + offset).copyMemory(from: base + done, byteCount: size)
      }
      done += size
    }
  }
}
