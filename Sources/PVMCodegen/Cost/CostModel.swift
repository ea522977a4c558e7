package import PVM
internal import Support

/// What code costs, and what may be traded for what: everything that passes weigh comes from here.
///
/// A target and an optimization level choose the model. Gas is what a call of a function is charged on average: a
/// block's frequency times what the machine charges for its instructions. Passes do not count instructions
/// themselves, so that a machine that charges by the block needs another model, not other passes.
package struct CostModel: Hashable, Sendable {
  /// Which machine charges.
  package var target = Target.gp07
  /// Whether the code is made for what the machine charges for blocks, if it does; else as if it charged for instructions.
  package var regardsBlocks = true
  /// How many bytes the code may grow to save one unit of gas per call of a function; 0 for code that never grows.
  package var bytesPerGas: Double
  /// The same where an executed addition makes addresses shorter: its result takes a register, too,
  /// and what that spills elsewhere is not known when the choice is made.
  package var bytesPerAddition: Double
  /// How many bytes a block that is duplicated may have.
  package var maximumDuplicateSize: Int
  /// What gas at every start of the program is worth in bytes of the file.
  package var startUp: StartUpPrice
  /// How many cycles a load or store of a spilled value counts as, where orders of instructions are compared and blocks have
  /// costs.
  package var spillCycles = 12
  /// What weighs in the choice of the values that are in registers.
  package var spilling = SpillCosts()

  /// Creates a model; an addition is worth as much as any instruction unless told otherwise.
  package init(
    bytesPerGas: Double = 4, bytesPerAddition: Double? = nil, maximumDuplicateSize: Int = 48,
    startUp: StartUpPrice = .balanced
  ) {
    self.bytesPerGas = bytesPerGas
    self.bytesPerAddition = bytesPerAddition ?? bytesPerGas
    self.maximumDuplicateSize = maximumDuplicateSize
    self.startUp = startUp
  }

  /// The model with which neither bytes nor gas dominate: up to three percent of the bytes of
  /// the 42 benchmarks for one percent of their gas.
  package static let balanced = CostModel(bytesPerGas: 1.8, bytesPerAddition: 9)

  /// The model that gives the least gas.
  package static let fastest = CostModel(
    bytesPerGas: 16, maximumDuplicateSize: 96, startUp: .fastest)

  /// The model for small code, in which gas decides between codes of about the same size. Additions have a price of their own: what
  /// their results spill takes bytes, too.
  package static let small = CostModel(bytesPerGas: 0.1, bytesPerAddition: 2, startUp: .smallest)

  /// The model for the smallest code.
  package static let smallest = CostModel(
    bytesPerGas: 0.05, bytesPerAddition: 1.5, startUp: .smallest)

  /// The model without optimization: nothing is executed to save bytes.
  package static let unoptimized = CostModel(bytesPerGas: .infinity, startUp: .smallest)

  // MARK: What the machine charges

  /// Whether a block costs what a pipelined processor takes for it.
  package var chargesBlocks: Bool { target.chargesBlocks && regardsBlocks }

  /// The gas of an instruction, once (`pvm.md` section 9: one for each). Where blocks have costs it is what one more costs on
  /// average: a jump its 15 cycles and what the end of a block keeps waiting, an access to memory a share of its 25.
  func gas(of opcode: MachineOpcode) -> Double {
    guard chargesBlocks else { return 1 }
    switch opcode {
    case MachineOpcode(.jump), MachineOpcode(.loadImmJump): return jumpCycles
    default:
      guard let traits = opcode.opcode?.traits else { return computedCycles }
      return traits.contains(.loads) || traits.contains(.stores) ? accessCycles : computedCycles
    }
  }

  /// The gas of a jump, where blocks have costs.
  package var jumpCycles = 20.0
  /// The gas of one more access to memory, where blocks have costs.
  package var accessCycles = 10.0
  /// The gas of any other instruction, where blocks have costs.
  package var computedCycles = 0.6

  /// The gas of an access to memory instead of two instructions that make a constant.
  var constantLoad: Double { chargesBlocks ? accessCycles : 0 }

  /// What falling through instead of jumping saves, over what one jump costs: nothing where an executed jump costs as
  /// much as the end of a block; where blocks have costs (`pvm-0.8.md` section 4), a jump is 15 cycles and falling
  /// through 2.
  var fallThroughWeight: Double { chargesBlocks ? 13.0 / 15 : 0 }

  /// Whether branches take less than conditional moves: where blocks have costs, those are 2 cycles and a branch 20.
  var branchesPay: Bool { !chargesBlocks }

  // MARK: Trades

  /// Whether code may grow by some bytes to save so much gas per call of a function.
  func isWorth(bytes: Int, saving gas: Double) -> Bool {
    bytes <= 0 || Double(bytes) <= bytesPerGas * gas
  }

  /// Whether so much gas per call of a function may be spent to save bytes.
  func isWorth(gas: Double, saving bytes: Int) -> Bool {
    bytes > 0 && Double(bytes) > bytesPerGas * gas
  }

  // MARK: Addresses

  /// What it costs in bytes to add the memory's base to a value that is made so often, or to take it away: five bytes,
  /// the addition, and twice that again for the further register in use.
  func baseConversion(frequency: Double) -> Double {
    9 + max(2 * bytesPerAddition, 0.25) * frequency
  }

  /// What it costs in bytes to make a base that accesses share: its size, the register, which is taken for longer if
  /// it holds a constant, and six times the addition, because the register costs instructions elsewhere (measured).
  func sharedBase(size: Int, frequency: Double, isConstant: Bool) -> Double {
    Double(size) + 3 * (isConstant ? 2 : 1) + 6 * bytesPerAddition * frequency
  }

  /// Where frequencies are counts of a run, more bytes are worth the gas: they go where it runs (`Docs/Decisions/0018`).
  package mutating func trustFrequencies() {
    if chargesBlocks { bytesPerGas *= 4 }
  }

  // MARK: Frequencies, which are estimates

  /// Gas that a placement costs beside what is executed, so that of those that are equally good the one with fewer
  /// places is taken.
  var placement: Double { 0.001 }

  /// Whether one load of a constant that runs so often is better than several that together run so often.
  func isWorthSharing(frequency: Double, insteadOf sum: Double) -> Bool { sum > frequency * 1.001 }

  /// Whether a computation moves to a block that runs less often, though its operand lives longer then.
  func isWorthMoving(from frequency: Double, to other: Double) -> Bool { other < 0.4 * frequency }

  /// Whether instructions may be executed in front of a branch for one of its edges, which is taken so often, to save
  /// the edge's own block. The estimate may be somewhat wrong.
  func isWorthHoisting(gas: Double, branch frequency: Double, edge taken: Double) -> Bool {
    2 * gas * (frequency - taken) <= taken * self.gas(of: MachineOpcode(.jump))
  }

  /// How many instructions of one edge are executed in front of a branch at most.
  var maximumHoisted: Int { chargesBlocks ? 6 : 2 }

  /// Whether live ranges are cut around a region with calls that is entered so often per call of the function.
  func isWorthCutting(entering frequency: Double) -> Bool { frequency < 0.95 }

  /// Whether a block that runs so often per call has more use for registers than values that are only kept in them.
  func isHot(_ frequency: Double) -> Bool { frequency > 1.5 }
}

/// What weighs in the choice of the values that are in registers (`SpillPlan`).
package struct SpillCosts: Hashable, Sendable {
  /// What having a value in a register saves where it is read in a fixed one, of a load: it may be there already.
  var fixedRead: Float = 0.7
  /// The same where it is copied.
  var copyRead: Float = 0.9
  /// How often the store counts that puts a value into memory: once for itself, once because the value can then be
  /// given up again anywhere.
  var store: Float = 2
  /// How much of the distance from a loop's beginning to a parameter's next use counts behind an edge that passes it
  /// a value. The edge is the use; but if not all values can be in registers there, the parameters should be that are
  /// used first.
  var round: Float = 0.1
  /// Blocks of a loop that run less often than this, compared with its header, do not crowd it.
  var rareBlock = 0.05
}
