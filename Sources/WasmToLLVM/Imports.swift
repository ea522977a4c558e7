internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// What an import is.
enum ImportedItem: Equatable {
  /// Nothing reachable needs it.
  case unused
  /// A function that traps.
  case trap
  /// A function that does nothing and returns zeros.
  case nop
  /// The host call with this index.
  case hostCall(UInt32)
  /// `env.host_call_N` with N arguments behind the index; whether r8 is captured too.
  case indexedHostCall(arguments: Int, capturesSecond: Bool)
  /// `env.host_call_r8`: r8 after the last host call that captured it.
  case secondHostResult
  /// `env.pvm_ptr`: the PVM address of a Wasm address.
  case machineAddress
  /// A function of the module `pvm`.
  case machine(MachineImport)
  /// The upper half of the product of two words: what the runtime imports, and nothing else does.
  case upperProduct
  /// A global with this value.
  case global(UInt64)
  /// A memory of its own.
  case memory(Limits)
  /// A table of its own.
  case table(Limits)

  /// Finds out what each import is.
  ///
  /// - Throws: `unresolvedImports` with all that are nothing.
  static func resolve(
    _ module: Wasm.Module, facts: ModuleFacts, options: TranslationOptions
  ) throws(TranslationError) -> [ImportedItem] {
    var reachable = Array(repeating: true, count: module.imports.count)
    for (index, function) in module.functions.prefix(module.importedFunctionCount).enumerated() {
      if let importIndex = function.importIndex {
        reachable[importIndex] = facts.isReachable[index]
      }
    }
    var items: [ImportedItem] = []
    var unresolved: [String] = []
    for (index, item) in module.imports.enumerated() {
      if let resolved = try resolve(item, in: module, options: options) {
        items.append(resolved)
      } else {
        // Unresolved functions that nothing calls do no harm.
        if reachable[index] {
          let advice = options.importAdvice(item).map { " (\($0))" } ?? ""
          unresolved.append(describe(item, in: module) + advice)
        }
        items.append(.unused)
      }
    }
    guard unresolved.isEmpty else { throw TranslationError(.unresolvedImports(unresolved)) }
    return items
  }

  /// Whether an import is a host call whose index is its first argument.
  static func isIndexedHostCall(
    _ item: Wasm.Import, in module: Wasm.Module, options: TranslationOptions
  ) throws(TranslationError) -> Bool {
    guard case .indexedHostCall? = try resolve(item, in: module, options: options) else {
      return false
    }
    return true
  }

  /// Finds out what an import is: as the options say, else by its conventional name; nil if neither knows it.
  private static func resolve(
    _ item: Wasm.Import, in module: Wasm.Module, options: TranslationOptions
  ) throws(TranslationError) -> ImportedItem? {
    // A tag that nobody else has is as good as one of the module's own.
    if case .tag = item.kind { return .unused }
    guard let definition = options.resolveImport(item) else {
      guard case .function(let typeIndex) = item.kind else { return nil }
      let type = module.types[typeIndex]
      if item.module == MachineImport.module {
        guard let function = MachineImport(item.name) else { return nil }
        try require(type == function.type, item, type, "\(function.type)")
        return .machine(function)
      }
      return item.module == "env" ? try conventional(item, type) : nil
    }
    switch (definition, item.kind) {
    case (.trap, .function): return .trap
    case (.nop, .function): return .nop
    case (.hostCall(let number), .function(let typeIndex)):
      try checkHostCall(item, module.types[typeIndex])
      return .hostCall(number)
    case (.global(let bits), .global(let type)) where type.value != .v128: return .global(bits)
    case (.memory(let limits), .memory(let type)):
      try check(limits, satisfy: type.limits, item)
      return .memory(limits)
    case (.table(let limits), .table(let type)):
      try check(limits, satisfy: type.limits, item)
      return .table(limits)
    default:
      throw TranslationError(
        .incompatibleImport(
          "the import \(describe(item, in: module)) is defined as something of another kind"),
        at: item.offset)
    }
  }

  /// What the conventional names in `env` mean; nil for other names.
  private static func conventional(
    _ item: Wasm.Import, _ type: Wasm.FunctionType
  ) throws(TranslationError) -> ImportedItem? {
    let name = item.name.text
    switch name {
    case "abort": return .trap
    case "host_call_r8":
      try require(type.parameters.isEmpty && type.results == [.i64], item, type, "[] -> [i64]")
      return .secondHostResult
    case "pvm_ptr":
      try require(
        type.parameters.count == 1 && type.results.count == 1, item, type, "[i64] -> [i64]")
      return .machineAddress
    default:
      guard name.hasPrefix("host_call_") else { return nil }
      var digits = name.dropFirst("host_call_".count)
      let capturesSecond = digits.hasSuffix("b")
      if capturesSecond { digits.removeLast() }
      guard digits.utf8.count == 1, let count = Int(digits),
        count <= Symbol.maximumHostCallArguments
      else { return nil }
      try require(
        type.parameters.count == count + 1 && type.results.count <= 1, item, type,
        "an index, \(count) arguments and at most one result")
      try checkIntegers(item, type)
      return .indexedHostCall(arguments: count, capturesSecond: capturesSecond)
    }
  }

  /// Checks that a host call's arguments and results fit registers.
  private static func checkHostCall(
    _ item: Wasm.Import, _ type: Wasm.FunctionType
  ) throws(TranslationError) {
    try require(
      type.parameters.count <= Symbol.maximumHostCallArguments && type.results.count <= 2, item,
      type, "at most \(Symbol.maximumHostCallArguments) parameters and 2 results")
    try checkIntegers(item, type)
  }

  /// Checks that a host call takes and returns nothing but numbers that fit registers.
  private static func checkIntegers(
    _ item: Wasm.Import, _ type: Wasm.FunctionType
  ) throws(TranslationError) {
    try require(
      !(type.parameters + type.results).contains { $0 == .v128 || $0.isReference }, item, type,
      "numbers only")
  }

  /// Checks that an import has the type that its meaning needs.
  private static func require(
    _ condition: Bool, _ item: Wasm.Import, _ type: Wasm.FunctionType, _ expected: String
  ) throws(TranslationError) {
    guard !condition else { return }
    throw TranslationError(
      .incompatibleImport(
        "the import \(item.module).\(item.name) has type \(type), but must have \(expected)"),
      at: item.offset)
  }

  /// Checks that limits are within those that an import declares.
  private static func check(
    _ limits: Limits, satisfy declared: Limits, _ item: Wasm.Import
  ) throws(TranslationError) {
    let maximumFits =
      declared.maximum.map { limit in limits.maximum.map { $0 <= limit } ?? false } ?? true
    guard limits.minimum >= declared.minimum, maximumFits else {
      throw TranslationError(
        .incompatibleImport(
          "the import \(item.module).\(item.name) is defined with other limits than it declares"),
        at: item.offset)
    }
  }

  /// An import with its type, for messages.
  private static func describe(_ item: Wasm.Import, in module: Wasm.Module) -> String {
    let type =
      switch item.kind {
      case .function(let typeIndex): "function \(module.types[typeIndex])"
      case .table(let type): "table of \(type.element), \(describe(type.limits)) elements"
      case .memory(let type): "memory, \(describe(type.limits)) pages"
      case .global(let type): "\(type.isMutable ? "mutable" : "immutable") global \(type.value)"
      case .tag(let typeIndex): "tag \(module.types[typeIndex])"
      }
    return "\(item.module).\(item.name): \(type)"
  }

  /// Limits, for messages.
  private static func describe(_ limits: Limits) -> String {
    "\(limits.minimum)" + (limits.maximum.map { " to \($0)" } ?? " or more")
  }
}

extension ModuleTranslation {
  /// Builds a call of an import at the builder's position; the results, or nil if it does not return.
  func callImport(
    _ importIndex: Int, _ arguments: [Value], _ signature: FunctionSignature
  ) throws(TranslationError) -> [Value]? {
    switch imports[importIndex] {
    case .trap:
      builder.call(trap, [])
      builder.unreachable()
      return nil
    case .nop:
      return signature.results.map(\.zero)
    case .hostCall(let number):
      let call = hostCall(number, arguments)
      return convertHostResults(of: call, signature)
    case .indexedHostCall(_, let capturesSecond):
      let index = builder.truncateOrKeep(arguments[0], to: types.i32)
      let call = hostCall(indexed: index, Array(arguments.dropFirst()))
      if capturesSecond {
        builder.store(builder.extractValue(call, 1), to: secondHostResult.value)
      }
      return convertHostResults(of: call, signature)
    case .secondHostResult:
      return [builder.load(types.i64, from: secondHostResult.value)]
    case .machineAddress:
      let address = builder.add(
        builder.truncateOrKeep(arguments[0], to: types.i32), memoryAddress)
      return [builder.zeroExtendOrKeep(address, to: signature.results[0])]
    case .machine(let function):
      return try callMachine(
        function, arguments, importedAt: wasm.imports[importIndex].offset)
    case .upperProduct:
      let factors = arguments.map { builder.zeroExtend($0, to: types.i128) }
      let product = builder.binary(.mul, factors[0], factors[1])
      let upper = builder.binary(.lshr, product, types.i128.constant(64))
      return [builder.truncate(upper, to: types.i64)]
    case .unused, .global, .memory, .table:
      Invariant.violated("a reachable imported function is resolved as a function")
    }
  }

  /// Builds the body of a function that does what an import is defined as, for references to the import.
  func defineImport(
    _ importIndex: Int, as function: LLVM.Function, _ signature: FunctionSignature,
    parameters: [Value]
  ) throws(TranslationError) {
    let position = builder.block
    builder.position(atEndOf: function.appendBlock())
    if let results = try callImport(importIndex, parameters, signature) {
      buildReturn(results, signature)
    }
    if let position { builder.position(atEndOf: position) }
  }

  /// The results of a host call as an import's type wants them.
  private func convertHostResults(of call: Value, _ signature: FunctionSignature) -> [Value] {
    signature.results.enumerated().map { index, type in
      builder.truncateOrKeep(builder.extractValue(call, index), to: type)
    }
  }

  /// The global that holds r8 after a host call that captures it.
  private var secondHostResult: GlobalVariable {
    if let global = helpers.secondHostResult { return global }
    let global = output.module.addGlobal("host.r8", types.i64, linkage: commonLinkage)
    global.setInitializer(types.i64.zero)
    helpers.secondHostResult = global
    return global
  }
}

extension Builder {
  /// The low bits as an integer that is not wider.
  func truncateOrKeep(_ value: Value, to type: IRType) -> Value {
    value.type == type ? value : truncate(value, to: type)
  }

  /// The value as an unsigned integer that is not narrower.
  func zeroExtendOrKeep(_ value: Value, to type: IRType) -> Value {
    value.type == type ? value : zeroExtend(value, to: type)
  }
}
