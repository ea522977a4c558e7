internal import Adapters
internal import LLVM
internal import LoweringABI
internal import PVM
internal import PVMCodegen
internal import Support
internal import Wasm
package import WasmToLLVM

/// WebAssembly in, PVM out: the library's entry point.
public enum Compilation {
  /// Compiles a binary module.
  ///
  /// - Throws: `CompileError`: the module is malformed, invalid, unsupported or too large.
  public static func compile(
    wasm: [UInt8], options: CompileOptions = CompileOptions()
  ) throws(CompileError) -> CompiledProgram {
    try compile(wasm: wasm, options: options, translation: translationOptions(options)).program
  }

  /// Compiles a binary module up to a stage and prints the program in that form.
  public static func emit(
    stage: Stage, wasm: [UInt8], options: CompileOptions = CompileOptions()
  ) throws(CompileError) -> String {
    try emit(stage: stage, wasm: wasm, options: options, translation: translationOptions(options))
  }

  /// Compiles a module up to a stage with options of the front end that users do not have.
  package static func emit(
    stage: Stage, wasm: [UInt8], options: CompileOptions, translation: TranslationOptions
  ) throws(CompileError) -> String {
    let frontEnd = try validate(
      wasm: wasm, options, translation: adapted(translation, to: options))
    if stage == .unoptimizedIR { return try frontEnd.unoptimized().module.printed() }
    let translated = try frontEnd.optimized(options)
    if stage == .optimizedIR { return translated.module.printed() }
    var generated = try generate(translated, options, keepsSelected: stage == .selectedMachineIR)
    switch stage {
    case .selectedMachineIR: return machineText(generated.codegen.selected, generated.codegen)
    case .machineIR: return machineText(generated.codegen.functions, generated.codegen)
    case .finalMachineIR:
      do throws(CodegenError) { try generated.codegen.finish() } catch { throw CompileError(error) }
      return machineText(generated.codegen.functions, generated.codegen)
    case .unoptimizedIR, .optimizedIR, .assembly: break
    }
    let linked = try link(&generated.codegen, options)
    let symbols = try symbols(of: linked)
    return Disassembler.text(of: linked.blob, style: .offsets, symbols: symbols)
  }

  /// Functions as text, and behind them as comments what their positions are, if they have some.
  private static func machineText(_ functions: [MachineFunction], _ codegen: Codegen) -> String {
    let table = codegen.positions
    let lines = table.entries.enumerated().map { index, entry in
      "; !\(index + 1) = function \(entry.function), offset 0x\(String(entry.offset, radix: 16))"
        + (entry.call.isKnown ? ", inlined at !\(entry.call.number)" : "") + "\n"
    }
    return MachinePrinter.text(functions) + lines.joined()
  }

  // MARK: Stages

  /// A compiled program with what only tests and tools need.
  package struct Result {
    /// What users get.
    package var program: CompiledProgram
    /// Bytes at the top of the stack that hold globals: entry points with their own signature expect
    /// the stack pointer below them.
    package var globalBytes: Int
    /// The names of the entry points at pc 0, 5, 10, ….
    package var entryNames: [String]
    /// The PVM address of Wasm address 0.
    package var memoryBase: Int64
  }

  /// Compiles a module with options of the front end that users do not have.
  package static func compile(
    wasm: [UInt8], options: CompileOptions, translation: TranslationOptions
  ) throws(CompileError) -> Result {
    let clock = ContinuousClock()
    var report = CompileReport()
    var start = clock.now
    func finish(_ phase: String, _ report: inout CompileReport) {
      let now = clock.now
      report.phases.append(CompileReport.Phase(name: phase, duration: now - start))
      start = now
    }
    let frontEnd = try validate(
      wasm: wasm, options, translation: adapted(translation, to: options))
    report.notes = frontEnd.notes
    report.imports = frontEnd.imports
    finish("validation", &report)
    let translated = try frontEnd.optimized(options)
    finish("optimization", &report)
    var generated = try generate(translated, options)
    finish("code generation", &report)
    let linked = try link(&generated.codegen, options)
    finish("linking", &report)
    let unused = generated.codegen.unusedProfiles
    if !unused.isEmpty {
      report.notes.append(
        "the profile is not used for functions that are not as they were: "
          + unused.prefix(8).joined(separator: ", ")
          + (unused.count > 8 ? " and \(unused.count - 8) more" : ""))
    }
    report.counters = counters(generated.statistics, linked)
    if options.measuresPasses { report.passes = generated.codegen.times.rows.map(PassTime.init) }
    report.runtime = runtime(of: translated, linked)
    report.reducedFunctions = translated.reducedFunctions.map {
      CompileReport.ReducedFunction(name: $0.name, reason: $0.reason)
    }
    let heapPages = try wrapping { () throws(ContainerError) -> UInt16 in
      try checkedHeapPages(of: linked, usesAllocation: translated.interface.usesAllocation, options)
    }
    let container = try wrapping { () throws(PVMError) -> [UInt8] in
      var container = linked.program
      container.heapPages = heapPages
      return try container.encoded()
    }
    let symbols = try symbols(of: linked)
    let metadata = options.metadata.map { $0.encoded() } ?? []
    let layout = layout(translated.interface, generated.codegen)
    var map: DebugMap?
    if options.makesDebugMap {
      map = debugMap(
        of: linked, generated.codegen.positions, frontEnd.origins,
        sourceMap: options.sourceMap, notes: &report.notes)
      map?.layout = layout
      finish("debug information", &report)
    }
    var program = CompiledProgram(
      file: ProgramFile(metadata: metadata, container: container), symbols: symbols,
      purposes: linked.purposes, debugMap: map, layout: layout, report: report)
    program.origins = linked.origins
    if options.makesDebugMap {
      program.sourceMemory = sourceMemory(
        of: linked, frontEnd, generated.codegen, isOptimized: options.optimization != .zero)
    }
    return Result(
      program: program, globalBytes: generated.codegen.globalBytes,
      entryNames: translated.interface.entries.map(\.name),
      memoryBase: generated.codegen.memoryBase)
  }

  /// Generates the code of all functions.
  static func generate(
    _ translated: TranslatedModule, _ options: CompileOptions, keepsSelected: Bool = false
  ) throws(CompileError) -> (codegen: Codegen, statistics: AllocationStatistics) {
    try wrapping { () throws(CodegenError) in
      var codegenOptions = CodegenOptions()
      if let progress = options.progress { codegenOptions.functionDone = { progress.advance() } }
      codegenOptions.checks = options.checksAllocation
      codegenOptions.seed = options.seed
      codegenOptions.keepsSelected = keepsSelected
      codegenOptions.measuresTime = options.measuresPasses
      codegenOptions.observer = options.dumps?.observer
      codegenOptions.recordsPositions = options.makesDebugMap
      codegenOptions.stackSize = options.stackSize
      codegenOptions.rangeLimits = options.exhaustsBudgets ? .exhausted : .standard
      codegenOptions.disabled = Set(Tuning.leftOut(options).compactMap(\.codegenPass))
      codegenOptions.optimizes = options.optimization != .zero
      codegenOptions.costs = options.optimization.costs(
        options.target, regardsBlocks: options.regardsBlocks)
      if options.profile != nil { codegenOptions.costs.trustFrequencies() }
      Tuning.apply(options.tuning, to: &codegenOptions.costs)
      codegenOptions.startUpPrice =
        switch options.startUpCopy {
        case .never: nil
        case .always: .free
        case .automatic: codegenOptions.costs.startUp
        }
      codegenOptions.profile = options.profile?.blocks
      if options.isCounted {
        codegenOptions.disabled.formUnion([
          .branchSimplification, .tailMerging, .loopSteps, .tailDuplication, .blockLayout,
          .earlyReturns, .ifConversion,
        ])
      }
      var codegen = try Codegen(
        translated.module, interface: translated.interface, options: codegenOptions)
      options.progress?.begin(.codeGeneration, total: codegen.functionCount)
      let statistics = try codegen.generate()
      return (codegen, statistics)
    }
  }

  /// Links the program.
  static func link(
    _ codegen: inout Codegen, _ options: CompileOptions
  ) throws(CompileError) -> LinkedProgram {
    options.progress?.begin(.linking)
    do throws(CodegenError) { return try codegen.link() } catch { throw CompileError(error) }
  }

  /// How many heap pages the container has.
  private static func checkedHeapPages(
    of linked: LinkedProgram, usesAllocation: Bool, _ options: CompileOptions
  ) throws(ContainerError) -> UInt16 {
    let needed = Int(linked.program.heapPages)
    guard let asked = options.heapPages, asked != needed else { return linked.program.heapPages }
    guard asked > needed, let pages = UInt16(exactly: asked) else {
      throw ContainerError(.tooFewHeapPages(asked, needed: needed))
    }
    guard !usesAllocation else { throw ContainerError(.heapIsGrown(asked, needed: needed)) }
    return pages
  }

  /// Where entry points and data are.
  private static func layout(_ interface: ModuleInterface, _ codegen: Codegen) -> ProgramLayout {
    let entries = interface.entries.enumerated().filter { $0.element.symbol != nil }
    return ProgramLayout(
      entries: entries.map { ProgramLayout.Entry(name: $0.element.name, pc: 5 * $0.offset) },
      items: codegen.placedData)
  }

  /// The names and ranges of a program's functions.
  private static func symbols(of linked: LinkedProgram) throws(CompileError) -> SymbolMap {
    try wrapping { () throws(PVMError) in
      var symbols = SymbolMap()
      for function in linked.functions {
        try symbols.append(
          SymbolMap.Function(name: Array(function.name.utf8), range: function.code))
      }
      return symbols
    }
  }

  /// What was counted.
  private static func counters(
    _ statistics: AllocationStatistics, _ linked: LinkedProgram
  ) -> [CompileReport.Counter] {
    [
      CompileReport.Counter(name: "spills", count: statistics.spills),
      CompileReport.Counter(name: "splits", count: statistics.splits),
      CompileReport.Counter(name: "functions", count: linked.functions.count),
    ]
  }

  /// What is left of the runtime.
  private static func runtime(
    of translated: TranslatedModule, _ linked: LinkedProgram
  ) -> [CompileReport.RuntimeFunction] {
    let sizes = Dictionary(
      linked.functions.map { ($0.name, $0.code.count) }, uniquingKeysWith: { first, _ in first })
    return translated.runtimeOperations.map { operation in
      CompileReport.RuntimeFunction(
        name: operation.name, calls: operation.calls,
        bytes: operation.symbols.reduce(0) { $0 + (sizes[$1] ?? 0) })
    }
  }

  /// The front end's options for a user's options.
  package static func translationOptions(_ options: CompileOptions) -> TranslationOptions {
    var result = TranslationOptions()
    result.floats =
      switch options.floats {
      case .soft: .soft
      case .trap: .trap
      case .reject: .reject
      }
    result.boundsChecks = options.boundsChecks
    result.recordsPositions = options.makesDebugMap
    result.resultEndAddress = options.resultEndAddress
    result.maximumMemoryPages = options.maximumMemoryPages
    result.reservedMemoryPages = options.reservedMemoryPages ?? 0
    if let partSize = options.partSize {
      result.wholeSize = 0
      result.partSize = partSize
    }
    if !options.entries.isEmpty {
      result.entries = .named(options.entries.map { WasmName($0) })
    }
    result.importAdvice = { HostAdapters.advice(module: $0.module, name: $0.name) }
    let imports = options.imports
    result.resolveImport = { wasmImport in
      switch imports.action(module: wasmImport.module.utf8, name: wasmImport.name.utf8) {
      case nil: HostAdapters.conventionalConstant(wasmImport).map(ImportDefinition.global)
      case .trap: .trap
      case .nop: .nop
      case .hostCall(let index): .hostCall(index)
      }
    }
    return result
  }

  /// The front end's options for a machine and a level.
  static func adapted(
    _ translation: TranslationOptions, to options: CompileOptions
  ) -> TranslationOptions {
    var result = translation
    let target = options.target
    if target.growsHeapByCall, let index = target.index(of: .growHeap) {
      result.heapGrowth = .hostCall(UInt32(index))
    }
    return result
  }

  /// Turns a stage's error into the compiler's.
  static func wrapping<Value, Failure: CodedError>(
    _ body: () throws(Failure) -> Value
  ) throws(CompileError) -> Value {
    do {
      return try body()
    } catch {
      throw CompileError(error)
    }
  }
}

extension CompileOptions {
  /// Whether code is made for a machine that charges for blocks.
  var regardsBlocks: Bool { target.chargesBlocks && Tuning.regardsBlocks(tuning) }
}
