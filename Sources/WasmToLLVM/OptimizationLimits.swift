/// How much of everything a function may have whose time LLVM's superlinear passes are worth.
package struct OptimizationLimits: Sendable {
  /// How much of everything a function may have at one time.
  struct Sizes {
    /// Instructions.
    var instructions: Int
    /// Blocks.
    var blocks: Int
    /// Cases of a switch.
    var cases: Int
    /// Ways into a block that bring a value.
    var incoming: Int
    /// Operands of all phis.
    var phiOperands: Int
    /// Comparisons of one value.
    var comparisons: Int
    /// Loops inside each other.
    var depth: Int

    /// What of a shape is too much, with how much it is.
    func excess(of shape: FunctionShape) -> (excess: OptimizationBudget.Excess, count: Int)? {
      if shape.depth > depth { return (.depth, shape.depth) }
      if shape.blocks > blocks { return (.blocks, shape.blocks) }
      if shape.cases > cases { return (.cases, shape.cases) }
      if shape.incoming > incoming { return (.incoming, shape.incoming) }
      if shape.comparisons > comparisons { return (.comparisons, shape.comparisons) }
      if shape.phiOperands > phiOperands { return (.phiOperands, shape.phiOperands) }
      if shape.instructions > instructions { return (.instructions, shape.instructions) }
      return nil
    }
  }

  /// For code as it is translated: no pass but those for functions that are too large sees what is beyond them.
  let translated: Sizes
  /// For code without what is obviously not needed.
  let simplified: Sizes
  /// How many functions there may be that are tiny on average.
  let swarm: Int

  /// What programs are compiled with. The largest functions of the real programs that were measured have 14,500 instructions, 1,100 blocks,
  /// 200 cases, 320 ways into a block, 7,000 operands of phis and 30 comparisons of a value.
  package static let standard = OptimizationLimits(
    translated: Sizes(
      instructions: 100_000, blocks: 5_000, cases: 1_000, incoming: 2_000, phiOperands: 100_000,
      comparisons: 1_000, depth: 100),
    simplified: Sizes(
      instructions: 30_000, blocks: 2_500, cases: 600, incoming: 1_000, phiOperands: 40_000,
      comparisons: 100, depth: 100), swarm: 4_000)

  /// So little that hardly any function keeps it: some have too many blocks as translated, others too many comparisons or instructions
  /// later. For tests.
  package static let exhausted = OptimizationLimits(
    translated: Sizes(
      instructions: 1_000, blocks: 20, cases: 8, incoming: 8, phiOperands: 50, comparisons: 8,
      depth: 2),
    simplified: Sizes(
      instructions: 10, blocks: 20, cases: 4, incoming: 4, phiOperands: 20, comparisons: 1, depth: 2
    ),
    swarm: 4_000)
}
