internal import CLLVM

extension Builder {
  /// An operation with two operands of one integer type.
  package enum BinaryOperation: Sendable {
    case add, sub, mul, udiv, sdiv, urem, srem, shl, lshr, ashr, and, or, xor

    /// LLVM's opcode.
    var opcode: LLVMOpcode {
      switch self {
      case .add: LLVMAdd
      case .sub: LLVMSub
      case .mul: LLVMMul
      case .udiv: LLVMUDiv
      case .sdiv: LLVMSDiv
      case .urem: LLVMURem
      case .srem: LLVMSRem
      case .shl: LLVMShl
      case .lshr: LLVMLShr
      case .ashr: LLVMAShr
      case .and: LLVMAnd
      case .or: LLVMOr
      case .xor: LLVMXor
      }
    }
  }

  /// An operation with two operands of one integer type, without promises about overflow.
  package func binary(_ operation: BinaryOperation, _ left: Value, _ right: Value) -> Value {
    unsafe Value(
      reference: LLVMBuildBinOp(
        reference, operation.opcode, left.reference, right.reference, CString.empty))
  }

  /// The sum modulo the type's size.
  package func add(_ left: Value, _ right: Value) -> Value { binary(.add, left, right) }

  /// The difference modulo the type's size.
  package func sub(_ left: Value, _ right: Value) -> Value { binary(.sub, left, right) }

  /// The number with the opposite sign, modulo the type's size.
  package func negated(_ value: Value) -> Value { binary(.sub, value.type.zero, value) }

  /// The sum of numbers that are known not to overflow, unsigned.
  package func addNoUnsignedWrap(_ left: Value, _ right: Value) -> Value {
    unsafe Value(
      reference: LLVMBuildNUWAdd(reference, left.reference, right.reference, CString.empty))
  }

  /// The comparison of two integers or pointers, an `i1`.
  package func compare(_ predicate: IntegerPredicate, _ left: Value, _ right: Value) -> Value {
    unsafe Value(
      reference: LLVMBuildICmp(
        reference, LLVMIntPredicate(rawValue: UInt32(predicate.rawValue)), left.reference,
        right.reference, CString.empty))
  }

  /// The comparison with zero, an `i1`.
  package func isZero(_ value: Value) -> Value { compare(.equal, value, value.type.zero) }

  /// One of two values, chosen by an `i1`.
  package func select(_ condition: Value, _ whenTrue: Value, _ whenFalse: Value) -> Value {
    unsafe Value(
      reference: LLVMBuildSelect(
        reference, condition.reference, whenTrue.reference, whenFalse.reference, CString.empty))
  }

  /// The low bits as a narrower integer.
  package func truncate(_ value: Value, to type: IRType) -> Value {
    unsafe Value(
      reference: LLVMBuildTrunc(reference, value.reference, type.reference, CString.empty))
  }

  /// A wider integer with zeros above.
  package func zeroExtend(_ value: Value, to type: IRType) -> Value {
    unsafe Value(
      reference: LLVMBuildZExt(reference, value.reference, type.reference, CString.empty))
  }

  /// A wider integer with copies of the sign bit above.
  package func signExtend(_ value: Value, to type: IRType) -> Value {
    unsafe Value(
      reference: LLVMBuildSExt(reference, value.reference, type.reference, CString.empty))
  }

  /// An address as an integer.
  package func pointerToInteger(_ value: Value, to type: IRType) -> Value {
    unsafe Value(
      reference: LLVMBuildPtrToInt(reference, value.reference, type.reference, CString.empty))
  }

  /// An integer as an address.
  package func integerToPointer(_ value: Value, to type: IRType) -> Value {
    unsafe Value(
      reference: LLVMBuildIntToPtr(reference, value.reference, type.reference, CString.empty))
  }

  /// The value if it is defined, else any fixed one.
  package func freeze(_ value: Value) -> Value {
    unsafe Value(reference: LLVMBuildFreeze(reference, value.reference, CString.empty))
  }

  /// Part of a structure.
  package func extractValue(_ aggregate: Value, _ index: Int) -> Value {
    unsafe Value(
      reference: LLVMBuildExtractValue(
        reference, aggregate.reference, UInt32(index), CString.empty))
  }

  /// A structure with one part replaced.
  package func insertValue(_ aggregate: Value, _ element: Value, _ index: Int) -> Value {
    unsafe Value(
      reference: LLVMBuildInsertValue(
        reference, aggregate.reference, element.reference, UInt32(index), CString.empty))
  }
}
