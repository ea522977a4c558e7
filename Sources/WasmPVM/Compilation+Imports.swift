internal import Adapters
internal import Wasm

extension Compilation {
  /// What becomes of each import of a module, in its order.
  static func imports(
    of module: Module, _ options: CompileOptions
  ) -> [CompileReport.Import] {
    let adapters = options.adapters.map { adapter in
      let exports = (try? ModuleDecoder.decode(adapter.wasm, features: .translated))?.exports ?? []
      return (name: adapter.name, exports: Set(exports.map(\.name)))
    }
    return module.imports.map { item in
      let qualified = WasmName(utf8: item.module.utf8 + [UInt8(ascii: ".")] + item.name.utf8)
      let adapter = [qualified, item.name].lazy.compactMap { name in
        adapters.first { $0.exports.contains(name) }
      }.first
      return CompileReport.Import(
        name: "\(item.module).\(item.name)", type: type(of: item, in: module),
        meaning: adapter.map { "adapter \($0.name)" } ?? meaning(of: item, in: module, options))
    }
  }

  /// The type of an import.
  private static func type(of item: Import, in module: Module) -> String {
    switch item.kind {
    case .function(let index): "\(module.types[index])"
    case .table: "table"
    case .memory: "memory"
    case .global(let type): "global \(type.value)"
    case .tag(let index): "tag \(module.types[index])"
    }
  }

  /// What an import means that no adapter of the user's exports.
  private static func meaning(
    of item: Import, in module: Module, _ options: CompileOptions
  ) -> String {
    switch options.imports.action(module: item.module.utf8, name: item.name.utf8) {
    case .trap: return "a trap"
    case .nop: return "nothing, zero"
    case .hostCall(let index): return "host call \(index)"
    case nil: break
    }
    if options.wasi != nil, item.module == WASIFunction.module,
      let function = WASIFunction.named(item.name)
    {
      return "WASI: " + (function.failure ?? function.meaning)
    }
    if let function = HostAdapters.conventionalMeaning(
      of: item, in: module, logsAborts: options.wasi != nil)
    {
      return "\(function.toolchain): \(function.meaning)"
    }
    if case .tag = item.kind { return "a tag of its own" }
    switch ("\(item.module)", "\(item.name)") {
    case ("env", "abort"): return "a trap"
    case ("env", "pvm_ptr"): return "a PVM address"
    case ("env", let name) where name.hasPrefix("host_call_"): return "a host call"
    case ("pvm", _): return "access to the machine"
    default: return "nothing calls it"
    }
  }
}
