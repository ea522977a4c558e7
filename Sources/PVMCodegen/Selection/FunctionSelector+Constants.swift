package import LLVM
import PVM

/// Constants of LLVM IR as numbers.
extension FunctionSelector {
  /// The value of an integer or pointer constant of up to 64 bits in the given form (raw means
  /// canonical), or nil when it is none.
  func constantValue(_ value: Value, _ form: ValueForm = .raw) -> Int64? {
    context.constant(value, form)
  }

  /// The value of a constant as a signed 32-bit immediate in the given form, or nil.
  func immediate(_ value: Value, _ form: ValueForm) -> Int64? {
    context.immediate(value, form)
  }
}

/// Number formats.
enum ConstantForm {
  /// The low `width` bits set, for widths from 1 to 64.
  static func mask(_ width: Int) -> Int64 {
    Int64(bitPattern: UInt64.max >> UInt64(64 - width))
  }

  /// The low `width` bits extended to 64 as the form says; raw means the canonical form.
  static func extend(_ bits: Int64, width: Int, _ form: ValueForm) -> Int64 {
    if width == 64 { return bits }
    let unsigned = bits & ConstantForm.mask(width)
    let form = form == .raw ? ValueForm.canonical(width) : form
    if form == .unsigned { return unsigned }
    let shift = Int64(64 - width)
    return (unsigned << shift) >> shift
  }

  /// Whether a number is representable as the PVM's immediates: 32 bits, sign-extended.
  static func fitsImmediate(_ value: Int64) -> Bool {
    Int64(Int32(truncatingIfNeeded: value)) == value
  }

  /// How many bytes an immediate takes.
  static func byteCount(_ value: Int32) -> Int { Immediate.size(Int64(value)) }

  /// The address modulo 2^32 as an immediate.
  static func address(_ value: Int64) -> Int64 { Int64(Int32(truncatingIfNeeded: value)) }
}

extension SelectionContext {
  /// The value of an integer or pointer constant of up to 64 bits in the given form (raw means canonical), or nil when it is none.
  package func constant(_ value: Value, _ form: ValueForm = .raw) -> Int64? {
    guard let width = value.registerWidth, width <= 64, let bits = constantBits(value) else {
      return nil
    }
    return ConstantForm.extend(bits, width: width, form)
  }

  /// The value of a constant as a signed 32-bit immediate in the given form, or nil.
  func immediate(_ value: Value, _ form: ValueForm) -> Int64? {
    guard let constant = constant(value, form), ConstantForm.fitsImmediate(constant) else {
      return nil
    }
    return constant
  }

  /// The bits of an integer or pointer constant of up to 64 bits, those above its width unspecified,
  /// or nil when it is none.
  func constantBits(_ value: Value) -> Int64? {
    switch value.kind {
    case .constantInteger:
      return value.unsignedInteger.map { Int64(bitPattern: $0) }
    case .constantPointerNull, .undef, .poison, .constantAggregateZero:
      return 0
    case .globalVariable:
      return globalAddresses[value]
    case .function:
      return functionAddresses[value]
    case .constantExpression:
      return expressionBits(value)
    default:
      return nil
    }
  }

  /// The bits of a constant expression.
  private func expressionBits(_ value: Value) -> Int64? {
    switch value.constantExpressionOpcode {
    case .bitCast where value.operand(0).type.kind == .vector, .extractElement:
      var bytes = ConstantBytes(self)
      return bytes.number(value)
    case .ptrToInt, .intToPtr, .bitCast:
      guard let bits = constantBits(value.operand(0)) else { return nil }
      // The source may be narrower than the result: both conversions zero-extend.
      let type = value.operand(0).type
      let width = type.isPointer ? 32 : type.integerWidth ?? 64
      return width >= 64 ? bits : bits & ConstantForm.mask(width)
    case .trunc:
      return constantBits(value.operand(0))
    case .add: return combine(value, &+)
    case .sub: return combine(value, &-)
    case .mul: return combine(value, &*)
    case .xor: return combine(value, ^)
    case .getElementPtr:
      guard var address = constantBits(value.operand(0)) else { return nil }
      var type = value.elementPointerSourceType
      for index in 1..<value.operandCount {
        guard let step = value.operand(index).signedInteger else { return nil }
        if index > 1 {
          if type.kind == .structure {
            guard let offset = TypeLayout.offset(of: Int(step), in: type),
              let element = type.element(Int(step))
            else { return nil }
            address &+= offset
            type = element
            continue
          }
          guard let element = type.element(0) else { return nil }
          type = element
        }
        guard let size = TypeLayout.size(of: type) else { return nil }
        address &+= step &* size
      }
      return address
    default:
      return nil
    }
  }

  /// Applies an operation to the bits of both operands.
  private func combine(_ value: Value, _ operation: (Int64, Int64) -> Int64) -> Int64? {
    guard let left = constantBits(value.operand(0)), let right = constantBits(value.operand(1))
    else { return nil }
    return operation(left, right)
  }
}

/// Sizes of types in memory, by the data layout of architecture 1.1.
enum TypeLayout {
  /// The distance in bytes between consecutive values of a type, or nil when it has none.
  static func size(of type: Type) -> Int64? {
    switch type.kind {
    case .pointer: return 4
    case .integer:
      let bytes = Int64(((type.integerWidth ?? 0) + 7) / 8)
      return roundUp(bytes, to: alignment(of: type))
    case .array:
      guard let element = type.element(0), let size = size(of: element) else { return nil }
      return size * Int64(type.elementCount)
    case .structure:
      guard let end = offset(of: type.elementCount, in: type) else { return nil }
      return roundUp(end, to: alignment(of: type))
    default: return nil
    }
  }

  /// The offset in bytes of a structure's element; the index one past the last gives the end of the
  /// last element.
  static func offset(of index: Int, in structure: Type) -> Int64? {
    var position: Int64 = 0
    for element in 0...index {
      if element == structure.elementCount { return position }
      guard let type = structure.element(element), let size = size(of: type) else { return nil }
      position = roundUp(position, to: alignment(of: type))
      if element == index { return position }
      position += size
    }
    return position
  }

  /// The natural alignment of a type in bytes.
  static func alignment(of type: Type) -> Int64 {
    switch type.kind {
    case .pointer: return 4
    case .integer:
      let width = type.integerWidth ?? 8
      return width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : width <= 64 ? 8 : 16
    case .array: return type.element(0).map(alignment(of:)) ?? 1
    case .structure:
      return (0..<type.elementCount).compactMap { type.element($0).map(alignment(of:)) }.max() ?? 1
    default: return 1
    }
  }

  /// The next multiple of a power of two.
  private static func roundUp(_ value: Int64, to alignment: Int64) -> Int64 {
    (value + alignment - 1) / alignment * alignment
  }
}
