internal import Wasm

/// Whether the imports of a script's module can be satisfied.
///
/// - Source: WebAssembly 2.0, section 4.5.2 and 4.5.3.
enum WastLinkage {
  /// Why an import cannot be satisfied, nil if it can.
  static func problem(
    _ item: Wasm.Import, in module: Wasm.Module, registered: [String: WastInstance]
  ) -> String? {
    if item.module == "spectest" {
      return WastImports.spectestSatisfies(item, in: module) ? nil : "incompatible import type"
    }
    guard let instance = registered["\(item.module)"],
      let export = instance.module.exports.first(where: { $0.name == item.name })
    else { return "unknown import" }
    return matches(export, of: instance.module, item.kind, in: module)
      ? nil : "incompatible import type"
  }

  /// Whether an export has the type that an import declares, or one that can stand for it.
  private static func matches(
    _ export: Wasm.Export, of exporter: Wasm.Module, _ kind: ImportKind, in module: Wasm.Module
  ) -> Bool {
    switch (kind, export.kind) {
    case (.function(let type), .function):
      module.types[type] == exporter.type(ofFunction: export.index)
    case (.global(let type), .global): type == exporter.globals[export.index].type
    case (.tag(let type), .tag):
      module.types[type] == exporter.types[exporter.tags[export.index].typeIndex]
    case (.memory(let type), .memory):
      contains(type.limits, exporter.memories[export.index].type.limits)
    case (.table(let type), .table):
      type.element == exporter.tables[export.index].type.element
        && contains(type.limits, exporter.tables[export.index].type.limits)
    default: false
    }
  }

  /// Whether everything within the second limits is within the first.
  static func contains(_ declared: Limits, _ limits: Limits) -> Bool {
    guard limits.minimum >= declared.minimum else { return false }
    guard let maximum = declared.maximum else { return true }
    return limits.maximum.map { $0 <= maximum } ?? false
  }
}
