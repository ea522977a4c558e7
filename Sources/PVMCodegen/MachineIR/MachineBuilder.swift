package import PVM
internal import Support

/// Builds a function of phase `selected`, instruction by instruction, at the end of a current block.
///
/// One method per shape of instruction, so that operands cannot end up in the wrong place; which
/// opcodes fit a method is checked by `MachineVerifier`.
package struct MachineBuilder {
  /// The function as far as it is built.
  package var function: MachineFunction
  /// The block that instructions are appended to.
  package private(set) var current = BlockID.entry

  /// Starts a function with an empty entry block.
  package init(name: String, index: Int) {
    function = MachineFunction(name: name, index: index)
    function.blocks.append(MachineBlock())
  }

  // MARK: Blocks and values

  /// Adds an empty block; does not go there.
  package mutating func makeBlock(parameterCount: Int = 0, frequency: Double = 1) -> BlockID {
    let parameters = (0..<parameterCount).map { _ in function.makeVirtualRegister() }
    return function.blocks.append(MachineBlock(parameters: parameters, frequency: frequency))
  }

  /// Goes to the end of a block.
  package mutating func move(to block: BlockID) { current = block }

  /// A parameter of a block.
  package func parameter(_ index: Int, of block: BlockID) -> MachineRegister {
    function.blocks[block].parameters[index]
  }

  /// Adds a parameter of the function that arrives in a register.
  package mutating func makeParameter(in register: Register) -> MachineRegister {
    let value = function.makeVirtualRegister()
    function.parameters.append(FixedOperand(value, in: register))
    return value
  }

  /// Appends an instruction.
  package mutating func append(_ instruction: MachineInstruction) {
    function.blocks[current].instructions.append(instruction)
  }

  // MARK: Instructions with a result

  /// Appends `opcode` of format `regRegReg`, `regReg` or `regRegImm` and returns its result.
  package mutating func value(
    _ opcode: Opcode, _ s1: MachineRegister, _ s2: MachineRegister = .none, x: Int64 = 0
  ) -> MachineRegister {
    let result = function.makeVirtualRegister()
    append(MachineInstruction(opcode, def: result, s1, s2, x: x))
    return result
  }

  /// Appends a conditional move between registers: `s1` if the condition holds for `s2`, else `old`.
  package mutating func conditionalMove(
    _ opcode: Opcode, _ s1: MachineRegister, _ s2: MachineRegister, else old: MachineRegister
  ) -> MachineRegister {
    let result = function.makeVirtualRegister()
    append(MachineInstruction(opcode, def: result, s1, s2, old))
    return result
  }

  /// Appends a conditional move of a constant: x if the condition holds for `s1`, else `old`.
  package mutating func conditionalMove(
    _ opcode: Opcode, _ s1: MachineRegister, x: Int64, else old: MachineRegister
  ) -> MachineRegister {
    let result = function.makeVirtualRegister()
    append(MachineInstruction(opcode, def: result, s1, .none, old, x: x))
    return result
  }

  /// Appends a constant.
  package mutating func constant(_ value: Int64) -> MachineRegister {
    pseudo(.loadConstant, x: value)
  }

  /// Appends a copy.
  package mutating func copy(_ source: MachineRegister) -> MachineRegister { pseudo(.copy, source) }

  /// Appends `source mod 2^32`.
  package mutating func zeroExtend32(_ source: MachineRegister) -> MachineRegister {
    pseudo(.zeroExtend32, source)
  }

  /// Appends the address of a byte in a frame object.
  package mutating func frameAddress(_ object: Int, offset: Int64 = 0) -> MachineRegister {
    pseudo(.frameAddress, x: offset, y: object)
  }

  /// Appends a load of a stack argument of this function.
  package mutating func incoming(_ index: Int) -> MachineRegister {
    function.incomingStackArguments = max(function.incomingStackArguments, index + 1)
    return pseudo(.loadIncoming, y: index)
  }

  /// Appends a pseudo-instruction with a result.
  private mutating func pseudo(
    _ opcode: MachineOpcode, _ s1: MachineRegister = .none, x: Int64 = 0, y: Int = 0
  ) -> MachineRegister {
    let result = function.makeVirtualRegister()
    append(MachineInstruction(opcode, def: result, s1, x: x, y: Int32(y)))
    return result
  }

  // MARK: Memory

  /// Appends a load from `base + x`, or from address x without a base.
  package mutating func load(
    _ opcode: Opcode, base: MachineRegister = .none, x: Int64
  ) -> MachineRegister {
    let result = function.makeVirtualRegister()
    append(MachineInstruction(opcode, def: result, base, x: x))
    return result
  }

  /// Appends a store of a register to `base + x`, or to address x without a base.
  package mutating func store(
    _ opcode: Opcode, _ value: MachineRegister, base: MachineRegister = .none, x: Int64
  ) {
    append(MachineInstruction(opcode, value, base, x: x))
  }

  /// Appends a store of a constant to `base + x`, or to address x without a base.
  package mutating func store(
    _ opcode: Opcode, constant: Int32, base: MachineRegister = .none, x: Int64
  ) {
    append(MachineInstruction(opcode, base, x: x, y: constant))
  }

  /// Appends a store of a stack argument for the next call.
  package mutating func outgoing(_ index: Int, _ value: MachineRegister) {
    function.outgoingStackArguments = max(function.outgoingStackArguments, index + 1)
    append(MachineInstruction(.storeOutgoing, value, y: Int32(index)))
  }

  // MARK: Calls

  /// Appends a call with its values in fixed registers; the results are new values.
  ///
  /// - Parameter target: the code address of an indirect call, which goes to `target + x`.
  package mutating func call(
    _ callee: Callee, target: MachineRegister = .none, x: Int64 = 0,
    arguments: [FixedOperand], results registers: [Register], clobbers: RegisterSet
  ) -> [MachineRegister] {
    let results = registers.map { FixedOperand(function.makeVirtualRegister(), in: $0) }
    var destroyed = clobbers
    for register in registers { destroyed.remove(register) }
    let description = CallDescription(
      callee: callee, arguments: arguments, results: results, clobbers: destroyed)
    append(MachineInstruction(.call, target, x: x, y: describe(description)))
    return results.map(\.value)
  }

  /// Appends a host call; the results are new values.
  package mutating func hostCall(
    _ index: Int64, arguments: [FixedOperand], results registers: [Register],
    clobbers: RegisterSet = RegisterSet()
  ) -> [MachineRegister] {
    let results = registers.map { FixedOperand(function.makeVirtualRegister(), in: $0) }
    let description = CallDescription(
      callee: .none, arguments: arguments, results: results, clobbers: clobbers)
    append(MachineInstruction(.hostCall, x: index, y: describe(description)))
    return results.map(\.value)
  }

  /// Adds a call description and returns its index.
  private mutating func describe(_ description: CallDescription) -> Int32 {
    let call = function.calls.append(description)
    return call.operand
  }

  // MARK: Terminators

  /// Ends the block with a trap.
  package mutating func trap() { append(MachineInstruction(.trap)) }

  /// Ends the block with a jump.
  package mutating func jump(_ target: BlockID, _ arguments: [MachineRegister] = []) {
    append(MachineInstruction(.jump))
    function.blocks[current].successors = [MachineEdge(target, arguments)]
  }

  /// Ends the block with a branch that compares two registers.
  package mutating func branch(
    _ opcode: Opcode, _ s1: MachineRegister, _ s2: MachineRegister, _ target: BlockID,
    else other: BlockID
  ) {
    append(MachineInstruction(opcode, s1, s2))
    function.blocks[current].successors = [MachineEdge(target), MachineEdge(other)]
  }

  /// Ends the block with a branch that compares a register with a constant.
  package mutating func branch(
    _ opcode: Opcode, _ s1: MachineRegister, x: Int64, _ target: BlockID, else other: BlockID
  ) {
    append(MachineInstruction(opcode, s1, x: x))
    function.blocks[current].successors = [MachineEdge(target), MachineEdge(other)]
  }

  /// Ends the block with a jump to one of several blocks; `index` is already doubled.
  package mutating func switchJump(_ index: MachineRegister, _ targets: [BlockID]) {
    append(MachineInstruction(.switchJump, index))
    function.blocks[current].successors = targets.map { MachineEdge($0) }
  }

  /// Ends the block with a return to a code address.
  package mutating func ret(_ address: MachineRegister, _ results: [FixedOperand] = []) {
    let description = CallDescription(callee: .none, arguments: results)
    append(MachineInstruction(.ret, address, y: describe(description)))
  }

  /// Ends the block with a tail call.
  package mutating func tailCall(
    _ callee: Callee, target: MachineRegister = .none, x: Int64 = 0, arguments: [FixedOperand]
  ) {
    let description = CallDescription(callee: callee, arguments: arguments)
    append(MachineInstruction(.tailCall, target, x: x, y: describe(description)))
  }
}
