/// Replaces virtual registers by registers of the PVM.
///
/// Every executed instruction costs the same, so the objective is the number of moves, spill loads,
/// spill stores and constants made, each weighted with its block's frequency; then bytes.
///
/// Steps: `AllocationPreparation` splits critical edges and isolates tied operands, and in between
/// `CallRegionSplitting` cuts live ranges where the part of the function with calls begins and ends; `LiveRanges`
/// numbers points and finds live segments and uses; `SpillPlan` decides which values are in registers
/// where; `Coalescing` groups those that want to share one; `Assignment` gives registers to groups, evicting and splitting; `MoveInsertion` rewrites the
/// function; `AllocationChecker` proves the result.
package struct RegisterAllocator {
  /// Allocates registers for a function in phase `selected`, which ends in phase `allocated`.
  ///
  /// - Throws: `allocatorStuck` or `allocation` (an internal error, whatever the input).
  /// - Complexity: n log n in the size of the function for all but pathological inputs.
  @discardableResult
  package static func allocate(
    _ function: inout MachineFunction, options: AllocationOptions = AllocationOptions()
  ) throws(CodegenError) -> AllocationStatistics {
    let original = options.checkAllocation ? function : nil
    var statistics = AllocationStatistics()
    let originalCount = function.blocks.count
    AllocationPreparation.prepareBlocks(&function)
    if options.splitsCallRegions { CallRegionSplitting.run(&function) }
    AllocationPreparation.prepareInstructions(&function)
    do {
      let ranges = LiveRanges(function)
      let units: RegisterUnits
      if SpillPlan.isNeeded(ranges) {
        let plan = SpillPlan(function, ranges)
        units = RegisterUnits(pieces: plan.pieces, starts: plan.starts, function, ranges)
      } else {
        units = RegisterUnits(
          pieces: ranges.segments, starts: ranges.segmentStarts, function, ranges)
      }
      let coalescing = Coalescing(units.units, units.candidates(function, ranges))
      var assignment = Assignment(ranges, coalescing.groups, options)
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
    AllocationPreparation.removeEmptySplitBlocks(&function, originalCount: originalCount)
    function.phase = .allocated
    statistics.measure(function)
    if let original {
      try AllocationChecker.check(before: original, after: function)
    }
    return statistics
  }
}
