/// What a WASI program sees of the world beside its standard input: decided when it is compiled.
///
/// Texts need not be UTF-8: bytes that are not stand in them as `String.init(reversibly:)` has it.
public struct WASIOptions: Equatable, Sendable {
  /// A file that is packed into the program, to be read.
  public struct File: Equatable, Sendable {
    /// Its path for the program: from the root, with or without a `/` in front.
    public var path: String
    /// Its contents.
    public var contents: [UInt8]

    /// Creates a file.
    public init(path: String, contents: [UInt8]) {
      self.path = path
      self.contents = contents
    }
  }

  /// Where random numbers come from.
  public enum Seed: Equatable, Sendable {
    /// Always the same numbers.
    case number(UInt64)
    /// The entropy that host call `fetch` gives a service.
    case entropy
  }

  /// The program's arguments; the first is its name.
  public var arguments: [String]
  /// The environment variables, as `NAME=VALUE`.
  public var environment: [String]
  /// The files.
  public var files: [File]
  /// Where random numbers come from.
  public var seed: Seed
  /// The most bytes that a command may write to standard output. They take no room in the program file.
  public var outputCapacity: Int
  /// Whether standard output of a command goes to the log, like standard error, instead of being its result: what a program wrote before
  /// it trapped is there, too.
  public var logsOutput: Bool

  /// The largest `outputCapacity`.
  public static let maximumOutput = 1 << 22

  /// Creates options.
  public init(
    arguments: [String] = ["program"], environment: [String] = [], files: [File] = [],
    seed: Seed = .number(0), outputCapacity: Int = WASIOptions.maximumOutput,
    logsOutput: Bool = false
  ) {
    self.arguments = arguments
    self.environment = environment
    self.files = files
    self.seed = seed
    self.outputCapacity = outputCapacity
    self.logsOutput = logsOutput
  }
}
