import PVM
import PVMVM
import TestSupport
import Testing
import Wasm
import WasmLinking
import WasmPVM
import WasmScript

/// Assembles, links and runs text modules. The main module is called `main.wat`, the adapters `a.wat`, `b.wat` and so on.
enum Linking {
  /// Whether text modules can be assembled here.
  static let isAvailable = WastTool.wat2wasm != nil

  /// Assembles a module.
  static func assemble(_ text: String) throws -> [UInt8] {
    try TextInput.assemble(Array("(module \(text))".utf8), name: "test.wat")
  }

  /// The inputs of a link.
  static func inputs(
    _ main: String, _ adapters: [String], features: Features = .wasm2
  ) throws -> [LinkInput] {
    let names = ["main.wat", "a.wat", "b.wat", "c.wat", "d.wat"]
    return try zip(names, [main] + adapters).map { name, text in
      try LinkInput(name: name, bytes: assemble(text), features: features)
    }
  }

  /// Links modules.
  static func link(
    _ main: String, _ adapters: String..., features: Features = .wasm2
  ) throws -> LinkedModule {
    let inputs = try inputs(main, adapters, features: features)
    return try Linker.link(
      main: inputs[0], adapters: Array(inputs.dropFirst()), features: features)
  }

  /// The error of linking modules.
  static func error(
    _ main: String, _ adapters: String..., features: Features = .wasm2
  ) throws -> LinkError {
    let inputs = try inputs(main, adapters, features: features)
    return try #require(throws: LinkError.self) {
      _ = try Linker.link(
        main: inputs[0], adapters: Array(inputs.dropFirst()), features: features)
    }
  }

  /// Links, compiles and runs modules without arguments, at every interesting level; the first 64-bit number of the
  /// output, or how the run ended.
  static func run(
    _ main: String, _ adapters: String..., floats: CompileOptions.Floats = .soft
  ) throws -> String {
    var results: [String] = []
    for level in [OptimizationLevel.zero, .two, .minimumSize] {
      let options = CompileOptions(
        optimization: level, floats: floats,
        adapters: try adapters.map { Adapter(name: "a.wat", wasm: try assemble($0)) },
        checksAllocation: true)
      let program = try Compilation.compile(wasm: assemble(main), options: options)
      var machine = try Machine(
        standardProgram: StandardProgram(decoding: program.file.container), gas: 1_000_000)
      let exit = machine.run()
      let number = machine.output.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      results.append(exit == .halt ? "\(number)" : "\(exit)")
    }
    #expect(results.allSatisfy { $0 == results[0] }, "\(results)")
    return results[0]
  }

  /// A main module whose `main` outputs what an expression of type `i64` yields; beside it other fields, imports first.
  static func main(_ fields: String, output: String) -> String {
    """
    \(fields)
    (memory (export "memory") 1)
    (func (export "main") (param i32 i32) (result i64)
      (i64.store (i32.const 0) \(output))
      (i64.const 0x8_0000_0000))
    """
  }
}
