internal import CLLVM

extension Value {
  /// Whether this is the null value of its type.
  package var isNull: Bool { unsafe LLVMIsNull(reference) != 0 }

  /// Whether this is `undef` or `poison`.
  package var isUndefined: Bool { unsafe LLVMIsUndef(reference) != 0 }

  /// Whether this is `poison`.
  package var isPoison: Bool { unsafe LLVMIsPoison(reference) != 0 }

  /// An integer constant of at most 64 bits, sign-extended, or nil for anything else.
  package var signedInteger: Int64? {
    guard unsafe LLVMGetValueKind(reference) == LLVMConstantIntValueKind,
      unsafe LLVMGetIntTypeWidth(LLVMTypeOf(reference)) <= 64
    else { return nil }
    return unsafe LLVMConstIntGetSExtValue(reference)
  }

  /// An integer constant of at most 64 bits, zero-extended, or nil for anything else.
  package var unsignedInteger: UInt64? {
    guard unsafe LLVMGetValueKind(reference) == LLVMConstantIntValueKind,
      unsafe LLVMGetIntTypeWidth(LLVMTypeOf(reference)) <= 64
    else { return nil }
    return unsafe LLVMConstIntGetZExtValue(reference)
  }

  /// The 64-bit words of an integer constant of any width, lowest first and zero-extended, or nil for
  /// anything else.
  package var integerWords: [UInt64]? {
    guard unsafe LLVMGetValueKind(reference) == LLVMConstantIntValueKind else { return nil }
    let type = unsafe LLVMTypeOf(reference)
    let width = Int(unsafe LLVMGetIntTypeWidth(type))
    if width <= 64 { return [unsafe LLVMConstIntGetZExtValue(reference)] }
    let context = unsafe LLVMGetTypeContext(type)
    let word = unsafe LLVMInt64TypeInContext(context)
    // A builder without a position folds operations on constants into constants.
    let folder = unsafe LLVMCreateBuilderInContext(context)
    defer { unsafe LLVMDisposeBuilder(folder) }
    return stride(from: 0, to: width, by: 64).map { bit in
      let amount = unsafe LLVMConstInt(type, UInt64(bit), 0)
      let shifted = unsafe LLVMBuildLShr(folder, reference, amount, CString.empty)
      return unsafe LLVMConstIntGetZExtValue(LLVMConstTrunc(shifted, word))
    }
  }

  /// The operation of a constant expression, or nil for anything else.
  package var constantExpressionOpcode: IROpcode? {
    guard unsafe LLVMGetValueKind(reference) == LLVMConstantExprValueKind else { return nil }
    return IROpcode(
      rawValue: UInt8(truncatingIfNeeded: unsafe LLVMGetConstOpcode(reference).rawValue))
  }

  /// The bytes of a constant array of `i8`, or nil for anything else.
  package var dataBytes: [UInt8]? {
    guard unsafe LLVMGetValueKind(reference) == LLVMConstantDataArrayValueKind,
      unsafe LLVMGetIntTypeWidth(LLVMGetElementType(LLVMTypeOf(reference))) == 8
    else { return nil }
    var length = 0
    guard let start = unsafe LLVMGetAsString(reference, &length) else { return nil }
    // LLVM returned `start` together with `length`.
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: length))
  }

  /// Element `index` of a constant aggregate of any kind, or nil if there is none.
  package func aggregateElement(_ index: Int) -> Value? {
    unsafe LLVMGetAggregateElement(reference, UInt32(index)).map { unsafe Value(reference: $0) }
  }

  /// The type that a `getelementptr`, instruction or constant expression, indexes into.
  package var elementPointerSourceType: IRType {
    unsafe IRType(reference: LLVMGetGEPSourceElementType(reference))
  }
}
