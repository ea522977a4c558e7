import LLVM
import PVM

// A call in front of a return whose value it gives can be a jump: the callee returns to our caller.
// That holds if LLVM says that the callee does not see our frame, if all arguments are in registers,
// and if the callee leaves the registers alone that we have to give back. Where one of these fails
// the call stays one; for a tail call of WebAssembly's that is seen only in how much stack it takes,
// and a callee that destroys preserved registers is in no cycle with us, so that it is bounded.

/// Calls that are jumps.
extension FunctionSelector {
  /// Lowers a call and the return behind it, or the way to a block that does nothing else, as a tail
  /// call; false, and nothing is lowered, if they are none.
  mutating func lowerTailCall(
    _ call: InstructionView, before terminator: InstructionView
  ) throws(CodegenError) -> Bool {
    guard call.opcode == .call, call.isTail, isReturned(call, by: terminator),
      call.argumentCount - (call.passesGlobal ? 1 : 0)
        <= CallingConvention.argumentRegisters.count
    else { return false }
    let first = call.passesGlobal ? 1 : 0
    for index in first..<call.argumentCount where !isOneRegister(call.argument(index).type) {
      return false
    }
    var description = CallDescription(callee: .indirect)
    var clobbers = context.clobbersOfCall(to: call.calledType)
    var base = MachineRegister.none
    var offset: Int64 = 0
    if let target = call.calledValue.asFunction {
      guard !target.isIntrinsic, let index = context.functionIndices[call.calledValue] else {
        return false
      }
      description.callee = .direct(index)
      clobbers = context.clobbersOfCall(to: index)
    } else {
      let target = try address(of: call.calledValue)
      base = target.base.exists ? target.base : localConstant(target.offset)
      offset = target.base.exists ? target.offset : 0
    }
    let keepsPreserved = context.keepsPreserved[machine.index]
    // The register of the passed global is among them.
    guard !keepsPreserved || clobbers.intersection(CallingConvention.preserved).isEmpty else {
      return false
    }
    if call.passesGlobal {
      // The callee gives back what it gets.
      guard !keepsPreserved || passedGlobal == call.argument(0) else { return false }
      description.arguments.append(try passedGlobal(of: call))
    } else if let passedGlobal, keepsPreserved {
      description.arguments.append(
        FixedOperand(
          try register(passedGlobal, .canonical(32)), in: CallingConvention.passedGlobal))
    }
    var arguments: [MachineRegister] = []
    for index in first..<call.argumentCount {
      try parts(of: call.argument(index), into: &arguments, localConstants: true)
    }
    for (register, place) in zip(arguments, CallingConvention.argumentRegisters) {
      description.arguments.append(FixedOperand(register, in: place))
    }
    description.arguments.append(FixedOperand(returnAddress, in: .returnAddress))
    description.arguments.append(contentsOf: preservedValues)
    machine.calls.append(description)
    pending.append(
      MachineInstruction(.tailCall, base, x: offset, y: Int32(machine.calls.count - 1)))
    return true
  }

  /// Whether nothing happens behind a call but that the function returns what it returned.
  private func isReturned(_ call: InstructionView, by terminator: InstructionView) -> Bool {
    if terminator.opcode == .ret {
      return terminator.operandCount == 0 || terminator.operand(0) == call.value
    }
    guard terminator.opcode == .br, !terminator.isConditional else { return false }
    var returned: Value?
    for instruction in terminator.successor(0).instructions {
      if instruction.opcode == .phi, returned == nil {
        let incoming = (0..<instruction.incomingCount).lazy.map { instruction.incoming($0) }
        guard let way = incoming.first(where: { $0.block == call.parent }), way.value == call.value
        else { return false }
        returned = instruction.value
      } else {
        return instruction.opcode == .ret
          && (instruction.operandCount == 0 || instruction.operand(0) == returned)
      }
    }
    return false
  }

  /// Whether values of a type take one register.
  private func isOneRegister(_ type: Type) -> Bool {
    guard type.kind != .structure, let width = try? integerWidth(of: type) else { return false }
    return width <= 64
  }
}
