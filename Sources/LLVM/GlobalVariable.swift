internal import CLLVM

/// Who may see a function or a global variable.
package enum Linkage: Sendable {
  /// Everybody.
  case external
  /// This module only.
  case `internal`
  /// This module only, and nameless.
  case `private`
  /// Every module that uses it, with equal definitions of which linking keeps one.
  case shared
  /// Another module, which this one has a copy of to look at.
  case copied
  /// Anything else.
  case other

  /// Translates LLVM's value.
  init(_ linkage: LLVMLinkage) {
    switch linkage {
    case LLVMExternalLinkage: self = .external
    case LLVMInternalLinkage: self = .internal
    case LLVMPrivateLinkage: self = .private
    case LLVMLinkOnceODRLinkage: self = .shared
    case LLVMAvailableExternallyLinkage: self = .copied
    default: self = .other
    }
  }

  /// LLVM's value.
  var reference: LLVMLinkage {
    switch self {
    case .external, .other: LLVMExternalLinkage
    case .internal: LLVMInternalLinkage
    case .private: LLVMPrivateLinkage
    case .shared: LLVMLinkOnceODRLinkage
    case .copied: LLVMAvailableExternallyLinkage
    }
  }
}

/// A global variable: a non-owning handle.
@safe package struct GlobalVariable: Hashable, BitwiseCopyable {
  /// The variable as a value: its address.
  package let value: Value

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { value = unsafe Value(reference: reference) }

  /// The name.
  package var name: String { value.name }

  /// The type of the contents.
  package var valueType: IRType {
    unsafe IRType(reference: LLVMGlobalGetValueType(value.reference))
  }

  /// The initial contents, or nil for a declaration.
  package var initializer: Value? {
    unsafe LLVMGetInitializer(value.reference).map { unsafe Value(reference: $0) }
  }

  /// Sets the initial contents.
  package func setInitializer(_ contents: Value) {
    unsafe LLVMSetInitializer(value.reference, contents.reference)
  }

  /// Whether the contents never change.
  package var isConstant: Bool { unsafe LLVMIsGlobalConstant(value.reference) != 0 }

  /// Says whether the contents never change.
  package func setConstant(_ constant: Bool) {
    unsafe LLVMSetGlobalConstant(value.reference, constant ? 1 : 0)
  }

  /// Whether another module defines it.
  package var isDeclaration: Bool { unsafe LLVMIsDeclaration(value.reference) != 0 }

  /// Who may see it.
  package var linkage: Linkage { Linkage(unsafe LLVMGetLinkage(value.reference)) }

  /// Says who may see it.
  package func setLinkage(_ linkage: Linkage) {
    unsafe LLVMSetLinkage(value.reference, linkage.reference)
  }

  /// The requested alignment in bytes; 0 means the type's.
  package var alignment: Int { Int(unsafe LLVMGetAlignment(value.reference)) }

  /// Requests an alignment in bytes, a power of two.
  package func setAlignment(_ bytes: Int) {
    unsafe LLVMSetAlignment(value.reference, UInt32(bytes))
  }

  /// Says that only the contents matter, not the address: equal constants may be merged.
  package func setUnnamedAddress() {
    unsafe LLVMSetUnnamedAddress(value.reference, LLVMGlobalUnnamedAddr)
  }

  /// Removes the variable from its module; nothing may use it.
  package func delete() { unsafe LLVMDeleteGlobal(value.reference) }
}
