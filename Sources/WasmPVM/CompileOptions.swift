public import Adapters
public import PVM

/// Everything that decides what a module is compiled to. The defaults are the product: without
/// options the output is our best.
public struct CompileOptions: Equatable, Sendable {
  /// What happens to float instructions; the PVM has none.
  public enum Floats: String, CaseIterable, Sendable {
    /// They call functions that compute with the bits of floats (`Docs/Floats.md`).
    case soft
    /// A module that contains one is rejected.
    case reject
    /// They trap when executed.
    case trap
  }

  /// Whether entry points copy initial contents of the memory to their place, because zeros in front
  /// of them would take bytes of the program file.
  public enum StartUpCopy: String, CaseIterable, Sendable {
    /// Where the bytes saved are worth the instructions at every start.
    case automatic = "auto"
    /// Everything is stored at its place.
    case never
    /// Wherever bytes are saved.
    case always
  }

  /// Which machine the program is for.
  public var target: Target
  /// The optimization level.
  public var optimization: OptimizationLevel
  /// What happens to float instructions.
  public var floats: Floats
  /// Whether every memory access is compared with the memory's size, so that an access out of
  /// bounds always traps. Otherwise the PVM's page protection decides (`Docs/BoundsChecks.md`).
  public var boundsChecks: Bool
  /// What becomes of imports that have no meaning of their own.
  public var imports: ImportMap
  /// Modules whose exports replace imports.
  public var adapters: [Adapter]
  /// What a WASI program sees; nil if the module is not to be one (`Docs/WASI.md`).
  public var wasi: WASIOptions?
  /// Exported functions that become the entry points at pc 0, 5, 10, …; if empty, the exports with
  /// the conventional names do (`main`, `refine` or `is_authorized`; `main2` or `accumulate`).
  public var entries: [String]
  /// The metadata in front of the container, or nil for none.
  public var metadata: ProgramMetadata?
  /// The stack size in bytes, below 2^24, or nil to compute it.
  public var stackSize: Int?
  /// The most pages of 65,536 bytes that the memory may grow to, or nil for the module's own limit.
  public var maximumMemoryPages: Int?
  /// How many pages of 65,536 bytes are mapped from the start, so that growing up to there claims
  /// nothing; nil for as many as the module declares as its minimum.
  public var reservedMemoryPages: Int?
  /// How many zeroed pages of 4,096 bytes follow the initial data in the container; nil for as many as the
  /// program needs.
  public var heapPages: Int?
  /// When initial contents of the memory are copied to their place at every start.
  public var startUpCopy: StartUpCopy
  /// Whether entry points return the result's end address in r8 instead of its length.
  public var resultEndAddress: Bool
  /// Whether the register allocation of every function is verified by an independent checker.
  public var checksAllocation: Bool
  /// Permutes choices that must not matter, unless 0.
  public var seed: UInt64
  /// Whether the time of each pass of code generation is measured, for the report.
  public var measuresPasses = false
  /// What is printed between passes of code generation; nil for nothing.
  public var dumps: PassDumps?
  /// Whether the result has a debug map: where each instruction comes from. The program is the same.
  public var makesDebugMap = false
  /// The content of the source map that the module names, for the debug map.
  public var sourceMap: [UInt8]?
  /// Passes that are left out, to measure what they are worth.
  package var disabledPasses: Set<OptionalPass> = []
  /// How many bytes of code the parts have that a module of any size is compiled in, or nil to
  /// compile only large modules in parts.
  package var partSize: Int?
  /// Whether every function is compiled like one that is too large for superlinear algorithms.
  package var exhaustsBudgets = false

  /// Creates the default options, or changes some of them.
  public init(
    target: Target = .gp07, optimization: OptimizationLevel = .two, floats: Floats = .soft,
    boundsChecks: Bool = false, imports: ImportMap = ImportMap(), adapters: [Adapter] = [],
    wasi: WASIOptions? = nil, entries: [String] = [],
    metadata: ProgramMetadata? = ProgramMetadata(), stackSize: Int? = nil,
    maximumMemoryPages: Int? = nil, reservedMemoryPages: Int? = nil,
    heapPages: Int? = nil, startUpCopy: StartUpCopy = .automatic, resultEndAddress: Bool = false,
    checksAllocation: Bool = CompileOptions.isDebugBuild,
    seed: UInt64 = 0
  ) {
    self.target = target
    self.optimization = optimization
    self.floats = floats
    self.boundsChecks = boundsChecks
    self.imports = imports
    self.adapters = adapters
    self.wasi = wasi
    self.entries = entries
    self.metadata = metadata
    self.stackSize = stackSize
    self.maximumMemoryPages = maximumMemoryPages
    self.reservedMemoryPages = reservedMemoryPages
    self.heapPages = heapPages
    self.startUpCopy = startUpCopy
    self.resultEndAddress = resultEndAddress
    self.checksAllocation = checksAllocation
    self.seed = seed
  }

  /// Whether this library was built for debugging.
  public static var isDebugBuild: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}
