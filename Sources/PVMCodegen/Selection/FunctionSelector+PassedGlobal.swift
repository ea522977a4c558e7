import LLVM
import PVM
internal import Support

// The first parameter of a function may be the value of a global variable that functions pass each other, the stack pointer of a
// program's own stack in memory. It has a register of its own, which recursive calls leave as it is.

extension Function {
  /// Whether the first parameter is the passed global.
  var hasPassedGlobal: Bool {
    parameterCount > 0 && hasAttribute(.inRegister, at: .parameter(0))
  }
}

extension InstructionView {
  /// Whether the first argument of a call is the passed global.
  var passesGlobal: Bool {
    argumentCount > 0
      && calledValue.asFunction?.hasPassedGlobal ?? hasCallAttribute(.inRegister, at: .parameter(0))
  }
}

extension FunctionSelector {
  /// The first argument of a call in its register.
  mutating func passedGlobal(of call: InstructionView) throws(CodegenError) -> FixedOperand {
    FixedOperand(
      try register(call.argument(0), .canonical(32), localConstants: true),
      in: CallingConvention.passedGlobal)
  }

  /// The parameter's value for a return that preserves it. Callees get the address of the frame, which is in the register then and
  /// a constant away; so the parameter need not be kept.
  mutating func restored(_ parameter: Value) throws(CodegenError) -> FixedOperand {
    let value =
      if let framePointer {
        make(
          .addImm32, try register(framePointer.value, .raw), x: 0 &- framePointer.offset)
      } else {
        try register(parameter, .canonical(32))
      }
    return FixedOperand(value, in: CallingConvention.passedGlobal)
  }

  /// Finds the sum of the parameter and a constant that the entry block makes and calls get.
  mutating func findFramePointer() {
    guard let passedGlobal else { return }
    for user in passedGlobal.users {
      guard let sum = user.asInstruction, sum.opcode == .add, sum.parent == order.blocks.first,
        sum.operand(0) == passedGlobal, let offset = constantValue(sum.operand(1), .signed),
        ConstantForm.fitsImmediate(-offset),
        sum.value.users.contains(where: { isPassed(sum.value, by: $0) })
      else { continue }
      framePointer = (sum.value, offset)
      return
    }
  }

  /// Whether a value is what a call passes.
  private func isPassed(_ value: Value, by user: Value) -> Bool {
    guard let call = user.asInstruction, call.opcode == .call else { return false }
    return call.passesGlobal && call.argument(0) == value
  }
}
