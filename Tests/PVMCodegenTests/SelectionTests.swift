import LLVM
import LoweringABI
import PVMCodegen
import Testing

/// Selection of single functions, from LLVM IR text.
@Suite struct SelectionTests {
  /// Selects the last function of a module.
  private func select(_ text: String) throws -> String {
    let module = try Module(parsing: text)
    var options = CodegenOptions()
    options.checks = true
    let codegen = try Codegen(module, interface: ModuleInterface(), options: options)
    var result = ""
    for index in codegen.order { result += MachinePrinter.text(try codegen.select(index)) }
    return result
  }

  @Test func sumLoop() throws {
    let text = try select(
      """
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
    print(text)
  }
}
