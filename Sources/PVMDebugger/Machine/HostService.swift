public import PVM
public import PVMVM

/// What a call of the host did to the machine: enough to do it again without the host.
public struct HostCallRecord: Sendable {
  /// The index of the host function.
  public var index: UInt64
  /// How many steps had been done before it.
  public var step: UInt64
  /// The code index of the call.
  public var pc: UInt32
  /// The registers before it.
  public var before: [UInt64]
  /// The registers behind it.
  public var after: [UInt64]
  /// The gas before it, the `ecalli` being paid for.
  public var gasBefore: Int64
  /// The gas behind it.
  public var gasAfter: Int64
  /// What it wrote.
  public var writes: [Write]
  /// The end of the heap behind it.
  public var heapEnd: UInt64
  /// How it ended the run, if it did.
  public var exit: ExitReason?

  /// Bytes that a host wrote.
  public struct Write: Sendable {
    /// The address of the first.
    public var address: UInt32
    /// The bytes.
    public var bytes: [UInt8]
  }
}

/// Serves host calls of a run, once each in order.
public protocol HostService: AnyObject {
  /// Serves the call that a machine is at; the result is how the run ends, or nil if it goes on behind the call.
  func serve(_ machine: inout ServedMachine) -> ExitReason?
}

/// A host of the interpreter as it serves the debugger.
public final class HandlerService<Host: HostCallHandler>: HostService {
  /// The host.
  public private(set) var host: Host

  /// Creates a service.
  public init(_ host: Host) { self.host = host }

  /// Serves a call as a run of the interpreter would.
  public func serve(_ machine: inout ServedMachine) -> ExitReason? {
    let exit = machine.run(host: &host)
    return machine.isResumed ? nil : exit
  }
}

/// A machine at a host call, as a host sees it; notes what the host writes.
public struct ServedMachine: GuestMachine {
  /// The state.
  var machine: ReplayMachine
  /// The index of the call.
  let index: UInt64
  /// What the host has written.
  private(set) var writes: [HostCallRecord.Write] = []
  /// Whether the host has been told of the call.
  private var isStarted = false
  /// Whether the run goes on.
  private(set) var isResumed = false

  /// Shows a machine to a host.
  init(_ machine: ReplayMachine, index: UInt64) {
    self.machine = machine
    self.index = index
  }

  /// Code index of the call, or of what is behind it.
  public var pc: UInt32 {
    get { machine.pc }
    set { machine.go(to: newValue) }
  }

  /// Gas left.
  public var gas: Int64 {
    get { machine.gas }
    set { machine.gas = newValue }
  }

  /// The values of all registers.
  public var registers: RegisterFile {
    get { RegisterFile(machine.values) }
    set { machine.values = newValue.values }
  }

  /// The value of one register.
  public subscript(register: Register) -> UInt64 {
    get { machine[register] }
    set { machine.values[Int(register.number)] = newValue }
  }

  /// Whether a host function may read a range.
  public func isReadable(address: UInt64, count: UInt64) -> Bool {
    machine.memory.isAccessible(address: address, count: count, writing: false)
  }

  /// Whether a host function may write a range.
  public func isWritable(address: UInt64, count: UInt64) -> Bool {
    machine.memory.isAccessible(address: address, count: count, writing: true)
  }

  /// Reads a range for a host function.
  public func read(address: UInt64, count: UInt64) -> [UInt8]? {
    machine.memory.read(address: address, count: count)
  }

  /// Writes bytes for a host function.
  public mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
    guard machine.memory.write(address: address, bytes) else { return false }
    if !bytes.isEmpty {
      // What has been written lies below 2^32.
      let address = UInt32(truncatingIfNeeded: address)
      writes.append(HostCallRecord.Write(address: address, bytes: bytes))
    }
    return true
  }

  /// Which machine the program is for.
  public var target: Target { machine.target }

  /// The pages of the heap.
  public var heapPages: HeapPages {
    HeapPages(end: machine.heapEnd >> 12, limit: machine.heapLimit >> 12)
  }

  /// Makes pages part of the heap.
  public mutating func growHeap(toPage end: UInt64) { machine.setHeapEnd(end << 12) }

  /// Tells of the call, and when that is served, that the run goes on.
  public mutating func run() -> ExitReason {
    if isStarted {
      isResumed = true
      return .halt
    }
    isStarted = true
    return .hostCall(index: index)
  }

  /// Goes behind the call.
  public mutating func advancePastHostCall() {
    let skip = machine.program.blob.mask.skip(Int(clamping: machine.pc))
    machine.go(to: machine.pc &+ 1 + UInt32(skip))
  }
}

extension ReplayMachine {
  /// Does what a call of the host did.
  mutating func apply(_ record: HostCallRecord) {
    // The host could write it then, so that it can be written now.
    setHeapEnd(record.heapEnd)
    for write in record.writes { _ = memory.write(address: UInt64(write.address), write.bytes) }
    values = record.after
    gas = record.gasAfter
    if let exit = record.exit {
      self.exit = exit
    } else {
      go(to: pc &+ 1 + UInt32(program.blob.mask.skip(Int(clamping: pc))))
    }
  }
}
