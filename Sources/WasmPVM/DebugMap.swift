public import PVM

/// Where each instruction of a program comes from: functions and byte offsets of the module, files and lines of its source;
/// and the names of what is in its memory.
///
/// It describes one program and is kept beside it (`build --debug-info`, `Docs/DebugMap.md`); `program` is a hash, so that it is not taken
/// for another's. `frames(at:)` answers most questions.
public struct DebugMap: Equatable, Sendable {
  /// A function of a module.
  public struct Function: Hashable, Sendable {
    /// The index of the module in `modules`.
    public var module: Int
    /// Its index there.
    public var index: Int
    /// Its name, empty if it has none.
    public var name: String

    /// What people may call it: its name, or `function` and its index.
    public var label: String { name.isEmpty ? "function \(index)" : name }

    /// Creates a function.
    public init(module: Int, index: Int, name: String) {
      self.module = module
      self.index = index
      self.name = name
    }
  }

  /// A place in the source.
  public struct Place: Hashable, Sendable {
    /// The index of the source's function in `names`.
    public var function: Int
    /// The index of the file in `files`.
    public var file: Int
    /// The line from 1, or 0 if it is not known.
    public var line: Int
    /// The column from 1, or 0 if it is not known.
    public var column: Int

    /// Creates a place.
    public init(function: Int, file: Int, line: Int, column: Int) {
      self.function = function
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// A place in a module, and the call that it is inlined into.
  public struct Position: Hashable, Sendable {
    /// The index of the function in `functions`.
    public var function: Int
    /// The byte offset in its module; 0 if calls of several places were merged.
    public var offset: Int
    /// The index in `positions` of the call that the function was inlined at, if it was: below its own index.
    public var call: Int?
    /// The indices in `places` of the places in the source: first that of the instruction, then those of the calls that the
    /// source's compiler inlined around it.
    public var places: [Int]

    /// Creates a position.
    public init(function: Int, offset: Int, call: Int?, places: [Int]) {
      self.function = function
      self.offset = offset
      self.call = call
      self.places = places
    }
  }

  /// Instructions one behind the other that come from the same position.
  public struct Run: Hashable, Sendable {
    /// The code index of the first; the run ends where the next begins.
    public var start: Int
    /// The index in `positions`, or nil if it is not known.
    public var position: Int?

    /// Creates a run.
    public init(start: Int, position: Int?) {
      self.start = start
      self.position = position
    }
  }

  /// What the module is called whose functions the compiler makes itself.
  public static let compilersOwn = "the compiler"
  /// What the code in front of all functions is called, which leads to the entry points.
  public static let entryPoints = "entry points"

  /// The version of the format.
  public static let currentVersion = 1

  /// The hash of the program that is described: `hash(of:)` of its blob.
  public var program: UInt64 = 0
  /// What the modules are called: the main one, then adapters, then libraries, the runtime, and `compilersOwn`.
  public var modules: [String] = []
  /// The functions of modules that something comes from.
  public var functions: [Function] = []
  /// The names of the source's functions.
  public var names: [String] = []
  /// The paths of source files.
  public var files: [String] = []
  /// The places in the source.
  public var places: [Place] = []
  /// The places in modules.
  public var positions: [Position] = []
  /// The code by ascending start.
  public var runs: [Run] = []
  /// Names and code ranges of the program's functions.
  public var symbols = SymbolMap()
  /// Entry points, and the names and addresses of globals, tables and segments.
  public var layout = ProgramLayout()

  /// Whether a function is in no module: the compiler makes it itself, for memory to be filled or copied, or to lead to entry points.
  public func isCompilersOwn(_ function: Int) -> Bool {
    functions[function].module == modules.count - 1 && modules.last == Self.compilersOwn
  }

  /// Creates an empty map.
  public init() {}

  /// The hash of a program blob: FNV-1a of 64 bits.
  public static func hash(of blob: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in blob { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}
