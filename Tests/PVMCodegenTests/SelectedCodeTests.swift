import LLVM
import LoweringABI
import PVM
import PVMCodegen
import Support
import Testing

/// What selection makes of single functions.
@Suite struct SelectedCodeTests {
  @Test func sumLoopKeepsItsValuesInRegisters() throws {
    let module = try Module(
      parsing: """
        @memory = external global [0 x i8]
        define i32 @f(i32 %p, i32 %n) {
        entry:
          br label %loop
        loop:
          %i = phi i32 [0, %entry], [%i2, %loop]
          %s = phi i32 [0, %entry], [%s2, %loop]
          %a = add i32 %p, %i
          %q = getelementptr i8, ptr @memory, i32 %a
          %v = load i8, ptr %q, align 1
          %w = zext i8 %v to i32
          %s2 = add i32 %s, %w
          %i2 = add i32 %i, 1
          %c = icmp ult i32 %i2, %n
          br i1 %c, label %loop, label %exit
        exit:
          ret i32 %s2
        }
        """)
    let codegen = try Codegen(module, interface: ModuleInterface(), options: CodegenOptions())
    let function = try codegen.select(0)
    let loop = function.blocks[1].instructions.map {
      MachinePrinter.text($0, in: function, function.blocks[1])
    }
    // One instruction for each operation: the load includes the memory's base, the branch the comparison.
    #expect(loop.count == 5, "\(loop)")
    #expect(loop[1].contains("load_ind_u8") && loop[1].hasSuffix("131072"))
    #expect(loop[4].contains("branch_lt_u"))
  }

  /// What comes behind a trap in the same block is not reached, also if it has become blocks of its own.
  @Test func nothingIsLeftBehindATrap() throws {
    let module = try Module(
      parsing: """
        declare void @llvm.trap()
        define i64 @f(i64 %a, i64 %b) {
          call void @llvm.trap()
          %c = icmp slt i64 %a, %b
          %p = mul i64 %a, 1234567890123
          %r = select i1 %c, i64 %p, i64 %b
          %s = add i64 %r, 1234567890123
          ret i64 %s
        }
        """)
    var options = CodegenOptions()
    options.checks = true
    var codegen = try Codegen(module, interface: ModuleInterface(), options: options)
    let selected = try codegen.select(0)
    #expect(selected.blocks.filter { !$0.instructions.isEmpty }.count == 1)
    #expect(selected.blocks[0].instructions.map(\.opcode) == [MachineOpcode(.trap)])
    _ = try codegen.generate()
  }

  @Test func floatsAreLocatedErrors() throws {
    let module = try Module(parsing: "define double @f(double %a) { ret double %a }")
    let codegen = try Codegen(module, interface: ModuleInterface(), options: CodegenOptions())
    #expect(throws: CodegenError(.unsupportedType("double"), function: "f")) {
      try codegen.select(0)
    }
  }
}
