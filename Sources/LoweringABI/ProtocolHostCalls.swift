internal import PVM

/// What the front end knows about the host calls of the protocol (`pvm.md` appendix A).
package enum ProtocolHostCalls {
  /// The indices of all of them in all releases, ascending, JIP-1's log included.
  package static var indices: [UInt32] {
    let indices = PVM.Target.all.flatMap { target in
      HostFunction.allCases.compactMap { target.index(of: $0) }
    }
    return Set(indices.map { UInt32($0) }).sorted()
  }

  /// What r7 is after a host call that the host does not know: WHAT.
  package static var unknownResult: UInt64 { HostCallResult.what }
}
