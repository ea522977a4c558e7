internal import PVM
internal import Support

/// Removes definitions that all of their readers can do without, in an allocated or framed function:
///
/// - a constant that is only stored, or an operand of instructions with an immediate form, becomes an
///   immediate;
/// - `add_imm` that is only the base of memory accesses goes into their offsets, where it is exact:
///   addresses are modulo 2^32, whatever the width of the addition;
/// - a copy whose source lasts as long as it is needed is read at the source;
/// - a load from a spill slot that is only copied loads the copy;
/// - a copy that is only stored to a spill slot is stored where it was made.
///
/// A definition qualifies if its register is not live behind the block, or written again in it, all
/// readers in between can absorb it, and what it reads is not written before the last of them.
///
/// Cost: linear in instructions times the length of a bounded search.
package struct OperandAbsorption {
  /// How far readers are searched.
  private static let searchLimit = 64

  /// The function.
  private var function: MachineFunction
  /// What code costs.
  private let costs: CostModel
  /// Whether anything changed.
  private var isChanged = false

  /// Changes a framed function; says whether anything changed.
  @discardableResult
  package static func run(_ function: inout MachineFunction, _ costs: CostModel) -> Bool {
    let graph = ControlFlowGraph(function)
    let liveness = LocationLiveness(function, graph)
    var absorption = OperandAbsorption(function: function, costs: costs)
    for block in graph.reversePostorder {
      absorption.run(block, liveOut: liveness.atEnd[block].registers)
    }
    if absorption.isChanged { function = absorption.function }
    return absorption.isChanged
  }

  /// Starts with a function.
  private init(function: MachineFunction, costs: CostModel) {
    self.function = function
    self.costs = costs
  }

  /// Changes a block. From the last definition to the first, so that what absorbs one can be
  /// absorbed itself.
  private mutating func run(_ block: BlockID, liveOut: RegisterSet) {
    var instructions = function.blocks[block].instructions
    var isDeleted = Array(repeating: false, count: instructions.count)
    var hasDeleted = false
    for position in instructions.indices.dropLast().reversed() {
      if let store = earlierStore(at: position, instructions, isDeleted, liveOut) {
        // The store takes the place of the copy.
        instructions[position] = instructions[store]
        instructions[position].s1 = function.blocks[block].instructions[position].s1
        isDeleted[store] = true
        hasDeleted = true
        continue
      }
      guard let register = instructions[position].def.physical, register != .stackPointer,
        isCandidate(instructions[position]),
        let readers = absorbers(of: register, at: position, instructions, isDeleted, liveOut)
      else { continue }
      var growth = -CodeSize.estimate(instructions[position], in: function)
      for reader in readers {
        growth += CodeSize.estimate(reader.instruction, in: function)
        growth -= CodeSize.estimate(instructions[reader.position], in: function)
      }
      let gas = function.blocks[block].frequency * costs.gas(of: instructions[position].opcode)
      guard costs.isWorth(bytes: growth, saving: gas) else { continue }
      for reader in readers { instructions[reader.position] = reader.instruction }
      isDeleted[position] = true
      hasDeleted = true
    }
    guard hasDeleted else { return }
    isChanged = true
    instructions.removeAll(flagged: isDeleted)
    function.blocks[block].instructions = instructions
  }

  /// The position of a store to a spill slot that is the only reader of the copy at a position, if
  /// it could as well be there.
  private func earlierStore(
    at start: Int, _ instructions: [MachineInstruction], _ isDeleted: [Bool],
    _ liveOut: RegisterSet
  ) -> Int? {
    let copy = instructions[start]
    guard copy.opcode == .copy, let register = copy.def.physical, copy.s1.physical != .stackPointer
    else { return nil }
    var store: Int?
    let end = min(instructions.count, start + OperandAbsorption.searchLimit)
    for position in start + 1..<end where !isDeleted[position] {
      let instruction = instructions[position]
      if instruction.registersRead(in: function).contains(register) {
        guard store == nil, instruction.opcode == .spillStore else { return nil }
        for other in instructions[start + 1..<position]
        where (other.opcode == .spillStore || other.opcode == .spillLoad)
          && other.y == instruction.y
        {
          return nil
        }
        store = position
      }
      if instruction.registersWritten(in: function).contains(register) { return store }
    }
    return end == instructions.count && !liveOut.contains(register) ? store : nil
  }

  /// Whether a definition is of a kind that others can absorb.
  private func isCandidate(_ instruction: MachineInstruction) -> Bool {
    switch instruction.opcode {
    case MachineOpcode(.loadImm), MachineOpcode(.moveReg), .copy, .spillLoad: true
    case .loadConstant: Immediate.fits(instruction.x)
    case MachineOpcode(.addImm32), MachineOpcode(.addImm64): true
    default: false
    }
  }

  /// The readers of a definition as they are without it; nil if some reader needs it.
  private func absorbers(
    of register: Register, at start: Int, _ instructions: [MachineInstruction],
    _ isDeleted: [Bool], _ liveOut: RegisterSet
  ) -> [(position: Int, instruction: MachineInstruction)]? {
    let definition = instructions[start]
    let operand = MachineRegister(register)
    let source = definition.s1.physical
    var readers: [(position: Int, instruction: MachineInstruction)] = []
    // Without `r = r + c`, the register is its own source.
    var isSourceIntact = true
    let end = min(instructions.count, start + OperandAbsorption.searchLimit)
    for position in start + 1..<end where !isDeleted[position] {
      let instruction = instructions[position]
      if instruction.registersRead(in: function).contains(register) {
        guard isSourceIntact, let changed = absorb(definition, operand, into: instruction),
          source == register || !changed.registersRead(in: function).contains(register)
        else { return nil }
        readers.append((position, changed))
      }
      let written = instruction.registersWritten(in: function)
      if written.contains(register) { return readers }
      if definition.opcode == .spillLoad, instruction.opcode == .spillStore,
        instruction.y == definition.y
      {
        isSourceIntact = false
      }
      if let source, written.contains(source) { isSourceIntact = false }
    }
    // A register that is dead behind the block and that nobody reads is not ours to delete, unless
    // the whole rest was searched.
    return end == instructions.count && !liveOut.contains(register) ? readers : nil
  }

  /// An instruction with a definition absorbed; nil if that is not possible.
  private func absorb(
    _ definition: MachineInstruction, _ operand: MachineRegister,
    into instruction: MachineInstruction
  ) -> MachineInstruction? {
    // The old value of a conditional move has to be in the register that is written.
    if instruction.s3 == operand { return nil }
    switch definition.opcode {
    case .spillLoad:
      guard instruction.opcode == .copy else { return nil }
      return MachineInstruction(.spillLoad, def: instruction.def, y: definition.y)
    case MachineOpcode(.moveReg), .copy:
      var result = instruction
      if result.s1 == operand { result.s1 = definition.s1 }
      if result.s2 == operand { result.s2 = definition.s1 }
      return result
    case MachineOpcode(.loadImm), .loadConstant:
      return absorb(constant: definition.x, operand, into: instruction)
    default: return absorb(sum: definition, operand, into: instruction)
    }
  }

  /// An instruction with a constant absorbed.
  private func absorb(
    constant: Int64, _ operand: MachineRegister, into instruction: MachineInstruction
  ) -> MachineInstruction? {
    guard let opcode = instruction.opcode.opcode else { return nil }
    var result = instruction
    if let store = ImmediateForms.store(opcode) {
      guard instruction.s1 == operand, instruction.s2 != operand,
        let y = Int32(exactly: constant)
      else { return nil }
      result.opcode = MachineOpcode(store)
      result.s1 = instruction.s2
      result.s2 = .none
      result.y = y
      return result
    }
    let form: ImmediateForms.Form?
    if instruction.s2 == operand, instruction.s1 != operand {
      form = ImmediateForms.second(opcode)
    } else if instruction.s1 == operand, instruction.s2.exists, instruction.s2 != operand {
      form = ImmediateForms.first(opcode)
      result.s1 = instruction.s2
    } else {
      return nil
    }
    guard let form else { return nil }
    result.opcode = MachineOpcode(form.opcode)
    result.s2 = .none
    result.x = form.constant == .same ? constant : 0 &- constant
    return Immediate.fits(result.x) ? result : nil
  }

  /// An instruction with `add_imm` absorbed into the offset of its memory access.
  private func absorb(
    sum: MachineInstruction, _ operand: MachineRegister, into instruction: MachineInstruction
  ) -> MachineInstruction? {
    guard let opcode = instruction.opcode.opcode else { return nil }
    var result = instruction
    result.x = Immediate.normalized32(instruction.x &+ sum.x)
    switch opcode.format {
    case .regRegImm where opcode.traits.contains(.loads): result.s1 = sum.s1
    case .regImmImm where opcode.traits.contains(.stores): result.s1 = sum.s1
    case .regRegImm where opcode.traits.contains(.stores):
      // The base, but not the value.
      guard instruction.s1 != operand else { return nil }
      result.s2 = sum.s1
    default: return nil
    }
    return result
  }
}
