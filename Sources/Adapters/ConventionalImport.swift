public import Wasm

/// A function or a constant that compilers import from hosts with JavaScript, by convention, and that means something on the PVM, too.
public struct ConventionalImport: Sendable {
  /// What can be imported.
  public enum Kind: Hashable, Sendable, CustomStringConvertible {
    /// A function of this type.
    case function(FunctionType)
    /// An immutable global of type `f64` with this value.
    case constant(Double)

    /// The type, as `inspect` writes types.
    public var description: String {
      switch self {
      case .function(let type): "\(type)"
      case .constant: "global \(ValueType.f64)"
      }
    }
  }

  /// The name in `env`; one of the form `M.N` is also the import `N` from `M`.
  public let name: String
  /// Whose convention it is.
  public private(set) var toolchain = ""
  /// What it must be imported as.
  public let kind: Kind
  /// What a program gets from it.
  public let meaning: String
  /// What the adapter `conventions.c` calls it; nil for a constant, which is no function.
  let export: String?

  /// What mathematical functions are that have no exact results.
  private static let rounded = "off by 0.51 of the last bit at most"
  /// The name that a call has which nothing comes of.
  private static let nothing = "nothing"

  /// A row of the table: parameters and results are one letter each, `i`, `l`, `f` and `d` as in C.
  private init(_ name: String, _ type: String, _ export: String, _ meaning: String) {
    self.name = name
    let parts = type.split(separator: ":", omittingEmptySubsequences: false).map { part in
      part.compactMap { letter -> ValueType? in
        switch letter {
        case "i": .i32
        case "l": .i64
        case "f": .f32
        case "d": .f64
        default: nil
        }
      }
    }
    kind = .function(FunctionType(parameters: parts[0], results: parts[1]))
    self.export = export
    self.meaning = meaning
  }

  /// A row of the table for a constant.
  private init(_ name: String, _ value: Double) {
    self.name = name
    kind = .constant(value)
    export = nil
    meaning = "\(value)"
  }

  /// The functions that compilers to JavaScript's hosts import, by toolchain.
  public static let all: [ConventionalImport] =
    rows(assemblyScript, of: "AssemblyScript") + rows(emscripten, of: "Emscripten")

  /// The rows of a toolchain.
  private static func rows(
    _ rows: [ConventionalImport], of toolchain: String
  ) -> [ConventionalImport] {
    rows.map { row in
      var row = row
      row.toolchain = toolchain
      return row
    }
  }

  /// AssemblyScript's standard library and its bindings.
  private static let assemblyScript = [
    ConventionalImport(
      "abort", "iiii:", "as_abort",
      "a trap; with `--wasi` message, file, line and column in the log (level 0)"),
    ConventionalImport(
      "trace", "iiddddd:", "as_trace", "message and numbers to the log (level 3)"),
    ConventionalImport("seed", ":d", "seed_number", "an integer from `--wasi-seed`"),
    ConventionalImport("console.log", "i:", "console_log", "to the log, level 3"),
    ConventionalImport("console.info", "i:", "console_log", "to the log, level 3"),
    ConventionalImport("console.debug", "i:", "console_log", "to the log, level 3"),
    ConventionalImport("console.warn", "i:", "console_warn", "to the log, level 1"),
    ConventionalImport("console.error", "i:", "console_error", "to the log, level 0"),
    ConventionalImport(
      "console.assert", "ii:", "console_assert", "to the log, level 0, if the condition is 0"),
    ConventionalImport("console.time", "i:", nothing, "nothing"),
    ConventionalImport("console.timeLog", "i:", nothing, "nothing"),
    ConventionalImport("console.timeEnd", "i:", nothing, "nothing"),
    ConventionalImport(
      "Date.now", ":d", "date_now", "starts at 2025-01-01 12:00 UTC; 1 ms passes at every call"),
    ConventionalImport(
      "performance.now", ":d", "performance_now", "starts at 0; 1 ms passes at every call"),
    ConventionalImport("Math.random", ":d", "random", "SplitMix64 from `--wasi-seed`"),
    ConventionalImport("Math.abs", "d:d", "math_abs", "exact"),
    ConventionalImport("Math.ceil", "d:d", "math_ceil", "exact"),
    ConventionalImport("Math.floor", "d:d", "math_floor", "exact"),
    ConventionalImport("Math.trunc", "d:d", "math_trunc", "exact"),
    ConventionalImport("Math.round", "d:d", "math_round", "exact"),
    ConventionalImport("Math.sign", "d:d", "math_sign", "exact"),
    ConventionalImport("Math.sqrt", "d:d", "math_sqrt", "exact"),
    ConventionalImport("Math.fround", "d:d", "math_fround", "exact"),
    ConventionalImport("Math.max", "dd:d", "math_max", "exact"),
    ConventionalImport("Math.min", "dd:d", "math_min", "exact"),
    ConventionalImport("Math.clz32", "d:d", "math_clz32", "exact"),
    ConventionalImport("Math.imul", "dd:d", "math_imul", "exact"),
    ConventionalImport("Math.fround", "d:f", "math_fround_float", "exact"),
    ConventionalImport("Math.sin", "d:d", "math_sin", rounded),
    ConventionalImport("Math.cos", "d:d", "math_cos", rounded),
    ConventionalImport("Math.tan", "d:d", "math_tan", rounded),
    ConventionalImport("Math.asin", "d:d", "math_asin", rounded),
    ConventionalImport("Math.acos", "d:d", "math_acos", rounded),
    ConventionalImport("Math.atan", "d:d", "math_atan", rounded),
    ConventionalImport("Math.atan2", "dd:d", "math_atan2", rounded),
    ConventionalImport("Math.exp", "d:d", "math_exp", rounded),
    ConventionalImport("Math.expm1", "d:d", "math_expm1", rounded),
    ConventionalImport("Math.log", "d:d", "math_log", rounded),
    ConventionalImport("Math.log2", "d:d", "math_log2", rounded),
    ConventionalImport("Math.log10", "d:d", "math_log10", rounded),
    ConventionalImport("Math.log1p", "d:d", "math_log1p", rounded),
    ConventionalImport("Math.pow", "dd:d", "math_pow", rounded),
    ConventionalImport("Math.sinh", "d:d", "math_sinh", rounded),
    ConventionalImport("Math.cosh", "d:d", "math_cosh", rounded),
    ConventionalImport("Math.tanh", "d:d", "math_tanh", rounded),
    ConventionalImport("Math.asinh", "d:d", "math_asinh", rounded),
    ConventionalImport("Math.acosh", "d:d", "math_acosh", rounded),
    ConventionalImport("Math.atanh", "d:d", "math_atanh", rounded),
    ConventionalImport("Math.cbrt", "d:d", "math_cbrt", rounded),
    ConventionalImport("Math.hypot", "dd:d", "math_hypot", rounded),
    ConventionalImport("Math.E", 2.718281828459045),
    ConventionalImport("Math.LN10", 2.302585092994046),
    ConventionalImport("Math.LN2", 0.6931471805599453),
    ConventionalImport("Math.LOG10E", 0.4342944819032518),
    ConventionalImport("Math.LOG2E", 1.4426950408889634),
    ConventionalImport("Math.PI", 3.141592653589793),
    ConventionalImport("Math.SQRT1_2", 0.7071067811865476),
    ConventionalImport("Math.SQRT2", 1.4142135623730951),
  ]

  /// Emscripten's standalone modules, and what other modules of it can do without JavaScript.
  private static let emscripten = [
    ConventionalImport(
      "abort", ":", "c_abort", "a trap; with `--wasi` a line in the log (level 0)"),
    ConventionalImport("_abort_js", ":", "c_abort", "a line in the log (level 0), a trap"),
    ConventionalImport(
      "__assert_fail", "iiii:", "assert_fail", "condition and place to the log (level 0), a trap"),
    ConventionalImport(
      "exit", "i:", "c_exit", "0 ends the program; another code is logged, then a trap"),
    ConventionalImport("emscripten_notify_memory_growth", "i:", nothing, "nothing"),
    ConventionalImport(
      "emscripten_resize_heap", "i:i", "resize_heap", "grows the memory to so many bytes"),
    ConventionalImport("emscripten_get_heap_max", ":i", "heap_max", "2 GiB"),
    ConventionalImport("emscripten_memcpy_js", "iii:", "memory_copy", "copies"),
    ConventionalImport("_emscripten_memcpy_js", "iii:", "memory_copy", "copies"),
    ConventionalImport("emscripten_memcpy_big", "iii:", "memory_copy", "copies"),
    ConventionalImport("emscripten_memcpy_big", "iii:i", "memory_copy_result", "copies"),
    ConventionalImport(
      "emscripten_get_now", ":d", "performance_now", "starts at 0; 1 ms passes at every call"),
    ConventionalImport(
      "emscripten_date_now", ":d", "date_now",
      "starts at 2025-01-01 12:00 UTC; 1 ms passes at every call"),
    ConventionalImport("emscripten_random", ":f", "random_float", "SplitMix64 from `--wasi-seed`"),
    ConventionalImport("emscripten_console_log", "i:", "c_console_log", "to the log, level 3"),
    ConventionalImport("emscripten_console_warn", "i:", "c_console_log", "to the log, level 3"),
    ConventionalImport("emscripten_console_error", "i:", "c_console_error", "to the log, level 0"),
    ConventionalImport("emscripten_out", "i:", "c_console_log", "to the log, level 3"),
    ConventionalImport("emscripten_err", "i:", "c_console_error", "to the log, level 0"),
    ConventionalImport("emscripten_dbg", "i:", "c_console_log", "to the log, level 3"),
  ]

  /// What an import means; nil if it means nothing by convention.
  ///
  /// - Parameter types: the types of the module that the import is of.
  static func meaning(of item: Import, types: [FunctionType]) -> ConventionalImport? {
    let full = item.module == "env" ? "\(item.name)" : "\(item.module).\(item.name)"
    return all.first { known in
      guard known.name == full else { return false }
      return switch (known.kind, item.kind) {
      case (.function(let type), .function(let index)): types[index] == type
      case (.constant, .global(let type)): type.value == .f64 && !type.isMutable
      default: false
      }
    }
  }
}

/// Imports of which nothing can come here, and what to do about them.
struct ForeignImport {
  /// The module's name, or nil for any.
  let module: String?
  /// What names in it begin with.
  let prefix: String
  /// What it is, and what to do instead.
  let advice: String

  /// All of them; the first that suits counts.
  static let all: [ForeignImport] = [
    ForeignImport(
      module: preview0, prefix: "",
      advice: "WASI's preview 0, which toolchains wrote until 2020; build the program for "
        + "wasi_snapshot_preview1"),
    ForeignImport(module: "wbg", prefix: "", advice: wasmBindgen),
    ForeignImport(module: "__wbindgen_placeholder__", prefix: "", advice: wasmBindgen),
    ForeignImport(module: "__wbindgen_externref_xform__", prefix: "", advice: wasmBindgen),
    ForeignImport(module: "__wbindgen_anyref_xform__", prefix: "", advice: wasmBindgen),
    ForeignImport(module: nil, prefix: "__wbindgen_", advice: wasmBindgen),
    ForeignImport(module: nil, prefix: "__wbg_", advice: wasmBindgen),
    ForeignImport(module: "Math", prefix: "", advice: mathematics),
    ForeignImport(module: "env", prefix: "Math.", advice: mathematics),
    ForeignImport(module: "gojs", prefix: "", advice: go),
    ForeignImport(module: "go", prefix: "", advice: go),
    ForeignImport(
      module: "env", prefix: "invoke_",
      advice: "exceptions or longjmp by way of JavaScript; build with -fwasm-exceptions and "
        + "-sSUPPORT_LONGJMP=wasm"),
    ForeignImport(
      module: "env", prefix: "__cxa_",
      advice: "exceptions by way of JavaScript; build with -fwasm-exceptions"),
    ForeignImport(
      module: "env", prefix: "_emscripten_throw_longjmp",
      advice: "longjmp by way of JavaScript; build with -sSUPPORT_LONGJMP=wasm"),
    ForeignImport(
      module: "env", prefix: "emscripten_asm_const", advice: "JavaScript in C; build without it"),
    ForeignImport(
      module: "env", prefix: "_embind_",
      advice: "Emscripten's bindings for JavaScript; build without them"),
    ForeignImport(module: "env", prefix: "__syscall_", advice: emscripten),
    ForeignImport(module: "env", prefix: "emscripten_", advice: emscripten),
    ForeignImport(module: "env", prefix: "_emscripten_", advice: emscripten),
  ]

  /// What to do about Emscripten's JavaScript.
  private static let emscripten =
    "Emscripten's JavaScript; build with -sSTANDALONE_WASM, which uses WASI"

  /// What to do about mathematics of the host.
  private static let mathematics =
    "mathematics of JavaScript, but nothing of this type; in AssemblyScript use NativeMath"

  /// What to do about wasm-bindgen.
  private static let wasmBindgen =
    "wasm-bindgen's glue for JavaScript; build for wasm32-wasip1, or without wasm-bindgen"

  /// What to do about Go.
  private static let go = "Go's port for browsers; build with GOOS=wasip1 GOARCH=wasm"

  /// The module of WASI's preview 0.
  private static let preview0 = "wasi_unstable"
  /// What the names of the modules of WASI's preview 2 begin with.
  private static let preview2 = "wasi:"

  /// Whether a module is one of WASI, but not of the version that is provided.
  static func isOtherWASI(_ module: WasmName) -> Bool {
    "\(module)" == preview0 || "\(module)".hasPrefix(preview2)
  }

  /// What to do about an import; nil if it is not known.
  static func advice(module: WasmName, name: WasmName) -> String? {
    let (module, name) = ("\(module)", "\(name)")
    if module.hasPrefix(preview2) {
      return "WASI's preview 2; build the program for wasi_snapshot_preview1 (wasm32-wasip1)"
    }
    return all.first {
      ($0.module == nil || $0.module == module) && name.hasPrefix($0.prefix)
    }?.advice
  }
}
