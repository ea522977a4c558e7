public import PVM
internal import Support

/// What a host function says about the run.
public enum HostCallOutcome: Hashable, Sendable {
  /// It goes on after the `ecalli`.
  case resume
  /// It ends with a panic, for example because an input range cannot be read.
  case panic
  /// It ends as if the program had halted.
  case halt
  /// It ends because the call costs more than is left.
  case outOfGas
}

/// Serves the host calls of a run (`pvm.md` section 9).
public protocol HostCallHandler {
  /// What a call costs in gas, on top of the `ecalli` itself; nil if the host does not offer it. The
  /// price of the protocol is `machine.price(of:)`.
  mutating func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64?

  /// Whether the host also serves `grow_heap`; else the machine does it, as it is the same everywhere.
  var growsHeap: Bool { get }

  /// Performs a call that is paid for. Arguments are in r7 and the registers after it, results go to
  /// r7; what the function charges beyond its cost it takes from `gas` itself.
  mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome
}

extension HostCallHandler {
  /// The machine grows its heap.
  public var growsHeap: Bool { false }
}

/// What happens at a host call that the host does not offer.
public enum UnknownHostCalls: Hashable, Sendable {
  /// The run ends at the `ecalli` with its index.
  case exit
  /// As the protocol has it: the call costs the usual gas and answers WHAT.
  case answerWhat
}

/// A host that offers nothing: what any machine does by itself, `grow_heap`, is served all the same.
public struct NoHost: HostCallHandler, Sendable {
  /// Creates the host.
  public init() {}

  /// No call has a price.
  public func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? { nil }

  /// Is not called, as no call has a price.
  public func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome { Invariant.violated("no call has a price") }
}

extension GuestMachine where Self: ~Copyable {
  /// Executes instructions and serves host calls until the run ends.
  ///
  /// - Parameters:
  ///   - host: serves the calls.
  ///   - unknownCalls: what happens at a call that the host does not offer.
  /// - Returns: why the run ended; `hostCall` only for a call that the host does not offer.
  public mutating func run<Host: HostCallHandler>(
    host: inout Host, unknownCalls: UnknownHostCalls = .exit
  ) -> ExitReason {
    while true {
      let exit = run()
      guard case .hostCall(let index) = exit else { return exit }
      if let end = serve(index, with: &host, unknownCalls) { return end }
    }
  }

  /// Serves the host call that the machine is at; the result is why the run ends, or nil if it goes
  /// on. The counter then is behind the `ecalli`.
  mutating func serve<Host: HostCallHandler>(
    _ index: UInt64, with host: inout Host, _ unknownCalls: UnknownHostCalls
  ) -> ExitReason? {
    if target.growsHeapByCall, !host.growsHeap, target.hostFunction(index) == .growHeap {
      return serveGrowHeap()
    }
    let offered = host.gasCost(of: index, on: self)
    if offered == nil, unknownCalls == .exit { return .hostCall(index: index) }
    guard let cost = Int64(exactly: offered ?? target.costOfUnknownHostCall), gas >= cost else {
      gas = 0
      return .outOfGas
    }
    gas -= cost
    var outcome = HostCallOutcome.resume
    if offered == nil {
      self[.a0] = HostCallResult.what
    } else {
      outcome = host.handle(index, on: &self)
    }
    switch outcome {
    case .resume:
      advancePastHostCall()
      return nil
    case .panic: return .panic
    case .halt: return .halt
    case .outOfGas:
      gas = 0
      return .outOfGas
    }
  }
}

extension GuestMachine where Self: ~Copyable {
  /// What the protocol charges for a host function before it does anything, on top of the `ecalli`.
  /// What `grow_heap`, `invoke` and `transfer` cost besides depends on more than registers.
  public func price(of function: HostFunction) -> UInt64 {
    guard target.release == .gp08 else { return target.costOfUnknownHostCall }
    let price = HostCallPrice(of: function, mode: self[Register(10)])
    return price.amount(self[price.first.register], self[price.second.register])
  }

  /// Serves `grow_heap` (`pvm-0.8.md` section 5).
  private mutating func serveGrowHeap() -> ExitReason? {
    let (heap, wanted) = (heapPages, self[.a0])
    let end = wanted <= heap.end || wanted > heap.limit ? heap.end : wanted
    // At most 2^20 pages.
    let cost = Int64(price(of: .growHeap) + HostCallPrice.heapPage * (end - heap.end))
    guard gas >= cost else {
      if target.choices.contains(.unpaidGrowthTakesAll) { gas = 0 }
      return .outOfGas
    }
    gas -= cost
    growHeap(toPage: end)
    self[.a0] = end
    advancePastHostCall()
    return nil
  }
}
