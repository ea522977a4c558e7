internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// An entry point as asked for, before translation.
struct EntryRequest {
  /// What is behind an entry point.
  enum Target: Equatable {
    /// An exported function.
    case function(Int)
    /// The value of an exported global.
    case global(Int)
    /// Result number 6, 7, … of the last call, as an `i64`.
    case result(Int)
    /// Nothing but the initialization, or not even that.
    case none
  }

  /// The export's name.
  let name: WasmName
  /// What is behind it.
  let target: Target
  /// How arguments come in and results go out.
  let convention: EntryPoint.Convention

  /// The exported function, if it is one.
  var function: Int? {
    if case .function(let index) = target { index } else { nil }
  }

  /// Finds the exports that become entry points.
  static func requests(
    for selection: EntrySelection, in module: Wasm.Module
  ) throws(TranslationError) -> [EntryRequest] {
    switch selection {
    case .standard:
      return try standard(in: module)
    case .named(let names):
      var requests: [EntryRequest] = []
      for name in names {
        guard let function = function(exportedAs: name, from: module) else {
          throw TranslationError(.unknownEntryPoint("\(name)"))
        }
        requests.append(try invocation(of: function, named: name, in: module))
      }
      return requests
    case .raw:
      return raw(in: module)
    }
  }

  /// All exports with their own signatures.
  private static func raw(in module: Wasm.Module) -> [EntryRequest] {
    let functions = module.exports.filter { $0.kind == .function }
    let globals = module.exports.filter { $0.kind == .global }
    let results = functions.map { module.type(ofFunction: $0.index).results.wordCount }.max() ?? 0
    let registers = RegisterConvention.maximumResults
    var requests = functions.map {
      EntryRequest(name: $0.name, target: .function($0.index), convention: .raw)
    }
    requests += globals.map {
      EntryRequest(name: $0.name, target: .global($0.index), convention: .raw)
    }
    requests += (registers..<max(registers, results)).map {
      EntryRequest(name: "", target: .result($0), convention: .raw)
    }
    requests.append(EntryRequest(name: "", target: .none, convention: .initialization))
    return requests
  }

  /// The entry points with conventional names.
  private static func standard(in module: Wasm.Module) throws(TranslationError) -> [EntryRequest] {
    let conventionalNames: [[WasmName]] = [
      ["main", "refine", "is_authorized"], ["main2", "accumulate"],
    ]
    var requests: [EntryRequest] = []
    for names in conventionalNames {
      var request = EntryRequest(name: "", target: .none, convention: .absent)
      for name in names {
        guard let function = function(exportedAs: name, from: module) else { continue }
        request = try invocation(of: function, named: name, in: module)
        break
      }
      requests.append(request)
    }
    while requests.last?.target == EntryRequest.Target.none { requests.removeLast() }
    guard !requests.isEmpty else {
      let functions = module.exports.filter { $0.kind == .function }
      let candidates = functions.filter { module.type(ofFunction: $0.index) == invocationType }
      throw TranslationError(
        .noEntryPoint(
          exports: functions.map { "\($0.name): \(module.type(ofFunction: $0.index))" },
          candidates: candidates.map { "\($0.name)" }))
    }
    return requests
  }

  /// The function that a module exports under a name.
  private static func function(exportedAs name: WasmName, from module: Wasm.Module) -> Int? {
    module.exports.first { $0.kind == .function && $0.name == name }?.index
  }

  /// The type of entry points called by the argument invocation.
  private static let invocationType = Wasm.FunctionType(
    parameters: [.i32, .i32], results: [.i64])

  /// An entry point called by the argument invocation.
  private static func invocation(
    of function: Int, named name: WasmName, in module: Wasm.Module
  ) throws(TranslationError) -> EntryRequest {
    let type = module.type(ofFunction: function)
    guard type == invocationType else {
      throw TranslationError(.entryPointType(name: "\(name)", type: "\(type)"))
    }
    return EntryRequest(name: name, target: .function(function), convention: .argumentInvocation)
  }
}

extension ModuleTranslation {
  /// Makes the entry points.
  func defineEntries(_ requests: [EntryRequest]) throws(TranslationError) {
    let initialize = try makeInitialization()
    for (index, request) in requests.enumerated() {
      let symbol: String
      switch request.convention {
      case .absent:
        output.interface.entries.append(.absent)
        continue
      case .initialization:
        symbol = Symbol.initializeEntry
        defineInitializationEntry(symbol, initialize)
      case .raw:
        symbol = Symbol.entry(index, name: Self.readable(request.name))
        try defineRawEntry(symbol, request.target)
      case .argumentInvocation:
        symbol = Symbol.entry(index, name: Self.readable(request.name))
        if let function = request.function { try defineInvocation(symbol, function, initialize) }
        // Entry points that do the same stay apart: what initializes must not be called by another that does.
        output.module.function(named: symbol)?.addAttribute("pvm-entry", "\(index)")
      }
      output.interface.entries.append(
        EntryPoint(name: request.name.text, convention: request.convention, symbol: symbol))
    }
  }

  /// The function that does what instantiation does beyond the initial contents of memory and tables, if there is
  /// anything to do: trap, or call the start function.
  private func makeInitialization() throws(TranslationError) -> LLVM.Function? {
    guard instantiationTraps || wasm.start != nil else { return nil }
    let function = makeFunction(
      "initialize", types.context.function([], returning: types.void))
    if instantiationTraps {
      defineTrapping(function)
    } else if let start = wasm.start {
      _ = try self.function(start)
      builder.position(atEndOf: function.appendBlock())
      locate(entry: function, of: start)
      _ = try buildEntryCall(start, [])
      builder.returnVoid()
    }
    return function
  }

  /// Makes the entry point that only initializes.
  private func defineInitializationEntry(_ symbol: String, _ initialize: LLVM.Function?) {
    let entry = makeFunction(
      symbol, types.context.function([], returning: types.void), linkage: .external)
    builder.position(atEndOf: entry.appendBlock())
    buildInitialGlobals()
    if let initialize { builder.call(initialize, []) }
    builder.returnVoid()
  }

  /// Makes an entry point with the export's own signature.
  private func defineRawEntry(
    _ symbol: String, _ target: EntryRequest.Target
  ) throws(TranslationError) {
    switch target {
    case .function(let index):
      try defineRawEntry(symbol, function: index)
    case .global(let index):
      let type = wasm.globals[index].type.value
      let signature = FunctionSignature(
        FunctionType(results: [type]), types, isTailCalled: false)
      if type == .v128 { output.hasVectors = true }
      let entry = makeFunction(symbol, signature.type, linkage: .external)
      builder.position(atEndOf: entry.appendBlock())
      buildReturn([buildGlobal(index)], signature)
    case .result(let index):
      let entry = makeFunction(
        symbol, types.context.function([], returning: types.i64), linkage: .external)
      builder.position(atEndOf: entry.appendBlock())
      builder.return(builder.load(types.i64, from: extraResult(index).value))
    case .none:
      break
    }
  }

  /// Makes an entry point that calls an exported function.
  private func defineRawEntry(_ symbol: String, function index: Int) throws(TranslationError) {
    let signature = signatures[wasm.functions[index].typeIndex]
    _ = try function(index)
    let entry = makeFunction(symbol, signature.plainType, linkage: .external)
    builder.position(atEndOf: entry.appendBlock())
    locate(entry: entry, of: index)
    buildReturn(try buildEntryCall(index, entry.parameters), signature)
  }

  /// Builds a call from an entry point, where an exception that nobody catches is a trap; gives the results.
  private func buildEntryCall(
    _ index: Int, _ arguments: [Value]
  ) throws(TranslationError) -> [Value] {
    let signature = signature(ofFunction: index)
    let call = try buildCall(index, arguments)
    let results = unpackResults(of: call, signature)
    guard facts.exceptions.mayThrow[index] else { return results }
    let function = Invariant.unwrap(builder.block?.parent, "the builder is in a function")
    let uncaught = function.appendBlock("uncaught")
    let next = function.appendBlock()
    builder.branch(isThrown(exception(of: call, signature)), uncaught, next)
    builder.position(atEndOf: uncaught)
    builder.call(trap, [])
    builder.unreachable()
    builder.position(atEndOf: next)
    return results
  }

  /// Makes an entry point called by the argument invocation.
  private func defineInvocation(
    _ symbol: String, _ index: Int, _ initialize: LLVM.Function?
  ) throws(TranslationError) {
    _ = try function(index)
    let result = types.context.structure([types.i64, types.i64])
    let entry = makeFunction(
      symbol, types.context.function([types.i64, types.i64], returning: result), linkage: .external)
    // At most 2^24 bytes, says `pvm.md` section 10; that the length is no negative number is
    // enough here.
    entry.addRange(0..<1 << 31, at: .parameter(1))
    builder.position(atEndOf: entry.appendBlock())
    locate(entry: entry, of: index)
    buildInitialGlobals()
    if let initialize { builder.call(initialize, []) }
    let machineAddress = builder.truncate(entry.parameter(0), to: types.i32)
    let address = builder.sub(machineAddress, memoryAddress)
    let length = builder.truncate(entry.parameter(1), to: types.i32)
    let packed = try buildEntryCall(index, [address, length])[0]
    let start = builder.add(builder.truncate(packed, to: types.i32), memoryAddress)
    let resultLength = builder.binary(.lshr, packed, types.i64.constant(32))
    let first = builder.zeroExtend(start, to: types.i64)
    let second = options.resultEndAddress ? builder.add(first, resultLength) : resultLength
    builder.return(
      builder.insertValue(builder.insertValue(result.poison, first, 0), second, 1))
  }

  /// Removes what turned out to be unnecessary.
  func finish() {
    for table in tables where table.elements.value.hasNoUses { table.elements.delete() }
    for memory in furtherMemories where memory.value.hasNoUses { memory.delete() }
    finishLocations()
  }
}
