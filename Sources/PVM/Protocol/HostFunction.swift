/// The host functions of the Gray Paper, of any release, and JIP-1's log. The raw value is the index in
/// 0.7.2 (`pvm.md` appendix A), or one that 0.7.2 does not use; `Target` has those of each release.
public enum HostFunction: UInt64, CaseIterable, Sendable {
  /// How much gas is left.
  case gas = 0
  /// Reads what the invocation is about.
  case fetch
  /// Reads a preimage.
  case lookup
  /// Reads storage.
  case read
  /// Writes storage.
  case write
  /// Reads an account.
  case info
  /// Reads a preimage as of the lookup anchor.
  case historicalLookup
  /// Exports a segment.
  case export
  /// Creates an inner machine.
  case machine
  /// Reads an inner machine's memory.
  case peek
  /// Writes an inner machine's memory.
  case poke
  /// Maps pages of an inner machine.
  case pages
  /// Runs an inner machine.
  case invoke
  /// Deletes an inner machine.
  case expunge
  /// Sets the privileges.
  case bless
  /// Sets a core's authorizer queue.
  case assign
  /// Sets the validators' keys.
  case designate
  /// Keeps the effects so far, whatever comes.
  case checkpoint
  /// Creates a service.
  case new
  /// Replaces the service's code.
  case upgrade
  /// Sends balance to a service.
  case transfer
  /// Removes a service.
  case eject
  /// Reads the status of a preimage request.
  case query
  /// Requests a preimage.
  case solicit
  /// Withdraws a preimage request.
  case forget
  /// Sets the hash that the service yields.
  case yield
  /// Provides a preimage to a service.
  case provide
  /// Grows the heap, since 0.8.
  case growHeap
  /// Logs a message.
  case log = 100

  /// The name in the specification.
  public var name: StaticString {
    switch self {
    case .gas: "gas"
    case .fetch: "fetch"
    case .lookup: "lookup"
    case .read: "read"
    case .write: "write"
    case .info: "info"
    case .historicalLookup: "historical_lookup"
    case .export: "export"
    case .machine: "machine"
    case .peek: "peek"
    case .poke: "poke"
    case .pages: "pages"
    case .invoke: "invoke"
    case .expunge: "expunge"
    case .bless: "bless"
    case .assign: "assign"
    case .designate: "designate"
    case .checkpoint: "checkpoint"
    case .new: "new"
    case .upgrade: "upgrade"
    case .transfer: "transfer"
    case .eject: "eject"
    case .query: "query"
    case .solicit: "solicit"
    case .forget: "forget"
    case .yield: "yield"
    case .provide: "provide"
    case .growHeap: "grow_heap"
    case .log: "log"
    }
  }

  /// Whether the function has a result in r8 too.
  public var hasSecondResult: Bool { self == .invoke || self == .query }

  /// Whether the result is the gas that is left.
  public var answersGas: Bool { self == .gas || self == .checkpoint }
}
