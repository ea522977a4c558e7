internal import Support

/// Something that is different after an invocation.
public enum StateChange: Equatable, Sendable {
  /// A service was created.
  case created(service: UInt32)
  /// A service was removed.
  case removed(service: UInt32)
  /// A balance changed.
  case balance(service: UInt32, before: UInt64, after: UInt64)
  /// A service has other code.
  case code(service: UInt32, before: Hash32, after: Hash32)
  /// A storage entry changed, appeared or disappeared.
  case storage(service: UInt32, key: [UInt8], before: [UInt8]?, after: [UInt8]?)
  /// A preimage appeared or disappeared.
  case preimage(service: UInt32, hash: Hash32, isThere: Bool)
  /// A request's status changed, or the request appeared or disappeared.
  case request(service: UInt32, PreimageRequest, before: [UInt32]?, after: [UInt32]?)
  /// The privileges changed.
  case privileges
  /// A core has another authorizer queue.
  case queue(core: UInt32)
  /// The validators have other keys.
  case validators
}

extension HostState {
  /// What is different from an earlier state: services by index, then the rest.
  public func changes(since before: HostState) -> [StateChange] {
    var changes: [StateChange] = []
    for (service, old, new) in SortedTable.pairs(before.services, services) {
      if old == nil { changes.append(.created(service: service)) }
      if new == nil {
        changes.append(.removed(service: service))
        continue
      }
      changes += HostState.changes(
        service, from: old ?? ServiceAccount(), to: new ?? ServiceAccount())
    }
    if privileges != before.privileges { changes.append(.privileges) }
    for (core, old, new) in SortedTable.pairs(before.queues, queues) where old != new {
      changes.append(.queue(core: core))
    }
    if validators != before.validators { changes.append(.validators) }
    return changes
  }

  /// What is different between two states of an account.
  private static func changes(
    _ service: UInt32, from old: ServiceAccount, to new: ServiceAccount
  ) -> [StateChange] {
    var changes: [StateChange] = []
    if old.balance != new.balance {
      changes.append(.balance(service: service, before: old.balance, after: new.balance))
    }
    if old.codeHash != new.codeHash {
      changes.append(.code(service: service, before: old.codeHash, after: new.codeHash))
    }
    for (key, before, after) in SortedTable.pairs(old.storage, new.storage)
    where before != after {
      changes.append(.storage(service: service, key: key.bytes, before: before, after: after))
    }
    for (hash, before, after) in SortedTable.pairs(old.preimages, new.preimages)
    where before != after {
      changes.append(.preimage(service: service, hash: hash, isThere: after != nil))
    }
    for (request, before, after) in SortedTable.pairs(old.requests, new.requests)
    where before != after {
      changes.append(.request(service: service, request, before: before, after: after))
    }
    return changes
  }
}

extension SortedTable {
  /// The keys of two tables in order, with their values in both.
  fileprivate static func pairs(
    _ left: SortedTable, _ right: SortedTable
  ) -> [(key: Key, left: Value?, right: Value?)] {
    var result: [(key: Key, left: Value?, right: Value?)] = []
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let first = i < left.count ? left.entries[i] : nil
      let second = j < right.count ? right.entries[j] : nil
      switch (first, second) {
      case (let one?, let other?) where one.key == other.key:
        result.append((one.key, one.value, other.value))
        i += 1
        j += 1
      case (let one?, let other) where other.map({ one.key < $0.key }) ?? true:
        result.append((one.key, one.value, nil))
        i += 1
      case (_, let other?):
        result.append((other.key, nil, other.value))
        j += 1
      default: return result
      }
    }
    return result
  }
}

extension StateChange: CustomStringConvertible {
  /// The change in words.
  public var description: String {
    switch self {
    case .created(let service): "service \(service): created"
    case .removed(let service): "service \(service): removed"
    case .balance(let service, let before, let after):
      "service \(service): balance \(before) -> \(after)"
    case .code(let service, _, let after):
      "service \(service): code hash \(Hex.string(after.bytes))"
    case .storage(let service, let key, let before, let after):
      "service \(service): storage \(Hex.string(key)): \(StateChange.text(before)) -> "
        + StateChange.text(after)
    case .preimage(let service, let hash, let isThere):
      "service \(service): preimage \(Hex.string(hash.bytes)) \(isThere ? "added" : "removed")"
    case .request(let service, let request, let before, let after):
      "service \(service): request \(Hex.string(request.hash.bytes)) of \(request.length) bytes: "
        + "\(StateChange.text(before)) -> \(StateChange.text(after))"
    case .privileges: "privileges changed"
    case .queue(let core): "core \(core): authorizer queue changed"
    case .validators: "validators changed"
    }
  }

  /// A storage value, shortened.
  private static func text(_ value: [UInt8]?) -> String {
    guard let value else { return "none" }
    if value.count <= 32 { return Hex.string(value) }
    return "\(Hex.string(value.prefix(32)))... (\(value.count) bytes)"
  }

  /// A status.
  private static func text(_ status: [UInt32]?) -> String {
    status.map { "\($0)" } ?? "none"
  }
}
