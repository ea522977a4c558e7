import Foundation
import LLVM
import LoweringABI
import TestSupport
import Testing
import Wasm
import WasmScript
import WasmToLLVM

/// Assembles and translates small modules.
enum Translation {
  /// Whether text modules can be assembled here.
  static let isAvailable = WastTool.wat2wasm != nil

  /// Why assembling failed.
  struct AssemblyError: Error, CustomStringConvertible {
    /// The tool's message.
    let description: String
  }

  /// Whether text modules can use a proposal here.
  static func isAvailable(_ part: SpecSuite.Part) -> Bool {
    WastTool.wat2wasm?.arguments(for: part) != nil
  }

  /// Assembles a text module that may use the proposal of a part of the specification's suite.
  static func assemble(_ text: String, _ part: SpecSuite.Part = .core) throws -> [UInt8] {
    guard let tool = WastTool.wat2wasm, let arguments = tool.arguments(for: part) else {
      throw AssemblyError(description: "no wat2wasm for this (Debian package wabt)")
    }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wasm-pvm-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appendingPathComponent("module.wat")
    let output = folder.appendingPathComponent("module.wasm")
    try Data(text.utf8).write(to: source)
    let result = try tool.run(
      arguments + ["--debug-names", source.path, "-o", output.path])
    guard result.status == 0 else { throw AssemblyError(description: result.output) }
    return [UInt8](try Data(contentsOf: output))
  }

  /// Assembles and decodes a text module.
  static func decode(
    _ text: String, _ part: SpecSuite.Part = .core
  ) throws -> Wasm.Module {
    try ModuleDecoder.decode(assemble(text, part), features: part.features)
  }

  /// Translates a text module whose exports become raw entry points, and verifies the result.
  static func translate(
    _ text: String, part: SpecSuite.Part = .core, level: OptimizationPipeline? = nil,
    configure: (inout TranslationOptions) -> Void = { _ in }
  ) throws -> TranslatedModule {
    var options = TranslationOptions()
    options.entries = .raw
    configure(&options)
    let translated = try ModuleTranslator.translate(decode(text, part), options: options)
    try translated.module.verify()
    if let level {
      try level.run(on: translated)
      try translated.module.verify()
    }
    return translated
  }

  /// The body of a function of a translated text module, one instruction per line without indentation.
  static func body(
    of function: String, in text: String, part: SpecSuite.Part = .core,
    level: OptimizationPipeline? = nil,
    configure: (inout TranslationOptions) -> Void = { _ in }
  ) throws -> [String] {
    let translated = try translate(text, part: part, level: level, configure: configure)
    let found = translated.module.functions.first { $0.name == function }
    let text = try #require(found?.value.printed(), "no function \(function)")
    var lines: [String] = []
    for line in text.split(separator: "\n") {
      // Comments list predecessors.
      let code = line.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
      let isFrame = code.hasPrefix("define") || code == "}" || code == "entry:"
      if !isFrame, !code.isEmpty { lines.append(code) }
    }
    return lines
  }

  /// The error of translating a text module.
  static func error(
    of text: String, configure: (inout TranslationOptions) -> Void = { _ in }
  ) throws -> TranslationError? {
    do {
      _ = try translate(text, configure: configure)
      return nil
    } catch let error as TranslationError {
      return error
    }
  }
}
