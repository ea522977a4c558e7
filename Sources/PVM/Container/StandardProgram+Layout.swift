extension StandardProgram {
  /// Bytes per page (Z_P).
  @inlinable
  public static var pageSize: UInt32 { 4096 }

  /// Bytes per zone (Z_Z): the read-write data starts at a multiple.
  @inlinable
  public static var zoneSize: UInt32 { 65536 }

  /// Bytes set aside for the arguments (Z_I): the most there can be.
  @inlinable
  public static var maximumArgumentSize: UInt32 { 1 << 24 }

  /// The most bytes of read-only data, of read-write data and of stack, each.
  @inlinable
  public static var maximumDataSize: UInt32 { (1 << 24) - 1 }

  /// Where the read-only data starts.
  @inlinable
  public static var readOnlyStart: UInt32 { 0x0001_0000 }

  /// Where the stack ends; also the initial stack pointer, r1.
  @inlinable
  public static var stackEnd: UInt32 { 0xFEFE_0000 }

  /// Where the arguments start; also the initial r7.
  @inlinable
  public static var argumentsStart: UInt32 { 0xFEFF_0000 }

  /// The address that a dynamic jump goes to in order to halt; also the initial r0.
  @inlinable
  public static var haltAddress: UInt32 { 0xFFFF_0000 }

  /// The lowest address that can be mapped; accesses below panic rather than fault.
  @inlinable
  public static var lowestMappableAddress: UInt32 { 0x0001_0000 }

  /// A size, at most 2^32 - 2^16, rounded up to whole pages.
  @inlinable
  public static func roundedUpToPages(_ size: UInt32) -> UInt32 {
    (size + (pageSize - 1)) & ~(pageSize - 1)
  }

  /// A size, at most 2^32 - 2^16, rounded up to whole zones.
  @inlinable
  public static func roundedUpToZones(_ size: UInt32) -> UInt32 {
    (size + (zoneSize - 1)) & ~(zoneSize - 1)
  }

  /// Where the read-write data starts after this many bytes of read-only data.
  @inlinable
  public static func readWriteStart(readOnlySize: UInt32) -> UInt32 {
    2 * zoneSize + roundedUpToZones(readOnlySize)
  }

  /// Where the read-write data starts.
  public var readWriteStart: UInt32 {
    StandardProgram.readWriteStart(readOnlySize: UInt32(readOnlyData.count))
  }

  /// Where the pages of the read-write data end and the heap pages start.
  public var heapStart: UInt32 {
    readWriteStart + StandardProgram.roundedUpToPages(UInt32(readWriteData.count))
  }

  /// Where the initial heap ends, and grows from.
  public var initialHeapEnd: UInt32 { heapStart + UInt32(heapPages) * StandardProgram.pageSize }

  /// Where the stack starts.
  public var stackStart: UInt32 {
    StandardProgram.stackEnd - StandardProgram.roundedUpToPages(stackSize)
  }

  /// Where the heap must end at the latest: at the stack in 0.7, a zone below it in 0.8 (`pvm-0.8.md`
  /// section 5).
  public func heapLimit(for target: Target) -> UInt32 {
    guard target.growsHeapByCall else { return stackStart }
    let stack =
      target.choices.contains(.heapByZones)
      ? StandardProgram.roundedUpToZones(stackSize) : StandardProgram.roundedUpToPages(stackSize)
    return StandardProgram.stackEnd - StandardProgram.zoneSize - stack
  }
}
