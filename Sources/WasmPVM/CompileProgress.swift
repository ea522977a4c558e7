internal import Dispatch

/// How far a compilation is: the compiler tells it, and another thread may ask at any time.
///
/// Sendable, because every access of the state is made on the queue.
public final class CompileProgress: @unchecked Sendable {
  /// What is being done.
  public enum Phase: String, Sendable {
    /// The module is decoded, linked with adapters and validated.
    case validation = "reading the module"
    /// LLVM IR is written, and LLVM's passes run.
    case optimization = "optimizing"
    /// Code is generated, function by function.
    case codeGeneration = "generating code"
    /// The program is put together.
    case linking = "linking"
  }

  /// How far it is.
  public struct State: Equatable, Sendable {
    /// What is being done.
    public var phase: Phase
    /// How much of it is done.
    public var done: Int
    /// How much there is: functions when code is generated, parts when a large module is optimized; 0 if that is not known.
    public var total: Int
  }

  /// How far it is.
  private var state = State(phase: .validation, done: 0, total: 0)
  /// Where it is accessed.
  private let queue = DispatchQueue(label: "progress")

  /// Starts with nothing done.
  public init() {}

  /// How far the compilation is.
  public var current: State { queue.sync { state } }

  /// Goes on to a phase.
  func begin(_ phase: Phase, total: Int = 0) {
    queue.sync { state = State(phase: phase, done: 0, total: total) }
  }

  /// One more of the phase's functions or parts is done.
  func advance() { queue.sync { state.done += 1 } }
}

extension CompileProgress: Equatable {
  /// Whether two are of the same compilation.
  public static func == (left: CompileProgress, right: CompileProgress) -> Bool { left === right }
}
