/// A module that is linked with the main module: its exports replace imports of that (`Docs/Linking.md`).
public struct Adapter: Equatable, Sendable {
  /// What messages call it, such as its file.
  public var name: String
  /// The binary module.
  public var wasm: [UInt8]

  /// Creates an adapter.
  public init(name: String, wasm: [UInt8]) {
    self.name = name
    self.wasm = wasm
  }
}
