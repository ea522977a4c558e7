import PVM
import PVMVM
import Support

/// A page fault because the stack is too small.
///
/// A function makes room for its frame by lowering the stack pointer, r1, and then stores into the frame. So when there is no
/// room left, r1 is below the lowest address of the stack, and the fault is at or above r1, but below the stack.
struct StackOverflow: CustomStringConvertible {
  /// The lowest address of the stack.
  let lowestAddress: UInt32
  /// The size of the stack in bytes.
  let size: UInt32

  /// Looks at the end of a run; nil if it was something else.
  init?(_ exit: ExitReason, stackPointer: UInt64, of container: StandardProgram) {
    guard case .pageFault(let address) = exit else { return nil }
    let pointer = UInt32(truncatingIfNeeded: stackPointer)
    let start = container.stackStart
    // Beyond the largest stack there can be, r1 is not a stack pointer.
    guard pointer < start, start - pointer <= StandardProgram.maximumDataSize, address < start,
      address >= pointer & ~(StandardProgram.pageSize - 1)
    else { return nil }
    lowestAddress = start
    size = container.stackSize
  }

  /// What to tell people.
  var description: String {
    "stack overflow: the stack of \(size) bytes begins at 0x\(Hex.string(UInt64(lowestAddress))); "
      + "a larger --stack-size may help"
  }
}
