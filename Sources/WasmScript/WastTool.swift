public import Foundation

/// One of wabt's commands, and the proposals it knows.
///
/// Newer versions enable by default what older ones enable on demand, so the help text decides which
/// options a script needs.
public struct WastTool: Sendable {
  /// Where the command is.
  public let url: URL

  /// What it prints with `--help`.
  private let help: String

  /// What it prints with `--version`.
  public let version: String

  /// The command that turns scripts into JSON, if it is installed.
  public static let wast2json = WastTool("wast2json")

  /// The command that assembles text modules, if it is installed.
  public static let wat2wasm = WastTool("wat2wasm")

  /// The command that prints binary modules as text, if it is installed.
  public static let wasm2wat = WastTool("wasm2wat")

  /// Finds a command on `PATH`.
  private init?(_ name: String) {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let candidates = path.split(separator: ":").map { "\($0)/\(name)" }
    guard
      let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }),
      case let url = URL(fileURLWithPath: found),
      let help = try? Self.run(url, ["--help"]).output,
      let version = try? Self.run(url, ["--version"]).output
    else { return nil }
    self.url = url
    self.help = help
    self.version = version
  }

  /// The proposals beyond WebAssembly 2.0 that some version of the command has an option for.
  private static let proposals = [
    "exceptions", "threads", "function-references", "tail-call", "annotations", "code-metadata",
    "gc", "memory64", "multi-memory", "extended-const", "relaxed-simd", "custom-page-sizes",
    "compact-imports", "wide-arithmetic",
  ]

  /// Whether this version of the command knows a proposal.
  public func knows(_ proposal: String) -> Bool {
    help.contains("--enable-\(proposal) ") || help.contains("--disable-\(proposal) ")
  }

  /// The options that make the command accept WebAssembly 2.0 and some proposals, nothing else; those that this
  /// version does not know are left out.
  public func arguments(enabling wanted: [String]) -> [String] {
    Self.proposals.compactMap { proposal in
      if wanted.contains(proposal) {
        return help.contains("--enable-\(proposal) ") ? "--enable-\(proposal)" : nil
      }
      return help.contains("--disable-\(proposal) ") ? "--disable-\(proposal)" : nil
    }
  }

  /// The options that make the command accept everything it knows.
  public var allProposals: [String] { ["--enable-all"] }

  /// Runs the command.
  public func run(_ arguments: [String]) throws -> Result { try Self.run(url, arguments) }

  /// How a command ended.
  public struct Result: Sendable {
    /// The exit status; 0 is success.
    public var status: Int32

    /// What it printed to both its outputs.
    public var output: String
  }

  /// Runs a command; its output goes through a file, which unlike a pipe is never full.
  private static func run(_ url: URL, _ arguments: [String]) throws -> Result {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(UUID().uuidString).txt")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    let output = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return Result(status: process.terminationStatus, output: output)
  }
}
