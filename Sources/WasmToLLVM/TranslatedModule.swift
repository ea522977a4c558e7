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

  /// Why functions trap that contain unsupported instructions, in index order; empty unless
  /// `TranslationOptions.unsupportedFunctionsTrap` is set.
  package internal(set) var unsupportedFunctions: [TranslationError] = []

  /// Creates an empty module.
  init(name: String) { module = LLVM.Module(name: name) }
}
