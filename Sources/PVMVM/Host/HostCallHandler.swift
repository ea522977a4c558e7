internal import PVM

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
  /// What a call costs in gas, on top of the `ecalli` itself; nil if the host does not offer it.
  mutating func gasCost(of index: UInt64) -> UInt64?

  /// Performs a call that is paid for. Arguments are in r7 and the registers after it, results go to
  /// r7; what the function charges beyond its cost it takes from `gas` itself.
  mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome
}

/// What happens at a host call that the host does not offer.
public enum UnknownHostCalls: Hashable, Sendable {
  /// The run ends at the `ecalli` with its index.
  case exit
  /// As the protocol has it: the call costs the usual gas and answers WHAT.
  case answerWhat
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
    let offered = host.gasCost(of: index)
    if offered == nil, unknownCalls == .exit { return .hostCall(index: index) }
    guard let cost = Int64(exactly: offered ?? GasModel.hostCall), gas >= cost else {
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
