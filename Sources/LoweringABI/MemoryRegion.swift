internal import PVM

/// Where the linear memory ends at the latest.
package enum MemoryRegion {
  /// How many bytes between the linear memory and the stack stay unmapped, so that a stack overflow is a page fault and
  /// does not write to the memory.
  package static let guardSize = 65_536

  /// The most pages of 65,536 bytes that the linear memory may grow to, whatever constants, tables and stack a program has.
  package static let maximumPages: Int = {
    let start = Int(StandardProgram.readWriteStart(readOnlySize: StandardProgram.maximumDataSize))
    let tables = Int(StandardProgram.maximumDataSize) + 1
    let stack = Int(StandardProgram.maximumDataSize) + 1
    return (Int(StandardProgram.stackEnd) - stack - guardSize - start - tables) / 65_536
  }()
}
