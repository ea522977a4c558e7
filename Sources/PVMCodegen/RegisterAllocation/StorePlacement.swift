import PVM

/// Decides where values that are in memory somewhere are stored.
///
/// A value in SSA form needs its slot filled once on every way from where it is made to where it leaves
/// its registers. Problem: the cheapest set of places to store it, which is a minimum cut between its
/// making and the points where it enters memory. Places are the stretches in which it has a register
/// (as often as their block) and edges from a register into memory. A value made rarely is simply stored
/// where it is made.
struct StorePlacement {
  /// For each piece, whether the value is stored where the piece begins.
  private(set) var isStored: [Bool]
  /// For each piece of a value that has a slot, whether the slot is filled at its end, on all ways.
  private(set) var isValid: [Bool]
  /// The tables of the cut.
  private var cut = MinimumCut()

  /// Makes tables for pieces of which none is stored.
  init(pieceCount: Int) {
    isStored = [Bool](repeating: false, count: pieceCount)
    isValid = isStored
  }

  /// A way from one piece into memory or into another piece.
  struct Way {
    /// The piece left.
    var from: Int32
    /// The piece entered, or -1 for memory.
    var to: Int32
    /// How often, or infinity for going to memory within a block.
    var frequency: Double
  }

  /// Places the stores of one value.
  ///
  /// - Parameters:
  ///   - range: its pieces.
  ///   - making: the piece that begins where the value is made, or -1 if it is made in memory.
  ///   - frequencies: how often the block of each piece is executed.
  ///   - ways: the ways between pieces and into memory.
  mutating func place(_ range: Range<Int>, making: Int, frequencies: [Double], ways: [Way]) {
    for piece in range { isValid[piece] = true }
    guard making >= 0, ways.contains(where: { $0.to < 0 }) else { return }
    let cheapest = frequencies[making - range.lowerBound]
    // More than this many pieces are not worth the search.
    let isCheap =
      !frequencies.contains { $0 < cheapest }
      && !ways.contains { $0.to < 0 && $0.frequency < cheapest }
    if isCheap || range.count > 2_000 {
      isStored[making] = true
      return
    }
    cut.reset()
    for frequency in frequencies {
      let enter = cut.addNode()
      let leave = cut.addNode()
      cut.addArc(enter, leave, frequency)
    }
    func enter(_ piece: Int) -> Int { 2 + 2 * (piece - range.lowerBound) }
    cut.addArc(MinimumCut.source, enter(making), MinimumCut.uncuttable)
    for way in ways {
      let leave = enter(Int(way.from)) + 1
      if way.to >= 0 {
        cut.addArc(leave, enter(Int(way.to)), MinimumCut.uncuttable)
      } else {
        cut.addArc(leave, MinimumCut.sink, min(way.frequency, MinimumCut.uncuttable))
      }
    }
    _ = cut.solve()
    for piece in range {
      let isEntered = cut.isOnSourceSide(enter(piece))
      let isLeft = cut.isOnSourceSide(enter(piece) + 1)
      isStored[piece] = isEntered && !isLeft
      isValid[piece] = !isLeft
    }
  }
}
