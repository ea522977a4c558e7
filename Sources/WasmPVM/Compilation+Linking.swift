internal import Support
internal import Wasm
internal import WasmLinking
internal import WasmToLLVM

extension Compilation {
  /// Decodes, links and validates.
  static func validate(
    wasm: [UInt8], adapters: [Adapter], options: TranslationOptions
  ) throws(CompileError) -> FrontEnd {
    if adapters.isEmpty {
      let module = try wrapping { () throws(WasmError) in
        try ModuleDecoder.decode(wasm, features: .translated)
      }
      let translator = try wrapping { () throws(TranslationError) in
        try ModuleTranslator(module, options: options)
      }
      return FrontEnd(translator: translator, located: { CompileError($0) })
    }
    let linked = try wrapping { () throws(LinkError) in try link(wasm, adapters) }
    let located: @Sendable (TranslationError) -> CompileError = { error in
      Compilation.located(error, in: linked.sources, adapters)
    }
    do throws(TranslationError) {
      return FrontEnd(
        translator: try ModuleTranslator(linked.module, options: options), located: located)
    } catch {
      throw located(error)
    }
  }

  /// Links a module with adapters.
  private static func link(
    _ wasm: [UInt8], _ adapters: [Adapter]
  ) throws(LinkError) -> LinkedModule {
    let main = try LinkInput(
      name: "the main module", bytes: wasm, features: .translated)
    var inputs: [LinkInput] = []
    for adapter in adapters {
      inputs.append(
        try LinkInput(
          name: "adapter \(adapter.name)", bytes: adapter.wasm, features: .translated))
    }
    return try Linker.link(main: main, adapters: inputs, features: .translated)
  }

  /// An error about the linked module with the place in the module that the user knows.
  private static func located(
    _ error: TranslationError, in sources: SourceMap, _ adapters: [Adapter]
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
    return CompileError(original, in: "adapter \(adapters[input - 1].name)")
  }
}
