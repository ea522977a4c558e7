package import LLVM
package import LoweringABI

/// Owns a module's LLVM IR, and knows what else the code generator needs.
///
/// It belongs to one task, like the LLVM context in it.
package final class TranslatedModule {
  /// The IR.
  package let module: LLVM.Module
  /// The entry points, the memory image and the other facts beside the IR.
  package internal(set) var interface = ModuleInterface()

  /// Whether there are functions of the runtime.
  var hasRuntime = false

  /// Why functions trap that contain unsupported instructions, in index order; empty unless
  /// `TranslationOptions.unsupportedFunctionsTrap` is set.
  package internal(set) var unsupportedFunctions: [TranslationError] = []

  /// Whether vectors occur in the IR, which `VectorLowering` replaces.
  package internal(set) var hasVectors = false

  /// The functions that few of LLVM's passes saw, in the order of the module.
  package var reducedFunctions: [ReducedFunction] = []

  /// How many bytes the function bodies of the WebAssembly module have that can be reached, those of other
  /// parts too.
  package let bodySize: Int

  /// Creates an empty module.
  init(name: String, bodySize: Int) {
    module = LLVM.Module(name: name)
    self.bodySize = bodySize
  }
}

/// A function that few of LLVM's passes saw, because they would take too long.
package struct ReducedFunction: Sendable {
  /// The name.
  package let name: String
  /// Why.
  package let reason: String
}
