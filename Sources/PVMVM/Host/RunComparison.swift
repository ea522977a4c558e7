#if !hasFeature(Embedded)
  public import PVM

  /// Where two recorded runs part.
  public struct RunDivergence: Equatable, Sendable {
    /// What is different.
    public enum Kind: Equatable, Sendable {
      /// Counter, gas used or a register.
      case state
      /// What the instruction does: going on, ending the run, calling the host.
      case event
      /// What the host does in a call, or is asked in it.
      case hostCall
    }

    /// One of the runs at that point.
    public struct Side: Equatable, Sendable {
      /// The counter.
      public var pc: UInt32
      /// The gas left.
      public var gas: Int64
      /// The registers.
      public var registers: RegisterFile
      /// The line of the next record in the log.
      public var line: Int
      /// Why the run has ended here, or what it calls; nil if it goes on.
      public var exit: ExitReason?
    }

    /// What is different.
    public var kind: Kind
    /// How many instructions were executed before, if they were counted.
    public var instructions: UInt64?
    /// How many host calls were made before.
    public var calls: Int
    /// Where the instruction before the difference is, if it is known.
    public var previous: UInt32?
    /// The first run.
    public var left: Side
    /// The second run.
    public var right: Side
  }

  extension RecordedRun {
    /// The first point where another run parts from this one, nil if both are the same.
    ///
    /// Runs of the same program are replayed side by side, instruction by instruction, or block by block
    /// where these are paid for as a whole. Of runs of
    /// different programs the host calls are compared: their order, what the host reads, writes and
    /// answers, and how the runs end.
    ///
    /// - Throws: if a run cannot be set up.
    public func divergence(
      from other: RecordedRun, target: Target = .gp07
    ) throws(MachineError) -> RunDivergence? {
      guard program == other.program else { return callDivergence(from: other) }
      var left = ReplayStepper(self, try makeMachine(target: target))
      var right = ReplayStepper(other, try other.makeMachine(target: target))
      var instructions: UInt64 = 0
      var calls = 0
      var previous: UInt32?
      var ends: (left: ExitReason?, right: ExitReason?) = (nil, nil)
      while true {
        let kind: RunDivergence.Kind? =
          if !left.isLike(right) {
            .state
          } else if ends.left != ends.right {
            .event
          } else {
            nil
          }
        if kind == nil, ends.left != nil { return nil }
        var divergence = RunDivergence(
          kind: kind ?? .event, instructions: instructions, calls: calls, previous: previous,
          left: left.side(ends.left), right: right.side(ends.right))
        if kind != nil { return divergence }
        previous = left.machine.pc
        let events = (left.step(), right.step())
        instructions += 1
        if events.0 != events.1 {
          divergence.kind = .event
          divergence.left = left.side(events.0)
          divergence.right = right.side(events.1)
          return divergence
        }
        guard case .hostCall? = events.0 else {
          ends = (events.0, events.1)
          continue
        }
        if !left.callIsLike(right) {
          divergence.kind = .hostCall
          divergence.left = left.side(events.0)
          divergence.right = right.side(events.1)
          return divergence
        }
        calls += 1
        ends = (left.serve(), right.serve())
      }
    }

    /// The first host call, or the end, that is different.
    private func callDivergence(from other: RecordedRun) -> RunDivergence? {
      var index = 0
      while index < calls.count, index < other.calls.count,
        calls[index].isLike(other.calls[index])
      {
        index += 1
      }
      let bothEnd = index == calls.count && index == other.calls.count
      if bothEnd, end == other.end { return nil }
      return RunDivergence(
        kind: bothEnd ? .event : .hostCall, instructions: nil, calls: index, previous: nil,
        left: side(index), right: other.side(index))
    }

    /// The run at a host call, or at its end.
    private func side(_ index: Int) -> RunDivergence.Side {
      let state = index < calls.count ? calls[index].state : endState
      let exit: ExitReason =
        if index < calls.count {
          .hostCall(index: calls[index].index)
        } else {
          end == .halt ? .halt : end == .outOfGas ? .outOfGas : .panic
        }
      return RunDivergence.Side(
        pc: state.pc, gas: state.gas, registers: state.registers, line: state.line, exit: exit)
    }
  }

  extension RecordedRun.Call {
    /// Whether another call is the same, wherever the memory of the program is.
    fileprivate func isLike(_ other: RecordedRun.Call) -> Bool {
      index == other.index && actions.count == other.actions.count
        && (gasAfter == nil) == (other.gasAfter == nil)
        && zip(actions, other.actions).allSatisfy { $0.isLike($1) }
    }
  }

  extension RecordedRun.Action {
    /// Whether another action is the same, wherever the memory of the program is.
    fileprivate func isLike(_ other: RecordedRun.Action) -> Bool {
      switch (self, other) {
      case (.read(let left), .read(let right)): left.bytes == right.bytes
      case (.write(let left), .write(let right)): left.bytes == right.bytes
      case (.set(let left, let old), .set(let right, let new)): left == right && old == new
      default: false
      }
    }
  }

  /// A replay that goes on by single instructions.
  private struct ReplayStepper: ~Copyable {
    /// The machine.
    var machine: Machine
    /// Answers the host calls.
    private var host: RecordedHost
    /// Gas at the start.
    private let gasLimit: Int64
    /// The line of the last record.
    private let lastLine: Int

    /// Starts a replay.
    init(_ run: RecordedRun, _ machine: consuming Machine) {
      gasLimit = machine.gas
      self.machine = machine
      host = RecordedHost(run)
      lastLine = run.endState.line
    }

    /// Executes one instruction, or one block; nil if the run goes on. A host call is not served.
    mutating func step() -> ExitReason? { machine.step() }

    /// Serves the host call that the machine is at; nil if the run goes on.
    mutating func serve() -> ExitReason? {
      guard let call = host.nextCall else { return .panic }
      return machine.serve(call.index, with: &host, .exit)
    }

    /// Whether counter, gas used and registers are the same.
    func isLike(_ other: borrowing ReplayStepper) -> Bool {
      machine.pc == other.machine.pc
        && gasLimit - machine.gas == other.gasLimit - other.machine.gas
        && machine.registers == other.machine.registers
    }

    /// Whether the host calls that come next are the same.
    func callIsLike(_ other: borrowing ReplayStepper) -> Bool {
      guard let left = host.nextCall, let right = other.host.nextCall else { return false }
      return left.isLike(right)
    }

    /// The present state.
    func side(_ exit: ExitReason?) -> RunDivergence.Side {
      RunDivergence.Side(
        pc: machine.pc, gas: machine.gas, registers: machine.registers,
        line: host.nextCall?.state.line ?? lastLine, exit: exit)
    }
  }
#endif
