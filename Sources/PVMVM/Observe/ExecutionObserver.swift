#if !hasFeature(Embedded)
  /// Sees every instruction before it is executed. Instructions are then executed one by one, each by a run
  /// of the hot loop of its own.
  protocol ExecutionObserver {
    /// Called when an instruction is about to be executed.
    ///
    /// - Parameters:
    ///   - index: which entry of the loaded program; an instruction.
    ///   - gas: what is left before paying for it; where blocks are paid for, behind that.
    ///   - registers: the thirteen registers.
    mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>)

    /// Called when execution is about to trap at a code index where no instruction starts.
    mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>)

    /// Called when a block is charged for that is entered at an instruction other than its first, before
    /// that instruction.
    mutating func didPayInside(_ index: Int)

    /// Called when the run has ended.
    mutating func didStop(registers: UnsafePointer<UInt64>)
  }

  extension ExecutionObserver {
    /// Does nothing.
    mutating func didPayInside(_ index: Int) {}
  }
#endif
