/// Decodes and validates function bodies, one pass over the bytes each.
///
/// - Source: WebAssembly 2.0, sections 3.3 and appendix "Validation Algorithm".
public struct FunctionValidator: Sendable {
  /// The module whose bodies are validated.
  public let module: Module

  /// Creates a validator for the bodies of a module.
  public init(module: Module) {
    self.module = module
  }

  /// Validates one body and shows the visitor every instruction.
  ///
  /// - Parameters:
  ///   - functionIndex: The index in ``Module/functions`` of the function; of an imported one there is nothing to
  ///     validate.
  ///   - visitor: Receives each instruction after it has been type-checked.
  /// - Throws: ``BodyFailure/invalid(_:)`` at the first error, ``BodyFailure/visitor(_:)`` when the visitor throws.
  /// - Complexity: Linear in the size of the body, times the number of parameters and results of its
  ///   calls and blocks.
  public func validate<Visitor: InstructionVisitor>(
    functionIndex: Int, visitor: inout Visitor
  ) throws(BodyFailure<Visitor.Failure>) {
    guard let body = module.body(ofFunction: functionIndex) else { return }
    var validator: BodyValidator
    do {
      validator = try BodyValidator(module, functionIndex: functionIndex, body: body)
    } catch {
      throw .invalid(error)
    }
    while !validator.isFinished {
      let step: ValidatedInstruction
      do {
        step = try validator.next()
      } catch {
        throw .invalid(validator.locate(error))
      }
      do {
        try visitor.visit(
          step.instruction, at: step.offset, isReachable: step.isReachable,
          operandType: step.operandType)
      } catch {
        throw .visitor(error)
      }
    }
  }

  /// Validates every body.
  ///
  /// - Throws: The first error.
  public func validateAll() throws(WasmError) {
    for index in module.importedFunctionCount..<module.functions.count {
      var visitor = NoVisitor()
      do {
        try validate(functionIndex: index, visitor: &visitor)
      } catch {
        if case .invalid(let invalid) = error { throw invalid }
      }
    }
  }
}

/// Ignores what it is shown.
private struct NoVisitor: InstructionVisitor {
  mutating func visit(
    _ instruction: Instruction, at offset: Int, isReachable: Bool, operandType: ValueType?
  ) throws(Never) {}
}
