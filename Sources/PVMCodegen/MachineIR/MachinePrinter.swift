internal import PVM
internal import Support

/// Machine IR as text, in the grammar that `MachineParser` documents and reads.
///
/// Printing what was parsed gives the same text. Call descriptions are printed where they are used,
/// so a description that several instructions share, or none, does not survive a round trip. Positions are printed where they
/// are known, as the numbers of their entries.
package enum MachinePrinter {
  /// The text of several functions.
  package static func text(_ functions: [MachineFunction]) -> String {
    functions.map { text($0) }.joined(separator: "\n")
  }

  /// The text of a function.
  package static func text(_ function: MachineFunction) -> String {
    var text = "function @\(function.index) \(quoted(function.name)) \(name(function.phase)) {\n"
    if !function.parameters.isEmpty {
      text += "  parameters \(function.parameters.map { fixed($0) }.joined(separator: ", "))\n"
    }
    if function.incomingStackArguments > 0 {
      text += "  incoming \(function.incomingStackArguments)\n"
    }
    if function.outgoingStackArguments > 0 {
      text += "  outgoing \(function.outgoingStackArguments)\n"
    }
    if !function.frameObjects.isEmpty {
      text += "  objects \(function.frameObjects.map { "\($0)" }.joined(separator: ", "))\n"
    }
    if function.spillSlots > 0 { text += "  slots \(function.spillSlots)\n" }
    if function.frameSize > 0 { text += "  frame \(function.frameSize)\n" }
    if function.redZone > 0 { text += "  red_zone \(function.redZone)\n" }
    for (index, block) in function.blocks.indexed() {
      text += header(block, index)
      for instruction in block.instructions {
        text += "  \(self.text(instruction, in: function, block))"
        if instruction.position.isKnown { text += " !\(instruction.position.number)" }
        text += "\n"
      }
    }
    return text + "}\n"
  }

  /// The text of an instruction; operands that should exist but do not are written `_`.
  package static func text(
    _ instruction: MachineInstruction, in function: MachineFunction, _ block: MachineBlock
  ) -> String {
    guard let shape = MachineOperandShape.of(instruction.opcode) else {
      return "opcode_\(instruction.opcode.rawValue)"
    }
    var text = ""
    if shape.hasDef || instruction.def.exists { text += "\(name(instruction.def)) = " }
    text += "\(shape.mnemonic)"
    if shape.y == .call {
      return text + callText(instruction, in: function)
    }
    var operands: [String] = []
    if shape.hasS1 { operands.append(name(instruction.s1)) }
    if shape.hasS2 { operands.append(name(instruction.s2)) }
    if shape.hasS3 { operands.append(name(instruction.s3)) }
    if shape.y != .none && shape.y != .immediate { operands.append("#\(instruction.y)") }
    if shape.hasX || (shape.mayHaveDef && instruction.def.exists) {
      operands.append("\(instruction.x)")
    }
    if shape.y == .immediate { operands.append("\(instruction.y)") }
    if instruction.isTerminator { operands += block.successors.map { edge($0) } }
    if !operands.isEmpty { text += " " + operands.joined(separator: ", ") }
    return text
  }

  /// What follows the name of a call, host call, return or tail call.
  private static func callText(
    _ instruction: MachineInstruction, in function: MachineFunction
  ) -> String {
    guard function.calls.indices.contains(instruction.call) else { return " ?\(instruction.y)" }
    let call = function.calls[instruction.call]
    var text = ""
    switch call.callee {
    case .direct(let index):
      text += " @\(index)"
      if instruction.def.exists { text += ", \(instruction.x)" }
    case .indirect: text += " [\(name(instruction.s1)) + \(instruction.x)]"
    case .none:
      if instruction.opcode == .hostCall {
        text += " \(instruction.x)"
      } else {
        text += " \(name(instruction.s1))"
        if instruction.def.exists { text += ", \(instruction.x)" }
      }
    }
    text += " (\(call.arguments.map { fixed($0) }.joined(separator: ", ")))"
    if !call.results.isEmpty {
      text += " -> (\(call.results.map { fixed($0) }.joined(separator: ", ")))"
    }
    if !call.clobbers.isEmpty { text += " clobbers \(name(call.clobbers))" }
    return text
  }

  /// The line that starts a block.
  private static func header(_ block: MachineBlock, _ index: BlockID) -> String {
    var text = "b\(index)"
    if !block.parameters.isEmpty {
      text += "(\(block.parameters.map { name($0) }.joined(separator: ", ")))"
    }
    if block.frequency != 1 { text += " frequency \(block.frequency)" }
    if block.isMarked { text += " unlikely" }
    return text + ":\n"
  }

  /// A way out of a block.
  private static func edge(_ edge: MachineEdge) -> String {
    guard !edge.arguments.isEmpty else { return "b\(edge.target)" }
    return "b\(edge.target)(\(edge.arguments.map { name($0) }.joined(separator: ", ")))"
  }

  /// A value and its register; only the register when they are the same.
  private static func fixed(_ operand: FixedOperand) -> String {
    let register = "r\(operand.register.number)"
    let constant = operand.constant.map { " = \($0)" } ?? ""
    let form = operand.isSignExtended ? " signed" : ""
    if operand.value == MachineRegister(operand.register) { return register + form + constant }
    return "\(name(operand.value)):\(register)\(form)\(constant)"
  }

  /// The name of a register operand.
  package static func name(_ register: MachineRegister) -> String {
    if let physical = register.physical { return "r\(physical.number)" }
    return register.exists ? "v\(register.virtual)" : "_"
  }

  /// A set of registers, as ranges.
  private static func name(_ registers: RegisterSet) -> String {
    var ranges: [String] = []
    var number = 0
    while number < Register.count {
      guard registers.contains(Register(UInt8(number))) else {
        number += 1
        continue
      }
      let first = number
      while number < Register.count, registers.contains(Register(UInt8(number))) { number += 1 }
      ranges.append(first == number - 1 ? "r\(first)" : "r\(first)-r\(number - 1)")
    }
    return ranges.joined(separator: " ")
  }

  /// The name of a phase.
  package static func name(_ phase: MachinePhase) -> String {
    switch phase {
    case .selected: "selected"
    case .allocated: "allocated"
    case .framed: "framed"
    }
  }

  /// A function's name between quotes; quotes, backslashes and line ends are escaped.
  private static func quoted(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
