import LLVM
import PVM

/// A memory address: an optional register (any form) plus an offset, modulo 2^32.
struct MemoryAddress {
  /// The register, or none for an absolute address.
  var base: MachineRegister
  /// The offset, as an immediate.
  var offset: Int64
  /// Whether it is known to be in the linear memory.
  var isLinear = false

  /// The address some bytes further on.
  func advanced(by bytes: Int64) -> MemoryAddress {
    MemoryAddress(
      base: base, offset: ConstantForm.address(offset &+ bytes), isLinear: isLinear)
  }
}

/// Addresses, loads and stores.
extension FunctionSelector {
  /// An address computation taken apart: constant + variable parts, each times a scale.
  private struct Decomposition {
    /// The constant part.
    var offset: Int64 = 0
    /// The pointer operand, unless it is constant.
    var base: Value?
    /// The variable indices and how many bytes each step takes.
    var indices: [(value: Value, scale: Int64)] = []
  }

  /// Takes a `getelementptr` apart.
  private func decompose(_ instruction: InstructionView) throws(CodegenError) -> Decomposition {
    var result = Decomposition()
    let pointer = instruction.operand(0)
    if let constant = constantValue(pointer) {
      result.offset = constant
    } else {
      result.base = pointer
    }
    var type = instruction.elementPointerSourceType
    for position in 1..<instruction.operandCount {
      let index = instruction.operand(position)
      if position > 1 {
        if type.kind == .structure {
          guard let field = index.signedInteger,
            let offset = TypeLayout.offset(of: Int(field), in: type),
            let element = type.element(Int(field))
          else { throw CodegenError(.unsupportedInstruction(instruction.printed())) }
          result.offset &+= offset
          type = element
          continue
        }
        guard let element = type.element(0) else {
          throw CodegenError(.unsupportedInstruction(instruction.printed()))
        }
        type = element
      }
      guard let size = TypeLayout.size(of: type) else {
        throw CodegenError(.unsupportedType(type.printed()))
      }
      if let step = constantValue(index, .signed) {
        result.offset &+= step &* size
      } else {
        result.indices.append((index, size))
      }
    }
    return result
  }

  /// Whether every use of an address computation is itself the address of an access or a further
  /// address computation, so that folding it everywhere makes it disappear.
  private func isOnlyAddress(_ value: Value) -> Bool {
    var count = 0
    for user in value.users {
      count += 1
      guard count <= 16, let instruction = user.asInstruction else { return false }
      switch instruction.opcode {
      case .load: continue
      case .store:
        if instruction.operand(0) == value { return false }
      case .getElementPtr:
        if !isOnlyAddress(user) { return false }
      case .intToPtr: if !isOnlyAddress(user) { return false }
      default: return false
      }
    }
    return true
  }

  /// Whether an address is a number of bytes away from the beginning of the linear memory.
  private func isLinear(_ pointer: Value) -> Bool {
    guard let memory = context.memory else { return false }
    var current = pointer
    while let instruction = current.asInstruction, instruction.opcode == .getElementPtr {
      current = instruction.operand(0)
    }
    return current == memory
  }

  /// Finds the cheapest form of the address of an access.
  mutating func address(ofAccess pointer: Value) throws(CodegenError) -> MemoryAddress {
    var result = try address(of: pointer)
    result.isLinear = isLinear(pointer)
    return result
  }

  /// Finds the cheapest form of an address: as much as possible goes into the offset.
  mutating func address(of pointer: Value) throws(CodegenError) -> MemoryAddress {
    var offset: Int64 = 0
    var current = pointer
    while true {
      if let constant = constantValue(current) {
        return MemoryAddress(base: .none, offset: ConstantForm.address(offset &+ constant))
      }
      guard let instruction = current.asInstruction else { break }
      switch instruction.opcode {
      case .getElementPtr:
        let parts = try decompose(instruction)
        if let base = parts.base, parts.indices.isEmpty {
          guard current == pointer || instruction.value.hasOneUse || isOnlyAddress(current) else {
            break
          }
          offset &+= parts.offset
          current = base
          continue
        }
        if parts.base == nil, parts.indices.count == 1, parts.indices[0].scale == 1,
          instruction.value.hasOneUse || isOnlyAddress(current)
        {
          offset &+= parts.offset
          current = parts.indices[0].value
          continue
        }
      case .intToPtr, .freeze:
        current = instruction.operand(0)
        continue
      case .add where width(of: current) == 32:
        if let constant = constantValue(instruction.operand(1)),
          instruction.value.hasOneUse || isOnlyAddress(current)
        {
          offset &+= constant
          current = instruction.operand(0)
          continue
        }
      case .or where instruction.isDisjoint && width(of: current) == 32:
        if let constant = constantValue(instruction.operand(1)),
          instruction.value.hasOneUse || isOnlyAddress(current)
        {
          offset &+= constant
          current = instruction.operand(0)
          continue
        }
      case .sub where width(of: current) == 32:
        if let constant = constantValue(instruction.operand(1)), instruction.value.hasOneUse {
          offset &-= constant
          current = instruction.operand(0)
          continue
        }
      case .alloca:
        if let object = allocas[current] {
          let base = make(.frameAddress, y: Int32(object))
          return MemoryAddress(base: base, offset: ConstantForm.address(offset))
        }
      default: break
      }
      break
    }
    let form: ValueForm = (width(of: current) ?? 32) < 32 ? .signed : .raw
    let base = try register(current, form)
    return MemoryAddress(base: base, offset: ConstantForm.address(offset))
  }

  /// Whether an address that is computed in front of the loop around a block is the base of several accesses: taken apart, its
  /// constant would be added in the loop again.
  private func isSharedBase(_ base: Value, of sum: InstructionView) -> Bool {
    guard base.asInstruction?.opcode == .getElementPtr, let block = blockIndices[sum.parent],
      isMade(base, outsideLoopAround: block)
    else { return false }
    var accesses = 0
    var work = [sum.value]
    var steps = 0
    while let address = work.popLast() {
      for user in address.users {
        steps += 1
        guard steps <= 16, let instruction = user.asInstruction else { return accesses > 1 }
        switch instruction.opcode {
        case .load, .store: accesses += 1
        case .getElementPtr: work.append(user)
        default: break
        }
        if accesses > 1 { return true }
      }
    }
    return false
  }

  /// Lowers a `getelementptr` whose value is needed in a register.
  mutating func lowerElementPointer(_ instruction: InstructionView) throws(CodegenError) {
    let parts = try decompose(instruction)
    var offset = ConstantForm.address(parts.offset)
    var sum = MachineRegister.none
    if let base = parts.base {
      if !parts.indices.isEmpty, isSharedBase(base, of: instruction) {
        sum = try register(base, .raw)
      } else {
        let address = try address(of: base)
        sum = address.base
        offset = ConstantForm.address(offset &+ address.offset)
      }
    }
    for (index, scale) in parts.indices {
      let form: ValueForm = (width(of: index) ?? 32) < 32 ? .signed : .raw
      let scaled: MachineRegister
      let source = try register(index, form)
      if scale == 1 {
        scaled = source
      } else if scale > 0, scale & (scale - 1) == 0 {
        scaled = make(.shloLImm32, source, x: Int64(scale.trailingZeroBitCount))
      } else {
        scaled = make(.mulImm32, source, x: ConstantForm.address(scale))
      }
      sum = sum.exists ? make(.add32, sum, scaled) : scaled
    }
    if !sum.exists {
      finish(instruction.value, width: 32, localConstant(offset), provides: [.raw, .signed])
    } else if offset != 0 {
      let result = make(.addImm32, sum, x: offset)
      finish(instruction.value, width: 32, result, provides: [.raw, .signed])
    } else {
      // A sum of two registers is sign-extended; a bare operand may have any form.
      let isComputed =
        parts.indices.count + (parts.base == nil ? 0 : 1) > 1
        || (parts.indices.first?.scale ?? 1) != 1
      finish(instruction.value, width: 32, sum, provides: isComputed ? [.raw, .signed] : [.raw])
    }
  }

  // MARK: Loads

  /// Notes what is known of the address of the access just emitted.
  private mutating func markLast(_ address: MemoryAddress) {
    pending[pending.count - 1].isLinear = address.isLinear
  }

  /// The load instruction for a width in bytes, or nil.
  private func loadOpcodes(_ bytes: Int, signed: Bool) -> (absolute: Opcode, indirect: Opcode)? {
    switch (bytes, signed) {
    case (1, false): (.loadU8, .loadIndU8)
    case (1, true): (.loadI8, .loadIndI8)
    case (2, false): (.loadU16, .loadIndU16)
    case (2, true): (.loadI16, .loadIndI16)
    case (4, false): (.loadU32, .loadIndU32)
    case (4, true): (.loadI32, .loadIndI32)
    case (8, _): (.loadU64, .loadIndU64)
    default: nil
    }
  }

  /// Emits a load of 1, 2, 4 or 8 bytes.
  mutating func load(
    _ bytes: Int, signed: Bool, from address: MemoryAddress
  ) throws(CodegenError) -> MachineRegister {
    guard let opcodes = loadOpcodes(bytes, signed: signed) else {
      throw CodegenError(.unsupportedType("a load of \(bytes) bytes"))
    }
    let result = makeRegister()
    if address.base.exists {
      emit(opcodes.indirect, def: result, address.base, x: address.offset)
    } else {
      emit(opcodes.absolute, def: result, x: address.offset)
    }
    markLast(address)
    return result
  }

  /// Lowers a load.
  mutating func lowerLoad(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    if value.type.kind == .structure || value.type.kind == .array {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let width = try integerWidth(of: value.type)
    let address = try address(ofAccess: instruction.operand(0))
    if width > 64 {
      let low = try load(8, signed: false, from: address)
      let high = try loadPieces((width - 64 + 7) / 8, from: address.advanced(by: 8))
      finishWide(value, low: low, high: high)
      return
    }
    let bytes = (width + 7) / 8
    guard [1, 2, 4, 8].contains(bytes), width % 8 == 0 || width == 1 else {
      let result = try loadPieces(bytes, from: address)
      finish(value, width: width, result, provides: [.raw, .unsigned])
      return
    }
    if width == 64 {
      finish(value, width: 64, try load(8, signed: false, from: address), provides: .raw)
      return
    }
    // Only one form: load that. Both: load the canonical one and convert.
    let wantsSigned = isRequested(value, .signed)
    let wantsUnsigned = isRequested(value, .unsigned)
    let signed = wantsSigned && wantsUnsigned ? width == 32 : wantsSigned
    finish(
      value, width: width, try load(bytes, signed: signed && width != 1, from: address),
      provides: width == 1 ? [.raw, .unsigned] : signed ? [.raw, .signed] : [.raw, .unsigned])
  }

  /// Loads a number of bytes that has no instruction of its own, zero-extended.
  private mutating func loadPieces(
    _ bytes: Int, from address: MemoryAddress
  ) throws(CodegenError) -> MachineRegister {
    var result = MachineRegister.none
    var position = 0
    while position < bytes {
      let size = [8, 4, 2, 1].first { $0 <= bytes - position } ?? 1
      let piece = try load(size, signed: false, from: address.advanced(by: Int64(position)))
      if result.exists {
        let shifted = make(.shloLImm64, piece, x: Int64(8 * position))
        result = make(.or, result, shifted)
      } else {
        result = piece
      }
      position += size
    }
    return result
  }

  // MARK: Stores

  /// Emits a store of the low 1, 2, 4 or 8 bytes of a register.
  mutating func store(
    _ bytes: Int, _ value: MachineRegister, to address: MemoryAddress
  ) throws(CodegenError) {
    let opcodes: (absolute: Opcode, indirect: Opcode)
    switch bytes {
    case 1: opcodes = (.storeU8, .storeIndU8)
    case 2: opcodes = (.storeU16, .storeIndU16)
    case 4: opcodes = (.storeU32, .storeIndU32)
    case 8: opcodes = (.storeU64, .storeIndU64)
    default: throw CodegenError(.unsupportedType("a store of \(bytes) bytes"))
    }
    if address.base.exists {
      emit(opcodes.indirect, value, address.base, x: address.offset)
    } else {
      emit(opcodes.absolute, value, x: address.offset)
    }
    markLast(address)
  }

  /// Emits a store of the low bytes of a constant, which must fit an immediate.
  mutating func storeImmediate(
    _ bytes: Int, _ value: Int64, to address: MemoryAddress
  ) throws(CodegenError) {
    let opcodes: (absolute: Opcode, indirect: Opcode)
    switch bytes {
    case 1: opcodes = (.storeImmU8, .storeImmIndU8)
    case 2: opcodes = (.storeImmU16, .storeImmIndU16)
    case 4: opcodes = (.storeImmU32, .storeImmIndU32)
    case 8: opcodes = (.storeImmU64, .storeImmIndU64)
    default: throw CodegenError(.unsupportedType("a store of \(bytes) bytes"))
    }
    let immediate = Int32(truncatingIfNeeded: value)
    if address.base.exists {
      emit(opcodes.indirect, address.base, x: address.offset, y: immediate)
    } else {
      emit(opcodes.absolute, x: address.offset, y: immediate)
    }
    markLast(address)
  }

  /// Lowers a store.
  mutating func lowerStore(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.operand(0)
    let width = try integerWidth(of: value.type)
    let address = try address(ofAccess: instruction.operand(1))
    if width > 64 {
      let words = try wide(value)
      try store(8, words.low, to: address)
      try storePieces((width - 64 + 7) / 8, words.high, to: address.advanced(by: 8))
      return
    }
    let bytes = (width + 7) / 8
    guard [1, 2, 4, 8].contains(bytes), width % 8 == 0 else {
      // LLVM stores odd widths zero-extended to whole bytes.
      try storePieces(bytes, try register(value, .unsigned), to: address)
      return
    }
    if let constant = constantValue(value, .signed), ConstantForm.fitsImmediate(constant) {
      try storeImmediate(bytes, constant, to: address)
      return
    }
    try store(bytes, try register(value, .raw), to: address)
  }

  /// Stores a number of bytes that has no instruction of its own.
  private mutating func storePieces(
    _ bytes: Int, _ value: MachineRegister, to address: MemoryAddress
  ) throws(CodegenError) {
    var position = 0
    while position < bytes {
      let size = [8, 4, 2, 1].first { $0 <= bytes - position } ?? 1
      let piece = position == 0 ? value : make(.shloRImm64, value, x: Int64(8 * position))
      try store(size, piece, to: address.advanced(by: Int64(position)))
      position += size
    }
  }

  /// Lowers an `alloca` of constant size: a frame object.
  mutating func lowerAlloca(_ instruction: InstructionView) throws(CodegenError) {
    guard let object = allocas[instruction.value] else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    // The stack lies above 2^31, and the address is a sum of 32 bits, which is sign-extended.
    let result = make(.frameAddress, y: Int32(object))
    finish(instruction.value, width: 32, result, provides: [.raw, .signed])
  }
}
