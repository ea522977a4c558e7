import PVM
import PVMVM

/// What the gas of a run is for where blocks have costs: what the run would cost if one kind of
/// instruction took a single cycle. The shares overlap, as the cycles do.
struct BlockGasShares {
  /// A kind of instruction.
  enum Kind: String, CaseIterable {
    /// Loads and stores.
    case memory
    /// Conditional branches.
    case branches
    /// Jumps, calls and returns.
    case jumps

    /// Whether an instruction is of this kind.
    func contains(_ opcode: Opcode) -> Bool {
      let traits = opcode.traits
      switch self {
      case .memory: return traits.contains(.loads) || traits.contains(.stores)
      case .branches: return traits.contains(.conditionalBranch)
      case .jumps:
        return opcode == .jump || opcode == .loadImmJump || opcode == .jumpInd
          || opcode == .loadImmJumpInd
      }
    }
  }

  /// What the gas would be if no block waited, at its end, for what is not done yet.
  private let withoutDrains: UInt64
  /// How many instructions were executed.
  let instructions: UInt64
  /// The gas of the run, host calls not counted.
  let gas: UInt64
  /// What it would be for each kind.
  private let without: [UInt64]

  /// Evaluates a run.
  init(_ profiler: Profiler) {
    instructions = profiler.instructionCount
    gas = profiler.total
    let blob = profiler.program.blob
    var sums = Kind.allCases.map { _ in UInt64(0) }
    var decoded: UInt64 = 0
    for block in profiler.blocks {
      let instructions = blob.block(at: block.range.lowerBound)
      var simulator = BlockSimulator()
      for one in instructions { simulator.decode(blob.timed(one.effective, next: one.next)) }
      decoded += UInt64(max(1, simulator.decodingCycle)) * block.entries
      for (index, kind) in Kind.allCases.enumerated() {
        var simulator = BlockSimulator()
        for one in instructions {
          var timed = blob.timed(one.effective, next: one.next)
          if kind.contains(one.effective.opcode) { timed.latency = 1 }
          simulator.decode(timed)
        }
        sums[index] += UInt64(simulator.finish()) * block.entries
      }
    }
    without = sums
    withoutDrains = decoded
  }

  /// The gas if each block ended when its last instruction is decoded, over the gas.
  var restWithoutDrains: Double { Double(withoutDrains) / Double(max(1, gas)) }

  /// The gas without the latency of a kind of instruction, over the gas.
  func rest(without kind: Kind) -> Double {
    let index = Kind.allCases.firstIndex(of: kind) ?? 0
    return Double(without[index]) / Double(max(1, gas))
  }
}
