package import LLVM
internal import Support

/// The machine instructions of the block that is being selected, which come into being from its end to its start.
package struct BlockEmission {
  /// The block being lowered.
  package private(set) var block = BlockID.entry
  /// How often the block has been divided.
  package var cuts = 0
  /// Instructions that were lowered before their turn, on a way of their own.
  package var lowered: Set<Value> = []
  /// The instructions, last to first.
  package var reversed: [MachineInstruction] = []
  /// The instructions of the LLVM instruction being lowered, first to last.
  package var pending: [MachineInstruction] = []
  /// Where the LLVM instruction being lowered comes from.
  package var position = CodePosition.none
  /// The shared constants.
  private var constants: [Int64: MachineRegister] = [:]
  /// The shared constants in the order they were first asked for.
  private var constantOrder: [Int64] = []

  /// Creates the emission of a function's blocks.
  package init() {}

  /// Starts with a block.
  package mutating func start(_ block: BlockID) {
    self.block = block
    cuts = 0
    lowered.removeAll(keepingCapacity: true)
    clear()
  }

  /// Drops all instructions: what is behind the one being lowered is never executed.
  package mutating func clear() {
    reversed.removeAll(keepingCapacity: true)
    constants.removeAll(keepingCapacity: true)
    constantOrder.removeAll(keepingCapacity: true)
  }

  /// Moves the instructions of one LLVM instruction to the block.
  package mutating func flush() {
    locatePending()
    reversed.append(contentsOf: pending.reversed())
    pending.removeAll(keepingCapacity: true)
  }

  /// Gives the pending instructions that have none the position of the LLVM instruction being lowered.
  package mutating func locatePending() { locate(&pending) }

  /// Gives the instructions that have none the position of the LLVM instruction being lowered.
  package func locate(_ instructions: inout [MachineInstruction]) {
    guard position.isKnown else { return }
    for index in instructions.indices where !instructions[index].position.isKnown {
      instructions[index].position = position
    }
  }

  /// The register with a constant that the block shares, or nil.
  package func constant(_ value: Int64) -> MachineRegister? { constants[value] }

  /// Lets the block share a register with a constant.
  package mutating func share(_ value: Int64, in register: MachineRegister) {
    constants[value] = register
    constantOrder.append(value)
  }

  /// Puts the loads of shared constants in front of everything so far.
  package mutating func loadConstants() {
    for value in constantOrder {
      guard let register = constants[value] else { continue }
      reversed.append(MachineInstruction(.loadConstant, def: register, x: value))
    }
  }

  /// The instructions, first to last.
  package mutating func finish() -> [MachineInstruction] {
    flush()
    reversed.reverse()
    return reversed
  }
}
