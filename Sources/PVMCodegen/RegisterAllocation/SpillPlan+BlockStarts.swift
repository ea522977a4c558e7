internal import PVM
internal import Support

/// What is in registers at the start of a block.
extension SpillPlan {
  /// Chooses the values that are in registers at the start of a block.
  mutating func enter(_ block: BlockID, _ function: MachineFunction) {
    let start = ranges.blockStart[block]
    if block == .entry {
      for parameter in function.parameters where parameter.value.isVirtual {
        let register = parameter.value.virtual
        if segmentEnd(register, at: start + 2) > start + 2 {
          admit(register, at: start + 2, in: block)
        }
      }
      return
    }
    var candidates: [Candidate] = []
    let total = collectArriving(block, function)
    let loop = loops.innermost[block]
    let isHeader = loop.exists && loops.loops[loop].header == block
    let entries = ranges.liveness.liveIn(block)
    var room = isHeader ? Int(roomInLoop[loop]) : Int(Self.registers)
    for entry in entries.indices {
      let register = entries[entry]
      let next = nextUses.atStart[entry]
      let here = arriving[register]
      let isUnused = isHeader && nextUses.isBeyond(loop, entry)
      if here == 0 && (!isHeader || isUnused) { continue }
      let gain = next.value * total - (total - here)
      if gain < 0 || (here == 0 && gain == 0) { continue }
      candidates.append(
        Candidate(
          register: register, score: gain / max(next.distance, 1), isUnusedInLoop: isUnused))
    }
    for parameter in function.blocks[block].parameters {
      let register = parameter.virtual
      let here = arriving[register]
      guard segmentEnd(register, at: start) > start else { continue }
      admit(register, at: start, in: block, isMade: true)
      let distance = nextPoint[register] - Float(start)
      let gain = nextValue[register] * total + 2 * here - total
      resident.removeLast()
      isResident[register] = false
      if gain < 0 { continue }
      candidates.append(
        Candidate(
          register: register, score: gain / max(distance, 1), isUnusedInLoop: false,
          isParameter: true))
    }
    clearArriving(block, function)
    candidates.sort { $0.score != $1.score ? $0.score > $1.score : $0.register < $1.register }
    for candidate in candidates where resident.count < Int(Self.registers) {
      if candidate.isUnusedInLoop {
        if room == 0 { continue }
        room -= 1
      }
      admit(candidate.register, at: start, in: block, isMade: candidate.isParameter)
    }
  }

  /// A value that might be in a register at the start of a block.
  private struct Candidate {
    /// The value.
    var register: VirtualRegister
    /// What it saves, by the time it takes until then.
    var score: Float
    /// Whether the block is the header of a loop that does not use the value.
    var isUnusedInLoop: Bool
    /// Whether it is a parameter of the block.
    var isParameter = false
  }

  /// Fills `arriving` for the values that are live at the start of a block and for its parameters.
  ///
  /// - Returns: the frequency of all edges into the block.
  private mutating func collectArriving(
    _ block: BlockID, _ function: MachineFunction
  ) -> Float {
    var total: Float = 0
    var known: Float = 0
    for edge in ranges.graph.incoming(block) {
      let source = edge.source
      let frequency = Float(ranges.edgeFrequencies.of(source, edge.position))
      total += frequency
      guard isVisited[source] else { continue }
      known += frequency
      for register in atEnd[source] {
        isResident[register] = true
        arriving[register] += frequency
      }
      let arguments = function.blocks[source].successors[edge.position].arguments
      for (argument, parameter) in zip(arguments, function.blocks[block].parameters) {
        let index = argument.virtual
        if isResident[index] || ranges.constantOfRegister[index] >= 0 {
          arriving[parameter.virtual] += frequency
        }
      }
      for register in atEnd[source] { isResident[register] = false }
    }
    // What is not known yet is assumed to be like the rest.
    let scale = known > 0 ? total / known : 1
    for register in ranges.liveness.liveIn(block) { arriving[register] *= scale }
    for parameter in function.blocks[block].parameters {
      arriving[parameter.virtual] *= scale
    }
    return total
  }

  /// Puts `arriving` back to zero.
  private mutating func clearArriving(_ block: BlockID, _ function: MachineFunction) {
    for edge in ranges.graph.incoming(block) {
      for register in atEnd[edge.source] { arriving[register] = 0 }
    }
    for parameter in function.blocks[block].parameters { arriving[parameter.virtual] = 0 }
  }
}
