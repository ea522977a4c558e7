/// The interpreter for everyday use: one loop over predecoded instructions, which is generated from rows.
enum FastInterpreter {
  /// Executes instructions until one cannot be executed or finished here, and says why; the frame is
  /// then at that instruction, which is paid for except after `outOfGas`.
  ///
  /// Nothing in the loop calls a function, counts a reference or checks a bound: whatever is rare
  /// stops it and is done by `Machine`. The compiler makes one indirect jump of the `switch`,
  /// without a range check, and keeps the frame in machine registers. Gas is charged for a whole
  /// block where it is entered; whoever enters the loop has paid up to the end of that block.
  @inline(never)
  static func run(_ state: inout ExecutionFrame) -> ExecutionStop {
    // Not by `defer`, which becomes a function of its own if there are many places to return from;
    // the frame would then be in memory.
    var frame = unsafe state
    let stop = unsafe loop(&frame)
    unsafe state = frame
    return stop
  }
}
