public import PVM

/// A run of a program with everything the host did, read from a log.
///
/// A log has one record per line, after any text and a space; lines without a record are ignored:
///
///     program 0x<blob with metadata>
///     memwrite 0x<address> len=<n> <- 0x<bytes>
///     start pc=<n> gas=<n> [rNN=0x…]…
///     ecalli=<index> pc=<n> gas=<n> [rNN=0x…]…
///     memread 0x<address> len=<n> -> 0x<bytes>
///     memwrite 0x<address> len=<n> <- 0x<bytes>
///     setreg rNN <- 0x<value>
///     setgas <- <n>
///     HALT pc=<n> gas=<n> [rNN=0x…]…
///
/// The last record is `HALT`, `OOG` or `PANIC=<n>`. Every group from `ecalli` on ends with `setgas`,
/// unless the run ends in that host call.
public struct RecordedRun: Equatable, Sendable {
  /// The kinds of records, by the word they start with.
  public enum Record: String, CaseIterable, Sendable {
    /// The program.
    case program
    /// The state before the first instruction.
    case start
    /// A host call is reached.
    case ecalli
    /// The host reads memory.
    case memread
    /// The host writes memory, or memory is set up.
    case memwrite
    /// The host sets a register.
    case setreg
    /// The host leaves this much gas.
    case setgas
    /// The program halts.
    case halt = "HALT"
    /// The run is out of gas.
    case outOfGas = "OOG"
    /// The program panics, or a page faults.
    case panic = "PANIC"
  }

  /// Counter, gas and registers at some point.
  public struct State: Equatable, Sendable {
    /// Where the record is.
    public var line: Int
    /// The counter.
    public var pc: UInt32
    /// The gas.
    public var gas: Int64
    /// The registers.
    public var registers: RegisterFile
  }

  /// Bytes in memory.
  public struct Bytes: Equatable, Sendable {
    /// Where the record is.
    public var line: Int
    /// Address of the first byte.
    public var address: UInt32
    /// The bytes.
    public var bytes: [UInt8]

    /// Creates a record.
    public init(line: Int, address: UInt32, bytes: [UInt8]) {
      self.line = line
      self.address = address
      self.bytes = bytes
    }
  }

  /// Something the host did.
  public enum Action: Equatable, Sendable {
    /// It read these bytes.
    case read(Bytes)
    /// It wrote these bytes.
    case write(Bytes)
    /// It set a register.
    case set(Register, to: UInt64)
  }

  /// A host call.
  public struct Call: Equatable, Sendable {
    /// Which function is called.
    public var index: UInt64
    /// The state at the call, whose own gas is paid.
    public var state: State
    /// What the host did, in order.
    public var actions: [Action] = []
    /// The gas it left; nil if the run ends in the call.
    public var gasAfter: Int64?
  }

  /// The program file: metadata, then the container or the program blob.
  public var program: [UInt8]
  /// Memory that is set up before the start.
  public var initialMemory: [Bytes]
  /// The state before the first instruction.
  public var start: State
  /// The host calls in order.
  public var calls: [Call]
  /// How the run ends: `halt`, `outOfGas` or `panic`.
  public var end: Record
  /// The state at the end.
  public var endState: State

  /// Whether the program runs as a standard program, with its arguments in the initial memory.
  public var isStandardProgram: Bool {
    start.registers[.a0] == UInt64(StandardProgram.argumentsStart)
      || initialMemory.contains { $0.address == StandardProgram.argumentsStart }
  }
}
