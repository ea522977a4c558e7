import PVM
import Support

/// Choices for register allocation.
package struct AllocationOptions: Sendable {
  /// When not zero, arbitrary choices are made differently: a means to test that nothing depends on
  /// them.
  package var seed: UInt64
  /// Creates options.
  package init(seed: UInt64 = 0) { self.seed = seed }

  /// The order in which registers are preferred, all else being equal.
  ///
  /// Registers that most calls destroy come first: values that live across no call should leave the
  /// others alone, for those that do and for our own callers.
  var registerOrder: [UInt8] {
    var order: [UInt8] = [12, 11, 10, 9, 8, 7, 3, 2, 0, 6, 5, 4]
    guard seed != 0 else { return order }
    var random = SplitMix64(state: seed)
    for index in order.indices.reversed().dropLast() {
      order.swapAt(index, Int(random.next() % UInt64(index + 1)))
    }
    return order
  }
}

/// What an allocation costs and how it came about.
package struct AllocationStatistics: Sendable {
  /// Moves between registers, weighted with block frequencies.
  package var moves = 0.0
  /// Loads from spill slots, weighted.
  package var loads = 0.0
  /// Stores to spill slots, weighted.
  package var stores = 0.0
  /// Constants made, weighted; those made once as selected included.
  package var constants = 0.0
  /// The same four without weights: instructions in the code.
  package var instructionCount = 0
  /// How many bundles lost their register to another.
  package var evictions = 0
  /// How many bundles were taken apart by region.
  package var splits = 0
  /// How many bundles were left in memory.
  package var spills = 0

  /// Creates statistics of nothing.
  package init() {}

  /// What allocation is to make small.
  package var cost: Double { moves + loads + stores + constants }

  /// Counts what an allocated function contains.
  package mutating func measure(_ function: MachineFunction) {
    for block in function.blocks {
      for instruction in block.instructions {
        switch instruction.opcode {
        case MachineOpcode(.moveReg): moves += block.frequency
        case .spillLoad: loads += block.frequency
        case .spillStore: stores += block.frequency
        case .loadConstant, .frameAddress, .loadIncoming: constants += block.frequency
        default: continue
        }
        instructionCount += 1
      }
    }
  }
}
