import PVM
import Testing

/// What instructions are taken to be for.
struct InstructionPurposeTests {
  /// A stack pointer, a return address, and registers that are neither.
  private static let (sp, ra, a, b) = (
    Register.stackPointer, Register.returnAddress, Register(7), Register(8)
  )

  /// Instructions with what they show, and what they are derived to be for.
  private static let table:
    [(instruction: Instruction, shown: InstructionPurpose, derived: InstructionPurpose)] = [
      (Instruction(.add64, a: a, b: b, d: a), .arithmetic, .arithmetic),
      (Instruction(.moveReg, a: a, d: b), .move, .move),
      (Instruction(.loadImm, a: a, x: 1), .constant, .constant),
      (Instruction(.loadImm64, a: a, x: 1 << 40), .constant, .constant),
      (Instruction(.addImm32, a: a, b: b), .extension, .extension),
      (Instruction(.addImm32, a: a, b: b, x: 1), .arithmetic, .arithmetic),
      (Instruction(.signExtend8, a: a, d: b), .extension, .extension),
      (Instruction(.loadIndU64, a: a, b: b), .memory, .memory),
      (Instruction(.loadIndU64, a: a, b: sp), .memory, .spillLoad),
      (Instruction(.storeIndU64, a: a, b: sp), .memory, .spillStore),
      (Instruction(.storeImmU8, x: 1), .memory, .memory),
      (Instruction(.addImm64, a: sp, b: sp, x: -8), .arithmetic, .frame),
      (Instruction(.branchEq, a: a, b: b), .branch, .branch),
      (Instruction(.trap), .branch, .branch),
      (Instruction(.jump), .jump, .jump),
      (Instruction(.fallthrough), .jump, .jump),
      (Instruction(.loadImmJump, a: a), .jump, .jump),
      (Instruction(.loadImmJump, a: ra), .jump, .call),
      (Instruction(.loadImmJumpInd, a: ra, b: a), .branch, .call),
      (Instruction(.jumpInd, a: ra), .branch, .return),
      (Instruction(.jumpInd, a: a), .branch, .branch),
      (Instruction(.ecalli), .hostCall, .hostCall),
    ]

  @Test func purposesFollowFromInstructions() {
    for row in Self.table {
      #expect(InstructionPurpose(of: row.instruction) == row.shown, "\(row.instruction)")
      #expect(InstructionPurpose(deriving: row.instruction) == row.derived, "\(row.instruction)")
      #expect(
        InstructionPurpose(recorded: nil, row.instruction) == row.shown, "\(row.instruction)")
    }
  }

  @Test func recordsCountWherePossible() {
    let load = Instruction(.loadIndU64, a: Self.a, b: Self.sp)
    let move = Instruction(.moveReg, a: Self.a, d: Self.b)
    let sum = Instruction(.addImm32, a: Self.a, b: Self.b, x: 8)
    let jump = Instruction(.jump)
    for (recorded, instruction) in [
      (.spillLoad, load), (.argument, load), (.argument, move), (.address, sum), (.call, jump),
    ] as [(InstructionPurpose, Instruction)] {
      #expect(InstructionPurpose(recorded: recorded, instruction) == recorded)
    }
    // A load that a later step turned into a move is no spill any more.
    #expect(InstructionPurpose(recorded: .spillLoad, move) == .move)
    #expect(InstructionPurpose(recorded: .spillStore, load) == .memory)
    #expect(InstructionPurpose(recorded: .address, load) == .memory)
    #expect(InstructionPurpose(recorded: .call, sum) == .arithmetic)
  }

  @Test func namesDiffer() {
    let names = InstructionPurpose.allCases.map { "\($0.name)" }
    #expect(Set(names).count == names.count)
    let groups = InstructionPurpose.Group.allCases.map { "\($0.name)" }
    #expect(Set(groups).count == groups.count)
  }
}
