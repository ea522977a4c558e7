internal import PVM
internal import Support

// The one way to visit operands. An instruction reads and writes the registers that it names, and those of its
// call description if it has one; an edge reads its arguments, as if that were done by the terminator.

extension MachineFunction {
  /// What a call, host call, tail call or return reads in fixed registers; nothing for other instructions.
  @inline(__always)
  package func arguments(of instruction: MachineInstruction) -> [FixedOperand] {
    instruction.hasCallDescription ? calls[instruction.call].arguments : []
  }

  /// What a call or host call defines in fixed registers; nothing for other instructions.
  @inline(__always)
  package func results(of instruction: MachineInstruction) -> [FixedOperand] {
    instruction.hasCallDescription ? calls[instruction.call].results : []
  }

  /// Whom a call or tail call goes to; `none` for other instructions.
  package func callee(of instruction: MachineInstruction) -> Callee {
    guard instruction.opcode == .call || instruction.opcode == .tailCall else { return .none }
    return calls[instruction.call].callee
  }

  /// Calls a function with each register that an instruction reads, arguments of calls behind its own.
  @inline(__always)
  package func forEachUse<Failure: Error>(
    of instruction: MachineInstruction, _ body: (MachineRegister) throws(Failure) -> Void
  ) throws(Failure) {
    if instruction.s1.exists { try body(instruction.s1) }
    if instruction.s2.exists { try body(instruction.s2) }
    if instruction.s3.exists { try body(instruction.s3) }
    if instruction.hasCallDescription {
      for argument in calls[instruction.call].arguments { try body(argument.value) }
    }
  }

  /// Calls a function with each register that an instruction defines, results of calls behind its own.
  @inline(__always)
  package func forEachDefinition<Failure: Error>(
    of instruction: MachineInstruction, _ body: (MachineRegister) throws(Failure) -> Void
  ) throws(Failure) {
    if instruction.def.exists { try body(instruction.def) }
    if instruction.hasCallDescription {
      for result in calls[instruction.call].results { try body(result.value) }
    }
  }

  /// Replaces the registers that an instruction reads.
  package mutating func mapUses(
    ofInstruction position: Int, in block: BlockID,
    _ transform: (MachineRegister) -> MachineRegister
  ) {
    blocks[block].instructions[position].mapReads(transform)
    let instruction = blocks[block].instructions[position]
    guard instruction.hasCallDescription else { return }
    calls[instruction.call].mapArguments(transform)
  }

  /// Replaces all registers that a block reads, those of its edges included.
  package mutating func mapUses(
    in block: BlockID, _ transform: (MachineRegister) -> MachineRegister
  ) {
    for position in blocks[block].instructions.indices {
      mapUses(ofInstruction: position, in: block, transform)
    }
    blocks[block].mapEdgeArguments(transform)
  }

  /// Replaces all registers of the function: those that are read and those that are defined.
  package mutating func mapOperands(_ transform: (MachineRegister) -> MachineRegister) {
    for index in parameters.indices {
      parameters[index].value = transform(parameters[index].value)
    }
    for block in blocks.indices {
      for index in blocks[block].parameters.indices {
        blocks[block].parameters[index] = transform(blocks[block].parameters[index])
      }
      for index in blocks[block].instructions.indices {
        blocks[block].instructions[index].mapReads(transform)
        let def = blocks[block].instructions[index].def
        if def.exists { blocks[block].instructions[index].def = transform(def) }
      }
      blocks[block].mapEdgeArguments(transform)
    }
    for call in calls.indices {
      calls[call].mapArguments(transform)
      for index in calls[call].results.indices {
        calls[call].results[index].value = transform(calls[call].results[index].value)
      }
    }
  }
}

extension MachineBlock {
  /// Calls a function with each register that is an argument of an edge out of the block.
  @inline(__always)
  package func forEachEdgeArgument<Failure: Error>(
    _ body: (MachineRegister) throws(Failure) -> Void
  ) throws(Failure) {
    for edge in successors {
      for argument in edge.arguments { try body(argument) }
    }
  }

  /// Replaces the registers that are arguments of edges out of the block.
  package mutating func mapEdgeArguments(_ transform: (MachineRegister) -> MachineRegister) {
    for edge in successors.indices {
      for index in successors[edge].arguments.indices {
        successors[edge].arguments[index] = transform(successors[edge].arguments[index])
      }
    }
  }
}

extension MachineInstruction {
  /// Calls a function with each register that is read, call descriptions aside.
  @inline(__always)
  package func forEachRead(_ body: (MachineRegister) -> Void) {
    if s1.exists { body(s1) }
    if s2.exists { body(s2) }
    if s3.exists { body(s3) }
  }

  /// Replaces the registers that are read, call descriptions aside.
  @inline(__always)
  package mutating func mapReads(_ transform: (MachineRegister) -> MachineRegister) {
    if s1.exists { s1 = transform(s1) }
    if s2.exists { s2 = transform(s2) }
    if s3.exists { s3 = transform(s3) }
  }
}

extension MachineInstruction {
  /// A register that is read, by its number: 1 for s1 to 3 for s3.
  func operand(_ number: Int) -> MachineRegister { number == 1 ? s1 : number == 2 ? s2 : s3 }

  /// The number of the operand that is the address of an access through a register: 0 for none.
  var addressOperand: Int {
    guard let opcode = opcode.opcode else { return 0 }
    let traits = opcode.traits
    guard traits.contains(.loads) || traits.contains(.stores) else { return 0 }
    switch opcode.format {
    case .regRegImm: return traits.contains(.loads) ? 1 : 2
    case .regImmImm: return 1
    default: return 0
    }
  }
}

extension CallDescription {
  /// Replaces the registers that are read.
  package mutating func mapArguments(_ transform: (MachineRegister) -> MachineRegister) {
    for index in arguments.indices { arguments[index].value = transform(arguments[index].value) }
  }
}
