import LLVM
import PVM
internal import Support

/// The dispatch over LLVM's instructions.
extension FunctionSelector {
  /// Lowers one instruction, if it has an effect or something asked for its value.
  mutating func lower(_ instruction: InstructionView, block: BlockID) throws(CodegenError) {
    guard let opcode = instruction.opcode else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    switch opcode {
    case .store: return try lowerStore(instruction)
    case .call: return try lowerCall(instruction, block: block)
    case .fence: return
    default: break
    }
    guard isRequested(instruction.value), !emission.lowered.contains(instruction.value) else {
      return
    }
    switch opcode {
    case .add, .sub, .mul, .udiv, .sdiv, .urem, .srem, .shl, .lshr, .ashr, .and, .or, .xor:
      if try !lowerConditionally(instruction) { try lowerBinary(instruction) }
    case .load: try lowerLoad(instruction)
    case .getElementPtr: try lowerElementPointer(instruction)
    case .alloca: try lowerAlloca(instruction)
    case .trunc: try lowerTruncate(instruction)
    case .zext: try lowerZeroExtend(instruction)
    case .sext: try lowerSignExtend(instruction)
    case .ptrToInt, .intToPtr, .bitCast: try lowerReinterpretation(instruction)
    case .freeze: try lowerIdentity(instruction, of: instruction.operand(0))
    case .icmp: try lowerCompare(instruction)
    case .select: try lowerSelect(instruction)
    case .extractValue: try lowerExtractValue(instruction)
    default: throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
  }

  /// Lowers an instruction whose value is that of an operand.
  mutating func lowerIdentity(
    _ instruction: InstructionView, of source: Value
  ) throws(CodegenError) {
    let value = instruction.value
    if value.type.kind == .structure { return }
    let width = try integerWidth(of: value.type)
    if width > 64 {
      let words = try wide(source)
      finishWide(value, low: words.low, high: words.high)
      return
    }
    for form in [ValueForm.raw, .signed, .unsigned] where isRequested(value, form) {
      let slot = 3 * number(value) + form.rawValue
      // The same constant may stand for several forms: give each a register of its own.
      let source = try register(source, form)
      alias(requests.forms[slot], to: source)
    }
  }

  /// Lowers the extraction of a structure's element.
  private mutating func lowerExtractValue(_ instruction: InstructionView) throws(CodegenError) {
    let indices = instruction.aggregateIndices
    guard indices.count == 1, let index = indices.first else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let value = instruction.value
    var registers: [MachineRegister] = []
    try element(index, of: instruction.operand(0), into: &registers)
    let width = try integerWidth(of: value.type)
    if width > 64 {
      finishWide(value, low: registers[0], high: registers[1])
    } else {
      finish(
        value, width: width, registers[0], provides: [.raw, ValueForms(.canonical(width))])
    }
  }

  /// Gives the elements of an operation's structure result their registers.
  mutating func finishElements(_ value: Value, _ results: [MachineRegister]) {
    guard let requested = requests.elements[number(value)] else { return }
    for (register, result) in zip(requested, results) where register.exists {
      alias(register, to: result)
    }
  }
}
