package import Wasm

/// Translates WebAssembly modules to LLVM IR.
package enum ModuleTranslator {
  /// Translates what can be reached from a module's entry points.
  ///
  /// All of the module is validated. The IR needs at least `OptimizationPipeline` of level zero: locals are `alloca`s.
  ///
  /// - Throws: `TranslationError`; unresolved imports, unsupported instructions and so on.
  package static func translate(
    _ module: Wasm.Module, options: TranslationOptions = TranslationOptions()
  ) throws(TranslationError) -> TranslatedModule {
    let entries = try EntryRequest.requests(for: options.entries, in: module)
    let roots = entries.compactMap(\.function) + (module.start.map { [$0] } ?? [])
    let facts = try ModuleFacts(module, roots: roots)
    let translation = try ModuleTranslation(module, facts: facts, options: options)
    try translation.defineTables()
    try translation.defineMemories()
    try translation.translateFunctions()
    try translation.defineEntries(entries)
    translation.finish()
    return translation.output
  }
}
