internal import PVM
internal import Support

/// The part that changes the function.
extension AddressBases {
  /// An instruction to be added.
  private struct Insertion {
    /// The block.
    var block: BlockID
    /// In front of the instruction at this position.
    var position: Int
    /// The instruction.
    var instruction: MachineInstruction
  }

  /// Changes the function to the chosen forms.
  mutating func rewrite() {
    let isComputedBased = values.mapValues { $0.isCandidate && isBased($0.node) }
    // The uses of each value in the form that is not computed.
    var converted = RegisterTable<[Int]>(repeating: [], count: values.count)
    var isAnyBased = false
    for (index, use) in uses.enumerated() {
      let based = isBased(use.node)
      if based != isComputedBased[use.value] { converted[use.value].append(index) }
      if based { isAnyBased = true }
    }
    guard isAnyBased else { return }
    let dominators = DominatorTree(ControlFlowGraph(function))
    var other = RegisterTable<MachineRegister>(repeating: .none, count: values.count)
    var insertions: [Insertion] = []
    for value in values.indices where !converted[value].isEmpty {
      other[value] = function.makeVirtualRegister()
      insertions.append(
        conversion(
          of: value, isBased: isComputedBased[value], into: other[value],
          converted[value].map { uses[$0].block }, dominators))
    }
    // Definitions that have operands change with their uses.
    for value in values.indices where isComputedBased[value] {
      guard let definition = definition(value) else { continue }
      let place = (values[value].block, Int(values[value].position))
      switch definition.opcode {
      case .loadConstant, MachineOpcode(.addImm32):
        function.blocks[place.0].instructions[place.1].x = Immediate.normalized32(
          definition.x &+ base)
      default: break
      }
    }
    for use in uses { apply(use, isComputedBased, other) }
    insertions.sort { ($1.block, $1.position) < ($0.block, $0.position) }
    for insertion in insertions {
      function.blocks[insertion.block].instructions.insert(
        insertion.instruction, at: insertion.position)
    }
  }

  /// The instruction that makes the other form of a value, where it runs least often: on the way from
  /// the definition to the block that dominates the uses.
  private func conversion(
    of value: VirtualRegister, isBased: Bool, into register: MachineRegister, _ blocks: [BlockID],
    _ dominators: DominatorTree
  ) -> Insertion {
    let definitionBlock = definitionBlock(value)
    var block = blocks.reduce(blocks[0]) { dominators.commonDominator($0, $1) }
    var best = block
    while block != definitionBlock {
      block = dominators.immediateDominator[block]
      if function.blocks[block].frequency < function.blocks[best].frequency { best = block }
    }
    let source = MachineRegister(virtual: value)
    var instruction = MachineInstruction(
      .addImm32, def: register, source, x: Immediate.normalized32(isBased ? 0 &- base : base))
    if let definition = definition(value), definition.opcode == .loadConstant {
      let constant = isBased ? definition.x : Immediate.normalized32(definition.x &+ base)
      instruction = MachineInstruction(.loadConstant, def: register, x: constant)
    }
    let position = best == definitionBlock ? Int(values[value].position) + 1 : 0
    return Insertion(block: best, position: position, instruction: instruction)
  }

  /// Gives a use the register of its form, and changes the offset of an access or a sum.
  private mutating func apply(
    _ use: Use, _ isComputedBased: RegisterTable<Bool>, _ other: RegisterTable<MachineRegister>
  ) {
    let based = isBased(use.node)
    let isConverted = based != isComputedBased[use.value]
    let register = isConverted ? other[use.value] : MachineRegister(virtual: use.value)
    guard let position = use.position else {
      function.blocks[use.block].successors[use.edge].arguments[use.operand] = register
      return
    }
    var instruction = function.blocks[use.block].instructions[position]
    switch use.operand {
    case 1: instruction.s1 = register
    case 2: instruction.s2 = register
    case 3: instruction.s3 = register
    default:
      if isConverted {
        function.calls[instruction.call].mapArguments {
          $0.virtual == use.value ? register : $0
        }
      }
      return
    }
    if based,
      use.operand == instruction.addressOperand
        || instruction.opcode == MachineOpcode(.addImm32)
    {
      instruction.x = Immediate.normalized32(instruction.x &- base)
    }
    function.blocks[use.block].instructions[position] = instruction
  }
}
