internal import PVM
internal import Support

/// Lets accesses with long offsets from the same register share one addition, where that is shorter.
///
/// Problem: an element of a static array has an address like `index * 64 + 0x5E6B0`; each of its fields is
/// accessed with an offset of three bytes. Method: for each register, the stretch of offsets is found whose
/// accesses become shorter by most when an address in its middle is in a register of its own; likewise for
/// absolute addresses. Where the register is itself a sum with a constant and has no other use, the new sum
/// replaces it and costs nothing.
///
/// It complements `AddressBases`, which shares the memory's base across registers.
///
/// Cost: for each register, the square of its number of offsets, of which there may be 200.
package struct SharedOffsets {
  /// An access that may change.
  private struct Access {
    /// The block.
    var block: BlockID
    /// The instruction's position in the block.
    var position: Int
    /// The offset.
    var offset: Int64
  }

  /// The function.
  private var function: MachineFunction
  /// What code costs.
  private let costs: CostModel
  /// The dominators.
  private let dominators: DominatorTree
  /// The accesses through each virtual register; the last are those with an absolute address.
  private var accesses: RegisterTable<[Access]>
  /// How many uses each virtual register has.
  private var useCount: RegisterTable<Int>
  /// Where each virtual register is defined: the block and the position, -1 for parameters.
  private var definitions: RegisterTable<(block: BlockID, position: Int)>
  /// Instructions to be added: the block, the position, the instruction.
  private var insertions: [(block: BlockID, position: Int, instruction: MachineInstruction)] = []

  /// The most accesses through a register that are looked at.
  private static let maximumCount = 200

  /// Shares additions in a function; says whether there are accesses that might.
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    var pass = SharedOffsets(function, costs)
    let bases = pass.accesses.indices.filter { pass.accesses[$0].count > 1 }
    if bases.isEmpty { return false }
    for base in bases { pass.share(base) }
    pass.insert()
    function = pass.function
    return true
  }

  /// Starts with a function.
  private init(_ function: MachineFunction, _ costs: CostModel) {
    self.function = function
    self.costs = costs
    dominators = DominatorTree(ControlFlowGraph(function))
    let count = function.virtualRegisterCount
    accesses = RegisterTable(repeating: [], count: count + 1)
    useCount = RegisterTable(repeating: 0, count: count)
    definitions = RegisterTable(repeating: (.entry, -1), count: count)
    for (index, block) in function.blocks.indexed() {
      for parameter in block.parameters { definitions[parameter.virtual] = (index, -1) }
      for (position, instruction) in block.instructions.enumerated() {
        note(instruction, index, position)
      }
      block.forEachEdgeArgument { if $0.isVirtual { useCount[$0.virtual] += 1 } }
    }
  }

  /// Notes what an instruction defines and uses.
  private mutating func note(_ instruction: MachineInstruction, _ block: BlockID, _ position: Int) {
    function.forEachDefinition(of: instruction) {
      if $0.isVirtual { definitions[$0.virtual] = (block, position) }
    }
    function.forEachUse(of: instruction) {
      if $0.isVirtual { useCount[$0.virtual] += 1 }
    }
    let access = Access(block: block, position: position, offset: instruction.x)
    let operand = instruction.addressOperand
    if operand > 0 {
      let register = instruction.operand(operand)
      if register.isVirtual { accesses[register.virtual].append(access) }
    } else if SharedOffsets.indirect(instruction) != nil {
      accesses[absolute].append(access)
    }
  }

  /// The instruction with a register for one that accesses an absolute address, nil for others.
  private static func indirect(_ instruction: MachineInstruction) -> Opcode? {
    guard let opcode = instruction.opcode.opcode, let row = AccessOpcodes.of(opcode),
      row.absolute == opcode
    else { return nil }
    return row.indirect
  }

  /// Shares additions among the accesses through one register.
  /// Stands in `accesses` for the base of absolute addresses.
  private var absolute: VirtualRegister { definitions.endIndex }

  private mutating func share(_ base: VirtualRegister) {
    var rest = accesses[base]
    guard rest.count <= SharedOffsets.maximumCount else { return }
    while rest.count > 1, let choice = bestStretch(rest, base) {
      apply(choice, base)
      rest.removeAll { gain($0, choice.constant) > 0 }
    }
  }

  /// Accesses that share an addition.
  private struct Choice {
    /// The accesses.
    var accesses: [Access]
    /// What is added.
    var constant: Int64
    /// Where: the block and the position.
    var place: (block: BlockID, position: Int)
    /// Whether the definition of the register changes instead.
    var replacesDefinition: Bool
  }

  /// The accesses for which an addition saves most, nil if none saves anything.
  private func bestStretch(_ rest: [Access], _ base: VirtualRegister) -> Choice? {
    let offsets = Set(rest.map(\.offset)).sorted()
    var best: (gain: Double, choice: Choice)?
    for first in offsets {
      // The constant itself makes the shortest offset; further on, more offsets take one byte.
      for constant in [first, first &+ 128] {
        let chosen = rest.filter { gain($0, constant) > 0 }
        guard chosen.count > 1 else { continue }
        let bytes = chosen.reduce(0) { $0 + gain($1, constant) }
        // Even without the instruction's cost it would not pay.
        guard bytes > 5 || isSum(base) else { continue }
        let (cost, place, replaces) = additionCost(
          base, constant, chosen, isWhole: chosen.count == rest.count)
        let total = Double(bytes) - cost
        if total > (best?.gain ?? 0) {
          best = (
            total,
            Choice(accesses: chosen, constant: constant, place: place, replacesDefinition: replaces)
          )
        }
      }
    }
    return best?.choice
  }

  /// How many bytes an access becomes shorter.
  private func gain(_ access: Access, _ constant: Int64) -> Int {
    AddressBases.size(access.offset) - AddressBases.size(access.offset &- constant)
  }

  /// Whether a register is defined as the sum of another and a constant.
  private func isSum(_ base: VirtualRegister) -> Bool {
    guard base < definitions.endIndex, definitions[base].position >= 0 else { return false }
    let place = definitions[base]
    return function.blocks[place.block].instructions[place.position].opcode
      == MachineOpcode(.addImm32)
  }

  /// What the addition costs, where it is best done, and whether it replaces the register's definition.
  private func additionCost(
    _ base: VirtualRegister, _ constant: Int64, _ chosen: [Access], isWhole: Bool
  ) -> (cost: Double, place: (block: BlockID, position: Int), replaces: Bool) {
    if isWhole, isSum(base), useCount[base] == chosen.count {
      let place = definitions[base]
      let old = function.blocks[place.block].instructions[place.position].x
      let growth = AddressBases.size(old &+ constant) - AddressBases.size(old)
      return (Double(growth), place, true)
    }
    var block = chosen.reduce(chosen[0].block) { dominators.commonDominator($0, $1.block) }
    var best = block
    let definition = base < definitions.endIndex ? definitions[base] : (block: .entry, position: -1)
    while block != definition.block, block != .entry {
      block = dominators.immediateDominator[block]
      if function.blocks[block].frequency < function.blocks[best].frequency { best = block }
    }
    let cost = costs.sharedBase(
      size: 2 + AddressBases.size(constant), frequency: function.blocks[best].frequency,
      isConstant: base == absolute)
    let position = best == definition.block ? definition.position + 1 : 0
    return (cost, (best, position), false)
  }

  /// Changes accesses.
  private mutating func apply(_ choice: Choice, _ base: VirtualRegister) {
    let constant = Immediate.normalized32(choice.constant)
    var register = MachineRegister.none
    if choice.replacesDefinition {
      register = MachineRegister(virtual: base)
      let place = choice.place
      let old = function.blocks[place.block].instructions[place.position].x
      function.blocks[place.block].instructions[place.position].x = Immediate.normalized32(
        old &+ constant)
    } else {
      register = function.makeVirtualRegister()
      let isAbsolute = base == absolute
      insertions.append(
        (
          choice.place.block, choice.place.position,
          isAbsolute
            ? MachineInstruction(.loadConstant, def: register, x: constant)
            : MachineInstruction(
              .addImm32, def: register, MachineRegister(virtual: base), x: constant)
        ))
    }
    for access in choice.accesses {
      var instruction = function.blocks[access.block].instructions[access.position]
      instruction.x = Immediate.normalized32(access.offset &- constant)
      switch instruction.addressOperand {
      case 1: instruction.s1 = register
      case 2: instruction.s2 = register
      default:
        guard let opcode = SharedOffsets.indirect(instruction) else { continue }
        instruction.opcode = MachineOpcode(opcode)
        if instruction.addressOperand == 1 {
          instruction.s1 = register
        } else {
          instruction.s2 = register
        }
      }
      function.blocks[access.block].instructions[access.position] = instruction
    }
  }

  /// Adds the new instructions.
  private mutating func insert() {
    insertions.sort { ($1.block, $1.position) < ($0.block, $0.position) }
    for insertion in insertions {
      function.blocks[insertion.block].instructions.insert(
        insertion.instruction, at: insertion.position)
    }
  }
}
