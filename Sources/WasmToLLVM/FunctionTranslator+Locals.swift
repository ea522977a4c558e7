internal import LLVM

extension FunctionTranslator {
  /// More loops inside each other than this, and locals may stay in memory. Real programs have up to eight.
  private static let deepestPromotion = 100
  /// How large the product of a function's locals and of such loops may be for locals to become registers: LLVM's promotion looks at
  /// every loop around an assignment for every local (`Docs/Decisions/0022`).
  private static let mostLocalsInLoops = 100_000

  /// Keeps the locals of a function in one object of its frame, where LLVM leaves them, if there are too many in loops too deep inside
  /// each other. To be called when its body is translated.
  func keepLocalsInFrame() {
    guard deepestLoop > Self.deepestPromotion,
      locals.count * deepestLoop > Self.mostLocalsInLoops,
      let first = function.blocks.first(where: { _ in true })?.firstInstruction
    else { return }
    builder.position(before: first)
    let object = builder.alloca(types.context.array(types.i64, count: locals.count))
    for (index, local) in locals.enumerated() where local.type != types.vector {
      let place = builder.elementPointer(types.i64, object, types.i32.constant(UInt64(index)))
      local.pointer.replaceAllUses(with: place)
    }
  }
}
