import LLVM
import LoweringABI
import TestSupport
import Testing
import Wasm
import WasmToLLVM

/// Blocks, branches and calls.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct ControlTranslationTests {
  @Test func loopsTakeParameters() throws {
    let lines = try Translation.body(
      of: "f0.f",
      in: """
        (module (func $f (export "f") (param i32) (result i32)
          local.get 0
          (loop (param i32) (result i32)
            i32.const 1 i32.sub
            local.tee 0
            local.get 0
            local.get 0
            br_if 0
            drop)))
        """, level: .zero)
    #expect(
      lines == [
        "br label %1", "1:", "%2 = phi i32 [ %0, %entry ], [ %3, %1 ]", "%3 = sub i32 %2, 1",
        "%4 = icmp ne i32 %3, 0", "br i1 %4, label %1, label %5", "5:", "ret i32 %3",
      ])
  }

  @Test func conditionalsJoinTheirResults() throws {
    let lines = try Translation.body(
      of: "f0.f",
      in: """
        (module (func $f (export "f") (param i32 i64 i64) (result i64)
          (if (result i64) (local.get 0) (then (local.get 1)) (else (local.get 2)))))
        """, level: .zero)
    #expect(
      lines == [
        "%3 = icmp ne i32 %0, 0", "br i1 %3, label %4, label %5", "4:", "br label %6", "5:",
        "br label %6", "6:", "%7 = phi i64 [ %1, %4 ], [ %2, %5 ]", "ret i64 %7",
      ])
  }

  @Test func conditionalsWithoutElsePassParametersOn() throws {
    let lines = try Translation.body(
      of: "f0.f",
      in: """
        (module (func $f (export "f") (param i32 i32) (result i32)
          local.get 1
          (if (param i32) (result i32) (local.get 0) (then i32.const 3 i32.mul))))
        """, level: .zero)
    #expect(
      lines == [
        "%2 = icmp ne i32 %0, 0", "br i1 %2, label %3, label %5", "3:", "%4 = mul i32 %1, 3",
        "br label %6", "5:", "br label %6", "6:", "%7 = phi i32 [ %4, %3 ], [ %1, %5 ]",
        "ret i32 %7",
      ])
  }

  @Test func branchTablesPassOperandsAlongEveryEdge() throws {
    let lines = try Translation.body(
      of: "f0.f",
      in: """
        (module (func $f (export "f") (param i32) (result i32)
          (block $a (result i32)
            (block $b (result i32)
              (i32.const 7) (local.get 0)
              (br_table $a $b $a $b $b $a))
            i32.const 1 i32.add)))
        """, level: .zero)
    #expect(
      lines == [
        "switch i32 %0, label %4 [", "i32 1, label %1", "i32 3, label %1", "i32 4, label %1", "]",
        "1:", "%2 = phi i32 [ 7, %entry ], [ 7, %entry ], [ 7, %entry ]", "%3 = add i32 %2, 1",
        "br label %4", "4:", "%5 = phi i32 [ 7, %entry ], [ %3, %1 ]", "ret i32 %5",
      ])
  }

  @Test func deadCodeIsNotTranslated() throws {
    let lines = try Translation.body(
      of: "f0.f",
      in: """
        (module (func $f (export "f") (param i32) (result i32)
          (block
            (br 0)
            (loop (if (local.get 0) (then (unreachable)) (else (nop))))
            (drop (i32.div_u)))
          (block (result i32)
            (return (i32.const 5))
            (block (br_table 0 0 (i32.const 0)))
            (i32.const 6))))
        """, level: .zero)
    #expect(
      lines == ["br label %1", "1:", "br label %2", "2:", "%3 = phi i32 [ 5, %1 ]", "ret i32 %3"])
  }

  @Test func unreachableTrapsFirst() throws {
    let lines = try Translation.body(
      of: "f0.f", in: "(module (func $f (export \"f\") unreachable))", level: .zero)
    #expect(lines == ["call void @llvm.trap()", "unreachable"])
  }

  @Test func endlessLoopsSurviveOptimization() throws {
    for level in OptimizationPipeline.allCases {
      let translated = try Translation.translate(
        "(module (func $f (export \"f\") (loop (br 0))))", level: level)
      let entry = translated.module.functions.first { $0.name == "entry.0.f" }
      let text = try #require(entry?.value.printed())
      #expect(!text.contains("unreachable"))
      #expect(text.contains("br label") || text.contains("call"))
    }
  }

  @Test func severalResultsAreStructures() throws {
    let text = """
      (module
        (func $g (param i32) (result i32 i64) (local.get 0) (i64.const 2))
        (func $f (export "f") (result i64)
          (call $g (i32.const 1)) (drop) (drop) (i64.const 3)))
      """
    #expect(
      try Translation.body(of: "f0.g", in: text, level: .zero) == [
        "%1 = insertvalue { i32, i64 } poison, i32 %0, 0",
        "%2 = insertvalue { i32, i64 } %1, i64 2, 1", "ret { i32, i64 } %2",
      ])
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero)[0]
        == "%0 = call { i32, i64 } @f0.g(i32 1)")
  }

  @Test func resultsBeyondTheSixthGoThroughGlobals() throws {
    let text = """
      (module
        (func $g (result i32 i32 i32 i32 i32 i32 i32 i64)
          (i32.const 0) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5)
          (i32.const 6) (i64.const 7))
        (func $f (export "f") (result i64) (local i64)
          (call $g) (local.set 0) drop drop drop drop drop drop drop (local.get 0)))
      """
    let callee = try Translation.body(of: "f0.g", in: text, level: .zero)
    #expect(callee[0] == "store i32 6, ptr @result.6, align 4")
    #expect(callee[1] == "store i64 7, ptr @result.7, align 8")
    let caller = try Translation.body(of: "f1.f", in: text, level: .zero)
    #expect(caller.contains { $0.hasSuffix("load i64, ptr @result.7, align 8") })
    // The values meet again after optimization.
    let translated = try Translation.translate(text, level: .two)
    #expect(translated.module.printed().contains("ret i64 7"))
  }

  @Test func indirectCallsSubtractTheTypeTag() throws {
    let text = """
      (module
        (type $a (func (param i32) (result i32)))
        (type $b (func (param i64) (result i64)))
        (type $c (func (param i32) (result i32)))
        (table 3 funcref)
        (elem (i32.const 1) $g)
        (func $g (type $b) (local.get 0))
        (func $f (export "f") (param i32 i32) (result i32)
          (call_indirect (type $c) (local.get 0) (local.get 1))))
      """
    // Types a and c are one: number 1. The tag of number 2 is 2 << 18.
    #expect(
      try Translation.body(of: "f1.f", in: text, level: .zero) == [
        "%2 = icmp uge i32 %1, 3", "br i1 %2, label %8, label %3", "3:",
        "%4 = getelementptr ptr, ptr @table.0, i32 %1", "%5 = load ptr, ptr %4, align 4",
        "%6 = getelementptr i8, ptr %5, i32 -262144", "%7 = call i32 %6(i32 %0)",
        "ret i32 %7", "8:", "call void @llvm.trap()", "unreachable",
      ])
    let translated = try Translation.translate(text)
    #expect(translated.interface.typeShift == 18)
    #expect(
      translated.module.printed().contains(
        """
        @table.0 = internal constant [3 x ptr] [ptr null, \
        ptr getelementptr (i8, ptr @f0.g, i32 524288), ptr null]
        """))
  }

  @Test func indirectCallsThroughConstantTablesBecomeDirect() throws {
    let text = """
      (module
        (type $b (func (param i64) (result i64)))
        (table 1 funcref) (elem (i32.const 0) $g)
        (func $g (type $b) (i64.add (local.get 0) (i64.const 1)))
        (func $f (export "f") (param i64) (result i64)
          (call_indirect (type $b) (local.get 0) (i32.const 0))))
      """
    let translated = try Translation.translate(text, level: .two)
    let entry = translated.module.functions.first { $0.name == "entry.0.f" }
    let printed = try #require(entry?.value.printed())
    #expect(!printed.contains("call"))
    #expect(printed.contains("add i64 %0, 1"))
  }

  @Test(.enabled(if: Translation.isAvailable(.tailCall)))
  func tailCallsReuseTheFrame() throws {
    let text = """
      (module
        (func $f (export "f") (param i32) (result i32)
          (return_call $f (i32.add (local.get 0) (i32.const 1))))
        (func $g (export "g") (result i32) (return_call $f (i32.const 1))))
      """
    #expect(
      try Translation.body(of: "f0.f", in: text, part: .tailCall, level: .zero)
        == ["%1 = add i32 %0, 1", "%2 = musttail call tailcc i32 @f0.f(i32 %1)", "ret i32 %2"])
    #expect(
      try Translation.body(of: "f1.g", in: text, part: .tailCall, level: .zero)
        == ["%0 = musttail call tailcc i32 @f0.f(i32 1)", "ret i32 %0"])
  }

  /// What finds no register is in globals for types that tail calls have, and only for those.
  @Test(.enabled(if: Translation.isAvailable(.tailCall)))
  func tailCallsPassNothingOnTheStack() throws {
    let parameters = "(param i64 i64 i64 i64 i64 i64 i64 i32)"
    let values = (0..<7).map { "(i64.const \($0))" }.joined(separator: " ") + "(i32.const 7)"
    let text = """
      (module
        (type $t (func \(parameters) (result i32)))
        (table 1 funcref) (elem (i32.const 0) $f)
        (func $f (type $t) (local.get 7))
        (func $g (export "g") (param i32) (result i32)
          (return_call_indirect (type $t) \(values) (local.get 0)))
        (func $h (export "h") (result i64) (call $i (i64.const 9) \(values)))
        (func $i (param i64) \(parameters) (result i64) (local.get 7)))
      """
    let callee = try Translation.body(of: "f0.f", in: text, part: .tailCall, level: .zero)
    #expect(callee.contains { $0.contains("load i32, ptr @argument.7") })
    #expect(callee.last?.hasPrefix("ret i32") == true)
    let caller = try Translation.body(of: "f1.g", in: text, part: .tailCall, level: .zero)
    #expect(caller.contains { $0.contains("store i64 6, ptr @argument.6") })
    #expect(caller.contains { $0.contains("store i32 7, ptr @argument.7") })
    #expect(
      caller.contains {
        $0.contains("musttail call tailcc i32 %")
          && $0.hasSuffix("(i64 0, i64 1, i64 2, i64 3, i64 4, i64 5)")
      })
    let plain = try Translation.body(of: "f2.h", in: text, part: .tailCall, level: .zero)
    #expect(plain.contains { $0.contains("i64 5, i64 6, i32 7)") })
  }

  @Test func onlyReachableFunctionsAreTranslated() throws {
    let translated = try Translation.translate(
      """
      (module
        (table 1 funcref) (elem (i32.const 0) $h)
        (func $f (export "f") (call $g))
        (func $g)
        (func $h (drop (f32.add (f32.const 1) (f32.const 2)))))
      """)
    #expect(
      translated.module.functions.map(\.name).filter { $0.hasPrefix("f") } == ["f0.f", "f1.g"])
  }

  /// A function with loops inside each other and locals that the innermost changes.
  private func nest(loops: Int, locals: Int) -> String {
    """
    (module (func $f (export "f") (param i32) (result i64) (local \(String(repeating: "i64 ", count: locals)))
      \(String(repeating: "(loop ", count: loops))
      \((1...locals).map { "(local.set \($0) (i64.add (local.get \($0)) (i64.const \($0))))" }.joined())
      \(String(repeating: "(br_if 0 (local.get 0)))", count: loops))
      (local.get 1)))
    """
  }

  @Test func manyLocalsInDeepLoopsStayInTheFrame() throws {
    let body = try Translation.body(of: "f0.f", in: nest(loops: 401, locals: 250), level: .zero)
    #expect(body.contains { $0.contains("alloca [251 x i64]") })
    #expect(!body.contains { $0.contains(" phi ") })
  }

  @Test func otherLocalsInLoopsBecomeRegisters() throws {
    for (loops, locals) in [(401, 240), (100, 1_001)] {
      let text = nest(loops: loops, locals: locals)
      let body = try Translation.body(of: "f0.f", in: text, level: .zero)
      #expect(!body.contains { $0.contains("alloca") })
      #expect(body.contains { $0.contains(" phi ") })
    }
  }
}
