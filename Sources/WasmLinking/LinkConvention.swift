public import Wasm

/// Decides which exports an import may mean.
public protocol LinkConvention: Sendable {
  /// Whether the declared sizes of tables and memories have to match those of imports.
  var checksLimits: Bool { get }

  /// The exported items that an import may mean: none if it stays an import, several only if they are all the same thing
  /// in the end.
  func candidates(
    for item: Import, of input: Int, in inputs: [LinkInput]
  ) throws(LinkError) -> [LinkItem]
}

/// How adapters and the main module, which is the first input, find each other: by the names of exports.
///
/// - An import `M.N` of the main module means the adapter's export `M.N` if there is one, else the adapter's export `N`.
/// - An import `main.N` of an adapter means the main module's export `N`.
/// - Another import `M.N` of an adapter means another adapter's export `M.N` if there is one, else the export `N` of another
///   adapter or of the main module.
/// - A memory that an adapter imports and nobody exports is the main module's, and so is one that it uses without having any.
///
/// Libraries, which come behind the adapters, only serve imports that nothing else defines. They find each other by
/// exports named `M.N`.
public struct AdapterConvention: LinkConvention {
  /// The module name by which adapters import from the main module.
  public static let mainModule: WasmName = "main"

  /// What each input exports, by name.
  private let exports: [[WasmName: LinkItem]]

  /// The number of the first input that is a library.
  private let firstLibrary: Int

  /// What the libraries are for, if there are any.
  private let libraries: LinkLibraries?

  /// Sizes have to match.
  public var checksLimits: Bool { true }

  /// Collects what the inputs export; the last of them are those of the libraries.
  public init(_ inputs: [LinkInput], libraries: LinkLibraries? = nil) {
    self.libraries = libraries
    firstLibrary = inputs.count - (libraries?.inputs.count ?? 0)
    exports = inputs.enumerated().map { number, input in
      var items: [WasmName: LinkItem] = [:]
      for export in input.module.exports {
        items[export.name] = LinkItem(input: number, kind: export.kind, index: export.index)
      }
      return items
    }
  }

  /// The exported items that an import may mean.
  public func candidates(
    for item: Import, of input: Int, in inputs: [LinkInput]
  ) throws(LinkError) -> [LinkItem] {
    if item.isImplied {
      guard let memory = mainMemory(for: item, in: inputs) else {
        throw LinkError(.noMemory(main: inputs[0].name), in: inputs[input].name, at: item.offset)
      }
      return [memory]
    }
    if input != 0, item.module == Self.mainModule {
      if let found = exports[0][item.name] { return [found] }
      if let memory = mainMemory(for: item, in: inputs) { return [memory] }
      throw LinkError(
        .missing(
          symbol: item.symbol, type: "\(item.type(in: inputs[input].module))",
          exporter: inputs[0].name),
        in: inputs[input].name, at: item.offset)
    }
    let qualified = WasmName(utf8: item.module.utf8 + [UInt8(ascii: ".")] + item.name.utf8)
    if input >= firstLibrary {
      if let found = library(exporting: qualified) { return [found] }
      return mainMemory(for: item, in: inputs).map { [$0] } ?? []
    }
    let adapters = (1..<firstLibrary).filter { $0 != input }
    let exact = adapters.compactMap { exports[$0][qualified] }
    if !exact.isEmpty { return exact }
    let others = (input == 0 ? [] : [0]) + adapters
    let found = others.compactMap { exports[$0][item.name] }
    guard found.isEmpty else { return found }
    if let name = libraries?.exportName(item, inputs[input].module) {
      return library(exporting: name).map { [$0] } ?? []
    }
    return input == 0 ? [] : mainMemory(for: item, in: inputs).map { [$0] } ?? []
  }

  /// What a library exports under a name.
  func library(exporting name: WasmName) -> LinkItem? {
    exports[firstLibrary...].lazy.compactMap { $0[name] }.first
  }

  /// The memory of the main module, if a memory is imported.
  private func mainMemory(for item: Import, in inputs: [LinkInput]) -> LinkItem? {
    guard case .memory = item.kind, !inputs[0].module.memories.isEmpty else { return nil }
    return LinkItem(input: 0, kind: .memory, index: 0)
  }
}

extension Import {
  /// The import's two names for messages.
  var symbol: String { "\(module).\(name)" }

  /// The import's type.
  func type(in module: Module) -> ItemType {
    switch kind {
    case .function(let index): .function(module.types[index])
    case .table(let type): .table(type)
    case .memory(let type): .memory(type)
    case .global(let type): .global(type)
    case .tag(let index): .tag(module.types[index])
    }
  }
}
