package import LLVM
package import PVM
internal import Support

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
  /// What an indirect call of each type destroys, where it is more exactly known than by the fixed
  /// convention: what the functions of the type that are allocated do. They all are before a caller,
  /// as types that take part in recursion are not here.
  package var clobbersOfType: [IRType: RegisterSet] = [:]
  /// Whether each function must leave the preserved registers as they were, because it is called
  /// recursively or through a type that is.
  package var keepsPreserved: [Bool] = []
  /// Whether selections may become branches: the blocks are put in order later.
  package var branchesSelections = false
  /// Numbers where instructions come from, if that is recorded.
  var positions: PositionCollector?
  /// The functions of the runtime that selection may call.
  package var runtime = RuntimeFunctions()

  /// Creates an empty context.
  package init() {}

  /// What a direct call of a function destroys: its summary, or the fixed convention's set while it
  /// is not known.
  func clobbersOfCall(to index: Int) -> RegisterSet {
    clobbers[index] ?? CallingConvention.clobbers
  }

  /// What an indirect call of a type destroys.
  func clobbersOfCall(to type: IRType) -> RegisterSet {
    clobbersOfType[type] ?? CallingConvention.clobbers
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
