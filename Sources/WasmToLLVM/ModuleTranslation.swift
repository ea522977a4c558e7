internal import LLVM
internal import LoweringABI
internal import Support
internal import Wasm

/// A module in the middle of its translation: what all functions share.
///
/// Functions, globals and tables are made when something needs them.
final class ModuleTranslation {
  /// What is being translated.
  let wasm: Wasm.Module
  /// How it is translated.
  let options: TranslationOptions
  /// What is known about it.
  let facts: ModuleFacts
  /// Which part of the module it is, or nil for all of it.
  let part: ModulePart?
  /// The result.
  let output: TranslatedModule
  /// Appends instructions to the function being translated.
  let builder: Builder
  /// Writes where instructions come from, if that is asked for.
  private let locations: LocationWriter?
  /// The number that locations have for the first function: those of the runtime follow the program's.
  private let firstLocationNumber: Int
  /// The types in constant use.
  let types: CommonTypes
  /// Whether this translates functions of the runtime into the module of a program.
  let isRuntime: Bool
  /// The linear memory; null in the runtime.
  let memory: Value
  /// The address of the linear memory as an `i32`.
  let memoryAddress: Value
  /// The function types in LLVM IR, by type index.
  let signatures: [FunctionSignature]
  /// The function types of functions that return an exception, too, by type index.
  let throwingSignatures: [FunctionSignature]
  /// The canonical numbers of the function types, from 1, by type index.
  let typeNumbers: [Int]
  /// The type shift of function references.
  let typeShift: Int
  /// What imports are, by import index.
  let imports: [ImportedItem]
  /// Among which host calls the program chooses where the index is not a constant; nil before that is known.
  let hostCallIndices: [UInt32]?
  /// The name of an export of each function that has one, by function index.
  let exportNames: [WasmName?]

  /// The functions made so far, by function index.
  var functions: [LLVM.Function?]
  /// The globals, by global index.
  var globals: [GlobalStorage] = []
  /// The variables that entry points set before anything else, and to what.
  var initialGlobals: [(variable: GlobalVariable, value: Value)] = []
  /// The tables, by table index.
  var tables: [TableStorage] = []
  /// The element segments made so far, by segment index.
  var elementSegments: [SegmentStorage?]
  /// The data segments made so far, by segment index.
  var dataSegments: [SegmentStorage?]
  /// Whether an entry point gets arguments, which lie outside the memory.
  let hasArguments: Bool
  /// The memories, by memory index; the first is the linear memory.
  var memories: [MemoryStorage] = []
  /// The arrays of the memories after the first.
  var furtherMemories: [GlobalVariable] = []
  /// Whether instantiation traps because a segment is out of bounds.
  var instantiationTraps = false
  /// The globals for results beyond the sixth, from the seventh on, made so far.
  var extraResults: [GlobalVariable] = []
  /// The globals for arguments by their name, made so far; only looked up.
  var extraArguments: [String: GlobalVariable] = [:]
  /// Helper functions made so far.
  var helpers = Helpers()
  /// Translates functions of the runtime, once one is needed.
  var runtime: ModuleTranslation?
  /// The constants that functions of the runtime read, once one does, as if they were at address 0.
  var runtimeData: Value?

  /// The helper functions and declarations that translated code calls.
  struct Helpers {
    /// Traps.
    var trap: LLVM.Function?
    /// Fills part of a table.
    var fillTable: LLVM.Function?
    /// The declarations of host calls, and the functions that choose between them, by name.
    var hostCalls: [String: LLVM.Function] = [:]
    /// The variables for what exceptions carry beyond 32 bits, made so far.
    var exceptionWords: [GlobalVariable] = []
    /// The exceptions that there are references to.
    var exceptionTable: GlobalVariable?
    /// Makes a reference to the exception being thrown.
    var captureException: LLVM.Function?
    /// Throws the exception that a reference means.
    var releaseException: LLVM.Function?
    /// The zeroed bytes outside all memories, by size.
    var regions: [Int: GlobalVariable] = [:]
    /// Holds r8 after a host call that captures it.
    var secondHostResult: GlobalVariable?
  }

  /// Prepares the translation and resolves imports and globals.
  ///
  /// - Parameter program: the program, if this is the runtime, whose functions become part of it.
  init(
    _ wasm: Wasm.Module, facts: ModuleFacts, options: TranslationOptions, part: ModulePart?,
    hostCallIndices: [UInt32]?,
    runtimeOf program: ModuleTranslation? = nil
  ) throws(TranslationError) {
    self.wasm = wasm
    self.part = part
    self.hostCallIndices = hostCallIndices
    self.facts = facts
    self.options = options
    isRuntime = program != nil
    hasArguments = options.entries != .raw
    output =
      program?.output
      ?? TranslatedModule(
        name: wasm.name.map { "\($0)" } ?? "module", bodySize: facts.bodySize(in: wasm))
    builder = Builder(module: output.module)
    locations =
      options.recordsPositions
      ? program?.locations ?? LocationWriter(module: output.module) : nil
    firstLocationNumber = program?.wasm.functions.count ?? 0
    let types = CommonTypes(output.module.types)
    self.types = types
    memory =
      isRuntime
      ? types.pointer.zero
      : output.module.addGlobal(
        Symbol.memory, types.context.array(types.i8, count: 0), linkage: .external
      ).value
    memoryAddress = builder.pointerToInteger(memory, to: types.i32)
    signatures = wasm.types.indices.map {
      FunctionSignature(wasm.types[$0], types, isTailCalled: facts.isTailCalled[$0])
    }
    throwingSignatures =
      facts.exceptions.isUsed
      ? wasm.types.indices.map {
        FunctionSignature(
          wasm.types[$0], types, isTailCalled: facts.isTailCalled[$0], returnsException: true)
      } : []
    typeNumbers = Self.canonicalNumbers(of: wasm.types)
    typeShift = try Self.chooseTypeShift(
      typeCount: typeNumbers.max() ?? 0,
      jumpTableEntries: facts.isReachable.count(where: \.self) + facts.callSites)
    if !isRuntime { output.interface.typeShift = typeShift }
    imports =
      isRuntime
      ? wasm.imports.map { _ in .upperProduct }
      : try ImportedItem.resolve(wasm, facts: facts, options: options)
    functions = Array(repeating: nil, count: wasm.functions.count)
    var exportNames: [WasmName?] = Array(repeating: nil, count: wasm.functions.count)
    for export in wasm.exports where export.kind == .function {
      exportNames[export.index] = exportNames[export.index] ?? export.name
    }
    self.exportNames = exportNames
    elementSegments = Array(repeating: nil, count: wasm.elements.count)
    dataSegments = Array(repeating: nil, count: wasm.data.count)
    if !isRuntime { try defineGlobals() }
  }

  /// Numbers the function types from 1, equal types alike.
  static func canonicalNumbers(of types: [Wasm.FunctionType]) -> [Int] {
    var known: [Wasm.FunctionType: Int] = [:]
    return types.map { type in
      if let number = known[type] { return number }
      known[type] = known.count + 1
      return known.count
    }
  }

  /// Chooses the type shift: room for four times the expected jump table if the types fit then, because inlining and
  /// unrolling multiply call sites.
  private static func chooseTypeShift(
    typeCount: Int, jumpTableEntries: Int
  ) throws(TranslationError) -> Int {
    var shift =
      FunctionReference.typeShift(jumpTableEntries: 4 * jumpTableEntries)
      ?? FunctionReference.maximumTypeShift
    while shift > FunctionReference.minimumTypeShift,
      typeCount > FunctionReference.maximumTypeNumber(typeShift: shift)
    {
      shift -= 1
    }
    let maximum = FunctionReference.maximumTypeNumber(typeShift: shift)
    guard typeCount <= maximum else {
      throw TranslationError(
        .limit("the number of function types", value: typeCount, maximum: maximum))
    }
    return shift
  }

  /// Who may see variables and helper functions, which every part defines if there are several.
  var commonLinkage: Linkage { part == nil ? .internal : .shared }

  /// The trap of LLVM.
  var trap: LLVM.Function {
    if let trap = helpers.trap { return trap }
    let trap = output.module.intrinsic(.trap)
    helpers.trap = trap
    return trap
  }

  /// The signature of a function in LLVM IR.
  func signature(ofFunction index: Int) -> FunctionSignature {
    let type = wasm.functions[index].typeIndex
    return facts.exceptions.returnsException[index] ? throwingSignatures[type] : signatures[type]
  }

  /// The signature of the functions that indirect calls of a type call.
  func signature(ofIndirectCall type: Int) -> FunctionSignature {
    facts.exceptions.typeReturnsException[type] ? throwingSignatures[type] : signatures[type]
  }

  /// Makes a function of the program, which has no body yet.
  ///
  /// - Parameters:
  ///   - ignoresFirst: whether the first argument may be undefined.
  ///   - definesResult: whether no result may be.
  func makeFunction(
    _ name: String, _ type: IRType, linkage: Linkage? = nil, ignoresFirst: Bool = false,
    definesResult: Bool = true
  ) -> LLVM.Function {
    let function = output.module.addFunction(name, type, linkage: linkage ?? commonLinkage)
    function.addAttribute(.noUnwind)
    for index in (ignoresFirst ? 1 : 0)..<function.parameterCount {
      function.addAttribute(.noUndef, at: .parameter(index))
    }
    if definesResult, type.returnType?.isVoid == false {
      function.addAttribute(.noUndef, at: .result)
    }
    // Newer versions of LLVM recognize loops that compute these and would call functions that do not exist.
    for name in ["strlen", "wcslen", "memcmp", "bcmp"] {
      function.addAttribute("no-builtin-\(name)")
    }
    // Recursion must exhaust the stack where semantics are exact.
    if options.boundsChecks { function.addAttribute("disable-tail-calls", "true") }
    return function
  }

  /// A declaration of something that the code generator implements.
  func declare(_ name: String, _ type: IRType) -> LLVM.Function {
    let function = output.module.addFunction(name, type, linkage: .external)
    function.addAttribute(.noUnwind)
    return function
  }

  /// Disposes what refers to the output.
  deinit { if !isRuntime { locations?.dispose() } }

  /// Makes a scope for the locations of a function of LLVM, if locations are asked for: of the function with an index, or of one
  /// that is there for it.
  func makeLocationScope(of function: LLVM.Function, index: Int) -> LocationScope? {
    locations?.makeScope(of: function, number: firstLocationNumber + index)
  }

  /// Lets all that an entry point does beside its call come from the first instruction of the function that it calls.
  func locate(entry: LLVM.Function, of index: Int) {
    guard let scope = makeLocationScope(of: entry, index: index),
      let body = wasm.body(ofFunction: index)
    else { return }
    builder.setLocation(line: body.code.lowerBound, in: scope)
  }

  /// Completes the locations, if there are any.
  func finishLocations() { locations?.finish(output.module) }

  /// The global that holds result `index` of functions with more than six results.
  func extraResult(_ index: Int) -> GlobalVariable {
    let first = RegisterConvention.maximumResults
    while extraResults.count <= index - first {
      let global = output.module.addGlobal(
        "result.\(first + extraResults.count)", types.i64, linkage: commonLinkage)
      global.setInitializer(types.i64.zero)
      extraResults.append(global)
    }
    return extraResults[index - first]
  }

  /// The global that holds argument `index` of functions that get it there: an `i64`, or the low four bytes of one, or an `i128`.
  func extraArgument(_ index: Int, _ type: IRType) -> GlobalVariable {
    let isWide = FunctionSignature.takesTwoRegisters(type)
    let name = isWide ? "argument.\(index).wide" : "argument.\(index)"
    if let global = extraArguments[name] { return global }
    let stored = isWide ? types.i128 : types.i64
    let global = output.module.addGlobal(name, stored, linkage: commonLinkage)
    global.setInitializer(stored.zero)
    extraArguments[name] = global
    return global
  }

  /// The readable form of a name: what LLVM's C API and people can cope with.
  static func readable(_ name: WasmName) -> String {
    String(
      decoding: name.utf8.prefix(200).map { $0 < 0x20 || $0 == 0x7F ? 0x5F : $0 }, as: UTF8.self)
  }
}
