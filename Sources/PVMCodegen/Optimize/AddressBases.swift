internal import PVM
internal import Support

/// Decides which registers hold addresses with the linear memory's base already added.
///
/// Problem: an access through a Wasm address carries the memory's base in its offset, which takes three
/// bytes. Where the register holds the PVM address, the offset takes a byte or none; but an addition of
/// the base costs five bytes and an instruction, unless it disappears in another one: the sum of an
/// address and a constant, a constant, the step of a loop's pointer.
///
/// Method: each value that leads to an address may be held plain or based. What a choice costs depends
/// on single values and on pairs of them (an access and its register, a sum and its operand, a block
/// parameter and its arguments), so that the best choice for the whole function is a minimum cut. A value
/// that is needed in both forms is computed in one and converted once, where that runs least often.
///
/// Invariant: a based register holds `sign-extended (value + base) mod 2^32`. The plain form of a value is
/// made from it only where the value was sign-extended to begin with.
///
/// Cost: the cut's, on a graph linear in the uses of addresses.
package struct AddressBases {
  /// A use of a value whose form can be chosen.
  struct Use {
    /// The block.
    var block: BlockID
    /// The instruction's position in the block, or nil for arguments of the edge.
    var position: Int?
    /// The operand: 1, 2 or 3; of an edge the argument's index.
    var operand: Int
    /// The edge's index, for arguments.
    var edge = 0
    /// The value.
    var value: VirtualRegister
    /// The node that says whether the based form is used; nil for the plain form.
    var node: Int?
  }

  /// What is known of a value.
  struct Value {
    /// The block that defines it, or none.
    var block = BlockID.none
    /// The position of the definition; -1 for parameters.
    var position: Int32 = -1
    /// Whether the register holds the value's low 32 bits sign-extended.
    var isSignExtended = false
    /// Whether its form is chosen at all.
    var isCandidate = false
    /// The node that says whether it is computed in the based form.
    var node = -1
  }

  /// The function.
  var function: MachineFunction
  /// The linear memory's address.
  let base: Int64
  /// What code costs.
  private let costs: CostModel
  /// The values by number of their virtual register.
  var values: RegisterTable<Value>
  /// The uses of candidates.
  var uses: [Use] = []
  /// The graph.
  private var cut = MinimumCut()

  /// Chooses the forms of all addresses in a function; says whether there are any.
  ///
  /// - Parameter base: the linear memory's address.
  package static func run(
    _ function: inout MachineFunction, base: Int64, _ costs: CostModel
  ) -> Bool {
    var pass = AddressBases(function, base: base, costs)
    guard pass.findCandidates() else { return false }
    let signExtended = SignExtendedValues(function)
    for value in pass.values.indices {
      pass.values[value].isSignExtended = signExtended.contains(MachineRegister(virtual: value))
    }
    pass.collectUses()
    pass.choose()
    pass.rewrite()
    function = pass.function
    return true
  }

  /// Starts with a function.
  private init(_ function: MachineFunction, base: Int64, _ costs: CostModel) {
    self.function = function
    self.base = base
    self.costs = costs
    values = RegisterTable(repeating: Value(), count: function.virtualRegisterCount)
    for (index, block) in function.blocks.indexed() {
      for parameter in block.parameters { values[parameter.virtual].block = index }
      for (position, instruction) in block.instructions.enumerated() {
        function.forEachDefinition(of: instruction) { result in
          guard result.isVirtual else { return }
          values[result.virtual].block = index
          values[result.virtual].position = Int32(position)
        }
      }
    }
  }

  // MARK: Instructions

  /// The instruction that defines a value, unless it is a parameter.
  func definition(_ value: VirtualRegister) -> MachineInstruction? {
    let place = values[value]
    guard place.block.exists, place.position >= 0 else { return nil }
    return function.blocks[place.block].instructions[Int(place.position)]
  }

  /// The block in which a value is there first: the entry for a parameter of the function.
  func definitionBlock(_ value: VirtualRegister) -> BlockID {
    values[value].block.exists ? values[value].block : .entry
  }

  /// How many bytes the constant takes that is added or accessed.
  static func size(_ constant: Int64) -> Int { Immediate.size(Immediate.normalized32(constant)) }

  /// The values whose form follows from that of an instruction's result: the operands 1 to 3.
  private func transparentOperands(_ instruction: MachineInstruction) -> [Int] {
    switch instruction.opcode {
    case .copy, MachineOpcode(.addImm32), MachineOpcode(.moveReg), MachineOpcode(.sub32):
      return instruction.s1.isVirtual ? [1] : []
    case MachineOpcode(.add32):
      guard instruction.s1.isVirtual, instruction.s2.isVirtual, instruction.s1 != instruction.s2
      else { return [] }
      return [likelierAddress(instruction.s1, instruction.s2) ? 1 : 2]
    case MachineOpcode(.cmovIz), MachineOpcode(.cmovNz):
      return instruction.s1.isVirtual && instruction.s3.isVirtual ? [1, 3] : []
    default: return []
    }
  }

  /// Whether the first operand of a sum is rather the address, the second the index.
  private func likelierAddress(_ first: MachineRegister, _ second: MachineRegister) -> Bool {
    func rank(_ register: MachineRegister) -> Int {
      let value = values[register.virtual]
      guard let definition = definition(register.virtual) else {
        // A parameter of the function or of a block; a value that does not change is cheaper.
        return !value.block.exists ? 3 : 2
      }
      switch definition.opcode {
      case .loadConstant: return 4
      case MachineOpcode(.shloLImm32), MachineOpcode(.mulImm32), MachineOpcode(.andImm): return 0
      case MachineOpcode(.addImm32), MachineOpcode(.sub32), MachineOpcode(.add32): return 3
      default: return 1
      }
    }
    return rank(first) >= rank(second)
  }

  // MARK: Analysis

  /// Finds the values that lead to an address; false if no offset can become shorter.
  private mutating func findCandidates() -> Bool {
    var candidates = GrowingSet<MachineRegister>(count: values.count)
    func add(_ register: MachineRegister) {
      if register.isVirtual { candidates.insert(register.virtual) }
    }
    for block in function.blocks {
      for instruction in block.instructions {
        let operand = instruction.addressOperand
        if operand == 0 { continue }
        if AddressBases.size(instruction.x &- base) < AddressBases.size(instruction.x) {
          add(instruction.operand(operand))
        }
      }
    }
    if candidates.isSettled { return false }
    var incoming = BlockTable<[(block: BlockID, edge: Int)]>(
      repeating: [], count: function.blocks.count)
    for (index, block) in function.blocks.indexed() {
      for (edge, successor) in block.successors.enumerated() {
        incoming[successor.target].append((index, edge))
      }
    }
    while let value = candidates.next() {
      if let definition = definition(value) {
        for number in transparentOperands(definition) { add(definition.operand(number)) }
      } else if values[value].block.exists {
        let block = values[value].block
        let index = function.blocks[block].parameters.firstIndex { $0.virtual == value }
        guard let index else { continue }
        for source in incoming[block] {
          add(function.blocks[source.block].successors[source.edge].arguments[index])
        }
      }
    }
    for value in values.indices { values[value].isCandidate = candidates.contains(value) }
    return true
  }

  /// Lists all uses of candidates.
  private mutating func collectUses() {
    func isCandidate(_ register: MachineRegister) -> Bool {
      register.isVirtual && values[register.virtual].isCandidate
    }
    for (index, block) in function.blocks.indexed() {
      for (position, instruction) in block.instructions.enumerated() {
        for number in 1...3 {
          let register = instruction.operand(number)
          if isCandidate(register) {
            uses.append(
              Use(block: index, position: position, operand: number, value: register.virtual))
          }
        }
        for argument in function.arguments(of: instruction) where isCandidate(argument.value) {
          uses.append(
            Use(block: index, position: position, operand: 0, value: argument.value.virtual))
        }
      }
      for (edge, successor) in block.successors.enumerated() {
        for (number, argument) in successor.arguments.enumerated() where isCandidate(argument) {
          uses.append(
            Use(
              block: index, position: nil, operand: number, edge: edge,
              value: argument.virtual))
        }
      }
    }
  }

  // MARK: The choice

  /// How much a conversion of a value costs.
  private func conversionCost(_ value: VirtualRegister) -> Double {
    let block = definitionBlock(value)
    return costs.baseConversion(frequency: function.blocks[block].frequency)
  }

  /// Builds the graph and cuts it; afterwards nodes tell the forms. The source's side is based.
  private mutating func choose() {
    cut.reset()
    var basedNode = RegisterTable<Int>(repeating: -1, count: values.count)
    var plainNode = RegisterTable<Int>(repeating: -1, count: values.count)
    for value in values.indices where values[value].isCandidate {
      let node = cut.addNode()
      let based = cut.addNode()
      let plain = cut.addNode()
      values[value].node = node
      basedNode[value] = based
      plainNode[value] = plain
      let cost = conversionCost(value)
      cut.addArc(based, node, cost)
      let canConvertBack =
        values[value].isSignExtended || definition(value)?.opcode == .loadConstant
      cut.addArc(node, plain, canConvertBack ? cost : MinimumCut.uncuttable)
      addDefinition(value, node)
    }
    for index in uses.indices {
      let value = uses[index].value
      guard let node = node(for: uses[index]) else {
        cut.addArc(plainNode[value], MinimumCut.sink, MinimumCut.uncuttable)
        continue
      }
      uses[index].node = node
      cut.addArc(node, basedNode[value], MinimumCut.uncuttable)
      cut.addArc(plainNode[value], node, MinimumCut.uncuttable)
    }
    _ = cut.solve()
  }

  /// Adds what the definition of a value costs in either form.
  private mutating func addDefinition(_ value: VirtualRegister, _ node: Int) {
    guard let definition = definition(value) else {
      // Parameters of the function come as they are.
      if !values[value].block.exists { cut.addArc(node, MinimumCut.sink, MinimumCut.uncuttable) }
      return
    }
    if definition.opcode == .loadConstant {
      let plain = Immediate.fits(definition.x) ? Immediate.size(definition.x) : 8
      addPreference(node, plain - AddressBases.size(definition.x &+ base))
    } else if definition.opcode == MachineOpcode(.addImm32) {
      // A sum that only takes the base away, which is better left there.
      let gain = AddressBases.size(definition.x) - AddressBases.size(definition.x &+ base)
      if gain > 0 { addPreference(node, gain) }
    } else if transparentOperands(definition).isEmpty {
      cut.addArc(node, MinimumCut.sink, MinimumCut.uncuttable)
    }
  }

  /// Adds a gain in bytes of the based form, or a loss.
  private mutating func addPreference(_ node: Int, _ gain: Int) {
    if gain > 0 { cut.addArc(MinimumCut.source, node, Double(gain)) }
    if gain < 0 { cut.addArc(node, MinimumCut.sink, Double(-gain)) }
  }

  /// The node of a use, nil where it must be plain.
  private mutating func node(for use: Use) -> Int? {
    guard let position = use.position else {
      let target = function.blocks[use.block].successors[use.edge].target
      let parameter = values[function.blocks[target].parameters[use.operand].virtual]
      return parameter.isCandidate ? parameter.node : nil
    }
    let instruction = function.blocks[use.block].instructions[position]
    if instruction.addressOperand == use.operand, use.operand > 0 {
      let node = cut.addNode()
      addPreference(
        node, AddressBases.size(instruction.x) - AddressBases.size(instruction.x &- base))
      return node
    }
    guard instruction.def.isVirtual, use.operand > 0 else { return nil }
    let result = values[instruction.def.virtual]
    if instruction.opcode == MachineOpcode(.addImm32) {
      let size = AddressBases.size(instruction.x)
      let less = AddressBases.size(instruction.x &- base)
      guard result.isCandidate else {
        let node = cut.addNode()
        addPreference(node, min(0, size - less))
        return node
      }
      let more = AddressBases.size(instruction.x &+ base)
      // Taking the base away: the gain is the result's.
      if more < size { return nil }
      let node = cut.addNode()
      cut.addArc(result.node, node, Double(more - size))
      cut.addArc(node, result.node, Double(max(0, less - size)))
      return node
    }
    guard result.isCandidate, transparentOperands(instruction).contains(use.operand) else {
      return nil
    }
    return result.node
  }

  /// Whether the based form is used or computed.
  func isBased(_ node: Int?) -> Bool { node.map { cut.isOnSourceSide($0) } ?? false }
}
