extension WasmError {
  /// What can be wrong with a module.
  public enum Kind: Hashable, Sendable {
    // Malformed: the bytes do not follow the binary format.

    /// The module does not begin with the four bytes of every module.
    case notWasm
    /// The version field is not 1.
    case unsupportedVersion(UInt32)
    /// The bytes end in the middle of something.
    case unexpectedEnd
    /// An integer takes more bytes than its width allows.
    case integerTooLong
    /// An integer has bits that its width does not.
    case integerTooLarge
    /// A name is not UTF-8.
    case malformedUTF8
    /// A size reaches beyond what contains it.
    case lengthOutOfBounds(UInt32)
    /// There is no section with this number.
    case unknownSection(UInt8)
    /// A section comes twice or after one that it has to precede.
    case misplacedSection(UInt8)
    /// A section's contents end before its size says.
    case sectionSizeMismatch
    /// The function and code sections differ in length.
    case bodyCountMismatch(functions: Int, bodies: Int)
    /// The data count section does not tell the number of data segments.
    case dataCountMismatch(declared: Int, segments: Int)
    /// An instruction that names a data segment needs the data count section.
    case dataCountRequired
    /// A type is not a function type.
    case invalidTypeForm(UInt8)
    /// No value type has this code.
    case invalidValueType(UInt8)
    /// No reference type has this code.
    case invalidReferenceType(UInt8)
    /// A block type is none of the three forms.
    case invalidBlockType
    /// There is no kind of import with this code.
    case invalidImportKind(UInt8)
    /// There is no kind of export with this code.
    case invalidExportKind(UInt8)
    /// The flags before size limits are not known.
    case invalidLimitsFlags(UInt8)
    /// The mutability of a global is neither 0 nor 1.
    case invalidMutability(UInt8)
    /// The kind of elements is not 0.
    case invalidElementKind(UInt8)
    /// The flags before a segment are not known.
    case invalidSegmentFlags(UInt32)
    /// There is no instruction with this opcode.
    case illegalOpcode(prefix: UInt8?, code: UInt32)
    /// A reserved byte is not zero.
    case zeroByteExpected
    /// The attribute of a tag is not 0.
    case invalidTagAttribute(UInt8)
    /// A clause of a `try_table` is of no known kind.
    case invalidCatchKind(UInt8)
    /// A function body goes on after its last `end`.
    case codeAfterEnd

    // Invalid: the bytes can be decoded but break a rule of validation.

    /// An index has nothing behind it.
    case unknown(IndexSpace, Int)
    /// An operand has another type than the one needed.
    case typeMismatch(expected: ValueType, found: ValueType)
    /// The operand stack is empty where a value (of some type, if only one would do) is needed.
    case operandMissing(expected: ValueType?)
    /// A block ends with more values on the operand stack than it has results.
    case unconsumedOperands(Int)
    /// An operand must be a reference.
    case referenceExpected(found: ValueType)
    /// An untyped `select` chooses between references.
    case untypedSelectOfReference(ValueType)
    /// A typed `select` lists more or fewer than one type.
    case invalidSelectArity(UInt32)
    /// An `else` is not in an `if`.
    case elseWithoutIf
    /// An `if` without `else` has other results than parameters.
    case ifWithoutElse(FunctionType)
    /// The labels of a `br_table` take different numbers of values.
    case branchArityMismatch(expected: Int, found: Int)
    /// A `catch`, `catch_all` or `delegate` is not in a `try`, or is behind a `catch_all`.
    case catchOutsideTry
    /// The label of a `rethrow` is not that of a `catch`.
    case rethrowOutsideCatch(Int)
    /// A clause of a `try_table` brings other values than its label takes.
    case catchLabelMismatch(expected: [ValueType], found: [ValueType])
    /// The type of a tag has results.
    case tagWithResults(FunctionType)
    /// A tail call's results are not those of the function it is in.
    case tailCallResultMismatch(expected: [ValueType], found: [ValueType])
    /// An alignment (as a power of two) exceeds the size of the access.
    case alignmentTooLarge(UInt32)
    /// A lane number is too large for the vector.
    case invalidLane(UInt8)
    /// The global cannot be changed.
    case immutableGlobal(Int)
    /// An indirect call through a table of other things than functions.
    case callThroughNonFunctionTable(Int)
    /// `ref.func` names a function that nothing outside the bodies refers to.
    case undeclaredReference(Int)
    /// An instruction may not stand in a constant expression.
    case notConstant
    /// A constant expression reads a global that is not imported and immutable.
    case globalNotConstant(Int)
    /// Two exports have the same name.
    case duplicateExport(WasmName)
    /// The start function has parameters or results.
    case invalidStartType(FunctionType)
    /// A minimum size exceeds the maximum size.
    case minimumExceedsMaximum(Limits)
    /// A memory would have more than 65,536 pages.
    case memoryTooLarge(pages: UInt64)

    /// The alignment of an atomic access (as a power of two) is not its size.
    case atomicAlignment(UInt32)
    /// A memory that threads share has no maximum size.
    case sharedWithoutMaximum

    // Well-formed and valid for others.

    /// The module needs features that are not enabled.
    case featureDisabled(Features)
    /// The module is larger than we support.
    case limitExceeded(ImplementationLimit, Int)
  }

  /// What an index in a module can refer to.
  public enum IndexSpace: Hashable, Sendable {
    /// Function types.
    case type
    /// Functions.
    case function
    /// Tables.
    case table
    /// Memories.
    case memory
    /// Globals.
    case global
    /// Tags.
    case tag
    /// Element segments.
    case elementSegment
    /// Data segments.
    case dataSegment
    /// A function's parameters and locals.
    case local
    /// The labels of the enclosing blocks.
    case label
  }
}

extension WasmError.Kind {
  /// The first number that stands for a broken rule of validation; malformed bytes have smaller ones.
  static let firstInvalidCode = 50

  /// Whether the bytes do not even follow the binary format.
  public var isMalformed: Bool { code < Self.firstInvalidCode }

  /// The number behind the `W` of the error's stable code.
  var code: Int {
    switch self {
    case .notWasm: 1
    case .unsupportedVersion: 2
    case .unexpectedEnd: 3
    case .integerTooLong: 4
    case .integerTooLarge: 5
    case .malformedUTF8: 6
    case .lengthOutOfBounds: 7
    case .unknownSection: 8
    case .misplacedSection: 9
    case .sectionSizeMismatch: 10
    case .bodyCountMismatch: 11
    case .dataCountMismatch: 12
    case .dataCountRequired: 13
    case .invalidTypeForm: 14
    case .invalidValueType: 15
    case .invalidReferenceType: 16
    case .invalidBlockType: 17
    case .invalidImportKind: 18
    case .invalidExportKind: 19
    case .invalidLimitsFlags: 20
    case .invalidMutability: 21
    case .invalidElementKind: 22
    case .invalidSegmentFlags: 23
    case .illegalOpcode: 24
    case .zeroByteExpected: 25
    case .codeAfterEnd: 26
    case .invalidTagAttribute: 27
    case .invalidCatchKind: 28
    case .unknown: 50
    case .typeMismatch: 51
    case .operandMissing: 52
    case .unconsumedOperands: 53
    case .referenceExpected: 54
    case .untypedSelectOfReference: 55
    case .invalidSelectArity: 56
    case .elseWithoutIf: 57
    case .ifWithoutElse: 58
    case .branchArityMismatch: 59
    case .tailCallResultMismatch: 60
    case .alignmentTooLarge: 61
    case .invalidLane: 62
    case .immutableGlobal: 63
    case .callThroughNonFunctionTable: 64
    case .undeclaredReference: 65
    case .notConstant: 66
    case .globalNotConstant: 67
    case .duplicateExport: 68
    case .invalidStartType: 69
    case .minimumExceedsMaximum: 70
    case .memoryTooLarge: 71
    case .catchOutsideTry: 72
    case .rethrowOutsideCatch: 73
    case .catchLabelMismatch: 74
    case .tagWithResults: 75
    case .atomicAlignment: 76
    case .sharedWithoutMaximum: 77
    case .featureDisabled: 90
    case .limitExceeded: 91
    }
  }
}
