#if !hasFeature(Embedded)
  package import PVM

  /// A sequence of two or three instructions of one block that the hot loop executes at once.
  ///
  /// The sequences are those that save most dispatches over the 42 benchmarks; Docs/Interpreter.md has
  /// the statistics.
  package struct FusedForm: Sendable {
    /// Which operand of an instruction is the result of the one before it.
    package enum Link: Sendable {
      /// None has to be.
      case none
      /// Register A.
      case a
      /// Register B.
      case b
    }

    /// The operation.
    let operation: Operation
    /// The instructions.
    package let opcodes: [Opcode]
    /// The link between each instruction and the next.
    package let links: [Link]

    /// Creates a form.
    private init(_ operation: Operation, _ opcodes: [Opcode], _ links: [Link]) {
      self.operation = operation
      self.opcodes = opcodes
      self.links = links
    }

    /// All forms, in the order of `Operation`.
    package static let all: [FusedForm] = [
      FusedForm(.moveRegFallthrough, [.moveReg, .fallthrough], [.none]),
      FusedForm(.moveRegMoveReg, [.moveReg, .moveReg], [.none]),
      FusedForm(.moveRegJump, [.moveReg, .jump], [.none]),
      FusedForm(.moveRegLoadImmJump, [.moveReg, .loadImmJump], [.none]),
      FusedForm(.moveRegAddImm32, [.moveReg, .addImm32], [.none]),
      FusedForm(.moveRegAddImm32AddImm32, [.moveReg, .addImm32, .addImm32], [.b, .none]),
      FusedForm(.moveRegCmovIzImmAdd32, [.moveReg, .cmovIzImm, .add32], [.none, .none]),
      FusedForm(.moveRegCmovNzImmSub32, [.moveReg, .cmovNzImm, .sub32], [.none, .none]),
      FusedForm(.moveRegCmovNzImmSub64, [.moveReg, .cmovNzImm, .sub64], [.none, .none]),
      FusedForm(.storeImmIndU8Add32BranchLtU, [.storeImmIndU8, .add32, .branchLtU], [.none, .a]),
      FusedForm(.storeIndU32StoreIndU32, [.storeIndU32, .storeIndU32], [.none]),
      FusedForm(.storeIndU32LoadIndU64, [.storeIndU32, .loadIndU64], [.none]),
      FusedForm(.storeIndU32ShloRImm64, [.storeIndU32, .shloRImm64], [.none]),
      FusedForm(.storeIndU32Sub32SetLtU, [.storeIndU32, .sub32, .setLtU], [.none, .none]),
      FusedForm(.storeIndU64StoreIndU64, [.storeIndU64, .storeIndU64], [.none]),
      FusedForm(.storeIndU64LoadIndU64, [.storeIndU64, .loadIndU64], [.none]),
      FusedForm(
        .storeIndU64AddImm32BranchNeImm, [.storeIndU64, .addImm32, .branchNeImm], [.none, .a]),
      FusedForm(.loadIndU8BranchNeImm, [.loadIndU8, .branchNeImm], [.a]),
      FusedForm(.loadIndU8StoreIndU8, [.loadIndU8, .storeIndU8], [.a]),
      FusedForm(.loadIndU8LoadIndU8, [.loadIndU8, .loadIndU8], [.none]),
      FusedForm(.loadIndU8LoadIndU8Xor, [.loadIndU8, .loadIndU8, .xor], [.none, .a]),
      FusedForm(.loadIndU8ShloLImm32, [.loadIndU8, .shloLImm32], [.b]),
      FusedForm(.loadIndU8Add32StoreIndU8, [.loadIndU8, .add32, .storeIndU8], [.a, .a]),
      FusedForm(.loadIndU8Xor, [.loadIndU8, .xor], [.a]),
      FusedForm(.loadIndU32MulImm32, [.loadIndU32, .mulImm32], [.b]),
      FusedForm(.loadIndU32Add64, [.loadIndU32, .add64], [.a]),
      FusedForm(.loadIndI32BranchNe, [.loadIndI32, .branchNe], [.a]),
      FusedForm(.loadIndI32BranchLtU, [.loadIndI32, .branchLtU], [.none]),
      FusedForm(.loadIndI32BranchGeU, [.loadIndI32, .branchGeU], [.none]),
      FusedForm(.loadIndI32RemU64, [.loadIndI32, .remU64], [.none]),
      FusedForm(.loadIndU64Fallthrough, [.loadIndU64, .fallthrough], [.none]),
      FusedForm(.loadIndU64LoadIndU64, [.loadIndU64, .loadIndU64], [.none]),
      FusedForm(
        .loadIndU64LoadIndU64LoadIndU64, [.loadIndU64, .loadIndU64, .loadIndU64], [.none, .none]),
      FusedForm(.loadIndU64LoadIndU64Mul64, [.loadIndU64, .loadIndU64, .mul64], [.none, .a]),
      FusedForm(
        .signExtend16ShloLImm64JumpInd, [.signExtend16, .shloLImm64, .jumpInd], [.none, .a]),
      FusedForm(.addImm32MoveReg, [.addImm32, .moveReg], [.none]),
      FusedForm(.addImm32MoveRegAddImm32, [.addImm32, .moveReg, .addImm32], [.none, .b]),
      FusedForm(.addImm32LoadImmJump, [.addImm32, .loadImmJump], [.none]),
      FusedForm(.addImm32BranchNeImm, [.addImm32, .branchNeImm], [.a]),
      FusedForm(.addImm32BranchEq, [.addImm32, .branchEq], [.a]),
      FusedForm(.addImm32BranchNe, [.addImm32, .branchNe], [.a]),
      FusedForm(.addImm32StoreIndU32, [.addImm32, .storeIndU32], [.a]),
      FusedForm(.addImm32LoadIndU8SetLtUImm, [.addImm32, .loadIndU8, .setLtUImm], [.none, .b]),
      FusedForm(.addImm32LoadIndU64, [.addImm32, .loadIndU64], [.none]),
      FusedForm(.addImm32AddImm32, [.addImm32, .addImm32], [.none]),
      FusedForm(.addImm32AddImm32BranchNe, [.addImm32, .addImm32, .branchNe], [.none, .a]),
      FusedForm(.addImm32AndImm, [.addImm32, .andImm], [.none]),
      FusedForm(.addImm32AndImmBranchLtUImm, [.addImm32, .andImm, .branchLtUImm], [.b, .a]),
      FusedForm(.addImm32AddImm64BranchEqImm, [.addImm32, .addImm64, .branchEqImm], [.none, .a]),
      FusedForm(.addImm32Add32SetLtU, [.addImm32, .add32, .setLtU], [.none, .a]),
      FusedForm(.addImm32Mul64, [.addImm32, .mul64], [.none]),
      FusedForm(.andImmLoadIndU8, [.andImm, .loadIndU8], [.b]),
      FusedForm(.andImmShloLImm32LoadIndU32, [.andImm, .shloLImm32, .loadIndU32], [.b, .b]),
      FusedForm(.andImmShloLImm32LoadIndI32, [.andImm, .shloLImm32, .loadIndI32], [.b, .b]),
      FusedForm(.andImmShloLImm64JumpInd, [.andImm, .shloLImm64, .jumpInd], [.none, .a]),
      FusedForm(.andImmAdd64, [.andImm, .add64], [.a]),
      FusedForm(
        .shloLImm32LoadIndU16LoadIndU16, [.shloLImm32, .loadIndU16, .loadIndU16], [.b, .none]),
      FusedForm(.shloLImm32LoadIndU64, [.shloLImm32, .loadIndU64], [.b]),
      FusedForm(.shloLImm32AddImm32AddImm32, [.shloLImm32, .addImm32, .addImm32], [.b, .none]),
      FusedForm(.shloLImm32AndImm, [.shloLImm32, .andImm], [.b]),
      FusedForm(.shloLImm32OrImm, [.shloLImm32, .orImm], [.b]),
      FusedForm(.shloLImm32Add32, [.shloLImm32, .add32], [.a]),
      FusedForm(.shloLImm32Add32LoadIndU32, [.shloLImm32, .add32, .loadIndU32], [.a, .b]),
      FusedForm(.shloLImm32Or, [.shloLImm32, .or], [.a]),
      FusedForm(.shloRImm32AndImm, [.shloRImm32, .andImm], [.b]),
      FusedForm(.shloRImm32ShloRImm32AndImm, [.shloRImm32, .shloRImm32, .andImm], [.none, .none]),
      FusedForm(.shloRImm32Xor, [.shloRImm32, .xor], [.a]),
      FusedForm(.shloRImm32XorXor, [.shloRImm32, .xor, .xor], [.a, .a]),
      FusedForm(.sharRImm32SharRImm32, [.sharRImm32, .sharRImm32], [.none]),
      FusedForm(.addImm64Fallthrough, [.addImm64, .fallthrough], [.none]),
      FusedForm(.addImm64JumpInd, [.addImm64, .jumpInd], [.none]),
      FusedForm(
        .addImm64StoreIndU64StoreIndU64, [.addImm64, .storeIndU64, .storeIndU64], [.b, .none]),
      FusedForm(.shloLImm64ShloRImm64, [.shloLImm64, .shloRImm64], [.b]),
      FusedForm(.shloLImm64ShloRImm64Or, [.shloLImm64, .shloRImm64, .or], [.none, .a]),
      FusedForm(.shloRImm64Xor, [.shloRImm64, .xor], [.a]),
      FusedForm(.shloRImm64XorShloLImm64, [.shloRImm64, .xor, .shloLImm64], [.a, .b]),
      FusedForm(.shloRImm64XorMul64, [.shloRImm64, .xor, .mul64], [.a, .a]),
      FusedForm(.rotR64ImmXor, [.rotR64Imm, .xor], [.a]),
      FusedForm(.rotR64ImmXorRotR64Imm, [.rotR64Imm, .xor, .rotR64Imm], [.a, .none]),
      FusedForm(.rotR32ImmRotR32Imm, [.rotR32Imm, .rotR32Imm], [.none]),
      FusedForm(.add32LoadIndU8, [.add32, .loadIndU8], [.b]),
      FusedForm(.add32LoadIndU32, [.add32, .loadIndU32], [.none]),
      FusedForm(.add32LoadIndU32Mul64, [.add32, .loadIndU32, .mul64], [.b, .a]),
      FusedForm(.add32LoadIndI32BranchEqImm, [.add32, .loadIndI32, .branchEqImm], [.b, .a]),
      FusedForm(.add32LoadIndU64, [.add32, .loadIndU64], [.none]),
      FusedForm(.add32LoadIndU64Add64, [.add32, .loadIndU64, .add64], [.b, .a]),
      FusedForm(.add32AddImm32, [.add32, .addImm32], [.none]),
      FusedForm(.add32AddImm32BranchGtUImm, [.add32, .addImm32, .branchGtUImm], [.none, .a]),
      FusedForm(.add32AddImm32LoadIndU8, [.add32, .addImm32, .loadIndU8], [.b, .b]),
      FusedForm(.add32AndImmJump, [.add32, .andImm, .jump], [.b, .none]),
      FusedForm(.add32Add32, [.add32, .add32], [.none]),
      FusedForm(.add32XorRotR32Imm, [.add32, .xor, .rotR32Imm], [.a, .b]),
      FusedForm(.add64StoreIndU64, [.add64, .storeIndU64], [.a]),
      FusedForm(.add64LoadIndU64, [.add64, .loadIndU64], [.none]),
      FusedForm(.add64Add64, [.add64, .add64], [.a]),
      FusedForm(.add64Add64Add32, [.add64, .add64, .add32], [.a, .none]),
      FusedForm(.add64XorRotR64Imm, [.add64, .xor, .rotR64Imm], [.a, .b]),
      FusedForm(.add64SetLtU, [.add64, .setLtU], [.none]),
      FusedForm(.sub64Add64SharRImm64, [.sub64, .add64, .sharRImm64], [.a, .none]),
      FusedForm(.mul64SharRImm64, [.mul64, .sharRImm64], [.b]),
      FusedForm(.mul64SharRImm64Add64, [.mul64, .sharRImm64, .add64], [.b, .a]),
      FusedForm(.mul64Add64, [.mul64, .add64], [.a]),
      FusedForm(.andOr, [.and, .or], [.a]),
      FusedForm(.xorStoreIndU64, [.xor, .storeIndU64], [.a]),
      FusedForm(.xorRotR64Imm, [.xor, .rotR64Imm], [.none]),
      FusedForm(.xorRotR64ImmStoreIndU64, [.xor, .rotR64Imm, .storeIndU64], [.b, .a]),
      FusedForm(.xorRotR32Imm, [.xor, .rotR32Imm], [.none]),
      FusedForm(.xorRotR32ImmXor, [.xor, .rotR32Imm, .xor], [.none, .a]),
      FusedForm(.xorMul64, [.xor, .mul64], [.a]),
      FusedForm(.xorXor, [.xor, .xor], [.none]),
      FusedForm(
        .mulUpperUUStoreIndU64StoreIndU64, [.mulUpperUU, .storeIndU64, .storeIndU64], [.a, .none]),
      FusedForm(.setLtULoadImmCmovNzImm, [.setLtU, .loadImm, .cmovNzImm], [.none, .none]),
    ]

    /// The forms that begin with an instruction, by its byte.
    private static let byFirst: [[FusedForm]] = {
      var result = [[FusedForm]](repeating: [], count: 256)
      for form in all { result[Int(form.opcodes[0].rawValue)].append(form) }
      return result
    }()

    /// The forms that begin with an instruction.
    static func starting(with opcode: Opcode) -> [FusedForm] { byFirst[Int(opcode.rawValue)] }
  }
#endif
