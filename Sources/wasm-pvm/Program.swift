import PVM
import Support
import WasmPVM

/// A PVM program, whatever it was read from: container, decoded program blob, and what else is known.
struct Program {
  /// The metadata, if the input can have some.
  let metadata: [UInt8]?
  /// The container; for a bare program blob one without data and with `bareStackSize`.
  let container: StandardProgram
  /// The decoded program blob.
  let blob: ProgramBlob
  /// The functions' names, if they are known.
  let symbols: SymbolMap?
  /// What the instructions are for, in order; empty if the program was not compiled here.
  let purposes: [InstructionPurpose]
  /// Where the instructions come from, if that is known.
  private(set) var debugMap: DebugMap?
  /// Where entry points and data are; nil if the program was not compiled here.
  let layout: ProgramLayout?
  /// What became of the module's imports, if the program was compiled here.
  private(set) var imports: [CompileReport.Import] = []
  /// What was compiled; nil if the program was not compiled here.
  private(set) var compiled: CompiledProgram?
  /// The module that was compiled, if that was the input.
  private(set) var module: [UInt8]?
  /// The size of the program file, or of what there is of it: container or blob.
  let fileSize: Int
  /// What the program was in, if PolkaVM's toolchain made it.
  private(set) var polkaVM: PolkaVMContainer?

  /// The stack size in bytes that a bare program blob gets.
  static let bareStackSize: UInt32 = 65536

  /// Loads a program; a module is compiled.
  init(_ input: Input, options: CompileOptions, symbols: SymbolMap? = nil) throws(CommandFailure) {
    let target = options.target
    if input.isModule {
      let compiled = try input.compiled(options)
      try self.init(
        compiled, target: target, symbols: symbols ?? compiled.symbols, name: input.name)
      if input.format == .wasm { module = input.bytes }
      return
    }
    if input.format == .polkaVM {
      try self.init(polkaVM: input, choices: target.choices, symbols: symbols)
      return
    }
    do throws(PVMError) {
      switch input.format {
      case .jam:
        let file = try ProgramFile(decoding: input.bytes)
        try self.init(
          metadata: file.metadata, container: StandardProgram(decoding: file.container),
          target: target, symbols: symbols, fileSize: input.bytes.count)
      case .standardProgram:
        try self.init(
          metadata: nil, container: StandardProgram(decoding: input.bytes), target: target,
          symbols: symbols, fileSize: input.bytes.count)
      case .blob:
        try self.init(
          bare: try ProgramBlob(decoding: input.bytes, target: target), symbols: symbols)
      case .assembly:
        try self.init(
          bare: try Assembler.assemble(input.bytes, target: target), symbols: symbols)
      case .wasm, .wat, .polkaVM, .unknown:
        _ = try StandardProgram(decoding: ProgramFile(decoding: input.bytes).container)
        throw PVMError(.truncated(.program))
      }
    } catch {
      switch (input.format, error.kind) {
      case (.unknown, _): throw CommandFailure(.malformed(input: input.name, error: error))
      case (_, .invalidProgram):
        // Before 0.8 nothing is demanded of a program as a whole.
        throw CommandFailure(
          .invalidProgram(name: input.name, error: error, target: target, validFor: .gp07))
      default: throw CommandFailure(.inInput(name: input.name, error: error))
      }
    }
  }

  /// Loads what a compilation made.
  init(
    _ compiled: CompiledProgram, target: Target, symbols: SymbolMap?, name: String
  ) throws(CommandFailure) {
    do throws(PVMError) {
      try self.init(
        metadata: compiled.file.metadata,
        container: StandardProgram(decoding: compiled.file.container), target: target,
        symbols: symbols, purposes: compiled.purposes, layout: compiled.layout,
        fileSize: compiled.file.encoded().count)
      self.compiled = compiled
    } catch {
      throw CommandFailure(.inInput(name: name, error: error))
    }
    imports = compiled.report.imports
    debugMap = compiled.debugMap
  }

  /// Loads a container of PolkaVM's toolchain with the names and source lines that are in it.
  private init(
    polkaVM input: Input, choices: TargetChoices, symbols: SymbolMap?
  ) throws(CommandFailure) {
    let container: PolkaVMContainer
    let target: Target
    do throws(PolkaVMError) {
      container = try PolkaVMContainer(decoding: input.bytes)
      target = try container.target(input.wantedRelease, choices: choices)
    } catch {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
    let lines = Program.lines(of: container, name: input.name)
    do throws(PVMError) {
      let blob = try ProgramBlob(decoding: container.program, target: target)
      try self.init(
        metadata: nil, container: container.standardProgram, target: target,
        symbols: symbols ?? container.symbols(lines, codeSize: blob.code.count),
        fileSize: input.bytes.count)
    } catch {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
    do throws(PolkaVMError) { try container.checkInstructions(blob) } catch {
      throw CommandFailure(.inInput(name: input.name, error: error))
    }
    polkaVM = container
    if !lines.regions.isEmpty {
      debugMap = DebugMap(lines, of: self.container, symbols: self.symbols ?? SymbolMap())
    }
  }

  /// What the debug information of a container says; if it is damaged, a warning is printed and nothing is known.
  private static func lines(of container: PolkaVMContainer, name: String) -> PolkaVMLines {
    do throws(PolkaVMError) { return try PolkaVMLines(container) } catch {
      var messages = StandardError()
      messages.write(
        "warning: \(name.visible): source lines are left out: \(error.description) [\(error.code)]\n"
      )
      return PolkaVMLines()
    }
  }

  /// Decodes the program blob of a container.
  private init(
    metadata: [UInt8]?, container: StandardProgram, target: Target, symbols: SymbolMap?,
    purposes: [InstructionPurpose] = [], layout: ProgramLayout? = nil, fileSize: Int
  ) throws(PVMError) {
    self.metadata = metadata
    self.container = container
    blob = try ProgramBlob(decoding: container.program, target: target)
    try blob.validate()
    self.symbols = symbols
    self.purposes = purposes
    self.layout = layout
    self.fileSize = fileSize
  }

  /// Puts a bare program blob into a container.
  private init(bare blob: ProgramBlob, symbols: SymbolMap?) throws(PVMError) {
    try blob.validate()
    metadata = nil
    container = StandardProgram(stackSize: Program.bareStackSize, program: blob.encoded())
    self.blob = blob
    self.symbols = symbols
    purposes = []
    layout = nil
    fileSize = container.program.count
  }

  /// Reads where the instructions of a program file come from, if `--debug-info` names a file; what a compilation said counts more.
  mutating func readDebugInfo(_ arguments: ParsedArguments) throws(CommandFailure) {
    guard let path = arguments.value(DebugMapFile.row), debugMap == nil else { return }
    try readDebugInfo(path)
  }

  /// Reads where the instructions of a program file come from.
  mutating func readDebugInfo(_ path: String) throws(CommandFailure) {
    debugMap = try DebugMapFile.read(path, for: container)
  }

  /// The functions' names from wherever they are known; empty if they are not.
  var knownSymbols: SymbolMap { symbols ?? debugMap?.symbols ?? SymbolMap() }

  /// Which machine the program is for.
  var target: Target { blob.target }

  /// Rejects a start behind the code, or one that the target refuses.
  func checkEntry(_ pc: UInt32, name: String) throws(CommandFailure) {
    do throws(PVMError) { try blob.validate(start: UInt64(pc)) } catch {
      throw CommandFailure(
        .invalidProgram(name: name, error: error, target: target, validFor: .gp07))
    }
    guard UInt64(pc) < UInt64(max(1, blob.code.count)) else {
      throw CommandFailure(.noEntry(pc: UInt64(pc), codeSize: blob.code.count))
    }
  }

  /// Reads the file that `--symbols` names, if it is given.
  static func symbols(_ arguments: ParsedArguments) throws(CommandFailure) -> SymbolMap? {
    guard let path = arguments.value(symbolsRow) else { return nil }
    return try symbols(path)
  }

  /// Reads the names of functions.
  static func symbols(_ path: String) throws(CommandFailure) -> SymbolMap {
    let text = try Files.read(path)
    do throws(PVMError) {
      return try SymbolMap(decoding: text)
    } catch {
      throw CommandFailure(.inInput(name: path, error: error))
    }
  }

  /// `--symbols`, for commands that read a program.
  static let symbolsRow = OptionRow(
    "--symbols", .required("FILE"), "Names of the functions, written by build --symbols")
}
