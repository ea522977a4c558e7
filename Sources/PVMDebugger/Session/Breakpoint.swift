public import PVMVM

/// Where a run stops because somebody asked for it.
public struct Breakpoint: Sendable {
  /// Memory that is watched.
  public struct Watch: Equatable, Sendable {
    /// Which accesses count.
    public enum Kind: String, Sendable {
      /// Stores, and what the host writes.
      case write
      /// Loads.
      case read
      /// Both.
      case access
    }

    /// The address of the first byte.
    public var address: UInt32
    /// How many bytes there are.
    public var count: Int
    /// Which accesses count.
    public var kind: Kind

    /// Creates a watch.
    public init(address: UInt32, count: Int, kind: Kind) {
      self.address = address
      self.count = count
      self.kind = kind
    }

    /// Whether a range has a byte of it; ranges go on at 0 behind the last address.
    func overlaps(_ start: UInt32, _ length: Int) -> Bool {
      length > 0
        && (Int(start &- address) < count || Int(address &- start) < length)
    }
  }

  /// What a run stops at.
  public enum Place: Sendable {
    /// In front of instructions, given by their numbers.
    case code([Int])
    /// In front of calls of a host function, or of any.
    case hostCall(UInt64?)
    /// Behind accesses to memory.
    case watch(Watch)
  }

  /// Its number.
  public let id: Int
  /// How it was asked for.
  public let text: String
  /// What a run stops at.
  public let place: Place
  /// What must be true.
  public var condition: Expression?
  /// How the condition was written.
  public var conditionText = ""
  /// Whether a run stops.
  public var isEnabled = true
  /// Whether it is gone after the first stop.
  public var isTemporary = false
  /// How often a run stopped.
  public var hits = 0
}

/// An access to watched memory.
public struct WatchHit: Equatable, Sendable {
  /// The number of the breakpoint.
  public var id: Int
  /// Whether the memory was written.
  public var isWrite: Bool
  /// The code index of the instruction.
  public var pc: UInt32
  /// The bytes before it.
  public var before: [UInt8]?
  /// The bytes behind it.
  public var after: [UInt8]?
}

/// Why a run stopped.
public enum StopReason: Equatable, Sendable {
  /// In front of what breakpoints with these numbers are for.
  case breakpoints([Int])
  /// At an access to watched memory.
  case watch(WatchHit)
  /// Where a command leads.
  case arrived
  /// The run has ended.
  case ended(ExitReason)
  /// There is nothing before the start.
  case start
  /// Somebody interrupted.
  case interrupted
}
