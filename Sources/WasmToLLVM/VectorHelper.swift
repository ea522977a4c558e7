internal import LLVM

/// Operations that are calls of functions without bodies until locals are in SSA form: only then is it known what their operands
/// are and what needs their results. `VectorFlags`, `VectorShuffles` and `VectorForms` replace them.
///
/// A *flag* vector has the top bit of some lanes set and nothing else.
enum VectorHelper: String, CaseIterable {
  /// Flags as masks: all bits of the lanes whose top bit is set.
  case fill8 = "vector.fill.8"
  case fill16 = "vector.fill.16"
  /// Whether any bit is 1.
  case anyTrue = "vector.any"
  /// Whether all lanes are other than zero.
  case allTrue8 = "vector.all.8"
  case allTrue16 = "vector.all.16"
  /// The top bits of all lanes as the low bits of an `i32`.
  case bitmask8 = "vector.bitmask.8"
  case bitmask16 = "vector.bitmask.16"
  /// The bytes of two vectors with the numbers in a third one, a constant.
  case shuffle = "vector.shuffle"
  /// Lanes of 32 bits, shifted by a constant, an `i32`.
  case shiftLeft32 = "vector.shl.32"
  case shiftRight32 = "vector.lshr.32"

  /// The helper that fills lanes of a width.
  static func fill(_ bits: Int) -> VectorHelper { bits == 8 ? .fill8 : .fill16 }
  /// The helper that tests lanes of a width.
  static func allTrue(_ bits: Int) -> VectorHelper { bits == 8 ? .allTrue8 : .allTrue16 }
  /// The helper that collects the top bits of lanes of a width.
  static func bitmask(_ bits: Int) -> VectorHelper { bits == 8 ? .bitmask8 : .bitmask16 }

  /// The helper that a value is a call of, if it is one.
  static func called(by value: Value) -> VectorHelper? {
    guard let instruction = value.asInstruction, instruction.opcode == .call,
      let function = instruction.calledValue.asFunction, function.isDeclaration
    else { return nil }
    return VectorHelper(rawValue: function.name)
  }

  /// Whether it makes or tests masks, which `VectorFlags` replaces.
  var concernsFlags: Bool { self != .shuffle && shift == nil }

  /// The operation of every lane of 32 bits, if it is a shift.
  var shift: Builder.BinaryOperation? {
    switch self {
    case .shiftLeft32: .shl
    case .shiftRight32: .lshr
    default: nil
    }
  }

  /// The helper that shifts lanes of 32 bits by a constant, if there is one for the direction.
  static func shift(_ operation: Builder.BinaryOperation) -> VectorHelper? {
    allCases.first { $0.shift == operation }
  }

  /// The lanes' width; 8 where it does not matter.
  var bits: Int {
    switch self {
    case .fill16, .allTrue16, .bitmask16: 16
    case .shiftLeft32, .shiftRight32: 32
    default: 8
    }
  }

  /// The type of the result.
  func result(_ types: CommonTypes) -> IRType {
    switch self {
    case .fill8, .fill16, .shuffle, .shiftLeft32, .shiftRight32: types.vector
    case .anyTrue, .allTrue8, .allTrue16: types.i1
    case .bitmask8, .bitmask16: types.i32
    }
  }

  /// Builds a call of the helper.
  func call(
    _ arguments: Value..., in module: borrowing LLVM.Module, _ types: CommonTypes,
    _ builder: borrowing Builder
  ) -> Value {
    let function =
      module.function(named: rawValue)
      ?? module.addFunction(
        rawValue, types.context.function(arguments.map(\.type), returning: result(types)),
        linkage: .external)
    return builder.call(function, arguments)
  }
}

extension VectorHelper {
  /// How the lower four bytes of a word get a zero byte behind each: the union with the word shifted up by an amount keeps
  /// the bits of a mask, twice.
  static let spreadingSteps: [(amount: Int, mask: UInt64)] = [
    (16, 0x0000_FFFF_0000_FFFF), (8, 0x00FF_00FF_00FF_00FF),
  ]

  /// The top bit of every lane of a width.
  static func topBits(_ bits: Int) -> UInt64 { laneOnes(bits) << UInt64(bits - 1) }

  /// The lowest bit of every lane of a width.
  static func laneOnes(_ bits: Int) -> UInt64 { UInt64.max / (UInt64.max >> UInt64(64 - bits)) }
}
