extension WasmError {
  /// What can be wrong with a module.
  public enum Kind: Hashable, Sendable {
    /// The bytes end in the middle of something.
    case unexpectedEnd
  }
}
