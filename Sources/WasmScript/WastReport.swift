public import PVM
public import WasmPVM

/// How a script's modules are compiled for a run.
public struct WastConfiguration: Hashable, Sendable, CustomStringConvertible {
  /// The optimization level.
  public let optimization: OptimizationLevel

  /// Whether Wasm's memory semantics are to hold exactly.
  public let boundsChecks: Bool

  /// Whether every module is compiled as large ones are: in parts, here of a few functions each.
  public let inParts: Bool

  /// The machine that modules are compiled for and run on.
  public let target: Target

  /// Creates a configuration.
  public init(
    _ optimization: OptimizationLevel, boundsChecks: Bool, inParts: Bool = false,
    target: Target = .gp07
  ) {
    self.optimization = optimization
    self.boundsChecks = boundsChecks
    self.inParts = inParts
    self.target = target
  }

  /// A short name, such as `2-checked`, with the target's unless that is the default.
  public var description: String {
    "\(optimization.rawValue)-\(boundsChecks ? "checked" : "default")\(inParts ? "-parts" : "")"
      + (target == .gp07 ? "" : "-\(target)")
  }
}

/// What a directive of a script is; raw values are the names in scripts.
public enum WastDirectiveKind: String, CaseIterable, Sendable {
  case module, register
  /// An action outside of assertions.
  case action = "invoke"
  case assertReturn = "assert_return"
  case assertTrap = "assert_trap"
  case assertExhaustion = "assert_exhaustion"
  case assertException = "assert_exception"
  case assertInvalid = "assert_invalid"
  case assertMalformed = "assert_malformed"
  case assertUnlinkable = "assert_unlinkable"
}

/// What became of a directive.
public enum WastOutcome: Equatable, Sendable {
  /// It holds.
  case passed
  /// It does not, and what happened instead.
  case failed(String)
}

/// What became of the directives of a script.
public struct WastReport: Sendable {
  /// What became of a directive.
  public struct Directive: Sendable {
    /// Its line in the script.
    public let line: Int
    /// What it is.
    public let kind: WastDirectiveKind
    /// What became of it.
    public let outcome: WastOutcome
  }

  /// All directives, in order.
  public internal(set) var directives: [Directive] = []

  /// How many directives of a kind, or of all kinds, had an outcome that passes a test.
  public func count(
    _ kind: WastDirectiveKind? = nil, where test: (WastOutcome) -> Bool = { $0 == .passed }
  ) -> Int {
    directives.count { (kind == nil || $0.kind == kind) && test($0.outcome) }
  }
}
