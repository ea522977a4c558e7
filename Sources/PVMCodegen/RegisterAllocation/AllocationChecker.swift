import PVM
import Support

/// Proves that an allocated function computes what the selected one did.
///
/// Shares nothing with the allocator. Method: symbolic execution of the allocated function over
/// "which values does each register and spill slot hold", to a fixed point over all paths. Values are
/// the virtual registers of the selected function, where copies (and parameters of blocks with one
/// way in) stand for what they copy and constants for their instruction. Both functions are walked in step: apart from moves, spills and constants,
/// each block must contain the same instructions in the same order. At each of them every operand must
/// hold its value. The allocator may append blocks, each on one edge of the original.
///
/// What is held is an intersection over all ways to a place, so a value that is missing on one path
/// only is an error wherever it is read.
package struct AllocationChecker {
  /// The function before allocation.
  private let before: MachineFunction
  /// The function after allocation.
  private let after: MachineFunction
  /// What each virtual register is a copy of (itself, if of nothing), or a constant's number.
  private var valueOfRegister: RegisterTable<Int32>
  /// The constants, by opcode and operands.
  private var constants: [MachineInstruction: Int32] = [:]
  /// What is known at the start of each block of `after`; nil while it has not been reached.
  private var known: BlockTable<[Fact]?>
  /// For appended blocks, the block and edge of `before` they lie on.
  private var edgeOfBlock: BlockTable<(source: BlockID, position: Int)?>

  /// Checks an allocation.
  ///
  /// - Throws: `allocation`, saying what is wrong where.
  package static func check(
    before: MachineFunction, after: MachineFunction
  ) throws(CodegenError) {
    var checker = AllocationChecker(before, after)
    do {
      try checker.checkStructure()
      try checker.run()
    } catch {
      throw CodegenError(.allocation(error.message), function: after.name)
    }
  }

  /// Something is wrong.
  private struct Failure: Error {
    /// What.
    var message: String
  }

  /// Prepares the tables.
  private init(_ before: MachineFunction, _ after: MachineFunction) {
    self.before = before
    self.after = after
    valueOfRegister = RegisterTable([Int32](0..<Int32(before.virtualRegisterCount)))
    known = BlockTable(repeating: nil, count: after.blocks.count)
    edgeOfBlock = BlockTable(repeating: nil, count: after.blocks.count)
    var sourceOfCopy = RegisterTable<VirtualRegister>(
      repeating: .none, count: before.virtualRegisterCount)
    for block in before.blocks {
      for instruction in block.instructions where instruction.def.isVirtual {
        let index = instruction.def.virtual
        if Self.isCopy(instruction), instruction.s1.isVirtual {
          sourceOfCopy[index] = instruction.s1.virtual
        } else if instruction.isRematerializable {
          valueOfRegister[index] = number(of: instruction)
        }
      }
    }
    for parameter in before.parameters where parameter.value.isVirtual {
      guard let constant = parameter.constant else { continue }
      valueOfRegister[parameter.value.virtual] = number(
        of: MachineInstruction(.loadConstant, x: constant))
    }
    // The parameters of a block with a single way in are copies, too.
    var edges = BlockTable<(count: Int, block: BlockID, position: Int)>(
      repeating: (0, .entry, 0), count: before.blocks.count)
    for block in ControlFlowOrder(before).order {
      for (position, edge) in before.blocks[block].successors.enumerated() {
        edges[edge.target] = (edges[edge.target].count + 1, block, position)
      }
    }
    for (block, edge) in edges.indexed() where edge.count == 1 {
      let arguments = before.blocks[edge.block].successors[edge.position].arguments
      for (argument, parameter) in zip(arguments, before.blocks[block].parameters) {
        sourceOfCopy[parameter.virtual] = argument.virtual
      }
    }
    for register in sourceOfCopy.indices where sourceOfCopy[register].exists {
      var root = register
      var steps = 0
      while sourceOfCopy[root].exists, steps <= sourceOfCopy.count {
        root = sourceOfCopy[root]
        steps += 1
      }
      valueOfRegister[register] = valueOfRegister[root]
    }
  }

  /// Whether an instruction only copies a register.
  private static func isCopy(_ instruction: MachineInstruction) -> Bool {
    instruction.opcode.isCopy || instruction.opcode == MachineOpcode(.moveReg)
  }

  /// The number of a constant-like instruction's value.
  private mutating func number(of instruction: MachineInstruction) -> Int32 {
    var key = instruction
    key.def = .none
    if let known = constants[key] { return known }
    let fresh = Int32(before.virtualRegisterCount + constants.count)
    constants[key] = fresh
    return fresh
  }

  /// The value a virtual register stands for.
  private func value(_ register: MachineRegister) -> Int32 {
    valueOfRegister[register.virtual]
  }

  // MARK: Structure

  /// Checks what does not depend on values.
  private mutating func checkStructure() throws(Failure) {
    guard after.phase == .allocated else { throw Failure(message: "wrong phase") }
    guard after.blocks.count >= before.blocks.count, after.calls.count == before.calls.count,
      after.parameters.map(\.register) == before.parameters.map(\.register)
    else { throw Failure(message: "blocks, calls or parameters are missing") }
    for (index, pair) in zip(before.calls, after.calls).enumerated() {
      guard pair.0.callee == pair.1.callee, pair.0.clobbers == pair.1.clobbers,
        pair.0.arguments.map(\.register) == pair.1.arguments.map(\.register),
        pair.0.results.map(\.register) == pair.1.results.map(\.register)
      else { throw Failure(message: "call \(index) has changed") }
    }
    for block in after.blocks.indices {
      guard after.blocks[block].parameters.isEmpty,
        after.blocks[block].successors.allSatisfy({ $0.arguments.isEmpty })
      else { throw Failure(message: "block \(block) still has parameters or arguments") }
      let instructions = after.blocks[block].instructions
      guard let last = instructions.last, last.isTerminator,
        !instructions.dropLast().contains(where: \.isTerminator)
      else { throw Failure(message: "block \(block) does not end with its only terminator") }
      for instruction in instructions {
        try checkOperands(of: instruction, in: block)
      }
    }
    for block in before.blocks.indices {
      let old = before.blocks[block].successors
      let new = after.blocks[block].successors
      // What nothing reaches may have been replaced by a trap.
      if new.isEmpty, after.blocks[block].instructions.map(\.opcode) == [MachineOpcode(.trap)] {
        continue
      }
      guard old.count == new.count else {
        throw Failure(message: "block \(block) has other successors")
      }
      for position in old.indices {
        let target = new[position].target
        if target == old[position].target { continue }
        guard target >= before.blocks.endIndex, target < after.blocks.endIndex,
          edgeOfBlock[target] == nil,
          after.blocks[target].successors.map(\.target) == [old[position].target],
          after.blocks[target].instructions.last?.opcode == MachineOpcode(.jump)
        else {
          throw Failure(message: "edge \(position) of block \(block) goes elsewhere")
        }
        edgeOfBlock[target] = (block, position)
      }
    }
  }

  /// Checks that an instruction's operands are registers of the PVM, and tied where they must be.
  private func checkOperands(
    of instruction: MachineInstruction, in block: BlockID
  ) throws(Failure) {
    for operand in [instruction.def, instruction.s1, instruction.s2, instruction.s3]
    where operand.isVirtual {
      throw Failure(message: "block \(block) still has virtual registers")
    }
    guard instruction.opcode != .copy else {
      throw Failure(message: "block \(block) still has a copy")
    }
    guard instruction.def != MachineRegister(.stackPointer) else {
      throw Failure(message: "block \(block) writes the stack pointer")
    }
    guard !instruction.s3.exists || instruction.s3 == instruction.def else {
      throw Failure(message: "block \(block) has a conditional move with two results")
    }
    if instruction.opcode == .spillLoad || instruction.opcode == .spillStore {
      guard (0..<after.spillSlots).contains(Int(instruction.y)) else {
        throw Failure(message: "block \(block) uses a slot that does not exist")
      }
    }
  }

  // MARK: Values

  /// Walks the function until nothing changes, then once more to check operands.
  private mutating func run() throws(Failure) {
    var entry: [Fact] = []
    for parameter in before.parameters where parameter.value.isVirtual {
      entry.append(
        Fact(place: Int32(parameter.register.number), value: value(parameter.value)))
    }
    known[.entry] = entry.sorted()
    let graph = ControlFlowOrder(after)
    var isDirty = BlockTable(repeating: false, count: after.blocks.count)
    isDirty[.entry] = true
    var isAnyDirty = true
    while isAnyDirty {
      isAnyDirty = false
      for block in graph.order where isDirty[block] {
        isDirty[block] = false
        guard let start = known[block] else { continue }
        let end = try walk(block, start, checking: false)
        for (position, edge) in after.blocks[block].successors.enumerated() {
          let arriving = crossing(block, position, end)
          if merge(arriving, into: edge.target) {
            isDirty[edge.target] = true
            isAnyDirty = true
          }
        }
      }
    }
    for block in graph.order {
      guard let start = known[block] else { continue }
      _ = try walk(block, start, checking: true)
    }
  }

  /// What is known after an edge, where block parameters take their arguments.
  private func crossing(_ block: BlockID, _ position: Int, _ facts: [Fact]) -> [Fact] {
    let edge: MachineEdge
    if block < before.blocks.endIndex {
      if after.blocks[block].successors[position].target >= before.blocks.endIndex { return facts }
      edge = before.blocks[block].successors[position]
    } else {
      guard let origin = edgeOfBlock[block] else { return facts }
      edge = before.blocks[origin.source].successors[origin.position]
    }
    let parameters = before.blocks[edge.target].parameters
    var pairs: [(argument: Int32, parameter: Int32)] = []
    for (argument, parameter) in zip(edge.arguments, parameters)
    where value(argument) != value(parameter) {
      pairs.append((value(argument), value(parameter)))
    }
    if pairs.isEmpty { return facts }
    pairs.sort { ($0.argument, $0.parameter) < ($1.argument, $1.parameter) }
    let replaced = pairs.map(\.parameter).sorted()
    var result: [Fact] = []
    for fact in facts {
      if !Self.contains(replaced, fact.value) { result.append(fact) }
      var low = Self.lowerBound(pairs.count) { pairs[$0].argument < fact.value }
      while low < pairs.count, pairs[low].argument == fact.value {
        result.append(Fact(place: fact.place, value: pairs[low].parameter))
        low += 1
      }
    }
    return result.sorted()
  }

  /// The first index for which a condition that is true up to some index is false.
  private static func lowerBound(_ count: Int, _ isBelow: (Int) -> Bool) -> Int {
    (0..<count).firstIndex(behind: isBelow)
  }

  /// Whether a sorted array contains a value.
  private static func contains(_ sorted: [Int32], _ value: Int32) -> Bool {
    let index = lowerBound(sorted.count) { sorted[$0] < value }
    return index < sorted.count && sorted[index] == value
  }

  /// Keeps what is known on all ways to a block; says whether that has become less.
  private mutating func merge(_ facts: [Fact], into block: BlockID) -> Bool {
    guard let old = known[block] else {
      known[block] = facts
      return true
    }
    var result: [Fact] = []
    var (i, j) = (0, 0)
    while i < old.count, j < facts.count {
      if old[i] == facts[j] {
        result.append(old[i])
        i += 1
        j += 1
      } else if old[i] < facts[j] {
        i += 1
      } else {
        j += 1
      }
    }
    guard result.count < old.count else { return false }
    known[block] = result
    return true
  }

  /// Executes a block symbolically.
  private func walk(
    _ block: BlockID, _ start: [Fact], checking: Bool
  ) throws(Failure) -> [Fact] {
    var facts = Facts(start)
    let old = block < before.blocks.endIndex ? before.blocks[block].instructions : []
    var next = 0
    for (index, instruction) in after.blocks[block].instructions.enumerated() {
      if instruction.opcode == MachineOpcode(.moveReg) {
        facts.copy(Self.place(instruction.s1), to: Self.place(instruction.def))
        continue
      }
      if instruction.opcode == .spillLoad {
        facts.copy(16 + instruction.y, to: Self.place(instruction.def))
        continue
      }
      if instruction.opcode == .spillStore {
        facts.copy(Self.place(instruction.s1), to: 16 + instruction.y)
        continue
      }
      if instruction.isRematerializable {
        var key = instruction
        key.def = .none
        facts.clear(Self.place(instruction.def))
        if let number = constants[key] { facts.add(Self.place(instruction.def), number) }
        continue
      }
      if block >= before.blocks.endIndex, instruction.opcode == MachineOpcode(.jump) { continue }
      while next < old.count, Self.isCopy(old[next]) || old[next].isRematerializable { next += 1 }
      guard next < old.count else {
        throw Failure(message: "block \(block) has instruction \(index) too many")
      }
      let original = old[next]
      next += 1
      guard original.opcode == instruction.opcode, original.x == instruction.x,
        original.y == instruction.y
      else { throw Failure(message: "block \(block): instruction \(index) is another one") }
      if checking {
        try check(original.s1, instruction.s1, facts, block, index)
        try check(original.s2, instruction.s2, facts, block, index)
        try check(original.s3, instruction.s3, facts, block, index)
      }
      guard original.def.exists == instruction.def.exists else {
        throw Failure(message: "block \(block): instruction \(index) has another result")
      }
      if original.hasCallDescription {
        let call = before.calls[original.call]
        if checking {
          for argument in call.arguments {
            try check(
              argument.value, MachineRegister(argument.register), facts, block, index)
          }
        }
        for register in call.clobbers { facts.clear(Int32(register.number)) }
        for result in call.results where result.value.isVirtual {
          facts.forget(value(result.value))
        }
        for result in call.results {
          facts.clear(Int32(result.register.number))
          if result.value.isVirtual {
            facts.add(Int32(result.register.number), value(result.value))
          }
        }
      }
      if instruction.def.exists {
        facts.clear(Self.place(instruction.def))
        if original.def.isVirtual {
          facts.forget(value(original.def))
          facts.add(Self.place(instruction.def), value(original.def))
        }
      }
    }
    while next < old.count, Self.isCopy(old[next]) || old[next].isRematerializable { next += 1 }
    guard next == old.count else {
      throw Failure(message: "block \(block) lacks instruction \(next) of the original")
    }
    return facts.sorted
  }

  /// The place of a register operand.
  private static func place(_ register: MachineRegister) -> Int32 { Int32(register.rawValue) }

  /// Checks that an operand holds its value.
  private func check(
    _ original: MachineRegister, _ operand: MachineRegister, _ facts: Facts, _ block: BlockID,
    _ index: Int
  ) throws(Failure) {
    guard original.exists == operand.exists else {
      throw Failure(message: "block \(block): instruction \(index) has other operands")
    }
    guard original.isVirtual else {
      if original == operand { return }
      throw Failure(message: "block \(block): instruction \(index) has other operands")
    }
    guard facts.holds(Self.place(operand), value(original)) else {
      throw Failure(
        message: "block \(block), instruction \(index): r\(operand.rawValue) does not hold "
          + "v\(original.virtual)")
    }
  }
}
