internal import PVM
public import PVMVM
internal import Support

/// Serves the host calls of a service as the protocol does (`pvm.md` appendix A).
public struct ServiceHost<Output: TextOutputStream>: HostCallHandler {
  /// What the service is invoked for.
  public let entry: ServiceEntry
  /// The state before the invocation.
  let state: HostState
  /// What accumulate has done so far.
  package internal(set) var effects: AccumulateEffects
  /// What counts if accumulate fails.
  package internal(set) var fallback: AccumulateEffects
  /// The segments that refine has exported.
  package internal(set) var exports: [[UInt8]] = []
  /// The inner machines by id.
  var machines: [InnerMachine?] = []
  /// Sees each inner machine that is about to be executed, with its id; where it answers true, the run of the service ends, as if it
  /// had halted there.
  public var invocationObserver: ((_ id: UInt64, _ machine: borrowing Machine) -> Bool)?
  /// Writes messages.
  private var log: LogHost<Output>

  /// Creates a host.
  ///
  /// - Parameter log: where messages go, a line each.
  public init(_ entry: ServiceEntry, state: HostState, log: Output) {
    self.entry = entry
    self.state = state
    effects = AccumulateEffects(state)
    fallback = effects
    self.log = LogHost(output: log)
  }

  /// What the protocol charges, also for functions that the invocation does not offer.
  public func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? {
    guard let function = machine.target.hostFunction(index), function.isOffered(in: entry) else {
      return machine.target.costOfUnknownHostCall
    }
    return machine.price(of: function)
  }

  /// Performs a call.
  public mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    guard let function = machine.target.hostFunction(index), function.isOffered(in: entry) else {
      machine[.a0] = HostCallResult.what
      return .resume
    }
    switch function {
    case .gas: return answer(UInt64(clamping: machine.gas), on: &machine)
    case .fetch: return fetch(on: &machine)
    case .lookup: return lookup(on: &machine)
    case .read: return read(on: &machine)
    case .write: return write(on: &machine)
    case .info: return info(on: &machine)
    case .historicalLookup: return historicalLookup(on: &machine)
    case .export: return export(on: &machine)
    case .machine: return createMachine(on: &machine)
    case .peek: return peek(on: &machine)
    case .poke: return poke(on: &machine)
    case .pages: return setPages(on: &machine)
    case .invoke: return invoke(on: &machine)
    case .expunge: return expunge(on: &machine)
    case .bless: return bless(on: &machine)
    case .assign: return assign(on: &machine)
    case .designate: return designate(on: &machine)
    case .checkpoint:
      fallback = effects
      return answer(UInt64(clamping: machine.gas), on: &machine)
    case .new: return createService(on: &machine)
    case .upgrade: return upgrade(on: &machine)
    case .transfer: return transfer(on: &machine)
    case .eject: return eject(on: &machine)
    case .query: return query(on: &machine)
    case .solicit: return solicit(on: &machine)
    case .forget: return forget(on: &machine)
    case .yield: return yield(on: &machine)
    case .provide: return provide(on: &machine)
    case .growHeap: Invariant.violated("the machine serves grow_heap")
    case .log: return log.handle(index, on: &machine)
    }
  }
}

// MARK: What the functions have in common

extension ServiceHost {
  /// Puts a result into r7.
  func answer<Guest: GuestMachine & ~Copyable>(
    _ result: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    machine[.a0] = result
    return .resume
  }

  /// Copies a part of a value to the guest: destination, offset and maximal length are in three
  /// registers from `first` on (*copy(v)* in `pvm.md`).
  func copy<Guest: GuestMachine & ~Copyable>(
    _ value: [UInt8]?, from first: UInt8, on machine: inout Guest
  ) -> HostCallOutcome {
    guard let value else { return answer(HostCallResult.none, on: &machine) }
    let start = Int(min(machine[Register(first + 1)], UInt64(value.count)))
    let count = Int(min(machine[Register(first + 2)], UInt64(value.count - start)))
    let part = Array(value[start..<start + count])
    guard machine.write(address: machine[Register(first)], part) else { return .panic }
    return answer(UInt64(value.count), on: &machine)
  }

  /// Reads a hash that a register points to; nil if it cannot be read.
  func hash<Guest: GuestMachine & ~Copyable>(
    at register: Register, of machine: borrowing Guest
  ) -> Hash32? {
    machine.read(address: machine[register], count: UInt64(Hash32.byteCount)).flatMap(Hash32.init)
  }

  /// The service that a register names; nil if it is no index.
  func serviceIndex(_ value: UInt64) -> UInt32? {
    value == UInt64.max ? state.service : UInt32(exactly: value)
  }

  /// The account that a register names, 2^64 - 1 being this service's.
  func account(_ value: UInt64) -> ServiceAccount? {
    serviceIndex(value).flatMap { effects.services[$0] }
  }

  /// The account of the service itself.
  package var ownAccount: ServiceAccount {
    effects.services[state.service] ?? ServiceAccount()
  }
}
