internal import CLLVM

/// A function: a non-owning handle.
@safe package struct Function: Hashable, BitwiseCopyable {
  /// The function as a value: its address.
  package let value: Value

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { value = unsafe Value(reference: reference) }

  /// The name.
  package var name: String { value.name }

  /// Whether it has no body.
  package var isDeclaration: Bool { unsafe LLVMIsDeclaration(value.reference) != 0 }

  /// Who may see it.
  package var linkage: Linkage { Linkage(unsafe LLVMGetLinkage(value.reference)) }

  /// Says who may see it.
  package func setLinkage(_ linkage: Linkage) {
    unsafe LLVMSetLinkage(value.reference, linkage.reference)
  }

  /// The signature.
  package var type: IRType { unsafe IRType(reference: LLVMGlobalGetValueType(value.reference)) }

  /// How many parameters it has.
  package var parameterCount: Int { Int(unsafe LLVMCountParams(value.reference)) }

  /// Parameter `index`, which must be below `parameterCount`.
  package func parameter(_ index: Int) -> Value {
    unsafe Value(reference: LLVMGetParam(value.reference, UInt32(index)))
  }

  /// All parameters in order.
  package var parameters: [Value] { (0..<parameterCount).map(parameter) }

  /// The intrinsic that this declares, or nil for an ordinary function and for intrinsics not listed.
  package var intrinsic: Intrinsic? {
    Intrinsic(identifier: unsafe LLVMGetIntrinsicID(value.reference))
  }

  /// Whether this is any intrinsic, listed or not.
  package var isIntrinsic: Bool { unsafe LLVMGetIntrinsicID(value.reference) != 0 }

  /// The blocks in order, the entry first.
  package var blocks: BasicBlockSequence {
    unsafe BasicBlockSequence(upcoming: LLVMGetFirstBasicBlock(value.reference))
  }

  /// How many blocks there are.
  package var blockCount: Int { Int(unsafe LLVMCountBasicBlocks(value.reference)) }

  /// The entry block, or nil for a declaration.
  package var entry: BasicBlock? {
    unsafe LLVMGetFirstBasicBlock(value.reference).map { unsafe BasicBlock(reference: $0) }
  }

  /// Whether an attribute is present.
  package func hasAttribute(_ attribute: Attribute, at place: AttributePlace = .function) -> Bool {
    unsafe LLVMGetEnumAttributeAtIndex(value.reference, place.index, attribute.identifier) != nil
  }

  /// Adds an attribute.
  package func addAttribute(_ attribute: Attribute, at place: AttributePlace = .function) {
    unsafe LLVMAddAttributeAtIndex(
      value.reference, place.index,
      LLVMCreateEnumAttribute(
        LLVMGetTypeContext(LLVMTypeOf(value.reference)), attribute.identifier, 0))
  }

  /// Says how it gets its arguments.
  package func setCallingConvention(_ convention: CallingConvention) {
    unsafe LLVMSetFunctionCallConv(value.reference, convention.rawValue)
  }

  /// Takes an attribute away.
  package func removeAttribute(_ attribute: Attribute, at place: AttributePlace = .function) {
    unsafe LLVMRemoveEnumAttributeAtIndex(value.reference, place.index, attribute.identifier)
  }

  /// Says which values a 64-bit parameter has: those of a range.
  package func addRange(_ range: Range<UInt64>, at place: AttributePlace) {
    let context = unsafe LLVMGetTypeContext(LLVMTypeOf(value.reference))
    let kind = unsafe LLVMGetEnumAttributeKindForName("range", 5)
    var (lower, upper) = (range.lowerBound, range.upperBound)
    unsafe LLVMAddAttributeAtIndex(
      value.reference, place.index,
      LLVMCreateConstantRangeAttribute(context, kind, 64, &lower, &upper))
  }

  /// Adds an attribute made of two strings.
  package func addAttribute(_ key: String, _ text: String = "") {
    let context = unsafe LLVMGetTypeContext(LLVMTypeOf(value.reference))
    unsafe LLVMAddAttributeAtIndex(
      value.reference, AttributePlace.function.index,
      LLVMCreateStringAttribute(
        context, key, UInt32(key.utf8.count), text, UInt32(text.utf8.count)))
  }

  /// Appends an empty block.
  package func appendBlock(_ name: StaticString = "") -> BasicBlock {
    let context = unsafe LLVMGetTypeContext(LLVMTypeOf(value.reference))
    // A static string is NUL-terminated.
    let name = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    return unsafe BasicBlock(
      reference: LLVMAppendBasicBlockInContext(context, value.reference, name))
  }

  /// Deletes all blocks, so that the function is a declaration again.
  package func deleteBody() {
    for block in blocks {
      while let last = block.lastInstruction {
        // The result may be used in blocks that are still there.
        if !last.value.hasNoUses { last.value.replaceAllUses(with: last.type.poison) }
        last.delete()
      }
    }
    while let block = entry { block.delete() }
  }

  /// Removes the function from its module; nothing may use it.
  package func delete() { unsafe LLVMDeleteFunction(value.reference) }
}

/// The blocks of a function in order.
@safe package struct BasicBlockSequence: Sequence, IteratorProtocol {
  /// The block to visit next.
  var upcoming: OpaquePointer?

  /// The next block, or nil at the end.
  package mutating func next() -> BasicBlock? {
    guard let current = unsafe upcoming else { return nil }
    unsafe upcoming = LLVMGetNextBasicBlock(current)
    return unsafe BasicBlock(reference: current)
  }
}
