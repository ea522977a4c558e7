/// Decodes and validates function bodies, one pass over the bytes each.
public struct FunctionValidator: Sendable {
  /// The module whose bodies are validated.
  let module: Module

  /// Creates a validator for the bodies of a module.
  public init(module: Module) {
    self.module = module
  }

  /// Validates one body and shows the visitor every instruction.
  ///
  /// - Parameters:
  ///   - functionIndex: The index in ``Module/functions`` of a function that is not imported.
  ///   - visitor: Receives each instruction after it has been type-checked.
  public func validate<Visitor: InstructionVisitor>(
    functionIndex: Int, visitor: inout Visitor
  ) throws(BodyFailure<Visitor.Failure>) {
    throw .invalid(WasmError(.unexpectedEnd, at: 0))
  }

  /// Validates every body.
  public func validateAll() throws(WasmError) {
    throw WasmError(.unexpectedEnd, at: 0)
  }
}
