public import Support

extension WasmError: CodedError {
  /// Whose fault it is: the input's, unless it is more than we do.
  public var errorClass: ErrorClass {
    switch kind {
    case .featureDisabled: .unsupported
    case .limitExceeded: .limit
    default: .rejected
    }
  }

  /// The stable code, such as `W051`.
  public var code: String {
    let digits = String(kind.code)
    return "W" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  /// What is wrong and where, in one line.
  public var description: String {
    var text = kind.description + (UnsupportedProposal.of(kind).map { ": \($0)" } ?? "")
    if let instruction { text += " in \(instruction)" }
    if let function {
      text += ", function \(function.index)"
      if let name = function.name { text += " (\(name))" }
    }
    return text + ", at byte \(offset) of the module [\(code)]"
  }
}

extension WasmError.IndexSpace: CustomStringConvertible {
  /// The name of one thing of this kind.
  public var description: String {
    switch self {
    case .type: "type"
    case .function: "function"
    case .table: "table"
    case .memory: "memory"
    case .global: "global"
    case .tag: "tag"
    case .elementSegment: "element segment"
    case .dataSegment: "data segment"
    case .local: "local"
    case .label: "label"
    }
  }
}

extension WasmError.Kind: CustomStringConvertible {
  /// What is wrong, without the place.
  public var description: String {
    switch self {
    case .notWasm: "not a WebAssembly module"
    case .unsupportedVersion(let version): "unknown binary version \(version)"
    case .unexpectedEnd: "unexpected end"
    case .integerTooLong: "integer representation too long"
    case .integerTooLarge: "integer too large"
    case .malformedUTF8: "malformed UTF-8 encoding"
    case .lengthOutOfBounds(let length):
      "length \(length) out of bounds: the module is cut short or damaged"
    case .unknownSection(let id): "no section has the number \(id)"
    case .misplacedSection(let id): "section \(id) is out of order or repeated"
    case .sectionSizeMismatch: "section size mismatch"
    case .bodyCountMismatch(let functions, let bodies):
      "\(functions) functions are declared but \(bodies) have a body"
    case .dataCountMismatch(let declared, let segments):
      "\(declared) data segments are declared but there are \(segments)"
    case .dataCountRequired: "data count section required"
    case .invalidTypeForm(let byte): "0x\(hex(byte)) is no type constructor"
    case .invalidValueType(let byte): "0x\(hex(byte)) is no value type"
    case .invalidReferenceType(let byte): "0x\(hex(byte)) is no reference type"
    case .invalidBlockType: "malformed block type"
    case .invalidImportKind(let byte): "0x\(hex(byte)) is no kind of import"
    case .invalidExportKind(let byte): "0x\(hex(byte)) is no kind of export"
    case .invalidLimitsFlags(let byte): "malformed limits flags 0x\(hex(byte))"
    case .invalidMutability(let byte): "malformed mutability 0x\(hex(byte))"
    case .invalidElementKind(let byte): "malformed element kind 0x\(hex(byte))"
    case .invalidSegmentFlags(let flags): "malformed segment flags \(flags)"
    case .illegalOpcode(let prefix, let code):
      "illegal opcode 0x" + (prefix.map { hex($0) + " " } ?? "") + hex(code)
    case .zeroByteExpected: "zero byte expected"
    case .invalidTagAttribute(let byte): "malformed tag attribute 0x\(hex(byte))"
    case .invalidCatchKind(let byte): "malformed catch clause 0x\(hex(byte))"
    case .codeAfterEnd: "code after the end of the function"
    case .unknown(let space, let index): "unknown \(space) \(index)"
    case .typeMismatch(let expected, let found):
      "type mismatch: expected \(expected), found \(found)"
    case .operandMissing(let expected):
      "type mismatch: expected \(expected?.description ?? "a value"), found nothing"
    case .unconsumedOperands(let count): "type mismatch: \(count) values too many"
    case .referenceExpected(let found): "type mismatch: expected a reference, found \(found)"
    case .untypedSelectOfReference(let type):
      "type mismatch: a select without type chooses between \(type) values"
    case .invalidSelectArity(let count): "invalid result arity: a select of \(count) types"
    case .elseWithoutIf: "else outside of if"
    case .ifWithoutElse(let type): "type mismatch: an if of type \(type) without else"
    case .branchArityMismatch(let expected, let found):
      "type mismatch: a label takes \(found) values, the default label \(expected)"
    case .catchOutsideTry: "outside of the body of a try"
    case .rethrowOutsideCatch(let label):
      "invalid rethrow label \(label): it is not that of a catch"
    case .catchLabelMismatch(let expected, let found):
      "type mismatch: a clause brings \(FunctionType.list(found)), its label takes "
        + FunctionType.list(expected)
    case .tagWithResults(let type): "non-empty tag result type: a tag has type \(type)"
    case .tailCallResultMismatch(let expected, let found):
      "type mismatch: a tail call returns \(FunctionType.list(found)), "
        + "the function \(FunctionType.list(expected))"
    case .alignmentTooLarge(let exponent): "alignment 2**\(exponent) is larger than the access"
    case .invalidLane(let lane): "invalid lane index \(lane)"
    case .immutableGlobal(let index): "global \(index) is immutable"
    case .callThroughNonFunctionTable(let index): "table \(index) does not hold functions"
    case .undeclaredReference(let index): "undeclared function reference \(index)"
    case .notConstant: "constant expression required"
    case .globalNotConstant(let index):
      "constant expression required: global \(index) is not imported and immutable"
    case .duplicateExport(let name): "duplicate export name \"\(name)\""
    case .invalidStartType(let type): "the start function has type \(type)"
    case .minimumExceedsMaximum(let limits):
      "size minimum \(limits.minimum) is greater than maximum \(limits.maximum ?? 0)"
    case .memoryTooLarge(let pages): "a memory of \(pages) pages; 65536 pages are the most"
    case .atomicAlignment(let exponent):
      "alignment 2**\(exponent) of an atomic access is not its size"
    case .sharedWithoutMaximum: "a shared memory must have a maximum size"
    case .featureDisabled(let features): "the module needs \(features), which is not enabled"
    case .limitExceeded(let limit, let count):
      "\(count) \(limit) are more than the supported \(limit.maximum)"
    }
  }

  /// A number in at least two hexadecimal digits.
  private func hex(_ value: some UnsignedInteger) -> String {
    Hex.string(UInt64(value), width: 2)
  }
}
