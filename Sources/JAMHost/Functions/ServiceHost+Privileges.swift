internal import PVM
internal import PVMVM
internal import Support

extension ServiceHost {
  /// `bless`: sets the privileges.
  mutating func bless<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let (size, overflow) = machine[Register(12)].multipliedReportingOverflow(
      by: ProtocolLayout.alwaysAccumulatedSize)
    guard !overflow,
      let assigners = machine.read(
        address: machine[.a1], count: ProtocolLayout.serviceIndexSize * state.parameters[.cores]),
      let always = machine.read(address: machine[Register(11)], count: size)
    else { return .panic }
    if machine.target.onlyManagerBlesses, effects.privileges.manager != state.service {
      return answer(HostCallResult.huh, on: &machine)
    }
    guard let manager = UInt32(exactly: machine[.a0]),
      let delegator = UInt32(exactly: machine[Register(9)]),
      let registrar = UInt32(exactly: machine[Register(10)])
    else { return answer(HostCallResult.who, on: &machine) }
    var privileges = effects.privileges
    privileges.manager = manager
    privileges.delegator = delegator
    privileges.registrar = registrar
    var reader = ByteReader(assigners)
    for core in privileges.assigners.indices {
      privileges.assigners[core] = UInt32(clamping: reader.littleEndian(byteCount: 4) ?? 0)
    }
    privileges.alwaysAccumulated = SortedTable()
    reader = ByteReader(always)
    while let service = reader.littleEndian(byteCount: 4),
      let gas = reader.littleEndian(byteCount: 8)
    {
      privileges.alwaysAccumulated[UInt32(clamping: service)] = gas
    }
    effects.privileges = privileges
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `assign`: sets a core's authorizer queue, and who may set it next.
  mutating func assign<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let size = state.parameters[.authorizerQueue] * UInt64(Hash32.byteCount)
    guard let bytes = machine.read(address: machine[.a1], count: size) else { return .panic }
    guard let core = UInt32(exactly: machine[.a0]),
      Int(core) < effects.privileges.assigners.count
    else { return answer(HostCallResult.core, on: &machine) }
    guard effects.privileges.assigners[Int(core)] == state.service else {
      return answer(HostCallResult.huh, on: &machine)
    }
    guard let assigner = UInt32(exactly: machine[Register(9)]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    var queue: [Hash32] = []
    var reader = ByteReader(bytes)
    while let hash = reader.bytes(count: UInt64(Hash32.byteCount)).flatMap(Hash32.init) {
      queue.append(hash)
    }
    effects.queues[core] = queue
    effects.privileges.assigners[Int(core)] = assigner
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `designate`: sets the validators' keys.
  mutating func designate<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    let namesCount = machine.target.namesValidatorCount
    let count = namesCount ? machine[.a1] : state.parameters[.validators]
    let (size, overflow) = count.multipliedReportingOverflow(by: ProtocolLayout.validatorKeySize)
    guard !overflow, let keys = machine.read(address: machine[.a0], count: size) else {
      return .panic
    }
    // A valid number of validators is a multiple of 3, from 6 to three for each core.
    let isCount = count % 3 == 0 && count >= 6 && count / 3 <= state.parameters[.cores]
    guard isCount || !namesCount, effects.privileges.delegator == state.service else {
      return answer(HostCallResult.huh, on: &machine)
    }
    effects.validators = keys
    return answer(HostCallResult.ok, on: &machine)
  }
}
