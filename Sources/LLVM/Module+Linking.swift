internal import CLLVM

extension Module {
  /// The module in LLVM's binary form, in which it can go from one context to another.
  package func bitcode() -> [UInt8] {
    let buffer = unsafe LLVMWriteBitcodeToMemoryBuffer(reference)
    defer { unsafe LLVMDisposeMemoryBuffer(buffer) }
    // The buffer holds as many bytes as it says, and is alive until they are copied.
    return unsafe Array(
      UnsafeRawBufferPointer(
        start: LLVMGetBufferStart(buffer), count: LLVMGetBufferSize(buffer)))
  }

  /// Adds what another module contains, given in its binary form.
  ///
  /// - Throws: `LLVMError` of kind `parse` for malformed bitcode, `linking` for contradictory modules.
  package func link(bitcode: [UInt8]) throws(LLVMError) {
    let buffer = unsafe bitcode.withUnsafeBytes { bytes in
      // LLVM copies the bytes.
      unsafe LLVMCreateMemoryBufferWithMemoryRangeCopy(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? CString.empty, bytes.count,
        "part")
    }
    defer { unsafe LLVMDisposeMemoryBuffer(buffer) }
    var part: OpaquePointer?
    guard
      unsafe LLVMParseBitcodeInContext2(LLVMGetModuleContext(reference), buffer, &part) == 0,
      let part = unsafe part
    else {
      throw LLVMError(kind: .parse, message: takeErrors().joined(separator: "\n"))
    }
    // Linking destroys the part.
    guard unsafe LLVMLinkModules2(reference, part) == 0 else {
      throw LLVMError(kind: .linking, message: takeErrors().joined(separator: "\n"))
    }
  }
}
