import LLVM
import Testing
import Wasm
import WasmToLLVM

/// Functions of the runtime in translated modules: which are there, what they promise, and how calls of them are simplified.
struct RuntimeTranslationTests {
  /// All float operations that are more than edits of bits.
  private static let operations = NumericOperator.allCases.filter { operation in
    let name = operation.name
    let edits = [".abs", ".neg", ".copysign"].contains { name.hasSuffix($0) }
    return (name.hasPrefix("f") || name.contains("trunc")) && !edits
      && !name.contains("reinterpret")
  }

  /// The text of a module with a function that does one operation with its parameters.
  private static func module(_ operation: NumericOperator) -> String {
    // `f64.lt`, `i32.trunc_sat_f64_s`: a conversion names the type of its operand.
    let parts = operation.name.split { $0 == "." || $0 == "_" }.map(String.init)
    let types = parts.filter { ["i32", "i64", "f32", "f64"].contains($0) }
    let isComparison = ["eq", "ne", "lt", "gt", "le", "ge"].contains(parts[1])
    let isBinary = isComparison || ["add", "sub", "mul", "div", "min", "max"].contains(parts[1])
    let parameters = Array(repeating: types.last ?? "", count: isBinary ? 2 : 1)
    let gets = parameters.indices.map { "local.get \($0)" }.joined(separator: " ")
    return """
      (module (func (export "f") (param \(parameters.joined(separator: " ")))
        (result \(isComparison ? "i32" : parts[0])) \(gets) \(operation.name)))
      """
  }

  @Test func everyFloatOperationIsAFunctionOfTheRuntime() throws {
    #expect(Self.operations.count == 60)
    for operation in Self.operations {
      let translated = try Translation.translate(Self.module(operation))
      try translated.module.verify()
      let functions = translated.module.functions.filter { $0.name.hasPrefix("runtime.") }
      #expect(!functions.isEmpty, "\(operation.name)")
      for function in functions { #expect(!function.isDeclaration, "\(function.name)") }
    }
  }

  @Test func theRuntimeNeitherWritesNorHasVariables() throws {
    for operation in Self.operations {
      let translated = try Translation.translate(Self.module(operation))
      try OptimizationPipeline.zero.run(on: translated)
      for function in translated.module.functions where function.name.hasPrefix("runtime.") {
        for block in function.blocks {
          for instruction in block.instructions {
            #expect(instruction.opcode != .store, "\(function.name)")
          }
        }
      }
      for variable in translated.module.globals where variable.name.hasPrefix("runtime") {
        #expect(variable.isConstant, "\(variable.name)")
      }
    }
  }

  @Test func modulesWithoutFloatsHaveNothingOfIt() throws {
    let translated = try Translation.translate(
      "(module (func (export \"f\") (param f64) (result f64) (f64.neg (local.get 0))))")
    #expect(!translated.module.printed().contains("runtime"))
  }

  // MARK: Simplification

  /// The optimized body of a function with an `f64` parameter that computes an expression.
  private func body(_ expression: String, result: String = "f64") throws -> String {
    let text = """
      (module (func $f (export "f") (param f64) (result \(result)) \(expression))
        (func (export "g") (param f64 f64) (result f64)
          (f64.add (f64.mul (local.get 0) (local.get 1)) (f64.div (local.get 1) (local.get 0)))))
      """
    return try Translation.body(of: "entry.0.f", in: text, level: .two).joined(separator: "\n")
  }

  @Test func constantsAreComputed() throws {
    #expect(
      try body("(f64.add (f64.mul (f64.const 1.5) (f64.const 4)) (f64.const 0.25))")
        == "ret i64 \(Int64(bitPattern: (6.25).bitPattern))")
    // The result of an invalid operation is the canonical NaN, whatever NaN LLVM would choose.
    #expect(
      try body("(f64.mul (f64.const 0) (f64.const -inf))")
        == "ret i64 \(Int64(bitPattern: 0x7FF8_0000_0000_0000))")
    #expect(
      try body("(i32.trunc_f64_s (f64.const 1e10))", result: "i32").contains("call"),
      "what traps stays")
  }

  @Test func identitiesNeedNoCall() throws {
    for expression in [
      "(f64.mul (local.get 0) (f64.const 1))", "(f64.mul (f64.const -1) (local.get 0))",
      "(f64.div (local.get 0) (f64.const -1))", "(f64.add (local.get 0) (f64.const -0))",
      "(f64.sub (local.get 0) (f64.const 0))", "(f64.max (local.get 0) (local.get 0))",
    ] {
      let body = try body(expression)
      #expect(!body.contains("call i64 @runtime"), "\(expression): \(body)")
      #expect(body.contains("9221120237041090560"), "NaNs become canonical: \(body)")
    }
    // Negative zero plus zero is zero.
    #expect(try body("(f64.add (local.get 0) (f64.const 0))").contains("@runtime.f64.add"))
    #expect(try body("(f64.mul (local.get 0) (f64.const 0))").contains("@runtime."))
  }

  @Test func divisionsByPowersOfTwoAreProducts() throws {
    let body = try body("(f64.div (local.get 0) (f64.const -8))")
    #expect(
      body.contains("@runtime.f64.mul(i64 %0, i64 \(Int64(bitPattern: (-0.125).bitPattern)))"))
    // The reciprocal would be subnormal.
    #expect(
      try self.body("(f64.div (local.get 0) (f64.const 0x1p1023))").contains("@runtime.f64.div"))
    #expect(try self.body("(f64.div (local.get 0) (f64.const 3))").contains("@runtime.f64.div"))
  }

  @Test func comparisonsWithConstantsAreComparisonsOfBits() throws {
    for comparison in ["eq", "ne", "lt", "gt", "le", "ge"] {
      for constant in ["0", "-0", "1.5", "-1.5", "inf", "-inf", "nan"] {
        for operands in [
          "(local.get 0) (f64.const \(constant))", "(f64.const \(constant)) (local.get 0)",
        ] {
          let body = try body("(f64.\(comparison) \(operands))", result: "i32")
          #expect(!body.contains("@runtime"), "\(comparison) \(operands): \(body)")
        }
      }
    }
  }
}
