import LLVM
import Testing
import WasmToLLVM

/// Every function of a large module has a base of its own for addresses while LLVM's passes run, and nothing is left of it.
@Suite struct LocalMemoryTests {
  /// Two functions that use memory, by computed and constant addresses, one that does not.
  private static let text = """
    @memory = external global [0 x i8]

    define i32 @f(i32 %at) {
      %pointer = getelementptr i8, ptr @memory, i32 %at
      %first = load i32, ptr %pointer, align 1
      %second = load i32, ptr getelementptr (i8, ptr @memory, i32 8), align 1
      %sum = add i32 %first, %second
      ret i32 %sum
    }

    define void @g(i32 %at) {
      %pointer = getelementptr i8, ptr @memory, i32 %at
      store i32 %at, ptr %pointer, align 1
      store ptr @memory, ptr @memory, align 1
      ret void
    }

    define i32 @h(i32 %at) {
      %result = call i32 @f(i32 %at)
      ret i32 %result
    }
    """

  @Test func functionsShareNoBase() throws {
    let module = try Module(parsing: Self.text)
    LocalMemory.give(to: module, minimumUses: 0)
    try module.verify()
    let text = module.printed()
    // One call each, also where nothing uses it yet, and the constant address.
    #expect(text.ranges(of: "= call ptr @llvm.strip.invariant.group.p0(ptr @memory)").count == 3)
    #expect(text.ranges(of: "ptr @memory").count == 4)
  }

  @Test func nothingIsLeft() throws {
    let module = try Module(parsing: Self.text)
    let before = module.printed()
    LocalMemory.give(to: module, minimumUses: 0)
    LocalMemory.take(from: module)
    try module.verify()
    #expect(module.printed() == before)
  }

  @Test func addressesThatBecomeConstantAreConstantAgain() throws {
    let module = try Module(parsing: Self.text)
    LocalMemory.give(to: module, minimumUses: 0)
    let named = module.function(named: "f")
    let function = try #require(named)
    function.parameter(0).replaceAllUses(with: function.parameter(0).type.constant(16))
    LocalMemory.take(from: module)
    try module.verify()
    #expect(module.printed().contains("load i32, ptr getelementptr (i8, ptr @memory, i32 16)"))
  }

  @Test func inlinedFunctionsUseTheirCallersBase() throws {
    let module = try Module(parsing: Self.text)
    LocalMemory.give(to: module, minimumUses: 0)
    let named = module.function(named: "h")
    let caller = try #require(named)
    try PassPipeline("cgscc(inline),function(early-cse)").run(
      on: module, machine: try TargetMachine())
    let text = caller.value.printed()
    #expect(text.ranges(of: "@llvm.strip.invariant.group").count == 1)
    #expect(!text.contains("call i32 @f"))
    LocalMemory.take(from: module)
    #expect(!module.printed().contains("strip"))
  }

  @Test func smallModulesKeepTheGlobalVariable() throws {
    let module = try Module(parsing: Self.text)
    let before = module.printed()
    LocalMemory.give(to: module)
    #expect(module.printed() == before)
    LocalMemory.take(from: module)
    #expect(module.printed() == before)
  }
}
