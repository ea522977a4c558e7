internal import Support

/// WebAssembly in, PVM out: the library's entry point.
public enum Compilation {
  /// Why nothing is compiled yet.
  private struct NotConnected: CodedError {
    /// The stable code.
    var code: String { "C000" }
    /// Whose fault it is.
    var errorClass: ErrorClass { .internal }
    /// The message.
    var description: String { "the stages of the compiler are not connected yet [C000]" }
  }

  /// Compiles a binary module.
  public static func compile(
    wasm: [UInt8], options: CompileOptions = CompileOptions()
  ) throws(CompileError) -> CompiledProgram {
    throw CompileError(NotConnected())
  }

  /// Compiles a binary module up to a stage and prints the program in that form.
  public static func emit(
    stage: Stage, wasm: [UInt8], options: CompileOptions = CompileOptions()
  ) throws(CompileError) -> String {
    throw CompileError(NotConnected())
  }
}
