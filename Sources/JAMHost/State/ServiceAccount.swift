internal import PVM

/// Which preimage a service has asked for.
public struct PreimageRequest: Hashable, Comparable, Sendable {
  /// Its hash.
  public let hash: Hash32
  /// Its length in bytes.
  public let length: UInt64

  /// Creates a request.
  public init(hash: Hash32, length: UInt64) {
    self.hash = hash
    self.length = length
  }

  /// Orders requests by hash, then by length.
  public static func < (left: PreimageRequest, right: PreimageRequest) -> Bool {
    (left.hash, left.length) < (right.hash, right.length)
  }
}

/// A service: its code, balance, storage and preimages.
public struct ServiceAccount: Equatable, Sendable {
  /// Hash of the code, metadata included.
  public var codeHash: Hash32
  /// The balance.
  public var balance: UInt64
  /// The least gas of a work item.
  public var minimumItemGas: UInt64
  /// The least gas of a transfer's memo.
  public var minimumMemoGas: UInt64
  /// Balance that the storage needs less than the deposit says.
  public var gratis: UInt64
  /// The timeslot of its creation.
  public var created: UInt32
  /// The timeslot of its last accumulation.
  public var lastAccumulated: UInt32
  /// The service that created it.
  public var parent: UInt32
  /// The preimages by hash.
  public var preimages = SortedTable<Hash32, [UInt8]>()
  /// The storage.
  public private(set) var storage = SortedTable<StorageKey, [UInt8]>()
  /// The requested preimages with their status: at most three timeslots.
  public private(set) var requests = SortedTable<PreimageRequest, [UInt32]>()
  /// What the storage and the requests count in octets.
  private(set) var octets: UInt128 = 0

  /// Creates an account without storage and preimages.
  public init(
    codeHash: Hash32 = .zero, balance: UInt64 = 0, minimumItemGas: UInt64 = 0,
    minimumMemoGas: UInt64 = 0, gratis: UInt64 = 0, created: UInt32 = 0,
    lastAccumulated: UInt32 = 0, parent: UInt32 = 0
  ) {
    self.codeHash = codeHash
    self.balance = balance
    self.minimumItemGas = minimumItemGas
    self.minimumMemoGas = minimumMemoGas
    self.gratis = gratis
    self.created = created
    self.lastAccumulated = lastAccumulated
    self.parent = parent
  }

  /// What the storage and the requests count in items.
  var items: UInt64 { 2 * UInt64(requests.count) + UInt64(storage.count) }

  /// The least balance that the account must have (Gray Paper 0.7.2, account chapter). A state file may ask for deposits per octet, and a
  /// service for preimages, of up to 2^64 - 1: their product stops at the largest number, which no balance reaches.
  package func threshold(_ parameters: ProtocolParameters) -> UInt128 {
    let ofItems =
      UInt128(parameters[.accountDeposit]) + UInt128(parameters[.itemDeposit]) * UInt128(items)
    let (ofOctets, isTooLarge) = octets.multipliedReportingOverflow(
      by: UInt128(parameters[.octetDeposit]))
    let (deposit, overflow) = ofItems.addingReportingOverflow(ofOctets)
    if isTooLarge || overflow { return UInt128.max }
    return deposit > UInt128(gratis) ? deposit - UInt128(gratis) : 0
  }

  /// Whether the balance is at least the threshold.
  func isAffordable(_ parameters: ProtocolParameters) -> Bool {
    UInt128(balance) >= threshold(parameters)
  }

  // MARK: Storage

  /// What a storage entry counts in octets.
  private static func octets(key: StorageKey, valueSize: Int) -> UInt128 {
    34 + UInt128(key.bytes.count) + UInt128(valueSize)
  }

  /// Sets or, with nil, removes a storage entry.
  public mutating func setStorage(_ key: StorageKey, _ value: [UInt8]?) {
    if let old = storage[key] {
      octets -= ServiceAccount.octets(key: key, valueSize: old.count)
    }
    if let value { octets += ServiceAccount.octets(key: key, valueSize: value.count) }
    storage[key] = value
  }

  // MARK: Preimages

  /// What a request counts in octets.
  private static func octets(_ request: PreimageRequest) -> UInt128 {
    81 + UInt128(request.length)
  }

  /// Sets the status of a request or, with nil, removes it.
  public mutating func setRequest(_ request: PreimageRequest, _ status: [UInt32]?) {
    if requests.contains(request) { octets -= ServiceAccount.octets(request) }
    if status != nil { octets += ServiceAccount.octets(request) }
    requests[request] = status
  }

  /// The preimage that was available at a timeslot (function Lambda of the Gray Paper).
  func preimage(_ hash: Hash32, at timeslot: UInt32) -> [UInt8]? {
    guard let data = preimages[hash],
      let status = requests[PreimageRequest(hash: hash, length: UInt64(data.count))],
      ServiceAccount.isAvailable(status, at: timeslot)
    else { return nil }
    return data
  }

  /// Whether a request's status says that the preimage was there at a timeslot.
  private static func isAvailable(_ status: [UInt32], at timeslot: UInt32) -> Bool {
    switch status.count {
    case 0: false
    case 1: status[0] <= timeslot
    case 2: status[0] <= timeslot && timeslot < status[1]
    default: status[0] <= timeslot && timeslot < status[1] || status[2] <= timeslot
    }
  }
}
