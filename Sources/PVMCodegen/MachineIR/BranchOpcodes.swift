internal import PVM

/// Facts about conditional branches.
enum BranchOpcodes {
  /// The branch that is taken when this one is not; nil for other instructions.
  static func inverse(_ opcode: Opcode) -> Opcode? {
    switch opcode {
    case .branchEq: .branchNe
    case .branchNe: .branchEq
    case .branchLtU: .branchGeU
    case .branchGeU: .branchLtU
    case .branchLtS: .branchGeS
    case .branchGeS: .branchLtS
    case .branchEqImm: .branchNeImm
    case .branchNeImm: .branchEqImm
    case .branchLtUImm: .branchGeUImm
    case .branchGeUImm: .branchLtUImm
    case .branchLeUImm: .branchGtUImm
    case .branchGtUImm: .branchLeUImm
    case .branchLtSImm: .branchGeSImm
    case .branchGeSImm: .branchLtSImm
    case .branchLeSImm: .branchGtSImm
    case .branchGtSImm: .branchLeSImm
    default: nil
    }
  }
}
