internal import PVM

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
      // As that one, counting changes nothing in the machine.
      result.append(.unlikely)
      return result
    }()

    /// The operation of one instruction.
    init(_ opcode: Opcode) { self = Operation.single[Int(opcode.rawValue)] }

    /// The instruction; the first one of a sequence.
    var opcode: Opcode { Operation.opcodes[Int(rawValue)] }
  #endif
}
