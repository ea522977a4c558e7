internal import PVM
internal import Support

/// Enters loops at their step instead of jumping over it.
///
/// Problem: the last block of a loop often does nothing but add constants to loop variables. It jumps back
/// to the first block, and whoever enters the loop jumps over it: an executed jump, or the end of
/// a block, in each iteration.
///
/// Method: the loop is entered in front of the additions, with values from which they make the right ones.
/// The first block then has no other predecessor and becomes part of the last.
///
/// ```
/// i = 0; jump T                        i = -1; jump L
/// T: ... i ...; branch L, end          L: i = i + 1; ... i ...; branch L, end
/// L: i = i + 1; jump T
/// ```
///
/// Cost: linear in blocks, edges and the instructions of blocks that lead into loops.
enum LoopSteps {
  /// How many additions a step may have.
  private static let maximumAdditions = 4

  /// A loop whose step is a block.
  private struct Loop {
    /// The block with the additions.
    var step: BlockID
    /// The block that it jumps to.
    var header: BlockID
    /// The additions.
    var additions: [MachineInstruction]
    /// The ways in.
    var entries: [IncomingEdge]
  }

  /// How a block that leads into a loop takes one addition back.
  private enum Correction {
    /// By another immediate of the instruction at a position.
    case immediate(position: Int, value: Int64)
    /// By a subtraction.
    case subtraction(MachineInstruction)
  }

  /// Changes a framed function; says whether anything changed.
  static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    var dominators: DominatorTree?
    // Where the instructions of a block are that was a header.
    var home = BlockTable(Array(function.blocks.indices))
    var isUsed = BlockTable<Bool>(repeating: false, count: function.blocks.count)
    var isChanged = false
    for step in function.blocks.indices where graph.isReachable(step) {
      guard let additions = additions(of: function.blocks[step]) else { continue }
      let header = function.blocks[step].successors[0].target
      guard header != step, header != .entry, !isUsed[step], !isUsed[header] else { continue }
      let known = dominators ?? DominatorTree(graph)
      dominators = known
      let entries = graph.incoming(header).filter { $0.source != step }
      guard known.dominates(header, step),
        !entries.contains(where: { known.dominates(header, $0.source) })
      else { continue }
      let loop = Loop(step: step, header: header, additions: additions, entries: entries)
      guard let corrections = corrections(for: loop, function, home),
        pays(loop, corrections, function, home, costs)
      else { continue }
      isUsed[step] = true
      isUsed[header] = true
      enterAtStep(loop, corrections, &function, home)
      home[header] = step
      isChanged = true
    }
    if isChanged { ControlFlow.removeUnreachableBlocks(&function) }
    return isChanged
  }

  /// The additions of a block that does nothing else.
  private static func additions(of block: MachineBlock) -> [MachineInstruction]? {
    guard (2...maximumAdditions + 1).contains(block.instructions.count),
      block.instructions.last?.opcode == MachineOpcode(.jump)
    else { return nil }
    let additions = Array(block.instructions.dropLast())
    for (index, addition) in additions.enumerated() {
      guard
        addition.opcode == MachineOpcode(.addImm32) || addition.opcode == MachineOpcode(.addImm64),
        addition.def == addition.s1, Immediate.fits(0 &- addition.x),
        !additions[..<index].contains(where: { $0.def == addition.def })
      else { return nil }
    }
    return additions
  }

  /// How each way into a loop takes the additions back; nil if one cannot.
  private static func corrections(
    for loop: Loop, _ function: MachineFunction, _ home: BlockTable<BlockID>
  ) -> [[Correction]]? {
    var result: [[Correction]] = []
    for entry in loop.entries {
      let source = function.blocks[home[entry.source]]
      var corrections: [Correction] = []
      for addition in loop.additions {
        guard source.successors.count == 1,
          let correction = correction(of: addition, atEndOf: source, in: function)
        else { return nil }
        corrections.append(correction)
      }
      result.append(corrections)
    }
    return result
  }

  /// How a block that ends with a jump takes an addition back.
  private static func correction(
    of addition: MachineInstruction, atEndOf block: MachineBlock, in function: MachineFunction
  ) -> Correction? {
    guard block.instructions.last?.opcode == MachineOpcode(.jump),
      let register = addition.def.physical
    else { return nil }
    let isNarrow = addition.opcode == MachineOpcode(.addImm32)
    let subtraction = MachineInstruction(
      addition.opcode, def: addition.def, addition.def, x: 0 &- addition.x)
    var isRead = false
    for position in block.instructions.indices.dropLast().reversed() {
      let instruction = block.instructions[position]
      guard instruction.def == addition.def else {
        if instruction.registersTouched(in: function).contains(register) {
          if instruction.hasCallDescription { break }
          isRead = true
        }
        continue
      }
      switch instruction.opcode {
      case MachineOpcode(.loadImm), addition.opcode:
        // A narrow sum is sign-extended, and so are these.
        let value = instruction.x &- addition.x
        guard !isRead, Immediate.fits(value) else { return .subtraction(subtraction) }
        return .immediate(position: position, value: value)
      default:
        return isNarrow && !instruction.isSignExtending ? nil : .subtraction(subtraction)
      }
    }
    return isNarrow ? nil : .subtraction(subtraction)
  }

  /// Whether the jumps that disappear are worth the instructions at the entries.
  private static func pays(
    _ loop: Loop, _ corrections: [[Correction]], _ function: MachineFunction,
    _ home: BlockTable<BlockID>,
    _ costs: CostModel
  ) -> Bool {
    var bytes = -CodeSize.jump
    var saved = function.blocks[loop.step].frequency * costs.gas(of: MachineOpcode(.jump))
    for (entry, corrections) in zip(loop.entries, corrections) {
      let source = function.blocks[home[entry.source]]
      for correction in corrections {
        saved -= source.frequency
        switch correction {
        case .immediate(let position, let value):
          bytes += Immediate.size(value) - Immediate.size(source.instructions[position].x)
        case .subtraction(let instruction):
          saved -= source.frequency * costs.gas(of: instruction.opcode)
          bytes += 2 + Immediate.size(instruction.x)
        }
      }
    }
    return saved > 0 && costs.isWorth(bytes: bytes, saving: saved)
  }

  /// Lets a loop be entered at its step.
  private static func enterAtStep(
    _ loop: Loop, _ corrections: [[Correction]], _ function: inout MachineFunction,
    _ home: BlockTable<BlockID>
  ) {
    for (entry, corrections) in zip(loop.entries, corrections) {
      let source = home[entry.source]
      function.blocks[source].successors[entry.position].target = loop.step
      for correction in corrections {
        switch correction {
        case .immediate(let position, let value):
          function.blocks[source].instructions[position].x = value
        case .subtraction(let instruction):
          function.blocks[source].instructions.insert(
            instruction, at: function.blocks[source].instructions.count - 1)
        }
      }
    }
    let body = function.blocks[loop.header]
    function.blocks[loop.step] = MachineBlock(
      instructions: loop.additions + body.instructions, successors: body.successors,
      frequency: body.frequency)
    function.blocks[loop.header] = MachineBlock(instructions: [MachineInstruction(.trap)])
  }
}
