import LLVM
import PVM

/// A memory address: an optional register (any form) plus an offset, modulo 2^32.
struct MemoryAddress {
  /// The register, or none for an absolute address.
  var base: MachineRegister
  /// The offset, as an immediate.
  var offset: Int64

  /// The address some bytes further on.
  func advanced(by bytes: Int64) -> MemoryAddress {
    MemoryAddress(base: base, offset: ConstantForm.address(offset &+ bytes))
  }
}

/// Addresses.
extension FunctionSelector {
  /// The cheapest form of an address: as much as possible goes into the offset.
  mutating func address(of pointer: Value) throws(CodegenError) -> MemoryAddress {
    let match = try addresses.match(pointer)
    let base: MachineRegister =
      switch match.base {
      case .none: .none
      case .object(let object): make(.frameAddress, y: Int32(object))
      case .value(let value, let form): try register(value, form)
      }
    return MemoryAddress(base: base, offset: match.offset)
  }

  /// Lowers a `getelementptr` whose value is needed in a register.
  mutating func lowerElementPointer(_ instruction: InstructionView) throws(CodegenError) {
    let parts = try addresses.sum(of: instruction)
    var offset = ConstantForm.address(parts.offset)
    var sum = MachineRegister.none
    if let base = parts.base {
      if !parts.indices.isEmpty, addresses.isSharedBase(base, of: instruction) {
        sum = try register(base, .raw)
      } else {
        let address = try address(of: base)
        sum = address.base
        offset = ConstantForm.address(offset &+ address.offset)
      }
    }
    for (index, scale) in parts.indices {
      let scaled: MachineRegister
      let source = try register(index, AddressMatcher.form(of: index))
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
}
