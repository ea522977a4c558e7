public import PVMVM

/// What came of an invocation.
public struct InvocationOutcome: Equatable, Sendable {
  /// Why the protocol does not run code.
  public enum Refusal: Error, Equatable, Sendable {
    /// There is none (BAD).
    case missingCode
    /// It is larger than allowed (BIG).
    case codeTooLarge
    /// It is no program: a panic that costs no gas.
    case malformed
  }

  /// How it ended.
  public enum Result: Equatable, Sendable {
    /// The program halted with this output.
    case output([UInt8])
    /// It ended in another way.
    case exit(ExitReason)
    /// It did not run.
    case refused(Refusal)
  }

  /// How it ended.
  public var result: Result
  /// The gas used, at most what was given.
  public var gasUsed: UInt64
  /// The state after it; `results` has what it yielded, sent and exported.
  public var state: HostState
}

extension ServiceInvocation {
  /// What comes of an invocation that did not run.
  public func outcome(_ refusal: InvocationOutcome.Refusal) -> InvocationOutcome {
    InvocationOutcome(
      result: .refused(refusal), gasUsed: 0,
      state: finalState(AccumulateEffects(state), gasUsed: 0))
  }

  /// What comes of a run.
  ///
  /// - Parameters:
  ///   - output: the range that r7 and r8 describe; counts only if the program halted.
  ///   - host: the host that served it.
  public func outcome<Log: TextOutputStream>(
    _ exit: ExitReason, output: [UInt8], gasUsed: UInt64, _ host: ServiceHost<Log>
  ) -> InvocationOutcome {
    var effects = exit == .halt ? host.effects : host.fallback
    if exit == .halt, let hash = Hash32(output) { effects.yielded = hash }
    var after = finalState(effects, gasUsed: gasUsed)
    if entry == .refine, exit == .halt { after.results.exports = host.exports }
    return InvocationOutcome(
      result: exit == .halt ? .output(output) : .exit(exit), gasUsed: gasUsed, state: after)
  }

  /// The state with the effects of accumulate in it; other invocations change nothing.
  private func finalState(_ effects: AccumulateEffects, gasUsed: UInt64) -> HostState {
    var after = state
    guard entry == .accumulate else { return after }
    after.services = effects.services
    for provision in effects.provisions {
      let request = PreimageRequest(
        hash: Hash32(of: provision.data), length: UInt64(provision.data.count))
      after.services.update(provision.service) { account in
        guard account.requests[request] == [] else { return }
        account.preimages[request.hash] = provision.data
        account.setRequest(request, [state.timeslot])
      }
    }
    if gasUsed > 0 || state.inputs.contains(where: \.isResult) {
      after.services.update(state.service) { $0.lastAccumulated = state.timeslot }
    }
    after.privileges = state.privileges.merged(with: effects.privileges, of: state.service)
    // What a privilege allows counts only for who had it before the block.
    for (core, assigner) in state.privileges.assigners.enumerated()
    where assigner == state.service {
      after.queues[UInt32(core)] = effects.queues[UInt32(core)]
    }
    if state.privileges.delegator == state.service { after.validators = effects.validators }
    after.results.yielded = effects.yielded
    after.results.transfers = effects.transfers
    // They have been dealt with.
    after.inputs = []
    return after
  }
}

extension AccumulateInput {
  /// Whether it is a work result.
  var isResult: Bool {
    if case .result = self { true } else { false }
  }
}
