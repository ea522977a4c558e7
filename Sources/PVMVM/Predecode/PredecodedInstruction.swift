internal import PVM

/// One instruction as the fast interpreter executes it: 16 bytes, all operands at fixed places.
///
/// Immediates are unsigned bit patterns of what the specification sign-extends: extending them is
/// part of loading them, and shifts say so on a machine of any width.
struct PredecodedInstruction {
  /// What to do. A trap where the program has no instruction.
  var operation: Operation
  /// Offset of register A in the register file, in bytes.
  var a: UInt8
  /// Offset of register B in the register file, in bytes.
  var b: UInt8
  /// Offset of register D in the register file, in bytes.
  var d: UInt8
  /// Immediate X; for `load_imm_64` its low half.
  var x: UInt32
  /// Immediate Y; for jumps and branches the distance to the target, in instructions; for
  /// `load_imm_64` the high half of X. No format has two of these.
  var y: UInt32
  /// What entering the block here costs: where every instruction costs 1, how many there are from this
  /// one to the end of its block, itself included; where blocks have costs, that of the whole block. 0
  /// for an entry that costs nothing.
  var charge: UInt32

  /// Prepares an instruction; a target becomes a distance later.
  init(_ instruction: Instruction) {
    operation = Operation(instruction.opcode)
    a = UInt8(instruction.a.number) &* 8
    b = UInt8(instruction.b.number) &* 8
    d = UInt8(instruction.d.number) &* 8
    x = UInt32(truncatingIfNeeded: instruction.x)
    y = UInt32(
      truncatingIfNeeded: instruction.opcode == .loadImm64 ? instruction.x >> 32 : instruction.y)
    charge = 0
  }

  /// The instruction; the first one of a sequence.
  @inline(__always)
  var opcode: Opcode { operation.opcode }

  #if hasFeature(Embedded)
    /// Whether this is no instruction, but counts that the block behind it is entered: none does.
    var countsEntry: Bool { false }
  #else
    /// Counts that the block behind it is entered.
    static var countEntry: PredecodedInstruction {
      var result = PredecodedInstruction(Instruction(.unlikely))
      result.operation = .countEntry
      return result
    }

    /// Whether this is no instruction, but counts that the block behind it is entered.
    var countsEntry: Bool { operation == .countEntry }
  #endif

  /// The register A.
  var registerA: Register { Register(a / 8) }
  /// The register D.
  var registerD: Register { Register(d / 8) }

  /// For jumps and branches the distance to the target, in instructions.
  @inline(__always)
  var distance: Int {
    get { Int(Int32(bitPattern: y)) }
    set { y = UInt32(bitPattern: Int32(newValue)) }
  }
}
