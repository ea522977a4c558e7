public import Wasm

/// Modules that a main module is linked with beside its adapters, for imports that neither the adapters nor anything
/// else defines.
public struct LinkLibraries: Sendable {
  /// The modules.
  public var inputs: [LinkInput]

  /// The name under which one of them exports what an import of a module means; nil for an import that is not
  /// their business.
  public var exportName: @Sendable (Import, Module) -> WasmName?

  /// Further exports of the result: their names, which replace the main module's, and what the libraries call them.
  public var exports: [(name: WasmName, item: WasmName)] = []

  /// The name of an exported function that runs after all start functions.
  public var start: WasmName?

  /// Creates libraries.
  public init(
    inputs: [LinkInput], exportName: @escaping @Sendable (Import, Module) -> WasmName?
  ) {
    self.inputs = inputs
    self.exportName = exportName
  }
}
