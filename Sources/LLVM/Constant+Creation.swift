internal import CLLVM

extension IRType {
  /// The null value of this type.
  package var zero: Value { unsafe Value(reference: LLVMConstNull(reference)) }

  /// The integer whose low bits are given, for integer types of at most 64 bits.
  package func constant(_ bits: UInt64) -> Value {
    unsafe Value(reference: LLVMConstInt(reference, bits, 0))
  }

  /// The integer with this value, sign-extended where the type has more than 64 bits.
  package func constant(_ number: Int64) -> Value {
    unsafe Value(reference: LLVMConstInt(reference, UInt64(bitPattern: number), 1))
  }

  /// The integer with this value, sign-extended where the type has more than 64 bits.
  package func constant(_ number: Int) -> Value { constant(Int64(number)) }

  /// The constant address `index` elements of this type behind a constant one, modulo 2^32.
  package func constantElementPointer(_ pointer: Value, _ index: Value) -> Value {
    unsafe Builder.withReferences([index]) { indices, count in
      unsafe Value(
        reference: LLVMConstGEP2(reference, pointer.reference, indices, count))
    }
  }

  /// A value that no correct program looks at.
  package var poison: Value { unsafe Value(reference: LLVMGetPoison(reference)) }

  /// An array whose elements, of this type, are given.
  package func constantArray(_ elements: [Value]) -> Value {
    unsafe Builder.withReferences(elements) { elements, count in
      unsafe Value(reference: LLVMConstArray2(reference, elements, UInt64(count)))
    }
  }
}

extension TypeContext {
  /// An array of `i8` with these bytes.
  package func constantBytes(_ bytes: ArraySlice<UInt8>) -> Value {
    unsafe bytes.withUnsafeBytes { bytes in
      // LLVM copies `count` bytes.
      let start = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress ?? CString.empty
      return unsafe Value(
        reference: LLVMConstStringInContext2(reference, start, bytes.count, 1))
    }
  }
}
