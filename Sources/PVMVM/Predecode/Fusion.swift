#if !hasFeature(Embedded)
  internal import PVM

  // Problem: every instruction costs a dispatch, which takes longer than most operations.
  //
  // Method: frequent sequences of instructions are executed by one operation. Only the operation of the
  // sequence's first entry changes: the others stay as they are, so that execution can begin at any of
  // them, and the sequence has its operands in its entries. It does what its instructions would do one
  // by one, stops where they would stop, and stays in one block, which is paid for as a whole. Where a
  // block cannot be paid for, `Machine.runChunk` takes the sequences apart.
  //
  // From the end of the block to its start, each entry gets the form with which the rest of the block
  // takes the fewest dispatches.

  /// Finds the sequences that the hot loop executes at once.
  struct Fusion {
    /// The entries.
    private var instructions: [PredecodedInstruction]
    /// How many dispatches it takes from each entry to the end of its block.
    private var dispatches: [UInt32]

    /// Prepares entries, all but the ones for bad targets.
    private init(_ instructions: [PredecodedInstruction]) {
      self.instructions = instructions
      dispatches = Array(repeating: 0, count: instructions.count)
    }

    /// The entries, with the operations of sequences.
    ///
    /// - Complexity: linear.
    static func fuse(_ instructions: [PredecodedInstruction]) -> [PredecodedInstruction] {
      var fusion = Fusion(instructions)
      for index in instructions.indices { fusion.exchangeOperands(index) }
      for index in instructions.indices.reversed() { fusion.choose(index) }
      return fusion.instructions
    }

    /// If the second operand of a commutative instruction is the result of the one before, makes it the
    /// first: then one form is enough for both.
    private mutating func exchangeOperands(_ index: Int) {
      let entry = instructions[index]
      guard index > 0, instructions[index - 1].charge > 1, !instructions[index - 1].countsEntry,
        entry.opcode.isCommutative, let result = instructions[index - 1].result, entry.b == result,
        entry.a != result
      else { return }
      instructions[index].a = entry.b
      instructions[index].b = entry.a
    }

    /// Chooses the operation of an entry; those behind it have theirs.
    private mutating func choose(_ index: Int) {
      if instructions[index].countsEntry { return }
      let rest = Int(instructions[index].charge)
      var best = count(index, 1, rest)
      for form in FusedForm.starting(with: instructions[index].opcode) {
        let new = count(index, form.opcodes.count, rest)
        if form.opcodes.count <= rest, new < best, matches(form, index) {
          best = new
          instructions[index].operation = form.operation
        }
      }
      dispatches[index] = best
    }

    /// How many dispatches it takes to the end of the block if the first is for some instructions.
    private func count(_ index: Int, _ length: Int, _ rest: Int) -> UInt32 {
      length < rest ? 1 + dispatches[index + length] : 1
    }

    /// Whether the instructions from an entry on are those of a form, linked as it says.
    private func matches(_ form: FusedForm, _ index: Int) -> Bool {
      for position in 1..<form.opcodes.count {
        let entry = instructions[index + position]
        guard entry.opcode == form.opcodes[position] else { return false }
        switch form.links[position - 1] {
        case .none: break
        case .a: guard entry.a == instructions[index + position - 1].result else { return false }
        case .b: guard entry.b == instructions[index + position - 1].result else { return false }
        }
      }
      return true
    }
  }

  extension LoadedProgram {
    /// The instructions that the hot loop executes at once where one starts; nil if it is one.
    package func sequence(at pc: UInt32) -> FusedForm? {
      guard let index = instruction(at: pc) else { return nil }
      return FusedForm.all.first { $0.operation == instructions[index].operation }
    }
  }

  extension PredecodedInstruction {
    /// Offset of the register that the instruction always writes; nil if there is none.
    fileprivate var result: UInt8? {
      let roles = opcode.roles
      if roles.d.writes { return d }
      return roles.a.writes ? a : nil
    }
  }

  extension Opcode {
    /// Whether registers A and B may change places.
    var isCommutative: Bool {
      switch self {
      case .add32, .add64, .mul32, .mul64, .and, .or, .xor, .branchEq, .branchNe: true
      default: false
      }
    }
  }
#endif
