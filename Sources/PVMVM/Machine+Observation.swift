#if !hasFeature(Embedded)
  internal import PVM

  // Runs that are counted or traced.

  extension Machine {
    /// Executes instructions until the run ends and counts them.
    ///
    /// - Precondition: the profiler is for the program of this machine.
    public mutating func run(profiler: inout Profiler) -> ExitReason {
      precondition(profiler.program === program)
      let isStray = program.instruction(at: pc) == nil
      let exit =
        profiler.calls == nil
        ? execute(profiler.counter.code, &profiler.counter)
        : execute(countedBy: &profiler.calls)
      if isStray, exit == .panic { profiler.strayTraps += 1 }
      return exit
    }

    /// Executes and counts instructions and serves host calls until the run ends.
    ///
    /// - Precondition: the profiler is for the program of this machine.
    public mutating func run<Host: HostCallHandler>(
      host: inout Host, unknownCalls: UnknownHostCalls = .exit, profiler: inout Profiler
    ) -> ExitReason {
      while true {
        let exit = run(profiler: &profiler)
        guard case .hostCall(let index) = exit else { return exit }
        if let end = serve(index, with: &host, unknownCalls) { return end }
      }
    }

    /// Executes instructions one by one until the run ends, and counts who calls whom.
    private mutating func execute(countedBy calls: inout CallCounter?) -> ExitReason {
      // Out of the profiler while it counts, so that its arrays are not copied.
      guard var counter = calls.take() else { return run() }
      defer { calls = counter }
      return execute(observedBy: &counter)
    }

    /// Executes and traces instructions until the run ends.
    ///
    /// - Precondition: the tracer is for the program of this machine.
    public mutating func run(tracer: inout Tracer) -> ExitReason {
      precondition(tracer.program === program)
      let exit = execute(observedBy: &tracer)
      unsafe tracer.didStop(registers: registerStorage)
      return exit
    }

    /// Executes and traces instructions and serves host calls until the run ends.
    ///
    /// - Precondition: the tracer is for the program of this machine.
    public mutating func run<Host: HostCallHandler>(
      host: inout Host, unknownCalls: UnknownHostCalls = .exit, tracer: inout Tracer
    ) -> ExitReason {
      precondition(tracer.program === program)
      while true {
        let exit = execute(observedBy: &tracer)
        guard case .hostCall(let index) = exit else {
          unsafe tracer.didStop(registers: registerStorage)
          return exit
        }
        if let end = serve(index, with: &host, unknownCalls) {
          unsafe tracer.didStop(registers: registerStorage)
          return end
        }
      }
    }

    /// Executes instructions one by one until the run ends, seen by an observer.
    mutating func execute<Observer: ExecutionObserver>(
      observedBy observer: inout Observer
    ) -> ExitReason {
      guard var index = program.instruction(at: pc) else {
        if gas >= costOfTrap {
          unsafe observer.willTrap(at: pc, gas: gas, registers: registerStorage)
        }
        return trap()
      }
      while true {
        var (stop, pending) = (ExecutionStop.outOfGas, PendingAccess())
        // What is only the panic of a jump has been paid for, and seen, with the jump.
        if index >= program.firstBadTarget {
          stop = .panic
        } else if canExecute(index, &observer) {
          unsafe observer.willExecute(index, gas: gas, registers: registerStorage)
          if !target.chargesBlocks { gas -= 1 }
          (stop, pending) = executeOne(&index)
          if stop == .blockUnpaid { isBlockPaid = false }
        }
        if let exit = finish(stop, pending, program, &index) {
          pc = program.codeIndices[index]
          return exit
        }
      }
    }

    /// Whether there is gas for an instruction; where blocks are paid for, pays for its block.
    private mutating func canExecute<Observer: ExecutionObserver>(
      _ index: Int, _ observer: inout Observer
    ) -> Bool {
      if target.chargesBlocks {
        if isBlockPaid { return true }
        guard gas >= program.charge(index) else { return false }
        gas -= program.charge(index)
        isBlockPaid = true
        if !program.startsBlock(index) { observer.didPayInside(index) }
        return true
      }
      if gas < 1 { gas = 0 }
      return gas >= 1
    }
  }
#endif
