import PVM

/// How likely, how far away and how valuable the next use of a value is.
struct NextUse {
  /// The expected saving of having the value in a register at its next use: at most 1.
  var value: Float = 0
  /// The expected distance to that use, in points.
  var distance: Float = 0
}

/// The next use of each live value at the start of each block.
///
/// A value's next use beyond the end of a block is the average over the edges, weighted with how often
/// they are taken and how likely a use follows. Leaving a loop counts as far as the loop is expected to
/// run, so that what is used only after a loop seems far away inside it. Two sweeps over the blocks
/// suffice: one acyclic, one that sees the results of the first along back edges.
struct NextUses {
  /// What weighs in the choice.
  private let costs: SpillCosts

  /// For each entry of the blocks' live-in lists, the next use.
  private(set) var atStart: [NextUse]
  /// For each parameter of a block, the next use from the block's start.
  private var ofParameter: [NextUse]
  /// Where each block's stretch of `atStart` begins.
  private let starts: [Int32]
  /// For the block loaded last, the next use of each value that is live at its end.
  private var atEnd: [NextUse]
  /// The value of `generation` when each entry of `atEnd` was written.
  private var stamp: [Int32]
  /// How often `load` has been called.
  private var generation: Int32 = 0
  /// The values for which `atEnd` is valid.
  private var touched: [Int32] = []
  /// How far away the code behind each edge seems, beyond its real distance.
  private let loops: LoopInfo
  /// The expected number of points executed in each loop, from entering to leaving it.
  private var loopLength: [Float]

  /// Computes the next uses.
  init(
    _ function: MachineFunction, _ ranges: LiveRanges, _ loops: LoopInfo, _ costs: SpillCosts
  ) {
    self.loops = loops
    self.costs = costs
    var starts: [Int32] = [0]
    for block in 0..<function.blocks.count {
      starts.append(starts[block] + Int32(ranges.liveness.liveIn(block).count))
    }
    self.starts = starts
    atStart = [NextUse](repeating: NextUse(), count: Int(starts[function.blocks.count]))
    ofParameter = [NextUse](
      repeating: NextUse(), count: function.virtualRegisterCount)
    atEnd = [NextUse](repeating: NextUse(), count: function.virtualRegisterCount)
    stamp = [Int32](repeating: -1, count: function.virtualRegisterCount)
    loopLength = [Float](repeating: 0, count: loops.loops.count)
    for block in ranges.graph.reversePostorder.map(Int.init) {
      let points =
        Float(function.blocks[block].frequency)
        * Float(ranges.blockEnd[block] - ranges.blockStart[block])
      var loop = loops.innermost[block]
      while loop >= 0 {
        loopLength[Int(loop)] += points
        loop = loops.loops[Int(loop)].parent
      }
    }
    for (index, loop) in loops.loops.enumerated() {
      var entering = 0.0
      for edge in ranges.graph.incoming(Int(loop.header))
      where !loops.contains(index, Int(edge.source)) {
        entering += ranges.edgeFrequencies.of(Int(edge.source), Int(edge.position))
      }
      loopLength[index] = loopLength[index] / Float(max(entering, 1e-9))
    }
    for _ in 0..<2 {
      for block in ranges.graph.reversePostorder.reversed().map(Int.init) {
        load(block, function, ranges)
        let length = Float(ranges.blockEnd[block] - ranges.blockStart[block])
        func next(_ register: Int) -> NextUse {
          let use = ranges.firstUse(register, from: ranges.blockStart[block] + 1)
          if use < Int(ranges.useStarts[register + 1]),
            ranges.uses[use].point < ranges.blockEnd[block]
          {
            return self.use(ranges, use, from: ranges.blockStart[block])
          }
          var next = nextUseAtEnd(register)
          next.distance += length
          return next
        }
        for (index, register) in ranges.liveness.liveIn(block).enumerated() {
          atStart[Int(starts[block]) + index] = next(Int(register))
        }
        for parameter in function.blocks[block].parameters {
          ofParameter[parameter.virtualIndex] = next(parameter.virtualIndex)
        }
      }
    }
  }

  /// What having the value in a register saves at a use.
  ///
  /// Where a value dies in a fixed register or a copy, it may well be there already; where it lives on,
  /// a move costs as much as a load.
  private func value(_ ranges: LiveRanges, _ use: Int) -> Float {
    let site = ranges.uses[use]
    switch site.kind {
    case .read, .write: return 1
    case .fixedWrite, .copyWrite: return 1
    case .fixedRead: return costs.fixedRead
    case .copyRead: return costs.copyRead
    }
  }

  /// A use as the next one after a point. Of values that an edge back to the beginning of a loop passes on, those are
  /// used first whose parameters are.
  func use(_ ranges: LiveRanges, _ use: Int, from point: Int32) -> NextUse {
    let site = ranges.uses[use]
    var distance = Float(site.point - point)
    if site.kind == .copyRead, site.point & 1 == 1,
      ranges.graph.position[ranges.block(at: site.partnerPoint)]
        <= ranges.graph.position[ranges.block(at: site.point)]
    {
      distance +=
        ofParameter[Int(site.partner)].distance
        * costs.round
    }
    return NextUse(value: value(ranges, use), distance: distance)
  }

  /// Whether the value of an entry of a loop header's live-in list has its next use after the loop.
  func isBeyond(_ loop: Int, _ entry: Int) -> Bool {
    atStart[entry].distance >= loopLength[loop]
  }

  /// The next use after the end of the block loaded last.
  func nextUseAtEnd(_ register: Int) -> NextUse {
    stamp[register] == generation ? atEnd[register] : NextUse(value: 0, distance: 1e9)
  }

  /// Looks at the end of a block.
  mutating func load(_ block: Int, _ function: MachineFunction, _ ranges: LiveRanges) {
    generation += 1
    touched.removeAll(keepingCapacity: true)
    let successors = function.blocks[block].successors
    var total = 0.0
    for position in successors.indices { total += ranges.edgeFrequencies.of(block, position) }
    for (position, edge) in successors.enumerated() {
      let frequency = ranges.edgeFrequencies.of(block, position)
      let share = total > 0 ? Float(frequency / total) : 1 / Float(successors.count)
      var extra: Float = 0
      var loop = loops.innermost[block]
      while loop >= 0, !loops.contains(Int(loop), edge.target) {
        extra = max(extra, loopLength[Int(loop)])
        loop = loops.loops[Int(loop)].parent
      }
      for (index, register) in ranges.liveness.liveIn(edge.target).enumerated() {
        let next = atStart[Int(starts[edge.target]) + index]
        if stamp[Int(register)] != generation {
          stamp[Int(register)] = generation
          touched.append(register)
          atEnd[Int(register)] = NextUse()
        }
        let value = share * next.value
        atEnd[Int(register)].value += value
        atEnd[Int(register)].distance += value * (next.distance + extra)
      }
    }
    // Averages instead of weighted sums.
    for register in touched.map(Int.init) {
      let next = atEnd[register]
      atEnd[register].distance = next.value > 0 ? next.distance / next.value : 1e9
    }
  }
}
