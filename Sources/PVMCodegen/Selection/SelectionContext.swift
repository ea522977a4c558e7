package import LLVM
package import PVM

/// What the selection of one function needs to know about the rest of the program.
package struct SelectionContext {
  /// The index of each defined function.
  package var functionIndices: [Value: Int] = [:]
  /// The code address of each function whose address is taken: `2 (e + 1)` for jump-table entry e.
  package var functionAddresses: [Value: Int64] = [:]
  /// The PVM address of each global variable, the linear memory included.
  package var globalAddresses: [Value: Int64] = [:]
  /// What a direct call of each function destroys, once that function is allocated.
  package var clobbers: [RegisterSet?] = []
  /// Whether each function must leave the preserved registers as they were, because it is called
  /// indirectly or recursively.
  package var keepsPreserved: [Bool] = []
  /// The functions of the runtime that selection may call.
  package var runtime = RuntimeFunctions()

  /// Creates an empty context.
  package init() {}

  /// What a direct call of a function destroys: its summary, or the fixed convention's set while it
  /// is not known.
  func clobbersOfCall(to index: Int) -> RegisterSet {
    clobbers[index] ?? CallingConvention.clobbers
  }
}

/// Indices of the machine-IR runtime's functions, nil where the program has none.
package struct RuntimeFunctions: Sendable {
  /// `memmove(destination, source, count)`.
  package var copy: Int?
  /// `memset(destination, byte, count)`.
  package var fill: Int?

  /// Creates an empty list.
  package init() {}
}
