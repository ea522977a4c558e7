import PVM
import PVMVM
import TestSupport
import Testing
import WasmPVM

/// Both interpreters, side by side over compiled programs: after each instruction they agree on
/// everything, and at the end on all memory.
struct LockstepTests {
  /// The benchmarks with their small inputs.
  @Test(arguments: try Corpus.benchmarks())
  func interpretersAgree(_ program: CorpusProgram) throws {
    let item = try #require(program.cases.first)
    let execution = try CorpusExecution(program.module(), CompileOptions())
    var checker = LockstepChecker(try execution.machine(item.arguments))
    let exit = checker.run()
    checker.compareMemory()
    #expect(checker.difference == nil)
    #expect(exit == .halt)
    let output = checker.read(address: checker[.a0], count: checker[.a1])
    #expect(output == item.expected)
    #expect(checker.steps == UInt64(CorpusExecution.gasLimit - checker.gas))
  }
}
