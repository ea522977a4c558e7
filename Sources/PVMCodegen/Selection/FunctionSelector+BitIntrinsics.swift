import LLVM
import PVM

/// Rotations, bit order and counts of zeros.
extension FunctionSelector {
  /// Lowers a funnel shift; with both operands the same it is a rotation.
  mutating func lowerFunnelShift(
    _ instruction: InstructionView, left isLeft: Bool, width: Int
  ) throws(CodegenError) {
    let (high, low, amount) = (
      instruction.argument(0), instruction.argument(1), instruction.argument(2)
    )
    let constant = constantValue(amount, .unsigned).map { $0 % Int64(width) }
    let forms: ValueForms = width == 32 ? [.raw, .signed] : .raw
    if high == low, width == 32 || width == 64 {
      let source = try register(high, .raw)
      let result: MachineRegister
      if let constant {
        let right = isLeft ? (Int64(width) - constant) % Int64(width) : constant
        result = make(width == 32 ? .rotR32Imm : .rotR64Imm, source, x: right)
      } else {
        let amount = try register(amount, .raw)
        let opcode: Opcode =
          isLeft ? (width == 32 ? .rotL32 : .rotL64) : (width == 32 ? .rotR32 : .rotR64)
        result = make(opcode, source, amount)
      }
      finish(instruction.value, width: width, result, provides: forms)
      return
    }
    if let constant {
      // fshr by c is fshl by width - c, except for c = 0.
      if constant == 0 {
        return try lowerIdentity(instruction, of: isLeft ? high : low)
      }
      let up = isLeft ? constant : Int64(width) - constant
      let down = Int64(width) - up
      let upper = make(width <= 32 ? .shloLImm32 : .shloLImm64, try register(high, .raw), x: up)
      let lower =
        width == 32
        ? make(.shloRImm32, try register(low, .raw), x: down)
        : make(.shloRImm64, try register(low, .unsigned), x: down)
      finish(instruction.value, width: width, make(.or, upper, lower), provides: forms)
      return
    }
    guard width & (width - 1) == 0, width >= 8 else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    // Shift by the amount modulo the width, and by the rest in two steps so that 0 works.
    let amountRegister = try register(amount, .unsigned)
    let masked = make(.andImm, amountRegister, x: Int64(width - 1))
    let rest = make(.xorImm, masked, x: Int64(width - 1))
    let isWord = width <= 32
    let highRegister = try register(high, isLeft ? .raw : .unsigned)
    let lowRegister = try register(low, .unsigned)
    let result: MachineRegister
    if isLeft {
      let upper = make(isWord ? .shloL32 : .shloL64, highRegister, masked)
      let half = make(.shloRImm64, lowRegister, x: 1)
      result = make(.or, upper, make(.shloR64, half, rest))
    } else {
      let lower = make(.shloR64, lowRegister, masked)
      let double = make(isWord ? .shloLImm32 : .shloLImm64, highRegister, x: 1)
      result = make(.or, make(isWord ? .shloL32 : .shloL64, double, rest), lower)
    }
    finish(instruction.value, width: width, result, provides: .raw)
  }

  /// Lowers the reversal of bytes.
  mutating func lowerByteSwap(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let reversed = make(.reverseBytes, try register(instruction.argument(0), .raw))
    if width == 64 {
      finish(instruction.value, width: width, reversed, provides: .raw)
      return
    }
    // The bytes wanted are now at the top: bring them down in the form asked for.
    let wantsUnsigned = isRequested(instruction.value, .unsigned)
    let wantsSigned = isRequested(instruction.value, .signed)
    let signed = wantsSigned && (width == 32 || !wantsUnsigned)
    let result = make(signed ? .sharRImm64 : .shloRImm64, reversed, x: Int64(64 - width))
    finish(
      instruction.value, width: width, result,
      provides: signed ? [.raw, .signed] : [.raw, .unsigned])
  }

  /// Lowers the reversal of bits: within bytes by masks, then of the bytes.
  mutating func lowerBitReverse(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    var current = try register(instruction.argument(0), .raw)
    let steps: [(amount: Int64, mask: Int64)] = [
      (1, 0x5555_5555_5555_5555), (2, 0x3333_3333_3333_3333), (4, 0x0F0F_0F0F_0F0F_0F0F),
    ]
    for (amount, mask) in steps {
      let maskRegister = constant(mask)
      let down = make(.and, make(.shloRImm64, current, x: amount), maskRegister)
      let up = make(.shloLImm64, make(.and, current, maskRegister), x: amount)
      current = make(.or, down, up)
    }
    current = make(.reverseBytes, current)
    if width < 64 { current = make(.shloRImm64, current, x: Int64(64 - width)) }
    finish(instruction.value, width: width, current, provides: [.raw, .unsigned])
  }

  /// Lowers the count of leading zeros.
  mutating func lowerLeadingZeros(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let source = instruction.argument(0)
    let result: MachineRegister
    if width == 32 {
      result = make(.leadingZeroBits32, try register(source, .raw))
    } else {
      let count = make(.leadingZeroBits64, try register(source, .unsigned))
      result = width == 64 ? count : make(.addImm64, count, x: Int64(width - 64))
    }
    finish(instruction.value, width: width, result, provides: countForms(width))
  }

  /// Lowers the count of trailing zeros.
  mutating func lowerTrailingZeros(
    _ instruction: InstructionView, width: Int
  ) throws(CodegenError) {
    let source = instruction.argument(0)
    let result: MachineRegister
    if width == 32 {
      result = make(.trailingZeroBits32, try register(source, .raw))
    } else if width == 64 {
      result = make(.trailingZeroBits64, try register(source, .raw))
    } else {
      // A bit above the value stops the count at the width.
      let raw = try register(source, .raw)
      let stopped =
        width < 31
        ? make(.orImm, raw, x: 1 << Int64(width)) : make(.or, raw, constant(1 << Int64(width)))
      result = make(.trailingZeroBits64, stopped)
    }
    finish(instruction.value, width: width, result, provides: countForms(width))
  }

  /// Lowers a comparison with the results -1, 0, 1.
  mutating func lowerThreeWay(
    _ instruction: InstructionView, isSigned: Bool, width: Int
  ) throws(CodegenError) {
    let (first, second) = (instruction.argument(0), instruction.argument(1))
    let operandWidth = try integerWidth(of: first.type)
    guard operandWidth <= 64 else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let form: ValueForm = isSigned ? .signed : .canonical(operandWidth)
    let left = try register(first, form)
    let right = try register(second, form)
    let opcode: Opcode = isSigned ? .setLtS : .setLtU
    let greater = make(opcode, right, left)
    let less = make(opcode, left, right)
    finish(
      instruction.value, width: width, make(.sub64, greater, less), provides: [.raw, .signed])
  }
}
