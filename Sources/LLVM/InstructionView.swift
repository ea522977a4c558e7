internal import CLLVM

/// A read-only view of an instruction: a non-owning handle.
///
/// Properties named after one kind of instruction may be read on that kind only.
@safe package struct InstructionView: Hashable, BitwiseCopyable {
  /// The instruction's result as a value.
  package let value: Value

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { value = unsafe Value(reference: reference) }

  /// LLVM's pointer to the instruction.
  private var reference: OpaquePointer { unsafe value.reference }

  /// The operation, or nil if this version does not know it.
  package var opcode: IROpcode? {
    IROpcode(
      rawValue: UInt8(truncatingIfNeeded: unsafe LLVMGetInstructionOpcode(reference).rawValue))
  }

  /// The type of the result.
  package var type: IRType { value.type }

  /// The block that holds the instruction.
  package var parent: BasicBlock {
    unsafe BasicBlock(reference: LLVMGetInstructionParent(reference))
  }

  /// How many operands there are; blocks and the called function count.
  package var operandCount: Int { value.operandCount }

  /// Operand `index`, which must be below `operandCount`.
  package func operand(_ index: Int) -> Value { value.operand(index) }

  /// The next instruction of the block, or nil at its end.
  package var next: InstructionView? {
    unsafe LLVMGetNextInstruction(reference).map { unsafe InstructionView(reference: $0) }
  }

  /// Removes the instruction from its block; nothing may use it.
  package func delete() { unsafe LLVMInstructionEraseFromParent(value.reference) }

  /// Whether this ends a block.
  package var isTerminator: Bool { unsafe LLVMIsATerminatorInst(reference) != nil }

  /// The instruction as text, without indentation.
  package func printed() -> String { String(value.printed().drop { $0 == " " }) }

  /// The line of the debug location (the offset in the Wasm module), or nil if there is none.
  package var debugLine: Int? {
    unsafe LLVMInstructionGetDebugLoc(reference).map { Int(unsafe LLVMDILocationGetLine($0)) }
  }

  /// Which element of its operands each element of a `shufflevector` is; negative for any.
  package var shuffleMask: [Int] {
    (0..<Int(unsafe LLVMGetNumMaskElements(reference))).map {
      Int(unsafe LLVMGetMaskValue(reference, UInt32($0)))
    }
  }

  // MARK: Comparison and flags

  /// How an `icmp` compares, or nil if this version does not know the predicate.
  package var predicate: IntegerPredicate? {
    IntegerPredicate(
      rawValue: UInt8(truncatingIfNeeded: unsafe LLVMGetICmpPredicate(reference).rawValue))
  }

  /// Whether `add`, `sub`, `mul`, `shl` or `trunc` promises no unsigned overflow.
  package var hasNoUnsignedWrap: Bool { unsafe LLVMGetNUW(reference) != 0 }

  /// Whether `add`, `sub`, `mul`, `shl` or `trunc` promises no signed overflow.
  package var hasNoSignedWrap: Bool { unsafe LLVMGetNSW(reference) != 0 }

  /// Whether a division or right shift promises to leave no remainder.
  package var isExact: Bool { unsafe LLVMGetExact(reference) != 0 }

  /// Whether a `zext` promises that its operand is not negative.
  package var isNonNegative: Bool { unsafe LLVMGetNNeg(reference) != 0 }

  /// Whether an `or` promises that no bit is set in both operands.
  package var isDisjoint: Bool { unsafe LLVMGetIsDisjoint(reference) != 0 }

  // MARK: Memory

  /// The promised alignment in bytes of a load, store or alloca.
  package var alignment: Int { Int(unsafe LLVMGetAlignment(reference)) }

  /// Whether a load or store is volatile.
  package var isVolatile: Bool { unsafe LLVMGetVolatile(reference) != 0 }

  /// Whether a load or store is atomic.
  package var isAtomic: Bool {
    unsafe LLVMGetOrdering(reference) != LLVMAtomicOrderingNotAtomic
  }

  /// The type that an `alloca` makes room for.
  package var allocatedType: IRType { unsafe IRType(reference: LLVMGetAllocatedType(reference)) }

  // MARK: Control flow

  /// How many successors a terminator has.
  package var successorCount: Int { Int(unsafe LLVMGetNumSuccessors(reference)) }

  /// Successor `index` of a terminator; 0 is where a true condition goes, and a switch's default.
  package func successor(_ index: Int) -> BasicBlock {
    unsafe BasicBlock(reference: LLVMGetSuccessor(reference, UInt32(index)))
  }

  /// Whether a `br` has a condition.
  package var isConditional: Bool { unsafe LLVMIsConditional(reference) != 0 }

  /// The condition of a conditional `br`, or the value a `switch` tests.
  package var condition: Value {
    opcode == .switch ? operand(0) : unsafe Value(reference: LLVMGetCondition(reference))
  }

  /// Where a `switch` goes when no case matches.
  package var switchDefault: BasicBlock {
    unsafe BasicBlock(reference: LLVMGetSwitchDefaultDest(reference))
  }

  /// How many cases a `switch` has.
  package var switchCaseCount: Int { operandCount / 2 - 1 }

  /// The value and the successor of case `index` of a `switch`.
  package func switchCase(_ index: Int) -> (value: Value, successor: BasicBlock) {
    (operand(2 + 2 * index), successor(index + 1))
  }

  /// How many incoming edges a `phi` has.
  package var incomingCount: Int { Int(unsafe LLVMCountIncoming(reference)) }

  /// The value and the block of incoming edge `index` of a `phi`.
  package func incoming(_ index: Int) -> (value: Value, block: BasicBlock) {
    unsafe (
      Value(reference: LLVMGetIncomingValue(reference, UInt32(index))),
      BasicBlock(reference: LLVMGetIncomingBlock(reference, UInt32(index)))
    )
  }

  /// The weights of a terminator's or select's successors from profile metadata, or nil if there are none.
  package var branchWeights: [UInt32]? {
    guard unsafe LLVMHasMetadata(reference) != 0,
      let node = unsafe LLVMGetMetadata(reference, InstructionView.profileKind)
    else { return nil }
    let count = Int(unsafe LLVMGetMDNodeNumOperands(node))
    let operands = unsafe [OpaquePointer?](unsafeUninitializedCapacity: count) { buffer, filled in
      // LLVM writes exactly `count` entries.
      unsafe LLVMGetMDNodeOperands(node, buffer.baseAddress)
      filled = count
    }
    // The first operand is the name "branch_weights"; anything but an integer is no weight.
    let weights = unsafe operands.compactMap { operand in
      unsafe operand.flatMap { unsafe Value(reference: $0).unsignedInteger }.map(
        UInt32.init(clamping:))
    }
    return weights.isEmpty ? nil : weights
  }

  /// LLVM's number of the metadata kind `prof`, which is the same in every context.
  private static let profileKind: UInt32 = unsafe LLVMGetMDKindID("prof", 4)

  // MARK: Calls

  /// What a call calls: a function, or a pointer.
  package var calledValue: Value { unsafe Value(reference: LLVMGetCalledValue(reference)) }

  /// The signature that a call assumes.
  package var calledType: IRType { unsafe IRType(reference: LLVMGetCalledFunctionType(reference)) }

  /// The intrinsic that a call calls, or nil for ordinary calls and intrinsics not listed.
  package var intrinsic: Intrinsic? { calledValue.asFunction?.intrinsic }

  /// How many arguments a call has; they are its first operands.
  package var argumentCount: Int { Int(unsafe LLVMGetNumArgOperands(reference)) }

  /// Argument `index` of a call.
  package func argument(_ index: Int) -> Value { value.operand(index) }

  /// Whether a call must reuse the caller's frame.
  package var isMustTail: Bool {
    unsafe LLVMGetTailCallKind(reference) == LLVMTailCallKindMustTail
  }

  /// Whether a call may reuse the caller's frame.
  package var isTail: Bool { unsafe LLVMIsTailCall(reference) != 0 }

  /// Whether a call site has an attribute itself.
  package func hasCallAttribute(
    _ attribute: Attribute, at place: AttributePlace = .function
  ) -> Bool {
    unsafe LLVMGetCallSiteEnumAttribute(reference, place.index, attribute.identifier) != nil
  }

  // MARK: Aggregates

  /// The path of an `extractvalue` or `insertvalue`.
  package var aggregateIndices: [Int] {
    let count = Int(unsafe LLVMGetNumIndices(reference))
    guard count > 0, let start = unsafe LLVMGetIndices(reference) else { return [] }
    // LLVM keeps exactly `count` indices at `start`.
    return unsafe UnsafeBufferPointer(start: start, count: count).map { Int($0) }
  }

  /// The type that a `getelementptr` indexes into; operand 0 is the pointer, the rest are indices.
  package var elementPointerSourceType: IRType { value.elementPointerSourceType }
}
