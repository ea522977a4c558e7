#if !hasFeature(Embedded)
  public import PVM
  internal import Support

  /// A machine that notes what hosts do with it, so that its run can be replayed.
  ///
  /// Example: `var recording = RecordingMachine(machine)`, then `let exit = recording.run(host: &host)`
  /// and `recording.finish(exit, program: file, arguments: bytes)`.
  public struct RecordingMachine: ~Copyable {
    /// The machine.
    private var machine: Machine
    /// The state before the first instruction.
    private let start: RecordedRun.State
    /// What has been noted; an object, because a host also reads from a machine that it may not
    /// change.
    private let notes = Notes()

    /// The host calls so far.
    private final class Notes {
      /// The calls.
      var calls: [RecordedRun.Call] = []
      /// Whether the last one is still going on.
      var isInCall = false

      /// Notes something that the host does. What it does not do in a call is set-up.
      func add(_ action: RecordedRun.Action) {
        if isInCall { calls[calls.count - 1].actions.append(action) }
      }
    }

    /// Records a machine that has not run yet.
    public init(_ machine: consuming Machine) {
      start = RecordedRun.State(
        line: 0, pc: machine.pc, gas: machine.gas, registers: machine.registers)
      self.machine = machine
    }

    /// The output of a program that halted.
    public var output: [UInt8] { machine.output }

    /// The run as it is recorded.
    ///
    /// - Parameters:
    ///   - exit: why it ended.
    ///   - program: the program file, metadata included.
    ///   - arguments: the argument bytes.
    public func finish(
      _ exit: ExitReason, program: [UInt8], arguments: [UInt8]
    ) -> RecordedRun {
      let end: RecordedRun.Record =
        switch exit {
        case .halt: .halt
        case .outOfGas: .outOfGas
        case .panic, .pageFault, .hostCall: .panic
        }
      let memory =
        arguments.isEmpty
        ? []
        : [
          RecordedRun.Bytes(
            line: 0, address: StandardProgram.argumentsStart, bytes: arguments)
        ]
      return RecordedRun(
        program: program, initialMemory: memory, start: start, calls: notes.calls, end: end,
        endState: state)
    }

    /// The state of the machine.
    private var state: RecordedRun.State {
      RecordedRun.State(line: 0, pc: machine.pc, gas: machine.gas, registers: machine.registers)
    }
  }

  extension RecordingMachine: GuestMachine {
    /// Code index of the next instruction, or of the one that ended the run.
    public var pc: UInt32 {
      get { machine.pc }
      set { machine.pc = newValue }
    }

    /// Gas left.
    public var gas: Int64 {
      get { machine.gas }
      set { machine.gas = newValue }
    }

    /// The values of all registers; those that change are noted.
    public var registers: RegisterFile {
      get { machine.registers }
      set {
        for register in RegisterSet.all where newValue[register] != machine[register] {
          self[register] = newValue[register]
        }
      }
    }

    /// The value of one register; setting it is noted.
    public subscript(register: Register) -> UInt64 {
      get { machine[register] }
      set {
        notes.add(.set(register, to: newValue))
        machine[register] = newValue
      }
    }

    /// Whether a host function may read a range.
    public func isReadable(address: UInt64, count: UInt64) -> Bool {
      machine.isReadable(address: address, count: count)
    }

    /// Whether a host function may write a range.
    public func isWritable(address: UInt64, count: UInt64) -> Bool {
      machine.isWritable(address: address, count: count)
    }

    /// Reads a range for a host function, which is noted.
    public func read(address: UInt64, count: UInt64) -> [UInt8]? {
      guard let bytes = machine.read(address: address, count: count) else { return nil }
      if !bytes.isEmpty {
        // What can be read lies below 2^32.
        let address = UInt32(truncatingIfNeeded: address)
        notes.add(.read(RecordedRun.Bytes(line: 0, address: address, bytes: bytes)))
      }
      return bytes
    }

    /// Writes bytes for a host function, which is noted.
    public mutating func write(address: UInt64, _ bytes: [UInt8]) -> Bool {
      guard machine.write(address: address, bytes) else { return false }
      if !bytes.isEmpty {
        // What has been written lies below 2^32.
        let address = UInt32(truncatingIfNeeded: address)
        notes.add(.write(RecordedRun.Bytes(line: 0, address: address, bytes: bytes)))
      }
      return true
    }

    /// Which machine the program is for.
    public var target: Target { machine.target }
    /// The pages of the heap.
    public var heapPages: HeapPages { machine.heapPages }
    /// Makes pages part of the heap; the answer in r7 notes it.
    public mutating func growHeap(toPage end: UInt64) { machine.growHeap(toPage: end) }

    /// Executes instructions until the run ends, and notes a host call.
    public mutating func run() -> ExitReason {
      let exit = machine.run()
      if case .hostCall(let index) = exit {
        notes.calls.append(RecordedRun.Call(index: index, state: state))
        notes.isInCall = true
      }
      return exit
    }

    /// Ends a host call.
    public mutating func advancePastHostCall() {
      if notes.isInCall { notes.calls[notes.calls.count - 1].gasAfter = machine.gas }
      notes.isInCall = false
      machine.advancePastHostCall()
    }
  }
#endif
