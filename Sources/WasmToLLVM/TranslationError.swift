package import LLVM
package import Support
package import Wasm

/// Why a module was not translated.
package struct TranslationError: CodedError, Equatable {
  /// What went wrong.
  package enum Kind: Equatable, Sendable {
    /// A function body is malformed or invalid.
    case invalid(WasmError)
    /// A float operation is reachable and floats are rejected.
    case float(instruction: String)
    /// A vector is reachable.
    case vector(instruction: String)
    /// Something else that is not translated.
    case unsupported(String)
    /// Imports that nothing defines, each with its type.
    case unresolvedImports([String])
    /// An import is defined as something that does not match its type.
    case incompatibleImport(String)
    /// None of the conventional entry points is exported; which functions are, with their types, and which of them
    /// have the type of an entry point.
    case noEntryPoint(exports: [String], candidates: [String])
    /// No function with this name is exported.
    case unknownEntryPoint(String)
    /// An entry point has the wrong type.
    case entryPointType(name: String, type: String)
    /// Something exceeds a limit.
    case limit(String, value: Int, maximum: Int)
    /// The module is what a linker has yet to make a program of.
    case objectFile
    /// LLVM rejects what was translated.
    case llvm(LLVMError)
  }

  /// What went wrong.
  package let kind: Kind
  /// The offset in the module of the instruction or declaration concerned, if there is one.
  package let offset: Int?
  /// The function concerned, if there is one.
  package let function: WasmError.FunctionReference?

  /// Creates an error.
  package init(
    _ kind: Kind, at offset: Int? = nil, function: WasmError.FunctionReference? = nil
  ) {
    self.kind = kind
    self.offset = offset
    self.function = function
  }

  /// The stable code.
  package var code: String {
    switch kind {
    case .invalid(let error): error.code
    case .float: "T001"
    case .vector: "T002"
    case .unsupported: "T003"
    case .unresolvedImports: "T004"
    case .incompatibleImport: "T005"
    case .noEntryPoint: "T006"
    case .unknownEntryPoint: "T007"
    case .entryPointType: "T008"
    case .limit: "T009"
    case .llvm: "T010"
    case .objectFile: "T011"
    }
  }

  /// Whose fault it is.
  package var errorClass: ErrorClass {
    switch kind {
    case .invalid(let error): error.errorClass
    case .unresolvedImports, .incompatibleImport, .noEntryPoint, .unknownEntryPoint,
      .entryPointType, .objectFile:
      .rejected
    case .float, .vector, .unsupported: .unsupported
    case .limit: .limit
    case .llvm: .internal
    }
  }

  /// The message with place and code.
  package var description: String {
    if case .invalid(let error) = kind { return "\(error)" }
    var place = ""
    if let function {
      let name = function.name.map { " (\($0))" } ?? ""
      place = "function \(function.index)\(name)"
    }
    if let offset {
      place += (place.isEmpty ? "" : ", ") + "offset 0x\(String(offset, radix: 16))"
    }
    return (place.isEmpty ? "" : "\(place): ") + "\(message) [\(code)]"
  }

  /// How many exports a message lists.
  private static let listedExports = 12

  /// What to do with a module without a conventional entry point.
  private static func advice(_ exports: [String], _ candidates: [String]) -> String {
    guard !exports.isEmpty else { return "it exports no function at all" }
    let choice =
      candidates.isEmpty
      ? "no export has the type [i32 i32] -> [i64] that '--entry NAME' needs"
      : "'--entry NAME' chooses another export: "
        + candidates.prefix(listedExports).map { "'\($0)'" }.joined(separator: ", ")
    let more = exports.count - listedExports
    return choice + "; 'run --invoke NAME' calls any of these:"
      + exports.prefix(listedExports).map { "\n  \($0)" }.joined()
      + (more > 0 ? "\n  and \(more) more" : "")
  }

  /// What went wrong, without place and code.
  private var message: String {
    switch kind {
    case .invalid(let error): "\(error)"
    case .float(let instruction):
      "the float instruction '\(instruction)' is rejected, as asked; '--floats soft' computes it, and "
        + "'--floats trap' compiles it to a trap"
    case .vector(let instruction): "vectors are not supported: '\(instruction)'"
    case .unsupported(let what): "\(what) are not supported"
    case .unresolvedImports(let imports):
      "unresolved imports; '--adapter FILE' can define them, '--imports FILE' functions:"
        + imports.map { "\n  \($0)" }.joined()
    case .incompatibleImport(let what): "\(what)"
    case .noEntryPoint(let exports, let candidates):
      "no entry point: none of 'main', 'refine', 'is_authorized', 'main2' and 'accumulate' "
        + "is an exported function; " + Self.advice(exports, candidates)
    case .unknownEntryPoint(let name): "no exported function is named '\(name)'"
    case .entryPointType(let name, let type):
      "the entry point '\(name)' has type \(type), but must have [i32 i32] -> [i64]"
    case .limit(let what, let value, let maximum):
      "\(what): \(value), the limit is \(maximum)"
    case .objectFile:
      "this is an object file, a part of a program: link it first, as in "
        + "'wasm-ld --no-entry --export=main FILE -o program.wasm', or compile without '-c'"
    case .llvm(let error): "internal error: \(error)"
    }
  }
}
