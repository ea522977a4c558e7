import PVMCodegen

extension MachineFunction {
  /// Gives a selected function registers, which is verified and proved; says what that cost.
  @discardableResult
  mutating func allocateRegisters(seed: UInt64 = 0) throws -> AllocationStatistics {
    var runner = PassRunner(PassOptions(verifies: true, checksAllocation: true, seed: seed))
    try runner.allocate(&self)
    return runner.context.statistics
  }
}
