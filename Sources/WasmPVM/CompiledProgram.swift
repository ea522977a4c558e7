public import PVM
internal import PVMCodegen

/// What a compilation produces.
public struct CompiledProgram: Sendable {
  /// Metadata and container: the content of the `.jam` file.
  public var file: ProgramFile
  /// Names and code ranges of the functions.
  public var symbols: SymbolMap
  /// What each instruction is for, in the order of the code; empty if that is not known.
  public var purposes: [InstructionPurpose]
  /// Where each instruction comes from, if that was asked for.
  public var debugMap: DebugMap?
  /// Where variables of the source are, if a debug map was asked for and the module has one memory.
  public var sourceMemory: SourceMemory?
  /// Where entry points and data are.
  public var layout: ProgramLayout
  /// How the compilation went.
  public var report: CompileReport
  /// Where blocks begin, for profiles.
  var origins = BlockOrigins()

  /// Creates a result.
  public init(
    file: ProgramFile, symbols: SymbolMap = SymbolMap(), purposes: [InstructionPurpose] = [],
    debugMap: DebugMap? = nil, layout: ProgramLayout = ProgramLayout(),
    report: CompileReport = CompileReport()
  ) {
    self.file = file
    self.symbols = symbols
    self.purposes = purposes
    self.debugMap = debugMap
    self.layout = layout
    self.report = report
  }
}

/// How a compilation went: numbers by name, in the order in which they came up.
public struct CompileReport: Sendable {
  /// A named number.
  public struct Counter: Sendable {
    /// What was counted.
    public var name: String
    /// How many there were.
    public var count: Int

    /// Creates a counter.
    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// An operation that functions of the runtime in the program compute.
  public struct RuntimeFunction: Sendable {
    /// The operation that it computes, such as `f64.add`, or `rare operands` for what operations call for operands that are not
    /// normal numbers.
    public var name: String
    /// How many calls of it there are, not counting those that are compiled in line.
    public var calls: Int
    /// How many bytes of code it has.
    public var bytes: Int

    /// Creates an entry.
    public init(name: String, calls: Int, bytes: Int) {
      self.name = name
      self.calls = calls
      self.bytes = bytes
    }
  }

  /// An import of the module.
  public struct Import: Equatable, Sendable {
    /// Its two names.
    public var name: String
    /// Its type.
    public var type: String
    /// What becomes of it.
    public var meaning: String

    /// Creates an entry.
    public init(name: String, type: String, meaning: String) {
      self.name = name
      self.type = type
      self.meaning = meaning
    }
  }

  /// A named duration.
  public struct Phase: Sendable {
    /// What took the time.
    public var name: String
    /// How long it took.
    public var duration: Duration

    /// Creates a duration.
    public init(name: String, duration: Duration) {
      self.name = name
      self.duration = duration
    }
  }

  /// A function that only few passes optimized, because others would take too long.
  public struct ReducedFunction: Sendable {
    /// Its name.
    public var name: String
    /// Why: what there is too much of, and how much.
    public var reason: String

    /// Creates an entry.
    public init(name: String, reason: String) {
      self.name = name
      self.reason = reason
    }
  }

  /// What the user should know about the module.
  public var notes: [String] = []
  /// What becomes of the module's imports.
  public var imports: [Import] = []
  /// What was counted.
  public var counters: [Counter]
  /// What is left of the runtime, which computes float operations.
  public var runtime: [RuntimeFunction]
  /// The functions that only few passes optimized, in the order in which they were found.
  public var reducedFunctions: [ReducedFunction]
  /// Where the time went. Never part of a program or of anything compared.
  public var phases: [Phase]
  /// How long passes took, if that was measured.
  public var passes: [PassTime] = []

  /// Creates a report.
  public init(
    counters: [Counter] = [], runtime: [RuntimeFunction] = [],
    reducedFunctions: [ReducedFunction] = [], phases: [Phase] = []
  ) {
    self.counters = counters
    self.runtime = runtime
    self.reducedFunctions = reducedFunctions
    self.phases = phases
  }
}
