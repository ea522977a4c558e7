import PVM
import PVMVM
import Runtime
import Testing
import WasmPVM

/// The runtime's functions in compiled programs against the same sources compiled for this machine.
///
/// Tests of the sources say nothing about what a compiler makes of them for WebAssembly.
struct RuntimeFunctionTests {
  /// How many operands or pairs of operands are tried.
  private static let count = 400

  /// The types of a function: `f64.lt`, `i32.trunc_sat_f64_s`; a conversion names the type of its operand.
  private static func types(_ function: RuntimeFunction) -> (operand: String, result: String) {
    if function.isMathematics { return ("f64", "f64") }
    let words = function.rawValue.split { $0 == "." || $0 == "_" }.map(String.init)
    let types = words.filter { ["i32", "i64", "f32", "f64"].contains($0) }
    let isComparison = ["eq", "lt", "le"].contains(words[1])
    return (types.last ?? "", isComparison ? "i32" : words[0])
  }

  /// A program that takes pairs of operands, 16 bytes each, and gives the results, 8 bytes each.
  private static func program(_ function: RuntimeFunction) -> String {
    let (operand, result) = types(function)
    let operands = (0..<function.parameterCount).map { index in
      "(\(operand).load offset=\(8 * index) (local.get $from))"
    }
    // Mathematical functions are no instructions, but adapters may import them.
    let parameters = operands.map { _ in "(param f64)" }.joined(separator: " ")
    let name = String(function.rawValue.dropFirst("math.".count))
    let imported = "(import \"pvm\" \"\(name)\" (func $function \(parameters) (result f64)))"
    return """
      (module
        \(function.isMathematics ? imported : "")
        (memory (export "memory") 2)
        (func (export "main") (param $from i32) (param $size i32) (result i64) (local $to i32)
          (loop $next
            (\(result).store (local.get $to)
              (\(function.isMathematics ? "call $function" : function.rawValue) \(operands.joined(separator: " "))))
            (local.set $from (i32.add (local.get $from) (i32.const 16)))
            (local.set $to (i32.add (local.get $to) (i32.const 8)))
            (br_if $next (local.tee $size (i32.sub (local.get $size) (i32.const 16)))))
          (i64.shl (i64.extend_i32_u (local.get $to)) (i64.const 32))))
      """
  }

  /// Operands for which a function does not trap.
  private static func operands(_ function: RuntimeFunction) -> [(UInt64, UInt64)] {
    let isShort = types(function).operand.hasSuffix("32")
    var state: UInt64 = 1
    func random() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
    func operand() -> UInt64 {
      let width: UInt64 = isShort ? 8 : 11
      let fractionWidth: UInt64 = isShort ? 23 : 52
      let largest: UInt64 = 1 << width - 1
      // Near 1 and the ends of whole numbers, at the ends of the range, or anywhere.
      let exponent: UInt64 =
        switch random() >> 40 & 3 {
        case 0: largest >> 1 &- 4 + random() >> 40 % 72
        case 1: random() >> 40 & 1 == 0 ? random() >> 40 % 3 : largest - random() >> 40 % 3
        default: random() >> 40 & largest
        }
      let fraction = random() >> (random() >> 40 % 3 * 20) & (1 << fractionWidth - 1)
      return (random() >> 40 & 1) << (width + fractionWidth) | (exponent & largest) << fractionWidth
        | fraction
    }
    var pairs: [(UInt64, UInt64)] = []
    while pairs.count < count {
      let pair = (operand(), operand())
      if function.evaluate(pair.0, pair.1) != nil { pairs.append(pair) }
    }
    return pairs
  }

  @Test(arguments: RuntimeFunction.allCases, [OptimizationLevel.zero, .two, .minimumSize])
  func compiledEqualsNative(_ function: RuntimeFunction, _ level: OptimizationLevel) throws {
    let text = Array(Self.program(function).utf8)
    let module = try TextInput.assemble(text, name: function.rawValue)
    let options = CompileOptions(optimization: level, checksAllocation: true)
    let compiled = try Compilation.compile(wasm: module, options: options)
    let pairs = Self.operands(function)
    func bytes(_ word: UInt64) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
    var machine = try Machine(
      standardProgram: StandardProgram(decoding: compiled.file.container),
      arguments: pairs.flatMap { bytes($0.0) + bytes($0.1) }, gas: 10_000_000)
    let exit = machine.run()
    #expect(exit == .halt)
    let output = machine.output
    try #require(output.count == 8 * pairs.count)
    for (index, pair) in pairs.enumerated() {
      let result = Array(output[8 * index..<8 * index + 8])
      let expected = bytes(try #require(function.evaluate(pair.0, pair.1)))
      #expect(
        result == expected,
        "\(function.rawValue) of \(String(pair.0, radix: 16)), \(String(pair.1, radix: 16))")
    }
  }
}
