import PVM
import Support

/// The largest stretches of one value that are in a register without interruption: what coalescing
/// and assignment start from.
///
/// Without a spill plan each virtual register is one unit; a plan cuts values where they are in
/// memory for a while, and each part may have another register.
struct RegisterUnits {
  /// The pieces of values that are to be in registers, by virtual register, then by point.
  let pieces: [LiveSegment]
  /// Where each virtual register's stretch of `pieces` begins.
  let starts: [Int32]
  /// The segments of each unit, by point.
  private(set) var units: [[LiveSegment]] = []
  /// The unit of each piece.
  private(set) var unitOfPiece: [Int32]

  /// Joins pieces across edges.
  init(pieces: [LiveSegment], starts: [Int32], _ function: MachineFunction, _ ranges: LiveRanges) {
    self.pieces = pieces
    self.starts = starts
    unitOfPiece = [Int32](repeating: -1, count: pieces.count)
    var sets = UnionFind(count: pieces.count)
    for block in ranges.graph.reversePostorder {
      for register in ranges.liveness.liveIn(block) {
        guard let after = piece(register, at: ranges.blockStart[block]) else { continue }
        for edge in ranges.graph.incoming(block) {
          guard
            let before = piece(register, at: ranges.blockEnd[edge.source] - 1)
          else { continue }
          let (a, b) = (sets.find(before), sets.find(after))
          sets.join(max(a, b), into: min(a, b))
        }
      }
    }
    for index in pieces.indices {
      let root = sets.find(index)
      if unitOfPiece[root] < 0 {
        unitOfPiece[root] = Int32(units.count)
        units.append([])
      }
      unitOfPiece[index] = unitOfPiece[root]
      units[Int(unitOfPiece[root])].append(pieces[index])
    }
  }

  /// The piece of a virtual register that covers a point, or nil.
  func piece(_ register: VirtualRegister, at point: Int32) -> Int? {
    pieces.index(covering: point, in: Int(starts[register.index])..<Int(starts[register.index + 1]))
  }

  /// Pairs of units that would like to share a register: copies, edges, and above all the old value
  /// and the result of a conditional move.
  func candidates(_ function: MachineFunction, _ ranges: LiveRanges) -> [CoalescingCandidate] {
    var result: [CoalescingCandidate] = []
    func add(
      _ frequency: Float, _ first: VirtualRegister, _ firstPoint: Int32, _ second: VirtualRegister,
      _ point: Int32
    ) {
      guard let a = piece(first, at: firstPoint), let b = piece(second, at: point) else { return }
      result.append(
        CoalescingCandidate(frequency: frequency, first: unitOfPiece[a], second: unitOfPiece[b]))
    }
    for block in ranges.graph.reversePostorder {
      var point = ranges.blockStart[block] + 2
      for instruction in function.blocks[block].instructions {
        if instruction.s3.isVirtual, instruction.def.isVirtual {
          add(
            .infinity, instruction.s3.virtual, point, instruction.def.virtual, point + 1)
        }
        point += 2
      }
    }
    for register in function.virtualRegisters {
      for use in ranges.uses[ranges.useRange(register)]
      where use.kind == .copyWrite && use.partner.exists && !isApart(use, function, ranges) {
        add(use.frequency, register, use.point, use.partner, use.partnerPoint)
      }
    }
    return result
  }

  /// Whether a use is the result of a copy whose sides are to stay apart.
  private func isApart(
    _ use: RegisterUse, _ function: MachineFunction, _ ranges: LiveRanges
  ) -> Bool {
    let index = ranges.instructionIndex(at: use.point)
    guard index >= 0 else { return false }
    let block = function.blocks[ranges.block(at: use.point)]
    return block.instructions[index].opcode == .splitCopy
  }
}
