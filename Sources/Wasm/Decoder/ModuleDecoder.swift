/// Decodes modules in the binary format.
public enum ModuleDecoder {
  /// Decodes a module and validates everything in it except the function bodies.
  public static func decode(
    _ bytes: [UInt8], features: Features = .wasm2
  ) throws(WasmError) -> Module {
    throw WasmError(.unexpectedEnd, at: 0)
  }
}
