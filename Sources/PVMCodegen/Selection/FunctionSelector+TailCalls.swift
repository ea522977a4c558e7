import LLVM
import PVM
internal import Support

// A call in front of a return whose value it gives can be a jump: the callee returns to our caller.
// That holds if LLVM says that the callee does not see our frame, if all arguments are in registers,
// and if the callee leaves the registers alone that we have to give back. Where one of these fails
// the call stays one. WebAssembly's tail calls (`musttail`) must take no stack: their arguments are in
// registers because the front end sees to it (`FunctionSignature`), and a callee that destroys preserved
// registers is in no cycle with us, so that the stack they take is bounded by the number of functions.

/// Calls that are jumps.
extension FunctionSelector {
  /// Lowers a call and the return behind it, or the way to a block that does nothing else, as a tail
  /// call; false, and nothing is lowered, if they are none.
  mutating func lowerTailCall(
    _ call: InstructionView, before terminator: InstructionView
  ) throws(CodegenError) -> Bool {
    guard call.opcode == .call, call.isTail, isReturned(call, by: terminator) else { return false }
    let target = call.calledValue.asFunction
    let index = context.functionIndices[call.calledValue]
    if let target, target.isIntrinsic || index == nil { return false }
    let first = call.passesGlobal ? 1 : 0
    var registers = 0
    for index in first..<call.argumentCount {
      registers += try registerCount(of: call.argument(index).type)
    }
    guard registers <= CallingConvention.argumentRegisters.count else {
      if call.isMustTail { throw CodegenError(.unsupportedInstruction(call.printed())) }
      return false
    }
    let keepsPreserved = context.keepsPreserved[machine.index]
    let clobbers =
      index.map { context.clobbersOfCall(to: $0) } ?? context.clobbersOfCall(to: call.calledType)
    // The register of the passed global is among them, and the callee gives back what it gets there.
    guard !keepsPreserved || clobbers.intersection(CallingConvention.preserved).isEmpty,
      !keepsPreserved || !call.passesGlobal || passedGlobal == call.argument(0)
    else { return false }
    var description = CallDescription(callee: .indirect)
    var base = MachineRegister.none
    var offset: Int64 = 0
    if let index {
      description.callee = .direct(index)
    } else {
      let target = try address(of: call.calledValue)
      base = target.base.exists ? target.base : localConstant(target.offset)
      offset = target.base.exists ? target.offset : 0
    }
    if call.passesGlobal {
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
    let call = machine.calls.append(description)
    emission.pending.append(
      MachineInstruction(.tailCall, base, x: offset, y: call.operand))
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
}
