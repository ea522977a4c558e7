internal import PVM

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

extension HostFunction {
  /// Whether an invocation offers the function.
  package func isOffered(in entry: ServiceEntry) -> Bool {
    switch self {
    case .gas, .fetch, .log, .growHeap: true
    case .historicalLookup, .export, .machine, .peek, .poke, .pages, .invoke, .expunge:
      entry == .refine
    case .lookup, .read, .write, .info, .bless, .assign, .designate, .checkpoint, .new, .upgrade,
      .transfer, .eject, .query, .solicit, .forget, .yield, .provide:
      entry == .accumulate
    }
  }
}
