internal import PVM

/// What the protocol knows when it runs a service: the input of an invocation, and what it leaves.
public struct HostState: Equatable, Sendable {
  /// What an invocation leaves besides changes of the state.
  public struct Results: Equatable, Sendable {
    /// The hash that accumulate yields.
    public var yielded: Hash32?
    /// The transfers that accumulate sends.
    public var transfers: [Transfer] = []
    /// The segments that refine exports.
    public var exports: [[UInt8]] = []

    /// Creates empty results.
    public init() {}
  }

  /// The constants of the protocol.
  public var parameters = ProtocolParameters()
  /// The service that is invoked.
  public var service: UInt32
  /// The timeslot of the block.
  public var timeslot: UInt32 = 0
  /// The block's entropy.
  public var entropy = Hash32.zero
  /// All services that are known.
  public var services = SortedTable<UInt32, ServiceAccount>()
  /// Who may do what.
  public var privileges: Privileges
  /// The authorizer queues that have been assigned, by core.
  public var queues = SortedTable<UInt32, [Hash32]>()
  /// The validators' keys that have been designated, if any.
  public var validators: [UInt8]?

  /// The core that refines.
  public var core: UInt16 = 0
  /// The work package that is refined or authorized.
  public var package: WorkPackage?
  /// Which of its items is refined.
  public var item: UInt16 = 0
  /// How many segments the items before it export.
  public var exportOffset: UInt64 = 0
  /// What is-authorized returned for the package.
  public var authorizationTrace: [UInt8] = []

  /// What accumulate is called for.
  public var inputs: [AccumulateInput] = []

  /// What the last invocation left.
  public var results = Results()

  /// Creates a state without services.
  public init(service: UInt32) {
    self.service = service
    privileges = Privileges(coreCount: Int(parameters[.cores]))
  }
}
