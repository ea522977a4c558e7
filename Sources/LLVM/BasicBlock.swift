internal import CLLVM

/// A basic block: a non-owning handle, usable as a dictionary key.
@safe package struct BasicBlock: Hashable, BitwiseCopyable {
  /// LLVM's pointer to the block.
  let reference: OpaquePointer

  /// Wraps a pointer from LLVM.
  init(reference: OpaquePointer) { unsafe self.reference = unsafe reference }

  /// Whether both handles name the same block.
  package static func == (left: BasicBlock, right: BasicBlock) -> Bool {
    unsafe left.reference == right.reference
  }

  /// Hashes the handle.
  package func hash(into hasher: inout Hasher) { unsafe hasher.combine(reference) }

  /// The name, usually empty.
  package var name: String { value.name }

  /// The block as a value.
  package var value: Value { unsafe Value(reference: LLVMBasicBlockAsValue(reference)) }

  /// The function that holds the block.
  package var parent: Function { unsafe Function(reference: LLVMGetBasicBlockParent(reference)) }

  /// The instructions in order.
  package var instructions: InstructionSequence {
    unsafe InstructionSequence(upcoming: LLVMGetFirstInstruction(reference))
  }

  /// The first instruction, or nil while the block is empty.
  package var firstInstruction: InstructionView? {
    unsafe LLVMGetFirstInstruction(reference).map { unsafe InstructionView(reference: $0) }
  }

  /// The last instruction, or nil while the block is empty.
  package var lastInstruction: InstructionView? {
    unsafe LLVMGetLastInstruction(reference).map { unsafe InstructionView(reference: $0) }
  }

  /// The terminator, or nil while the block has none.
  package var terminator: InstructionView? {
    unsafe LLVMGetBasicBlockTerminator(reference).map { unsafe InstructionView(reference: $0) }
  }

  /// The successors in the order of the terminator, repeated where it repeats them.
  package var successors: [BasicBlock] {
    guard let terminator else { return [] }
    return (0..<terminator.successorCount).map(terminator.successor)
  }

  /// Whether nothing refers to the block.
  package var hasNoUses: Bool { value.hasNoUses }

  /// Removes the block from its function; nothing may use it.
  package func delete() { unsafe LLVMDeleteBasicBlock(reference) }

  /// Moves the block behind another of the same function.
  package func move(after other: BasicBlock) {
    unsafe LLVMMoveBasicBlockAfter(reference, other.reference)
  }
}

/// The instructions of a block in order.
@safe package struct InstructionSequence: Sequence, IteratorProtocol {
  /// The instruction to visit next.
  var upcoming: OpaquePointer?

  /// The next instruction, or nil at the end.
  package mutating func next() -> InstructionView? {
    guard let current = unsafe upcoming else { return nil }
    unsafe upcoming = LLVMGetNextInstruction(current)
    return unsafe InstructionView(reference: current)
  }
}
