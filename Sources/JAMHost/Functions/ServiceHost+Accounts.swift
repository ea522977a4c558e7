internal import PVM
internal import PVMVM

extension ServiceHost {
  /// `new`: creates a service.
  mutating func createService<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let codeHash = hash(at: .a0, of: machine), let length = UInt32(exactly: machine[.a1])
    else { return .panic }
    let (gratis, wanted) = (machine[Register(11)], machine[Register(12)])
    if gratis != 0, state.service != effects.privileges.manager {
      return answer(HostCallResult.huh, on: &machine)
    }
    var account = ServiceAccount(
      codeHash: codeHash, minimumItemGas: machine[Register(9)],
      minimumMemoGas: machine[Register(10)], gratis: gratis, created: state.timeslot,
      parent: state.service)
    account.setRequest(PreimageRequest(hash: codeHash, length: UInt64(length)), [])
    let endowment = account.threshold(state.parameters)
    var creator = ownAccount
    let left = UInt128(creator.balance)
    guard endowment <= left, left - endowment >= creator.threshold(state.parameters) else {
      return answer(HostCallResult.cash, on: &machine)
    }
    let isLow = wanted < UInt64(ProtocolLayout.lowestOrdinaryService)
    let choosesIndex = state.service == effects.privileges.registrar && isLow
    let index = choosesIndex ? UInt32(wanted) : effects.nextService
    if choosesIndex, effects.services.contains(index) {
      return answer(HostCallResult.full, on: &machine)
    }
    // Both fit: the endowment is at most a balance.
    account.balance = UInt64(endowment)
    creator.balance -= UInt64(endowment)
    effects.services[state.service] = creator
    effects.services[index] = account
    if !choosesIndex { effects.advanceNextService() }
    return answer(UInt64(index), on: &machine)
  }

  /// `upgrade`: replaces the service's code.
  mutating func upgrade<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let codeHash = hash(at: .a0, of: machine) else { return .panic }
    let (itemGas, memoGas) = (machine[.a1], machine[Register(9)])
    effects.services.update(state.service) { account in
      account.codeHash = codeHash
      account.minimumItemGas = itemGas
      account.minimumMemoGas = memoGas
    }
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `transfer`: sends balance to a service.
  mutating func transfer<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let (amount, gas) = (machine[.a1], machine[Register(9)])
    guard
      let memo = machine.read(
        address: machine[Register(10)], count: state.parameters[.memoSize])
    else { return .panic }
    guard let receiver = UInt32(exactly: machine[.a0]), let account = effects.services[receiver]
    else { return answer(HostCallResult.who, on: &machine) }
    if gas < account.minimumMemoGas { return answer(HostCallResult.low, on: &machine) }
    let sender = ownAccount
    guard sender.balance >= amount,
      UInt128(sender.balance - amount) >= sender.threshold(state.parameters)
    else { return answer(HostCallResult.cash, on: &machine) }
    guard UInt64(clamping: machine.gas) >= gas else { return .outOfGas }
    // At most the gas that is left.
    machine.gas -= Int64(gas)
    effects.services.update(state.service) { $0.balance -= amount }
    var transfer = Transfer()
    transfer.sender = state.service
    transfer.receiver = receiver
    transfer.amount = amount
    transfer.memo = memo
    transfer.gas = gas
    effects.transfers.append(transfer)
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `eject`: removes a service that has given itself up, and takes its balance.
  mutating func eject<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let hash = hash(at: .a1, of: machine) else { return .panic }
    guard let index = UInt32(exactly: machine[.a0]), index != state.service,
      let account = effects.services[index],
      account.codeHash == Hash32(littleEndian: state.service)
    else { return answer(HostCallResult.who, on: &machine) }
    let length = UInt64(clamping: max(81, account.octets) - 81)
    guard account.items == 2,
      let status = account.requests[PreimageRequest(hash: hash, length: length)],
      status.count == 2, isExpired(status[1])
    else { return answer(HostCallResult.huh, on: &machine) }
    effects.services[index] = nil
    effects.services.update(state.service) { own in
      let (sum, overflow) = own.balance.addingReportingOverflow(account.balance)
      own.balance = overflow ? UInt64.max : sum
    }
    return answer(HostCallResult.ok, on: &machine)
  }
}
