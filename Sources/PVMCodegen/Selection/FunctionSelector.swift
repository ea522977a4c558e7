import LLVM
import PVM
import Support

/// Selects machine instructions for one LLVM function.
///
/// Blocks are visited in reverse of a reverse post-order and instructions from last to first, so
/// that every use of a value is seen before its definition: an instruction is lowered only when
/// something asked for a register with its value, and whoever folds an operand into its own
/// instruction (an immediate, an address, a comparison into a branch) simply does not ask. Dead
/// code therefore disappears by itself.
///
/// Integers of up to 64 bits occupy one register in one of three forms (`ValueForm`); users ask for
/// the form they need, and the definition provides each form that was asked for, aliasing registers
/// where one result serves several. Wider integers, up to 128 bits, are two registers.
struct FunctionSelector {
  /// The rest of the program.
  let context: SelectionContext
  /// The LLVM function.
  let function: Function
  /// What is being built.
  var machine: MachineFunction

  /// The registers asked for.
  var requests = RequestedRegisters()
  /// For each virtual register the one that replaces it, or itself.
  var aliases = UnionFind()
  /// The reachable LLVM blocks; block i becomes machine block i.
  let order: BlockOrder
  /// What phis get on the edges into their blocks.
  private var phiOperands = PhiOperands()
  /// The block being lowered.
  var emission = BlockEmission()
  /// The value of the return address.
  var returnAddress = MachineRegister.none
  /// The preserved registers' values at entry.
  var preservedValues: [FixedOperand] = []
  /// The parameter that has a register of its own, if the function has one.
  var passedGlobal: Value?
  /// What it is a constant away from wherever callees get something else.
  var framePointer: (value: Value, offset: Int64)?
  /// Takes addresses apart.
  var addresses: AddressMatcher

  /// Starts with a function.
  private init(_ function: Function, name: String, index: Int, context: SelectionContext) {
    self.context = context
    self.function = function
    machine = MachineFunction(name: name, index: index)
    order = BlockOrder(function)
    addresses = AddressMatcher(context: context, order: order)
  }

  /// Selects all of a function.
  ///
  /// - Throws: a `CodegenError` when LLVM produced something without a lowering.
  static func select(
    _ function: Function, name: String, index: Int, context: SelectionContext
  ) throws(CodegenError) -> MachineFunction {
    var selector = FunctionSelector(function, name: name, index: index, context: context)
    do {
      try selector.run()
    } catch {
      throw CodegenError(error.kind, function: name)
    }
    return selector.machine
  }

  /// The three steps: entry, blocks, renaming.
  private mutating func run() throws(CodegenError) {
    machine.blocks = BlockTable(repeating: MachineBlock(), count: order.blocks.count)

    returnAddress = makeRegister()
    machine.parameters.append(FixedOperand(returnAddress, in: .returnAddress))
    if function.hasPassedGlobal { passedGlobal = function.parameter(0) }
    if context.keepsPreserved[machine.index] {
      for register in CallingConvention.preserved
      where passedGlobal == nil || register != CallingConvention.passedGlobal {
        let value = FixedOperand(makeRegister(), in: register)
        preservedValues.append(value)
        machine.parameters.append(value)
      }
    }
    try collectAllocas()
    findFramePointer()
    for index in order.blocks.indices.reversed() {
      try lowerBlock(index)
    }
    resolveAliases()
  }

  /// Gives every `alloca` of the entry block its frame object.
  private mutating func collectAllocas() throws(CodegenError) {
    guard let entry = order.blocks.first else { return }
    for instruction in entry.instructions where instruction.opcode == .alloca {
      guard let size = TypeLayout.size(of: instruction.allocatedType),
        let count = constantValue(instruction.operand(0), .unsigned)
      else { throw CodegenError(.unsupportedInstruction(instruction.printed())) }
      addresses.objects[instruction.value] = machine.frameObjects.count
      machine.frameObjects.append(Int(size * count))
    }
  }

  // MARK: Blocks

  /// Lowers one block, from its terminator up.
  private mutating func lowerBlock(_ index: BlockID) throws(CodegenError) {
    emission.start(index)
    var instructions: [InstructionView] = []
    for instruction in order.blocks[index].instructions { instructions.append(instruction) }
    guard let terminator = instructions.popLast() else {
      throw CodegenError(.unsupportedInstruction("a block without terminator"))
    }
    enter(terminator)
    if let call = instructions.last, try lowerTailCall(call, before: terminator) {
      instructions.removeLast()
    } else {
      try lowerTerminator(terminator, before: instructions.last, block: index)
    }
    flush()
    var phis = instructions.count
    while phis > 0, instructions[phis - 1].opcode != .phi { phis -= 1 }
    for instruction in instructions[phis...].reversed() {
      enter(instruction)
      try lower(instruction, block: index)
      flush()
    }
    if index == .entry { try lowerParameters() }
    emission.loadConstants()
    // Conversions of block parameters stand at the start of the block.
    var parameters: [MachineRegister] = []
    for phi in instructions[..<phis] { try lowerPhi(phi, parameters: &parameters) }
    machine.blocks[index].instructions = emission.finish()
    machine.blocks[index].parameters = parameters
  }

  /// Moves the instructions of one LLVM instruction to the block.
  mutating func flush() { emission.flush() }

  /// Goes on with another LLVM instruction as far as positions are concerned.
  mutating func enter(_ instruction: InstructionView) {
    if let positions = context.positions {
      emission.position = positions.position(of: instruction.location)
    }
  }

  /// Gives the function's arguments their registers and stack places.
  private mutating func lowerParameters() throws(CodegenError) {
    var position = 0
    for argument in function.parameters {
      var parts: [MachineRegister] = []
      try receive(argument, into: &parts)
      if argument == passedGlobal {
        machine.parameters.append(
          FixedOperand(parts[0], in: CallingConvention.passedGlobal, isSignExtended: true))
        continue
      }
      for part in parts {
        if position < CallingConvention.argumentRegisters.count {
          machine.parameters.append(
            FixedOperand(
              part, in: CallingConvention.argumentRegisters[position],
              isSignExtended: Self.isReceivedSignExtended(argument)))
        } else {
          let place = position - CallingConvention.argumentRegisters.count
          emission.pending.insert(
            MachineInstruction(.loadIncoming, def: part, y: Int32(place)), at: 0)
        }
        position += 1
      }
    }
    machine.incomingStackArguments = max(0, position - CallingConvention.argumentRegisters.count)
    flush()
  }

  /// Lowers a phi: its parts become parameters of the block.
  private mutating func lowerPhi(
    _ phi: InstructionView, parameters: inout [MachineRegister]
  ) throws(CodegenError) {
    var parts: [MachineRegister] = []
    try receive(phi.value, into: &parts)
    parameters.append(contentsOf: parts)
  }

  /// Makes registers that receive all parts of a value in canonical form from outside (arguments,
  /// block parameters, results of calls), and derives from them the other forms asked for.
  mutating func receive(_ value: Value, into parts: inout [MachineRegister]) throws(CodegenError) {
    let type = value.type
    if type.isVoid { return }
    if type.kind == .structure {
      let requested = requests.elements[number(value)] ?? []
      var position = 0
      for element in 0..<type.elementCount {
        guard let elementType = type.element(element) else { continue }
        for _ in 0..<(try registerCount(of: elementType)) {
          let register =
            position < requested.count && requested[position].exists
            ? requested[position] : makeRegister()
          parts.append(register)
          position += 1
        }
      }
      return
    }
    let width = try integerWidth(of: type)
    if width > 64 {
      let low = makeRegister()
      let high = makeRegister()
      parts.append(low)
      parts.append(high)
      finishWide(value, low: low, high: high)
    } else {
      let register = makeRegister()
      parts.append(register)
      finish(value, width: width, register, provides: [.raw, ValueForms(.canonical(width))])
    }
  }

  /// Whether the only part of a value from outside has its low 32 bits sign-extended.
  static func isReceivedSignExtended(_ value: Value) -> Bool {
    value.type.kind == .integer && value.type.integerWidth == 32
  }

  /// The values of an edge for the block parameters of its target, in canonical form.
  mutating func edge(from source: BasicBlock, to target: BasicBlock) throws(CodegenError)
    -> MachineEdge
  {
    var arguments: [MachineRegister] = []
    for instruction in target.instructions {
      guard instruction.opcode == .phi else { break }
      if let value = phiOperands.value(of: instruction, from: source) {
        try parts(of: value, into: &arguments, localConstants: true)
      }
    }
    guard let index = order.indices[target] else {
      throw CodegenError(.unsupportedInstruction("a branch to an unknown block"))
    }
    return MachineEdge(index, arguments)
  }

  // MARK: Registers and instructions

  /// A new virtual register.
  mutating func makeRegister() -> MachineRegister {
    aliases.append()
    return machine.makeVirtualRegister()
  }

  /// Adds an instruction to those of the LLVM instruction being lowered.
  mutating func emit(
    _ opcode: Opcode, def: MachineRegister = .none, _ s1: MachineRegister = .none,
    _ s2: MachineRegister = .none, _ s3: MachineRegister = .none, x: Int64 = 0, y: Int32 = 0
  ) {
    emission.pending.append(MachineInstruction(opcode, def: def, s1, s2, s3, x: x, y: y))
  }

  /// Adds an instruction with a new register for its result, and returns that.
  mutating func make(
    _ opcode: Opcode, _ s1: MachineRegister = .none, _ s2: MachineRegister = .none,
    _ s3: MachineRegister = .none, x: Int64 = 0
  ) -> MachineRegister {
    let result = makeRegister()
    emission.pending.append(MachineInstruction(opcode, def: result, s1, s2, s3, x: x))
    return result
  }

  /// Adds a pseudo-instruction with a new register for its result, and returns that.
  mutating func make(
    _ opcode: MachineOpcode, _ s1: MachineRegister = .none, x: Int64 = 0, y: Int32 = 0
  ) -> MachineRegister {
    let result = makeRegister()
    emission.pending.append(MachineInstruction(opcode, def: result, s1, x: x, y: y))
    return result
  }

  /// A register with a constant, shared by the block.
  mutating func constant(_ value: Int64) -> MachineRegister {
    if let register = emission.constant(value) { return register }
    let register = makeRegister()
    emission.share(value, in: register)
    return register
  }

  /// A register with a constant, loaded right here.
  mutating func localConstant(_ value: Int64) -> MachineRegister {
    make(.loadConstant, x: value)
  }

  /// Makes one register stand for another.
  mutating func alias(_ register: MachineRegister, to other: MachineRegister) {
    aliases.join(register.virtual.index, into: other.virtual.index)
  }

  /// Replaces every register by the one that stands for it.
  private mutating func resolveAliases() {
    var aliases = aliases
    machine.mapOperands { register in
      register.isVirtual
        ? MachineRegister(virtual: VirtualRegister(aliases.find(register.virtual.index))) : register
    }
  }
}
