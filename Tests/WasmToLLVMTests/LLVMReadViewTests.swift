import LLVM
import Testing

/// The read view of LLVM IR and the module owner.
@Suite struct LLVMReadViewTests {
  /// Parses text and returns the module.
  private func parse(_ text: String) throws -> Module { try Module(parsing: text) }

  @Test func reportsParseErrorsWithAPlace() {
    #expect {
      _ = try Module(parsing: "define i32 @f() {\n  ret i64 0\n}\n")
    } throws: { error in
      guard let error = error as? LLVMError else { return false }
      return error.kind == .parse && error.message.contains("2:7")
    }
  }

  @Test func setsTheTarget() throws {
    let module = try parse("define void @f() { ret void }")
    let text = module.printed()
    #expect(text.contains("target triple = \"riscv64-unknown-none-elf\""))
    #expect(text.contains("e-m:e-p:32:32-i64:64-i128:128-n32:64-S128"))
    #expect(module.dataLayout.allocationSize(of: module.types.pointer) == 4)
  }

  @Test func walksAFunction() throws {
    let module = try parse(
      """
      @g = internal global i64 7
      @k = internal constant [3 x i8] c"abc"
      declare { i64, i64 } @pvm.ecalli.3.1(i64)
      define internal i32 @f(i32 %a, i32 %b) nounwind {
      entry:
        %c = icmp slt i32 %a, %b
        br i1 %c, label %then, label %done, !prof !0
      then:
        %s = add nsw i32 %a, 5
        %m = call i32 @llvm.smax.i32(i32 %s, i32 %b)
        switch i32 %m, label %done [ i32 -1, label %then i32 9, label %last ]
      done:
        %p = phi i32 [ %a, %entry ], [ %m, %then ]
        ret i32 %p
      last:
        %r = call { i64, i64 } @pvm.ecalli.3.1(i64 4)
        %x = extractvalue { i64, i64 } %r, 1
        %q = getelementptr [3 x i8], ptr @k, i32 0, i32 %a
        %l = load i8, ptr %q, align 1
        %z = zext nneg i8 %l to i32
        ret i32 %z
      }
      declare i32 @llvm.smax.i32(i32, i32)
      !0 = !{!"branch_weights", i32 1, i32 2000}
      """)
    try module.verify()
    let found = module.function(named: "f")
    let function = try #require(found)
    #expect(function.linkage == .internal)
    #expect(!function.isDeclaration)
    #expect(function.hasAttribute(.noUnwind))
    #expect(!function.hasAttribute(.noReturn))
    #expect(function.type.parameterTypes.map(\.integerWidth) == [32, 32])
    let blocks = Array(function.blocks)
    #expect(blocks.map(\.name) == ["entry", "then", "done", "last"])
    #expect(blocks[0].successors == [blocks[1], blocks[2]])
    let compare = try #require(blocks[0].firstInstruction)
    #expect(compare.opcode == .icmp)
    #expect(compare.predicate == .signedLess)
    #expect(compare.value.hasOneUse)
    let branch = try #require(blocks[0].terminator)
    #expect(branch.isConditional)
    #expect(branch.condition == compare.value)
    #expect(branch.branchWeights == [1, 2000])
    let then = Array(blocks[1].instructions)
    #expect(then[0].hasNoSignedWrap && !then[0].hasNoUnsignedWrap)
    #expect(then[0].operand(1).signedInteger == 5)
    #expect(then[1].intrinsic == .smax)
    #expect(then[1].argumentCount == 2)
    #expect(then[1].value.useCount == 2)
    #expect(then[2].opcode == .switch)
    #expect(then[2].switchCaseCount == 2)
    #expect(then[2].switchDefault == blocks[2])
    #expect(then[2].switchCase(0).value.signedInteger == -1)
    #expect(then[2].switchCase(0).value.unsignedInteger == 0xFFFF_FFFF)
    #expect(then[2].switchCase(1).successor == blocks[3])
    let phi = try #require(blocks[2].firstInstruction)
    #expect(phi.incomingCount == 2)
    #expect(phi.incoming(0).value == function.parameter(0))
    #expect(phi.incoming(1).block == blocks[1])
    let last = Array(blocks[3].instructions)
    #expect(last[0].calledValue.asFunction?.name == "pvm.ecalli.3.1")
    #expect(last[0].intrinsic == nil)
    #expect(last[1].aggregateIndices == [1])
    #expect(last[2].elementPointerSourceType.elementCount == 3)
    #expect(last[2].operand(0).asGlobalVariable?.initializer?.dataBytes == Array("abc".utf8))
    #expect(last[3].alignment == 1 && !last[3].isVolatile)
    #expect(last[4].isNonNegative)
    let globals = Array(module.globals)
    #expect(globals.map(\.name) == ["g", "k"])
    #expect(globals.map(\.isConstant) == [false, true])
    #expect(globals[0].initializer?.signedInteger == 7)
  }

  @Test func decodesWideConstants() throws {
    let module = try parse(
      """
      define i200 @f() { ret i200 -2 }
      define i128 @g() { ret i128 36893488147419103235 }
      define i65 @h() { ret i65 -1 }
      """)
    let words = module.functions.map { $0.entry?.terminator?.operand(0).integerWords }
    #expect(words[0] == [UInt64.max - 1, .max, .max, 0xFF])
    #expect(words[1] == [3, 2])
    #expect(words[2] == [.max, 1])
  }

  @Test func readsConstantExpressions() throws {
    let module = try parse(
      """
      @memory = external global [0 x i8]
      define i32 @f() { ret i32 add (i32 ptrtoint (ptr @memory to i32), i32 5) }
      """)
    let found = module.function(named: "f")?.entry?.terminator?.operand(0)
    let value = try #require(found)
    #expect(value.kind == .constantExpression)
    #expect(value.constantExpressionOpcode == .add)
    #expect(value.operand(0).constantExpressionOpcode == .ptrToInt)
    #expect(value.operand(0).operand(0) == module.global(named: "memory")?.value)
    #expect(module.global(named: "memory")?.isDeclaration == true)
  }

  @Test(arguments: Intrinsic.allCases)
  func knowsEveryListedIntrinsic(_ intrinsic: Intrinsic) {
    #expect(intrinsic.isAvailable, "\(intrinsic.name)")
  }

  @Test func runsPassesAndReportsWrongPipelines() throws {
    let machine = try TargetMachine()
    let module = try parse(
      """
      define i32 @f(i32 %a) {
        %p = alloca i32
        store i32 %a, ptr %p
        %v = load i32, ptr %p
        ret i32 %v
      }
      """)
    try PassPipeline("function(mem2reg)").run(on: module, machine: machine)
    let found = module.function(named: "f")?.entry
    let entry = try #require(found)
    #expect(Array(entry.instructions).map(\.opcode) == [.ret])
    for level in ["O1", "O2", "O3", "Os", "Oz"] {
      try PassPipeline("default<\(level)>").run(on: module, machine: machine)
    }
    #expect {
      try PassPipeline("no-such-pass").run(on: module, machine: machine)
    } throws: { error in
      guard let error = error as? LLVMError else { return false }
      return error.kind == .passes && error.message.contains("no-such-pass")
    }
  }
}
