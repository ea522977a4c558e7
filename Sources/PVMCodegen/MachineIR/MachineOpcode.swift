package import PVM

/// What a machine instruction does: an instruction of the PVM, or a pseudo-instruction that a later
/// stage expands. Raw values below 256 are the PVM's opcode bytes.
package struct MachineOpcode: RawRepresentable, Hashable, Sendable {
  /// The PVM's opcode byte, or 256 and up.
  package let rawValue: UInt16

  /// The opcode with this raw value.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// An instruction of the PVM.
  package init(_ opcode: Opcode) { rawValue = UInt16(opcode.rawValue) }

  /// The PVM's opcode, or nil for a pseudo-instruction.
  package var opcode: Opcode? {
    rawValue < 256 ? Opcode(rawValue: UInt8(truncatingIfNeeded: rawValue)) : nil
  }

  /// Whether this is a pseudo-instruction.
  package var isPseudo: Bool { rawValue >= 256 }

  // MARK: Pseudo-instructions

  /// `def ← s1`. After allocation it is a `move_reg`, or nothing.
  package static let copy = MachineOpcode(rawValue: 256)
  /// `def ← x`, any 64-bit constant; may be repeated instead of kept in a register.
  package static let loadConstant = MachineOpcode(rawValue: 257)
  /// `def ← s1 mod 2^32`: two shifts.
  package static let zeroExtend32 = MachineOpcode(rawValue: 258)
  /// `def ← address of frame object y, plus x`, 32 bits sign-extended; may be repeated like a constant.
  package static let frameAddress = MachineOpcode(rawValue: 259)
  /// `def ← stack argument y of this function`; may be repeated like a constant.
  package static let loadIncoming = MachineOpcode(rawValue: 260)
  /// `outgoing stack argument y ← s1`, for the next call.
  package static let storeOutgoing = MachineOpcode(rawValue: 261)
  /// `def ← spill slot y`. Made by the register allocator only.
  package static let spillLoad = MachineOpcode(rawValue: 262)
  /// `spill slot y ← s1`. Made by the register allocator only.
  package static let spillStore = MachineOpcode(rawValue: 263)
  /// A call, described by `calls[y]`; for an indirect one s1 + x is the code address.
  package static let call = MachineOpcode(rawValue: 264)
  /// A host call `ecalli x`, its registers in `calls[y]`.
  package static let hostCall = MachineOpcode(rawValue: 265)

  /// `def ← s1`, where the two are not to be coalesced: a cut in a live range. Gone after allocation.
  package static let splitCopy = MachineOpcode(rawValue: 269)

  /// Whether this copies a register before allocation.
  package var isCopy: Bool { self == .copy || self == .splitCopy }

  // MARK: Terminators (besides `trap`, `jump` and the conditional branches of the PVM)

  /// Returns to the code address s1; the results are the arguments of `calls[y]`.
  package static let ret = MachineOpcode(rawValue: 266)
  /// Leaves for another function whose return address is ours: `calls[y]`; for an indirect one
  /// s1 + x is the code address.
  package static let tailCall = MachineOpcode(rawValue: 267)
  /// Goes to successor number s1, which is below the number of successors: adjacent jump-table
  /// entries and a `jump_ind`. s1 is already doubled (shifted left by one).
  package static let switchJump = MachineOpcode(rawValue: 268)
}
