import Adapters
import Foundation
import Testing
import Wasm
import WasmLinking

/// The tables of imports: what the documentation says is what is linked.
struct ImportsPageTests {
  /// The page.
  private static let page = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Docs/Imports.md")

  /// The lines of the page behind its introduction.
  private static var tables: [String] {
    var lines = [
      "## wasi_snapshot_preview1, with `--wasi`", "", "| Function | Type | Is |", "|---|---|---|",
    ]
    for function in WASIFunction.all {
      lines.append(
        "| `\(function.name)` | `\(function.type)` | "
          + "\(function.failure.map { "fails: \($0)" } ?? function.meaning) |")
    }
    for toolchain in ["AssemblyScript", "Emscripten"] {
      lines += ["", "## \(toolchain), from `env`", "", "| Import | Type | Is |", "|---|---|---|"]
      for item in ConventionalImport.all where item.toolchain == toolchain {
        lines.append("| `\(item.name)` | `\(item.kind)` | \(item.meaning) |")
      }
    }
    return lines
  }

  @Test func pageHasTheTables() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let start = try #require(text.range(of: "## wasi_snapshot_preview1")).lowerBound
    let tables = Self.tables.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["PVM_BLESS"] != nil {
      try #require(ProcessInfo.processInfo.environment["CI"] == nil, "CI compares, it records not")
      try (text[..<start] + tables).write(to: Self.page, atomically: true, encoding: .utf8)
    } else {
      #expect(text[start...] == tables)
    }
  }

  /// A module that imports functions, all of which it exports.
  private static func importing(
    _ items: [(module: String, name: String, type: FunctionType)]
  ) throws -> Module {
    func number(_ value: Int) -> [UInt8] {
      value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128, UInt8(value >> 7)]
    }
    func name(_ text: String) -> [UInt8] { number(text.utf8.count) + Array(text.utf8) }
    func list(_ types: [ValueType]) -> [UInt8] {
      number(types.count) + types.map { 0x7F - $0.rawValue }
    }
    func section(_ id: UInt8, _ entries: [[UInt8]]) -> [UInt8] {
      let contents = number(entries.count) + entries.flatMap { $0 }
      return [id] + number(contents.count) + contents
    }
    let bytes: [UInt8] =
      [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0]
      + section(1, items.map { [0x60] + list($0.type.parameters) + list($0.type.results) })
      + section(
        2, items.enumerated().map { name($1.module) + name($1.name) + [0] + number($0) })
    return try ModuleDecoder.decode(bytes)
  }

  @Test func everyFunctionIsLinked() throws {
    let wasi = WASIFunction.all.map {
      (module: "wasi_snapshot_preview1", name: $0.name, type: $0.type)
    }
    let conventional = ConventionalImport.all.compactMap { item in
      if case .function(let type) = item.kind {
        (module: "env", name: item.name, type: type)
      } else {
        nil
      }
    }
    let module = try Self.importing(wasi + conventional)
    let libraries = try #require(
      try HostAdapters.libraries(for: module, wasi: WASIOptions(), entries: []))
    let exports = libraries.inputs.flatMap { input in
      input.module.exports.map { ($0.name, input.module.type(ofFunction: $0.index)) }
    }
    for item in module.imports {
      guard case .function(let type) = item.kind else { continue }
      let name = try #require(libraries.exportName(item, module), "\(item.name)")
      let found = exports.first { $0.0 == name }
      #expect(found?.1 == module.types[type], "\(item.name)")
    }
    #expect(WASIFunction.all.map(\.name) == WASIFunction.all.map(\.name).sorted())
  }

  @Test func namesWithDotsAreModules() throws {
    let type = FunctionType(parameters: [.i32])
    let module = try Self.importing([("console", "log", type), ("console", "table", type)])
    let meanings = module.imports.map {
      HostAdapters.conventionalMeaning(of: $0, in: module, logsAborts: true)?.name
    }
    #expect(meanings == ["console.log", nil])
  }

  /// Constants are what the host's library calculates, and only immutable globals of their type.
  @Test func constantsHaveTheirValues() throws {
    func value(_ module: String, _ name: String, _ type: [UInt8]) throws -> Double? {
      let entry =
        [1, UInt8(module.utf8.count)] + Array(module.utf8) + [UInt8(name.utf8.count)]
        + Array(name.utf8) + [3] + type
      let header: [UInt8] = [0x00, 0x61, 0x73, 0x6D, 1, 0, 0, 0, 2, UInt8(entry.count)]
      let item = try #require(try ModuleDecoder.decode(header + entry).imports.first)
      return HostAdapters.conventionalConstant(item).map(Double.init(bitPattern:))
    }
    let global: [UInt8] = [0x7C, 0]
    let expected: [(name: String, value: Double)] = [
      ("E", exp(1)), ("LN10", log(10)), ("LN2", log(2)), ("LOG10E", log10(exp(1))),
      ("LOG2E", 1 / log(2)), ("PI", .pi), ("SQRT1_2", 0.5.squareRoot()), ("SQRT2", 2.squareRoot()),
    ]
    for (name, number) in expected {
      #expect(try value("Math", name, global) == number, "\(name)")
      #expect(try value("env", "Math.\(name)", global) == number, "\(name)")
    }
    #expect(
      expected.map { "Math.\($0.name)" }
        == ConventionalImport.all.filter { $0.kind.description == "global f64" }.map(\.name))
    // Of another type, mutable, of another name.
    #expect(try value("Math", "PI", [0x7D, 0]) == nil)
    #expect(try value("Math", "PI", [0x7C, 1]) == nil)
    #expect(try value("Math", "TAU", global) == nil)
    #expect(try value("env", "PI", global) == nil)
  }

  @Test func foreignImportsAreKnown() {
    let cases = [
      ("wbg", "__wbg_log_1", "wasm-bindgen"),
      ("__wbindgen_placeholder__", "__wbindgen_throw", "wasm-bindgen"),
      ("Math", "sin", "NativeMath"), ("env", "Math.sin", "NativeMath"),
      ("gojs", "runtime.wasmExit", "GOOS=wasip1"), ("go", "debug", "GOOS=wasip1"),
      ("env", "invoke_vi", "-fwasm-exceptions"), ("env", "emscripten_asm_const_int", "JavaScript"),
      ("wasi_unstable", "fd_write", "preview 0"), ("wasi:cli/run@0.2.0", "run", "preview 2"),
      ("wasi_snapshot_preview1", "fd_write", "--wasi"),
    ]
    for (module, name, part) in cases {
      let advice = HostAdapters.advice(module: WasmName(module), name: WasmName(name))
      #expect(advice?.contains(part) == true, "\(module).\(name)")
    }
    #expect(HostAdapters.advice(module: "env", name: "something") == nil)
  }
}
