internal import PVM
internal import Support

/// Turns a framed function, whose blocks are in their final order, into a code fragment.
///
/// What follows from the order of blocks is decided here: a jump to the next block disappears, or
/// becomes a `fallthrough` if the next block is also reached by a branch and therefore needs a
/// terminator in front; a branch to the next block is inverted; a branch that leads away on both
/// sides gets a jump behind it. A call at the end of a block needs no jump at all: its return address
/// is the jump's target.
struct FunctionEmitter {
  /// The function.
  private let function: MachineFunction
  /// Which machine the code is for.
  private let target: Target
  /// The code so far.
  private var fragment = CodeFragment()
  /// Whether something other than falling through leads to a block.
  private var isTargeted: BlockTable<Bool>
  /// Index in `fragment.entries` for calls that return to the start of a block, or -1.
  private var entryOfBlock: BlockTable<Int>
  /// Whether the blocks of the PVM are noted; marks are then left out.
  private var notesBlocks = false
  /// The blocks of the PVM so far.
  private var blocks: [EmittedBlock] = []
  /// What the machine instruction being emitted is for, as far as that is recorded.
  private var purpose: InstructionPurpose?
  /// Where the machine instruction being emitted comes from.
  private var position = CodePosition.none

  /// The code of a function for a machine.
  ///
  /// - Requires: phase `framed`, verified.
  static func emit(_ function: MachineFunction, for target: Target) -> CodeFragment {
    var emitter = FunctionEmitter(function, target)
    emitter.run()
    return emitter.fragment
  }

  /// The blocks of the PVM that a function is emitted as; marks are left out.
  ///
  /// - Requires: phase `framed`, verified.
  static func blocks(of function: MachineFunction, for target: Target) -> [EmittedBlock] {
    var emitter = FunctionEmitter(function, target)
    emitter.notesBlocks = true
    emitter.run()
    return emitter.blocks.filter { !$0.instructions.isEmpty }
  }

  /// Starts with a function.
  private init(_ function: MachineFunction, _ target: Target) {
    self.target = target
    Invariant.check(function.phase == .framed, "emission follows frame lowering")
    self.function = function
    isTargeted = BlockTable(repeating: false, count: function.blocks.count)
    entryOfBlock = BlockTable(repeating: -1, count: function.blocks.count)
    // Labels 0 ..< number of blocks are the blocks' starts.
    fragment.labels = Array(
      repeating: CodeFragment.Label(position: 0, fixups: 0), count: function.blocks.count)
  }

  /// Emits all blocks.
  private mutating func run() {
    for index in function.blocks.indices { markTargets(index) }
    for (index, block) in function.blocks.indexed() {
      fragment.labels[index.index] = here
      begin(index)
      let count = block.instructions.count
      let jumpsAfterCall = endsWithCallAndJump(block)
      for (position, instruction) in block.instructions.enumerated() {
        purpose = FunctionEmitter.purpose(of: instruction)
        self.position = instruction.position
        if position == count - 1 {
          if !jumpsAfterCall { terminate(index, instruction) }
        } else if instruction.opcode == .call {
          let returnsTo = jumpsAfterCall && position == count - 2
          call(instruction, returnBlock: returnsTo ? block.successors[0].target : nil)
        } else if instruction.opcode == .hostCall {
          append(Instruction(.ecalli, x: instruction.x))
        } else {
          append(instruction.encoded(as: opcode(instruction)))
        }
      }
    }
  }

  /// Begins a block of the function.
  private mutating func begin(_ index: BlockID) {
    guard notesBlocks else {
      if function.blocks[index].isMarked {
        purpose = .branch
        position = function.blocks[index].instructions.first?.position ?? .none
        append(Instruction(.unlikely))
      }
      return
    }
    if blocks.isEmpty || isAtEndOfBlock {
      blocks.append(EmittedBlock(block: index, beginsBlock: true))
    } else if blocks[blocks.count - 1].instructions.isEmpty {
      blocks[blocks.count - 1] = EmittedBlock(block: index, beginsBlock: true)
    }
    // Otherwise it continues the block of the PVM before it.
  }

  /// Whether the last noted instruction ends a block of the PVM.
  private var isAtEndOfBlock: Bool {
    blocks[blocks.count - 1].instructions.last?.opcode.terminatesBlock ?? false
  }

  /// Notes an instruction in the blocks of the PVM.
  private mutating func note(_ instruction: Instruction) {
    if isAtEndOfBlock {
      blocks.append(EmittedBlock(block: blocks[blocks.count - 1].block, beginsBlock: false))
    }
    blocks[blocks.count - 1].instructions.append(instruction)
  }

  /// Notes where the branch leads that has just been emitted.
  private mutating func noteBranch(_ taken: BlockID, _ other: BlockID?) {
    if notesBlocks { blocks[blocks.count - 1].branch = (taken, other) }
  }

  /// What an instruction is for: recorded earlier, or obvious.
  private static func purpose(of instruction: MachineInstruction) -> InstructionPurpose? {
    switch instruction.opcode {
    case .call, .tailCall: .call
    case .ret: .return
    case .switchJump: .branch
    default: instruction.purpose
    }
  }

  /// Whether a block ends with a call, after which it jumps.
  private func endsWithCallAndJump(_ block: MachineBlock) -> Bool {
    let count = block.instructions.count
    return count >= 2 && block.instructions[count - 1].opcode == MachineOpcode(.jump)
      && block.instructions[count - 2].opcode == .call
  }

  /// Whether a branch has the same target on both sides.
  private func isDegenerate(_ block: MachineBlock) -> Bool {
    block.successors.count == 2 && block.successors[0].target == block.successors[1].target
  }

  /// Notes which blocks the end of a block leads to other than by falling through.
  private mutating func markTargets(_ index: BlockID) {
    let block = function.blocks[index]
    guard let last = block.instructions.last else { return }
    if endsWithCallAndJump(block) {
      isTargeted[block.successors[0].target] = true
    } else if last.opcode == .switchJump {
      for edge in block.successors { isTargeted[edge.target] = true }
    } else {
      var fallsThrough = false
      for edge in block.successors {
        if edge.target == index.next, !fallsThrough {
          fallsThrough = true
        } else if !(isDegenerate(block) && fallsThrough) {
          isTargeted[edge.target] = true
        }
      }
    }
  }

  // MARK: Terminators

  /// Emits the end of a block.
  private mutating func terminate(_ index: BlockID, _ instruction: MachineInstruction) {
    let successors = function.blocks[index].successors
    switch instruction.opcode {
    case .ret:
      leave(instruction, Instruction(.jumpInd, a: MachineInstruction.physical(instruction.s1)))
    case .tailCall: tailCall(instruction)
    case .switchJump: switchJump(instruction, successors)
    case MachineOpcode(.jump): jump(index, to: successors[0].target)
    case MachineOpcode(.loadImmJump):
      let target = successors[0].target
      if target == index.next, !isTargeted[target] {
        append(
          Instruction(
            .loadImm, a: MachineInstruction.physical(instruction.def), x: instruction.x))
      } else {
        branch(instruction.encoded(as: .loadImmJump), .label(target.index))
      }
    default:
      let opcode = opcode(instruction)
      if opcode.traits.contains(.conditionalBranch) {
        conditional(index, instruction, opcode, successors)
      } else {
        append(instruction.encoded(as: opcode))
      }
    }
  }

  /// Emits a jump to a block.
  private mutating func jump(_ index: BlockID, to target: BlockID) {
    if target != index.next {
      branch(Instruction(.jump), .label(target.index))
    } else if isTargeted[target] {
      append(Instruction(.fallthrough))
    }
  }

  /// Emits a conditional branch.
  private mutating func conditional(
    _ index: BlockID, _ instruction: MachineInstruction, _ opcode: Opcode,
    _ successors: [MachineEdge]
  ) {
    let taken = successors[0].target
    let other = successors[1].target
    if taken == other {
      jump(index, to: taken)
    } else if taken == index.next, let inverse = BranchOpcodes.inverse(opcode) {
      branch(instruction.encoded(as: inverse), .label(other.index))
      noteBranch(other, taken)
    } else {
      branch(instruction.encoded(as: opcode), .label(taken.index))
      noteBranch(taken, other == index.next ? other : nil)
      if other != index.next { branch(Instruction(.jump), .label(other.index)) }
    }
  }

  /// Emits a jump out of the function through a register, loading a constant on the way if the
  /// instruction defines a register.
  private mutating func leave(_ instruction: MachineInstruction, _ jump: Instruction) {
    guard instruction.def.exists else {
      append(jump)
      return
    }
    append(
      Instruction(
        .loadImmJumpInd, a: MachineInstruction.physical(instruction.def), b: jump.a,
        x: instruction.x, y: jump.x))
  }

  /// Emits a tail call.
  private mutating func tailCall(_ instruction: MachineInstruction) {
    switch function.callee(of: instruction) {
    case .direct(let callee):
      if instruction.def.exists {
        branch(instruction.encoded(as: .loadImmJump), .function(callee))
      } else {
        branch(Instruction(.jump), .function(callee))
      }
    case .indirect:
      append(
        Instruction(
          .jumpInd, a: MachineInstruction.physical(instruction.s1),
          x: Immediate.normalized32(instruction.x)))
    case .none: Invariant.violated("a tail call has a callee")
    }
  }

  /// Emits a jump through the jump table.
  private mutating func switchJump(_ instruction: MachineInstruction, _ edges: [MachineEdge]) {
    leave(instruction, Instruction(.jumpInd, a: MachineInstruction.physical(instruction.s1)))
    let table = fragment.tables.count
    fragment.tables.append(edges.map(\.target.index))
    // The table's address is the last immediate, which is still empty.
    addFixup(.table, entry: table)
  }

  // MARK: Calls

  /// Emits a call.
  ///
  /// - Parameter returnBlock: the block to return to; nil for what follows the call.
  private mutating func call(_ instruction: MachineInstruction, returnBlock: BlockID?) {
    switch function.callee(of: instruction) {
    case .direct(let callee):
      append(Instruction(.loadImmJump, a: .returnAddress))
      let entry = reserveEntry(returnBlock)
      addFixup(.call, entry: entry, target: .function(callee))
      finishEntry(entry, returnBlock)
    case .indirect:
      // Immediate X goes between the third byte and immediate Y.
      let jump = Instruction(
        .loadImmJumpInd, a: .returnAddress, b: MachineInstruction.physical(instruction.s1))
      append(jump)
      let entry = reserveEntry(returnBlock)
      addFixup(.indirectCall, entry: entry)
      let x = Immediate.normalized32(instruction.x)
      fragment.bytes.append(
        littleEndian: UInt64(bitPattern: x), byteCount: Immediate.size(x))
      finishEntry(entry, returnBlock)
    case .none: Invariant.violated("a call has a callee")
    }
  }

  /// The index of the entry for a call that returns to a block, or of a new one.
  private mutating func reserveEntry(_ returnBlock: BlockID?) -> Int {
    if let returnBlock, entryOfBlock[returnBlock] >= 0 { return entryOfBlock[returnBlock] }
    fragment.entries.append(returnBlock?.index ?? 0)
    if let returnBlock { entryOfBlock[returnBlock] = fragment.entries.count - 1 }
    return fragment.entries.count - 1
  }

  /// Puts the label after the call, if it returns there.
  private mutating func finishEntry(_ entry: Int, _ returnBlock: BlockID?) {
    guard returnBlock == nil else { return }
    fragment.entries[entry] = fragment.labels.count
    fragment.labels.append(here)
  }

  // MARK: Bytes

  /// The label of the end of the code so far.
  private var here: CodeFragment.Label {
    CodeFragment.Label(
      position: UInt32(fragment.bytes.count), fixups: UInt32(fragment.fixups.count))
  }

  /// The PVM's opcode of an instruction that is not a pseudo-instruction.
  private func opcode(_ instruction: MachineInstruction) -> Opcode {
    Invariant.unwrap(instruction.opcode.opcode, "pseudo-instructions are expanded")
  }

  /// Appends an instruction that is completely known.
  private mutating func append(_ instruction: Instruction) {
    if notesBlocks { note(instruction) }
    fragment.starts.append(UInt32(fragment.bytes.count))
    fragment.purposes.append(InstructionPurpose(recorded: purpose, instruction))
    fragment.positions.append(position)
    // An offset of 0 takes no bytes, so that only the known part is written.
    InstructionEncoder.encode(instruction, at: 0, into: &fragment.bytes, for: target)
  }

  /// Appends a jump or branch.
  private mutating func branch(_ instruction: Instruction, _ target: CodeFragment.Target) {
    append(instruction)
    addFixup(.branch, target: target)
  }

  /// Notes that bytes are missing at the end of the instruction just appended.
  private mutating func addFixup(
    _ kind: CodeFragment.Fixup.Kind, entry: Int = 0, target: CodeFragment.Target = .label(0)
  ) {
    let start = fragment.starts[fragment.starts.count - 1]
    let position = UInt32(fragment.bytes.count)
    fragment.fixups.append(
      CodeFragment.Fixup(
        position: position, kind: kind, headSize: UInt8(position - start), entry: UInt32(entry),
        target: target))
  }
}
