/// What the model of a block's gas has to know of one instruction.
public struct TimedInstruction: Hashable, Sendable {
  /// Cycles from the start until the result is there, and for which units are held.
  public var latency: UInt8
  /// Decode slots.
  public var slots: UInt8
  /// Whether it only renames a register: it is decoded and nothing else.
  public var isMove: Bool
  /// The units.
  public var units: FunctionalUnits
  /// The registers whose values it waits for.
  public var reads: RegisterSet
  /// The registers it writes.
  public var writes: RegisterSet

  /// Times an instruction.
  ///
  /// - Parameters:
  ///   - isMarked: whether a side of a branch begins with `unlikely` or `trap`.
  ///   - target: decides whether conditional moves read what they may leave.
  public init(_ instruction: Instruction, isMarked: Bool, for target: Target) {
    let opcode = instruction.opcode
    let timing = opcode.timing
    latency = timing.latency
    slots = timing.slots
    isMove = opcode == .moveReg
    units = timing.units
    reads = instruction.usedRegisters
    writes = instruction.definedRegisters
    switch timing.slotRule {
    case .fixed: break
    case .destination: if reads.intersection(writes).isEmpty { slots += 1 }
    case .firstSource: if instruction.d != instruction.a { slots += 1 }
    }
    if isMarked, opcode.traits.contains(.conditionalBranch) {
      latency = InstructionTiming.markedBranchLatency
    }
    if !target.choices.contains(.conditionalMovesRead) {
      switch opcode {
      case .cmovIz, .cmovNz: reads = RegisterSet(instruction.a, instruction.b)
      case .cmovIzImm, .cmovNzImm: reads = RegisterSet(instruction.b)
      default: break
      }
    }
  }
}
