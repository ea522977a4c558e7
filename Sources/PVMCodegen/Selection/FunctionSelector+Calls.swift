import LLVM
import LoweringABI
import PVM
internal import Support

/// Calls of functions, host calls, and calls that LLVM made out of memory operations.
extension FunctionSelector {
  /// Lowers a call.
  mutating func lowerCall(_ instruction: InstructionView, block: BlockID) throws(CodegenError) {
    let callee = instruction.calledValue
    guard let target = callee.asFunction else { return try lowerIndirectCall(instruction) }
    if target.isIntrinsic { return try lowerIntrinsic(instruction, block: block) }
    if let index = context.functionIndices[callee] {
      try emitCall(
        instruction, callee: .direct(index), clobbers: context.clobbersOfCall(to: index))
      return
    }
    let name = target.name
    if let index = Symbol.hostCallIndex(in: name) {
      return try lowerHostCall(instruction, index: index)
    }
    if name == "pvm.sbrk" {
      let amount = try register(instruction.argument(0), .raw)
      finish(instruction.value, width: 64, make(.sbrk, amount), provides: .raw)
      return
    }
    throw CodegenError(.undefinedFunction(name))
  }

  /// Lowers a call through a code address.
  private mutating func lowerIndirectCall(_ instruction: InstructionView) throws(CodegenError) {
    let target = try address(of: instruction.calledValue)
    let base = target.base.exists ? target.base : localConstant(target.offset)
    try emitCall(
      instruction, callee: .indirect,
      clobbers: context.clobbersOfCall(to: instruction.calledType), address: base,
      offset: target.base.exists ? target.offset : 0)
  }

  /// Places the arguments, emits the call and receives the results.
  private mutating func emitCall(
    _ instruction: InstructionView, callee: Callee, clobbers: RegisterSet,
    address: MachineRegister = .none, offset: Int64 = 0
  ) throws(CodegenError) {
    var description = CallDescription(callee: callee, clobbers: clobbers)
    description.clobbers.insert(.returnAddress)
    let passes = instruction.passesGlobal
    if passes {
      description.arguments.append(try passedGlobal(of: instruction))
    }
    var arguments: [MachineRegister] = []
    for index in (passes ? 1 : 0)..<instruction.argumentCount {
      try parts(of: instruction.argument(index), into: &arguments, localConstants: true)
    }
    for (position, register) in arguments.enumerated() {
      if position < CallingConvention.argumentRegisters.count {
        description.arguments.append(
          FixedOperand(register, in: CallingConvention.argumentRegisters[position]))
      } else {
        let place = position - CallingConvention.argumentRegisters.count
        emission.pending.append(MachineInstruction(.storeOutgoing, register, y: Int32(place)))
        machine.outgoingStackArguments = max(machine.outgoingStackArguments, place + 1)
      }
    }
    let position = emission.pending.count
    var results: [MachineRegister] = []
    try receive(instruction.value, into: &results)
    guard results.count <= CallingConvention.argumentRegisters.count else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let isSignExtended = Self.isReceivedSignExtended(instruction.value)
    for (register, place) in zip(results, CallingConvention.argumentRegisters) {
      description.results.append(
        FixedOperand(register, in: place, isSignExtended: isSignExtended))
      description.clobbers.remove(place)
    }
    let call = machine.calls.append(description)
    emission.pending.insert(
      MachineInstruction(.call, address, x: offset, y: call.operand),
      at: position)
  }

  /// Lowers a host call: the arguments are in r7 and up; the results are r7 and r8.
  private mutating func lowerHostCall(
    _ instruction: InstructionView, index: UInt32
  ) throws(CodegenError) {
    var description = CallDescription(callee: .none)
    for position in 0..<instruction.argumentCount {
      let argument = try register(instruction.argument(position), .raw, localConstants: true)
      description.arguments.append(
        FixedOperand(argument, in: CallingConvention.argumentRegisters[position]))
    }
    let results = [makeRegister(), makeRegister()]
    // Only r7 is written for certain; r8 is a result when somebody reads it.
    description.results = [FixedOperand(results[0], in: .a0), FixedOperand(results[1], in: .a1)]
    finishElements(instruction.value, results)
    let call = machine.calls.append(description)
    emission.pending.append(
      MachineInstruction(
        .hostCall, x: Int64(Int32(bitPattern: index)), y: call.operand))
  }

  // MARK: Memory operations

  /// The largest constant size in bytes that is copied or filled without a call.
  private static let inlineLimit: Int64 = 64

  /// Lowers `llvm.memcpy` and `llvm.memmove`.
  mutating func lowerCopy(_ instruction: InstructionView) throws(CodegenError) {
    if let count = constantValue(instruction.argument(2), .unsigned), count <= Self.inlineLimit {
      let target = try address(of: instruction.argument(0))
      let source = try address(of: instruction.argument(1))
      // All loads first, since the ranges may overlap; in groups when they cannot.
      let mayOverlap = instruction.intrinsic == .memmove
      var pieces: [(offset: Int64, bytes: Int, value: MachineRegister)] = []
      for (offset, bytes) in Self.pieces(count) {
        let value = try load(bytes, signed: false, from: source.advanced(by: offset))
        if mayOverlap {
          pieces.append((offset, bytes, value))
        } else {
          try store(bytes, value, to: target.advanced(by: offset))
        }
      }
      for piece in pieces {
        try store(piece.bytes, piece.value, to: target.advanced(by: piece.offset))
      }
      return
    }
    guard let runtime = context.runtime.copy else {
      throw CodegenError(.undefinedFunction("memmove"))
    }
    try emitRuntimeCall(
      runtime,
      [
        try register(instruction.argument(0), .raw, localConstants: true),
        try register(instruction.argument(1), .raw, localConstants: true),
        try register(instruction.argument(2), .unsigned, localConstants: true),
      ])
  }

  /// Lowers `llvm.memset`.
  mutating func lowerFill(_ instruction: InstructionView) throws(CodegenError) {
    let byte = constantValue(instruction.argument(1), .unsigned)
    if let count = constantValue(instruction.argument(2), .unsigned), count <= Self.inlineLimit {
      let target = try address(of: instruction.argument(0))
      if byte == 0 || byte == 255 {
        for (offset, bytes) in Self.pieces(count) {
          try storeImmediate(bytes, byte == 0 ? 0 : -1, to: target.advanced(by: offset))
        }
        return
      }
      let pattern = try repeated(byte, instruction.argument(1))
      for (offset, bytes) in Self.pieces(count) {
        try store(bytes, pattern, to: target.advanced(by: offset))
      }
      return
    }
    guard let runtime = context.runtime.fill else {
      throw CodegenError(.undefinedFunction("memset"))
    }
    try emitRuntimeCall(
      runtime,
      [
        try register(instruction.argument(0), .raw, localConstants: true),
        try repeated(byte, instruction.argument(1)),
        try register(instruction.argument(2), .unsigned, localConstants: true),
      ])
  }

  /// A byte eight times, known or not.
  private mutating func repeated(
    _ byte: Int64?, _ value: Value
  ) throws(CodegenError) -> MachineRegister {
    let ones: Int64 = 0x0101_0101_0101_0101
    if let byte { return localConstant(byte &* ones) }
    return make(.mul64, try register(value, .unsigned), constant(ones))
  }

  /// Splits a number of bytes into accesses.
  private static func pieces(_ count: Int64) -> [(offset: Int64, bytes: Int)] {
    var result: [(offset: Int64, bytes: Int)] = []
    var offset: Int64 = 0
    while offset < count {
      let bytes = [8, 4, 2, 1].first { Int64($0) <= count - offset } ?? 1
      result.append((offset, bytes))
      offset += Int64(bytes)
    }
    return result
  }

  /// Calls a function of the machine-IR runtime.
  private mutating func emitRuntimeCall(_ index: Int, _ arguments: [MachineRegister])
    throws(CodegenError)
  {
    var description = CallDescription(
      callee: .direct(index), clobbers: context.clobbersOfCall(to: index))
    description.clobbers.insert(.returnAddress)
    for (register, place) in zip(arguments, CallingConvention.argumentRegisters) {
      description.arguments.append(FixedOperand(register, in: place))
    }
    let call = machine.calls.append(description)
    emission.pending.append(MachineInstruction(.call, y: call.operand))
  }
}
