internal import CLLVM

extension Builder {
  /// The same bits as a value of another type of the same size.
  package func bitCast(_ value: Value, to type: IRType) -> Value {
    value.type == type
      ? value
      : unsafe Value(
        reference: LLVMBuildBitCast(reference, value.reference, type.reference, CString.empty))
  }

  /// One element of a vector.
  package func extractElement(_ vector: Value, _ index: Int) -> Value {
    let position = unsafe LLVMConstInt(
      LLVMInt32TypeInContext(LLVMGetTypeContext(LLVMTypeOf(vector.reference))), UInt64(index), 0)
    return unsafe Value(
      reference: LLVMBuildExtractElement(reference, vector.reference, position, CString.empty))
  }

  /// A vector with one element replaced.
  package func insertElement(_ vector: Value, _ element: Value, _ index: Int) -> Value {
    let position = unsafe LLVMConstInt(
      LLVMInt32TypeInContext(LLVMGetTypeContext(LLVMTypeOf(vector.reference))), UInt64(index), 0)
    return unsafe Value(
      reference: LLVMBuildInsertElement(
        reference, vector.reference, element.reference, position, CString.empty))
  }

  /// Elements of two vectors of one type: numbers count through the first, then the second.
  package func shuffle(_ first: Value, _ second: Value, _ elements: [Int]) -> Value {
    let type = unsafe LLVMInt32TypeInContext(LLVMGetTypeContext(LLVMTypeOf(first.reference)))
    let numbers = elements.map { unsafe Value(reference: LLVMConstInt(type, UInt64($0), 0)) }
    let mask = unsafe Builder.withReferences(numbers) { numbers, count in
      unsafe LLVMConstVector(numbers, count)
    }
    return unsafe Value(
      reference: LLVMBuildShuffleVector(
        reference, first.reference, second.reference, mask, CString.empty))
  }

  /// A constant vector with these elements, all of one type.
  package static func constantVector(_ elements: [Value]) -> Value {
    unsafe withReferences(elements) { elements, count in
      unsafe Value(reference: LLVMConstVector(elements, count))
    }
  }
}

extension TypeContext {
  /// A vector type.
  package func vector(_ element: IRType, count: Int) -> IRType {
    unsafe IRType(reference: LLVMVectorType(element.reference, UInt32(count)))
  }
}
