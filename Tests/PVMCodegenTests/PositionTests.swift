import PVM
import PVMCodegen
import Support
import Testing

/// Where machine instructions come from: text, completion, verification.
@Suite struct PositionTests {
  /// Parses a function with blocks.
  private func function(_ body: String, _ phase: String = "framed") throws -> MachineFunction {
    try MachineParser.parseFunction(
      "function @0 \"f\" \(phase) {\n  parameters r0, r7\n\(body)\n}\n")
  }

  /// The numbers of the positions of each block, 0 for none.
  private func numbers(_ function: MachineFunction) -> [[UInt32]] {
    function.blocks.map { $0.instructions.map(\.position.number) }
  }

  @Test func positionsAreText() throws {
    let text = """
      function @0 "f" framed {
        parameters r0, r7
      b0:
        r8 = add_imm_64 r7, 1 !4
        host_call 100 (r7) -> (r7) clobbers r8 !2
        branch_eq_imm r7, 0, b1, b1 !4294967295
      b1:
        ret r0 (r7)
      }

      """
    let function = try MachineParser.parseFunction(text)
    #expect(numbers(function) == [[4, 2, 4_294_967_295], [0]])
    #expect(MachinePrinter.text(function) == text)
  }

  @Test(arguments: ["!0", "!-1", "!4294967296", "!", "! r7"])
  func positionsAreNumbers(_ suffix: String) {
    #expect(throws: CodegenError.self) { try function("b0:\n  trap \(suffix)") }
  }

  @Test func whatIsInsertedServesWhatFollows() throws {
    var function = try function(
      """
      b0:
        r8 = add_imm_64 r7, 1
        r9 = add_imm_64 r7, 2 !5
        r10 = add_imm_64 r7, 3
        r11 = add_imm_64 r7, 4 !6
        r12 = add_imm_64 r7, 4
        ret r0 (r7)
      """)
    function.completePositions()
    #expect(numbers(function) == [[5, 5, 6, 6, 6, 6]])
  }

  @Test func blocksWithoutPositionsGetThoseOfNeighbors() throws {
    var function = try function(
      """
      b0:
        branch_eq_imm r7, 0, b1, b2
      b1:
        r8 = add_imm_64 r7, 1 !3
        branch_eq_imm r8, 0, b3, b4 !4
      b2:
        jump b5
      b3:
        r9 = add_imm_64 r7, 1
        jump b5
      b4:
        ret r0 (r7) !7
      b5:
        jump b4
      b6:
        trap
      """)
    function.completePositions()
    // b3 and then b5 go on where b1 ended; b2 and b0 lead to b5 and b1; b6 has no neighbor, and gets that of the first block that has one.
    #expect(numbers(function) == [[3], [3, 4], [4], [4, 4], [7], [4], [4]])
  }

  @Test func withoutAnyPositionNothingIsCompleted() throws {
    var function = try function("b0:\n  jump b1\nb1:\n  trap")
    function.completePositions()
    #expect(numbers(function) == [[0], [0]])
  }

  @Test func verifierWantsAllPositionsOrNone() throws {
    try MachineVerifier.verify(try function("b0:\n  jump b1\nb1:\n  trap"), after: "test")
    try MachineVerifier.verify(try function("b0:\n  jump b1 !1\nb1:\n  trap !2"), after: "test")
    for body in ["b0:\n  jump b1 !1\nb1:\n  trap", "b0:\n  jump b1\nb1:\n  trap !2"] {
      let broken = try function(body)
      #expect(throws: CodegenError.self) { try MachineVerifier.verify(broken, after: "test") }
    }
  }

  /// Passes that insert instructions leave none without a position, if positions are recorded; otherwise there are none.
  @Test(arguments: [true, false])
  func passesKeepPositions(_ records: Bool) throws {
    let text = """
      function @0 "f" selected {
        parameters v0:r0, v1:r7, v2:r8
      b0:
        v3 = load_constant 305419896 !1
        v4 = add_64 v1, v3 !1
        call @1 (v4:r7) -> (v5:r7) clobbers r0 r2-r6 r8-r12 !2
        branch_lt_u v5, v2, b1(v5), b2(v4) !3
      b1(v6):
        v7 = xor v6, v4 !4
        jump b3(v7) !4
      b2(v8):
        v9 = mul_64 v8, v2 !5
        jump b3(v9) !5
      b3(v10):
        v11 = cmov_iz v10, v2, v5 !6
        ret v0 (v11:r7) !7
      }

      """
    var function = try MachineParser.parseFunction(
      records ? text : text.replacing(#/ !\d+/#, with: ""))
    var options = PassOptions(verifies: true, checksAllocation: true)
    options.recordsPositions = records
    var runner = PassRunner(options)
    try runner.run(Pipeline.selected, on: &function)
    try runner.allocate(&function)
    try runner.finish(&function)
    let numbers = numbers(function).flatMap { $0 }
    #expect(numbers.allSatisfy { records ? (1...7).contains($0) : $0 == 0 })
    // The call and the return are what they were.
    for block in function.blocks {
      for instruction in block.instructions where records {
        if instruction.opcode == .call { #expect(instruction.position.number == 2) }
        if instruction.opcode == .ret { #expect(instruction.position.number == 7) }
      }
    }
  }
}
