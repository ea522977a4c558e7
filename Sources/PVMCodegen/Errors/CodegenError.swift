package import Support

/// Why code could not be generated.
package struct CodegenError: CodedError, Equatable, Sendable {
  /// What went wrong.
  package enum Kind: Equatable, Sendable {
    /// LLVM produced an instruction that has no lowering; the text is LLVM's.
    case unsupportedInstruction(String)
    /// LLVM produced a type that has no lowering; the text is LLVM's.
    case unsupportedType(String)
    /// LLVM produced a constant that has no lowering; the text is LLVM's.
    case unsupportedConstant(String)
    /// A function that the program calls has no body.
    case undefinedFunction(String)
    /// The machine verifier found a broken invariant after the named stage.
    case verification(stage: String, message: String)
    /// The allocation checker found a wrong value.
    case allocation(String)
    /// The register allocator found no solution.
    case allocatorStuck(String)
    /// Text in machine IR form is malformed.
    case machineSyntax(line: Int, message: String)
    /// The linear memory, in pages of 65,536 bytes, does not fit between data and stack.
    case memoryTooLarge(pages: Int, most: Int)
    /// A function that is to be printed is not in the program.
    case unknownFunction(String, near: [String])
    /// Something grew past what the container can hold.
    case limit(String, value: Int, maximum: Int)
  }

  /// What went wrong.
  package var kind: Kind
  /// The function it happened in, or an empty string.
  package var function: String

  /// Creates an error.
  package init(_ kind: Kind, function: String = "") {
    self.kind = kind
    self.function = function
  }
}

extension CodegenError {
  /// The stable code.
  package var code: String {
    switch kind {
    case .unsupportedInstruction: "C001"
    case .unsupportedType: "C002"
    case .unsupportedConstant: "C003"
    case .undefinedFunction: "C005"
    case .verification: "C006"
    case .allocation: "C007"
    case .allocatorStuck: "C008"
    case .machineSyntax: "C009"
    case .limit: "C010"
    case .memoryTooLarge: "C011"
    case .unknownFunction: "C012"
    }
  }

  /// Whose fault it is.
  package var errorClass: ErrorClass {
    switch kind {
    case .unsupportedInstruction, .unsupportedType, .unsupportedConstant: .unsupported
    case .undefinedFunction, .machineSyntax, .unknownFunction: .rejected
    case .verification, .allocation, .allocatorStuck: .internal
    case .limit, .memoryTooLarge: .limit
    }
  }

  /// The message for people.
  package var description: String {
    let place = function.isEmpty ? "" : " (in function \(function))"
    return message + place
  }

  /// What went wrong, without the place.
  private var message: String {
    switch kind {
    case .unsupportedInstruction(let text): "no lowering for the LLVM instruction '\(text)'"
    case .unsupportedType(let text): "no lowering for the LLVM type '\(text)'"
    case .unsupportedConstant(let text): "no lowering for the LLVM constant '\(text)'"
    case .undefinedFunction(let name): "the function '\(name)' is called but not defined"
    case .verification(let stage, let message): "internal error after \(stage): \(message)"
    case .allocation(let message): "internal error: wrong register allocation: \(message)"
    case .allocatorStuck(let message): "internal error: register allocation failed: \(message)"
    case .machineSyntax(let line, let message): "line \(line): \(message)"
    case .memoryTooLarge(let pages, let most):
      "the linear memory has \(pages) pages of 65536 bytes at start, but \(most) fit between the program's data "
        + "and its stack; declare a smaller minimum"
    case .unknownFunction(let name, let near):
      "no function '\(name)' is in the optimized program, where others may have taken it in; "
        + (near.isEmpty
          ? "--dump-after PASS without a name prints all functions"
          : "there is \(near.map { "'\($0)'" }.joined(separator: ", "))")
    case .limit(let what, let value, let maximum):
      "\(what) is \(value), the limit is \(maximum)"
    }
  }
}
