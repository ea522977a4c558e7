/// Which services may do what the others may not.
public struct Privileges: Equatable, Sendable {
  /// May change the privileges.
  public var manager: UInt32 = 0
  /// May set each core's authorizer queue; one service per core.
  public var assigners: [UInt32]
  /// May set the validators' keys.
  public var delegator: UInt32 = 0
  /// May create services with low indices.
  public var registrar: UInt32 = 0
  /// The services that accumulate in every block, with their gas.
  public var alwaysAccumulated = SortedTable<UInt32, UInt64>()

  /// Gives everything to service 0.
  public init(coreCount: Int) { assigners = Array(repeating: 0, count: coreCount) }

  /// The privileges after a block in which only one service accumulated and asked for others: the
  /// manager decides everything, the others only about their own (function R of the Gray Paper).
  func merged(with wanted: Privileges, of service: UInt32) -> Privileges {
    var result = self
    let isManager = service == manager
    if isManager {
      result.manager = wanted.manager
      result.alwaysAccumulated = wanted.alwaysAccumulated
    }
    func merged(_ old: UInt32, _ new: UInt32) -> UInt32 {
      isManager && new != old || service == old ? new : old
    }
    for core in assigners.indices {
      result.assigners[core] = merged(assigners[core], wanted.assigners[core])
    }
    result.delegator = merged(delegator, wanted.delegator)
    result.registrar = merged(registrar, wanted.registrar)
    return result
  }
}
