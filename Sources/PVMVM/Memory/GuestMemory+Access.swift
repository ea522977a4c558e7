/// What came of a memory access of the program.
enum AccessOutcome: Equatable {
  /// All bytes were accessible; for a load their value, zero-extended.
  case done(UInt64)
  /// The run ends.
  case exit(ExitReason)
}

// The accesses that the hot loop leaves to us: those that span two pages or wrap around, those that
// are not allowed, and the first write to a page. All bytes are checked before any is touched, in
// ascending order before the wrap (`pvm.md` section 4).
extension GuestMemory {
  /// Loads 1 to 8 bytes.
  func load(address: UInt32, count: UInt32) -> AccessOutcome {
    if let exit = check(address: address, count: count, writing: false) { return .exit(exit) }
    var value: UInt64 = 0
    for index in 0..<count {
      let position = address &+ index
      guard let page = unsafe pages.readPointer(Int(position &>> 12)) else {
        return .exit(.panic)
      }
      let byte = unsafe page.load(fromByteOffset: Int(position & 4095), as: UInt8.self)
      value |= UInt64(byte) &<< UInt64(8 &* index)
    }
    return .done(value)
  }

  /// Stores the low 1 to 8 bytes of a value.
  mutating func store(address: UInt32, count: UInt32, _ value: UInt64) -> AccessOutcome {
    if let exit = check(address: address, count: count, writing: true) { return .exit(exit) }
    for index in 0..<count {
      let position = address &+ index
      guard let page = unsafe pages.writePointer(Int(position &>> 12)) else {
        return .exit(.panic)
      }
      let byte = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* index))
      unsafe page.storeBytes(of: byte, toByteOffset: Int(position & 4095), as: UInt8.self)
    }
    return .done(0)
  }

  /// How the first byte without the needed right ends the run; nil if there is none.
  private func check(address: UInt32, count: UInt32, writing: Bool) -> ExitReason? {
    for index in 0..<count {
      let position = address &+ index
      let access = pages.access(Int(position &>> 12))
      if writing ? !access.isWritable : !access.isReadable {
        return position < 1 << 16 ? .panic : .pageFault(address: position & ~4095)
      }
    }
    return nil
  }
}
