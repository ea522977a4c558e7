public import Foundation
public import Wasm
public import WasmScript

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
    case relaxedSIMD = "relaxed-simd"
    case exceptions
    case legacyExceptions = "exceptions-legacy"
    case threads

    /// What the part's modules need from a decoder.
    public var features: Features {
      switch self {
      case .core, .simd: .wasm2
      case .tailCall: [.wasm2, .tailCalls]
      case .extendedConst: [.wasm2, .extendedConstants]
      case .multiMemory: [.wasm2, .multipleMemories]
      case .wideArithmetic: [.wasm2, .wideArithmetic]
      case .relaxedSIMD: [.wasm2, .relaxedSIMD]
      case .exceptions, .legacyExceptions: [.wasm2, .tailCalls, .exceptions, .compactImports]
      case .threads: [.wasm2, .threads]
      }
    }

    /// The proposal beyond WebAssembly 2.0 whose scripts these are, if it is one.
    public var proposal: String? { self == .core || self == .simd ? nil : rawValue }

    /// Whether the scripts come as JSON with modules, because they are newer than Debian's wabt.
    public var isConverted: Bool {
      self == .relaxedSIMD || self == .exceptions || self == .legacyExceptions || self == .threads
    }
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

  /// Reads a script, which `wast2json` converts first unless the suite has it converted.
  public static func load(_ file: File) throws -> WastScript {
    if file.part.isConverted {
      let json = file.url.deletingPathExtension().appendingPathExtension("json")
      return try WastScript(json: json, features: file.part.features)
    }
    return try WastScript(
      text: file.url, proposals: file.part.proposal.map { [$0] } ?? [],
      features: file.part.features)
  }

  /// Why the suite cannot be run here, or nil if it can.
  public static let obstacle: String? = {
    if SharedFolder.folder("testsuite") == nil { return "no ../shared/testsuite" }
    if WastTool.wast2json == nil { return "no wast2json (Debian package wabt)" }
    return nil
  }()

}

extension WastTool {
  /// The options that make the command accept WebAssembly 2.0 and the proposal of a part of the suite, nothing else;
  /// nil if this version of the command does not know the proposal.
  public func arguments(for part: SpecSuite.Part) -> [String]? {
    guard let proposal = part.proposal else { return arguments(enabling: []) }
    return knows(proposal) ? arguments(enabling: [proposal]) : nil
  }
}
