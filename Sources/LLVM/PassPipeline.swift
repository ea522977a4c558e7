internal import CLLVM

/// What LLVM's pass builder may do beyond the pipeline's text.
package struct PassOptions: Sendable {
  /// Whether loops may be unrolled.
  package var unrollsLoops = true
  /// Whether equal functions are merged.
  package var mergesFunctions = false
  /// The inliner's threshold, or nil for LLVM's default.
  package var inlinerThreshold: Int32?
  /// Whether LLVM verifies the module after every pass.
  package var verifiesEach = false

  /// The defaults: loops may be unrolled, nothing else.
  package init() {}
}

/// A pipeline of LLVM passes in the new pass manager's textual form.
package struct PassPipeline: Sendable {
  /// For example `default<O2>` or `function(mem2reg)`.
  package let text: String
  /// What the pass builder may do beyond the text. Vectorization is always off: the PVM has no vectors.
  package let options: PassOptions

  /// Creates a pipeline; its text is checked when it runs.
  package init(_ text: String, options: PassOptions = PassOptions()) {
    self.text = text
    self.options = options
  }

  /// Runs the passes.
  ///
  /// - Throws: `LLVMError` of kind `passes` when the text is wrong or a pass reports an error.
  package func run(on module: borrowing Module, machine: borrowing TargetMachine) throws(LLVMError)
  {
    let builder = unsafe LLVMCreatePassBuilderOptions()
    defer { unsafe LLVMDisposePassBuilderOptions(builder) }
    unsafe LLVMPassBuilderOptionsSetLoopVectorization(builder, 0)
    unsafe LLVMPassBuilderOptionsSetSLPVectorization(builder, 0)
    unsafe LLVMPassBuilderOptionsSetLoopInterleaving(builder, 0)
    unsafe LLVMPassBuilderOptionsSetCallGraphProfile(builder, 0)
    unsafe LLVMPassBuilderOptionsSetLoopUnrolling(builder, options.unrollsLoops ? 1 : 0)
    unsafe LLVMPassBuilderOptionsSetMergeFunctions(builder, options.mergesFunctions ? 1 : 0)
    unsafe LLVMPassBuilderOptionsSetVerifyEach(builder, options.verifiesEach ? 1 : 0)
    if let threshold = options.inlinerThreshold {
      unsafe LLVMPassBuilderOptionsSetInlinerThreshold(builder, threshold)
    }
    if let error = unsafe LLVMRunPasses(module.reference, text, machine.reference, builder) {
      let message = unsafe LLVMGetErrorMessage(error)
      defer { unsafe LLVMDisposeErrorMessage(message) }
      throw LLVMError(
        kind: .passes, message: unsafe message.map { unsafe String(cString: $0) } ?? "")
    }
    let errors = module.takeErrors()
    guard errors.isEmpty else {
      throw LLVMError(kind: .passes, message: errors.joined(separator: "\n"))
    }
  }
}
