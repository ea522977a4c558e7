import PVM
import PVMCodegen
import Support
import Testing

/// Values that are kept in the frame because they are live in too many blocks.
@Suite struct RangeDemotionTests {
  /// A function with a body.
  private func function(_ body: String) throws -> MachineFunction {
    let function = try #require(
      try MachineParser.parse("function @0 \"f\" selected {\n\(body)\n}").first)
    try MachineVerifier.verify(function, after: "parsing")
    return function
  }

  /// A chain of blocks, each of which makes a value; the last adds them all.
  private func chain(_ count: Int) throws -> MachineFunction {
    var body = "parameters v0:r0, v1:r7\nb0:\njump b1\n"
    for index in 1...count {
      body += "b\(index):\nv\(index + 1) = load_ind_u64 v1, \(8 * index)\njump b\(index + 1)\n"
    }
    body += "b\(count + 1):\n"
    var sum = 2
    for index in 2...count {
      body += "v\(count + index) = add_64 v\(sum), v\(index + 1)\n"
      sum = count + index
    }
    return try self.function(body + "ret v0 (v\(sum):r7)")
  }

  /// How many instructions of an opcode there are.
  private func count(_ opcode: Opcode, _ function: MachineFunction) -> Int {
    function.blocks.reduce(0) { sum, block in
      sum + block.instructions.count { $0.opcode == MachineOpcode(opcode) }
    }
  }

  /// Allocates registers, with the checker on.
  private func allocate(_ function: inout MachineFunction) throws {
    var runner = PassRunner(PassOptions(verifies: true, checksAllocation: true))
    try runner.allocate(&function)
  }

  @Test func smallFunctionsStayAsTheyAre() throws {
    let original = try chain(30)
    var function = original
    RangeDemotion.run(&function)
    #expect(MachinePrinter.text([function]) == MachinePrinter.text([original]))
  }

  @Test func longRangesAreStoredOnceAndLoadedWhereTheyAreUsed() throws {
    var function = try chain(30)
    RangeDemotion.run(&function, limits: .exhausted)
    try MachineVerifier.verify(function, after: "demotion")
    // The last value is live in one block only.
    #expect(count(.storeIndU64, function) == 29)
    #expect(count(.loadIndU64, function) == 30 + 29)
    #expect(function.frameObjects == [8 * 29])
  }

  /// Without it, a thousand values in a thousand blocks are half a million entries of sets.
  @Test func largeFunctionsAreBeyondTheLimit() throws {
    var function = try chain(1_000)
    RangeDemotion.run(&function)
    try MachineVerifier.verify(function, after: "demotion")
    #expect(count(.storeIndU64, function) > 900)
    try allocate(&function)
  }

  /// A loop's parameter goes through the frame, and the value that is live behind the loop is the one before the last round.
  @Test func parametersGoThroughTheFrame() throws {
    var function = try function(
      """
      parameters v0:r0, v1:r7
      b0:
      v2 = load_constant 1
      jump b1(v2, v1)
      b1(v3, v4):
      v5 = add_64 v3, v4
      jump b2
      b2:
      v6 = add_imm_64 v4, -1
      branch_ne_imm v6, 0, b3, b4
      b3:
      jump b1(v5, v6)
      b4:
      v7 = add_64 v3, v5
      ret v0 (v7:r7)
      """)
    RangeDemotion.run(&function, limits: .exhausted)
    try MachineVerifier.verify(function, after: "demotion")
    #expect(function.blocks[1].parameters.count < 2)
    try allocate(&function)
  }

  /// Random functions are valid afterwards, and can be allocated.
  @Test(arguments: 0..<10)
  func randomFunctions(_ group: Int) throws {
    for number in 0..<20 {
      let seed = UInt64(group * 20 + number)
      for original in [
        AllocationGenerator.structured(seed: seed, statements: 60, pressure: 12),
        AllocationGenerator.tangled(seed: seed, blocks: 12, pressure: 12),
      ] {
        var function = original
        AllocationPreparation.prepareBlocks(&function)
        RangeDemotion.run(&function, limits: .exhausted)
        try MachineVerifier.verify(function, after: "demotion of seed \(seed)")
        try allocate(&function)
      }
    }
  }
}
