import LLVM
import LoweringABI
import Support
import Testing
import Wasm
import WasmToLLVM

/// What imports become.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct ImportTests {
  @Test func hostCallsPassRegisters() throws {
    let text = """
      (module
        (import "env" "host_call_2" (func $call (param i64 i64 i64) (result i64)))
        (func $f (export "f") (param i64) (result i64)
          (call $call (i64.const 100) (local.get 0) (i64.const 7))))
      """
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero) == [
        "%1 = call { i64, i64 } @pvm.ecalli.100.2(i64 %0, i64 7)",
        "%2 = extractvalue { i64, i64 } %1, 0", "ret i64 %2",
      ])
    let translated = try Translation.translate(text)
    let declaration = translated.module.function(named: Symbol.hostCall(100, argumentCount: 2))
    #expect(declaration?.isDeclaration == true)
    #expect(declaration?.hasAttribute(.noUnwind) == true)
  }

  @Test func secondResultsAreCaptured() throws {
    let text = """
      (module
        (import "env" "host_call_0b" (func $call (param i64) (result i64)))
        (import "env" "host_call_r8" (func $second (result i64)))
        (func $f (export "f") (result i64)
          (i64.add (call $call (i64.const 5)) (call $second))))
      """
    #expect(
      try Translation.body(of: "f2.f", in: text, level: .zero) == [
        "%0 = call { i64, i64 } @pvm.ecalli.5.0()", "%1 = extractvalue { i64, i64 } %0, 1",
        "store i64 %1, ptr @host.r8, align 8", "%2 = extractvalue { i64, i64 } %0, 0",
        "%3 = load i64, ptr @host.r8, align 8", "%4 = add i64 %2, %3", "ret i64 %4",
      ])
    // After optimization the register is used directly.
    let optimized = try Translation.body(of: "entry.0.f", in: text, level: .two)
    #expect(!optimized.contains { $0.contains("@host.r8") })
  }

  @Test func addressesBecomeMachineAddresses() throws {
    let text = """
      (module
        (import "env" "pvm_ptr" (func $pointer (param i64) (result i64)))
        (func $f (export "f") (param i64) (result i64) (call $pointer (local.get 0))))
      """
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero) == [
        "%1 = trunc i64 %0 to i32", "%2 = add i32 %1, ptrtoint (ptr @memory to i32)",
        "%3 = zext i32 %2 to i64", "ret i64 %3",
      ])
  }

  @Test func abortTraps() throws {
    let text = """
      (module
        (import "env" "abort" (func $abort (param i32 i32 i32 i32)))
        (func $f (export "f") (result i32)
          (call $abort (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4))
          (i32.const 5)))
      """
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero)
        == ["call void @llvm.trap()", "unreachable"])
  }

  @Test func importsCanBeDefined() throws {
    let text = """
      (module
        (import "m" "nothing" (func $nothing (param f64) (result i32 i64)))
        (import "m" "host" (func $host (param i32 i64) (result i32)))
        (import "m" "global" (global $g i32))
        (import "m" "variable" (global $v (mut i64)))
        (import "m" "memory" (memory 1))
        (import "m" "table" (table 5 funcref))
        (data (global.get $g) "x")
        (func $f (export "f") (param i32) (result i32)
          (call $nothing (f64.const 0)) (drop)
          (call $host (local.get 0) (global.get $v)) (i32.add)
          (i32.add (memory.size)) (i32.add (table.size 0)) (i32.add (global.get $g))))
      """
    let configure: (inout TranslationOptions) -> Void = { options in
      options.resolveImport = { item in
        switch "\(item.name)" {
        case "nothing": .nop
        case "host": .hostCall(77)
        case "global": .global(44)
        case "variable": .global(55)
        case "memory": .memory(Limits(minimum: 2, maximum: 3))
        default: .table(Limits(minimum: 10, maximum: 20))
        }
      }
    }
    #expect(
      try Translation.body(of: "f2.f", in: text, level: .zero, configure: configure) == [
        "%1 = load i64, ptr @global.1.v, align 8", "%2 = zext i32 %0 to i64",
        "%3 = call { i64, i64 } @pvm.ecalli.77.2(i64 %2, i64 %1)",
        "%4 = extractvalue { i64, i64 } %3, 0", "%5 = trunc i64 %4 to i32", "%6 = add i32 0, %5",
        "%7 = add i32 %6, 2", "%8 = add i32 %7, 10", "%9 = add i32 %8, 44", "ret i32 %9",
      ])
    let translated = try Translation.translate(text, configure: configure)
    #expect(translated.interface.memoryImage.pieces.map(\.offset) == [44])
    #expect(translated.interface.mappedPages == 2)
    #expect(translated.module.global(named: "global.1.v")?.initializer?.signedInteger == 55)
  }

  @Test func definitionsWinOverConventions() throws {
    let text = """
      (module (import "env" "abort" (func $abort (result i32)))
        (func $f (export "f") (result i32) (call $abort)))
      """
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero) {
        $0.resolveImport = { _ in .nop }
      } == ["ret i32 0"])
  }

  @Test func importsCanBeReferenced() throws {
    let text = """
      (module
        (import "m" "host" (func $host (param i32) (result i32)))
        (table 1 funcref) (elem (i32.const 0) $host)
        (type $t (func (param i32) (result i32)))
        (func $f (export "f") (param i32) (result i32)
          (call_indirect (type $t) (local.get 0) (i32.const 0)))
        (export "again" (func $host)))
      """
    let translated = try Translation.translate(text) { $0.resolveImport = { _ in .hostCall(9) } }
    let wrapper = translated.module.function(named: "f0.host")
    #expect(wrapper?.value.printed().contains("@pvm.ecalli.9.1(i64") == true)
    #expect(translated.interface.entries.map(\.name) == ["f", "again", ""])
  }

  @Test func unresolvedImportsAreListedWithTheirTypes() throws {
    let text = """
      (module
        (import "a" "f" (func $f (param i32) (result i64)))
        (import "a" "unused" (func))
        (import "env" "host_call_7" (func $h (param i64) (result i64)))
        (import "b" "g" (global (mut i32)))
        (import "b" "m" (memory 1 2))
        (import "b" "t" (table 3 externref))
        (func (export "x") (drop (call $f (i32.const 0))) (drop (call $h (i64.const 0)))))
      """
    let error = try #require(try Translation.error(of: text))
    #expect(
      error.kind
        == .unresolvedImports([
          "a.f: function [i32] -> [i64]", "env.host_call_7: function [i64] -> [i64]",
          "b.g: mutable global i32", "b.m: memory, 1 to 2 pages",
          "b.t: table of externref, 3 or more elements",
        ]))
    #expect(error.errorClass == .rejected)
    #expect("\(error)".contains("\n  a.f: function [i32] -> [i64]\n"))
  }

  @Test(arguments: [
    "(import \"env\" \"host_call_1\" (func $f (param i64) (result i64)))",
    "(import \"env\" \"host_call_1\" (func $f (param i64 i64) (result i64 i64)))",
    "(import \"env\" \"host_call_0\" (func $f (param externref) (result i64)))",
    "(import \"env\" \"host_call_r8\" (func $f (param i64) (result i64)))",
    "(import \"env\" \"pvm_ptr\" (func $f (result i64)))",
    "(import \"m\" \"host\" (func $f (param i64 i64 i64 i64 i64 i64 i64)))",
    "(import \"m\" \"host\" (func $f (result i64 i64 i64)))",
    "(import \"m\" \"memory\" (memory 5)) (func $f)",
    "(import \"m\" \"memory\" (memory 1 2)) (func $f)",
    "(import \"m\" \"global\" (global i32)) (func $f)",
  ])
  func importsMustHaveTheRightType(_ item: String) throws {
    let error = try Translation.error(of: "(module \(item) (export \"f\" (func $f)))") {
      $0.resolveImport = { item in
        switch "\(item.name)" {
        case "host": .hostCall(1)
        case "memory": .memory(Limits(minimum: 2))
        case "global": .nop
        default: nil
        }
      }
    }
    guard case .incompatibleImport = error?.kind else {
      Issue.record("unexpected result: \(String(describing: error))")
      return
    }
    #expect(error?.offset != nil)
    #expect(error?.errorClass == .rejected)
  }
}
