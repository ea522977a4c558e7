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

  /// The positional argument for an input.
  static let row = PositionalRow(
    "IN", "A .wat, .wasm or .jam file, a bare container or program blob, or - for standard input")

  /// Reads a file, or standard input.
  init(_ path: String) throws(CommandFailure) {
    name = path == Files.standardStream ? "standard input" : path
    bytes = try Files.read(path)
    if bytes.starts(with: Array("PVM\0".utf8)) { throw CommandFailure(.polkaVM(input: name)) }
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
