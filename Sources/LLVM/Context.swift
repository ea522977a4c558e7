internal import CLLVM

/// Owns an LLVM context: types, constants and the diagnostics that passes report.
///
/// A context belongs to one task; nothing in it may be shared between threads.
@safe package struct Context: ~Copyable {
  /// The context itself.
  let reference: OpaquePointer
  /// Collects what LLVM reports; kept alive as long as the context.
  private let log: DiagnosticLog

  /// Creates an empty context.
  package init() {
    unsafe reference = LLVMContextCreate()
    log = DiagnosticLog()
    unsafe LLVMContextSetDiagnosticHandler(
      reference,
      { information, context in
        guard let context = unsafe context else { return }
        // The log outlives the context that calls this handler.
        let log = unsafe Unmanaged<DiagnosticLog>.fromOpaque(context).takeUnretainedValue()
        guard unsafe LLVMGetDiagInfoSeverity(information) == LLVMDSError else { return }
        log.errors.append(unsafe CString.take(message: LLVMGetDiagInfoDescription(information)))
      },
      Unmanaged.passUnretained(log).toOpaque())
  }

  /// The errors reported since the last call, and forgets them.
  func takeErrors() -> [String] {
    let errors = log.errors
    log.errors = []
    return errors
  }

  deinit { unsafe LLVMContextDispose(reference) }
}

/// Errors reported through LLVM's diagnostic handler.
private final class DiagnosticLog {
  /// The messages, oldest first.
  var errors: [String] = []
}
