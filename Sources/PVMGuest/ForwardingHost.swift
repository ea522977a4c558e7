internal import PVM
package import PVMVM
internal import Support

// A host call of the inner program becomes the same call of ours: what it reads is copied into our
// memory first, what it writes is copied back. Ranges that the inner program has no right to are its
// own panic, found before anything is called, as the host functions have it.

/// Serves the inner program's host calls by making them in its place.
package struct ForwardingHost<Outer: OuterHost>: HostCallHandler {
  /// Who is called.
  package var outer: Outer

  /// Lets an outer host make the calls.
  package init(outer: Outer) { self.outer = outer }

  /// The price of the protocol for every function that is forwarded.
  package func gasCost<Guest: GuestMachine & ~Copyable>(
    of index: UInt64, on machine: borrowing Guest
  ) -> UInt64? {
    guard let function = machine.target.hostFunction(index) else { return nil }
    return machine.price(of: function)
  }

  /// Makes the call.
  package mutating func handle<Guest: GuestMachine & ~Copyable>(
    _ index: UInt64, on machine: inout Guest
  ) -> HostCallOutcome {
    guard let function = machine.target.hostFunction(index) else { return .panic }
    let form = ForwardedCall(function, machine.target)
    var arguments = HostArguments()
    for register in 7...12 { arguments[register] = machine[Register(UInt8(register))] }
    var call = OuterCall(function, arguments)
    guard read(form.first, into: &call.first, arguments, machine),
      read(form.second, into: &call.second, arguments, machine)
    else {
      if function != .log { return .panic }
      machine[.a0] = HostCallResult.what
      return .resume
    }
    let extraGas = function == .transfer ? arguments[9] : 0
    guard extraGas <= UInt64(clamping: machine.gas) else { return .outOfGas }
    if function == .invoke, machine.target.handsOnGas {
      return invoke(&call, form, on: &machine)
    }
    guard perform(&call, form, on: &machine) else { return .panic }
    machine[.a0] = function.answersGas ? UInt64(clamping: machine.gas) : call.a0
    if function.hasSecondResult { machine[.a1] = call.a1 }
    if call.a0 == HostCallResult.ok { machine.gas -= Int64(extraGas) }
    return .resume
  }

  /// Makes an `invoke` that takes the inner gas from the caller's and gives back what is left of it,
  /// unless there is no such machine. The gas is the first number of the block of memory.
  private mutating func invoke<Guest: GuestMachine & ~Copyable>(
    _ call: inout OuterCall, _ form: ForwardedCall, on machine: inout Guest
  ) -> HostCallOutcome {
    let address = call.arguments[8]
    guard machine.isWritable(address: address, count: ProtocolLayout.invocationBlockSize),
      let given = ForwardingHost.number(at: address, of: machine)
    else { return .panic }
    guard given <= UInt64(clamping: machine.gas) else { return .outOfGas }
    machine.gas -= Int64(given)
    guard perform(&call, form, on: &machine) else { return .panic }
    machine[.a0] = call.a0
    machine[.a1] = call.a1
    if call.a0 != HostCallResult.who {
      machine.gas += Int64(clamping: ForwardingHost.number(at: address, of: machine) ?? 0)
    }
    return .resume
  }

  /// The number in eight bytes of the inner program's memory; nil if it may not read them.
  private static func number<Guest: GuestMachine & ~Copyable>(
    at address: UInt64, of machine: borrowing Guest
  ) -> UInt64? {
    guard let bytes = machine.read(address: address, count: 8) else { return nil }
    var reader = ByteReader(bytes)
    return reader.littleEndian(byteCount: 8)
  }

  /// Makes a call whose inputs are there, and copies what it writes; false, if the inner program may
  /// not write there.
  private mutating func perform<Guest: GuestMachine & ~Copyable>(
    _ call: inout OuterCall, _ form: ForwardedCall, on machine: inout Guest
  ) -> Bool {
    switch form.destination {
    case .none:
      outer.perform(&call)
      return true
    case .value(let pointer):
      return fetch(&call, pointer, on: &machine)
    case .whole(let range), .exchanged(let range):
      let address = call.arguments[range.pointer]
      let count = ForwardingHost.size(of: range.count, call.arguments)
      guard machine.isWritable(address: address, count: count),
        let bytes = machine.read(address: address, count: count)
      else { return false }
      call.destination = OuterCall.Buffer(pointer: range.pointer, bytes: bytes)
      outer.perform(&call)
      if case .whole = form.destination, call.a0 != HostCallResult.ok { return true }
      return machine.write(address: address, call.destination.bytes)
    }
  }

  /// Makes a call that copies part of a value to where the inner program wants it; false if it may
  /// not write there.
  private mutating func fetch<Guest: GuestMachine & ~Copyable>(
    _ call: inout OuterCall, _ pointer: Int, on machine: inout Guest
  ) -> Bool {
    let address = call.arguments[pointer]
    let offset = call.arguments[pointer + 1]
    let wanted = call.arguments[pointer + 2]
    // The first call only asks for the length, because the part that there is, not all of what the
    // program asks for, must be writable.
    call.arguments[pointer] = 0
    call.arguments[pointer + 2] = 0
    outer.perform(&call)
    let length = call.a0
    if length == HostCallResult.none || length == HostCallResult.what { return true }
    let count = min(wanted, length - min(offset, length))
    guard machine.isWritable(address: address, count: count) else { return false }
    if count == 0 { return true }
    call.destination = OuterCall.Buffer(
      pointer: pointer, bytes: [UInt8](repeating: 0, count: Int(count)))
    call.arguments[pointer + 2] = count
    outer.perform(&call)
    return machine.write(address: address, call.destination.bytes)
  }

  /// Reads a range of the inner program's memory, if there is one; false if not all of it can be
  /// read.
  private func read<Guest: GuestMachine & ~Copyable>(
    _ range: ForwardedCall.Range?, into buffer: inout OuterCall.Buffer,
    _ arguments: HostArguments, _ machine: borrowing Guest
  ) -> Bool {
    guard let range else { return true }
    let count = ForwardingHost.size(of: range.count, arguments)
    guard let bytes = machine.read(address: arguments[range.pointer], count: count) else {
      return false
    }
    buffer = OuterCall.Buffer(pointer: range.pointer, bytes: bytes)
    return true
  }

  /// How many bytes a range has.
  private static func size(
    of count: ForwardedCall.Count, _ arguments: HostArguments
  ) -> UInt64 {
    switch count {
    case .register(let register): return arguments[register]
    case .upTo(let limit, let register): return min(limit, arguments[register])
    case .bytes(let count): return count
    case .items(let register, let size):
      let (total, overflow) = arguments[register].multipliedReportingOverflow(by: size)
      return overflow ? UInt64.max : total
    }
  }
}
