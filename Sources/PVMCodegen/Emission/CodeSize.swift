internal import PVM

/// How many bytes instructions take, as well as that is known before everything has its place.
enum CodeSize {
  /// The usual size of an offset within a function.
  static let offset = 1
  /// The usual size of an offset to another function.
  static let functionOffset = 2
  /// The usual size of a jump within a function.
  static let jump = 1 + offset

  /// The size of an instruction of an allocated or framed function; a jump or branch is taken to lead away.
  static func estimate(_ instruction: MachineInstruction, in function: MachineFunction) -> Int {
    if let opcode = instruction.opcode.opcode {
      let size = InstructionEncoder.sizeWithoutOffset(of: instruction.encoded(as: opcode))
      return size + (opcode.format.hasTarget ? offset : 0)
    }
    switch instruction.opcode {
    case .call: return 3 + functionOffset
    case .copy: return 2
    case .loadConstant:
      return Immediate.fits(instruction.x) ? 2 + Immediate.size(instruction.x) : 10
    case .zeroExtend32: return 6
    case .hostCall: return 1 + Immediate.size(instruction.x)
    case .ret, .switchJump, .tailCall:
      var size = instruction.opcode == .ret ? 2 : 3
      if instruction.def.exists { size += 1 + Immediate.size(instruction.x) }
      return size
    default: return 3
    }
  }

  /// The size of a block of a framed function.
  static func estimate(_ block: MachineBlock, in function: MachineFunction) -> Int {
    var size = 0
    for instruction in block.instructions { size += estimate(instruction, in: function) }
    return size
  }
}
