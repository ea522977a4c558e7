internal import LLVM
internal import Runtime

extension TranslatedModule {
  /// An operation that functions of the runtime in the module compute.
  package struct RuntimeOperation {
    /// The operation, such as `f64.add`, or `rare operands` for what operations call for operands that are not normal numbers.
    package let name: String
    /// How many calls there are.
    package fileprivate(set) var calls = 0
    /// The names of the functions in LLVM IR.
    package fileprivate(set) var symbols: [String] = []
  }

  /// What is left of the runtime in the module, by name.
  package var runtimeOperations: [RuntimeOperation] {
    let prefix = RuntimeLibrary.prefix + "."
    var operations: [RuntimeOperation] = []
    for function in module.functions
    where function.name.hasPrefix(prefix) && !function.isDeclaration {
      let operation = String(function.name.dropFirst(prefix.count))
      let name = RuntimeFunction(rawValue: operation) == nil ? "rare operands" : operation
      let index = operations.firstIndex { $0.name == name } ?? operations.endIndex
      if index == operations.endIndex { operations.append(RuntimeOperation(name: name)) }
      operations[index].calls += function.value.useCount
      operations[index].symbols.append(function.name)
    }
    return operations.sorted { $0.name < $1.name }
  }
}
