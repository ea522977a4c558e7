import Foundation
import LLVM
import TestSupport
import Testing
import Wasm
import WasmToLLVM

/// Real programs translate, and LLVM's verifier accepts the result at every level.
@Suite struct CorpusTests {
  /// The modules of a folder of the shared material.
  static func modules(_ folder: String) -> [URL] {
    guard let url = SharedFolder.folder(folder),
      let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    else { return [] }
    return names.filter { $0.hasSuffix(".wasm") }.sorted().map { url.appendingPathComponent($0) }
  }

  /// Whether to spend minutes: every level, with and without bounds checks.
  private static let isThorough =
    ProcessInfo.processInfo.environment["WASM_PVM_LONG_TESTS"] != nil

  /// A way to compile.
  private struct Variant {
    /// The level.
    var level: OptimizationPipeline
    /// Whether accesses are checked.
    var boundsChecks: Bool
  }

  /// Translates a module and optimizes it in several ways.
  private func check(_ url: URL, _ variants: [Variant]) throws {
    let bytes = [UInt8](try Data(contentsOf: url))
    let module = try ModuleDecoder.decode(bytes)
    var options = TranslationOptions()
    options.floats = .trap
    for variant in variants {
      options.boundsChecks = variant.boundsChecks
      let translated = try ModuleTranslator.translate(module, options: options)
      try translated.module.verify()
      try variant.level.run(on: translated)
      try translated.module.verify()
      for function in translated.module.functions where function.isDeclaration {
        // Nothing but intrinsics and what the code generator implements.
        #expect(
          function.isIntrinsic || function.name.hasPrefix("pvm."),
          "\(function.name) at level \(variant.level.rawValue)")
      }
    }
  }

  /// Every level, with and without bounds checks.
  private var allVariants: [Variant] {
    OptimizationPipeline.allCases.flatMap { level in
      [false, true].map { Variant(level: level, boundsChecks: $0) }
    }
  }

  @Test(
    .enabled(if: SharedFolder.folder("bench/wasm") != nil, "no ../shared/bench"),
    arguments: modules("bench/wasm"))
  func benchmarks(_ url: URL) throws {
    let quick = [
      Variant(level: .zero, boundsChecks: true), Variant(level: .two, boundsChecks: false),
      Variant(level: .minimumSize, boundsChecks: false),
    ]
    try check(url, Self.isThorough ? allVariants : quick)
  }

  @Test(
    .enabled(if: SharedFolder.folder("programs/wasm") != nil, "no ../shared/programs"),
    arguments: modules("programs/wasm"))
  func programs(_ url: URL) throws {
    // The large ones take seconds at the other levels.
    let quick = [
      Variant(level: .zero, boundsChecks: false), Variant(level: .zero, boundsChecks: true),
    ]
    try check(url, Self.isThorough ? allVariants : quick)
  }
}
