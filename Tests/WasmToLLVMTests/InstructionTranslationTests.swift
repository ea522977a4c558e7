import LLVM
import TestSupport
import Testing
import WasmToLLVM

/// What single instructions become, after `mem2reg` and unoptimized otherwise.
@Suite(.enabled(if: Translation.isAvailable, "no wat2wasm (Debian package wabt)"))
struct InstructionTranslationTests {
  /// The body of a function of one instruction with the given parameters.
  private func body(
    _ parameters: String, _ result: String, _ code: String, fields: String = ""
  ) throws -> [String] {
    try Translation.body(
      of: "f0.f",
      in: """
        (module \(fields)
          (func $f (export "f") (param \(parameters)) \(result.isEmpty ? "" : "(result \(result))")
            \(code)))
        """, level: .zero)
  }

  @Test(arguments: [
    ("i32.add", "add i32 %0, %1"), ("i32.sub", "sub i32 %0, %1"), ("i32.mul", "mul i32 %0, %1"),
    ("i32.and", "and i32 %0, %1"), ("i32.or", "or i32 %0, %1"), ("i32.xor", "xor i32 %0, %1"),
    ("i64.add", "add i64 %0, %1"), ("i64.sub", "sub i64 %0, %1"), ("i64.mul", "mul i64 %0, %1"),
    ("i64.and", "and i64 %0, %1"), ("i64.or", "or i64 %0, %1"), ("i64.xor", "xor i64 %0, %1"),
  ])
  func binary(_ name: String, _ expected: String) throws {
    let type = name.prefix(3)
    let lines = try body("\(type) \(type)", "\(type)", "local.get 0 local.get 1 \(name)")
    #expect(lines == ["%2 = \(expected)", "ret \(type) %2"])
  }

  @Test(arguments: ["i32", "i64"])
  func comparisonsAreTruthValuesExtended(_ type: String) throws {
    let predicates = [
      ("eq", "eq"), ("ne", "ne"), ("lt_s", "slt"), ("lt_u", "ult"), ("gt_s", "sgt"),
      ("gt_u", "ugt"), ("le_s", "sle"), ("le_u", "ule"), ("ge_s", "sge"), ("ge_u", "uge"),
    ]
    for (name, predicate) in predicates {
      let lines = try body("\(type) \(type)", "i32", "local.get 0 local.get 1 \(type).\(name)")
      #expect(
        lines == [
          "%2 = icmp \(predicate) \(type) %0, %1", "%3 = zext i1 %2 to i32", "ret i32 %3",
        ])
    }
  }

  @Test func conditionsAreNotExtended() throws {
    let lines = try body(
      "i32 i32", "i32",
      "local.get 0 local.get 1 local.get 0 local.get 1 i32.lt_u i32.eqz select")
    #expect(
      lines == [
        "%2 = icmp ult i32 %0, %1", "%3 = icmp eq i1 %2, false",
        "%4 = select i1 %3, i32 %0, i32 %1",
        "ret i32 %4",
      ])
  }

  @Test(arguments: [
    ("shl", "shl"), ("shr_s", "ashr"), ("shr_u", "lshr"),
  ])
  func shiftAmountsAreMasked(_ name: String, _ opcode: String) throws {
    #expect(
      try body("i32 i32", "i32", "local.get 0 local.get 1 i32.\(name)")
        == ["%2 = and i32 %1, 31", "%3 = \(opcode) i32 %0, %2", "ret i32 %3"])
    #expect(
      try body("i64 i64", "i64", "local.get 0 local.get 1 i64.\(name)")
        == ["%2 = and i64 %1, 63", "%3 = \(opcode) i64 %0, %2", "ret i64 %3"])
  }

  @Test(arguments: [
    ("rotl", "fshl.i", "%0, i%d %0, i%d %1"), ("rotr", "fshr.i", "%0, i%d %0, i%d %1"),
  ])
  func rotationsAreFunnelShifts(_ name: String, _ intrinsic: String, _ arguments: String) throws {
    for width in [32, 64] {
      let arguments = arguments.replacing("%d", with: "\(width)")
      #expect(
        try body("i\(width) i\(width)", "i\(width)", "local.get 0 local.get 1 i\(width).\(name)")
          == [
            "%2 = call i\(width) @llvm.\(intrinsic)\(width)(i\(width) \(arguments))",
            "ret i\(width) %2",
          ])
    }
  }

  @Test func bitCountsAreDefinedForZero() throws {
    #expect(
      try body("i32", "i32", "local.get 0 i32.clz")
        == ["%1 = call i32 @llvm.ctlz.i32(i32 %0, i1 false)", "ret i32 %1"])
    #expect(
      try body("i64", "i64", "local.get 0 i64.ctz")
        == ["%1 = call i64 @llvm.cttz.i64(i64 %0, i1 false)", "ret i64 %1"])
    #expect(
      try body("i64", "i64", "local.get 0 i64.popcnt")
        == ["%1 = call i64 @llvm.ctpop.i64(i64 %0)", "ret i64 %1"])
  }

  @Test func unsignedDivisionTrapsOnZero() throws {
    for (name, opcode) in [("div_u", "udiv"), ("rem_u", "urem")] {
      #expect(
        try body("i64 i64", "i64", "local.get 0 local.get 1 i64.\(name)") == [
          "%2 = icmp eq i64 %1, 0", "br i1 %2, label %5, label %3", "3:",
          "%4 = \(opcode) i64 %0, %1", "ret i64 %4", "5:", "call void @llvm.trap()", "unreachable",
        ])
    }
  }

  @Test func signedDivisionTrapsOnZeroAndOverflow() throws {
    #expect(
      try body("i32 i32", "i32", "local.get 0 local.get 1 i32.div_s") == [
        "%2 = icmp eq i32 %1, 0", "br i1 %2, label %9, label %3", "3:",
        "%4 = icmp eq i32 %1, -1", "%5 = icmp eq i32 %0, -2147483648", "%6 = and i1 %4, %5",
        "br i1 %6, label %9, label %7", "7:", "%8 = sdiv i32 %0, %1", "ret i32 %8", "9:",
        "call void @llvm.trap()", "unreachable",
      ])
  }

  @Test func signedRemainderByMinusOneIsZero() throws {
    #expect(
      try body("i64 i64", "i64", "local.get 0 local.get 1 i64.rem_s") == [
        "%2 = icmp eq i64 %1, 0", "br i1 %2, label %7, label %3", "3:",
        "%4 = icmp eq i64 %1, -1", "%5 = select i1 %4, i64 1, i64 %1", "%6 = srem i64 %0, %5",
        "ret i64 %6", "7:", "call void @llvm.trap()", "unreachable",
      ])
  }

  @Test func divisionByConstantsNeedsNoChecks() throws {
    #expect(
      try body("i32", "i32", "local.get 0 i32.const 10 i32.div_s")
        == ["%1 = sdiv i32 %0, 10", "ret i32 %1"])
    #expect(
      try body("i32", "i32", "local.get 0 i32.const 10 i32.rem_s")
        == ["%1 = srem i32 %0, 10", "ret i32 %1"])
  }

  @Test(arguments: ["div_s", "div_u", "rem_s", "rem_u"])
  func divisionOfConstantsByZeroTraps(_ name: String) throws {
    let lines = try body("i32", "i32", "i32.const 7 i32.const 0 i32.\(name)")
    #expect(lines.contains("call void @llvm.trap()"))
    #expect(!lines.contains { $0.contains("poison") || $0.contains("undef") })
  }

  @Test func conversions() throws {
    #expect(
      try body("i64", "i32", "local.get 0 i32.wrap_i64")
        == ["%1 = trunc i64 %0 to i32", "ret i32 %1"])
    #expect(
      try body("i32", "i64", "local.get 0 i64.extend_i32_u")
        == ["%1 = zext i32 %0 to i64", "ret i64 %1"])
    #expect(
      try body("i32", "i64", "local.get 0 i64.extend_i32_s")
        == ["%1 = sext i32 %0 to i64", "ret i64 %1"])
    #expect(
      try body("i64", "i64", "local.get 0 i64.extend16_s")
        == ["%1 = trunc i64 %0 to i16", "%2 = sext i16 %1 to i64", "ret i64 %2"])
    #expect(
      try body("i32", "i64", "local.get 0 i32.eqz i64.extend_i32_s")
        == [
          "%1 = icmp eq i32 %0, 0", "%2 = zext i1 %1 to i32", "%3 = sext i32 %2 to i64",
          "ret i64 %3",
        ])
  }

  @Test func floatsAreBits() throws {
    #expect(
      try body("f32 f32", "f32", "local.get 0 f32.neg f32.abs local.get 1 f32.copysign")
        == [
          "%2 = xor i32 %0, -2147483648", "%3 = and i32 %2, 2147483647",
          "%4 = and i32 %3, 2147483647", "%5 = and i32 %1, -2147483648", "%6 = or i32 %4, %5",
          "ret i32 %6",
        ])
    #expect(
      try body("f64", "i64", "local.get 0 i64.reinterpret_f64") == ["ret i64 %0"])
  }

  @Test func loadsAndStores() throws {
    let memory = "(memory 1)"
    #expect(
      try body("i32", "i32", "local.get 0 i32.load8_s offset=5", fields: memory)
        == [
          "%1 = getelementptr i8, ptr @memory, i32 %0", "%2 = getelementptr i8, ptr %1, i32 5",
          "%3 = load i8, ptr %2, align 1", "%4 = sext i8 %3 to i32", "ret i32 %4",
        ])
    #expect(
      try body("i32", "i64", "local.get 0 i64.load32_u", fields: memory)
        == [
          "%1 = getelementptr i8, ptr @memory, i32 %0", "%2 = load i32, ptr %1, align 1",
          "%3 = zext i32 %2 to i64", "ret i64 %3",
        ])
    #expect(
      try body("i32 i64", "", "local.get 0 local.get 1 i64.store16 offset=8", fields: memory)
        == [
          "%2 = getelementptr i8, ptr @memory, i32 %0", "%3 = getelementptr i8, ptr %2, i32 8",
          "%4 = trunc i64 %1 to i16", "store i16 %4, ptr %3, align 1", "ret void",
        ])
    #expect(
      try body(
        "f64", "f64", "i32.const 16 local.get 0 f64.store i32.const 8 f64.load offset=8",
        fields: memory)
        == [
          "store i64 %0, ptr getelementptr (i8, ptr @memory, i32 16), align 1",
          "%1 = load i64, ptr getelementptr (i8, ptr @memory, i32 16), align 1", "ret i64 %1",
        ])
  }

  @Test func bulkMemory() throws {
    let lines = try body(
      "i32 i32 i32", "",
      """
      local.get 0 local.get 1 local.get 2 memory.copy
      local.get 0 local.get 1 local.get 2 memory.fill
      local.get 0 local.get 1 local.get 2 memory.init 0
      data.drop 0
      """, fields: "(memory 1) (data \"abc\")")
    #expect(
      lines == [
        "%3 = getelementptr i8, ptr @memory, i32 %0", "%4 = getelementptr i8, ptr @memory, i32 %1",
        "call void @llvm.memmove.p0.p0.i32(ptr align 1 %3, ptr align 1 %4, i32 %2, i1 false)",
        "%5 = trunc i32 %1 to i8", "%6 = getelementptr i8, ptr @memory, i32 %0",
        "call void @llvm.memset.p0.i32(ptr align 1 %6, i8 %5, i32 %2, i1 false)",
        "%7 = load i32, ptr @data.0.size, align 4", "%8 = zext i32 %1 to i64",
        "%9 = zext i32 %2 to i64", "%10 = add nuw i64 %8, %9", "%11 = zext i32 %7 to i64",
        "%12 = icmp ugt i64 %10, %11", "br i1 %12, label %16, label %13", "13:",
        "%14 = getelementptr i8, ptr @data.0, i32 %1",
        "%15 = getelementptr i8, ptr @memory, i32 %0",
        "call void @llvm.memcpy.p0.p0.i32(ptr align 1 %15, ptr align 1 %14, i32 %2, i1 false)",
        "store i32 0, ptr @data.0.size, align 4", "ret void", "16:", "call void @llvm.trap()",
        "unreachable",
      ])
  }

  @Test func accessesAreCheckedOnDemand() throws {
    let text = """
      (module (memory 1)
        (func $f (export "f") (param i32) (drop (i64.load offset=5 (local.get 0)))))
      """
    let checked = try Translation.body(of: "f0.f", in: text, level: .zero) {
      $0.boundsChecks = true
    }
    #expect(
      checked == [
        "%1 = zext i32 %0 to i64", "%2 = add nuw i64 %1, 5", "%3 = add nuw i64 %2, 8",
        "%4 = icmp ugt i64 %3, 65536", "br i1 %4, label %9, label %5", "5:",
        "%6 = getelementptr i8, ptr @memory, i32 %0", "%7 = getelementptr i8, ptr %6, i32 5",
        "%8 = load i64, ptr %7, align 1", "ret void", "9:", "call void @llvm.trap()",
        "unreachable",
      ])
    // A load that nobody needs goes, its check stays.
    let optimized = try Translation.body(of: "entry.0.f", in: text, level: .two) {
      $0.boundsChecks = true
    }
    #expect(optimized.contains("call void @llvm.trap()"))
    #expect(!optimized.contains { $0.contains("load") })
    let unchecked = try Translation.body(of: "entry.0.f", in: text, level: .two)
    #expect(unchecked == ["ret void"])
  }

  @Test func argumentsAreInBounds() throws {
    let text = """
      (module (memory 1)
        (func $f (export "main") (param i32 i32) (result i64) (i64.load (local.get 0))))
      """
    let lines = try Translation.body(of: "f0.f", in: text, level: .zero) {
      $0.boundsChecks = true
      $0.entries = .standard
    }
    #expect(
      lines.contains {
        $0.contains("sub i64 %3, ") || $0.contains("sub (i32 -16842752, i32 ptrtoint (ptr @memory")
      })
    #expect(lines.contains { $0.hasPrefix("%") && $0.hasSuffix(", 16777216") })
  }

  @Test func memorySizeIsConstantUnlessItGrows() throws {
    let size = "(func $f (export \"f\") (result i32) memory.size)"
    #expect(
      try Translation.body(of: "f0.f", in: "(module (memory 3) \(size))", level: .zero)
        == ["ret i32 3"])
    let grow = "(func (export \"g\") (param i32) (result i32) (memory.grow (local.get 0)))"
    let lines = try Translation.body(
      of: "f0.f", in: "(module (memory 3) \(size) \(grow))", level: .zero)
    #expect(lines == ["%0 = load i32, ptr @memory.pages, align 4, !range !0", "ret i32 %0"])
  }

  @Test(.enabled(if: Translation.isAvailable(.wideArithmetic)))
  func wideArithmetic() throws {
    let text = """
      (module (func $f (export "f") (param i64 i64) (result i64 i64)
        local.get 0 local.get 1 i64.mul_wide_u local.get 0 local.get 1 i64.add128))
      """
    let lines = try Translation.body(of: "f0.f", in: text, part: .wideArithmetic, level: .zero)
    #expect(lines.contains { $0.contains("mul i128") })
    #expect(lines.contains { $0.contains("add i128") })
  }
}
