internal import PVM
internal import Support

/// Dividing the block that is being selected: where control flow is made of what is one instruction in LLVM, its later part, which is
/// there already, becomes a block of its own.
extension BlockEmission {
  /// The most pieces into which a block is divided: what lives in all of them takes time in each.
  private static let maximumCuts = 32

  /// Whether the block may be divided once more.
  package var canBeCut: Bool { cuts < BlockEmission.maximumCuts }

  /// Adds a block to a function, at the position of the instruction that is being lowered.
  package func addBlock(
    _ body: [MachineInstruction], _ successors: [MachineEdge], to function: inout MachineFunction
  ) -> BlockID {
    var body = body
    locate(&body)
    return function.blocks.append(MachineBlock(instructions: body, successors: successors))
  }

  /// Makes a block of what is emitted so far, with a parameter for the value that the instruction being lowered will have.
  ///
  /// What is pending is part of it. The block that is being selected ends in front of it and must be given an end
  /// (`end(with:_:in:)`).
  package mutating func cut(_ parameter: MachineRegister, in function: inout MachineFunction)
    -> BlockID
  {
    cuts += 1
    flush()
    let rest = addBlock(reversed.reversed(), function.blocks[block].successors, to: &function)
    function.blocks[rest].parameters = [parameter]
    reversed.removeAll(keepingCapacity: true)
    return rest
  }

  /// The way to a block with one parameter, through what is pending, if there is something.
  package mutating func way(
    to target: BlockID, with argument: MachineRegister, in function: inout MachineFunction
  ) -> MachineEdge {
    let edge = MachineEdge(target, [argument])
    if pending.isEmpty { return edge }
    let body = takePending() + [MachineInstruction(.jump)]
    return MachineEdge(addBlock(body, [edge], to: &function))
  }

  /// Ends what is left of the block.
  package mutating func end(
    with terminator: MachineInstruction, _ successors: [MachineEdge],
    in function: inout MachineFunction
  ) {
    pending.append(terminator)
    function.blocks[block].successors = successors
  }

  /// What is pending, which is not pending any more.
  package mutating func takePending() -> [MachineInstruction] {
    defer { pending = [] }
    return pending
  }
}
