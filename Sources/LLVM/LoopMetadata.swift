internal import CLLVM

extension InstructionView {
  /// Says something about the loop that a terminator goes round, to LLVM's passes: a `llvm.loop` node with the names of hints without
  /// a value, such as `llvm.loop.unroll.runtime.disable`. A loop that has such a node already keeps it.
  package func setLoopHints(_ names: [StaticString]) {
    let reference = unsafe value.reference
    guard unsafe LLVMGetMetadata(reference, InstructionView.loopKind) == nil else { return }
    let context = unsafe LLVMGetTypeContext(LLVMTypeOf(reference))
    // The node's first operand is the node itself, so that no two loops share one.
    let own = unsafe LLVMTemporaryMDNode(context, nil, 0)
    var operands = unsafe [own]
    for name in names {
      var text = unsafe name.utf8Start.withMemoryRebound(
        to: CChar.self, capacity: name.utf8CodeUnitCount
      ) { unsafe LLVMMDStringInContext2(context, $0, name.utf8CodeUnitCount) }
      unsafe operands.append(LLVMMDNodeInContext2(context, &text, 1))
    }
    let node = unsafe LLVMMDNodeInContext2(context, &operands, operands.count)
    unsafe LLVMMetadataReplaceAllUsesWith(own, node)
    unsafe LLVMSetMetadata(
      reference, InstructionView.loopKind, LLVMMetadataAsValue(context, node))
  }

  /// LLVM's number of the metadata kind `llvm.loop`, which is the same in every context.
  private static let loopKind: UInt32 = unsafe LLVMGetMDKindID("llvm.loop", 9)
}
