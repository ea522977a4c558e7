package import PVM
internal import Support

/// Which registers a finished function destroys.
package enum ClobberSummary {
  /// The registers that may hold something else when the function returns than when it was called:
  /// everything that it, or a function that it calls, writes. What callees destroy is taken from the
  /// call descriptions, so callees come first.
  ///
  /// A register that the function saves and restores counts as destroyed unless it is an argument of
  /// every return: then `ret` itself promises the entry value.
  ///
  /// - Parameters:
  ///   - preserved: registers that the function gives back as they were.
  ///   - callee: what a direct call of the function with this index destroys; for tail calls, whose
  ///     descriptions do not say it. An indirect one may destroy everything that is not preserved.
  package static func clobbers(
    of function: MachineFunction, preserved: RegisterSet = RegisterSet(),
    callee: (Int) -> RegisterSet = { _ in CallingConvention.clobbers }
  ) -> RegisterSet {
    var result = RegisterSet()
    for block in function.blocks {
      for instruction in block.instructions {
        if let register = instruction.def.physical { result.insert(register) }
        guard instruction.hasCallDescription else { continue }
        let call = function.calls[instruction.call]
        result = result.union(call.clobbers)
        if instruction.opcode == .tailCall {
          if case .direct(let index) = call.callee {
            result = result.union(callee(index))
          } else {
            result = result.union(CallingConvention.allocatable)
          }
        }
        for operand in call.results { result.insert(operand.register) }
      }
    }
    return result.subtracting(preserved).subtracting(RegisterSet(.stackPointer))
  }

  /// Checks that a function still destroys no more than its callers count on.
  ///
  /// - Parameter stage: the pass that ran last, for the message.
  /// - Throws: `verification`, naming the registers.
  package static func verify(
    _ function: MachineFunction, keeps promise: ClobberPromise, after stage: String
  ) throws(CodegenError) {
    let others = promise.destroyedByOthers
    let destroyed = clobbers(of: function, preserved: promise.preserved) {
      (others.indices.contains($0) ? others[$0] : nil) ?? CallingConvention.clobbers
    }
    let more = destroyed.subtracting(promise.destroyed)
    if more == RegisterSet() { return }
    let names = more.map { "r\($0.number)" }.joined(separator: ", ")
    throw CodegenError(
      .verification(stage: stage, message: "\(names) is destroyed, which callers do not expect"),
      function: function.name)
  }
}

/// What callers of an allocated function count on: they were allocated with it.
package struct ClobberPromise: Sendable {
  /// The registers that the function may destroy.
  package let destroyed: RegisterSet
  /// The registers that it gives back as they were.
  package let preserved: RegisterSet
  /// What a direct call of each function destroys; nil stands for the fixed convention's set.
  package let destroyedByOthers: [RegisterSet?]

  /// Creates a promise.
  package init(
    destroyed: RegisterSet, preserved: RegisterSet = RegisterSet(),
    destroyedByOthers: [RegisterSet?] = []
  ) {
    self.destroyed = destroyed
    self.preserved = preserved
    self.destroyedByOthers = destroyedByOthers
  }
}
