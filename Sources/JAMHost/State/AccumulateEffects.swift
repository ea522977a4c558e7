internal import PVM
internal import Support

/// A preimage for a service, on its way into its account.
package struct Provision: Equatable, Sendable {
  /// The service.
  package let service: UInt32
  /// The preimage.
  package let data: [UInt8]

  /// Creates a provision.
  package init(service: UInt32, data: [UInt8]) {
    self.service = service
    self.data = data
  }
}

/// What accumulate has done so far (context X of the Gray Paper).
package struct AccumulateEffects: Equatable, Sendable {
  /// The accounts.
  package var services: SortedTable<UInt32, ServiceAccount>
  /// The privileges.
  package var privileges: Privileges
  /// The authorizer queues by core.
  package var queues: SortedTable<UInt32, [Hash32]>
  /// The validators' keys.
  package var validators: [UInt8]?
  /// The index of the next service that is created.
  package var nextService: UInt32
  /// The transfers.
  package var transfers: [Transfer] = []
  /// The yielded hash.
  package var yielded: Hash32?
  /// The provided preimages.
  package var provisions: [Provision] = []

  /// How many indices an ordinary service may have (2^32 - S - 2^8).
  private static var indexCount: UInt64 {
    1 << 32 - UInt64(ProtocolLayout.lowestOrdinaryService) - 1 << 8
  }

  /// Nothing is done yet; transferred balance has arrived.
  package init(_ state: HostState) {
    services = state.services
    privileges = state.privileges
    queues = state.queues
    validators = state.validators
    var seed: [UInt8] = []
    NaturalCoding.encode(UInt64(state.service), into: &seed)
    seed += state.entropy.bytes
    NaturalCoding.encode(UInt64(state.timeslot), into: &seed)
    var number: UInt64 = 0
    for byte in Hash32(of: seed).bytes.prefix(4).reversed() { number = number << 8 | UInt64(byte) }
    nextService = 0
    nextService = unused(from: number % AccumulateEffects.indexCount)
    for case .transfer(let transfer) in state.inputs {
      services.update(state.service) { account in
        let (sum, overflow) = account.balance.addingReportingOverflow(transfer.amount)
        account.balance = overflow ? UInt64.max : sum
      }
    }
  }

  /// The first index without a service, from an offset to S on (function check of the Gray Paper).
  private func unused(from offset: UInt64) -> UInt32 {
    var offset = offset
    let lowest = UInt64(ProtocolLayout.lowestOrdinaryService)
    while services.contains(UInt32(lowest + offset)) {
      offset = (offset + 1) % AccumulateEffects.indexCount
    }
    return UInt32(lowest + offset)
  }

  /// Moves on to the index after the one that has been taken.
  mutating func advanceNextService() {
    let offset = UInt64(nextService - ProtocolLayout.lowestOrdinaryService) + 42
    nextService = unused(from: offset % AccumulateEffects.indexCount)
  }
}
