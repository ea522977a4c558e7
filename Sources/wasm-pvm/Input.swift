import PVM
import Support
import WasmPVM

/// A command's input file: what it is called, what is in it and what kind of thing that is.
struct Input {
  /// The name for messages.
  let name: String
  /// The content.
  let bytes: [UInt8]
  /// What the content is, told by itself.
  let format: ProgramFormat
  /// The release that `--target` names, if it is given; the content of a PolkaVM container says it, too.
  private(set) var wantedRelease: Target.Release?

  /// The positional argument for an input.
  static let row = PositionalRow(
    "IN", completion: .file,
    "A .wat, .wasm or .jam file, a bare container or program blob, or - for standard input")

  /// The positional argument for an input that may be left out.
  static let projectRow = PositionalRow(
    row.name, isOptional: true, completion: row.completion,
    row.help + "; by default the module of the project whose \(ProjectFile.name) is in this folder "
      + "or the nearest one above it")

  /// Reads a file, or standard input.
  ///
  /// - Throws: also for a PolkaVM container; see `init(program:_:)`.
  init(_ path: String) throws(CommandFailure) {
    try self.init(any: path)
    if format == .polkaVM { throw CommandFailure(.polkaVM(input: name)) }
  }

  /// Reads the program of a command that looks at programs, PolkaVM containers included.
  init(program path: String, _ arguments: ParsedArguments) throws {
    try self.init(any: path)
    if arguments.has(CompileArguments.target) {
      wantedRelease = try CompileArguments.machine(arguments).release
    }
  }

  /// Reads whatever there is.
  private init(any path: String) throws(CommandFailure) {
    name = path == Files.standardStream ? "standard input" : path
    bytes = try Files.read(path)
    format = ProgramFormat.detect(bytes)
  }

  /// Whether it has to be compiled.
  var isModule: Bool { format == .wasm || format == .wat }

  /// The binary module, assembled from text if need be.
  ///
  /// - Parameter isAdapter: whether it may use the program's memory without declaring it.
  func module(isAdapter: Bool = false) throws(CommandFailure) -> [UInt8] {
    switch format {
    case .wasm: return bytes
    case .wat:
      do throws(TextInputError) {
        return try TextInput.assemble(bytes, name: name, impliesMemory: isAdapter)
      } catch {
        // The message already has the input's name where the tool says so.
        if case .rejected = error.kind { throw CommandFailure(.rejectedText(error)) }
        throw CommandFailure(.inInput(name: name, error: error))
      }
    default:
      throw CommandFailure(.unknownFormat(input: name, expected: "a WebAssembly module"))
    }
  }

  /// The compiled module.
  func compiled(_ options: CompileOptions) throws(CommandFailure) -> CompiledProgram {
    let module = try module()
    if let progress = options.progress { ProgressLine.shared.begin(progress, of: name) }
    defer { ProgressLine.shared.end() }
    var options = options
    if options.makesDebugMap { options.sourceMap = sourceMap(of: module) }
    do throws(CompileError) {
      return try Compilation.compile(wasm: module, options: options)
    } catch {
      throw CommandFailure(.inInput(name: name, error: error))
    }
  }

  /// The source map that a module names, if it is there; without it no source lines are known.
  private func sourceMap(of module: [UInt8]) -> [UInt8]? {
    guard name != "standard input", let path = Compilation.sourceMapPath(ofModule: module) else {
      return nil
    }
    let folder = name.lastIndex(of: "/").map { name[...$0] } ?? ""
    return try? Files.read(folder + path)
  }
}
