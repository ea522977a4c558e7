internal import CLLVM

/// Owns an insertion point: appends instructions to a basic block.
///
/// Operations on constants fold to constants. Values get no names: nothing may depend on them.
@safe package struct Builder: ~Copyable {
  /// LLVM's builder.
  let reference: OpaquePointer

  /// Creates a builder without a position for a module, which must outlive it.
  package init(module: borrowing Module) {
    unsafe reference = LLVMCreateBuilderInContext(module.types.reference)
  }

  deinit { unsafe LLVMDisposeBuilder(reference) }

  /// Moves to the end of a block.
  package func position(atEndOf block: BasicBlock) {
    unsafe LLVMPositionBuilderAtEnd(reference, block.reference)
  }

  /// Moves in front of an instruction.
  package func position(before instruction: InstructionView) {
    unsafe LLVMPositionBuilderBefore(reference, instruction.value.reference)
  }

  /// The block at whose end instructions are added, or nil before the first positioning.
  package var block: BasicBlock? {
    unsafe LLVMGetInsertBlock(reference).map { unsafe BasicBlock(reference: $0) }
  }

  /// A C array of handles for a call to LLVM.
  static func withReferences<Result>(
    _ values: [Value], _ body: (UnsafeMutablePointer<OpaquePointer?>?, UInt32) -> Result
  ) -> Result {
    unsafe withUnsafeTemporaryAllocation(of: OpaquePointer?.self, capacity: values.count) {
      buffer in
      for (index, value) in values.enumerated() {
        // `index` is below the capacity.
        unsafe buffer.initializeElement(at: index, to: value.reference)
      }
      return unsafe body(buffer.baseAddress, UInt32(values.count))
    }
  }
}
