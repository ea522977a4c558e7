internal import Support

/// Where values are stored that are in memory somewhere.
extension MoveInsertion {
  /// The point at which a value is made and first has a place of its own.
  private func making(_ register: VirtualRegister) -> Int32 {
    ranges.segments[ranges.segmentRange(register).lowerBound].from
  }

  /// Decides where values are stored.
  mutating func placeStores(_ function: MachineFunction) {
    guard slotCount > 0 else { return }
    var flat: [StorePlacement.Way] = []
    var keys: [VirtualRegister] = []
    func add(_ register: VirtualRegister, _ from: Int, _ to: Int?, _ frequency: Double) {
      keys.append(register)
      flat.append(
        StorePlacement.Way(from: Int32(from), to: Int32(to ?? -1), frequency: frequency))
    }
    for register in slotOfRegister.indices where slotOfRegister[register] >= 0 {
      let range = pieceRange(register)
      for index in range {
        let end = pieces[index].to
        guard isLive(register, end), end != ranges.blockEnd[ranges.block(at: end - 1)] else {
          continue
        }
        let continues = index + 1 < range.upperBound && pieces[index + 1].from == end
        add(register, index, continues ? index + 1 : nil, .infinity)
      }
    }
    for block in ranges.graph.reversePostorder {
      for (position, edge) in function.blocks[block].successors.enumerated() {
        let frequency = ranges.edgeFrequencies.of(block, position)
        let start = ranges.blockStart[edge.target]
        for register in ranges.liveness.liveIn(edge.target)
        where slotOfRegister[register] >= 0 {
          guard let before = piece(register, at: ranges.blockEnd[block] - 1) else { continue }
          add(register, before, piece(register, at: start), frequency)
        }
        for (argument, parameter) in zip(edge.arguments, function.blocks[edge.target].parameters) {
          let slot = slotOfRegister[argument.virtual]
          guard slot >= 0, slot == slotOfRegister[parameter.virtual],
            let before = piece(argument.virtual, at: ranges.blockEnd[block] - 1),
            isLive(parameter.virtual, start),
            piece(parameter.virtual, at: start) == nil
          else { continue }
          add(argument.virtual, before, nil, frequency)
        }
      }
    }
    let ways = EntityRows(flat, by: keys, count: slotOfRegister.count)
    for register in slotOfRegister.indices where slotOfRegister[register] >= 0 {
      let range = pieceRange(register)
      stores.place(
        range, making: piece(register, at: making(register)) ?? -1,
        frequencies: range.map { function.blocks[ranges.block(at: pieces[$0].from)].frequency },
        ways: Array(ways[register]))
    }
  }
}
