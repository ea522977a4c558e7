public import Foundation
public import Wasm

/// The WebAssembly specification's test suite.
public enum SpecSuite {
  /// A part of the suite: a folder of scripts that use the same proposals.
  public enum Part: String, CaseIterable, Sendable {
    case core
    case simd
    case tailCall = "tail-call"
    case extendedConst = "extended-const"
    case multiMemory = "multi-memory"
    case wideArithmetic = "wide-arithmetic"
    case exceptions
    case legacyExceptions = "exceptions-legacy"

    /// What the part's modules need from a decoder.
    public var features: Features {
      switch self {
      case .core, .simd: .wasm2
      case .tailCall: [.wasm2, .tailCalls]
      case .extendedConst: [.wasm2, .extendedConstants]
      case .multiMemory: [.wasm2, .multipleMemories]
      case .wideArithmetic: [.wasm2, .wideArithmetic]
      case .exceptions, .legacyExceptions: [.wasm2, .tailCalls, .exceptions, .compactImports]
      }
    }

    /// Whether the suite has the scripts' modules beside them, because wabt may be too old to make them.
    public var isConverted: Bool { self == .exceptions || self == .legacyExceptions }
  }

  /// The path of one script.
  public struct File: Hashable, Sendable, CustomStringConvertible {
    /// The part of the suite that it belongs to.
    public let part: Part

    /// Its name without extension, such as `br_table`.
    public let name: String

    /// Where it is.
    public let url: URL

    /// Part and name, such as `core/br_table`.
    public var description: String { "\(part.rawValue)/\(name)" }
  }

  /// The scripts of a part in the order of their names; empty if the suite is not there.
  public static func files(of part: Part) -> [File] {
    guard let folder = SharedFolder.folder("testsuite/\(part.rawValue)"),
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    else { return [] }
    return names.filter { $0.hasSuffix(".wast") }.sorted().map { name in
      File(
        part: part, name: String(name.dropLast(".wast".count)),
        url: folder.appendingPathComponent(name))
    }
  }

  /// Why the suite cannot be run here, or nil if it can.
  public static let obstacle: String? = {
    if SharedFolder.folder("testsuite") == nil { return "no ../shared/testsuite" }
    if SpecTool.wast2json == nil { return "no wast2json (Debian package wabt)" }
    return nil
  }()

  /// Whether scripts of a part can be run here: the suite is there, and wabt knows the proposals.
  public static func isAvailable(_ part: Part) -> Bool {
    obstacle == nil && (part.isConverted || SpecTool.wast2json?.arguments(for: part) != nil)
  }
}

/// A script: modules, and assertions about them, in order.
public struct SpecScript: Sendable {
  /// The commands.
  public var commands: [SpecCommand]
}

/// One command of a script.
public struct SpecCommand: Sendable {
  /// The line of the script it is on.
  public var line: Int

  /// What it does.
  public var kind: Kind

  /// What a command does.
  public enum Kind: Sendable {
    /// Instantiates a module, which becomes the current one.
    case module(name: String?, module: SpecModule)

    /// Makes the exports of a module (the current one if it has no name) available for imports.
    case register(as: String, name: String?)

    /// Does something, for its effects.
    case action(SpecAction)

    /// Does something and expects results.
    case assertReturn(SpecAction, [SpecExpectation])

    /// Does something and expects a trap with a message.
    case assertTrap(SpecAction, String)

    /// Does something and expects an exception that nobody catches.
    case assertException(SpecAction)

    /// Does something and expects it to use up the call stack.
    case assertExhaustion(SpecAction, String)

    /// Expects a module to fail validation.
    case assertInvalid(SpecModule, String)

    /// Expects a module to fail decoding or, if it is text, parsing.
    case assertMalformed(SpecModule, String)

    /// Expects a module's imports not to be satisfied.
    case assertUnlinkable(SpecModule, String)

    /// Expects a module to trap when instantiated.
    case assertUninstantiable(SpecModule, String)
  }
}

/// A module of a script, in a file of its own.
public struct SpecModule: Sendable {
  /// Where it is.
  public var url: URL

  /// Whether it is text rather than binary.
  public var isText: Bool

  /// The module's bytes.
  public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
}

/// Something done to a module, which is the current one if it has no name.
public enum SpecAction: Sendable {
  /// Calls an exported function.
  case invoke(module: String?, field: String, arguments: [SpecValue])

  /// Reads an exported global.
  case get(module: String?, field: String)
}

/// A value passed to a function or returned by it.
public enum SpecValue: Hashable, Sendable {
  case i32(UInt32)
  case i64(UInt64)
  /// A number by its IEEE 754 bits.
  case f32(UInt32)
  /// A number by its IEEE 754 bits.
  case f64(UInt64)
  case v128(V128)
  /// A function reference; nil is the null reference.
  case funcref(UInt32?)
  /// A reference of the embedder's; nil is the null reference.
  case externref(UInt32?)
}

/// What an assertion expects of one result.
public enum SpecExpectation: Hashable, Sendable {
  /// This value, bit by bit.
  case value(SpecValue)

  /// A NaN of type `f32`.
  case f32(SpecNaN)

  /// A NaN of type `f64`.
  case f64(SpecNaN)

  /// A vector that has at least one NaN lane.
  case v128([SpecLane])

  /// Any function reference but null.
  case anyFuncref

  /// Any external reference but null.
  case anyExternref
}

/// Which NaNs an assertion accepts.
public enum SpecNaN: String, Hashable, Sendable {
  /// The NaN whose payload is its top bit only, of either sign.
  case canonical = "nan:canonical"

  /// Any NaN whose payload has its top bit set.
  case arithmetic = "nan:arithmetic"

  /// Whether the bits of an `f32` are such a NaN.
  public func accepts(_ bits: UInt32) -> Bool {
    switch self {
    case .canonical: bits & 0x7FFF_FFFF == 0x7FC0_0000
    case .arithmetic: bits & 0x7FC0_0000 == 0x7FC0_0000
    }
  }

  /// Whether the bits of an `f64` are such a NaN.
  public func accepts(_ bits: UInt64) -> Bool {
    switch self {
    case .canonical: bits & 0x7FFF_FFFF_FFFF_FFFF == 0x7FF8_0000_0000_0000
    case .arithmetic: bits & 0x7FF8_0000_0000_0000 == 0x7FF8_0000_0000_0000
    }
  }
}

/// What an assertion expects of one lane of a float vector.
public enum SpecLane: Hashable, Sendable {
  /// These bits in a lane of 4 bytes.
  case f32(UInt32)

  /// These bits in a lane of 8 bytes.
  case f64(UInt64)

  /// A NaN in a lane of 4 bytes.
  case f32NaN(SpecNaN)

  /// A NaN in a lane of 8 bytes.
  case f64NaN(SpecNaN)
}

extension SpecExpectation {
  /// Whether a result is as expected.
  public func accepts(_ result: SpecValue) -> Bool {
    switch (self, result) {
    case (.value(let expected), _): expected == result
    case (.f32(let nan), .f32(let bits)): nan.accepts(bits)
    case (.f64(let nan), .f64(let bits)): nan.accepts(bits)
    case (.v128(let lanes), .v128(let vector)): Self.accepts(vector, lanes)
    case (.anyFuncref, .funcref(let reference)): reference != nil
    case (.anyExternref, .externref(let reference)): reference != nil
    default: false
    }
  }

  /// Whether every lane of a vector is as expected.
  private static func accepts(_ vector: V128, _ lanes: [SpecLane]) -> Bool {
    lanes.indices.allSatisfy { index in
      switch lanes[index] {
      case .f32(let bits): bits == vector.lane32(index)
      case .f64(let bits): bits == (index == 0 ? vector.low : vector.high)
      case .f32NaN(let nan): nan.accepts(vector.lane32(index))
      case .f64NaN(let nan): nan.accepts(index == 0 ? vector.low : vector.high)
      }
    }
  }
}

extension V128 {
  /// The lane of 4 bytes at an index from 0 to 3.
  fileprivate func lane32(_ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (index < 2 ? low : high) >> UInt64(index % 2 * 32))
  }
}
