import PVM
import PVMCodegen
import Testing

/// Which values lose their registers: those that are needed last.
@Suite struct SpillPlanTests {
  /// What the allocation of a function costs; the checker accepted it.
  private func allocated(_ body: String) throws -> AllocationStatistics {
    var function = try #require(
      try MachineParser.parse("function @0 \"f\" selected {\n\(body)\n}").first)
    try MachineVerifier.verify(function, after: "parsing")
    let statistics = try function.allocateRegisters()
    try MachineVerifier.verify(function, after: "register allocation")
    return statistics
  }

  /// Loads through one address whose results are all added up at the end.
  private func manyLoads(_ count: Int) -> String {
    var lines = ["  parameters v0:r0, v1:r7", "b0:"]
    for index in 0..<count { lines.append("  v\(2 + index) = load_ind_u64 v1, \(8 * index)") }
    var sum = 2
    for index in 1..<count {
      lines.append("  v\(100 + index) = xor v\(sum), v\(2 + index)")
      sum = 100 + index
    }
    lines.append("  ret v0 (v\(sum):r7)")
    return lines.joined(separator: "\n")
  }

  @Test func addressNeededNextStaysThoughManyNewValuesWait() throws {
    // Twelve registers for the return address, the address and sixteen results: six of them wait in memory,
    // and so does the return address. The address itself is never loaded again.
    let statistics = try allocated(manyLoads(16))
    #expect(statistics.loads <= 7, "\(statistics)")
    #expect(statistics.stores <= 7, "\(statistics)")
  }

  @Test func nothingIsSpilledWhereEverythingFits() throws {
    let statistics = try allocated(manyLoads(10))
    #expect(statistics.loads == 0 && statistics.stores == 0, "\(statistics)")
  }

  @Test func valueInMemoryAnywayLeavesItsRegisterFirst() throws {
    // v2 and v3 are stored before the loop because of its first half; in the second half they are given up
    // again rather than values that are made in the loop, which would need further stores.
    var lines = [
      "  parameters v0:r0, v1:r7", "b0:", "  v2 = load_ind_u64 v1, 0", "  v3 = load_ind_u64 v1, 8",
      "  jump b1(v1)", "b1(v4) frequency 100:",
    ]
    for index in 0..<10 { lines.append("  v\(10 + index) = load_ind_u64 v4, \(8 * index)") }
    var sum = 10
    for index in 1..<10 {
      lines.append("  v\(30 + index) = xor v\(sum), v\(10 + index)")
      sum = 30 + index
    }
    lines += [
      "  v50 = add_64 v\(sum), v2", "  v51 = add_64 v50, v3", "  store_ind_u64 v51, v4, 0",
      "  v52 = add_imm_32 v4, 8", "  branch_ne v52, v51, b1(v52), b2", "b2:", "  ret v0 ()",
    ]
    let statistics = try allocated(lines.joined(separator: "\n"))
    #expect(statistics.stores <= 4, "\(statistics)")
  }
}
