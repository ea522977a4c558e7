import LLVM
import PVM
internal import Support

/// Values and their registers.
extension FunctionSelector {
  /// The dense number of an argument or instruction.
  mutating func number(_ value: Value) -> Int { requests.number(value) }

  /// Whether a value is computed by an instruction in front of the innermost loop around the block being lowered.
  func isInvariant(_ value: Value) -> Bool {
    order.isMade(value, outsideLoopAround: emission.block)
  }

  /// The width in bits of an integer or pointer type.
  func integerWidth(of type: Type) throws(CodegenError) -> Int {
    if type.isPointer { return 32 }
    if let width = type.integerWidth, width <= 128 { return width }
    throw CodegenError(.unsupportedType(type.printed()))
  }

  /// The width in bits of an integer or pointer type, nil for every other type.
  func width(of value: Value) -> Int? {
    value.registerWidth
  }

  /// How many registers a value of this type takes.
  func registerCount(of type: Type) throws(CodegenError) -> Int {
    if type.isVoid { return 0 }
    if type.kind == .structure {
      var count = 0
      for index in 0..<type.elementCount {
        if let element = type.element(index) { count += try registerCount(of: element) }
      }
      return count
    }
    return try integerWidth(of: type) > 64 ? 2 : 1
  }

  /// Whether something asked for a register with (part of) the value.
  func isRequested(_ value: Value) -> Bool { requests.contains(value) }

  /// Whether something asked for the value in this form.
  func isRequested(_ value: Value, _ form: ValueForm) -> Bool { requests.contains(value, form) }

  /// A register with a value of up to 64 bits in the given form.
  mutating func register(
    _ value: Value, _ form: ValueForm, localConstants: Bool = false
  ) throws(CodegenError) -> MachineRegister {
    let width = try integerWidth(of: value.type)
    guard width <= 64 else { throw CodegenError(.unsupportedType(value.type.printed())) }
    switch value.kind {
    case .instruction, .argument:
      let slot = 3 * number(value) + (width == 64 ? 0 : form.rawValue)
      if !requests.forms[slot].exists { requests.forms[slot] = makeRegister() }
      return requests.forms[slot]
    default:
      guard let constant = constantValue(value, form) else {
        throw CodegenError(.unsupportedConstant(value.printed()))
      }
      return localConstants ? localConstant(constant) : self.constant(constant)
    }
  }

  /// A register with the bits of a mask, made where the value is, by an instruction.
  mutating func masked(_ value: Value, _ mask: Int64) -> MachineRegister {
    let number = number(value)
    if let known = requests.masked[number]?.first(where: { $0.mask == mask }) {
      return known.register
    }
    let register = makeRegister()
    requests.masked[number, default: []].append((mask, register))
    return register
  }

  /// A register with a value of up to 64 bits in the form in which values cross blocks.
  mutating func canonical(_ value: Value) throws(CodegenError) -> MachineRegister {
    try register(value, .canonical(try integerWidth(of: value.type)))
  }

  /// The low and the high word of a value of more than 64 bits, the high one zero-extended.
  mutating func wide(_ value: Value) throws(CodegenError) -> (
    low: MachineRegister, high: MachineRegister
  ) {
    switch value.kind {
    case .instruction, .argument:
      let slot = 3 * number(value)
      for index in slot...slot + 1 where !requests.forms[index].exists {
        requests.forms[index] = makeRegister()
      }
      return (requests.forms[slot], requests.forms[slot + 1])
    case .constantInteger:
      guard let words = value.integerWords, words.count == 2 else { break }
      return (
        constant(Int64(bitPattern: words[0])), constant(Int64(bitPattern: words[1]))
      )
    case .undef, .poison: return (constant(0), constant(0))
    default: break
    }
    throw CodegenError(.unsupportedConstant(value.printed()))
  }

  /// All registers of a value in canonical form: one for up to 64 bits, two for up to 128, those of
  /// the elements for a structure.
  mutating func parts(
    of value: Value, into registers: inout [MachineRegister], localConstants: Bool = false
  ) throws(CodegenError) {
    let type = value.type
    if type.isVoid { return }
    if type.kind == .structure {
      for index in 0..<type.elementCount {
        try element(index, of: value, into: &registers, localConstants: localConstants)
      }
      return
    }
    let width = try integerWidth(of: type)
    if width > 64 {
      let words = try wide(value)
      registers.append(words.low)
      registers.append(words.high)
    } else {
      registers.append(
        try register(value, .canonical(width), localConstants: localConstants))
    }
  }

  /// The registers of one element of a structure, in canonical form.
  mutating func element(
    _ index: Int, of value: Value, into registers: inout [MachineRegister],
    localConstants: Bool = false
  ) throws(CodegenError) {
    guard let elementType = value.type.element(index) else {
      throw CodegenError(.unsupportedType(value.type.printed()))
    }
    if let instruction = value.asInstruction, instruction.opcode == .insertValue,
      let position = instruction.aggregateIndices.first, instruction.aggregateIndices.count == 1
    {
      let source = instruction.operand(position == index ? 1 : 0)
      if position == index {
        try parts(of: source, into: &registers, localConstants: localConstants)
      } else {
        try element(index, of: source, into: &registers, localConstants: localConstants)
      }
      return
    }
    if let instruction = value.asInstruction, instruction.opcode == .freeze {
      try element(
        index, of: instruction.operand(0), into: &registers, localConstants: localConstants)
      return
    }
    switch value.kind {
    case .instruction, .argument:
      let number = number(value)
      var first = 0
      for earlier in 0..<index {
        if let type = value.type.element(earlier) { first += try registerCount(of: type) }
      }
      let total = try registerCount(of: value.type)
      var elements =
        requests.elements[number] ?? [MachineRegister](repeating: .none, count: total)
      for position in first..<first + (try registerCount(of: elementType)) {
        if !elements[position].exists { elements[position] = makeRegister() }
        registers.append(elements[position])
      }
      requests.elements[number] = elements
    case .undef, .poison:
      for _ in 0..<(try registerCount(of: elementType)) {
        registers.append(localConstants ? localConstant(0) : constant(0))
      }
    default:
      guard let constant = value.aggregateElement(index) else {
        throw CodegenError(.unsupportedConstant(value.printed()))
      }
      try parts(of: constant, into: &registers, localConstants: localConstants)
    }
  }

  // MARK: Definitions

  /// Provides the forms asked for of a value, given a register whose low `width` bits are the value
  /// and which already has the forms in `provides`.
  mutating func finish(
    _ value: Value, width: Int, _ result: MachineRegister, provides: ValueForms
  ) {
    let slot = 3 * number(value)
    let raw = requests.forms[slot]
    if raw.exists { alias(raw, to: result) }
    for (mask, register) in requests.masked[number(value)] ?? [] {
      emit(.andImm, def: register, result, x: mask)
    }
    if width == 64 { return }
    let signed = requests.forms[slot + 1]
    if signed.exists {
      if provides.contains(.signed) {
        alias(signed, to: result)
      } else {
        signExtend(result, width: width, into: signed)
      }
    }
    let unsigned = requests.forms[slot + 2]
    if unsigned.exists {
      if provides.contains(.unsigned) {
        alias(unsigned, to: result)
      } else {
        zeroExtend(result, width: width, into: unsigned)
      }
    }
  }

  /// Provides the words asked for of a wide value.
  mutating func finishWide(_ value: Value, low: MachineRegister, high: MachineRegister) {
    let slot = 3 * number(value)
    if requests.forms[slot].exists { alias(requests.forms[slot], to: low) }
    if requests.forms[slot + 1].exists { alias(requests.forms[slot + 1], to: high) }
  }

  /// Emits the sign extension of the low `width` bits.
  mutating func signExtend(_ source: MachineRegister, width: Int, into result: MachineRegister) {
    switch width {
    case 64: emission.pending.append(MachineInstruction(.copy, def: result, source))
    case 32: emit(.addImm32, def: result, source)
    case 16: emit(.signExtend16, def: result, source)
    case 8: emit(.signExtend8, def: result, source)
    default:
      let shifted = make(.shloLImm64, source, x: Int64(64 - width))
      emit(.sharRImm64, def: result, shifted, x: Int64(64 - width))
    }
  }

  /// Emits the zero extension of the low `width` bits.
  mutating func zeroExtend(_ source: MachineRegister, width: Int, into result: MachineRegister) {
    switch width {
    case 64: emission.pending.append(MachineInstruction(.copy, def: result, source))
    case 32: emission.pending.append(MachineInstruction(.zeroExtend32, def: result, source))
    case 16: emit(.zeroExtend16, def: result, source)
    case ..<32: emit(.andImm, def: result, source, x: ConstantForm.mask(width))
    default:
      let shifted = make(.shloLImm64, source, x: Int64(64 - width))
      emit(.shloRImm64, def: result, shifted, x: Int64(64 - width))
    }
  }
}
