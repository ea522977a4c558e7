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
    guard base.asInstruction?.opcode == .getElementPtr, let block = order.indices[sum.parent],
      order.isMade(base, outsideLoopAround: block)
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
}
