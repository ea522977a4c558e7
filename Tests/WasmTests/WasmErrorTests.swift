import Support
import Testing
import Wasm

/// Every kind of error, provoked.
struct WasmErrorTests {
  /// One module and what is wrong with it.
  struct Case: CustomTestStringConvertible {
    /// The expected kind.
    let kind: WasmError.Kind

    /// Where the error is.
    let offset: Int

    /// The module.
    let bytes: [UInt8]

    /// What to accept.
    let features: Features

    /// The expected instruction.
    let instruction: String?

    var testDescription: String { "\(kind)" }

    /// A module that decoding rejects.
    init(
      _ kind: WasmError.Kind, at offset: Int, _ bytes: [UInt8], _ features: Features = .wasm2
    ) {
      (self.kind, self.offset, self.bytes) = (kind, offset, bytes)
      (self.features, instruction) = (features, nil)
    }

    /// A function that validation rejects.
    init(
      _ kind: WasmError.Kind, at offset: Int, in instruction: String?, _ params: [ValueType] = [],
      _ results: [ValueType] = [], features: Features = .wasm2, code: [UInt8]
    ) {
      (self.kind, self.instruction, self.features) = (kind, instruction, features)
      bytes = ModuleBytes.function(params, results, surroundings: true, code: code)
      // The code is followed by its `end` and the data section of 9 bytes.
      self.offset = bytes.count - 9 - 1 - code.count + offset
    }
  }

  /// Modules that do not follow the binary format.
  static let malformed: [Case] = [
    Case(.notWasm, at: 0, []),
    Case(.notWasm, at: 0, [0x7F, 0x45, 0x4C, 0x46]),
    Case(.notWasm, at: 3, [0x00, 0x61, 0x73]),
    Case(.unsupportedVersion(2), at: 4, [0x00, 0x61, 0x73, 0x6D, 0x02, 0x00, 0x00, 0x00]),
    Case(.unexpectedEnd, at: 7, [0x00, 0x61, 0x73, 0x6D, 0x01, 0x00, 0x00]),
    Case(.unexpectedEnd, at: 11, ModuleBytes.module((1, [0x01]))),
    Case(.integerTooLong, at: 10, ModuleBytes.module((1, [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]))),
    Case(.integerTooLarge, at: 10, ModuleBytes.module((1, [0x80, 0x80, 0x80, 0x80, 0x10]))),
    Case(.malformedUTF8, at: 11, ModuleBytes.module((0, [0x01, 0xFF]))),
    Case(.lengthOutOfBounds(5), at: 9, ModuleBytes.header + [0x00, 0x05, 0x00]),
    Case(.unknownSection(14), at: 8, ModuleBytes.module((14, []))),
    Case(.misplacedSection(1), at: 11, ModuleBytes.module((1, [0]), (1, [0]))),
    Case(.misplacedSection(12), at: 11, ModuleBytes.module((10, [0]), (12, [0]))),
    Case(.misplacedSection(9), at: 11, ModuleBytes.module((12, [0]), (9, [0]))),
    Case(.sectionSizeMismatch, at: 11, ModuleBytes.module((1, [0, 0]))),
    Case(
      .bodyCountMismatch(functions: 1, bodies: 0), at: 17,
      ModuleBytes.module((1, [1, 0x60, 0, 0]), (3, [1, 0]))),
    Case(
      .bodyCountMismatch(functions: 0, bodies: 1), at: 10,
      ModuleBytes.module((10, [1, 2, 0, 0x0B]))),
    Case(.dataCountMismatch(declared: 1, segments: 0), at: 10, ModuleBytes.module((12, [1]))),
    Case(.invalidTypeForm(0x5F), at: 11, ModuleBytes.module((1, [1, 0x5F]))),
    Case(.invalidValueType(0x6E), at: 13, ModuleBytes.module((1, [1, 0x60, 1, 0x6E]))),
    Case(.invalidReferenceType(0x7F), at: 11, ModuleBytes.module((4, [1, 0x7F, 0, 0]))),
    Case(.invalidImportKind(4), at: 13, ModuleBytes.module((2, [1, 0, 0, 4]))),
    Case(.invalidExportKind(4), at: 12, ModuleBytes.module((7, [1, 0, 4, 0]))),
    Case(.invalidLimitsFlags(8), at: 11, ModuleBytes.module((5, [1, 8, 0]))),
    Case(.invalidLimitsFlags(2), at: 12, ModuleBytes.module((4, [1, 0x70, 2, 0]))),
    Case(.invalidMutability(2), at: 12, ModuleBytes.module((6, [1, 0x7F, 2]))),
    Case(.invalidElementKind(1), at: 12, ModuleBytes.module((9, [1, 1, 1, 0]))),
    Case(.invalidSegmentFlags(8), at: 11, ModuleBytes.module((9, [1, 8, 0]))),
    Case(.invalidSegmentFlags(3), at: 11, ModuleBytes.module((11, [1, 3, 0]))),
    Case(.invalidBlockType, at: 1, in: nil, code: [0x02, 0xFF, 0x7F, 0x0B]),
    Case(.illegalOpcode(prefix: nil, code: 0xFF), at: 0, in: nil, code: [0xFF]),
    Case(.illegalOpcode(prefix: 0xFD, code: 0x9A), at: 0, in: nil, code: [0xFD, 0x9A, 0x01]),
    Case(.illegalOpcode(prefix: 0xFC, code: 400), at: 0, in: nil, code: [0xFC, 0x90, 0x03]),
    Case(.zeroByteExpected, at: 1, in: nil, code: [0x3F, 0x01, 0x1A]),
    Case(.codeAfterEnd, at: 1, in: nil, code: [0x0B, 0x01]),
    Case(
      .invalidTagAttribute(1), at: 17,
      ModuleBytes.module((1, [1, 0x60, 0, 0]), (13, [1, 1, 0])), .all),
    Case(
      .invalidCatchKind(4), at: 3, in: nil, features: .all,
      code: [0x1F, 0x40, 1, 4, 0, 0x0B]),
    Case(.unexpectedEnd, at: 3, in: nil, code: [0x02, 0x40]),
    Case(
      .dataCountRequired, at: 23,
      ModuleBytes.module(
        (1, [1, 0x60, 0, 0]), (3, [1, 0]), (10, [1, 5, 0, 0xFC, 0x09, 0, 0x0B]))),
  ]

  /// Functions that break a rule.
  static let invalid: [Case] = [
    Case(.unknown(.local, 1), at: 0, in: "local.get", [.i32], code: [0x20, 0x01]),
    Case(.unknown(.global, 2), at: 0, in: "global.get", code: [0x23, 0x02]),
    Case(.unknown(.function, 1), at: 0, in: "call", code: [0x10, 0x01]),
    Case(.unknown(.type, 1), at: 2, in: "call_indirect", code: [0x41, 0, 0x11, 0x01, 0x00]),
    Case(.unknown(.table, 1), at: 0, in: "table.size", code: [0xFC, 0x10, 0x01]),
    Case(.unknown(.label, 1), at: 0, in: "br", code: [0x0C, 0x01]),
    Case(.unknown(.elementSegment, 1), at: 0, in: "elem.drop", code: [0xFC, 0x0D, 0x01]),
    Case(.unknown(.dataSegment, 1), at: 0, in: "data.drop", code: [0xFC, 0x09, 0x01]),
    Case(
      .unknown(.memory, 1), at: 0, in: "memory.size", features: .all, code: [0x3F, 0x01]),
    Case(
      .unknown(.memory, 1), at: 2, in: "i32.load", features: .all,
      code: [0x41, 0, 0x28, 0x40, 0x01, 0]),
    Case(
      .typeMismatch(expected: .i32, found: .i64), at: 4, in: "i32.add",
      code: [0x42, 0, 0x41, 0, 0x6A, 0x1A]),
    Case(.operandMissing(expected: .i32), at: 0, in: "i32.eqz", code: [0x45]),
    Case(.operandMissing(expected: nil), at: 0, in: "drop", code: [0x1A]),
    Case(.unconsumedOperands(2), at: 4, in: "end", code: [0x41, 0, 0x41, 0]),
    Case(.referenceExpected(found: .i32), at: 2, in: "ref.is_null", code: [0x41, 0, 0xD1]),
    Case(
      .untypedSelectOfReference(.funcref), at: 6, in: "select",
      code: [0xD0, 0x70, 0xD0, 0x70, 0x41, 0, 0x1B]),
    Case(.invalidSelectArity(2), at: 1, in: "select", code: [0x1C, 2, 0x7F, 0x7F]),
    Case(.elseWithoutIf, at: 2, in: "else", code: [0x02, 0x40, 0x05, 0x0B]),
    Case(
      .ifWithoutElse(FunctionType(results: [.i32])), at: 6, in: "end",
      code: [0x41, 0, 0x04, 0x7F, 0x41, 0, 0x0B, 0x1A]),
    Case(
      .branchArityMismatch(expected: 0, found: 1), at: 6, in: "br_table",
      code: [0x02, 0x7F, 0x41, 0, 0x41, 0, 0x0E, 1, 0, 1, 0x0B, 0x1A]),
    Case(.alignmentTooLarge(3), at: 3, in: "i32.load", code: [0x41, 0, 0x28, 3, 0, 0x1A]),
    Case(
      .alignmentTooLarge(UInt32.max), at: 3, in: "i32.load", features: .all,
      code: [0x41, 0, 0x28, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0x1A]),
    Case(
      .atomicAlignment(1), at: 4, in: "i32.atomic.load", features: .all,
      code: [0x41, 0, 0xFE, 0x10, 1, 0, 0x1A]),
    Case(
      .alignmentTooLarge(3), at: 4, in: "i32.atomic.load", features: .all,
      code: [0x41, 0, 0xFE, 0x10, 3, 0, 0x1A]),
    Case(.alignmentTooLarge(64), at: 3, in: "i32.load", code: [0x41, 0, 0x28, 0x40, 0, 0x1A]),
    Case(.invalidLane(4), at: 2, in: "f32x4.extract_lane", code: [0xFD, 0x1F, 4]),
    Case(
      .invalidLane(32), at: 17, in: "i8x16.shuffle",
      code: [0xFD, 0x0D] + Array(repeating: 31, count: 15) + [32]),
    Case(.unknown(.tag, 0), at: 0, in: "throw", features: .all, code: [0x08, 0]),
    Case(.catchOutsideTry, at: 0, in: "catch_all", features: .all, code: [0x19]),
    Case(.rethrowOutsideCatch(0), at: 0, in: "rethrow", features: .all, code: [0x09, 0]),
    Case(
      .catchLabelMismatch(expected: [], found: [.exnref]), at: 0, in: "try_table",
      features: .all, code: [0x1F, 0x40, 1, 3, 0, 0x0B]),
    Case(.immutableGlobal(0), at: 2, in: "global.set", code: [0x41, 0, 0x24, 0]),
  ]

  /// Parts of modules that break a rule.
  static let invalidModules: [Case] = [
    Case(
      .undeclaredReference(0), at: 23,
      ModuleBytes.function(code: [0xD2, 0x00, 0x1A])),
    Case(
      .callThroughNonFunctionTable(0), at: 31,
      ModuleBytes.module(
        (1, [1, 0x60, 0, 0]), (3, [1, 0]), (4, [1, 0x6F, 0, 1]),
        (10, ModuleBytes.vector([ModuleBytes.body([0x41, 0, 0x11, 0, 0])])))),
    Case(
      .tailCallResultMismatch(expected: [.i32], found: []), at: 28,
      ModuleBytes.module(
        (1, [2, 0x60, 0, 1, 0x7F, 0x60, 0, 0]), (3, [2, 0, 1]),
        (10, [2, 4, 0, 0x12, 1, 0x0B, 2, 0, 0x0B])), .all),
    Case(
      .tagWithResults(FunctionType(results: [.i32])), at: 18,
      ModuleBytes.module((1, [1, 0x60, 0, 1, 0x7F]), (13, [1, 0, 0])), .all),
    Case(.notConstant, at: 13, ModuleBytes.module((6, [1, 0x7F, 0, 0x01, 0x0B]))),
    Case(.notConstant, at: 13, ModuleBytes.module((6, [1, 0x7F, 0, 0x02, 0x40, 0x0B, 0x0B]))),
    Case(
      .globalNotConstant(0), at: 18,
      ModuleBytes.module((6, [2, 0x7F, 0, 0x41, 0, 0x0B, 0x7F, 0, 0x23, 0, 0x0B]))),
    Case(
      .duplicateExport("a"), at: 20,
      ModuleBytes.module((5, [1, 0, 0]), (7, [2, 1, 0x61, 2, 0, 1, 0x61, 2, 0]))),
    Case(
      .invalidStartType(FunctionType(parameters: [.i32])), at: 21,
      ModuleBytes.module(
        (1, [1, 0x60, 1, 0x7F, 0]), (3, [1, 0]), (8, [0]), (10, [1, 2, 0, 0x0B]))),
    Case(
      .minimumExceedsMaximum(Limits(minimum: 2, maximum: 1)), at: 11,
      ModuleBytes.module((5, [1, 1, 2, 1]))),
    Case(.sharedWithoutMaximum, at: 11, ModuleBytes.module((5, [1, 2, 0])), .all),
    Case(
      .memoryTooLarge(pages: 65_537), at: 11, ModuleBytes.module((5, [1, 0, 0x81, 0x80, 0x04]))),
    Case(.unknown(.memory, 0), at: 11, ModuleBytes.module((11, [1, 0, 0x41, 0, 0x0B, 0]))),
    Case(.unknown(.table, 0), at: 11, ModuleBytes.module((9, [1, 0, 0x41, 0, 0x0B, 0]))),
    Case(.unknown(.function, 3), at: 10, ModuleBytes.module((8, [3]))),
    Case(.unknown(.global, 3), at: 11, ModuleBytes.module((7, [1, 0, 3, 3]))),
    Case(.unknown(.type, 3), at: 11, ModuleBytes.module((2, [1, 0, 0, 0, 3]))),
    Case(
      .typeMismatch(expected: .externref, found: .funcref), at: 17,
      ModuleBytes.module((4, [1, 0x6F, 0, 1]), (9, [1, 0, 0x41, 0, 0x0B, 0]))),
    Case(
      .typeMismatch(expected: .i32, found: .i64), at: 13,
      ModuleBytes.module((6, [1, 0x7F, 0, 0x42, 0, 0x0B]))),
    Case(.operandMissing(expected: nil), at: 13, ModuleBytes.module((6, [1, 0x7F, 0, 0x0B]))),
    Case(
      .unconsumedOperands(1), at: 13,
      ModuleBytes.module((6, [1, 0x7F, 0, 0x41, 0, 0x41, 0, 0x0B]))),
    Case(
      .operandMissing(expected: .i32), at: 13,
      ModuleBytes.module((6, [1, 0x7F, 0, 0x41, 0, 0x6A, 0x0B])), .all),
    Case(
      .featureDisabled(.extendedConstants), at: 13,
      ModuleBytes.module((6, [1, 0x7F, 0, 0x41, 0, 0x41, 0, 0x6A, 0x0B]))),
    Case(.featureDisabled(.multipleMemories), at: 13, ModuleBytes.module((5, [2, 0, 0, 0, 0]))),
    Case(
      .featureDisabled(.referenceTypes), at: 14,
      ModuleBytes.module((4, [2, 0x70, 0, 0, 0x70, 0, 0])), []),
    Case(.featureDisabled(.referenceTypes), at: 11, ModuleBytes.module((4, [1, 0x6F, 0, 0])), []),
    Case(.featureDisabled(.simd), at: 13, ModuleBytes.module((1, [1, 0x60, 1, 0x7B, 0])), []),
    Case(
      .featureDisabled(.multiValue), at: 11, ModuleBytes.module((1, [1, 0x60, 0, 2, 0x7F, 0x7F])),
      []),
    Case(
      .featureDisabled(.mutableGlobals), at: 11, ModuleBytes.module((2, [1, 0, 0, 3, 0x7F, 1])), []),
    Case(
      .featureDisabled(.mutableGlobals), at: 19,
      ModuleBytes.module((6, [1, 0x7F, 1, 0x41, 0, 0x0B]), (7, [1, 0, 3, 0])), []),
    Case(.featureDisabled(.bulkMemory), at: 11, ModuleBytes.module((11, [1, 1, 0])), []),
    Case(.featureDisabled(.bulkMemory), at: 10, ModuleBytes.module((12, [0])), []),
    Case(
      .limitExceeded(.locals, 50_001), at: 23,
      ModuleBytes.function([.i32], locals: [(25_000, .i32), (25_000, .i64)], code: [])),
  ]

  /// Every case is rejected for its reason, at its place.
  @Test(arguments: malformed + invalid + invalidModules)
  func rejected(_ expected: Case) throws {
    let error = try #require(ModuleBytes.error(expected.bytes, features: expected.features))
    #expect(error.kind == expected.kind)
    #expect(error.offset == expected.offset)
    if let instruction = expected.instruction {
      #expect(error.instruction == instruction)
      #expect(error.function?.index == 0)
    }
  }

  /// Malformed and invalid are told apart; codes and classes are stable.
  @Test func codesAndClasses() {
    for expected in Self.malformed {
      #expect(expected.kind.isMalformed)
      #expect(WasmError(expected.kind, at: 0).errorClass == .rejected)
    }
    for expected in Self.invalid { #expect(!expected.kind.isMalformed) }
    #expect(WasmError(.featureDisabled(.simd), at: 0).errorClass == .unsupported)
    #expect(WasmError(.limitExceeded(.locals, 50_001), at: 0).errorClass == .limit)
    // Every kind has a case above.
    let codes = Set(
      (Self.malformed + Self.invalid + Self.invalidModules).map {
        WasmError($0.kind, at: 0).code
      })
    let all = (Array(1...28) + Array(50...77) + [90, 91]).map { $0 < 10 ? "W00\($0)" : "W0\($0)" }
    #expect(codes == Set(all))
  }

  /// A message says what, in which instruction and function, and where.
  @Test func message() {
    var error = WasmError(.typeMismatch(expected: .i32, found: .i64), at: 77)
    #expect(
      error.description
        == "type mismatch: expected i32, found i64, at byte 77 of the module [W051]")
    error.instruction = "i32.add"
    error.function = WasmError.FunctionReference(index: 3, name: "sum")
    #expect(
      error.description
        == "type mismatch: expected i32, found i64 in i32.add, function 3 (sum), "
        + "at byte 77 of the module [W051]")
    #expect(
      WasmError(.featureDisabled([.simd, .tailCalls]), at: 0).description
        == "the module needs simd, tail-call, which is not enabled, at byte 0 of the module [W090]")
    #expect(
      WasmError.Kind.illegalOpcode(prefix: 0xFD, code: 0x9A).description
        == "illegal opcode 0xfd 9a")
  }
}
