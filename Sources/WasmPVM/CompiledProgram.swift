public import PVM

/// What a compilation produces.
public struct CompiledProgram: Sendable {
  /// Metadata and container: the content of the `.jam` file.
  public var file: ProgramFile
  /// Names and code ranges of the functions.
  public var symbols: SymbolMap
  /// What each instruction is for, in the order of the code; empty if that is not known.
  public var purposes: [InstructionPurpose]
  /// Where entry points and data are.
  public var layout: ProgramLayout
  /// How the compilation went.
  public var report: CompileReport

  /// Creates a result.
  public init(
    file: ProgramFile, symbols: SymbolMap = SymbolMap(), purposes: [InstructionPurpose] = [],
    layout: ProgramLayout = ProgramLayout(), report: CompileReport = CompileReport()
  ) {
    self.file = file
    self.symbols = symbols
    self.purposes = purposes
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

  /// What the user should know about the module.
  public var notes: [String] = []
  /// What was counted.
  public var counters: [Counter]
  /// Where the time went. Never part of a program or of anything compared.
  public var phases: [Phase]

  /// Creates a report.
  public init(counters: [Counter] = [], phases: [Phase] = []) {
    self.counters = counters
    self.phases = phases
  }
}
