package import LLVM
import PVM
internal import Support

/// Takes addresses apart: into what has to be in a register, and a constant that accesses add themselves.
///
/// It looks at LLVM's values and emits nothing. Everything is modulo 2^32, which addresses are.
package struct AddressMatcher {
  /// What an address is a constant away from.
  package enum Base: Equatable {
    /// Nothing: the address is constant.
    case none
    /// A value, in a form of which the low 32 bits are used.
    case value(Value, ValueForm)
    /// A frame object, by its number.
    case object(Int)
  }

  /// An address taken apart.
  package struct Match: Equatable {
    /// What it is relative to.
    package var base: Base
    /// How far it is away from that, as an immediate.
    package var offset: Int64

    /// Creates a match.
    package init(base: Base, offset: Int64) {
      self.base = base
      self.offset = offset
    }
  }

  /// A `getelementptr` taken apart: constant + pointer + variable parts, each times a scale.
  package struct Sum {
    /// The constant part.
    package var offset: Int64 = 0
    /// The pointer operand, unless it is constant.
    package var base: Value?
    /// The variable indices and how many bytes each step takes.
    package var indices: [(value: Value, scale: Int64)] = []
  }

  /// Values of constants.
  package let context: SelectionContext
  /// The order of the blocks.
  package let order: BlockOrder
  /// The frame objects of the function's `alloca`s.
  package var objects: [Value: Int]

  /// Creates a matcher.
  package init(context: SelectionContext, order: BlockOrder, objects: [Value: Int] = [:]) {
    self.context = context
    self.order = order
    self.objects = objects
  }

  /// The most users of a value that are looked at.
  private static let maximumUsers = 16

  /// Takes an address apart: as much as possible goes into the offset.
  package func match(_ pointer: Value) throws(CodegenError) -> Match {
    var offset: Int64 = 0
    var current = pointer
    while true {
      if let constant = context.constant(current) {
        return Match(base: .none, offset: ConstantForm.address(offset &+ constant))
      }
      if current.asInstruction?.opcode == .alloca, let object = objects[current] {
        return Match(base: .object(object), offset: ConstantForm.address(offset))
      }
      guard let step = try step(from: current, isPointer: current == pointer) else { break }
      offset &+= step.offset
      current = step.base
    }
    return Match(
      base: .value(current, AddressMatcher.form(of: current)), offset: ConstantForm.address(offset))
  }

  /// What an address is a constant away from by its definition, if its value is needed for nothing else.
  private func step(
    from address: Value, isPointer: Bool
  ) throws(CodegenError) -> (base: Value, offset: Int64)? {
    guard let instruction = address.asInstruction else { return nil }
    switch instruction.opcode {
    case .intToPtr, .freeze: return (instruction.operand(0), 0)
    case .getElementPtr:
      let sum = try sum(of: instruction)
      if let base = sum.base, sum.indices.isEmpty {
        return isPointer || goesAway(address) ? (base, sum.offset) : nil
      }
      if sum.base == nil, sum.indices.count == 1, sum.indices[0].scale == 1, goesAway(address) {
        return (sum.indices[0].value, sum.offset)
      }
      return nil
    case .add, .or, .sub:
      guard address.registerWidth == 32, instruction.opcode != .or || instruction.isDisjoint,
        let constant = context.constant(instruction.operand(1))
      else { return nil }
      if instruction.opcode == .sub {
        return address.hasOneUse ? (instruction.operand(0), 0 &- constant) : nil
      }
      return goesAway(address) ? (instruction.operand(0), constant) : nil
    default: return nil
    }
  }

  /// The form in which a value is an operand of a sum that makes an address.
  package static func form(of value: Value) -> ValueForm {
    (value.registerWidth ?? 32) < 32 ? .signed : .raw
  }

  /// Takes a `getelementptr` apart.
  package func sum(of instruction: InstructionView) throws(CodegenError) -> Sum {
    var result = Sum()
    let pointer = instruction.operand(0)
    if let constant = context.constant(pointer) {
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
      if let step = context.constant(index, .signed) {
        result.offset &+= step &* size
      } else {
        result.indices.append((index, size))
      }
    }
    return result
  }

  /// Whether nothing needs an address computation if this access, or all of its users, take it apart.
  private func goesAway(_ value: Value) -> Bool { value.hasOneUse || isOnlyAddress(value) }

  /// Whether every use of an address computation is itself the address of an access or a further address computation, so that
  /// folding it everywhere makes it disappear.
  private func isOnlyAddress(_ value: Value) -> Bool {
    var count = 0
    for user in value.users {
      count += 1
      guard count <= AddressMatcher.maximumUsers, let instruction = user.asInstruction else {
        return false
      }
      switch instruction.opcode {
      case .load: continue
      case .store:
        if instruction.operand(0) == value { return false }
      case .getElementPtr, .intToPtr:
        if !isOnlyAddress(user) { return false }
      default: return false
      }
    }
    return true
  }

  /// Whether an address that is computed in front of the loop around a block is the base of several accesses: taken apart, its
  /// constant would be added in the loop again.
  package func isSharedBase(_ base: Value, of sum: InstructionView) -> Bool {
    guard base.asInstruction?.opcode == .getElementPtr, let block = order.indices[sum.parent],
      order.isMade(base, outsideLoopAround: block)
    else { return false }
    var accesses = 0
    var work = [sum.value]
    var steps = 0
    while let address = work.popLast() {
      for user in address.users {
        steps += 1
        guard steps <= AddressMatcher.maximumUsers, let instruction = user.asInstruction else {
          return accesses > 1
        }
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
}

extension Value {
  /// The width in bits of an integer or pointer, nil for every other type.
  package var registerWidth: Int? {
    let type = self.type
    return type.isPointer ? 32 : type.integerWidth
  }
}
