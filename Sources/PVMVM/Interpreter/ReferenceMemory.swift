/// What a program may do with a page, in the reference interpreter.
package enum ReferenceRights: Sendable {
  /// The program may read the page.
  case readOnly
  /// The program may read and write the page.
  case readWrite
}

/// The RAM of the reference interpreter: class `Ram` of `pvm.md` section 4.
package struct ReferenceMemory: Sendable {
  /// Page index to the rights of the page; a page that is not here is inaccessible.
  package var access: [Int: ReferenceRights] = [:]
  /// Page index to the 4096 bytes of the page.
  package var data: [Int: [UInt8]] = [:]

  /// Creates a RAM without accessible pages.
  package init() {}

  /// Makes whole pages accessible, filled with zeros.
  package mutating func map(_ address: Int64, _ length: Int64, _ rights: ReferenceRights) {
    for p in Int(address / 4096)..<Int((address + length + 4095) / 4096) {
      access[p] = rights
      data[p] = [UInt8](repeating: 0, count: 4096)
    }
  }

  /// Stores bytes into mapped pages whatever their rights; bytes for other pages are dropped.
  package mutating func put(_ address: Int64, _ content: some Sequence<UInt8>) {
    for (i, byte) in content.enumerated() {
      let x = address + Int64(i)
      data[Int(x / 4096)]?[Int(x % 4096)] = byte
    }
  }

  /// Reads bytes from mapped pages; bytes of other pages are zero.
  package func get(_ address: Int64, _ count: Int) -> [UInt8] {
    (0..<count).map { i in
      let x = address + Int64(i)
      return data[Int(x / 4096)]?[Int(x % 4096)] ?? 0
    }
  }

  /// Whether a host function may read the range; there is no wrap-around.
  package func isReadable(_ address: UInt64, _ count: UInt64) -> Bool {
    isAccessible(address, count) { $0 != nil }
  }

  /// Whether a host function may write the range; there is no wrap-around.
  package func isWritable(_ address: UInt64, _ count: UInt64) -> Bool {
    isAccessible(address, count) { $0 == .readWrite }
  }

  /// Whether every byte of the range lies in a page whose rights pass the test.
  private func isAccessible(
    _ address: UInt64, _ count: UInt64, _ test: (ReferenceRights?) -> Bool
  ) -> Bool {
    if count == 0 { return true }
    let (last, overflow) = address.addingReportingOverflow(count - 1)
    if overflow || last >= 1 << 32 { return false }
    return (address / 4096...last / 4096).allSatisfy { test(access[Int($0)]) }
  }
}
