import PVMCodegen

extension MachineFunction {
  /// Gives a selected function registers, which is verified and proved; says what that cost.
  @discardableResult
  mutating func allocateRegisters(
    seed: UInt64 = 0, optimizes: Bool = true
  ) throws -> AllocationStatistics {
    var runner = PassRunner(
      PassOptions(
        costs: optimizes ? CostModel() : .unoptimized, optimizes: optimizes, verifies: true,
        checksAllocation: true, seed: seed))
    try runner.allocate(&self)
    return runner.context.statistics
  }
}
