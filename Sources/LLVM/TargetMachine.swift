internal import CLLVM

/// Owns LLVM's target machine for `Target`: the cost model of the passes.
@safe package struct TargetMachine: ~Copyable {
  /// The machine itself.
  let reference: OpaquePointer

  /// Registers LLVM's RISC-V target, once per process.
  private static let registration: Void = {
    LLVMInitializeRISCVTargetInfo()
    LLVMInitializeRISCVTarget()
    LLVMInitializeRISCVTargetMC()
  }()

  /// Creates the machine.
  ///
  /// - Throws: `LLVMError` of kind `target` when this LLVM was built without the RISC-V target.
  package init() throws(LLVMError) {
    _ = TargetMachine.registration
    var target: OpaquePointer?
    var message: UnsafeMutablePointer<CChar>?
    guard unsafe LLVMGetTargetFromTriple(Target.triple, &target, &message) == 0 else {
      throw LLVMError(kind: .target, message: unsafe CString.take(message: message))
    }
    guard
      let machine = unsafe LLVMCreateTargetMachine(
        target, Target.triple, "generic-rv64", Target.features, LLVMCodeGenLevelDefault,
        LLVMRelocStatic, LLVMCodeModelDefault)
    else {
      throw LLVMError(kind: .target, message: "no target machine for \(Target.triple)")
    }
    unsafe reference = machine
  }

  deinit { unsafe LLVMDisposeTargetMachine(reference) }
}
