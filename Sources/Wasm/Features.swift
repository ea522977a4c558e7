/// The proposals beyond WebAssembly 1.0 that a decoder accepts.
public struct Features: OptionSet, Hashable, Sendable {
  /// One bit per proposal.
  public let rawValue: UInt32

  /// Creates a set from its bits.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Globals that are imported or exported may be mutable.
  public static let mutableGlobals = Features(rawValue: 1 << 0)

  /// `i32.extend8_s` and its relatives.
  public static let signExtension = Features(rawValue: 1 << 1)

  /// Float-to-integer conversions that saturate instead of trapping.
  public static let saturatingConversions = Features(rawValue: 1 << 2)

  /// Several results, and blocks with parameters.
  public static let multiValue = Features(rawValue: 1 << 3)

  /// `memory.copy`, `memory.fill`, passive segments and their relatives.
  public static let bulkMemory = Features(rawValue: 1 << 4)

  /// References as values, `table.get` and its relatives, several tables.
  public static let referenceTypes = Features(rawValue: 1 << 5)

  /// The 236 vector instructions and `v128`.
  public static let simd = Features(rawValue: 1 << 6)

  /// `return_call` and `return_call_indirect`.
  public static let tailCalls = Features(rawValue: 1 << 7)

  /// Integer addition, subtraction and multiplication in constant expressions.
  public static let extendedConstants = Features(rawValue: 1 << 8)

  /// More than one linear memory.
  public static let multipleMemories = Features(rawValue: 1 << 9)

  /// `i64.add128`, `i64.sub128`, `i64.mul_wide_s` and `i64.mul_wide_u`.
  public static let wideArithmetic = Features(rawValue: 1 << 10)

  /// Vector instructions whose results for some operands are a choice; Docs/Conformance.md says which is ours.
  public static let relaxedSIMD = Features(rawValue: 1 << 13)

  /// Exceptions in both forms: `try` with `catch`, and `try_table`; tags and `exnref`.
  public static let exceptions = Features(rawValue: 1 << 16)

  /// Groups of imports from one module, whose name is written once.
  public static let compactImports = Features(rawValue: 1 << 17)

  /// Shared memories and atomic instructions.
  public static let threads = Features(rawValue: 1 << 11)

  /// Everything in WebAssembly 2.0.
  public static let wasm2: Features = [
    .mutableGlobals, .signExtension, .saturatingConversions, .multiValue, .bulkMemory,
    .referenceTypes, .simd,
  ]

  /// Everything that the compiler translates: WebAssembly 2.0, and what compilers emit of later
  /// proposals.
  public static let translated: Features = [
    .wasm2, .tailCalls, .extendedConstants, .multipleMemories, .wideArithmetic, .relaxedSIMD,
    .exceptions, .compactImports, .threads,
  ]

  /// Everything this module knows.
  public static let all: Features = [
    .wasm2, .tailCalls, .extendedConstants, .multipleMemories, .wideArithmetic, .relaxedSIMD,
    .exceptions, .compactImports, .threads,
  ]
}

extension Features: CustomStringConvertible {
  /// The names of the proposals, in the order of their bits.
  private static let names: [(feature: Features, name: String)] = [
    (.mutableGlobals, "mutable-globals"), (.signExtension, "sign-extension"),
    (.saturatingConversions, "saturating-float-to-int"), (.multiValue, "multi-value"),
    (.bulkMemory, "bulk-memory"), (.referenceTypes, "reference-types"), (.simd, "simd"),
    (.tailCalls, "tail-call"), (.extendedConstants, "extended-const"),
    (.multipleMemories, "multi-memory"), (.wideArithmetic, "wide-arithmetic"),
    (.relaxedSIMD, "relaxed-simd"), (.exceptions, "exceptions"),
    (.compactImports, "compact-imports"), (.threads, "threads"),
  ]

  /// The names of the features, separated by commas.
  public var description: String {
    Self.names.filter { contains($0.feature) }.map(\.name).joined(separator: ", ")
  }
}
