internal import PVM

#if hasFeature(Embedded)
  /// What the hot loop does at an entry: in the PVM-in-PVM guest one instruction, because recognizing
  /// sequences would make loading dearer.
  typealias Operation = Opcode
#else
  /// What the hot loop does at an entry: one instruction, or a sequence of them at once.
  ///
  /// The instructions come first, under the names and in the order of `Opcode`; the sequences are
  /// described by `FusedForm`. One enumeration for both, so that the loop has one jump table.
  enum Operation: UInt8, CaseIterable, Sendable {
    /// Instructions of the format `none`.
    case trap, `fallthrough`, unlikely
    /// Instructions of the format `imm`.
    case ecalli
    /// Instructions of the format `reg_imm64`.
    case loadImm64
    /// Instructions of the format `imm_imm`.
    case storeImmU8, storeImmU16, storeImmU32, storeImmU64
    /// Instructions of the format `off`.
    case jump
    /// Instructions of the format `reg_imm`.
    case jumpInd, loadImm, loadU8, loadI8, loadU16, loadI16, loadU32, loadI32, loadU64, storeU8,
      storeU16, storeU32, storeU64
    /// Instructions of the format `reg_imm_imm`.
    case storeImmIndU8, storeImmIndU16, storeImmIndU32, storeImmIndU64
    /// Instructions of the format `reg_imm_off`.
    case loadImmJump, branchEqImm, branchNeImm, branchLtUImm, branchLeUImm, branchGeUImm,
      branchGtUImm, branchLtSImm, branchLeSImm, branchGeSImm, branchGtSImm
    /// Instructions of the format `reg_reg`.
    case moveReg, sbrk, countSetBits64, countSetBits32, leadingZeroBits64, leadingZeroBits32,
      trailingZeroBits64, trailingZeroBits32, signExtend8, signExtend16, zeroExtend16, reverseBytes
    /// Instructions of the format `reg_reg_imm`.
    case storeIndU8, storeIndU16, storeIndU32, storeIndU64, loadIndU8, loadIndI8, loadIndU16,
      loadIndI16, loadIndU32, loadIndI32, loadIndU64, addImm32, andImm, xorImm, orImm, mulImm32,
      setLtUImm, setLtSImm, shloLImm32, shloRImm32, sharRImm32, negAddImm32, setGtUImm, setGtSImm,
      shloLImmAlt32, shloRImmAlt32, sharRImmAlt32, cmovIzImm, cmovNzImm, addImm64, mulImm64,
      shloLImm64, shloRImm64, sharRImm64, negAddImm64, shloLImmAlt64, shloRImmAlt64, sharRImmAlt64,
      rotR64Imm, rotR64ImmAlt, rotR32Imm, rotR32ImmAlt
    /// Instructions of the format `reg_reg_off`.
    case branchEq, branchNe, branchLtU, branchLtS, branchGeU, branchGeS
    /// Instructions of the format `reg_reg_imm_imm`.
    case loadImmJumpInd
    /// Instructions of the format `reg_reg_reg`.
    case add32, sub32, mul32, divU32, divS32, remU32, remS32, shloL32, shloR32, sharR32, add64,
      sub64, mul64, divU64, divS64, remU64, remS64, shloL64, shloR64, sharR64, and, xor, or,
      mulUpperSS, mulUpperUU, mulUpperSU, setLtU, setLtS, cmovIz, cmovNz, rotL64, rotL32, rotR64,
      rotR32, andInv, orInv, xnor, max, maxU, min, minU
    /// Sequences that begin with `moveReg`.
    case moveRegFallthrough, moveRegMoveReg, moveRegJump, moveRegLoadImmJump, moveRegAddImm32,
      moveRegAddImm32AddImm32, moveRegCmovIzImmAdd32, moveRegCmovNzImmSub32, moveRegCmovNzImmSub64
    /// Sequences that begin with `storeImmIndU8`.
    case storeImmIndU8Add32BranchLtU
    /// Sequences that begin with `storeIndU32`.
    case storeIndU32StoreIndU32, storeIndU32LoadIndU64, storeIndU32ShloRImm64,
      storeIndU32Sub32SetLtU
    /// Sequences that begin with `storeIndU64`.
    case storeIndU64StoreIndU64, storeIndU64LoadIndU64, storeIndU64AddImm32BranchNeImm
    /// Sequences that begin with `loadIndU8`.
    case loadIndU8BranchNeImm, loadIndU8StoreIndU8, loadIndU8LoadIndU8, loadIndU8LoadIndU8Xor,
      loadIndU8ShloLImm32, loadIndU8Add32StoreIndU8, loadIndU8Xor
    /// Sequences that begin with `loadIndU32`.
    case loadIndU32MulImm32, loadIndU32Add64
    /// Sequences that begin with `loadIndI32`.
    case loadIndI32BranchNe, loadIndI32BranchLtU, loadIndI32BranchGeU, loadIndI32RemU64
    /// Sequences that begin with `loadIndU64`.
    case loadIndU64Fallthrough, loadIndU64LoadIndU64, loadIndU64LoadIndU64LoadIndU64,
      loadIndU64LoadIndU64Mul64
    /// Sequences that begin with `signExtend16`.
    case signExtend16ShloLImm64JumpInd
    /// Sequences that begin with `addImm32`.
    case addImm32MoveReg, addImm32MoveRegAddImm32, addImm32LoadImmJump, addImm32BranchNeImm,
      addImm32BranchEq, addImm32BranchNe, addImm32StoreIndU32, addImm32LoadIndU8SetLtUImm,
      addImm32LoadIndU64, addImm32AddImm32, addImm32AddImm32BranchNe, addImm32AndImm,
      addImm32AndImmBranchLtUImm, addImm32AddImm64BranchEqImm, addImm32Add32SetLtU, addImm32Mul64
    /// Sequences that begin with `andImm`.
    case andImmLoadIndU8, andImmShloLImm32LoadIndU32, andImmShloLImm32LoadIndI32,
      andImmShloLImm64JumpInd, andImmAdd64
    /// Sequences that begin with `shloLImm32`.
    case shloLImm32LoadIndU16LoadIndU16, shloLImm32LoadIndU64, shloLImm32AddImm32AddImm32,
      shloLImm32AndImm, shloLImm32OrImm, shloLImm32Add32, shloLImm32Add32LoadIndU32, shloLImm32Or
    /// Sequences that begin with `shloRImm32`.
    case shloRImm32AndImm, shloRImm32ShloRImm32AndImm, shloRImm32Xor, shloRImm32XorXor
    /// Sequences that begin with `sharRImm32`.
    case sharRImm32SharRImm32
    /// Sequences that begin with `addImm64`.
    case addImm64Fallthrough, addImm64JumpInd, addImm64StoreIndU64StoreIndU64
    /// Sequences that begin with `shloLImm64`.
    case shloLImm64ShloRImm64, shloLImm64ShloRImm64Or
    /// Sequences that begin with `shloRImm64`.
    case shloRImm64Xor, shloRImm64XorShloLImm64, shloRImm64XorMul64
    /// Sequences that begin with `rotR64Imm`.
    case rotR64ImmXor, rotR64ImmXorRotR64Imm
    /// Sequences that begin with `rotR32Imm`.
    case rotR32ImmRotR32Imm
    /// Sequences that begin with `add32`.
    case add32LoadIndU8, add32LoadIndU32, add32LoadIndU32Mul64, add32LoadIndI32BranchEqImm,
      add32LoadIndU64, add32LoadIndU64Add64, add32AddImm32, add32AddImm32BranchGtUImm,
      add32AddImm32LoadIndU8, add32AndImmJump, add32Add32, add32XorRotR32Imm
    /// Sequences that begin with `add64`.
    case add64StoreIndU64, add64LoadIndU64, add64Add64, add64Add64Add32, add64XorRotR64Imm,
      add64SetLtU
    /// Sequences that begin with `sub64`.
    case sub64Add64SharRImm64
    /// Sequences that begin with `mul64`.
    case mul64SharRImm64, mul64SharRImm64Add64, mul64Add64
    /// Sequences that begin with `and`.
    case andOr
    /// Sequences that begin with `xor`.
    case xorStoreIndU64, xorRotR64Imm, xorRotR64ImmStoreIndU64, xorRotR32Imm, xorRotR32ImmXor,
      xorMul64, xorXor
    /// Sequences that begin with `mulUpperUU`.
    case mulUpperUUStoreIndU64StoreIndU64
    /// Sequences that begin with `setLtU`.
    case setLtULoadImmCmovNzImm
  }
#endif

extension Operation {
  #if hasFeature(Embedded)
    /// The operation of one instruction.
    init(_ opcode: Opcode) { self = opcode }

    /// The instruction.
    var opcode: Opcode { self }
  #else
    /// The operation of each instruction, by its byte.
    private static let single: [Operation] = {
      var result = [Operation](repeating: .trap, count: 256)
      for (opcode, operation) in zip(Opcode.allCases, allCases) {
        result[Int(opcode.rawValue)] = operation
      }
      return result
    }()

    /// The instruction of each operation, the first one of a sequence.
    private static let opcodes: [Opcode] = {
      var result = Opcode.allCases
      for form in FusedForm.all {
        assert(Int(form.operation.rawValue) == result.count)
        result.append(form.opcodes[0])
      }
      return result
    }()

    /// The operation of one instruction.
    init(_ opcode: Opcode) { self = Operation.single[Int(opcode.rawValue)] }

    /// The instruction; the first one of a sequence.
    var opcode: Opcode { Operation.opcodes[Int(rawValue)] }
  #endif
}
