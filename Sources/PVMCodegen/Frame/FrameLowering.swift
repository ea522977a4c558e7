internal import PVM
internal import Support

/// Makes the frame real: from phase `allocated` to `framed`.
///
/// Moves of the stack pointer are placed (`FramePlacement`), slots, objects and stack arguments get
/// addresses (`FrameLayout`), and all pseudo-instructions are expanded but calls, returns and
/// switches. There is no probe for large frames: whatever is below the stack is unmapped, so that
/// the first access faults. A function that halts leaves the stack pointer where it is.
///
/// Cost: linear in instructions.
package struct FrameLowering {
  /// The layout.
  private let layout: FrameLayout
  /// The constants in read-only data.
  private let wideConstants: WideConstants
  /// What code costs.
  private let costs: CostModel
  /// How often the block being expanded runs.
  private var frequency = 1.0
  /// The instructions of the block being expanded.
  private var output: [MachineInstruction] = []

  /// Expands a function.
  ///
  /// - Parameters:
  ///   - wideConstants: the constants in read-only data.
  /// - Returns: the layout that was used.
  /// - Throws: `limit` if the frame is larger than any stack.
  @discardableResult
  package static func run(
    _ function: inout MachineFunction, wideConstants: WideConstants = WideConstants(),
    _ costs: CostModel = .unoptimized
  ) throws(CodegenError) -> FrameLayout {
    ControlFlow.removeUnreachableBlocks(&function)
    let layout = try FrameLayout(function)
    var lowering = FrameLowering(layout: layout, wideConstants: wideConstants, costs: costs)
    lowering.expand(&function)
    function.frameSize = layout.size
    function.redZone = layout.redZone
    function.phase = .framed
    return layout
  }

  /// Expands with a layout.
  private init(layout: FrameLayout, wideConstants: WideConstants, costs: CostModel) {
    self.layout = layout
    self.wideConstants = wideConstants
    self.costs = costs
  }

  /// Expands all blocks, then makes the moves on edges.
  private mutating func expand(_ function: inout MachineFunction) {
    let hasFrame = layout.size > 0
    let placement = hasFrame ? FramePlacement(function, costs) : nil
    for index in function.blocks.indices {
      var exists = placement?.atStart[index] ?? false
      frequency = function.blocks[index].frequency
      output.removeAll(keepingCapacity: true)
      output.reserveCapacity(function.blocks[index].instructions.count + 2)
      for instruction in function.blocks[index].instructions {
        if hasFrame, !exists, FramePlacement.touchesFrame(instruction) {
          output.append(adjustment(isSetUp: true))
          exists = true
        }
        if exists,
          (instruction.opcode == .ret && !function.halts) || instruction.opcode == .tailCall
        {
          output.append(adjustment(isSetUp: false))
        }
        expand(instruction, frameExists: exists)
      }
      swap(&function.blocks[index].instructions, &output)
    }
    if let placement { makeEdgeMoves(placement, &function) }
  }

  /// Expands an instruction.
  private mutating func expand(_ instruction: MachineInstruction, frameExists: Bool) {
    let def = instruction.def
    let stackPointer = MachineRegister(.stackPointer)
    switch instruction.opcode {
    case .copy, MachineOpcode(.moveReg):
      if def != instruction.s1 {
        var move = MachineInstruction(.moveReg, def: def, instruction.s1)
        move.purpose = instruction.purpose
        output.append(move)
      }
    case .loadConstant:
      output += wideConstants.load(
        instruction.x, into: def, isLoaded: WideConstants.isLoaded(frequency, costs)
      ) { [costs, frequency] in
        costs.isWorth(gas: frequency * costs.gas(of: .loadConstant), saving: $0)
      }
    case .zeroExtend32:
      output.append(
        MachineInstruction(.shloLImm64, def: def, instruction.s1, x: 32).for(.extension))
      output.append(MachineInstruction(.shloRImm64, def: def, def, x: 32).for(.extension))
    case .frameAddress:
      // Addresses are 32-bit values, which registers hold sign-extended.
      let offset = layout.offset(ofObject: Int(instruction.y), plus: instruction.x)
      output.append(
        MachineInstruction(
          .addImm32, def: def, stackPointer, x: Immediate.normalized32(offset)
        ).for(.address))
    case .spillLoad:
      let offset = layout.offset(ofSlot: Int(instruction.y))
      output.append(
        MachineInstruction(.loadIndU64, def: def, stackPointer, x: offset).for(.spillLoad))
    case .spillStore:
      let offset = layout.offset(ofSlot: Int(instruction.y))
      output.append(
        MachineInstruction(.storeIndU64, instruction.s1, stackPointer, x: offset).for(.spillStore))
    case .loadIncoming:
      let offset = Int64(instruction.y) * 8 + (frameExists ? Int64(layout.size) : 0)
      output.append(
        MachineInstruction(.loadIndU64, def: def, stackPointer, x: offset).for(.argument))
    case .storeOutgoing:
      output.append(
        MachineInstruction(
          .storeIndU64, instruction.s1, stackPointer, x: Int64(instruction.y) * 8
        ).for(.argument))
    default: output.append(instruction)
    }
  }

  /// The move of the stack pointer that makes the frame or gives it up.
  private func adjustment(isSetUp: Bool) -> MachineInstruction {
    let stackPointer = MachineRegister(.stackPointer)
    let distance = Int64(layout.size)
    return MachineInstruction(
      .addImm64, def: stackPointer, stackPointer, x: isSetUp ? -distance : distance
    ).for(.frame)
  }

  /// Puts moves at the end of blocks with one way out, and into new blocks on other edges: one for
  /// all edges that lead to the same block.
  private func makeEdgeMoves(_ placement: FramePlacement, _ function: inout MachineFunction) {
    var newBlocks = BlockTable<BlockID>(repeating: .none, count: function.blocks.count)
    for move in placement.edgeMoves {
      let adjustment = adjustment(isSetUp: move.isSetUp)
      if function.blocks[move.source].successors.count == 1,
        function.blocks[move.source].instructions.last?.opcode == MachineOpcode(.jump)
      {
        let end = function.blocks[move.source].instructions.count - 1
        function.blocks[move.source].instructions.insert(adjustment, at: end)
        continue
      }
      let target = function.blocks[move.source].successors[move.edge].target
      // All edges into a block that need a move need the same one.
      if !newBlocks[target].exists {
        newBlocks[target] = function.blocks.append(
          MachineBlock(
            instructions: [adjustment, MachineInstruction(.jump)],
            successors: [MachineEdge(target)], frequency: 0))
      }
      let split = newBlocks[target]
      let share = Double(function.blocks[move.source].successors.count)
      function.blocks[split].frequency += function.blocks[move.source].frequency / share
      function.blocks[move.source].successors[move.edge].target = split
    }
    for split in newBlocks where split.exists {
      let target = function.blocks[split].successors[0].target
      function.blocks[split].frequency = min(
        function.blocks[split].frequency, function.blocks[target].frequency)
    }
  }
}
