/// Sees every instruction before it is executed. The hot loop is compiled once per observer, so that
/// a run without one pays nothing.
protocol ExecutionObserver {
  /// Called when an instruction has been paid for and is about to be executed.
  ///
  /// - Parameters:
  ///   - index: which entry of the loaded program.
  ///   - gas: what was left before paying.
  ///   - registers: the thirteen registers.
  mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>)
}

/// The observer of plain runs: its call disappears.
struct NoObserver: ExecutionObserver {
  /// Does nothing.
  @inline(__always)
  mutating func willExecute(_ index: Int, gas: Int64, registers: UnsafePointer<UInt64>) {}
}
