internal import PVM
internal import PVMVM
internal import Support

extension ServiceHost {
  /// The inner machine with an id.
  private func inner(_ id: UInt64) -> InnerMachine? { machines.element(id) ?? nil }

  /// How many inner machines there may be; nil for any number.
  private func maximumMachines(_ target: Target) -> Int? { target.release == .gp07 ? nil : 63 }

  /// `machine`: creates an inner machine.
  mutating func createMachine<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    if let limit = maximumMachines(machine.target), machines.count(where: { $0 != nil }) >= limit {
      return answer(HostCallResult.full, on: &machine)
    }
    guard let blob = machine.read(address: machine[.a0], count: machine[.a1]) else {
      return .panic
    }
    guard let program = try? LoadedProgram(decoding: blob, target: machine.target),
      (try? program.blob.validate(start: machine[Register(9)])) != nil
    else { return answer(HostCallResult.huh, on: &machine) }
    let created = InnerMachine(program, pc: machine[Register(9)])
    let id = machines.firstIndex { $0 == nil } ?? machines.count
    if id == machines.count { machines.append(created) } else { machines[id] = created }
    return answer(UInt64(id), on: &machine)
  }

  /// `peek`: copies from an inner machine's memory.
  func peek<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    let (target, source) = (machine[.a1], machine[Register(9)])
    let count = machine[Register(10)]
    guard machine.isWritable(address: target, count: count) else { return .panic }
    guard let inner = inner(machine[.a0]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    guard let bytes = inner.machine.read(address: source, count: count) else {
      return answer(HostCallResult.outOfBounds, on: &machine)
    }
    guard machine.write(address: target, bytes) else { return .panic }
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `poke`: copies into an inner machine's memory.
  func poke<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    guard let bytes = machine.read(address: machine[.a1], count: machine[Register(10)]) else {
      return .panic
    }
    guard let inner = inner(machine[.a0]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    guard inner.machine.write(address: machine[Register(9)], bytes) else {
      return answer(HostCallResult.outOfBounds, on: &machine)
    }
    return answer(HostCallResult.ok, on: &machine)
  }

  /// `pages`: changes what an inner machine may do with pages.
  func setPages<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    guard let inner = inner(machine[.a0]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    let (first, count, mode) = (machine[.a1], machine[Register(9)], machine[Register(10)])
    let (end, overflow) = first.addingReportingOverflow(count)
    let lowest = UInt64(StandardProgram.lowestMappableAddress / StandardProgram.pageSize)
    guard mode <= 4, first >= lowest, !overflow, end < UInt64(GuestMemory.pageCount) else {
      return answer(HostCallResult.huh, on: &machine)
    }
    let range = Int(first)..<Int(end)
    let access: PageAccess =
      switch mode {
      case 0: .inaccessible
      case 1, 3: .readOnly
      default: .readWrite
      }
    let isDone = inner.machine.withMemory { memory in
      if mode > 2, range.contains(where: { memory.access(page: $0) == .inaccessible }) {
        return false
      }
      for page in range {
        // A page that becomes inaccessible loses its bytes.
        if mode <= 2 { memory.setAccess(page: page, .inaccessible) }
        memory.setAccess(page: page, access)
      }
      return true
    }
    return answer(isDone ? HostCallResult.ok : HostCallResult.huh, on: &machine)
  }

  /// `invoke`: runs an inner machine.
  func invoke<Guest: GuestMachine & ~Copyable>(on machine: inout Guest) -> HostCallOutcome {
    let address = machine[.a1]
    guard machine.isWritable(address: address, count: ProtocolLayout.invocationBlockSize),
      let block = machine.read(address: address, count: ProtocolLayout.invocationBlockSize)
    else { return .panic }
    var reader = ByteReader(block)
    let gas = reader.littleEndian(byteCount: 8) ?? 0
    let paysForInner = machine.target.handsOnGas
    if paysForInner {
      guard UInt64(clamping: machine.gas) >= gas else { return .outOfGas }
      // At most the gas that is left.
      machine.gas -= Int64(gas)
    }
    guard let inner = inner(machine[.a0]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    // No run lasts long enough to tell more gas than this from all of it.
    let given = Int64(clamping: gas)
    inner.machine.gas = given
    for register in RegisterSet.all {
      inner.machine[register] = reader.littleEndian(byteCount: 8) ?? 0
    }
    inner.enter()
    if let invocationObserver, invocationObserver(machine[.a0], inner.machine) { return .halt }
    let exit = inner.run()
    var result: [UInt8] = []
    let used = UInt64(clamping: given - inner.machine.gas)
    let left = exit == .outOfGas && !paysForInner ? 0 : gas - used
    if paysForInner { machine.gas += Int64(left) }
    result.append(littleEndian: left, byteCount: 8)
    for register in RegisterSet.all {
      result.append(littleEndian: inner.machine[register], byteCount: 8)
    }
    guard machine.write(address: address, result) else { return .panic }
    switch exit {
    case .halt: return answer(InnerExit.halt, on: &machine)
    case .panic: return answer(InnerExit.panic, on: &machine)
    case .pageFault(let page):
      machine[.a1] = UInt64(page)
      return answer(InnerExit.fault, on: &machine)
    case .hostCall(let index):
      machine[.a1] = index
      return answer(InnerExit.host, on: &machine)
    case .outOfGas: return answer(InnerExit.outOfGas, on: &machine)
    }
  }

  /// `expunge`: deletes an inner machine.
  mutating func expunge<Guest: GuestMachine & ~Copyable>(
    on machine: inout Guest
  ) -> HostCallOutcome {
    guard let inner = inner(machine[.a0]) else {
      return answer(HostCallResult.who, on: &machine)
    }
    machines[Int(machine[.a0])] = nil
    return answer(inner.pc, on: &machine)
  }
}
