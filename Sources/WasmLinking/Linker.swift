internal import Support
public import Wasm

/// Merges modules into one.
public enum Linker {
  /// Merges a main module and adapters: modules whose exports replace imports of the main module.
  ///
  /// The result exports what the main module exports. Its start function calls the start functions of the adapters in
  /// their order, then the main module's; the segments of the main module come before those of the adapters.
  ///
  /// - Parameter libraries: modules for what neither the main module nor the adapters define.
  /// - Throws: `LinkError` for an invalid module or an import that cannot be what it says.
  /// - Complexity: Linear in the size of all modules together.
  public static func link(
    main: LinkInput, adapters: [LinkInput], libraries: LinkLibraries? = nil,
    features: Features = .wasm2
  ) throws(LinkError) -> LinkedModule {
    let inputs = [main] + adapters + (libraries?.inputs ?? [])
    let convention = AdapterConvention(inputs, libraries: libraries)
    var plan = LinkPlan()
    plan.exports = main.module.exports.map { export in
      LinkPlan.NamedItem(
        name: export.name, item: LinkItem(input: 0, kind: export.kind, index: export.index))
    }
    for export in libraries?.exports ?? [] {
      guard let item = convention.library(exporting: export.item) else { continue }
      plan.exports.removeAll { $0.name == export.name }
      plan.exports.append(LinkPlan.NamedItem(name: export.name, item: item))
    }
    plan.startOrder = Array(inputs.indices.dropFirst()) + [0]
    plan.lastStart = libraries?.start.flatMap { convention.library(exporting: $0) }
    return try link(inputs, convention, plan, features: features)
  }

  /// Merges modules that find each other by some convention.
  package static func link(
    _ inputs: [LinkInput], _ convention: some LinkConvention, _ plan: LinkPlan, features: Features
  ) throws(LinkError) -> LinkedModule {
    let bindings = try Bindings(inputs, convention)
    var merger = ModuleMerger(inputs, bindings, plan)
    try merger.assignIndices(features)
    try merger.evaluateGlobals()
    try merger.rewriteBodies()
    let result = merger.assemble()
    do {
      let module = try ModuleDecoder.decode(result.bytes, features: features)
      try FunctionValidator(module: module).validateAll()
      return LinkedModule(
        module: module,
        sources: SourceMap(marks: result.marks, functions: merger.functionSources))
    } catch {
      throw LinkError(
        error.errorClass == .limit ? .tooLarge(error) : .invalidResult(error), in: nil)
    }
  }
}

/// What the linked module exports, and when its parts are initialized.
package struct LinkPlan: Sendable {
  /// An item of an input under a name.
  package struct NamedItem: Sendable {
    /// The name.
    package var name: WasmName
    /// The item.
    package var item: LinkItem

    /// Creates a pair.
    package init(name: WasmName, item: LinkItem) {
      self.name = name
      self.item = item
    }
  }

  /// The exports, with different names.
  package var exports: [NamedItem] = []

  /// The order in which the inputs' start functions run at instantiation.
  package var startOrder: [Int] = []

  /// A function that runs after the start functions.
  package var lastStart: LinkItem?

  /// Names under which the linked module exports, for each input, a function that initializes it: copies its active
  /// segments and calls its start function. Instantiation does nothing of it then; nil if it does it all.
  package var initializers: [WasmName]?

  /// Creates an empty plan.
  package init() {}
}
