internal import PVM
internal import PVMVM

extension ServiceHost {
  /// `lookup`: copies a part of a preimage.
  func lookup<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    guard let hash = hash(at: Register(8), of: machine) else { return .panic }
    return copy(account(machine[.a0])?.preimages[hash], from: 9, on: &machine)
  }

  /// `historical_lookup`: copies a part of a preimage that was there at the lookup anchor.
  func historicalLookup<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let hash = hash(at: Register(8), of: machine) else { return .panic }
    let timeslot = state.package?.context.lookupTimeslot ?? 0
    return copy(
      account(machine[.a0])?.preimage(hash, at: timeslot), from: 9, on: &machine)
  }

  /// The preimage request that a hash and a length name: r7 points to the hash, r8 is the length.
  private func request<Guest: GuestMachine & ~Copyable>(
    of machine: borrowing Guest
  ) -> PreimageRequest? {
    hash(at: .a0, of: machine).map { PreimageRequest(hash: $0, length: machine[.a1]) }
  }

  /// Whether the target refuses a preimage's length before it looks at anything else.
  private func refusesLength<Guest: GuestMachine & ~Copyable>(
    _ length: UInt64, _ machine: borrowing Guest
  ) -> Bool {
    machine.target.release == .gp08 && length > UInt64(UInt32.max)
  }

  /// `query`: reads the status of a request.
  func query<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    if refusesLength(machine[.a1], machine) { return answer(HostCallResult.huh, on: &machine) }
    guard let request = request(of: machine) else { return .panic }
    guard let status = ownAccount.requests[request] else {
      machine[.a1] = 0
      return answer(HostCallResult.none, on: &machine)
    }
    let slots = (0..<3).map { $0 < status.count ? UInt64(status[$0]) : 0 }
    machine[.a1] = slots[1] | slots[2] << 32
    return answer(UInt64(status.count) | slots[0] << 32, on: &machine)
  }

  /// `solicit`: requests a preimage, or requests it again.
  mutating func solicit<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    if refusesLength(machine[.a1], machine) { return answer(HostCallResult.huh, on: &machine) }
    guard let request = request(of: machine) else { return .panic }
    var account = ownAccount
    switch account.requests[request] {
    case nil: account.setRequest(request, [])
    case let status? where status.count == 2:
      account.setRequest(request, status + [state.timeslot])
    default: return answer(HostCallResult.huh, on: &machine)
    }
    guard account.isAffordable(state.parameters) else {
      return answer(HostCallResult.full, on: &machine)
    }
    effects.services[state.service] = account
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `forget`: withdraws a request.
  mutating func forget<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    if refusesLength(machine[.a1], machine) { return answer(HostCallResult.huh, on: &machine) }
    guard let request = request(of: machine) else { return .panic }
    var account = ownAccount
    guard let status = account.requests[request] else {
      return answer(HostCallResult.huh, on: &machine)
    }
    switch status.count {
    case 0: remove(request, from: &account)
    case 1: account.setRequest(request, status + [state.timeslot])
    case 2 where isExpired(status[1]): remove(request, from: &account)
    case 3 where isExpired(status[1]):
      account.setRequest(request, [status[2], state.timeslot])
    default: return answer(HostCallResult.huh, on: &machine)
    }
    effects.services[state.service] = account
    return answer(HostCallResult.ok, on: &machine)
  }

  /// Removes a request together with its preimage.
  private func remove(_ request: PreimageRequest, from account: inout ServiceAccount) {
    account.setRequest(request, nil)
    account.preimages[request.hash] = nil
  }

  /// Whether something forgotten at a timeslot may be expunged by now.
  func isExpired(_ timeslot: UInt32) -> Bool {
    UInt64(timeslot) + state.parameters[.expungeDelay] < UInt64(state.timeslot)
  }

  /// `provide`: provides a preimage that a service has requested.
  mutating func provide<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    if refusesLength(machine[Register(9)], machine) {
      return answer(HostCallResult.huh, on: &machine)
    }
    guard let data = machine.read(address: machine[.a1], count: machine[Register(9)]) else {
      return .panic
    }
    guard let service = serviceIndex(machine[.a0]), let account = effects.services[service] else {
      return answer(HostCallResult.who, on: &machine)
    }
    let request = PreimageRequest(hash: Hash32(of: data), length: UInt64(data.count))
    let provision = Provision(service: service, data: data)
    guard account.requests[request] == [], !effects.provisions.contains(provision) else {
      return answer(HostCallResult.huh, on: &machine)
    }
    effects.provisions.append(provision)
    return answer(HostCallResult.ok, on: &machine)
  }
}
