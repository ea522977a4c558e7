internal import Support
public import Wasm
public import WasmLinking

/// What a main module is linked with, beside the user's adapters, so that it has what its imports ask for.
public enum HostAdapters {
  /// What messages call our modules.
  private static let names = (environment: "the WASI environment", wasi: "the WASI adapter")

  /// Finds out what a module needs.
  ///
  /// - Parameters:
  ///   - wasi: what a WASI program sees; nil if the module is not to be one.
  ///   - entries: the entry points that are asked for by name.
  /// - Returns: nil if it needs nothing.
  /// - Throws: `AdapterError`.
  public static func libraries(
    for module: Module, wasi: WASIOptions?, entries: [String]
  ) throws(AdapterError) -> LinkLibraries? {
    guard let wasi else { return nil }
    try check(wasi)
    let files = try FileTree(wasi.files)
    let start = try start(of: module, entries: entries)
    if case .none = start, !importsWASI(module) { throw AdapterError(.notWASI) }
    let environment = Environment.module(
      wasi, files, start: start, hasMemory: !module.memories.isEmpty)
    var libraries = LinkLibraries(
      inputs: [
        decoded(names.environment, environment),
        decoded(names.wasi, Hex.bytes(WASIModule.text.utf8) ?? []),
      ],
      exportName: { item, _ in
        item.module == WASIFunction.module
          ? WasmName("\(item.module).\(item.name)") : nil
      })
    switch start {
    case .command(let entry):
      libraries.exports = [(WasmName(entry), WasmName(Environment.main))]
    case .reactor: libraries.start = WasmName(Environment.initialize)
    case .none: break
    }
    return libraries
  }

  /// What is to be done about an import that nothing defines; nil if it is not known.
  public static func advice(module: WasmName, name: WasmName) -> String? {
    if module == WASIFunction.module, WASIFunction.named(name) != nil {
      return "'--wasi' provides it"
    }
    let text = "\(module)"
    if text == "wasi_unstable" {
      return "WASI's preview 0, which toolchains wrote until 2020; build the program for "
        + "wasi_snapshot_preview1"
    }
    if text.hasPrefix("wasi:") {
      return "WASI's preview 2; build the program for wasi_snapshot_preview1 (wasm32-wasip1)"
    }
    return nil
  }

  /// The functions of WASI that a module imports and that can do nothing but fail, by name.
  public static func failingImports(of module: Module) -> [WASIFunction] {
    let names = Set(module.imports.filter { $0.module == WASIFunction.module }.map(\.name))
    return WASIFunction.all.filter { $0.failure != nil && names.contains(WasmName($0.name)) }
  }

  /// Decodes one of our own modules.
  private static func decoded(_ name: String, _ bytes: [UInt8]) -> LinkInput {
    Invariant.unwrap(
      try? LinkInput(name: name, bytes: bytes, features: .wasm2), "our own modules are well-formed")
  }

  /// Whether a module imports from WASI.
  private static func importsWASI(_ module: Module) -> Bool {
    module.imports.contains { $0.module == WASIFunction.module }
  }

  /// How a WASI program is started.
  private static func start(
    of module: Module, entries: [String]
  ) throws(AdapterError) -> Environment.Start {
    func exports(_ name: String) throws(AdapterError) -> Bool {
      let export = module.exports.first { $0.kind == .function && $0.name == WasmName(name) }
      guard let export else { return false }
      let type = module.type(ofFunction: export.index)
      guard type == FunctionType() else {
        throw AdapterError(.startType(name: name, type: "\(type)"))
      }
      return true
    }
    if entries.isEmpty || entries.contains("_start"), try exports("_start") {
      return .command(entry: entries.isEmpty ? "main" : "_start")
    }
    return try exports("_initialize") ? .reactor : .none
  }

  /// Checks arguments and environment variables.
  private static func check(_ options: WASIOptions) throws(AdapterError) {
    for text in options.arguments where text.utf8.contains(0) {
      throw AdapterError(.text("argument", text))
    }
    for text in options.environment {
      let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
      guard let equals, equals != text.utf8.startIndex, !text.utf8.contains(0) else {
        throw AdapterError(.text("environment variable", text))
      }
    }
  }
}
