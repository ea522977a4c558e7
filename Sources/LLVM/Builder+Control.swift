internal import CLLVM

extension Builder {
  /// Moves an instruction in front of another one of the same function.
  package func move(_ instruction: InstructionView, before other: InstructionView) {
    guard instruction != other else { return }
    unsafe LLVMInstructionRemoveFromParent(instruction.value.reference)
    position(before: other)
    unsafe LLVMInsertIntoBuilder(reference, instruction.value.reference)
  }

  /// Goes to a block.
  package func branch(_ target: BasicBlock) { unsafe LLVMBuildBr(reference, target.reference) }

  /// Goes to one of two blocks, chosen by an `i1`.
  package func branch(_ condition: Value, _ whenTrue: BasicBlock, _ whenFalse: BasicBlock) {
    unsafe LLVMBuildCondBr(
      reference, condition.reference, whenTrue.reference, whenFalse.reference)
  }

  /// Goes to the block of the case that equals the value, or to the default block.
  package func `switch`(
    _ value: Value, default target: BasicBlock, cases: [(value: Value, target: BasicBlock)]
  ) {
    let instruction = unsafe LLVMBuildSwitch(
      reference, value.reference, target.reference, UInt32(cases.count))
    for entry in cases {
      unsafe LLVMAddCase(instruction, entry.value.reference, entry.target.reference)
    }
  }

  /// Returns without a value.
  package func returnVoid() { unsafe LLVMBuildRetVoid(reference) }

  /// Returns a value.
  package func `return`(_ value: Value) { unsafe LLVMBuildRet(reference, value.reference) }

  /// Promises that this is never reached.
  package func unreachable() { unsafe LLVMBuildUnreachable(reference) }

  /// A value that depends on where control came from; see `addIncoming`.
  package func phi(_ type: IRType) -> Value {
    unsafe Value(reference: LLVMBuildPhi(reference, type.reference, CString.empty))
  }

  /// Calls a function or a pointer with a signature.
  package func call(_ type: IRType, _ callee: Value, _ arguments: [Value]) -> Value {
    unsafe Builder.withReferences(arguments) { arguments, count in
      unsafe Value(
        reference: LLVMBuildCall2(
          reference, type.reference, callee.reference, arguments, count, CString.empty))
    }
  }

  /// Calls a function, by its calling convention.
  @discardableResult
  package func call(_ function: Function, _ arguments: [Value]) -> Value {
    let call = call(function.type, function.value, arguments)
    unsafe LLVMSetInstructionCallConv(
      call.reference, LLVMGetFunctionCallConv(function.value.reference))
    return call
  }

  /// Says by which convention a call passes arguments: the callee's.
  package func setCallingConvention(_ convention: Function.CallingConvention, of call: Value) {
    unsafe LLVMSetInstructionCallConv(call.reference, convention.rawValue)
  }

  /// Adds an attribute to a call.
  package func addCallAttribute(
    _ attribute: Attribute, to call: Value, at place: AttributePlace
  ) {
    unsafe LLVMAddCallSiteAttribute(
      call.reference, place.index,
      LLVMCreateEnumAttribute(
        LLVMGetTypeContext(LLVMTypeOf(call.reference)), attribute.identifier, 0))
  }

  /// How much a call promises about the caller's frame.
  package enum TailCall: Sendable {
    /// The callee does not use the caller's frame, so the call may reuse it.
    case may
    /// The call must reuse the frame; a return of the result follows, and the signatures are equal or both functions have the
    /// calling convention `tail`.
    case must
  }

  /// Marks a call as a tail call.
  package func setTailCall(_ call: Value, _ kind: TailCall) {
    unsafe LLVMSetTailCallKind(
      call.reference, kind == .must ? LLVMTailCallKindMustTail : LLVMTailCallKindTail)
  }
}

extension Value {
  /// Adds an incoming edge to a `phi`: one call for each edge, even from the same block.
  package func addIncoming(_ value: Value, from block: BasicBlock) {
    var value: OpaquePointer? = unsafe value.reference
    var block: OpaquePointer? = unsafe block.reference
    unsafe LLVMAddIncoming(reference, &value, &block, 1)
  }
}
