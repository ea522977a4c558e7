internal import PVM
internal import PVMGuest
package import PVMVM

/// Answers the host calls of a guest as a recorded run has them: the calls come from the program in
/// the guest, but their pointers lead into the guest's memory.
package struct RelayedRecording: HostCallHandler {
  /// The run.
  private let run: RecordedRun
  /// How many calls have been answered.
  private var position = 0
  /// The first difference.
  package private(set) var problem: String?

  /// Answers the calls of a run.
  package init(_ run: RecordedRun) { self.run = run }

  /// Whether every call was made, but for one in which the run ended for want of gas.
  package var isFinished: Bool {
    position == run.calls.count
      || (position == run.calls.count - 1 && run.calls[position].gasAfter == nil)
  }

  /// The usual cost, which is the guest's.
  package func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? { machine.target.costOfUnknownHostCall }

  /// Compares the call with the log and does what it says.
  package mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    guard problem == nil, position < run.calls.count else { return fail("there is no such call") }
    let call = run.calls[position]
    guard call.index == index, let function = machine.target.hostFunction(index) else {
      return fail("call \(index) instead of \(call.index)")
    }
    let form = ForwardedCall(function, machine.target)
    var pointers: Set<Int> = []
    for range in [form.first, form.second].compactMap({ $0 }) {
      pointers.insert(range.pointer)
      if let problem = compare(range, call, machine) { return fail(problem) }
    }
    var isLast = true
    var destination: Int?
    if case .value(let pointer) = form.destination {
      // The guest asks for the length first, unless that is all the program asks for.
      destination = pointer
      pointers.formUnion([pointer, pointer + 2])
      let writes = call.actions.contains { if case .write = $0 { true } else { false } }
      isLast = !writes || machine[Register(UInt8(pointer + 2))] > 0
    }
    for number in 7...12 where !pointers.contains(number) {
      let register = Register(UInt8(number))
      if machine[register] != call.state.registers[register] {
        return fail("register \(number) is \(machine[register])")
      }
    }
    for action in call.actions {
      switch action {
      case .read: break
      case .write(let bytes):
        guard isLast, let destination else { continue }
        let start = UInt64(bytes.address) - call.state.registers[Register(UInt8(destination))]
        let address = machine[Register(UInt8(destination))] + start
        if !machine.write(address: address, bytes.bytes) { return fail("cannot write") }
      case .set(let register, let value): machine[register] = value
      }
    }
    if isLast { position += 1 }
    return .resume
  }

  /// Compares what the guest passes on with what the log says was read.
  private func compare<Guest: GuestMachine & ~Copyable>(
    _ range: ForwardedCall.Range, _ call: RecordedRun.Call, _ machine: borrowing Guest
  ) -> String? {
    let register = Register(UInt8(range.pointer))
    for action in call.actions {
      guard case .read(let bytes) = action,
        UInt64(bytes.address) == call.state.registers[register]
      else { continue }
      let actual = machine.read(address: machine[register], count: UInt64(bytes.bytes.count))
      if actual != bytes.bytes { return "other bytes are passed on in register \(range.pointer)" }
    }
    return nil
  }

  /// Notes a difference.
  private mutating func fail(_ text: String) -> HostCallOutcome {
    if problem == nil { problem = "host call \(position): \(text)" }
    return .panic
  }
}
