package import LLVM

/// Which of LLVM's passes run at which level.
package enum OptimizationPipeline: String, CaseIterable, Sendable {
  /// What code generation needs: locals become SSA.
  case zero = "0"
  /// Cheap optimizations.
  case one = "1"
  /// Few executed instructions without growing the program much.
  case two = "2"
  /// Fewest executed instructions.
  case three = "3"
  /// As `two`, but nothing that grows the program.
  case size = "s"
  /// The smallest program.
  case minimumSize = "z"

  /// LLVM's pipeline.
  private var text: String {
    switch self {
    case .zero: "function(mem2reg)"
    case .one: "default<O1>"
    case .two: "default<O2>"
    case .three: "default<O3>"
    case .size: "default<Os>"
    case .minimumSize: "default<Oz>"
    }
  }

  /// Optimizes a module.
  package func run(on translated: TranslatedModule) throws(LLVMError) {
    addSizeAttributes(to: translated.module)
    try PassPipeline(text).run(on: translated.module, machine: TargetMachine())
  }

  /// Marks the functions to be optimized for size: many passes look at the functions rather than at the pipeline's level.
  private func addSizeAttributes(to module: borrowing Module) {
    guard self == .size || self == .minimumSize else { return }
    for function in module.functions where !function.isDeclaration {
      function.addAttribute(.optimizeForSize)
      if self == .minimumSize { function.addAttribute(.minimizeSize) }
    }
  }
}
