/// Sees every instruction before it is executed. The hot loop is compiled once per observer, so that
/// a run without one pays nothing.
protocol ExecutionObserver {
  /// Called when an instruction can be paid for and is about to be executed.
  ///
  /// - Parameters:
  ///   - index: which entry of the loaded program; entries for bad targets are no instructions.
  ///   - gas: what is left before paying.
  ///   - registers: the thirteen registers.
  mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>)

  /// Called when execution is about to trap at a code index where no instruction starts.
  mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>)

  /// Called when a block is charged for that is entered at an instruction other than its first, before
  /// that instruction.
  mutating func didEnterMiddle(_ index: Int)

  /// Called when the run has ended.
  mutating func didStop(registers: UnsafePointer<UInt64>)
}

extension ExecutionObserver {
  /// Does nothing.
  mutating func didEnterMiddle(_ index: Int) {}
}

/// The observer of plain runs: its calls disappear.
struct NoObserver: ExecutionObserver {
  /// Does nothing.
  @inline(__always)
  mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>) {}

  /// Does nothing.
  @inline(__always)
  mutating func willTrap(at pc: UInt32, gas: Int64, registers: UnsafePointer<UInt64>) {}

  /// Does nothing.
  @inline(__always)
  mutating func didStop(registers: UnsafePointer<UInt64>) {}
}
