public import Support
public import Wasm

/// Why modules were not linked: what is wrong, in which input and where.
public struct LinkError: CodedError, Equatable {
  /// What can be wrong.
  public enum Kind: Equatable, Sendable {
    /// An input is malformed or invalid.
    case invalid(WasmError)
    /// The module that an import names by its module name does not export the thing.
    case missing(symbol: String, type: String, exporter: String)
    /// Several inputs export what an import may mean, and these are different things.
    case ambiguous(symbol: String, exporters: [String])
    /// What an import means has another type.
    case typeMismatch(symbol: String, expected: String, found: String, exporter: String)
    /// An import means itself, by way of the imports that the others export.
    case importCycle(symbols: [String])
    /// The initial value of a global is its own, by way of other modules' globals.
    case globalCycle(global: String)
    /// There would be several memories.
    case severalMemories(other: String)
    /// An initial value is larger than anything that makes sense.
    case initializerTooLarge(global: String)
    /// An adapter uses a memory, and neither it nor the main module has one.
    case noMemory(main: String)
    /// What was linked is too large.
    case tooLarge(WasmError)
    /// What was linked is invalid: a bug of ours.
    case invalidResult(WasmError)
  }

  /// What is wrong.
  public let kind: Kind

  /// The name of the input concerned; nil for what was linked.
  public let input: String?

  /// The offset in that input of the declaration concerned, if there is one.
  public let offset: Int?

  /// Creates an error.
  init(_ kind: Kind, in input: String?, at offset: Int? = nil) {
    self.kind = kind
    self.input = input
    self.offset = offset
  }

  /// The stable code.
  public var code: String {
    switch kind {
    case .invalid(let error), .tooLarge(let error): error.code
    case .missing: "K001"
    case .ambiguous: "K002"
    case .typeMismatch: "K003"
    case .importCycle: "K004"
    case .globalCycle: "K005"
    case .severalMemories: "K006"
    case .initializerTooLarge: "K007"
    case .invalidResult: "K008"
    case .noMemory: "K009"
    }
  }

  /// Whose fault it is.
  public var errorClass: ErrorClass {
    switch kind {
    case .invalid(let error): error.errorClass
    case .missing, .ambiguous, .typeMismatch, .importCycle, .globalCycle, .noMemory: .rejected
    case .severalMemories: .unsupported
    case .initializerTooLarge, .tooLarge: .limit
    case .invalidResult: .internal
    }
  }

  /// The message with place and code.
  public var description: String {
    let place = input.map { "\($0): " } ?? ""
    switch kind {
    case .invalid(let error): return "\(place)\(error)"
    case .tooLarge(let error): return "the linked module: \(error)"
    case .invalidResult(let error): return "internal error: the linked module is invalid: \(error)"
    default:
      let offset = offset.map { ", at byte \($0) of the module" } ?? ""
      return "\(place)\(message)\(offset) [\(code)]"
    }
  }

  /// What is wrong, without place and code.
  private var message: String {
    switch kind {
    case .missing(let symbol, let type, let exporter):
      "the import \(symbol) is a \(type), but \(exporter) has no export of that name"
    case .ambiguous(let symbol, let exporters):
      "the import \(symbol) is ambiguous: exported by " + exporters.joined(separator: " and ")
    case .typeMismatch(let symbol, let expected, let found, let exporter):
      "the import \(symbol) is a \(expected), but the export of \(exporter) is a \(found)"
    case .importCycle(let symbols):
      "the import \(symbols.first ?? "") is exported by nobody but itself: "
        + symbols.joined(separator: ", which means ")
    case .globalCycle(let global):
      "the initial value of \(global) is its own"
    case .severalMemories(let other):
      "a memory beside that of \(other); modules that are linked share one memory: import it"
    case .initializerTooLarge(let global):
      "the initial value of \(global) is too long an expression"
    case .noMemory(let main):
      "it uses a memory, but neither it nor \(main) has one: add '(memory 1)' to the program"
    case .invalid, .tooLarge, .invalidResult: ""
    }
  }
}
