/// Receives the instructions of a function body while it is being validated.
public protocol InstructionVisitor {
  /// What the visitor throws to end the walk; `Never` if it does not.
  associatedtype Failure: Error

  /// Receives one instruction that has been type-checked; the body's final `end` is the last one.
  ///
  /// - Parameters:
  ///   - instruction: The instruction with its immediates; its indices are valid.
  ///   - offset: Where it begins in ``Module/bytes``.
  ///   - isReachable: False for code after an unconditional branch up to the `else` or `end` that ends its block, with
  ///     all blocks inside. For `else` and `end` it tells whether the code before them was reachable.
  ///   - operandType: For `drop` and the untyped `select` the type of the value they drop or select;
  ///     nil for every other instruction, and where unreachable code leaves it open.
  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Failure)
}

/// Why the walk over a function body ended early.
public enum BodyFailure<VisitorFailure: Error>: Error {
  /// The body is malformed or invalid.
  case invalid(WasmError)

  /// The visitor gave up.
  case visitor(VisitorFailure)
}
