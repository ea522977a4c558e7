internal import CLLVM

/// A value in LLVM IR: a non-owning handle, equal when the values are the same object.
///
/// It is valid as long as the module that holds the value and until a pass or an edit deletes it.
@safe package struct Value: Hashable, BitwiseCopyable {
  /// LLVM's pointer to the value.
  let reference: OpaquePointer

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { unsafe self.reference = unsafe reference }

  /// Whether both handles name the same value.
  package static func == (left: Value, right: Value) -> Bool {
    unsafe left.reference == right.reference
  }

  /// Hashes the handle.
  package func hash(into hasher: inout Hasher) { unsafe hasher.combine(reference) }

  /// What sort of value this is.
  package enum Kind: UInt8, Sendable {
    /// A parameter of a function.
    case argument
    /// A basic block.
    case basicBlock
    /// A function.
    case function
    /// A global variable.
    case globalVariable
    /// An alias or an indirect function.
    case globalAlias
    /// The address of a basic block.
    case blockAddress
    /// An operation on constants.
    case constantExpression
    /// An array of constants.
    case constantArray
    /// A structure of constants.
    case constantStructure
    /// A vector of constants.
    case constantVector
    /// An array of plain numbers.
    case constantDataArray
    /// A vector of plain numbers.
    case constantDataVector
    /// An aggregate of zeros.
    case constantAggregateZero
    /// An integer.
    case constantInteger
    /// A floating-point number.
    case constantFloat
    /// The null pointer.
    case constantPointerNull
    /// Any value at all.
    case undef
    /// The result of broken promises.
    case poison
    /// Metadata as an argument.
    case metadata
    /// Inline assembly.
    case inlineAssembly
    /// The result of an instruction.
    case instruction
    /// Anything else.
    case other
  }

  /// What sort of value this is.
  package var kind: Kind {
    switch unsafe LLVMGetValueKind(reference) {
    case LLVMInstructionValueKind: .instruction
    case LLVMConstantIntValueKind: .constantInteger
    case LLVMArgumentValueKind: .argument
    case LLVMBasicBlockValueKind: .basicBlock
    case LLVMFunctionValueKind: .function
    case LLVMGlobalVariableValueKind: .globalVariable
    case LLVMGlobalAliasValueKind, LLVMGlobalIFuncValueKind: .globalAlias
    case LLVMBlockAddressValueKind: .blockAddress
    case LLVMConstantExprValueKind: .constantExpression
    case LLVMConstantArrayValueKind: .constantArray
    case LLVMConstantStructValueKind: .constantStructure
    case LLVMConstantVectorValueKind: .constantVector
    case LLVMConstantDataArrayValueKind: .constantDataArray
    case LLVMConstantDataVectorValueKind: .constantDataVector
    case LLVMConstantAggregateZeroValueKind: .constantAggregateZero
    case LLVMConstantFPValueKind: .constantFloat
    case LLVMConstantPointerNullValueKind: .constantPointerNull
    case LLVMUndefValueValueKind: .undef
    case LLVMPoisonValueValueKind: .poison
    case LLVMMetadataAsValueValueKind: .metadata
    case LLVMInlineAsmValueKind: .inlineAssembly
    default: .other
    }
  }

  /// The type of the value.
  package var type: IRType { unsafe IRType(reference: LLVMTypeOf(reference)) }

  /// The name, empty for most values; for people, not for comparing.
  package var name: String {
    var length = 0
    let start = unsafe LLVMGetValueName2(reference, &length)
    return unsafe CString.copy(start, length: length)
  }

  /// The value as text: a whole instruction, a whole function, or a constant with its type.
  package func printed() -> String {
    unsafe CString.take(message: LLVMPrintValueToString(reference))
  }

  /// Whether this is a constant of any kind, globals included.
  package var isConstant: Bool { unsafe LLVMIsConstant(reference) != 0 }

  /// How many operands an instruction or a constant has.
  package var operandCount: Int { Int(unsafe LLVMGetNumOperands(reference)) }

  /// Operand `index`, which must be below `operandCount`.
  package func operand(_ index: Int) -> Value {
    unsafe Value(reference: LLVMGetOperand(reference, UInt32(index)))
  }

  /// The users of this value, one entry for each use.
  package var users: UserSequence { unsafe UserSequence(upcoming: LLVMGetFirstUse(reference)) }

  /// Whether nothing uses this value.
  package var hasNoUses: Bool { unsafe LLVMGetFirstUse(reference) == nil }

  /// Whether exactly one operand anywhere is this value.
  package var hasOneUse: Bool {
    guard let first = unsafe LLVMGetFirstUse(reference) else { return false }
    return unsafe LLVMGetNextUse(first) == nil
  }

  /// How many operands anywhere are this value. Linear in the answer.
  package var useCount: Int {
    var count = 0
    for _ in users { count += 1 }
    return count
  }

  /// This value as an instruction, or nil if it is something else.
  package var asInstruction: InstructionView? {
    guard unsafe LLVMGetValueKind(reference) == LLVMInstructionValueKind else { return nil }
    return unsafe InstructionView(reference: reference)
  }

  /// This value as a function, or nil if it is something else.
  package var asFunction: Function? {
    guard unsafe LLVMGetValueKind(reference) == LLVMFunctionValueKind else { return nil }
    return unsafe Function(reference: reference)
  }

  /// The function whose parameter this value is, or nil if it is something else.
  package var argumentParent: Function? {
    guard unsafe LLVMGetValueKind(reference) == LLVMArgumentValueKind else { return nil }
    return unsafe Function(reference: LLVMGetParamParent(reference))
  }

  /// This value as a global variable, or nil if it is something else.
  package var asGlobalVariable: GlobalVariable? {
    guard unsafe LLVMGetValueKind(reference) == LLVMGlobalVariableValueKind else { return nil }
    return unsafe GlobalVariable(reference: reference)
  }

  /// This value as a basic block, or nil if it is something else.
  package var asBasicBlock: BasicBlock? {
    guard unsafe LLVMValueIsBasicBlock(reference) != 0 else { return nil }
    return unsafe BasicBlock(reference: LLVMValueAsBasicBlock(reference))
  }

  /// Makes an instruction use another value wherever it uses one.
  package func replaceOperands(_ old: Value, by new: Value) {
    for index in 0..<operandCount where operand(index) == old {
      unsafe LLVMSetOperand(reference, UInt32(index), new.reference)
    }
  }

  /// Makes every use of this value use another instead.
  package func replaceAllUses(with other: Value) {
    unsafe LLVMReplaceAllUsesWith(reference, other.reference)
  }
}

/// The users of a value, one entry for each use.
@safe package struct UserSequence: Sequence, IteratorProtocol {
  /// The use to visit next.
  var upcoming: OpaquePointer?

  /// The next user, or nil at the end.
  package mutating func next() -> Value? {
    guard let current = unsafe upcoming else { return nil }
    unsafe upcoming = LLVMGetNextUse(current)
    return unsafe Value(reference: LLVMGetUser(current))
  }
}
