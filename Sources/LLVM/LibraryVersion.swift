internal import CLLVM

/// The version of the LLVM library that this process has.
package enum LibraryVersion {
  /// Its three numbers, with points between them.
  package static var text: String {
    var numbers: (UInt32, UInt32, UInt32) = (0, 0, 0)
    // The numbers live until the call has returned.
    unsafe LLVMGetVersion(&numbers.0, &numbers.1, &numbers.2)
    return "\(numbers.0).\(numbers.1).\(numbers.2)"
  }
}
