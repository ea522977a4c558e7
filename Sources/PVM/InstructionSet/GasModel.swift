/// What running costs, in gas (Gray Paper 0.7.2; `pvm.md` sections 6 and 9). Later revisions charge
/// by basic block and by host function, so nothing else states a cost.
public enum GasModel {
  /// Cost of an instruction, charged when it starts.
  @inlinable
  public static func cost(of opcode: Opcode) -> UInt64 { 1 }

  /// Cost of starting an instruction where there is none, which then traps.
  @inlinable
  public static var costOfInvalidInstruction: UInt64 { 1 }

  /// Cost of any host function, known or not, on top of its `ecalli`.
  @inlinable
  public static var hostCall: UInt64 { 10 }
}
