internal import PVM
internal import Support

/// What holds in phases `allocated` and `framed`.
extension MachineVerifier {
  /// Checks 14: registers hold something when read.
  func checkRegistersDefined() throws(Violation) {
    let order = MachineVerifier.reversePostorder(function)
    var atEntry = RegisterSet(.stackPointer)
    for parameter in function.parameters { atEntry.insert(parameter.register) }
    var defined = BlockTable(repeating: RegisterSet.all, count: function.blocks.count)
    defined[.entry] = atEntry
    var isChanged = true
    while isChanged {
      isChanged = false
      for block in order {
        var state = defined[block]
        for instruction in function.blocks[block].instructions { transfer(instruction, &state) }
        for edge in function.blocks[block].successors {
          let met = defined[edge.target].intersection(state)
          if met != defined[edge.target] {
            defined[edge.target] = met
            isChanged = true
          }
        }
      }
    }
    for block in order {
      var state = defined[block]
      for (position, instruction) in function.blocks[block].instructions.enumerated() {
        var read = RegisterSet()
        instruction.forEachRead { if let physical = $0.physical { read.insert(physical) } }
        // A constant on the way out is there before anything behind the jump reads it.
        for argument in function.arguments(of: instruction)
        where MachineRegister(argument.register) != instruction.def {
          read.insert(argument.register)
        }
        for register in read where !state.contains(register) {
          throw violation("r\(register.number) holds nothing", block, position)
        }
        transfer(instruction, &state)
      }
    }
  }

  /// Which registers hold something after an instruction.
  private func transfer(_ instruction: MachineInstruction, _ state: inout RegisterSet) {
    if instruction.hasCallDescription {
      let call = function.calls[instruction.call]
      state = state.subtracting(call.clobbers)
      for result in call.results { state.insert(result.register) }
    }
    if let register = instruction.def.physical { state.insert(register) }
  }
}
