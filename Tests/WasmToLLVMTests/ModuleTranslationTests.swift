import LLVM
import LoweringABI
import Support
import TestSupport
import Testing
import Wasm
import WasmToLLVM

/// Memories, tables, globals, segments, entry points and initialization.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct ModuleTranslationTests {
  /// A `main` that returns nothing.
  private let main = "(func $main (export \"main\") (param i32 i32) (result i64) (i64.const 0))"

  @Test func memoryImageMergesSegmentsInOrder() throws {
    let translated = try Translation.translate(
      """
      (module (memory 2)
        (data (i32.const 10) "aaaa") (data (i32.const 65536) "z") (data (i32.const 12) "bbbb")
        (data (i32.const 9) "c") (data (i32.const 100) "") (data "passive"))
      """)
    let pieces = translated.interface.memoryImage.pieces
    #expect(pieces.map(\.offset) == [9, 65536])
    #expect(pieces.map(\.bytes) == [Array("caabbbb".utf8), Array("z".utf8)])
    #expect(translated.interface.memoryImage.end == 65537)
    #expect(translated.interface.mappedPages == 2)
    #expect(!translated.interface.usesAllocation)
  }

  @Test func segmentsOutOfBoundsTrapAfterThoseBeforeThem() throws {
    let translated = try Translation.translate(
      """
      (module (memory 1)
        (data (i32.const 0) "a") (data (i32.const 65535) "bc") (data (i32.const 1) "d")
        (func $start) (start $start))
      """)
    #expect(translated.interface.memoryImage.pieces.map(\.offset) == [0])
    let initialize = translated.module.function(named: "initialize")
    #expect(initialize?.value.printed().contains("@llvm.trap") == true)
    #expect(initialize?.value.printed().contains("f0.start") == false)
    #expect(translated.interface.entries.last?.symbol == "entry.initialize")
  }

  @Test func elementsOutOfBoundsTrapBeforeData() throws {
    let translated = try Translation.translate(
      """
      (module (memory 1) (table 2 funcref)
        (elem (i32.const 1) func $f $f) (data (i32.const 0) "a") (func $f))
      """)
    #expect(translated.interface.memoryImage.pieces.isEmpty)
    let initialize = translated.module.function(named: "initialize")
    #expect(initialize?.value.printed().contains("@llvm.trap") == true)
  }

  @Test func startRunsBeforeEveryInvocation() throws {
    let translated = try Translation.translate(
      "(module (func $s) (start $s) \(main))"
    ) { $0.entries = .standard }
    #expect(
      translated.interface.entries == [
        EntryPoint(name: "main", convention: .argumentInvocation, symbol: "entry.0.main")
      ])
    let entry = translated.module.function(named: "entry.0.main")
    let text = try #require(entry?.value.printed())
    #expect(text.contains("call void @initialize()\n"))
  }

  @Test func invocationsConvertAddresses() throws {
    let lines = try Translation.body(of: "entry.0.main", in: "(module \(main))", level: .zero) {
      $0.entries = .standard
    }
    #expect(
      lines == [
        "%3 = trunc i64 %0 to i32", "%4 = sub i32 %3, ptrtoint (ptr @memory to i32)",
        "%5 = trunc i64 %1 to i32", "%6 = call i64 @f0.main(i32 %4, i32 %5)",
        "%7 = trunc i64 %6 to i32", "%8 = add i32 %7, ptrtoint (ptr @memory to i32)",
        "%9 = lshr i64 %6, 32", "%10 = zext i32 %8 to i64",
        "%11 = insertvalue { i64, i64 } poison, i64 %10, 0",
        "%12 = insertvalue { i64, i64 } %11, i64 %9, 1", "ret { i64, i64 } %12",
      ])
    let withEnd = try Translation.body(of: "entry.0.main", in: "(module \(main))", level: .zero) {
      $0.entries = .standard
      $0.resultEndAddress = true
    }
    #expect(withEnd.contains("%11 = add i64 %10, %9"))
  }

  @Test func conventionalEntryPointsHaveTheirPlaces() throws {
    let accumulate =
      "(func (export \"accumulate\") (param i32 i32) (result i64) (i64.const 1))"
    let both = try Translation.translate("(module \(accumulate) \(main))") {
      $0.entries = .standard
    }
    #expect(both.interface.entries.map(\.name) == ["main", "accumulate"])
    let second = try Translation.translate("(module \(accumulate))") { $0.entries = .standard }
    #expect(second.interface.entries.map(\.convention) == [.absent, .argumentInvocation])
    #expect(second.interface.entries[0] == .absent)
  }

  @Test func entryPointsAreChecked() throws {
    #expect(
      try Translation.error(of: "(module (func))") { $0.entries = .standard }?.kind
        == .noEntryPoint(exports: [], candidates: []))
    #expect(
      try Translation.error(of: "(module \(main))") { $0.entries = .named(["other"]) }?.kind
        == .unknownEntryPoint("other"))
    #expect(
      try Translation.error(of: "(module (func (export \"main\") (param i32)))") {
        $0.entries = .standard
      }?.kind == .entryPointType(name: "main", type: "[i32] -> []"))
    // Only functions count.
    #expect(
      try Translation.error(of: "(module (memory (export \"main\") 1))") {
        $0.entries = .standard
      }?.kind == .noEntryPoint(exports: [], candidates: []))
  }

  @Test func namedEntryPointsKeepTheirOrder() throws {
    let other = "(func (export \"b\") (param i32 i32) (result i64) (i64.const 1))"
    let translated = try Translation.translate("(module \(main) \(other))") {
      $0.entries = .named(["b", "main"])
    }
    #expect(translated.interface.entries.map(\.symbol) == ["entry.0.b", "entry.1.main"])
  }

  @Test func entryNamesMayBeAnything() throws {
    let translated = try Translation.translate(
      """
      (module (func (export "") (result i32) (i32.const 1))
        (func (export "\\00\\"\\n") (result i32) (i32.const 2))
        (func (export "initialize") (result i32) (i32.const 3)))
      """)
    #expect(translated.interface.entries.count == 4)
    let names = Set(translated.module.functions.map(\.name))
    for entry in translated.interface.entries {
      #expect(names.contains(try #require(entry.symbol)))
    }
  }

  @Test func globalsAreVariablesOrConstants() throws {
    let text = """
      (module
        (global $a (mut i32) (i32.const 5)) (global $b i64 (i64.const 6))
        (global $c funcref (ref.func $f)) (global $d (mut externref) (ref.null extern))
        (func $f (export "f") (result i64)
          (global.set $a (i32.add (global.get $a) (i32.const 1)))
          (drop (global.get $c)) (drop (global.get $d))
          (global.get $b)))
      """
    let translated = try Translation.translate(text)
    let globals = Array(translated.module.globals)
    #expect(globals.map(\.name) == ["memory", "global.0.a", "global.3.d"])
    #expect(globals[1].initializer?.signedInteger == 5)
    #expect(
      try Translation.body(of: "f0.f", in: text, level: .zero) == [
        "%0 = load i32, ptr @global.0.a, align 4", "%1 = add i32 %0, 1",
        "store i32 %1, ptr @global.0.a, align 4", "%2 = load ptr, ptr @global.3.d, align 4",
        "ret i64 6",
      ])
  }

  @Test(.enabled(if: Translation.isAvailable(.extendedConst)))
  func extendedConstantExpressionsFold() throws {
    let translated = try Translation.translate(
      """
      (module
        (global (mut i32) (i32.add (i32.const 5) (i32.mul (i32.const 3) (i32.const 7))))
        (global (mut i64) (i64.sub (i64.const 5) (i64.const 7)))
        (memory 1)
        (data (i32.add (i32.const 16) (i32.const 4)) "x"))
      """, part: .extendedConst)
    #expect(translated.module.global(named: "global.0")?.initializer?.signedInteger == 26)
    #expect(translated.module.global(named: "global.1")?.initializer?.signedInteger == -2)
    #expect(translated.interface.memoryImage.pieces.map(\.offset) == [20])
  }

  @Test func growingClaimsPagesBeyondTheMappedOnes() throws {
    let text = """
      (module (memory 1 10)
        (func (export "f") (param i32) (result i32) (memory.grow (local.get 0))))
      """
    let translated = try Translation.translate(text)
    #expect(translated.interface.usesAllocation)
    #expect(translated.interface.mappedPages == 1)
    #expect(
      try Translation.body(of: "memory.grow", in: text, level: .zero) == [
        "%1 = load i32, ptr @memory.pages, align 4, !range !0", "%2 = sub i32 10, %1",
        "%3 = icmp ugt i32 %0, %2", "br i1 %3, label %failure, label %fits", "fits:",
        "%4 = add i32 %1, %0", "%5 = icmp ugt i32 %1, 1", "%6 = select i1 %5, i32 %1, i32 1",
        "%7 = icmp ugt i32 %4, %6", "br i1 %7, label %claim, label %success", "claim:",
        "%8 = sub i32 %4, %6", "%9 = zext i32 %8 to i64", "%10 = shl i64 %9, 16",
        "%11 = call i64 @pvm.sbrk(i64 %10)", "%12 = icmp ne i64 %11, 0",
        "br i1 %12, label %success, label %failure", "success:",
        "store i32 %4, ptr @memory.pages, align 4", "ret i32 %1", "failure:", "ret i32 -1",
      ])
  }

  @Test func memoryStaysAwayFromTheStack() throws {
    let text = """
      (module (memory 1)
        (func (export "f") (param i32) (result i32) (memory.grow (local.get 0))))
      """
    let lines = try Translation.body(of: "memory.grow", in: text, level: .zero)
    #expect(lines.contains("%2 = sub i32 \(MemoryRegion.maximumPages), %1"))
    #expect(MemoryRegion.maximumPages == 64_507)
  }

  @Test func reservedMemoryNeedsNoClaims() throws {
    let text = """
      (module (memory 1 10)
        (func (export "f") (param i32) (result i32) (memory.grow (local.get 0))))
      """
    let reserved = try Translation.translate(text) { $0.reservedMemoryPages = 100 }
    #expect(reserved.interface.mappedPages == 10)
    #expect(!reserved.interface.usesAllocation)
    #expect(!reserved.module.printed().contains("pvm.sbrk"))
    let limited = try Translation.translate(text) { $0.maximumMemoryPages = 4 }
    #expect(limited.module.printed().contains("sub i32 4, "))
    #expect(
      try Translation.error(of: "(module (memory 5))") { $0.maximumMemoryPages = 4 }?.kind
        == .limit("the memory's initial size in pages", value: 5, maximum: 4))
  }

  @Test func writtenTablesAreVariables() throws {
    let text = """
      (module (table 2 4 funcref) (table $x 1 externref)
        (func $f (export "f") (param externref)
          (table.set 1 (i32.const 0) (local.get 0)))
        (func (export "g") (param i32) (result i32)
          (table.grow 0 (ref.null func) (local.get 0)))
        (func (export "h") (result funcref) (table.get 0 (i32.const 1))))
      """
    let translated = try Translation.translate(text)
    let first = translated.module.global(named: "table.0")
    #expect(first?.valueType.elementCount == 4)
    #expect(first?.isConstant == false)
    #expect(translated.module.global(named: "table.0.size")?.initializer?.signedInteger == 2)
    #expect(translated.module.global(named: "table.1")?.isConstant == false)
    #expect(translated.module.global(named: "table.1.size")?.name == nil)
  }

  @Test func tableInstructionsVerify() throws {
    let text = """
      (module (table $a 10 funcref) (table $b 5 20 funcref)
        (elem $e func $f $g) (elem $d declare func $h)
        (func $f) (func $g) (func $h)
        (func (export "all") (param i32 i32 i32) (result i32)
          (table.init $a $e (local.get 0) (local.get 1) (local.get 2))
          (elem.drop $e)
          (table.copy $b $a (local.get 0) (local.get 1) (local.get 2))
          (table.fill $b (local.get 0) (ref.func $h) (local.get 2))
          (table.set $a (local.get 0) (ref.null func))
          (drop (table.grow $b (ref.func $f) (i32.const 3)))
          (i32.add (table.size $a)
            (i32.add (table.size $b) (ref.is_null (table.get $a (local.get 0)))))))
      """
    for level in OptimizationPipeline.allCases {
      for checks in [false, true] {
        _ = try Translation.translate(text, level: level) { $0.boundsChecks = checks }
      }
    }
    let translated = try Translation.translate(text)
    #expect(translated.module.global(named: "elem.0")?.isConstant == true)
    #expect(translated.module.global(named: "elem.0.size")?.initializer?.signedInteger == 2)
  }

  @Test func largeTablesAreLimited() throws {
    let error = try Translation.error(
      of: """
        (module (table 2000000 funcref)
          (func (export "f") (result funcref) (table.get 0 (i32.const 0))))
        """)
    #expect(error?.errorClass == .limit)
  }

  @Test func floatErrorsHaveAPlaceAndAWayOut() throws {
    let text = """
      (module (func $half (export "f") (param f64) (result f64)
        (f64.mul (local.get 0) (f64.const 0.5))))
      """
    let error = try #require(try Translation.error(of: text) { $0.floats = .reject })
    #expect(error.kind == .float(instruction: "f64.mul"))
    #expect(error.errorClass == .unsupported)
    #expect(error.function?.index == 0)
    #expect(error.function?.name == "half")
    let bytes = try Translation.assemble(text)
    #expect(bytes[try #require(error.offset)] == 0xA2)
    #expect(
      "\(error)".hasPrefix("function 0 (half), offset 0x")
        && "\(error)".contains("'f64.mul'") && "\(error)".contains("--floats trap")
        && "\(error)".hasSuffix("[T001]"))
    #expect(
      try Translation.body(of: "f0.half", in: text, level: .zero) { $0.floats = .trap }
        == ["call void @llvm.trap()", "unreachable"])
  }

  @Test func unsupportedFunctionsMayTrap() throws {
    let text = """
      (module
        (func $f (export "f") (param f32 i32) (result i32) (local i32)
          (local.set 2 (i32.const 7))
          (block (br_if 0 (local.get 1)) (local.set 2 (f32.lt (local.get 0) (f32.const 1))))
          (local.get 2))
        (func $v (export "v") (param v128 v128) (result v128)
          (f32x4.add (local.get 0) (local.get 1)))
        (func $i (export "i") (result i32) (i32.const 5)))
      """
    for function in ["f0.f", "f1.v"] {
      #expect(
        try Translation.body(of: function, in: text, level: .zero) {
          $0.floats = .reject
          $0.unsupportedFunctionsTrap = true
        } == ["call void @llvm.trap()", "unreachable"])
    }
    #expect(
      try Translation.body(of: "f2.i", in: text, level: .zero) {
        $0.floats = .reject
        $0.unsupportedFunctionsTrap = true
      } == ["ret i32 5"])
    let translated = try Translation.translate(text) {
      $0.floats = .reject
      $0.unsupportedFunctionsTrap = true
    }
    #expect(translated.unsupportedFunctions.map(\.function?.index) == [0, 1])
    let error = try Translation.error(of: text) { $0.floats = .reject }
    #expect(error?.kind == .float(instruction: "f32.lt"))
  }

  /// Whatever the level, nothing behind LLVM's passes is a vector.
  @Test(arguments: [OptimizationPipeline.zero, .two])
  func vectorsAreLowered(_ level: OptimizationPipeline) throws {
    let text = """
      (module (memory 1)
        (func (export "f") (param v128 i32 v128) (result v128) (local v128)
          (local.set 3 (i32x4.add (local.get 0) (local.get 2)))
          (loop
            (local.set 3 (v128.xor (local.get 3) (i8x16.lt_s (local.get 0) (local.get 3))))
            (v128.store (local.get 1) (local.get 3))
            (br_if 0 (i8x16.bitmask (i32x4.shl (local.get 3) (local.get 1)))))
          (i8x16.swizzle (local.get 3) (local.get 2))))
      """
    let lines = try Translation.translate(text, level: level).module.printed()
      .split(separator: "\n").filter { $0.hasPrefix("  ") }
    #expect(!lines.isEmpty)
    #expect(lines.filter { $0.contains(" x i") && !$0.contains("[17 x i8]") } == [])
    #expect(lines.filter { $0.contains("vector.") } == [])
  }

  /// A switch with several ways to a place takes the same lanes along all of them, as LLVM's verifier asks.
  @Test func lanesAreTheSameOnAllEdgesOfASwitch() throws {
    let text = """
      (module
        (func (export "f") (param v128 i32) (result v128)
          (block
            (block
              (block (br_table 0 1 0 1 2 (local.get 1)))
              (local.set 0 (i32x4.mul (local.get 0) (local.get 0))))
            (local.set 0 (i32x4.mul (local.get 0) (local.get 0))))
          (local.get 0)))
      """
    // `translate` verifies.
    let printed = try Translation.translate(text, level: .zero).module.printed()
    #expect(printed.contains("phi i32"))
  }

  @Test func outputIsTheSameEveryTime() throws {
    let text = """
      (module (memory 1) (table 4 funcref) (elem (i32.const 0) $a $b $c)
        (type $t (func (result i32)))
        (func $a (result i32) (i32.const 1)) (func $b (result i32) (i32.const 2))
        (func $c (result i32) (i32.const 3))
        (func (export "f") (param i32) (result i32) (call_indirect (type $t) (local.get 0))))
      """
    let first = try Translation.translate(text, level: .two).module.printed()
    for _ in 0..<3 {
      #expect(try Translation.translate(text, level: .two).module.printed() == first)
    }
  }
}
