internal import Support
public import Wasm
public import WasmLinking

/// What a main module is linked with, beside the user's adapters, so that it has what its imports ask for.
public enum HostAdapters {
  /// What messages call our modules.
  private static let names = (
    environment: "the environment", wasi: "the WASI adapter",
    conventions: "the adapter of conventional imports"
  )

  /// Finds out what a module needs.
  ///
  /// - Parameters:
  ///   - wasi: what a WASI program sees; nil if the module is not to be one.
  ///   - entries: the entry points that are asked for by name.
  ///   - isDefined: which imports the user has defined otherwise.
  /// - Returns: nil if it needs nothing.
  /// - Throws: `AdapterError`.
  public static func libraries(
    for module: Module, wasi: WASIOptions?, entries: [String],
    isDefined: @escaping @Sendable (Import) -> Bool = { _ in false }
  ) throws(AdapterError) -> LinkLibraries? {
    let logsAborts = wasi != nil
    let needsConventions = module.imports.contains {
      !isDefined($0)
        && conventionalMeaning(of: $0, in: module, logsAborts: logsAborts)?.export != nil
    }
    if wasi == nil, entries.isEmpty, let kind = unannouncedCommand(module, isDefined) {
      throw AdapterError(kind)
    }
    guard wasi != nil || needsConventions else { return nil }
    let options = wasi ?? WASIOptions()
    try check(options)
    let files = try FileTree(options.files)
    let start = wasi == nil ? .none : try start(of: module, entries: entries)
    if wasi != nil, case .none = start, !importsWASI(module), !needsConventions {
      throw AdapterError(.notWASI)
    }
    let environment = Environment.module(
      options, files, start: start, hasMemory: !module.memories.isEmpty)
    var libraries = LinkLibraries(
      inputs: [decoded(names.environment, environment)],
      exportName: { item, module in
        if isDefined(item) { return nil }
        if item.module == WASIFunction.module {
          return wasi == nil ? nil : WasmName("\(item.module).\(item.name)")
        }
        let meaning = conventionalMeaning(of: item, in: module, logsAborts: logsAborts)
        return meaning?.export.map { WasmName("\(Environment.name).\($0)") }
      })
    if wasi != nil { libraries.inputs.append(decoded(names.wasi, WASIModule.text)) }
    if needsConventions {
      libraries.inputs.append(decoded(names.conventions, ConventionsModule.text))
    }
    switch start {
    case .command(let entry):
      libraries.exports = [(WasmName(entry), WasmName(Environment.main))]
    case .reactor: libraries.start = WasmName(Environment.initialize)
    case .none: break
    }
    return libraries
  }

  /// What an import means by convention, if anything.
  ///
  /// - Parameter logsAborts: whether `env.abort` tells the log why; otherwise it is a trap and nothing else, because
  ///   the calls take bytes and gas in many functions that never abort.
  public static func conventionalMeaning(
    of item: Import, in module: Module, logsAborts: Bool
  ) -> ConventionalImport? {
    if !logsAborts, item.module == "env", item.name == "abort" { return nil }
    return ConventionalImport.meaning(of: item, types: module.types)
  }

  /// The value of a global that is imported by convention, as bits; nil for other imports.
  public static func conventionalConstant(_ item: Import) -> UInt64? {
    guard case .global = item.kind,
      case .constant(let value)? = ConventionalImport.meaning(of: item, types: [])?.kind
    else { return nil }
    return value.bitPattern
  }

  /// What is to be done about an import that nothing defines; nil if it is not known.
  public static func advice(module: WasmName, name: WasmName) -> String? {
    if module == WASIFunction.module, WASIFunction.named(name) != nil {
      return "'--wasi' provides it"
    }
    return ForeignImport.advice(module: module, name: name)
  }

  /// The functions of WASI that a module imports and that can do nothing but fail, by name.
  public static func failingImports(of module: Module) -> [WASIFunction] {
    let names = Set(module.imports.filter { $0.module == WASIFunction.module }.map(\.name))
    return WASIFunction.all.filter { $0.failure != nil && names.contains(WasmName($0.name)) }
  }

  /// Decodes one of our own modules.
  private static func decoded(_ name: String, _ text: String) -> LinkInput {
    decoded(name, Hex.bytes(text.utf8) ?? [])
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

  /// What is wrong with a module that is a WASI command, of whatever version, and could not be a program otherwise; nil for others.
  private static func unannouncedCommand(
    _ module: Module, _ isDefined: (Import) -> Bool
  ) -> AdapterError.Kind? {
    let entry = FunctionType(parameters: [.i32, .i32], results: [.i64])
    let functions = module.exports.filter { $0.kind == .function }
    guard functions.contains(where: { $0.name == "_start" }),
      !functions.contains(where: { module.type(ofFunction: $0.index) == entry })
    else { return nil }
    let imports = module.imports.filter { !isDefined($0) }
    if imports.contains(where: { $0.module == WASIFunction.module }) { return .needsWASI }
    for item in imports where ForeignImport.isOtherWASI(item.module) {
      guard let advice = ForeignImport.advice(module: item.module, name: item.name) else {
        continue
      }
      return .otherWASI(module: "\(item.module)", advice: advice)
    }
    return nil
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
