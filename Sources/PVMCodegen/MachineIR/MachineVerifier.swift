package import PVM
internal import Support

/// Checks the invariants of machine IR, by phase. A violation is a bug of ours.
///
/// In every phase:
/// 1. There is a block; block 0 has no predecessors and no parameters; every edge leads to a block.
/// 2. Every block ends with a terminator and has no other one; a terminator has the number of
///    successors that its opcode prescribes.
/// 3. An instruction may appear in this phase, has exactly the register operands of its opcode (the
///    table of `MachineInstruction`), and unused immediates and indices are 0.
/// 4. Immediates fit four signed bytes, except those of `load_imm_64` and of pseudo-instructions
///    that are expanded with the frame.
/// 5. Indices of calls, spill slots, frame objects and stack arguments exist. Calls have a callee,
///    host calls and returns have none; only indirect ones have an s1 besides returns.
/// 6. Fixed operands of a call, a return or the entry are in different registers (a call's arguments
///    among themselves, its results among themselves), never in r1; results are not clobbered.
/// 7. A `storeOutgoing` is followed in its block by a call, not by a tail call.
/// 15. All instructions have a position or none has.
///
/// In phase `selected` also:
/// 8. Operands are virtual registers below `virtualRegisterCount`; only r1, the stack pointer, may
///    be read as such.
/// 9. Every virtual register is defined once (parameters of the function and of blocks, def, results
///    of calls), and its definition dominates its uses, as far as these are reachable.
/// 10. An edge has as many arguments as its target has parameters.
///
/// In phases `allocated` and `framed` also:
/// 11. Operands are registers of the PVM; none is defined twice by one call; r1 is written by
///     nothing but `add_imm_64` from itself, and before it is framed only by the very first
///     instruction.
/// 12. Blocks have no parameters and edges no arguments.
/// 13. The old value of a conditional move is in the register that it writes.
/// 14. Every register read is written on every path from the entry, or a parameter, and not
///     destroyed by a call since.
package struct MachineVerifier {
  /// What is checked.
  let function: MachineFunction
  /// The predecessors of each block.
  private(set) var predecessors = BlockTable<[BlockID]>()

  /// Checks a function.
  ///
  /// - Parameter stage: the stage that ran last, for the message.
  /// - Throws: `verification` with the first violation.
  /// - Complexity: near-linear in instructions and edges.
  package static func verify(
    _ function: MachineFunction, after stage: String
  ) throws(CodegenError) {
    var verifier = MachineVerifier(function: function)
    do throws(Violation) {
      try verifier.run()
    } catch {
      throw CodegenError(
        .verification(stage: stage, message: error.message), function: function.name)
    }
  }

  /// Checks that a function that must preserve registers calls nothing in its place that destroys them, where the callee is
  /// known.
  ///
  /// - Parameter clobbers: what a call of each function destroys.
  /// - Throws: a `CodegenError` of kind `verification` that names the callee.
  package static func verifyTailCalls(
    of function: MachineFunction, clobbers: (Int) -> RegisterSet, after stage: String
  ) throws(CodegenError) {
    for block in function.blocks {
      guard let last = block.instructions.last, last.opcode == .tailCall,
        case .direct(let callee) = function.callee(of: last),
        !clobbers(callee).intersection(CallingConvention.preserved).isEmpty
      else { continue }
      throw CodegenError(
        .verification(
          stage: stage, message: "a tail call of @\(callee), which destroys preserved registers"),
        function: function.name)
    }
  }

  /// A broken invariant.
  struct Violation: Error {
    /// What is wrong and where.
    var message: String
  }

  /// Starts with a function.
  private init(function: MachineFunction) { self.function = function }

  /// Checks everything.
  private mutating func run() throws(Violation) {
    try checkGraph()
    try checkFixed(function.parameters, "the function's parameters")
    for (index, block) in function.blocks.indexed() { try checkBlock(index, block) }
    try checkPositions()
    if function.phase == .selected {
      try checkSingleAssignment()
    } else {
      try checkRegistersDefined()
    }
  }

  /// Checks 1: the graph.
  private mutating func checkGraph() throws(Violation) {
    guard let entry = function.blocks.first else { throw Violation(message: "there is no block") }
    predecessors = BlockTable(repeating: [], count: function.blocks.count)
    for (index, block) in function.blocks.indexed() {
      for edge in block.successors {
        guard function.blocks.indices.contains(edge.target) else {
          throw Violation(message: "b\(index) leads to b\(edge.target), which does not exist")
        }
        predecessors[edge.target].append(index)
      }
    }
    if let other = predecessors[.entry].first {
      throw Violation(message: "b\(other) leads to the entry block")
    }
    if !entry.parameters.isEmpty { throw Violation(message: "the entry block has parameters") }
  }

  /// Checks 15: where instructions come from.
  private func checkPositions() throws(Violation) {
    let isRecorded = function.blocks[.entry].instructions[0].position.isKnown
    for (index, block) in function.blocks.indexed() {
      for (position, instruction) in block.instructions.enumerated()
      where instruction.position.isKnown != isRecorded {
        throw violation(
          isRecorded ? "the position is missing" : "a position, which other instructions lack",
          index, position)
      }
    }
  }

  // MARK: Single instructions

  /// Checks 2, 10 and 12: one block.
  private func checkBlock(_ index: BlockID, _ block: MachineBlock) throws(Violation) {
    guard let last = block.instructions.last else {
      throw Violation(message: "b\(index) is empty")
    }
    for (position, instruction) in block.instructions.enumerated() {
      let isLast = position == block.instructions.count - 1
      if instruction.isTerminator != isLast {
        throw violation(
          isLast ? "the block does not end with a terminator" : "a terminator in mid-block",
          index, position)
      }
      try checkInstruction(instruction, index, position)
    }
    let shape = MachineOperandShape.of(last.opcode)
    switch shape?.successors {
    case .exactly(let count) where block.successors.count == count: break
    case .some where !block.successors.isEmpty: break
    default:
      throw violation(
        "\(block.successors.count) successors", index, block.instructions.count - 1)
    }
    for edge in block.successors {
      if function.phase == .selected {
        let expected = function.blocks[edge.target].parameters.count
        if edge.arguments.count != expected {
          throw Violation(
            message: "the edge from b\(index) to b\(edge.target) has \(edge.arguments.count) "
              + "arguments for \(expected) parameters")
        }
      } else if !edge.arguments.isEmpty || !block.parameters.isEmpty {
        throw Violation(message: "b\(index) has parameters or edge arguments after allocation")
      }
    }
  }

  /// Checks 3, 4, 5, 8, 11 and 13: one instruction.
  private func checkInstruction(
    _ instruction: MachineInstruction, _ block: BlockID, _ position: Int
  ) throws(Violation) {
    guard let shape = MachineOperandShape.of(instruction.opcode) else {
      throw violation("unknown opcode", block, position)
    }
    guard let firstPhase = shape.firstPhase, firstPhase <= function.phase else {
      throw violation("\(shape.mnemonic) is not allowed in this phase", block, position)
    }
    if function.phase == .framed, shape.isGoneWhenFramed {
      throw violation("\(shape.mnemonic) is left over", block, position)
    }
    let hasConstantDef =
      shape.mayHaveDef && function.phase == .framed && instruction.def.exists
      && !(instruction.opcode == .tailCall && callee(instruction) == .indirect)
    let isIndirect = shape.y == .call && callee(instruction) == .indirect
    try check(instruction.def, shape.hasDef || hasConstantDef, "def", block, position)
    try check(instruction.s1, shape.hasS1 || isIndirect, "s1", block, position)
    try check(instruction.s2, shape.hasS2, "s2", block, position)
    try check(instruction.s3, shape.hasS3, "s3", block, position)
    if shape.hasX || hasConstantDef || isIndirect {
      if !shape.hasWideX, !Immediate.fits(instruction.x) {
        throw violation("immediate \(instruction.x) does not fit", block, position)
      }
    } else if instruction.x != 0 {
      throw violation("an immediate that the opcode does not have", block, position)
    }
    try checkIndex(instruction, shape, block, position)
    if shape.y == .call { try checkCall(instruction, block, position) }
    guard function.phase != .selected else { return }
    if shape.hasS3, instruction.s3 != instruction.def {
      throw violation("the old value is not in the register written", block, position)
    }
    if instruction.def == MachineRegister(.stackPointer) {
      let isAdjustment =
        instruction.opcode == MachineOpcode(.addImm64) && instruction.s1 == instruction.def
      // Before there are frames only the start of an entry point makes room for scalars.
      let isPlaced = function.phase == .framed || (block == .entry && position == 0)
      if !isPlaced || !isAdjustment {
        throw violation("writes the stack pointer", block, position)
      }
    }
  }

  /// Checks a register operand's presence and kind.
  private func check(
    _ register: MachineRegister, _ isExpected: Bool, _ name: StaticString, _ block: BlockID,
    _ position: Int
  ) throws(Violation) {
    guard register.exists == isExpected else {
      throw violation(
        isExpected ? "\(name) is missing" : "\(name) should not be there", block, position)
    }
    guard isExpected else { return }
    if function.phase == .selected {
      if register == MachineRegister(.stackPointer), "\(name)" != "def" { return }
      guard register.isVirtual, function.virtualRegisters.contains(register.virtual) else {
        throw violation("\(name) is no virtual register of the function", block, position)
      }
    } else if !register.isPhysical || register.rawValue >= UInt32(Register.count) {
      throw violation("\(name) is no register of the PVM", block, position)
    }
  }

  /// Checks what y refers to.
  private func checkIndex(
    _ instruction: MachineInstruction, _ shape: MachineOperandShape, _ block: BlockID,
    _ position: Int
  ) throws(Violation) {
    let limit: Int
    switch shape.y {
    case .none: limit = 1
    case .immediate: return
    case .slot: limit = function.spillSlots
    case .object: limit = function.frameObjects.count
    case .incoming: limit = function.incomingStackArguments
    case .outgoing:
      limit = function.outgoingStackArguments
      let instructions = function.blocks[block].instructions[(position + 1)...]
      let next = instructions.first { $0.opcode == .call || $0.isTerminator }
      if next?.opcode != .call {
        throw violation("no call follows in the block", block, position)
      }
    case .call: limit = function.calls.count
    }
    if instruction.y < 0 || Int(instruction.y) >= limit {
      throw violation("index \(instruction.y) is out of range", block, position)
    }
  }

  /// Whom a call goes to; `none` if it has no description.
  private func callee(_ instruction: MachineInstruction) -> Callee {
    let call = instruction.call
    return function.calls.indices.contains(call) ? function.calls[call].callee : .none
  }

  /// Checks 5 and 6: a call description.
  private func checkCall(
    _ instruction: MachineInstruction, _ block: BlockID, _ position: Int
  ) throws(Violation) {
    let call = function.calls[instruction.call]
    let isCall = instruction.opcode == .call || instruction.opcode == .tailCall
    if isCall != (call.callee != .none) {
      throw violation("callee and kind of call disagree", block, position)
    }
    if instruction.isTerminator, !call.results.isEmpty || !call.clobbers.isEmpty {
      throw violation("results or clobbers of a terminator", block, position)
    }
    do {
      try checkFixed(call.arguments, "the arguments")
      try checkFixed(call.results, "the results")
    } catch {
      throw violation(error.message, block, position)
    }
    for result in call.results where call.clobbers.contains(result.register) {
      throw violation("r\(result.register.number) is a result and clobbered", block, position)
    }
  }

  /// Checks 6: fixed operands are in different registers and not in the stack pointer.
  private func checkFixed(_ operands: [FixedOperand], _ what: String) throws(Violation) {
    var seen = RegisterSet(.stackPointer)
    for operand in operands {
      if seen.contains(operand.register) {
        throw Violation(message: "\(what) use r\(operand.register.number) twice or as r1")
      }
      seen.insert(operand.register)
      if function.phase == .selected {
        guard operand.value.isVirtual, function.virtualRegisters.contains(operand.value.virtual)
        else { throw Violation(message: "\(what) hold something that is no virtual register") }
      }
    }
  }

  /// A violation at an instruction.
  func violation(_ message: String, _ block: BlockID, _ position: Int) -> Violation {
    let text = MachinePrinter.text(
      function.blocks[block].instructions[position], in: function, function.blocks[block])
    return Violation(message: "\(message): b\(block), instruction \(position): \(text)")
  }
}
