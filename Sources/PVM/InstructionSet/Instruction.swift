/// One instruction with its operands, named as in `pvm.md` section 7. Operands that the format of
/// the opcode does not have are zero.
public struct Instruction: Hashable, Sendable {
  /// Which instruction.
  public var opcode: Opcode
  /// Register A.
  public var a: Register
  /// Register B.
  public var b: Register
  /// Register D.
  public var d: Register
  /// Immediate X, sign-extended; all 64 bits for `load_imm_64`.
  public var x: Int64
  /// Immediate Y, sign-extended.
  public var y: Int64
  /// Code index that a branch or jump goes to; may lie outside the code.
  public var target: Int64

  /// Creates an instruction; operands that are not given are zero.
  @inlinable
  public init(
    _ opcode: Opcode, a: Register = Register(0), b: Register = Register(0),
    d: Register = Register(0), x: Int64 = 0, y: Int64 = 0, target: Int64 = 0
  ) {
    self.opcode = opcode
    self.a = a
    self.b = b
    self.d = d
    self.x = x
    self.y = y
    self.target = target
  }
}
