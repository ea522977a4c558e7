import LLVM
import LoweringABI
import PVMCodegen
import Support
import Testing

/// Calls, from LLVM IR text to allocated machine IR, with every stage verified.
@Suite struct CallSelectionTests {
  /// Generates code and verifies it after each stage.
  private func generate(_ text: String) throws -> [MachineFunction] {
    let module = try Module(parsing: text)
    var options = CodegenOptions()
    options.checks = true
    var codegen = try Codegen(module, interface: ModuleInterface(), options: options)
    _ = try codegen.generate()
    return codegen.functions
  }

  /// A register with a result is not among those that the call destroys, though the callee writes it.
  @Test func resultsAreNotDestroyed() throws {
    let functions = try generate(
      """
      define internal i64 @callee(i64 %x) {
        %y = mul i64 %x, 3
        ret i64 %y
      }
      define i64 @direct(i64 %x) {
        %y = call i64 @callee(i64 %x)
        ret i64 %y
      }
      define i64 @indirect(i64 %x, ptr %f) {
        %y = call i64 %f(i64 %x)
        ret i64 %y
      }
      """)
    let calls = functions.flatMap(\.calls).filter { !$0.results.isEmpty }
    #expect(calls.count == 2)
    for call in calls {
      #expect(call.results.allSatisfy { !call.clobbers.contains($0.register) })
    }
  }

  /// Arguments on the stack that are the same constant share its load, which comes before both.
  @Test func equalConstantsOnTheStack() throws {
    let functions = try generate(
      """
      define internal void @callee(
        i64 %0, i64 %1, i64 %2, i64 %3, i64 %4, i64 %5, i64 %6, i64 %7
      ) {
        ret void
      }
      define void @caller() {
        call void @callee(i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 99, i64 99)
        ret void
      }
      """)
    let caller = try #require(functions.first { $0.name == "caller" })
    let instructions = caller.blocks.flatMap(\.instructions)
    #expect(instructions.count { $0.opcode == .loadConstant && $0.x == 99 } == 1)
    #expect(instructions.count { $0.opcode == .storeOutgoing } == 2)
  }
}
