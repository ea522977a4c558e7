internal import PVM
internal import PVMVM
internal import Support

extension ServiceHost {
  /// `read`: copies a part of a storage value.
  func read<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    guard let key = machine.read(address: machine[Register(8)], count: machine[Register(9)]) else {
      return .panic
    }
    return copy(account(machine[.a0])?.storage[StorageKey(key)], from: 10, on: &machine)
  }

  /// `write`: sets or removes a storage value of this service.
  mutating func write<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let (address, size) = (machine[Register(9)], machine[Register(10)])
    guard let bytes = machine.read(address: machine[Register(7)], count: machine[Register(8)]),
      let value = machine.read(address: address, count: size)
    else { return .panic }
    let key = StorageKey(bytes)
    var account = ownAccount
    let previous = account.storage[key].map { UInt64($0.count) } ?? HostCallResult.none
    account.setStorage(key, size == 0 ? nil : value)
    guard account.isAffordable(state.parameters) else {
      return answer(HostCallResult.full, on: &machine)
    }
    effects.services[state.service] = account
    return answer(previous, on: &machine)
  }

  /// `info`: copies a part of an account's record.
  func info<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    copy(account(machine[.a0]).map(record), from: 8, on: &machine)
  }

  /// The 96 bytes about an account.
  private func record(_ account: ServiceAccount) -> [UInt8] {
    var bytes = account.codeHash.bytes
    bytes.append(littleEndian: account.balance, byteCount: 8)
    bytes.append(littleEndian: UInt64(clamping: account.threshold(state.parameters)), byteCount: 8)
    bytes.append(littleEndian: account.minimumItemGas, byteCount: 8)
    bytes.append(littleEndian: account.minimumMemoGas, byteCount: 8)
    bytes.append(littleEndian: UInt64(clamping: account.octets), byteCount: 8)
    bytes.append(littleEndian: account.items, byteCount: 4)
    bytes.append(littleEndian: account.gratis, byteCount: 8)
    bytes.append(littleEndian: UInt64(account.created), byteCount: 4)
    bytes.append(littleEndian: UInt64(account.lastAccumulated), byteCount: 4)
    bytes.append(littleEndian: UInt64(account.parent), byteCount: 4)
    return bytes
  }

  /// `yield`: sets the hash that the service yields.
  mutating func yield<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let hash = hash(at: .a0, of: machine) else { return .panic }
    effects.yielded = hash
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `export`: adds a segment.
  mutating func export<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let size = state.parameters.segmentSize
    guard
      var segment = machine.read(address: machine[.a0], count: min(machine[.a1], size))
    else { return .panic }
    let (index, overflow) = state.exportOffset.addingReportingOverflow(UInt64(exports.count))
    guard !overflow, index < state.parameters[.packageExports] else {
      return answer(HostCallResult.full, on: &machine)
    }
    segment += [UInt8](repeating: 0, count: Int(size) - segment.count)
    exports.append(segment)
    return answer(index, on: &machine)
  }
}
