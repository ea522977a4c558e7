package import LLVM
package import LoweringABI
package import Wasm

/// Translates WebAssembly modules to LLVM IR: what can be reached from a module's entry points.
///
/// A large module becomes several modules of LLVM, its parts, which know each other's functions by
/// declarations only. They can be translated and optimized at the same time, and the time that
/// takes is linear in the size of the module, whatever LLVM's passes need for one part.
///
/// The IR needs at least `OptimizationPipeline` of level zero: locals are `alloca`s.
package struct ModuleTranslator: Sendable {
  /// What is translated.
  let module: Wasm.Module
  /// How.
  private let options: TranslationOptions
  /// The entry points.
  private let entries: [EntryRequest]
  /// What is known about the module.
  let facts: ModuleFacts
  /// Among which host calls it chooses where an index is not a constant.
  private let hostCallIndices: [UInt32]?
  /// The parts, none if the module is translated in one piece.
  private let parts: [ModulePart]

  /// Validates all of a module.
  ///
  /// - Throws: `TranslationError`; for example when there is no entry point.
  package init(
    _ module: Wasm.Module, options: TranslationOptions = TranslationOptions()
  ) throws(TranslationError) {
    self.module = module
    self.options = options
    entries = try EntryRequest.requests(for: options.entries, in: module)
    let roots = entries.compactMap(\.function) + (module.start.map { [$0] } ?? [])
    facts = try ModuleFacts(module, roots: roots)
    parts = ModulePart.divide(
      module, facts: facts, roots: roots, limit: options.partSize, whole: options.wholeSize)
    hostCallIndices = try HostCallIndices(module, facts: facts, roots: roots, options: options)
      .find()
  }

  /// How many parts there are to translate and to `link`, or 1 if the module stays in one piece.
  package var partCount: Int { max(1, parts.count) }

  /// Translates one part, or the module if it stays in one piece.
  ///
  /// - Parameter copiesBodies: whether the part gets copies of small functions of other parts, to
  ///   be inlined.
  /// - Throws: `TranslationError`; unresolved imports, unsupported instructions and so on.
  package func translate(
    part index: Int, copiesBodies: Bool = false
  ) throws(TranslationError) -> TranslatedModule {
    let part = parts.isEmpty ? nil : parts[index]
    let translation = try ModuleTranslation(
      module, facts: facts, options: options, part: part, hostCallIndices: hostCallIndices)
    try translation.defineTables()
    try translation.defineMemories()
    try translation.translateFunctions()
    if copiesBodies { try translation.copySmallFunctions() }
    if part?.isFirst ?? true { try translation.defineEntries(entries) }
    try translation.defineRuntimeFunctions()
    translation.finish()
    return translation.output
  }

  /// The name of a function of the runtime: in locations, its functions follow those of the module.
  package static func runtimeFunctionName(_ index: Int) -> String {
    let module = RuntimeLibrary.shared.module
    let export = module.exports.first { $0.kind == .function && $0.index == index }
    return (export?.name ?? module.functions[index].name).map { "\($0)" } ?? "runtime \(index)"
  }

  /// Makes one module of all parts.
  ///
  /// - Parameter interface: that of the first part.
  package func link(
    _ parts: [[UInt8]], _ interface: ModuleInterface
  ) throws(LLVMError) -> TranslatedModule {
    let result = TranslatedModule(
      name: module.name.map { "\($0)" } ?? "module", bodySize: facts.bodySize(in: module))
    result.interface = interface
    for part in parts { try result.module.link(bitcode: part) }
    let entrySymbols = Set(interface.entries.compactMap(\.symbol))
    for function in result.module.functions
    where !function.isDeclaration && !entrySymbols.contains(function.name) {
      function.setLinkage(.internal)
    }
    for variable in result.module.globals where !variable.isDeclaration {
      variable.setLinkage(.internal)
    }
    return result
  }

  /// Translates a module in one piece.
  ///
  /// - Throws: `TranslationError`; unresolved imports, unsupported instructions and so on.
  package static func translate(
    _ module: Wasm.Module, options: TranslationOptions = TranslationOptions()
  ) throws(TranslationError) -> TranslatedModule {
    var options = options
    options.wholeSize = Int.max
    return try ModuleTranslator(module, options: options).translate(part: 0)
  }
}
