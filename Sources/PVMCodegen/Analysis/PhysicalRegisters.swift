internal import PVM
internal import Support

extension MachineInstruction {
  /// The physical registers that are read, those of a call description included.
  func registersRead(in function: MachineFunction) -> RegisterSet {
    var result = RegisterSet()
    if hasCallDescription {
      let call = function.calls[self.call]
      for operand in call.arguments { result.insert(operand.register) }
      if opcode == .call || opcode == .tailCall { result.insert(.stackPointer) }
      // A tail call's callee returns for us, to our return address.
      if opcode == .tailCall {
        result = result.union(CallingConvention.preserved).union(RegisterSet(.returnAddress))
      }
    } else if opcode == MachineOpcode(.jumpInd) {
      // Whatever is there may count on anything.
      result = .all
    }
    // A constant on the way out is there before anything behind the jump reads it; the jump's own
    // operand is read before.
    if let register = def.physical { result.remove(register) }
    if let register = s1.physical { result.insert(register) }
    if let register = s2.physical { result.insert(register) }
    if let register = s3.physical { result.insert(register) }
    return result
  }

  /// The physical registers that are written or destroyed.
  func registersWritten(in function: MachineFunction) -> RegisterSet {
    var result = RegisterSet()
    if let register = def.physical { result.insert(register) }
    if hasCallDescription {
      let call = function.calls[self.call]
      result = result.union(call.clobbers)
      for operand in call.results { result.insert(operand.register) }
    }
    return result
  }

  /// The physical registers that are read, written or destroyed.
  func registersTouched(in function: MachineFunction) -> RegisterSet {
    registersRead(in: function).union(registersWritten(in: function))
  }
}
