internal import PVM
public import PVMVM

/// What a service is invoked for.
public enum ServiceEntry: String, CaseIterable, Sendable {
  /// Deciding whether a package may use a core.
  case isAuthorized = "is_authorized"
  /// Computing a work item's result, outside of the chain.
  case refine
  /// Taking results into the state.
  case accumulate

  /// Where the code starts (`pvm.md` section 11).
  public var pc: UInt32 { self == .accumulate ? 5 : 0 }
}

/// The host functions of Gray Paper 0.7.2 by their index, and JIP-1's log (`pvm.md` appendix A).
public enum ServiceFunction: UInt64, CaseIterable, Sendable {
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
  /// Logs a message.
  case log = 100

  /// Whether an invocation offers the function.
  package func isOffered(in entry: ServiceEntry) -> Bool {
    switch self {
    case .gas, .fetch, .log: true
    case .historicalLookup, .export, .machine, .peek, .poke, .pages, .invoke, .expunge:
      entry == .refine
    case .lookup, .read, .write, .info, .bless, .assign, .designate, .checkpoint, .new, .upgrade,
      .transfer, .eject, .query, .solicit, .forget, .yield, .provide:
      entry == .accumulate
    }
  }

  /// What any function costs, on top of its `ecalli`; `transfer` takes more when it succeeds.
  static var cost: UInt64 { GasModel.hostCall }
}

/// Results of host functions that are no values, and of inner machines.
extension HostCallResult {
  /// A range of an inner machine's memory is not accessible.
  public static var outOfBounds: UInt64 { UInt64.max - 2 }
  /// There is no such service or inner machine.
  public static var who: UInt64 { UInt64.max - 3 }
  /// There is no room, or the balance does not suffice for it.
  public static var full: UInt64 { UInt64.max - 4 }
  /// There is no such core.
  public static var core: UInt64 { UInt64.max - 5 }
  /// The balance does not suffice.
  public static var cash: UInt64 { UInt64.max - 6 }
  /// The gas is less than the receiver demands.
  public static var low: UInt64 { UInt64.max - 7 }
  /// The request makes no sense, or is not allowed.
  public static var huh: UInt64 { UInt64.max - 8 }
  /// Done.
  public static var ok: UInt64 { 0 }
}

/// How an inner machine's run ended, as `invoke` reports it.
enum InnerExit {
  /// It halted.
  static var halt: UInt64 { 0 }
  /// It panicked.
  static var panic: UInt64 { 1 }
  /// A page faulted; r8 is its address.
  static var fault: UInt64 { 2 }
  /// It made a host call; r8 is its index.
  static var host: UInt64 { 3 }
  /// It ran out of gas.
  static var outOfGas: UInt64 { 4 }
}
