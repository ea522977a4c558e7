internal import CLLVM

/// A type in an LLVM context: a non-owning handle, equal when the types are the same.
@safe package struct IRType: Hashable, BitwiseCopyable {
  /// LLVM's pointer to the type.
  let reference: OpaquePointer

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { unsafe self.reference = unsafe reference }

  /// Whether both handles name the same type.
  package static func == (left: IRType, right: IRType) -> Bool {
    unsafe left.reference == right.reference
  }

  /// Hashes the handle.
  package func hash(into hasher: inout Hasher) { unsafe hasher.combine(reference) }

  /// What sort of type this is.
  package enum Kind: UInt8, Sendable {
    /// No value.
    case void
    /// A floating-point type of any format.
    case float
    /// A basic block.
    case label
    /// An integer of any width.
    case integer
    /// A function signature.
    case function
    /// A structure.
    case structure
    /// An array.
    case array
    /// A pointer.
    case pointer
    /// A vector, fixed or scalable.
    case vector
    /// Metadata used as a value.
    case metadata
    /// A token.
    case token
    /// Anything else.
    case other
  }

  /// What sort of type this is.
  package var kind: Kind {
    switch unsafe LLVMGetTypeKind(reference) {
    case LLVMVoidTypeKind: .void
    case LLVMHalfTypeKind, LLVMFloatTypeKind, LLVMDoubleTypeKind, LLVMX86_FP80TypeKind,
      LLVMFP128TypeKind, LLVMPPC_FP128TypeKind, LLVMBFloatTypeKind:
      .float
    case LLVMLabelTypeKind: .label
    case LLVMIntegerTypeKind: .integer
    case LLVMFunctionTypeKind: .function
    case LLVMStructTypeKind: .structure
    case LLVMArrayTypeKind: .array
    case LLVMPointerTypeKind: .pointer
    case LLVMVectorTypeKind, LLVMScalableVectorTypeKind: .vector
    case LLVMMetadataTypeKind: .metadata
    case LLVMTokenTypeKind: .token
    default: .other
    }
  }

  /// The number of bits of an integer type, or nil for other types.
  package var integerWidth: Int? {
    guard unsafe LLVMGetTypeKind(reference) == LLVMIntegerTypeKind else { return nil }
    return Int(unsafe LLVMGetIntTypeWidth(reference))
  }

  /// Whether this is a pointer.
  package var isPointer: Bool { unsafe LLVMGetTypeKind(reference) == LLVMPointerTypeKind }

  /// Whether this is `void`.
  package var isVoid: Bool { unsafe LLVMGetTypeKind(reference) == LLVMVoidTypeKind }

  /// The element types of a structure; empty for other types.
  package var structureElements: [IRType] {
    guard kind == .structure else { return [] }
    return unsafe (0..<LLVMCountStructElementTypes(reference)).map {
      unsafe IRType(reference: LLVMStructGetTypeAtIndex(reference, $0))
    }
  }

  /// How many elements a structure or array has; 0 for other types.
  package var elementCount: Int {
    switch kind {
    case .structure: Int(unsafe LLVMCountStructElementTypes(reference))
    case .array: Int(clamping: unsafe LLVMGetArrayLength2(reference))
    default: 0
    }
  }

  /// The type of element `index` of a structure or array, or nil if there is none.
  package func element(_ index: Int) -> IRType? {
    switch kind {
    case .structure:
      guard index >= 0, index < elementCount else { return nil }
      return unsafe IRType(reference: LLVMStructGetTypeAtIndex(reference, UInt32(index)))
    case .array, .vector:
      return unsafe IRType(reference: LLVMGetElementType(reference))
    default:
      return nil
    }
  }

  /// What a function type returns, or nil for other types.
  package var returnType: IRType? {
    guard kind == .function else { return nil }
    return unsafe IRType(reference: LLVMGetReturnType(reference))
  }

  /// The parameter types of a function type; empty for other types.
  package var parameterTypes: [IRType] {
    guard kind == .function else { return [] }
    let count = Int(unsafe LLVMCountParamTypes(reference))
    let types = unsafe [OpaquePointer?](unsafeUninitializedCapacity: count) { buffer, filled in
      // LLVM writes exactly `count` entries.
      if count > 0 { unsafe LLVMGetParamTypes(reference, buffer.baseAddress) }
      filled = count
    }
    return unsafe types.compactMap { unsafe $0.map { unsafe IRType(reference: $0) } }
  }

  /// The type as text.
  package func printed() -> String {
    unsafe CString.take(message: LLVMPrintTypeToString(reference))
  }
}

/// Makes types in one context; valid as long as the module it comes from.
@safe package struct TypeContext: BitwiseCopyable {
  /// The context.
  let reference: OpaquePointer

  /// The integer type of a width from 1 to 2^23 bits.
  package func integer(_ width: Int) -> IRType {
    unsafe IRType(reference: LLVMIntTypeInContext(reference, UInt32(width)))
  }

  /// The 1-bit integer.
  package var i1: IRType { unsafe IRType(reference: LLVMInt1TypeInContext(reference)) }
  /// The 8-bit integer.
  package var i8: IRType { unsafe IRType(reference: LLVMInt8TypeInContext(reference)) }
  /// The 16-bit integer.
  package var i16: IRType { unsafe IRType(reference: LLVMInt16TypeInContext(reference)) }
  /// The 32-bit integer.
  package var i32: IRType { unsafe IRType(reference: LLVMInt32TypeInContext(reference)) }
  /// The 64-bit integer.
  package var i64: IRType { unsafe IRType(reference: LLVMInt64TypeInContext(reference)) }
  /// The 128-bit integer.
  package var i128: IRType { unsafe IRType(reference: LLVMInt128TypeInContext(reference)) }
  /// No value.
  package var void: IRType { unsafe IRType(reference: LLVMVoidTypeInContext(reference)) }
  /// A pointer.
  package var pointer: IRType { unsafe IRType(reference: LLVMPointerTypeInContext(reference, 0)) }

  /// A function type.
  package func function(_ parameters: [IRType], returning result: IRType) -> IRType {
    var references = unsafe parameters.map { unsafe Optional($0.reference) }
    return unsafe references.withUnsafeMutableBufferPointer { buffer in
      unsafe IRType(
        reference: LLVMFunctionType(result.reference, buffer.baseAddress, UInt32(buffer.count), 0))
    }
  }

  /// A literal structure type.
  package func structure(_ elements: [IRType]) -> IRType {
    var references = unsafe elements.map { unsafe Optional($0.reference) }
    return unsafe references.withUnsafeMutableBufferPointer { buffer in
      unsafe IRType(
        reference: LLVMStructTypeInContext(reference, buffer.baseAddress, UInt32(buffer.count), 0))
    }
  }

  /// An array type.
  package func array(_ element: IRType, count: Int) -> IRType {
    unsafe IRType(reference: LLVMArrayType2(element.reference, UInt64(count)))
  }
}

/// Sizes and alignments under a module's data layout; valid as long as the module.
@safe package struct DataLayout: BitwiseCopyable {
  /// LLVM's layout.
  let reference: OpaquePointer

  /// The size of a sized type in bits, without padding.
  package func bits(of type: IRType) -> Int {
    Int(clamping: unsafe LLVMSizeOfTypeInBits(reference, type.reference))
  }

  /// How many bytes a store of a sized type writes.
  package func storeSize(of type: IRType) -> Int {
    Int(clamping: unsafe LLVMStoreSizeOfType(reference, type.reference))
  }

  /// The distance in bytes between two neighbors of a sized type in an array.
  package func allocationSize(of type: IRType) -> Int {
    Int(clamping: unsafe LLVMABISizeOfType(reference, type.reference))
  }

  /// The alignment of a sized type in bytes.
  package func alignment(of type: IRType) -> Int {
    Int(unsafe LLVMABIAlignmentOfType(reference, type.reference))
  }

  /// The offset in bytes of an element of a structure type.
  package func offset(ofElement index: Int, in structure: IRType) -> Int {
    Int(clamping: unsafe LLVMOffsetOfElement(reference, structure.reference, UInt32(index)))
  }
}

/// The short name of `IRType`, for modules that need not qualify it.
package typealias Type = IRType
