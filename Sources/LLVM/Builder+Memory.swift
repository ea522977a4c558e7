internal import CLLVM
internal import Support

extension Builder {
  /// Room for one value on the stack.
  package func alloca(_ type: IRType) -> Value {
    unsafe Value(reference: LLVMBuildAlloca(reference, type.reference, CString.empty))
  }

  /// Reads memory. An alignment of 0 bytes means the type's.
  package func load(_ type: IRType, from pointer: Value, alignment: Int = 0) -> Value {
    let load = unsafe LLVMBuildLoad2(reference, type.reference, pointer.reference, CString.empty)
    if alignment != 0 { unsafe LLVMSetAlignment(load, UInt32(alignment)) }
    return unsafe Value(reference: Invariant.unwrap(load, "LLVM builds every load"))
  }

  /// Writes memory. An alignment of 0 bytes means the type's.
  package func store(_ value: Value, to pointer: Value, alignment: Int = 0) {
    let store = unsafe LLVMBuildStore(reference, value.reference, pointer.reference)
    if alignment != 0 { unsafe LLVMSetAlignment(store, UInt32(alignment)) }
  }

  /// The address `index` elements of a type behind a pointer, modulo 2^32.
  package func elementPointer(_ type: IRType, _ pointer: Value, _ index: Value) -> Value {
    unsafe Builder.withReferences([index]) { indices, count in
      unsafe Value(
        reference: LLVMBuildGEP2(
          reference, type.reference, pointer.reference, indices, count, CString.empty))
    }
  }

  /// Says that the result of a load is in a range of unsigned numbers: a `range` metadata node.
  package func setRange(_ range: Range<UInt64>, of load: Value) {
    let context = unsafe LLVMGetTypeContext(LLVMTypeOf(load.reference))
    var bounds = unsafe [
      LLVMValueAsMetadata(load.type.constant(range.lowerBound).reference),
      LLVMValueAsMetadata(load.type.constant(range.upperBound).reference),
    ]
    unsafe LLVMSetMetadata(
      load.reference, Builder.rangeKind,
      LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, &bounds, 2)))
  }

  /// LLVM's number of the metadata kind `range`, which is the same in every context.
  private static let rangeKind: UInt32 = unsafe LLVMGetMDKindID("range", 5)

  /// Copies bytes between places that do not overlap (or are the same).
  package func copyBytes(to destination: Value, from source: Value, count: Value) {
    unsafe _ = LLVMBuildMemCpy(
      reference, destination.reference, 1, source.reference, 1, count.reference)
  }

  /// Copies bytes between places that may overlap.
  package func moveBytes(to destination: Value, from source: Value, count: Value) {
    unsafe _ = LLVMBuildMemMove(
      reference, destination.reference, 1, source.reference, 1, count.reference)
  }

  /// Writes the same byte, an `i8`, everywhere.
  package func fillBytes(at destination: Value, with byte: Value, count: Value) {
    unsafe _ = LLVMBuildMemSet(reference, destination.reference, byte.reference, count.reference, 1)
  }
}
