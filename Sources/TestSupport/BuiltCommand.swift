internal import Foundation

/// Runs commands as processes of their own, above all the built `wasm-pvm`.
public enum BuiltCommand {
  /// What a process did.
  public struct Result: Sendable {
    /// The exit status; minus the number of the signal if one ended it.
    public let status: Int32
    /// What it wrote to standard output.
    public let output: [UInt8]
    /// What it wrote to standard error.
    public let messages: String

    /// What it wrote to standard output, as text.
    public var text: String { String(decoding: output, as: UTF8.self) }
    /// The lines it wrote to standard output.
    public var lines: [String] {
      text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }
  }

  /// Why a process has no result.
  public enum Failure: Error {
    /// It took longer than it may.
    case timeout([String])
    /// The command is not where the build puts it.
    case notBuilt(String)
  }

  /// The built command: `WASM_PVM_COMMAND`, or beside the test bundle.
  public static func path() throws -> String {
    if let path = ProcessInfo.processInfo.environment["WASM_PVM_COMMAND"] { return path }
    let bundle = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
    let path = bundle.deletingLastPathComponent().appendingPathComponent("wasm-pvm").path
    guard FileManager.default.isExecutableFile(atPath: path) else { throw Failure.notBuilt(path) }
    return path
  }

  /// Runs the built command.
  public static func run(
    _ arguments: [String], input: [UInt8] = [], folder: TemporaryFolder? = nil,
    environment: [String: String] = [:], timeout: Int = 120
  ) throws -> Result {
    try run(
      try path(), arguments, input: input, folder: folder, environment: environment,
      timeout: timeout)
  }

  /// Runs any command.
  ///
  /// - Parameters:
  ///   - input: what standard input has.
  ///   - folder: the current folder of the process, if not this process's own.
  ///   - environment: variables to set, on top of this process's own.
  ///   - timeout: seconds after which the process is killed.
  public static func run(
    _ command: String, _ arguments: [String], input: [UInt8] = [],
    folder: TemporaryFolder? = nil, environment: [String: String] = [:], timeout: Int = 120
  ) throws -> Result {
    // The streams are files, so that no amount of output blocks the process.
    let files = try TemporaryFolder()
    let names = ["in", "out", "err"]
    _ = try files.write("in", input)
    for name in names.dropFirst() { _ = try files.write(name, []) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder.url }
    process.environment = ProcessInfo.processInfo.environment
      .merging(environment) { _, new in new }
    let standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files.path("in")))
    let standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path("out")))
    let standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path("err")))
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardError
    try process.run()
    let deadline = Date(timeIntervalSinceNow: TimeInterval(timeout))
    while process.isRunning {
      guard Date() < deadline else {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        throw Failure.timeout(arguments)
      }
      Thread.sleep(forTimeInterval: 0.002)
    }
    for stream in [standardInput, standardOutput, standardError] { try? stream.close() }
    let status = process.terminationStatus
    return Result(
      status: process.terminationReason == .uncaughtSignal ? -status : status,
      output: files.read("out") ?? [],
      messages: String(decoding: files.read("err") ?? [], as: UTF8.self))
  }
}
