extension ProgramBlob {
  /// Whether a branch with this target, in front of this instruction, has latency 1: the byte at one
  /// of the two is that of `unlikely` or `trap`, and outside of the code it counts as 0
  /// (`pvm-0.8.md` section 4.3).
  public func isMarkedBranch(to target: Int64, next: Int) -> Bool {
    isMark(at: target) || isMark(at: Int64(next))
  }

  /// Whether the byte at an index makes branches to it cheap.
  private func isMark(at index: Int64) -> Bool {
    guard index >= 0, index < Int64(code.count) else { return true }
    let byte = code[Int(index)]
    return byte == Opcode.unlikely.rawValue || byte == Opcode.trap.rawValue
  }

  /// An instruction of this program as the model of a block's gas sees it.
  public func timed(_ instruction: Instruction, next: Int) -> TimedInstruction {
    let isMarked =
      instruction.opcode.traits.contains(.conditionalBranch)
      && isMarkedBranch(to: instruction.target, next: next)
    return TimedInstruction(instruction, isMarked: isMarked, for: target)
  }

  /// The instructions of the block that starts at a code index. Where the code ends without ending the
  /// block, a trap follows.
  public func block(at start: Int) -> [DecodedInstruction] {
    var result: [DecodedInstruction] = []
    var pc = start
    while true {
      let decoded = InstructionDecoder.decode(self, at: pc)
      result.append(decoded)
      if decoded.effective.opcode.terminatesBlock { return result }
      pc = decoded.next
    }
  }

  /// The model's cycles for the block that starts at a code index.
  public func timeline(ofBlockAt start: Int) -> BlockTimeline {
    BlockTimeline(block(at: start).map { timed($0.effective, next: $0.next) })
  }

  /// The gas of the block that starts at a code index, under Gray Paper 0.8.
  public func blockCost(at start: Int) -> UInt32 {
    var simulator = BlockSimulator()
    for decoded in block(at: start) {
      simulator.decode(timed(decoded.effective, next: decoded.next))
    }
    return simulator.finish()
  }
}
