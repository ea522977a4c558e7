internal import Support

/// Replaces virtual registers by registers of the PVM.
///
/// Every executed instruction costs the same, so the objective is the number of moves, spill loads,
/// spill stores and constants made, each weighted with its block's frequency; then bytes.
///
/// Passes before this one prepare the function: critical edges are split, tied operands isolated, and live ranges cut
/// where the part of the function with calls begins and ends.
///
/// Steps: `LiveRanges` numbers points and finds live segments and uses; `SpillPlan` decides which values are in registers
/// where; `Coalescing` groups those that want to share one; `Assignment` gives registers to groups, evicting and splitting; `MoveInsertion` rewrites the
/// function. `AllocationChecker` proves the result.
package struct RegisterAllocator {
  /// Allocates registers for a prepared function in phase `selected`, which ends in phase `allocated`.
  ///
  /// - Parameters:
  ///   - seed: permutes choices that must not matter, unless 0.
  ///   - originalBlockCount: the blocks from this one on were made for critical edges, and go if they stay empty.
  /// - Throws: `allocatorStuck` (an internal error, whatever the input).
  /// - Complexity: n log n in the size of the function for all but pathological inputs.
  static func allocate(
    _ function: inout MachineFunction, _ costs: CostModel, seed: UInt64, originalBlockCount: Int
  ) throws(CodegenError) -> AllocationStatistics {
    var statistics = AllocationStatistics()
    do {
      let ranges = LiveRanges(function)
      let units: RegisterUnits
      if SpillPlan.isNeeded(ranges) {
        let plan = SpillPlan(function, ranges, costs.spilling)
        units = RegisterUnits(pieces: plan.pieces, starts: plan.starts, function, ranges)
      } else {
        units = RegisterUnits(
          pieces: ranges.segments, starts: ranges.segmentStarts, function, ranges)
      }
      let coalescing = Coalescing(units.units, units.candidates(function, ranges))
      var assignment = Assignment(ranges, coalescing.groups, AllocationOptions(seed: seed))
      do {
        try assignment.run()
      } catch {
        throw CodegenError(error.kind, function: function.name)
      }
      statistics.evictions = assignment.evictions
      statistics.splits = assignment.splits
      statistics.spills = assignment.spills
      var insertion = MoveInsertion(ranges, assignment)
      insertion.rewrite(&function)
    }
    AllocationPreparation.removeEmptySplitBlocks(
      &function, originalCount: originalBlockCount)
    function.phase = .allocated
    statistics.measure(function)
    return statistics
  }
}
