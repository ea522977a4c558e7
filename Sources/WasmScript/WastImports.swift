internal import Wasm
internal import WasmToLLVM

/// What the imports of a script's module are.
///
/// There are the contents of the suite's module `spectest`, a fresh copy for every program. Functions of other
/// programs of the script are host calls, which this harness serves by calling the other instance.
/// Immutable numbers are copied. Modules that share anything else, mutable globals, memories, tables and whatever contains
/// references, are one program: see `WastGroup`.
struct WastImports {
  /// A function of another instance.
  struct Function {
    /// The instance.
    let instance: WastInstance
    /// The name of the export.
    let name: WasmName
    /// The type.
    let type: Wasm.FunctionType
  }

  /// The index of the host call that functions with unsupported instructions make.
  static let unsupportedCall: UInt32 = 0x4000

  /// The index of the host call for the first function of another instance.
  private static let firstFunctionCall: UInt32 = 0x5000

  /// What the imports are that could be resolved.
  private(set) var definitions: [Wasm.Import: ImportDefinition] = [:]
  /// The functions behind the host calls.
  private var functions: [Function] = []

  /// Resolves nothing.
  init() {}

  /// Resolves the imports of a module.
  init(_ module: Wasm.Module, registered: [String: WastInstance]) {
    for item in module.imports {
      if item.module == "spectest" {
        definitions[item] = Self.spectest(item, in: module)
      } else if let instance = registered["\(item.module)"] {
        definitions[item] = resolve(item, in: module, from: instance)
      }
    }
  }

  /// The function behind a host call.
  func function(behind index: UInt64) -> Function? {
    guard let position = Int(exactly: index).map({ $0 - Int(Self.firstFunctionCall) }),
      functions.indices.contains(position)
    else { return nil }
    return functions[position]
  }

  /// What an import from another instance is.
  private mutating func resolve(
    _ item: Wasm.Import, in module: Wasm.Module, from instance: WastInstance
  ) -> ImportDefinition? {
    switch item.kind {
    case .function(let typeIndex):
      let type = module.types[typeIndex]
      guard instance.type(ofFunction: item.name) == type else { return nil }
      functions.append(Function(instance: instance, name: item.name, type: type))
      return .hostCall(Self.firstFunctionCall + UInt32(functions.count - 1))
    case .global(let type):
      guard instance.type(ofGlobal: item.name) == type, !type.isMutable, !type.value.isReference,
        case .results(let values) = instance.readGlobal("\(item.name)"),
        let registers = values.first?.registers, registers.count == 1
      else { return nil }
      return .global(registers[0])
    case .memory, .table, .tag:
      return nil
    }
  }

  /// Whether `spectest` has something of the name and type of an import from it.
  static func spectestSatisfies(_ item: Wasm.Import, in module: Wasm.Module) -> Bool {
    guard let definition = spectest(item, in: module) else { return false }
    return switch (definition, item.kind) {
    case (.memory(let limits), .memory(let type)): WastLinkage.contains(type.limits, limits)
    case (.table(let limits), .table(let type)): WastLinkage.contains(type.limits, limits)
    default: true
    }
  }

  /// What an import from `spectest` is.
  private static func spectest(_ item: Wasm.Import, in module: Wasm.Module) -> ImportDefinition? {
    switch item.kind {
    case .function(let typeIndex):
      let known = printFunctions.first { $0.name == item.name }
      return known?.parameters == module.types[typeIndex].parameters
        && module.types[typeIndex].results.isEmpty ? .nop : nil
    case .global(let type):
      guard !type.isMutable, let known = globals.first(where: { $0.name == item.name }),
        known.value.type == type.value
      else { return nil }
      return .global(known.value.registers[0])
    case .memory:
      return item.name == "memory" ? .memory(Limits(minimum: 1, maximum: 2)) : nil
    case .table(let type):
      return item.name == "table" && type.element == .funcref
        ? .table(Limits(minimum: 10, maximum: 20)) : nil
    case .tag:
      return nil
    }
  }

  /// The functions of `spectest`.
  private static let printFunctions: [(name: WasmName, parameters: [ValueType])] = [
    ("print", []), ("print_i32", [.i32]), ("print_i64", [.i64]), ("print_f32", [.f32]),
    ("print_f64", [.f64]), ("print_i32_f32", [.i32, .f32]), ("print_f64_f64", [.f64, .f64]),
  ]

  /// The globals of `spectest`.
  private static let globals: [(name: WasmName, value: WasmValue)] = [
    ("global_i32", .i32(666)), ("global_i64", .i64(666)),
    ("global_f32", .f32(Float(666.6).bitPattern)), ("global_f64", .f64(Double(666.6).bitPattern)),
  ]
}
