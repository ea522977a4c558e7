internal import Adapters
internal import Support
internal import Wasm
internal import WasmLinking
internal import WasmToLLVM

extension Compilation {
  /// What the module of the user is called beside others.
  private static let mainName = "the main module"

  /// Decodes, links and validates.
  static func validate(
    wasm: [UInt8], _ options: CompileOptions, translation: TranslationOptions
  ) throws(CompileError) -> FrontEnd {
    let module = try wrapping { () throws(WasmError) in
      try ModuleDecoder.decode(wasm, features: .translated)
    }
    if module.isObjectFile { throw CompileError(TranslationError(.objectFile)) }
    let libraries = try wrapping { () throws(AdapterError) in
      try Self.libraries(for: module, options)
    }
    if options.adapters.isEmpty, libraries == nil {
      let translator = try wrapping { () throws(TranslationError) in
        try ModuleTranslator(module, options: translation)
      }
      return FrontEnd(
        translator: translator, imports: imports(of: module, options),
        origins: Origins(module: module, inputs: [Origins.Input(name: mainName, bytes: wasm)]),
        located: { CompileError($0) })
    }
    let adapters = try wrapping { () throws(LinkError) in try inputs(of: options.adapters) }
    if let part = adapters.first(where: { $0.module.isObjectFile }) {
      throw CompileError(TranslationError(.objectFile), in: part.name)
    }
    let linked = try wrapping { () throws(LinkError) in
      try Linker.link(
        main: LinkInput(name: mainName, module: module), adapters: adapters, libraries: libraries,
        features: .translated)
    }
    let names =
      options.adapters.map { "adapter \($0.name)" } + (libraries?.inputs.map(\.name) ?? [])
    let located: @Sendable (TranslationError) -> CompileError = { error in
      Compilation.located(error, in: linked.sources, names)
    }
    do throws(TranslationError) {
      return FrontEnd(
        translator: try ModuleTranslator(linked.module, options: translation),
        notes: notes(about: module, options), imports: imports(of: module, options),
        origins: Origins(
          module: linked.module,
          inputs: zip(
            [mainName] + names,
            [wasm] + options.adapters.map(\.wasm)
              + (libraries?.inputs.map(\.module.bytes) ?? [])
          ).map { Origins.Input(name: $0, bytes: $1) },
          sources: linked.sources),
        located: located)
    } catch {
      throw located(error)
    }
  }

  /// The modules of ours that a module needs.
  private static func libraries(
    for module: Module, _ options: CompileOptions
  ) throws(AdapterError) -> LinkLibraries? {
    // What the user says about an import counts more.
    let imports = options.imports
    return try HostAdapters.libraries(
      for: module, wasi: options.wasi, entries: options.entries,
      isDefined: { imports.action(module: $0.module.utf8, name: $0.name.utf8) != nil })
  }

  /// What the user should know about a module's imports.
  private static func notes(about module: Module, _ options: CompileOptions) -> [String] {
    let failing = HostAdapters.failingImports(of: module).filter { function in
      options.imports.action(
        module: WASIFunction.module.utf8, name: Array(function.name.utf8)) == nil
    }
    guard options.wasi != nil, !failing.isEmpty else { return [] }
    let list = failing.map { "\($0.name) (\($0.failure ?? ""))" }
    return ["these imports can only fail: " + list.joined(separator: ", ")]
  }

  /// The modules of adapters.
  private static func inputs(of adapters: [Adapter]) throws(LinkError) -> [LinkInput] {
    var inputs: [LinkInput] = []
    for adapter in adapters {
      inputs.append(
        try LinkInput(
          name: "adapter \(adapter.name)", bytes: adapter.wasm, features: .translated,
          impliesMemory: true))
    }
    return inputs
  }

  /// An error about the linked module with the place in the module that the user knows.
  private static func located(
    _ error: TranslationError, in sources: SourceMap, _ names: [String]
  ) -> CompileError {
    let place = error.offset.flatMap { sources.place(of: $0) }
    let origin = error.function.flatMap { sources.function($0.index) }
    let function = origin.map { origin in
      WasmError.FunctionReference(index: origin.index, name: error.function?.name)
    }
    let original = TranslationError(error.kind, at: place?.offset, function: function)
    guard let input = place?.input ?? origin?.input, input > 0 else {
      return CompileError(original)
    }
    return CompileError(original, in: names[input - 1])
  }
}
