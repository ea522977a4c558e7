import LLVM
import PVM

/// Loads and stores.
extension FunctionSelector {
  // MARK: Loads

  /// Emits a load of 1, 2, 4 or 8 bytes.
  mutating func load(
    _ bytes: Int, signed: Bool, from address: MemoryAddress
  ) throws(CodegenError) -> MachineRegister {
    guard let opcodes = AccessOpcodes.of(signed ? .loadSigned : .load, bytes: bytes) else {
      throw CodegenError(.unsupportedType("a load of \(bytes) bytes"))
    }
    let result = makeRegister()
    if address.base.exists {
      emit(opcodes.indirect, def: result, address.base, x: address.offset)
    } else {
      emit(opcodes.absolute, def: result, x: address.offset)
    }
    return result
  }

  /// Lowers a load.
  mutating func lowerLoad(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.value
    if value.type.kind == .structure || value.type.kind == .array {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    let width = try integerWidth(of: value.type)
    let address = try address(of: instruction.operand(0))
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
    guard let opcodes = AccessOpcodes.of(.store, bytes: bytes) else {
      throw CodegenError(.unsupportedType("a store of \(bytes) bytes"))
    }
    if address.base.exists {
      emit(opcodes.indirect, value, address.base, x: address.offset)
    } else {
      emit(opcodes.absolute, value, x: address.offset)
    }
  }

  /// Emits a store of the low bytes of a constant, which must fit an immediate.
  mutating func storeImmediate(
    _ bytes: Int, _ value: Int64, to address: MemoryAddress
  ) throws(CodegenError) {
    guard let opcodes = AccessOpcodes.of(.storeImmediate, bytes: bytes) else {
      throw CodegenError(.unsupportedType("a store of \(bytes) bytes"))
    }
    let immediate = Int32(truncatingIfNeeded: value)
    if address.base.exists {
      emit(opcodes.indirect, address.base, x: address.offset, y: immediate)
    } else {
      emit(opcodes.absolute, x: address.offset, y: immediate)
    }
  }

  /// Lowers a store.
  mutating func lowerStore(_ instruction: InstructionView) throws(CodegenError) {
    let value = instruction.operand(0)
    let width = try integerWidth(of: value.type)
    let address = try address(of: instruction.operand(1))
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
    guard let object = addresses.objects[instruction.value] else {
      throw CodegenError(.unsupportedInstruction(instruction.printed()))
    }
    // The stack lies above 2^31, and the address is a sum of 32 bits, which is sign-extended.
    let result = make(.frameAddress, y: Int32(object))
    finish(instruction.value, width: 32, result, provides: [.raw, .signed])
  }
}
