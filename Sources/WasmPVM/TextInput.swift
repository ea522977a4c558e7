internal import Foundation
public import Support
internal import Wasm

/// WebAssembly text, turned into a binary module by wabt's `wat2wasm`: text in, bytes out.
public enum TextInput {
  /// Proposals that the decoder knows behind flags; newer tools accept them without an option.
  private static let proposals = [
    "tail-call", "extended-const", "multi-memory", "exceptions", "threads",
  ]

  /// Assembles a text module; the name stands for it in error messages.
  ///
  /// - Parameter impliesMemory: whether it may use a memory without having one, as adapters do.
  /// - Throws: `rejected` with the tool's own located message, `toolMissing`, or `toolFailed` when
  ///   it could not be run.
  public static func assemble(
    _ text: [UInt8], name: String, impliesMemory: Bool = false
  ) throws(TextInputError) -> [UInt8] {
    do {
      return try assemble(text, name: name, options: [])
    } catch {
      // The tool does not know whose memory is meant. Where nothing else is wrong the module is what the linker takes; else the
      // tool's message is the better one, because it has line and column.
      guard impliesMemory, case .rejected = error.kind,
        let module = try? assemble(text, name: name, options: ["--no-check"]),
        isValidAdapter(module)
      else { throw error }
      return module
    }
  }

  /// Whether a module is valid if a memory that it uses without having one is imported.
  private static func isValidAdapter(_ bytes: [UInt8]) -> Bool {
    do {
      let module = try ModuleDecoder.decode(
        bytes, features: .translated, impliesMemory: true)
      try FunctionValidator(module: module).validateAll()
      return true
    } catch {
      return false
    }
  }

  /// Assembles a text module with more options for the tool.
  private static func assemble(
    _ text: [UInt8], name: String, options more: [String]
  ) throws(TextInputError) -> [UInt8] {
    guard let tool = findTool() else { throw TextInputError(.toolMissing) }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(UUID().uuidString)", isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw TextInputError(.toolFailed("cannot create \(folder.path)"))
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("input.wat")
    let output = folder.appendingPathComponent("output.wasm")
    let messages = folder.appendingPathComponent("messages")
    let result: (status: Int32, messages: String)
    do {
      try Data(text).write(to: source)
      let help = try run(tool, ["--help"], messages: messages).messages
      let options = proposals.map { "--enable-\($0)" }.filter { help.contains("\($0) ") }
      result = try run(
        tool, ["--debug-names"] + more + options + [source.path, "--output=\(output.path)"],
        messages: messages)
    } catch {
      throw TextInputError(.toolFailed("\(error)"))
    }
    if result.status != 0 {
      let message = result.messages.replacingOccurrences(of: source.path, with: name)
      throw TextInputError(
        .rejected(message.trimmingCharacters(in: .whitespacesAndNewlines)))
    }
    guard let module = try? Data(contentsOf: output) else {
      throw TextInputError(.toolFailed("wat2wasm wrote no output"))
    }
    return [UInt8](module)
  }

  /// Runs the tool to its end and gives its exit status and what it printed, which goes through a
  /// file, so that no amount of it can block the tool.
  private static func run(
    _ tool: String, _ arguments: [String], messages: URL
  ) throws -> (status: Int32, messages: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    try Data().write(to: messages)
    let stream = try FileHandle(forWritingTo: messages)
    defer { try? stream.close() }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = stream
    process.standardError = stream
    try process.run()
    process.waitUntilExit()
    let bytes = try Data(contentsOf: messages)
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }

  /// The path of `wat2wasm`: `WASM_PVM_WAT2WASM`, or the first on `PATH`.
  private static func findTool() -> String? {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["WASM_PVM_WAT2WASM"] {
      return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let path = "\(folder)/wat2wasm"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    return nil
  }
}

/// Why a text module was not assembled.
public struct TextInputError: CodedError, Equatable {
  /// What went wrong.
  public enum Kind: Equatable, Sendable {
    /// The text is not a module; the tool's message has file, line and column.
    case rejected(String)
    /// There is no `wat2wasm`.
    case toolMissing
    /// The tool could not be run; says why.
    case toolFailed(String)
  }

  /// What went wrong.
  public let kind: Kind

  /// Creates an error.
  init(_ kind: Kind) { self.kind = kind }

  /// The stable code.
  public var code: String {
    switch kind {
    case .rejected: "X001"
    case .toolMissing: "X002"
    case .toolFailed: "X003"
    }
  }

  /// Whose fault it is.
  public var errorClass: ErrorClass {
    switch kind {
    case .rejected: .rejected
    case .toolMissing, .toolFailed: .unsupported
    }
  }

  /// The message.
  public var description: String {
    switch kind {
    case .rejected(let message): "\(message) [\(code)]"
    case .toolMissing:
      "text input needs wabt's wat2wasm, which is not on PATH: install it with "
        + "'apt-get install wabt', or convert the text to a .wasm file [\(code)]"
    case .toolFailed(let reason): "could not run wat2wasm: \(reason) [\(code)]"
    }
  }
}
