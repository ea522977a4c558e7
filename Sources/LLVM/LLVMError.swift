/// Why LLVM refused something.
package struct LLVMError: Error, Equatable, CustomStringConvertible {
  /// What was being done.
  package enum Kind: Sendable {
    /// Reading IR.
    case parse
    /// Checking that a module is well formed.
    case verification
    /// Making one module of several.
    case linking
    /// Running a pass pipeline.
    case passes
    /// Looking up the target or creating its machine.
    case target
  }

  /// What was being done.
  package let kind: Kind
  /// LLVM's own message.
  package let message: String

  /// Creates an error.
  package init(kind: Kind, message: String) {
    self.kind = kind
    self.message = message
  }

  /// Says what was being done and LLVM's message.
  package var description: String {
    switch kind {
    case .parse: "LLVM cannot parse this IR: \(message)"
    case .verification: "LLVM's verifier rejects the module: \(message)"
    case .linking: "LLVM cannot link modules: \(message)"
    case .passes: "LLVM's passes failed: \(message)"
    case .target: "LLVM lacks the target: \(message)"
    }
  }
}
