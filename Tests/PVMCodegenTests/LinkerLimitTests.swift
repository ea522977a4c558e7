import PVM
import PVMCodegen
import PVMVM
import Testing

/// Data and limits of linked programs.
@Suite struct LinkerLimitTests {
  /// Data: zeros at the end of writable data become pages, those of read-only data vanish without
  /// moving the writable data.
  @Test func data() throws {
    let text = "function @0 \"f\" allocated {\nparameters r0\nb0:\nret r0 ()\n}"
    let program = try ProgramRun(text) {
      $0.readOnlyData = [1, 2] + Array(repeating: 0, count: 5000)
      $0.readWriteData = [3] + Array(repeating: 0, count: 9000)
      $0.writableSize = 20000
    }.linked.program
    #expect(program.readOnlyData.count == 4097)
    #expect(program.readWriteData == [3])
    #expect(program.heapPages == 4)
    let empty = try ProgramRun(text) { $0.readOnlyData = Array(repeating: 0, count: 5) }.linked
    #expect(empty.program.readOnlyData == [0])
    #expect(empty.program.heapPages == 0)
  }

  /// What does not fit is refused.
  @Test func limits() throws {
    let text = "function @0 \"f\" allocated {\nparameters r0\nb0:\nret r0 ()\n}"
    func kind(
      _ text: String = text, _ options: LinkOptions = LinkOptions(),
      _ change: (inout LinkInput) -> Void
    ) throws -> CodegenError.Kind? {
      do {
        _ = try ProgramRun(text, options: options, change: change)
        return nil
      } catch let error as CodegenError {
        return error.kind
      }
    }
    #expect(try kind { _ in } == nil)
    let data = 1 << 24
    #expect(
      try kind { $0.readOnlyData = Array(repeating: 1, count: data) }
        == .limit("the size of the read-only data", value: data, maximum: data - 1))
    #expect(
      try kind { $0.readWriteData = Array(repeating: 1, count: data) }
        == .limit("the size of the initialized data", value: data, maximum: data - 1))
    #expect(
      try kind { $0.writableSize = 65536 * 4096 }
        == .limit("the number of initial heap pages", value: 65536, maximum: 65535))
    #expect(
      try kind(text, LinkOptions(stackSize: data)) { _ in }
        == .limit("the stack size", value: data, maximum: data - 1))
    #expect(try kind { $0.entries = [1] } == .undefinedFunction("function 1"))
    #expect(
      try kind("function @0 \"f\" allocated {\nparameters r0\nb0:\ntail_call @7 (r0)\n}") { _ in }
        == .undefinedFunction("function 7"))
    #expect(
      try kind(text, LinkOptions(maximumCodeSize: 8)) { _ in } == nil)
    #expect(
      try kind(text, LinkOptions(maximumCodeSize: 7)) { _ in }
        == .limit("the size of the code", value: 8, maximum: 7))
    // Eleven bytes are known, the twelfth is the offset of the branch.
    let branch = """
      function @0 "f" allocated {
        parameters r7
      b0:
        branch_eq r7, r7, b1, b2
      b1:
        trap
      b2:
        ret r7 ()
      }
      """
    #expect(
      try kind(branch, LinkOptions(maximumCodeSize: 11)) { _ in }
        == .limit("the size of the code", value: 12, maximum: 11))
    #expect(
      try kind(LinkerTests.factorial, LinkOptions(maximumJumpTableSize: 0)) { _ in }
        == .limit("the number of jump-table entries", value: 1, maximum: 0))
  }

  /// The same input gives the same bytes, and many functions link in a moment.
  @Test func manyFunctions() throws {
    var text = ""
    let count = 1000
    for index in 0..<count {
      let next = index + 1 < count ? "call @\(index + 1) (r7) -> (r7) clobbers r0\n" : ""
      text += """
        function @\(index) "f\(index)" allocated {
          parameters r0, r7
          slots 1
        b0:
          spill_store r0, #0
          r7 = add_imm_64 r7, 1
          \(next)r0 = spill_load #0
          ret r0 (r7)
        }

        """
    }
    let program = try ProgramRun(text)
    #expect(try program.run(5).result == 5 + UInt64(count))
    #expect(program.linked.stackDepth == 8 * (count - 1))
    #expect(program.linked.blob.jumpTable.count == count - 1)
    #expect(try ProgramRun(text).linked.program == program.linked.program)
  }
}
