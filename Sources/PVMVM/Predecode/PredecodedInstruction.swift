internal import PVM

/// One instruction as the fast interpreter executes it: 16 bytes, all operands at fixed places.
struct PredecodedInstruction {
  /// What to do. A trap where the program has no instruction.
  var opcode: Opcode
  /// Number of register A.
  var a: UInt8
  /// Number of register B.
  var b: UInt8
  /// Number of register D.
  var d: UInt8
  /// Immediate Y; for jumps and branches the distance to the target, in instructions. No format has
  /// both.
  var y: Int32
  /// Immediate X.
  var x: Int64
}
