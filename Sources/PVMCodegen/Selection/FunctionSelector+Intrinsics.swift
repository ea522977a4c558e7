import LLVM
import PVM
internal import Support

/// LLVM's intrinsic functions.
extension FunctionSelector {
  /// Lowers a call of an intrinsic function.
  mutating func lowerIntrinsic(_ instruction: InstructionView, block: BlockID) throws(CodegenError)
  {
    guard let intrinsic = instruction.intrinsic else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    switch intrinsic {
    case .trap, .debugtrap, .ubsantrap:
      // Whatever follows in the block is unreachable.
      emission.clear()
      machine.blocks[block].successors = []
      emit(.trap)
      return
    case .memcpy, .memmove, .memcpyInline: return try lowerCopy(instruction)
    case .memset, .memsetInline: return try lowerFill(instruction)
    case .assume, .lifetimeStart, .lifetimeEnd, .invariantStart, .invariantEnd,
      .noAliasScopeDeclaration, .prefetch, .donothing, .sideEffect, .dbgValue,
      .dbgDeclare, .dbgLabel, .dbgAssign:
      return
    default: break
    }
    guard isRequested(instruction.value) else { return }
    switch intrinsic {
    case .expect, .expectWithProbability, .ssaCopy, .launderInvariantGroup,
      .stripInvariantGroup:
      return try lowerIdentity(instruction, of: instruction.argument(0))
    case .saddWithOverflow, .uaddWithOverflow, .ssubWithOverflow, .usubWithOverflow,
      .smulWithOverflow, .umulWithOverflow:
      return try lowerWithOverflow(instruction, intrinsic)
    default: break
    }
    let width = try integerWidth(of: instruction.type)
    guard width <= 64 else { return try lowerWideIntrinsic(instruction, intrinsic, width: width) }
    switch intrinsic {
    case .abs:
      let source = try register(instruction.argument(0), .signed)
      let negated = make(width == 32 ? .negAddImm32 : .negAddImm64, source, x: 0)
      let result = make(.max, source, negated)
      finish(
        instruction.value, width: width, result,
        provides: width == 32 ? [.raw, .signed] : .raw)
    case .smax: try lowerExtremum(instruction, .max, .signed, width: width)
    case .smin: try lowerExtremum(instruction, .min, .signed, width: width)
    case .umax: try lowerExtremum(instruction, .maxU, .canonical(width), width: width)
    case .umin: try lowerExtremum(instruction, .minU, .canonical(width), width: width)
    case .uaddSat, .usubSat, .saddSat, .ssubSat:
      try lowerSaturating(instruction, intrinsic, width: width)
    case .ushlSat, .sshlSat:
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    case .fshl, .fshr: try lowerFunnelShift(instruction, left: intrinsic == .fshl, width: width)
    case .bswap: try lowerByteSwap(instruction, width: width)
    case .bitreverse: try lowerBitReverse(instruction, width: width)
    case .ctlz: try lowerLeadingZeros(instruction, width: width)
    case .cttz: try lowerTrailingZeros(instruction, width: width)
    case .ctpop:
      let result =
        width == 32
        ? make(.countSetBits32, try register(instruction.argument(0), .raw))
        : make(.countSetBits64, try register(instruction.argument(0), .unsigned))
      finish(instruction.value, width: width, result, provides: countForms(width))
    case .scmp, .ucmp: try lowerThreeWay(instruction, isSigned: intrinsic == .scmp, width: width)
    case .isConstant, .allowRuntimeCheck, .allowUBSanCheck:
      finish(instruction.value, width: width, localConstant(0), provides: .all)
    case .objectSize:
      finish(
        instruction.value, width: width,
        localConstant(constantValue(instruction.argument(1), .unsigned) == 1 ? 0 : -1),
        provides: [.raw, .signed])
    case .ptrmask:
      let result = make(
        .and, try register(instruction.argument(0), .signed),
        try register(instruction.argument(1), .signed))
      finish(instruction.value, width: width, result, provides: [.raw, .signed])
    default: throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
  }

  /// The forms that a count of bits has: small and not negative, where the width leaves room.
  func countForms(_ width: Int) -> ValueForms { width >= 8 ? .all : [.raw, .unsigned] }

  // MARK: Minimum, maximum, saturation

  /// Lowers a minimum or maximum.
  private mutating func lowerExtremum(
    _ instruction: InstructionView, _ opcode: Opcode, _ form: ValueForm, width: Int
  ) throws(CodegenError) {
    let left = try register(instruction.argument(0), form)
    let right = try register(instruction.argument(1), form)
    finish(
      instruction.value, width: width, make(opcode, left, right),
      provides: [.raw, ValueForms(form)])
  }

  /// Lowers an addition or subtraction that saturates.
  private mutating func lowerSaturating(
    _ instruction: InstructionView, _ intrinsic: Intrinsic, width: Int
  ) throws(CodegenError) {
    let (first, second) = (instruction.argument(0), instruction.argument(1))
    switch intrinsic {
    case .usubSat:
      // max(a, b) - b; sign-extended words keep the unsigned order.
      let form = ValueForm.canonical(width)
      let left = try register(first, form)
      let right = try register(second, form)
      let larger = make(.maxU, left, right)
      let result = make(width == 32 ? .sub32 : .sub64, larger, right)
      finish(instruction.value, width: width, result, provides: [.raw, ValueForms(form)])
    case .uaddSat:
      // min(a, not b) + b.
      let form = ValueForm.canonical(width)
      let left = try register(first, form)
      let right = try register(second, form)
      let mask: Int64 = width < 32 ? ConstantForm.mask(width) : -1
      let complement =
        width > 32 && width < 64
        ? make(.xor, right, constant(ConstantForm.mask(width))) : make(.xorImm, right, x: mask)
      let smaller = make(.minU, left, complement)
      let result = make(width == 32 ? .add32 : .add64, smaller, right)
      finish(instruction.value, width: width, result, provides: [.raw, ValueForms(form)])
    default:
      let isAddition = intrinsic == .saddSat
      let left = try register(first, .signed)
      let right = try register(second, .signed)
      let exact = make(isAddition ? .add64 : .sub64, left, right)
      if width < 64 {
        let low = constant(-1 << Int64(width - 1))
        let high = constant(ConstantForm.mask(width - 1))
        let result = make(.min, make(.max, exact, low), high)
        finish(instruction.value, width: width, result, provides: [.raw, .signed])
        return
      }
      let overflow = signedOverflow(left, right, exact, isAddition: isAddition)
      // The most negative or positive number, by the sign of the first operand.
      let sign = make(.sharRImm64, left, x: 63)
      let limit = make(.xor, sign, constant(Int64.max))
      let negative = make(.setLtSImm, overflow, x: 0)
      let result = make(.cmovNz, limit, negative, exact)
      finish(instruction.value, width: width, result, provides: .raw)
    }
  }

  /// A register whose sign bit says whether a 64-bit sum or difference overflowed.
  private mutating func signedOverflow(
    _ left: MachineRegister, _ right: MachineRegister, _ result: MachineRegister, isAddition: Bool
  ) -> MachineRegister {
    // Sum: the operands' signs agree and the result's differs. Difference: the operands' signs
    // differ and the result's differs from the first.
    let first = make(.xor, left, isAddition ? result : right)
    let second = make(.xor, isAddition ? right : left, result)
    return make(.and, first, second)
  }

  /// Lowers an operation that also tells whether it overflowed.
  private mutating func lowerWithOverflow(
    _ instruction: InstructionView, _ intrinsic: Intrinsic
  ) throws(CodegenError) {
    guard let type = instruction.type.element(0) else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let width = try integerWidth(of: type)
    guard width <= 64 else { throw CodegenError(.unsupportedInstruction(instruction.printed())) }
    let (first, second) = (instruction.argument(0), instruction.argument(1))
    let isSigned =
      intrinsic == .saddWithOverflow || intrinsic == .ssubWithOverflow
      || intrinsic == .smulWithOverflow
    let opcode: Opcode =
      switch intrinsic {
      case .saddWithOverflow, .uaddWithOverflow: .add64
      case .ssubWithOverflow, .usubWithOverflow: .sub64
      default: .mul64
      }
    let result: MachineRegister
    let overflow: MachineRegister
    if width <= 32 {
      if isSigned {
        // The exact result fits 64 bits: it overflowed if extending its low bits changes it.
        let exact = make(opcode, try register(first, .signed), try register(second, .signed))
        let wrapped = makeRegister()
        signExtend(exact, width: width, into: wrapped)
        overflow = make(.setGtUImm, make(.xor, exact, wrapped), x: 0)
        result = canonicalResult(wrapped, exact, width: width)
      } else if width == 32 && intrinsic != .umulWithOverflow {
        // Sign-extended words keep the unsigned order.
        let left = try register(first, .signed)
        let right = try register(second, .signed)
        if intrinsic == .uaddWithOverflow {
          result = make(.add32, left, right)
          overflow = make(.setLtU, result, left)
        } else {
          result = make(.sub32, left, right)
          overflow = make(.setLtU, left, right)
        }
      } else {
        let exact = make(opcode, try register(first, .unsigned), try register(second, .unsigned))
        overflow = make(.setGtUImm, make(.shloRImm64, exact, x: Int64(width)), x: 0)
        result = makeRegister()
        if width == 32 {
          signExtend(exact, width: 32, into: result)
        } else {
          zeroExtend(exact, width: width, into: result)
        }
      }
    } else if width == 64 {
      let left = try register(first, .raw)
      let right = try register(second, .raw)
      result = make(opcode, left, right)
      switch intrinsic {
      case .uaddWithOverflow: overflow = make(.setLtU, result, left)
      case .usubWithOverflow: overflow = make(.setLtU, left, right)
      case .umulWithOverflow:
        overflow = make(.setGtUImm, make(.mulUpperUU, left, right), x: 0)
      case .smulWithOverflow:
        let high = make(.mulUpperSS, left, right)
        let sign = make(.sharRImm64, result, x: 63)
        overflow = make(.setGtUImm, make(.xor, high, sign), x: 0)
      default:
        let sign = signedOverflow(
          left, right, result, isAddition: intrinsic == .saddWithOverflow)
        overflow = make(.setLtSImm, sign, x: 0)
      }
    } else {
      guard opcode != .mul64 else {
        throw CodegenError(.unsupportedInstruction(instruction.printed()))
      }
      let form: ValueForm = isSigned ? .signed : .unsigned
      let exact = make(opcode, try register(first, form), try register(second, form))
      let wrapped = makeRegister()
      if isSigned {
        signExtend(exact, width: width, into: wrapped)
      } else {
        zeroExtend(exact, width: width, into: wrapped)
      }
      overflow = make(.setGtUImm, make(.xor, exact, wrapped), x: 0)
      result = makeRegister()
      zeroExtend(exact, width: width, into: result)
    }
    finishElements(instruction.value, [result, overflow])
  }

  /// The canonical form of a result, given its sign-extended form.
  private mutating func canonicalResult(
    _ signed: MachineRegister, _ exact: MachineRegister, width: Int
  ) -> MachineRegister {
    if width == 32 { return signed }
    let result = makeRegister()
    zeroExtend(exact, width: width, into: result)
    return result
  }
}
