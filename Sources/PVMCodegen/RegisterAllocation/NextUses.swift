import PVM
internal import Support

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
  private var ofParameter: RegisterTable<NextUse>
  /// Where each block's stretch of `atStart` begins.
  private let starts: BlockTable<Int32>
  /// For the block loaded last, the next use of each value that is live at its end.
  private var atEnd: RegisterTable<NextUse>
  /// The value of `generation` when each entry of `atEnd` was written.
  private var stamp: RegisterTable<Int32>
  /// How often `load` has been called.
  private var generation: Int32 = 0
  /// The values for which `atEnd` is valid.
  private var touched: [VirtualRegister] = []
  /// How far away the code behind each edge seems, beyond its real distance.
  private let loops: LoopInfo
  /// The expected number of points executed in each loop, from entering to leaving it.
  private var loopLength: LoopTable<Float>

  /// Computes the next uses.
  init(
    _ function: MachineFunction, _ ranges: LiveRanges, _ loops: LoopInfo, _ costs: SpillCosts
  ) {
    self.loops = loops
    self.costs = costs
    var liveCount = 0
    starts = BlockTable(
      function.blocks.indices.map { block in
        defer { liveCount += ranges.liveness.liveIn(block).count }
        return Int32(liveCount)
      })
    atStart = [NextUse](repeating: NextUse(), count: liveCount)
    ofParameter = RegisterTable(
      repeating: NextUse(), count: function.virtualRegisterCount)
    atEnd = RegisterTable<NextUse>(repeating: NextUse(), count: function.virtualRegisterCount)
    stamp = RegisterTable<Int32>(repeating: -1, count: function.virtualRegisterCount)
    loopLength = LoopTable(repeating: 0, count: loops.loops.count)
    for block in ranges.graph.reversePostorder {
      let points =
        Float(function.blocks[block].frequency)
        * Float(ranges.blockEnd[block] - ranges.blockStart[block])
      var loop = loops.innermost[block]
      while loop.exists {
        loopLength[loop] += points
        loop = loops.loops[loop].parent
      }
    }
    for (index, loop) in loops.loops.indexed() {
      var entering = 0.0
      for edge in ranges.graph.incoming(loop.header)
      where !loops.contains(index, edge.source) {
        entering += ranges.edgeFrequencies.of(edge.source, edge.position)
      }
      loopLength[index] = loopLength[index] / Float(max(entering, 1e-9))
    }
    for _ in 0..<2 {
      for block in ranges.graph.reversePostorder.reversed() {
        load(block, function, ranges)
        let length = Float(ranges.blockEnd[block] - ranges.blockStart[block])
        func next(_ register: VirtualRegister) -> NextUse {
          let use = ranges.firstUse(register, from: ranges.blockStart[block] + 1)
          if use < ranges.useRange(register).upperBound,
            ranges.uses[use].point < ranges.blockEnd[block]
          {
            return self.use(ranges, use, from: ranges.blockStart[block])
          }
          var next = nextUseAtEnd(register)
          next.distance += length
          return next
        }
        for (index, register) in ranges.liveness.liveIn(block).enumerated() {
          atStart[Int(starts[block]) + index] = next(register)
        }
        for parameter in function.blocks[block].parameters {
          ofParameter[parameter.virtual] = next(parameter.virtual)
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
        ofParameter[site.partner].distance
        * costs.round
    }
    return NextUse(value: value(ranges, use), distance: distance)
  }

  /// Whether the value of an entry of a loop header's live-in list has its next use after the loop.
  func isBeyond(_ loop: LoopID, _ entry: Int) -> Bool {
    atStart[entry].distance >= loopLength[loop]
  }

  /// The next use after the end of the block loaded last.
  func nextUseAtEnd(_ register: VirtualRegister) -> NextUse {
    stamp[register] == generation ? atEnd[register] : NextUse(value: 0, distance: 1e9)
  }

  /// Looks at the end of a block.
  mutating func load(_ block: BlockID, _ function: MachineFunction, _ ranges: LiveRanges) {
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
      while loop.exists, !loops.contains(loop, edge.target) {
        extra = max(extra, loopLength[loop])
        loop = loops.loops[loop].parent
      }
      for (index, register) in ranges.liveness.liveIn(edge.target).enumerated() {
        let next = atStart[Int(starts[edge.target]) + index]
        if stamp[register] != generation {
          stamp[register] = generation
          touched.append(register)
          atEnd[register] = NextUse()
        }
        let value = share * next.value
        atEnd[register].value += value
        atEnd[register].distance += value * (next.distance + extra)
      }
    }
    // Averages instead of weighted sums.
    for register in touched {
      let next = atEnd[register]
      atEnd[register].distance = next.value > 0 ? next.distance / next.value : 1e9
    }
  }
}
