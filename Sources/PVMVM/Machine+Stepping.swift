internal import PVM

extension Machine {
  /// Executes the smallest part of a run that can be paid for: one instruction, or, where blocks are
  /// paid for, what is left of a block; nil if the run goes on.
  mutating func step() -> ExitReason? {
    let before = gas
    let cost: Int64
    if !target.chargesBlocks {
      cost = 1
    } else if isBlockPaid {
      cost = 0
    } else {
      // Without an instruction the run ends at once.
      cost = program.instruction(at: pc).map(program.charge) ?? 0
    }
    guard before >= cost else { return run() }
    // With gas for no more the machine executes no more.
    gas = cost
    let exit = run()
    gas += before - cost
    return exit == .outOfGas && !isBlockPaid ? nil : exit
  }
}
