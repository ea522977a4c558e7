public import Wasm

/// What linking makes: one module, and where its parts come from.
public struct LinkedModule: Sendable {
  /// The module, validated.
  public let module: Module

  /// Where its parts come from.
  public let sources: SourceMap
}
