internal import PVM
internal import Support

/// A basic block of the PVM as it is emitted: what a target charges for as a whole.
struct EmittedBlock: Sendable {
  /// The block of the function in which it begins.
  var block: BlockID
  /// Whether it begins with that block; else behind a call in it.
  var beginsBlock: Bool
  /// The instructions; targets and immediates that are not known yet are 0.
  var instructions: [Instruction] = []
  /// The blocks that a conditional branch at its end leads to; the second is nil if a jump follows.
  var branch: (taken: BlockID, other: BlockID?)?

  /// What it costs.
  ///
  /// - Parameters:
  ///   - isMarked: whether `unlikely` is in front of it.
  ///   - isCheap: whether a side of the branch at its end is marked or traps.
  func cost(isMarked: Bool, isCheap: Bool, for target: Target) -> UInt32 {
    var simulator = BlockSimulator()
    if isMarked {
      simulator.decode(TimedInstruction(Instruction(.unlikely), isMarked: false, for: target))
    }
    for instruction in instructions {
      simulator.decode(TimedInstruction(instruction, isMarked: isCheap, for: target))
    }
    return simulator.finish()
  }
}
